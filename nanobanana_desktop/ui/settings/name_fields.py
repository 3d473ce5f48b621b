"""Settings: the pattern for names of new pictures, and what would come of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from nanobanana_desktop.domain.name_template import TEMPLATE_LIMIT, TemplateError
from nanobanana_desktop.domain.picture_names import (
    NOT_YET,
    PictureNames,
    PicturePlace,
    PictureTraits,
    usual_place,
)
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.ui.export_texts import FIELD_WORDS, problem_text
from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.spaced_column import SpacedColumn

_WHEN: Final = datetime(2026, 11, 23, 14, 32, 5, tzinfo=UTC)
_TASK: Final = "1a2b3c4d"
_TRAITS: Final = PictureTraits("nano-banana-pro", "2K", "16x9")
_BREAKS: Final = re.compile(r"([/\\_.\-])")
_GAP: Final = 6


class NameFields(QWidget):
    """A line for the pattern, with a live example. A changed pattern holds when it is left.

    One that cannot be used is not taken, and the line below says why. Signals:
    `setting_chosen(str, object)` – a field of `Settings` and its new value.
    """

    setting_chosen = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pattern = ""
        self._root_length = 0
        self.edit = QLineEdit(self)
        self.edit.setMaxLength(TEMPLATE_LIMIT)
        self.fields_button = Button(theme, " ", icon="plus", parent=self)
        self.example = plain_label(role="hint", wrap=True)
        self._row = QHBoxLayout()
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self.fields_button)
        self._column = SpacedColumn(theme, self)
        self._column.addLayout(self._row)
        self._column.add_gap(_GAP)
        self._column.addWidget(self.example)
        self.edit.textChanged.connect(self._show_example)
        self.edit.editingFinished.connect(self._on_edit_editing_finished)
        self.fields_button.clicked.connect(self._on_fields_button_clicked)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_settings(self, settings: Settings) -> None:
        """The pattern in force; one that is being written is left alone."""
        self._pattern = settings.picture_names
        if not self.edit.hasFocus() and self.edit.text() != self._pattern:
            self.edit.setText(self._pattern)
            self.edit.setCursorPosition(0)

    def show_root(self, length: int) -> None:
        """How long the path of the image folder is; names have to fit behind it."""
        self._root_length = length
        self._show_example()

    def retranslate(self) -> None:
        self.edit.setAccessibleName(self.tr("Pattern for file names"))
        self.edit.setPlaceholderText(self.tr("Year and month, date and prompt"))
        self.fields_button.setText(self.tr("Add"))
        self.fields_button.setAccessibleName(self.tr("Add a field to the pattern"))
        self._show_example()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def field_menu(self) -> QMenu:
        """What can be put into the pattern."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for field, words in FIELD_WORDS.items():
            if field not in NOT_YET:
                text = QCoreApplication.translate("Export", words)
                action = menu.addAction(f"{text}\t{{{field}}}")
                action.triggered.connect(lambda _=False, field=field: self._insert(field))
        action = menu.addAction(f"{self.tr('Folder')}\t/")
        action.triggered.connect(lambda: self._insert_text("/"))
        return menu

    # -- inside ----------------------------------------------------------------------------------

    def _show_example(self) -> None:
        try:
            place = self._place()
        except TemplateError as error:
            set_label_role(self.example, "error")
            self.example.setText(problem_text(error))
            return
        set_label_role(self.example, "hint")
        if place is None:
            self.example.setText(
                self.tr("In this folder such names are too long. Images get the usual ones.")
            )
            return
        name = "/".join(filter(None, (place.folder, f"{place.stem}.png")))
        text = self.tr("Example: {name}").format(name=name)
        # Long names without spaces must be able to wrap.
        self.example.setText(_BREAKS.sub("\\1\u200b", text))

    def _place(self) -> PicturePlace | None:
        prompt = self.tr("A ripe banana carved into a tiny boat")
        pattern = self.edit.text().strip()
        if not pattern:
            return usual_place(self._root_length, _TASK, prompt, _WHEN)
        return PictureNames(pattern).place(self._root_length, _TASK, prompt, _WHEN, _TRAITS)

    def _on_edit_editing_finished(self) -> None:
        pattern = self.edit.text().strip()
        try:
            self._place()
        except TemplateError:
            announce(self, self.example.text())
            return
        if pattern != self._pattern:
            self._pattern = pattern
            self.setting_chosen.emit("picture_names", pattern)

    def _on_fields_button_clicked(self) -> None:
        corner = self.fields_button.rect().bottomLeft()
        self.field_menu().popup(self.fields_button.mapToGlobal(corner))

    def _insert(self, field: str) -> None:
        self._insert_text(f"{{{field}}}")

    def _insert_text(self, text: str) -> None:
        self.edit.insert(text)
        self.edit.setFocus()

    def _fit(self) -> None:
        self._row.setSpacing(self._theme.px(8))
        self._column.fit(0, 0, 0, 0)
