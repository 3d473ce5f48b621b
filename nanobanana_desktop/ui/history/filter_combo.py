"""One filter as a drop-down list: reads its choice out of the search and puts it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from nanobanana_desktop.domain.search_filters import Kinds, about, with_choice
from nanobanana_desktop.domain.search_terms import Condition
from nanobanana_desktop.ui.history.filter_texts import part_words, term_words
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.combo import Combo

_LETTERS: Final = 8
"""The list may be narrower than its longest entry."""
_OWN_LENGTH: Final = 40


class FilterCombo(Combo):
    """Offers "any" and `choices`; what the person wrote beside them is offered as it is.

    `any_words` is asked in every language anew.

    Signals: `text_wanted(str)` – the search with another choice.
    """

    text_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        kinds: Kinds,
        choices: Sequence[Condition],
        any_words: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._kinds = kinds
        self._choices = tuple(choices)
        self._any_words = any_words
        self._text = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.setMaxVisibleItems(16)
        self.activated.connect(self._on_activated)
        self.retranslate()

    def show_text(self, text: str) -> None:
        """Show what the search `text` says."""
        self._text = text
        while self.count() > len(self._choices) + 1:
            self.removeItem(self.count() - 1)
        terms = about(text, self._kinds)
        row = 0
        if len(terms) == 1 and len(terms[0].parts) == 1 and terms[0].parts[0] in self._choices:
            row = self._choices.index(terms[0].parts[0]) + 1
        elif terms:
            own = ", ".join(map(term_words, terms))
            row = self.count()
            self.addItem(shortened(own, _OWN_LENGTH))
        self.setCurrentIndex(row)

    def retranslate(self) -> None:
        self.clear()
        self.addItem(self._any_words())
        self.addItems([part_words(choice) for choice in self._choices])
        self.show_text(self._text)

    def _on_activated(self, row: int) -> None:
        if row <= len(self._choices):
            choice = self._choices[row - 1] if row else None
            self.text_wanted.emit(with_choice(self._text, self._kinds, choice))
