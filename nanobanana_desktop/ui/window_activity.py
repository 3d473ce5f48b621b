"""Tells a part of a window when the window comes into use and when another one does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.guarded import guarded

_CHANGES: Final = (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate)


class WindowActivity(QObject):
    """Calls `changed` whenever the window that `part` lies in becomes the active one, or not.

    Qt tells `ActivationChange` to whole windows alone. `part` keeps this object.
    """

    def __init__(self, part: QWidget, changed: Callable[[], object]) -> None:
        super().__init__(part)
        self._changed = changed
        part.installEventFilter(self)

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._changed()
        return super().eventFilter(watched, event)
