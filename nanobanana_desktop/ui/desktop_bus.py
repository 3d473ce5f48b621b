"""File managers and the portal of a Linux desktop, asked over the session bus without waiting."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)
from PySide6.QtGui import QGuiApplication

_FILE_MANAGER: Final = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")
_PORTAL: Final = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
_OPEN: Final = "org.freedesktop.portal.OpenURI"

Otherwise = Callable[[], object]


def show_in_folder(path: Path, *, otherwise: Otherwise) -> None:
    """By the file manager, by the portal where there is none, else `otherwise`."""
    service, place = _FILE_MANAGER
    message = QDBusMessage.createMethodCall(service, place, service, "ShowItems")
    address = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    message.setArguments([[address], ""])
    _call(message, lambda: _ask_portal("OpenDirectory", path, {}, otherwise))


def choose_program(path: Path, *, otherwise: Otherwise) -> None:
    """Let the portal ask for a program, else `otherwise`."""
    _ask_portal("OpenFile", path, {"ask": True}, otherwise)


def session_bus() -> QDBusConnection:
    return QDBusConnection.sessionBus()


def _ask_portal(method: str, path: Path, options: dict[str, bool], otherwise: Otherwise) -> None:
    """The portal is handed the file itself, opened, as it may not see the same folders."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        otherwise()
        return
    try:
        message = QDBusMessage.createMethodCall(*_PORTAL, _OPEN, method)
        # The message has its own copy of the descriptor.
        message.setArguments(["", QDBusUnixFileDescriptor(descriptor), options])
        _call(message, otherwise)
    finally:
        os.close(descriptor)


def _call(message: QDBusMessage, otherwise: Otherwise) -> None:
    """Send it; `otherwise` when nobody is there to carry it out, now or later."""
    bus = session_bus()
    if not bus.isConnected():
        otherwise()
        return

    def on_answered(watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            otherwise()
        watcher.deleteLater()

    # Asynchronous: a file manager may have to be started first.
    watcher = QDBusPendingCallWatcher(bus.asyncCall(message), QGuiApplication.instance())
    watcher.finished.connect(on_answered)
