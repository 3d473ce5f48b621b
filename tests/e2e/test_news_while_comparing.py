"""A picture that arrives disturbs nobody who compares others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.ui.stage.stage_header import COMPARE, SINGLE
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend, quick_presses: None) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


@pytest.mark.parametrize("count", [2, 3])
async def test_what_is_compared_stays_when_a_picture_arrives(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, count: int
) -> None:
    async with start_program(base_url=service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)

        async def make(prompt: str) -> None:
            order(running, prompt)
            done = f"{prompt}, Completed, "
            await wait_until(lambda: any(row.startswith(done) for row in rows(running)))

        for prompt in ("a heron", "an otter", "a beaver"):
            await make(prompt)
        window = running.program.window
        stage, history = window.stage_pane, window.history_pane

        def shown() -> str:
            task = history.current_task()
            return "" if task is None else task.params.prompt

        assert shown() == "a beaver"
        if count > 2:
            history.list.selectAll()
        stage.set_view(COMPARE)
        stage.focus_stage()
        compared = stage.compared.task_ids
        assert len(compared) == count
        await make("a marten")
        assert stage.view == COMPARE
        assert stage.compared.task_ids == compared
        assert shown() == "a beaver"
        stage.set_view(SINGLE)
        history.select(history.model.id_at(0))
        await make("a badger")
        assert shown() == "a badger"
