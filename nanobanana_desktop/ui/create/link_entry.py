"""The line for an image link in the form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton


class LinkEntry(QWidget):
    """One line for an image link, shown in place below the tiles.

    Signals: `link_given(str)`, `closed()`.
    """

    link_given = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("link entry")
        self.edit = QLineEdit(self)
        self.edit.returnPressed.connect(self._on_edit_return_pressed)
        self._add = Button(theme)
        self._add.clicked.connect(self._on_edit_return_pressed)
        self._close = IconButton(theme, "x")
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(self._add)
        row.addWidget(self._close)
        self.retranslate()

    def retranslate(self) -> None:
        self.edit.setAccessibleName(self.tr("Image link"))
        self.edit.setPlaceholderText(self.tr("https://…"))
        self._add.setText(self.tr("Add"))
        self._close.set_name(self.tr("Close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_edit_return_pressed(self) -> None:
        text = self.edit.text().strip()
        if text:
            self.link_given.emit(text)
