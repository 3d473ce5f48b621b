"""The window of the viewer: pages in the middle, a bar below them, and no parent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanobanana_desktop.ui.stage.page_stack import PageStack
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.viewer.viewer_bar import ViewerBar
from nanobanana_desktop.ui.window_place import keep_on_screen, put_back

_LEAST = (320, 240)
_PART = 0.75
"""Of a screen that the window fills when it is first opened there."""


class ViewerColumn(QVBoxLayout):
    """Pages and bar, which a full screen can borrow."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self.pages = PageStack()
        self.captions = ViewerBar(theme)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self.take_back()

    def take_back(self) -> None:
        self.addWidget(self.pages, 1)
        self.addWidget(self.captions)
        self.pages.show()
        self.captions.show()


class ViewerWindow(QWidget):
    """Stays usable while the main window is minimised: it belongs to no other window.

    Signals: `closed()`; `key_pressed(QKeyEvent)` for keys that the page does not know;
    `language_changed()`.
    """

    closed = Signal()
    key_pressed = Signal(object)
    language_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme = theme
        self.setObjectName("viewer")
        self.column = ViewerColumn(theme, self)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def put_on_screen(self, kept: object, beside: QWidget) -> None:
        """Where it was kept, or else on a screen on which `beside` is not, if there is one."""
        if not put_back(self, kept):
            here = beside.screen()
            others = [screen for screen in QGuiApplication.screens() if screen is not here]
            self._fill(others[0] if others else here)
        keep_on_screen(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.language_changed.emit()

    def _fill(self, screen: QScreen) -> None:
        room = screen.availableGeometry()
        size = room.size() * _PART
        place = self.geometry()
        place.setSize(size.expandedTo(self.minimumSize()))
        place.moveCenter(room.center())
        self.setGeometry(place)

    def _fit(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(_LEAST[0]), px(_LEAST[1]))
