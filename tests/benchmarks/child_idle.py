"""The program after one finished task: `child_idle.py FOLDER BASE_URL SETTLE`.

Orders once, waits until the picture is saved and `SETTLE` seconds more, prints a JSON object with
the number of active timers and goes on idling until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QTimer

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program
from nanobanana_desktop.secret import Secret


def active_timers() -> int:
    return sum(isinstance(each, QTimer) and each.isActive() for each in gc.get_objects())


async def finish_one_task(program: Program) -> None:
    done = asyncio.Event()

    def note(task: GenerationTask) -> None:
        if task.state is TaskState.DONE:
            done.set()

    program.tasks.task_changed.connect(note)
    program.keys.use_without_store(Secret("benchmark"))
    program.tasks.create(GenerationParams(prompt="a banana boat"), 1)
    await done.wait()


def main() -> int:
    folder, base_url, settle = sys.argv[1], sys.argv[2], float(sys.argv[3])
    idle = Program.run_until_quit

    async def finish_one_and_idle(self: Program) -> int:
        await finish_one_task(self)
        await asyncio.sleep(settle)
        sys.stdout.write(json.dumps({"timers": active_timers()}) + "\n")
        sys.stdout.flush()
        return await idle(self)

    options = argparse.Namespace(
        demo=False, data_dir=Path(folder), base_url=base_url, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", finish_one_and_idle):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
