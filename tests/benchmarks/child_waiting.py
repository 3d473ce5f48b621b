"""The program's own following of 50 tasks that never end, below a bare window.

ADDRESS SECONDS; prints wake-ups and processor time per second.
"""

from __future__ import annotations

import asyncio
import random
import sys

from measuring import report_idle
from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.following import Following
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.schedule import Schedule
from nanobanana_desktop.services.task_ledger import TaskLedger
from nanobanana_desktop.services.wake_watch import NetworkWatch
from tests.fakes import FakeJournal, FakeStore, make_task

TASKS = 50


async def main(address: str, seconds: float) -> None:
    window = QMainWindow()
    window.show()
    client = ApiClient(address, lambda: Secret("key"))
    clock, chance, jobs = Clock(), Chance(random.Random(1).random), Jobs()
    schedule = Schedule(clock)
    holds = Holds(schedule, clock, chance)

    async def on_effect(task: GenerationTask, effect: ev.Effect) -> None:
        if isinstance(effect, ev.Poll):
            following.poller.watch(task, effect.delay)

    ledger = TaskLedger(FakeStore(), FakeJournal(), clock, on_effect)
    following = Following(
        lambda: client,
        jobs,
        schedule,
        clock,
        chance,
        ledger,
        holds,
        NetworkWatch(),
        "download:",
    )

    def on_due(keys: list[str]) -> None:
        for key in keys:
            following.poller.poll_due(key)

    schedule.due.connect(on_due)
    now = clock.utc()
    tasks = [
        make_task(
            id=f"{number:032x}",
            state=TaskState.PROCESSING,
            remote_id=f"r{number}",
            submitted_at=now,
            accepted_at=now,
        )
        for number in range(TASKS)
    ]
    await ledger.add(tasks)
    for number, task in enumerate(tasks):
        following.poller.watch(task, 3.0 * number / TASKS)
    await report_idle(seconds)
    schedule.clear()
    await jobs.close()
    await client.aclose()


application = QApplication([])
with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
    runner.run(main(sys.argv[1], float(sys.argv[2])))
