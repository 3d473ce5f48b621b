"""The line in which a template gets another name, or a new folder."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanobanana_desktop.domain.prompt_template import (
    FOLDER_LIMIT,
    NAME_LIMIT,
    PromptTemplate,
    clean_folder,
    clean_name,
)
from nanobanana_desktop.ui.history.saved_list import NameLine
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button


class Renaming(QWidget):
    """Hidden until something is renamed; Esc ends it and changes nothing.

    Signals: `change_wanted(PromptTemplate)`, `begun()`, `ended()`.
    """

    change_wanted = Signal(object)
    begun = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template: PromptTemplate | None = None
        self._is_folder = False
        self.line = NameLine(self)
        self.button = Button(theme, " ")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.line.entered.connect(self._on_line_entered)
        self.line.given_up.connect(self._end)
        self.button.clicked.connect(self._on_line_entered)
        self.retranslate()

    def rename(self, template: PromptTemplate) -> None:
        """Ask for another name."""
        self._begin(template, template.name, is_folder=False)

    def ask_folder(self, template: PromptTemplate) -> None:
        """Ask for the name of a new folder."""
        self._begin(template, "", is_folder=True)

    def retranslate(self) -> None:
        name = self.tr("Name of the template")
        words = self.tr("Rename")
        if self._is_folder:
            name, words = self.tr("Name of the folder"), self.tr("Move")
        self.line.setPlaceholderText(name)
        self.line.setAccessibleName(name)
        self.button.setText(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _begin(self, template: PromptTemplate, text: str, *, is_folder: bool) -> None:
        self._template, self._is_folder = template, is_folder
        self.retranslate()
        self.line.setMaxLength(FOLDER_LIMIT if is_folder else NAME_LIMIT)
        self.line.setText(text)
        self.line.selectAll()
        self.show()
        self.begun.emit()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_line_entered(self) -> None:
        QGuiApplication.inputMethod().commit()
        template = self._template
        if template is None or self.line.is_composing:
            return
        clean = clean_folder if self._is_folder else clean_name
        text = clean(self.line.text())
        if not text:
            return
        changed = (
            replace(template, folder=text) if self._is_folder else replace(template, name=text)
        )
        self._end()
        if changed != template:
            self.change_wanted.emit(changed)

    def _end(self) -> None:
        self._template = None
        self.ended.emit()
        self.hide()
