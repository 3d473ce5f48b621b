"""A line that narrows a list while one writes in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.icon_line import IconLine

_LENGTH: Final = 100


class FilterLine(IconLine):
    """Esc empties it; only the next one is for the dialog. Keys of an input method are its own.

    Signals: `left()` – on to the list: Down or Enter.
    """

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "search", parent)
        self._is_composing = False
        self.setMaxLength(_LENGTH)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Search commands and keys"))
        self.setAccessibleName(self.tr("Search commands and keys"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._is_composing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
