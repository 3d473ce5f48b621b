"""A note for many images at once: it is asked plainly whether it is added or replaces theirs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.marks import MarkChange, clean_note
from nanobanana_desktop.ui.marks.note_field import NoteEdit
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_HEIGHT: Final = 84


class ManyNotes(QWidget):
    """Nothing happens until a button is pressed; what is written stays until then.

    Ctrl+Enter adds.

    Signals: `change_wanted(MarkChange)`.
    """

    change_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.edit = NoteEdit(self)
        self.add_button = Button(theme, " ", kind="primary", in_row=True)
        self.replace_button = Button(theme, " ")
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self.replace_button)
        self._row.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.edit)
        self._column.addLayout(self._row)
        self.edit.textChanged.connect(self._show_buttons)
        self.edit.finished.connect(self.add_button.click)
        self.add_button.clicked.connect(self._on_add_button_clicked)
        self.replace_button.clicked.connect(self._on_replace_button_clicked)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        self.edit.setPlaceholderText(self.tr("Write a note for all of them"))
        self.edit.setAccessibleName(self.tr("Note"))
        self.add_button.setText(self.tr("Add to their notes"))
        self._show_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    @property
    def _text(self) -> str:
        return clean_note(self.edit.toPlainText())

    def _show_buttons(self) -> None:
        has_text = bool(self._text)
        self.add_button.setEnabled(has_text)
        words = self.tr("Replace their notes") if has_text else self.tr("Remove their notes")
        self.replace_button.setText(words)

    def _on_add_button_clicked(self) -> None:
        self._finish(MarkChange(add_note=self._text))

    def _on_replace_button_clicked(self) -> None:
        self._finish(MarkChange(note=self._text))

    def _finish(self, change: MarkChange) -> None:
        self.edit.clear()
        self.change_wanted.emit(change)

    def _fit(self) -> None:
        px = self._theme.px
        self.edit.setFixedHeight(px(_HEIGHT))
        self._column.setSpacing(px(8))
        self._row.setSpacing(px(8))
