"""What is done in the viewer is told in the viewer, and taken back there by a key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.ui.actions import Command
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    monkeypatch.setattr("nanobanana_desktop.ui.create.send_guard.DOUBLE_PRESS_SECONDS", 0.0)


async def test_what_goes_to_the_bin_in_the_viewer_comes_back_there(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "a heron")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        wiring = running.program.window
        wiring._parts.panes.actions[Command.VIEWER_WINDOW].trigger()
        viewer, toast = wiring.viewer_wiring.viewer, wiring.window.toast
        assert viewer is not None
        await wait_until(lambda: viewer.window.isActiveWindow() and viewer.picture.has_picture)
        QTest.keyClick(viewer.picture, Qt.Key.Key_Delete)
        await wait_until(lambda: toast.offers_undo)
        assert rows(running) == []
        assert toast.window() is viewer.window
        assert toast.isVisible()
        page = viewer.window.column.pages.currentWidget()
        QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await wait_until(lambda: len(rows(running)) == 1)
        await wait_until(lambda: viewer.picture.has_picture)
