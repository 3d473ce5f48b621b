"""Errors that nobody caught reach the log and the window's thread."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QObject, QThread, Slot, qWarning

from nanobanana_desktop.crash_hooks import CrashHooks

WaitUntil = Callable[..., Awaitable[None]]


class Window(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, bool]] = []

    @Slot(str)
    def show(self, text: str) -> None:
        self.told.append((text, QThread.currentThread() is self.thread()))


def fail() -> None:
    raise RuntimeError("a bug of ours")


async def test_an_error_in_another_thread_is_told_on_the_windows_thread(
    expected_log: Callable[[str], None], wait_until: WaitUntil
) -> None:
    expected_log("uncaught exception")
    former = threading.excepthook
    hooks, window = CrashHooks(), Window()
    hooks.caught.connect(window.show)
    hooks.install(asyncio.get_running_loop())
    worker = threading.Thread(target=fail)
    worker.start()
    await wait_until(lambda: window.told)
    worker.join()
    hooks.remove()
    (text, on_own_thread) = window.told[0]
    assert on_own_thread
    assert "RuntimeError: a bug of ours" in text
    assert threading.excepthook is former


async def test_errors_in_callbacks_of_the_loop_and_of_qt_are_told(
    expected_log: Callable[[str], None], wait_until: WaitUntil
) -> None:
    expected_log("uncaught exception")
    former = sys.excepthook
    hooks, window = CrashHooks(), Window()
    hooks.caught.connect(window.show)
    loop = asyncio.get_running_loop()
    hooks.install(loop)
    loop.call_exception_handler({"message": "callback", "exception": RuntimeError("in the loop")})
    sys.excepthook(ValueError, ValueError("in a slot"), None)
    await wait_until(lambda: len(window.told) == 2)
    hooks.remove()
    assert ["in the loop" in window.told[0][0], "in a slot" in window.told[1][0]] == [True, True]
    assert sys.excepthook is former


async def test_what_qt_says_is_logged_and_passed_on(
    caplog: pytest.LogCaptureFixture, qt_messages: list[str]
) -> None:
    hooks = CrashHooks()
    hooks.install(asyncio.get_running_loop())
    with caplog.at_level(logging.INFO):
        qWarning("something of Qt is odd")
    hooks.remove()
    assert "Qt: something of Qt is odd" in caplog.text
    assert qt_messages == ["QtWarningMsg: something of Qt is odd"]
    qt_messages.clear()
