"""A paused line stays paused until the person says otherwise, also over a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.task import Hold
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


async def test_a_pause_outlives_the_program_and_its_orders_are_sent_once_it_ends(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.kept["nanobanana-desktop", "default"] = KEY
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        running.program.window._line_wiring.toggle_pause()
        order(running, "kept for later")
        await wait_until(lambda: len(running.program.tasks.waiting) == 1)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: len(running.program.tasks.waiting) == 1)
        assert running.program.tasks.paused
        assert service.control.creates == 0
        running.program.window._line_wiring.toggle_pause()
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
    async with start_program(service.base_url) as running:
        assert not running.program.tasks.paused
    assert service.control.creates == 1


async def test_orders_that_waited_for_another_key_are_asked_about_also_after_a_restart(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.kept["nanobanana-desktop", "default"] = KEY
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        running.program.tasks.pause()
        order(running, "kept until there is a key")
        await wait_until(lambda: len(running.program.tasks.waiting) == 1)
        running.program.tasks.holds.raise_hold(Hold.AUTH)
        running.program.tasks.resume()
        running.program.keys.check_and_save(KEY)
        await wait_until(lambda: says(running, "waiting to be sent."))
    async with start_program(service.base_url) as running:
        await wait_until(lambda: says(running, "waiting to be sent."))
        assert running.program.keys.state.usable
        assert not running.program.settings.settings.sending_paused
        assert service.control.creates == 0
        running.click(QPushButton, "Send now")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        assert not running.program.settings.settings.orders_held
    assert service.control.creates == 1


async def test_the_time_to_take_an_order_back_follows_the_setting(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.kept["nanobanana-desktop", "default"] = KEY
    async with start_program(service.base_url) as running:
        tasks = running.program.tasks
        await wait_until(lambda: running.program.keys.state.usable)
        running.program.settings.change(undo_send_seconds=10)
        order(running, "a slip")
        await wait_until(lambda: len(tasks.waiting) == 1)
        tasks.take_back([task.id for task in tasks.waiting])
        await wait_until(lambda: tasks.open_tasks == [])
        await wait_until(lambda: rows(running) == [])
    assert service.control.creates == 0
