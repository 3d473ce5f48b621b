"""The program from its start until everything works: `child_start.py FOLDER SETTLE`.

Prints the seconds to the first paint and until key, orders and the whole list are there, the pauses
of the window's thread after the first paint, and the memory after `SETTLE` more seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QTimer

from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program
from nanobanana_desktop.services.key_service import KeyStatus
from nanobanana_desktop.ui.wiring.window_wiring import WindowWiring

sys.path.insert(0, str(Path(__file__).resolve().parent))
from canary import BEAT_MS, Canary
from memory import pss_mb


def main() -> int:
    folder, settle = sys.argv[1], float(sys.argv[2])
    began = float(os.environ["BENCH_STARTED"])
    told: dict[str, float] = {}
    canary = Canary()
    begin_tasks = WindowWiring.tasks_started
    begun: list[WindowWiring] = []

    def on_first_paint() -> None:
        told["first_paint"] = time.monotonic() - began
        canary.start()

    def note_tasks(self: WindowWiring) -> None:
        begin_tasks(self)
        begun.append(self)

    def is_ready(program: Program) -> bool:
        key_is_known = program.keys.state.status is not KeyStatus.LOADING
        return key_is_known and bool(begun) and program.window.history_pane.model.is_complete

    async def wait_and_tell(self: Program) -> int:
        ready = asyncio.Event()
        watch = QTimer(self)
        watch.timeout.connect(lambda: ready.set() if is_ready(self) else None)
        watch.start(BEAT_MS)
        await ready.wait()
        watch.stop()
        told["ready"] = time.monotonic() - began
        await asyncio.sleep(settle)
        told["longest_pause"] = max(canary.pauses)
        told["memory"] = pss_mb()
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=Path(folder), base_url=None, log=None, demo_picture=None
    )
    with (
        patch.object(Program, "run_until_quit", wait_and_tell),
        patch.object(WindowWiring, "tasks_started", note_tasks),
    ):
        return run(options, on_first_paint)


if __name__ == "__main__":
    sys.exit(main())
