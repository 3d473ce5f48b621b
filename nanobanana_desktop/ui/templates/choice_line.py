"""A line to write in that offers what was written before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from nanobanana_desktop.ui.history.saved_list import NameLine
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton

_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHOWN_LENGTH: Final = 50
"""Code points of a choice in the menu."""


class ChoiceEdit(NameLine):
    """Signals: `choices_wanted()` – the arrow down."""

    choices_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_composing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Down:
            self.choices_wanted.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ENTERS:
            # It ends the whole card, not this line.
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoiceLine(QWidget):
    """The button behind the line, and the arrow down, open the choices.

    Signals: `changed()`, `entered()` – Enter –, `given_up()` – Esc.
    """

    changed = Signal()
    entered = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choices: tuple[str, ...] = ()
        self._name = ""
        self.line = ChoiceEdit(self)
        self.line.setMaxLength(limit)
        self.button = IconButton(theme, "chevron-down", icon_size=14, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.line.textChanged.connect(self.changed)
        self.line.entered.connect(self.entered)
        self.line.given_up.connect(self.given_up)
        self.line.choices_wanted.connect(self.open_choices)
        self.button.clicked.connect(self.open_choices)
        self.set_choices(())

    @property
    def text(self) -> str:
        """What is written, in one line; what is being composed is not in it."""
        return " ".join(self.line.text().split())

    def set_name(self, name: str) -> None:
        """What the line is called; it is spoken and stands above it elsewhere."""
        self._name = name
        self.line.setAccessibleName(name)
        self._name_button()

    def set_choices(self, choices: Sequence[str]) -> None:
        self._choices = tuple(choices)
        self.button.setVisible(bool(choices))

    def tab_stops(self) -> list[QWidget]:
        return [self.line, self.button]

    def menu(self) -> QMenu:
        """The choices; one takes the place of what is written."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in self._choices:
            # An ampersand in a menu is the mark of a menu key otherwise.
            words = shortened(choice, _SHOWN_LENGTH).replace("&", "&&")
            menu.addAction(words, partial(self._choose, choice))
        return menu

    def open_choices(self) -> None:
        if self._choices:
            self.menu().popup(self.line.mapToGlobal(QPoint(0, self.line.height())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_button()

    def _name_button(self) -> None:
        self.button.set_name(self.tr("Choices for “{name}”").format(name=self._name))

    def _choose(self, choice: str) -> None:
        self.line.setText(choice)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
