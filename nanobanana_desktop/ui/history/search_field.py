"""The search field of the history: looks while you type, Esc clears, Esc again leaves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nanobanana_desktop.ui.theme.theme import Theme

DEBOUNCE_MS: Final = 150
_LENGTH_LIMIT: Final = 400


class SearchField(QLineEdit):
    """One line of search words.

    Signals: `search_changed(str)` 150 ms after the last change, at once when it is cleared;
    `left()` when the person wants to go on to the list (Esc, Down or Enter).
    """

    search_changed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LENGTH_LIMIT)
        icon = theme.icon("search", "text2")
        self._glyph = self.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(
            theme.icon("x", "text2"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear_search)
        self._wait = QTimer(self)
        self._wait.setObjectName("search debounce")
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE_MS)
        self._wait.timeout.connect(self._tell)
        self._told = ""
        self.textChanged.connect(self._on_text_changed)
        self.retranslate()

    def clear_search(self) -> None:
        self.clear()
        self._tell()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Search prompts"))
        self.setAccessibleName(self.tr("Search prompts"))
        self._glyph.setText(self.tr("Search"))
        self._clear.setText(self.tr("Clear search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear_search()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._wait.start()

    def _tell(self) -> None:
        self._wait.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.search_changed.emit(self._told)
