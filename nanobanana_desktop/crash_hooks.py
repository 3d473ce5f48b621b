"""What nobody caught: in Python, in any thread, in the event loop and in Qt."""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from nanobanana_desktop.log import get_logger

_log = get_logger("nanobanana_desktop.crash")


class CrashHooks(QObject):
    """Writes uncaught errors and Qt's messages to the log, and tells of the errors.

    Signals: `caught(str)` – the traceback, always on the thread that made this object.
    """

    caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._restore: list[Callable[[], object]] = []
        self._former_qt_handler: Callable[..., object] | None = None

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        former_hook, former_thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        loop.set_exception_handler(self._on_loop_exception)
        self._former_qt_handler = qInstallMessageHandler(self._on_qt_message)
        self._restore = [
            lambda: setattr(sys, "excepthook", former_hook),
            lambda: setattr(threading, "excepthook", former_thread_hook),
            lambda: loop.set_exception_handler(None),
            lambda: qInstallMessageHandler(self._former_qt_handler),
        ]

    def remove(self) -> None:
        """Put back what was there before `install`. Idempotent."""
        for restore in self._restore:
            restore()
        self._restore = []

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("uncaught exception", exc_info=(kind, error, trace))
        self.caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._on_exception(type(error), error, error.__traceback__)
        else:
            _log.error("event loop: %s", context.get("message"))

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            _log.error("Qt: %s", text)
        elif kind is QtMsgType.QtWarningMsg:
            _log.info("Qt: %s", text)
        if self._former_qt_handler is not None:
            self._former_qt_handler(kind, context, text)
