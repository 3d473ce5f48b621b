"""The whole program with a large library: `child_search.py FOLDER WORDS…`.

Prints for each word the seconds from the end of the wait after the last letter until the first
results are painted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Final
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject

from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program

SETTLE: Final = 2.0


class Stopwatch(QObject):
    """Starts when the search is told, stops with the first paint after an answer is shown."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._pane = program.window.history_pane
        self._began = 0.0
        self._answered = False
        self.stopped = asyncio.Event()
        self.seconds = 0.0
        self._pane.list.viewport().installEventFilter(self)
        self._pane.model.listing_changed.connect(self._on_model_listing_changed)

    async def search(self, word: str) -> float:
        """Seconds from the request to the paint."""
        self.stopped.clear()
        self._answered = False
        self._began = 0.0
        self._pane.search.setText(word)
        await self.stopped.wait()
        return self.seconds

    def begin(self) -> None:
        self._began = time.monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._answered and not self.stopped.is_set():
            self.seconds = time.monotonic() - self._began
            self.stopped.set()
        return super().eventFilter(watched, event)

    def _on_model_listing_changed(self) -> None:
        if self._began:
            self._answered = True
            self._pane.list.viewport().update()


def main() -> int:
    async def play(self: Program) -> int:
        await asyncio.sleep(SETTLE)
        stopwatch = Stopwatch(self)
        # Before anything else hears that the wait is over.
        request = self.history.request

        def timed(query: object) -> int:
            stopwatch.begin()
            return request(query)

        with patch.object(self.history, "request", timed):
            told = [await stopwatch.search(word) for word in sys.argv[2:]]
        sys.stdout.write(json.dumps({"seconds": told}) + "\n")
        sys.stdout.flush()
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=Path(sys.argv[1]), base_url=None, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", play):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
