"""Buttons with icon and words that drop their words where there is no room for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_BARE_WIDTH: Final = 40


class WordButton(Button):
    """Its accessible name are the words, also when they are not shown."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, " ", icon=icon, parent=parent)
        self._icon_name = icon
        self._words = ""
        self._tip = ""
        self._shows_words = True
        self.short = ""
        """What is left of the words where there is no room; a letter at the most."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, tip: str = "") -> None:
        self._words = words
        self._tip = tip
        self.setAccessibleName(words)
        self._show()

    def change_icon(self, icon: str) -> None:
        if icon != self._icon_name:
            self._icon_name = icon
            self.set_icon(icon)

    def minimumSizeHint(self) -> QSize:
        """Words are no reason to keep the stage wide."""
        return QSize(self._theme.px(_BARE_WIDTH), super().minimumSizeHint().height())

    def show_words(self, visible: bool) -> None:
        if visible != self._shows_words:
            self._shows_words = visible
            self._gap = 5 if visible or self.short else 0
            if self.short:
                self.setProperty("scale", None if visible else "tight")
                self.style().unpolish(self)
                self.style().polish(self)
            self.set_icon(self._icon_name)
            self._show()

    def _show(self) -> None:
        self.setText(self._words if self._shows_words else self.short)
        tip = self._tip or ("" if self._shows_words else self._words)
        plain_tooltip(self, tip)


def fit_words(buttons: Sequence[WordButton], room: int, gap: int) -> None:
    """All buttons of a row drop their words together when `room` pixels cannot hold them.

    `gap` is left after each; hidden buttons take no room.
    """
    shown = [button for button in buttons if not button.isHidden()]
    for button in shown:
        button.show_words(True)
    needed = sum(button.sizeHint().width() + gap for button in shown)
    for button in shown:
        button.show_words(needed <= room)
