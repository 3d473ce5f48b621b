"""What a screen reader is told to say by a program: `atspi_ear.py PROCESS_ID`.

Run by the distribution's own Python: only that one has pyatspi. The first line of standard output
is "ready"; each one after it is what was announced, as JSON text.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pyatspi
from gi.repository import Atspi

PATIENCE_MS = 60_000
"""For one answer of the program; of itself a screen reader waits less than a second."""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    process_id = int(sys.argv[1])
    Atspi.set_timeout(PATIENCE_MS, PATIENCE_MS)

    def hear(event: Any) -> None:
        if event.host_application.get_process_id() == process_id:
            say(json.dumps(event.any_data))

    pyatspi.Registry.registerEventListener(hear, "object:announcement")
    say("ready")
    pyatspi.Registry.start()


if __name__ == "__main__":
    main()
