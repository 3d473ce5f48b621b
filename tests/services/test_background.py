"""Jobs and workers: nothing is lost, nothing is left behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.services.background import Jobs, Workers
from tests.conftest import whole_loop

WaitUntil = Callable[..., Awaitable[None]]


async def test_a_failing_job_is_logged_and_reported(
    wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("job broken failed")
    failures: list[tuple[str, BaseException]] = []
    jobs = Jobs(lambda name, error: failures.append((name, error)))

    async def work() -> None:
        raise ValueError("bug")

    jobs.start("broken", work())
    await wait_until(lambda: failures)
    assert failures[0][0] == "broken"
    assert isinstance(failures[0][1], ValueError)
    assert jobs.names == []


async def test_close_cancels_and_waits_for_the_clean_up() -> None:
    jobs = Jobs()
    cleaned = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append(True)

    jobs.start("endless", work())
    await asyncio.sleep(0)
    assert jobs.names == ["endless"]
    await jobs.close()
    assert cleaned == [True]
    assert jobs.start("late", work()) is None


async def test_work_runs_in_its_own_threads() -> None:
    workers = Workers("disk", 1)
    name = await workers.run(lambda: threading.current_thread().name)
    assert name.startswith("disk")
    workers.close()
    workers.close()


def test_what_is_due_at_the_end_of_a_test_never_runs_without_its_loop(qapp: QApplication) -> None:
    loops: list[object] = []
    is_due = asyncio.Event()
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: loops.append(asyncio._get_running_loop()))
    timer.timeout.connect(is_due.set)

    async def end() -> None:
        task = asyncio.current_task()
        assert task is not None
        # After the loop was told to stop.
        task.add_done_callback(lambda _task: timer.start(0))

    async def go_on() -> object:
        await is_due.wait()
        return asyncio.get_running_loop()

    with asyncio.Runner(loop_factory=whole_loop) as runner:
        runner.run(end())
        assert runner.run(go_on()) is loops[0]
