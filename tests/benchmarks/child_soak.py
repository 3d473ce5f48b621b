"""The program in use for long, compressed: `child_soak.py FOLDER ROUNDS STEPS PICTURES`.

In each round it scrolls the grid `STEPS` times, from end to end, and opens `PICTURES` pictures one
after the other. The last line is a JSON object: `memory` in MB after each round, when garbage was
collected, and `pauses`, how late the window's thread was in seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program
from nanobanana_desktop.ui.stage.stage_header import GRID, SINGLE

sys.path.insert(0, str(Path(__file__).resolve().parent))
from canary import Canary
from memory import pss_mb

STEP_PAUSE = 0.004
"""Seconds between two steps: as fast as somebody who drags the scroll bar."""
SETTLE = 1.0
PICTURE_SECONDS = 10.0


class Use:
    """One person's hands on the window."""

    def __init__(self, program: Program) -> None:
        self._stage = program.window.stage_pane
        self._history = program.window.history_pane
        self._opened = 0
        self._loaded = asyncio.Event()
        self._stage.file_missing_changed.connect(self._on_stage_file_missing_changed)
        program.window.window.resize(1600, 900)

    async def scroll(self, steps: int) -> None:
        self._stage.set_view(GRID)
        grid = self._stage.grid
        assert grid is not None
        bar = grid.verticalScrollBar()
        for step in range(steps):
            bar.setValue(bar.maximum() * step // max(1, steps - 1))
            await asyncio.sleep(STEP_PAUSE)

    async def look_at(self, pictures: int) -> None:
        self._stage.set_view(SINGLE)
        shown = 0
        while shown < pictures:
            row = self._opened % max(1, self._history.model.rowCount())
            self._opened += 1
            task = self._history.model.task_at(row)
            if task is None or task.image is None or task == self._stage.task:
                continue
            self._loaded.clear()
            self._history.select(task.id)
            async with asyncio.timeout(PICTURE_SECONDS):
                await self._loaded.wait()
            shown += 1

    def _on_stage_file_missing_changed(self, _task_id: str, missing: bool) -> None:
        """A picture came, which also says that its file is there."""
        if not missing:
            self._loaded.set()


async def settled_memory() -> float:
    await asyncio.sleep(SETTLE)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return pss_mb()


def main() -> int:
    folder = sys.argv[1]
    rounds, steps, pictures = map(int, sys.argv[2:])

    async def use(self: Program) -> int:
        hands, canary = Use(self), Canary()
        memory: list[float] = []
        canary.start()
        for _ in range(rounds):
            await hands.scroll(steps)
            await hands.look_at(pictures)
            memory.append(await settled_memory())
        sys.stdout.write(json.dumps({"memory": memory, "pauses": canary.pauses}) + "\n")
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=Path(folder), base_url=None, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", use):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
