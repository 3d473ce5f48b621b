"""What a process of the kill machine does: the services on a data folder, and a few orders.

As a program of its own it takes a `Job` as JSON for its argument.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from qasync import QEventLoop

from nanobanana_desktop.domain.task import ENDED, GenerationTask, TaskState
from tests.faults import sabotage
from tests.faults.room import Room, open_room

RESTING = frozenset({*ENDED, TaskState.SUBMIT_UNKNOWN})
LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """What one process is to do.

    It opens the data folder `root` and lets what earlier processes left come to rest (unless
    `restless`), then orders `prompts` and waits for their pictures. Killed after `seconds`, or
    before system call number `call` from the orders on (from 1), or not at all. `sabotage` names
    breaks of `tests.faults.sabotage`. With `traced` its system calls are counted; with `waits` it
    waits for a line on its go pipe before the orders.
    """

    root: str
    url: str
    prompts: tuple[str, ...] = ()
    restless: bool = False
    seconds: float | None = None
    call: int | None = None
    traced: bool = False
    sabotage: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, text: str) -> Job:
        fields: dict[str, Any] = json.loads(text)
        fields["prompts"] = tuple(fields["prompts"])
        fields["sabotage"] = tuple(fields["sabotage"])
        return cls(**fields)


def run(job: Job, say: Callable[[str, object], None], wait_for_go: Callable[[], object]) -> None:
    """The whole life of the process; it says `start`, `armed` and `end` with the tasks' rows."""
    sabotage.carry_out(job.sabotage)
    application = QCoreApplication([])
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        runner.run(_live(job, say, wait_for_go))


async def _live(
    job: Job, say: Callable[[str, object], None], wait_for_go: Callable[[], object]
) -> None:
    async with open_room(Path(job.root), job.url) as room:
        say("start", [row(task) for task in await room.stored()])
        if not job.restless:
            await _rest(room, ())
        say("armed", None)
        if job.traced:
            wait_for_go()
        await _rest(room, job.prompts)
        say("end", [row(task) for task in await room.stored()])
        # As abrupt as the other ends: nothing may depend on an orderly one.
        os._exit(0)


async def _rest(room: Room, prompts: Sequence[str]) -> None:
    """Order what `prompts` say, and wait until every task rests."""
    orders = {room.order(prompt) for prompt in prompts}

    def rests() -> bool:
        return orders <= room.latest.keys() and all(
            task.state in RESTING for task in room.tasks.open_tasks
        )

    await room.until(rests, LIMIT)


def row(task: GenerationTask) -> dict[str, object]:
    """What the report tells of a task."""
    return {
        "prompt": task.params.prompt,
        "state": task.state.value,
        "remote_id": task.remote_id,
        "detail": task.error_detail,
        "attempt": task.attempt,
    }


def main() -> None:
    def say(what: str, content: object) -> None:
        sys.stdout.write(json.dumps({what: content}) + "\n")
        sys.stdout.flush()

    run(Job.from_json(sys.argv[1]), say, lambda: None)


if __name__ == "__main__":
    main()
