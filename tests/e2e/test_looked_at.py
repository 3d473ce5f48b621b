"""The next session goes on where the last one was left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.ui.stage.stage_header import GRID
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


@pytest.fixture(autouse=True)
def quick_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are made here in less time than lies between two presses of a person."""
    monkeypatch.setattr("nanobanana_desktop.ui.create.send_guard.DOUBLE_PRESS_SECONDS", 0.0)


def looked_at(running: Running) -> str:
    task = running.program.window.stage_pane.task
    return "" if task is None else task.params.prompt


async def is_made(running: Running, wait_until: WaitUntil, prompt: str) -> None:
    def is_there() -> bool:
        return any(row.startswith(f"{prompt}, Completed, ") for row in rows(running))

    await wait_until(lambda: running.program.keys.state.usable)
    order(running, prompt)
    await wait_until(is_there)


async def test_what_was_looked_at_is_there_again_and_the_next_picture_follows_it(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(base_url=service.base_url) as running:
        await is_made(running, wait_until, "a heron")
        await is_made(running, wait_until, "an otter")
        await wait_until(lambda: looked_at(running) == "an otter")
    async with start_program(base_url=service.base_url) as running:
        window = running.program.window
        await wait_until(lambda: looked_at(running) == "an otter")
        # It was the newest, and who looks at the newest sees the next one by itself.
        await is_made(running, wait_until, "a beaver")
        await wait_until(lambda: looked_at(running) == "a beaver")
        window.history_pane.step(2)
        window.stage_pane.set_view(GRID)
        await wait_until(lambda: looked_at(running) == "a heron")
    async with start_program(base_url=service.base_url) as running:
        window = running.program.window
        assert window.stage_pane.view == GRID
        await wait_until(lambda: looked_at(running) == "a heron")
        # Who looks at an older one is left alone.
        await is_made(running, wait_until, "a mole")
        assert looked_at(running) == "a heron"
        assert window.stage_pane.view == GRID


async def test_a_damaged_file_of_the_window_is_harmless(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(base_url=service.base_url) as running:
        await is_made(running, wait_until, "a heron")
        file = running.paths.window_state
    # The copy of the last good file stands in for one that cannot be read.
    for content, expected in (
        ("{broken", "a heron"),
        ('["looked_at"]', "a heron"),
        ('{"looked_at": {"task": 5, "view": []}, "geometry": "!", "widths": "wide"}', ""),
    ):
        file.write_text(content, encoding="utf-8")
        async with start_program(base_url=service.base_url) as running:
            await wait_until(lambda: len(rows(running)) == 1)
            assert looked_at(running) == expected
            assert running.window.isVisible()
