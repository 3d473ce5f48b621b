"""An order that waits can be taken back: then nothing of it is ever sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from nanobanana_desktop.demo.server import DemoServer
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("undone", [False, True])
async def test_a_deleted_order_is_not_sent_unless_undone(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    undone: bool,
) -> None:
    backend.kept["nanobanana-desktop", "default"] = KEY
    service.stop()
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "taken back")
        await wait_until(lambda: running.program.tasks.holds.offline_tries)
        await wait_until(lambda: len(rows(running)) == 1)
        (task,) = running.program.tasks.open_tasks
        running.program.window.requests.delete_requested.emit([task.id])
        await wait_until(lambda: rows(running) == [])
        assert says(running, "Removed from the queue. Nothing was sent.")
        if undone:
            running.program.window.window.toast._action.click()
            await wait_until(lambda: len(rows(running)) == 1)
        service.start()
        running.program.tasks.try_again_now()
        if undone:
            await wait_until(lambda: all(", Completed, " in row for row in rows(running)))
        else:
            await wait_until(lambda: running.program.tasks.open_tasks == [])
    assert service.control.creates == int(undone)
