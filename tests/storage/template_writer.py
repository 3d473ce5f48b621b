"""A program that keeps templates: `template_writer.py FILE NAME COUNT`, or dies on the way.

With COUNT 0 it ends, as by a power cut, when the new file is written and has not got its name yet.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.storage import template_store
from nanobanana_desktop.storage.template_store import TemplateStore

DIED = 9


def die(*_: object) -> None:
    os._exit(DIED)


def main() -> int:
    path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    # The other one may be at it all the time until its last template is kept.
    vars(template_store)["TURN_MS"] = 600_000
    store = TemplateStore(path)
    if count == 0:
        Path.replace = die
    for number in range(max(1, count)):
        template = PromptTemplate(id=f"{name} {number}", name=name, prompt="x" * 1_000)
        store.change(lambda book, added=template: book.with_templates([added]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
