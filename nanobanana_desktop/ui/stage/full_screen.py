"""The stage without anything around it, on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_F, Qt.Key.Key_F11)


class FullScreen(QObject):
    """Lends the pages of the stage to a window of their own and takes them back.

    Signals: `changed(bool)` after entering or leaving; `key_pressed(QKeyEvent)`.
    """

    changed = Signal(bool)
    key_pressed = Signal(object)

    def __init__(self, pages: QWidget, home: QVBoxLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages
        self._home = home
        self._place = home.indexOf(pages)
        self._owner = parent
        self._window: FullScreenWindow | None = None

    @property
    def is_on(self) -> bool:
        return self._window is not None

    def enter(self) -> None:
        if self._window is not None:
            return
        window = FullScreenWindow(self._owner)
        window.setWindowTitle(self._owner.window().windowTitle())
        window.left.connect(self.leave)
        window.key_pressed.connect(self.key_pressed)
        window.borrow(self._pages)
        self._window = window
        window.showFullScreen()
        self.changed.emit(True)

    def leave(self) -> None:
        if self._window is None:
            return
        window, self._window = self._window, None
        self._home.insertWidget(self._place, self._pages, 1)
        self._pages.show()
        window.hide()
        window.deleteLater()
        self.changed.emit(False)

    def toggle(self) -> None:
        if self.is_on:
            self.leave()
        else:
            self.enter()


class FullScreenWindow(QWidget):
    """Borrows the pages of the stage; all keys of the stage work in it.

    Signals: `left()` – Esc, F, F11 or the window system closed it –; `key_pressed(QKeyEvent)` for
    keys that neither it nor the page took.
    """

    left = Signal()
    key_pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("full screen")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def borrow(self, pages: QWidget) -> None:
        self._column.addWidget(pages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LEAVE:
            self.left.emit()
        else:
            self.key_pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.left.emit()
