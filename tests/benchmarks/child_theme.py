"""The whole program with a library: `child_theme.py FOLDER`.

Prints for each way in which the window changes its dress how many seconds of work that was, from
the choice in the settings to the last painted pixel, once for each change.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.settings import Contrast, Language, ThemeMode
from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program

ROUNDS: Final = 8
SETTLE: Final = 2.0
BREATH: Final = 0.05
CHANGES: Final[dict[str, tuple[str, Sequence[object]]]] = {
    "theme": ("theme", (ThemeMode.DARK, ThemeMode.LIGHT)),
    "contrast": ("contrast", (Contrast.HIGH, Contrast.STANDARD)),
    "text size": ("text_size", (115, 100)),
    "language": ("language", (Language.CHINESE, Language.ENGLISH)),
}


async def changed(program: Program, **fields: Any) -> float:
    """Seconds of work on the window's thread; what other programs take meanwhile does not count."""
    began = time.thread_time()
    program.settings.change(**fields)
    # Not a turn of the event loop, in which the program's own jobs would come to their turn.
    for kind in (QEvent.Type.LanguageChange, QEvent.Type.LayoutRequest):
        QApplication.sendPostedEvents(None, kind.value)
    program.window.window.repaint()
    took = time.thread_time() - began
    await asyncio.sleep(BREATH)
    return took


def main() -> int:
    told: dict[str, list[float]] = {name: [] for name in CHANGES}

    async def play(self: Program) -> int:
        await asyncio.sleep(SETTLE)
        self.window.history_pane.step(self.window.history_pane.model.active_count + 1)
        for name, (field, values) in CHANGES.items():
            # The first round draws what is kept for each dress.
            for round_number in range(ROUNDS + 1):
                for value in values:
                    took = await changed(self, **{field: value})
                    if round_number:
                        told[name].append(took)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=Path(sys.argv[1]), base_url=None, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", play):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
