"""Where a window stands: kept as text, and put back on a screen that there is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_GRIP: Final = 40
"""Pixels of a window that must be to be seen at each side, so that it can be taken hold of."""


def kept_place(window: QWidget) -> str:
    """Place and size in one word for `put_back`."""
    return bytes(window.saveGeometry().toBase64().data()).decode("ascii")


def put_back(window: QWidget, kept: object) -> bool:
    """Take over what `kept_place` told, of any age; False when it is nothing of the kind."""
    if not isinstance(kept, str):
        return False
    return window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "replace")))


def keep_on_screen(window: QWidget) -> None:
    """A window that would be off every screen is centred on the first one."""
    frame = window.frameGeometry()
    if any(
        screen.availableGeometry().intersects(frame.adjusted(_GRIP, 0, -_GRIP, -_GRIP))
        for screen in QGuiApplication.screens()
    ):
        return
    available = QGuiApplication.primaryScreen().availableGeometry()
    size = window.size().boundedTo(available.size())
    place = QRect(available.topLeft(), size)
    place.moveCenter(available.center())
    window.setGeometry(place)
