"""An order that waits can be taken back: then nothing of it is ever sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.history_store import HistoryStore
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


@pytest.mark.parametrize("wish", ["delete", "cancel"])
async def test_an_order_whose_sending_begins_is_not_called_removed_and_not_ordered_again(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
) -> None:
    backend.kept["nanobanana-desktop", "default"] = KEY
    async with start_program(service.base_url) as running:
        window = running.program.window
        commit = HistoryStore.save_intent

        async def commit_late(
            store: HistoryStore, task: GenerationTask, *args: Any, **named: Any
        ) -> bool:
            # The history still says that the order waits.
            if wish == "delete":
                window.requests.delete_requested.emit([task.id])
            else:
                window.requests.stop_watching_requested.emit(task.id)
            return await commit(store, task, *args, **named)

        monkeypatch.setattr(HistoryStore, "save_intent", commit_late)
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "too late")
        await wait_until(lambda: says(running, "Already sent. It can't be taken back."))
        assert not window.window.toast._action.isVisible()
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        assert len(rows(running)) == 1
    assert service.control.creates == 1
