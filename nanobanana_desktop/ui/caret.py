"""The text cursor rests when nobody types: a blinking one would wake the computer all day."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.ui.guarded import guarded

REST_AFTER_MS: Final = 10_000
_WAKING: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.FocusIn,
        QEvent.Type.InputMethod,
    }
)


class CaretRest(QObject):
    """Stops the blinking ten seconds after the last key or click in `window`, until the next."""

    def __init__(self, application: QApplication, window: QWidget) -> None:
        """`window` has been shown."""
        super().__init__(window)
        self._application = application
        self._flash_time = application.cursorFlashTime()
        self._rest = QTimer(self)
        self._rest.setObjectName("caret rest")
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self._rest.start()
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WAKING:
            if not self._rest.isActive():
                self._application.setCursorFlashTime(self._flash_time)
            self._rest.start()
        return super().eventFilter(watched, event)

    def _on_rest_timeout(self) -> None:
        self._application.setCursorFlashTime(0)
