"""The filters in force as chips below the search field; pressing one takes it away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.search_filters import filters_in, without_filter
from nanobanana_desktop.domain.search_terms import Term
from nanobanana_desktop.ui.history.filter_texts import sort_word, term_words
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

_WIDTH: Final = 180
"""Design pixels of the words of a filter; with its cross it fits into the narrowest history."""


class FilterTokens(QWidget):
    """Hidden while there are none.

    Signals: `text_wanted(str)` – the search without a filter –, `sort_wanted(HistorySort)`,
    `changed()` when there are others, `emptied()` when the last chip went that had the focus.
    """

    text_wanted = Signal(str)
    sort_wanted = Signal(object)
    changed = Signal()
    emptied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._sort = HistorySort.NEWEST
        self._terms: tuple[Term, ...] = ()
        self.tokens: list[Button] = []
        self._flow = FlowLayout(self)
        theme.theme_changed.connect(self._fit)
        self._fit()

    @property
    def count(self) -> int:
        """How many filters are in force; an order is none."""
        return len(self._terms)

    def show_query(self, text: str, sort: HistorySort) -> None:
        terms = filters_in(text)
        self._text = text
        if (terms, sort) != (self._terms, self._sort):
            self._terms, self._sort = terms, sort
            self._show_tokens()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_tokens()

    def _show_tokens(self) -> None:
        focused = next((n for n, token in enumerate(self.tokens) if token.hasFocus()), None)
        # The one that was pressed may be among them.
        for token in self.tokens:
            self._flow.removeWidget(token)
            token.hide()
            token.deleteLater()
        self.tokens = [self._filter_token(term) for term in self._terms]
        if self._sort is not HistorySort.NEWEST:
            self.tokens.append(self._sort_token())
        for token in self.tokens:
            self._flow.addWidget(token)
            token.show()
        self.setVisible(bool(self.tokens))
        self.updateGeometry()
        self.changed.emit()
        if focused is not None and self.tokens:
            near = self.tokens[min(focused, len(self.tokens) - 1)]
            near.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is not None:
            self.emptied.emit()

    def _filter_token(self, term: Term) -> Button:
        token = self._token(term_words(term))
        token.clicked.connect(lambda: self.text_wanted.emit(without_filter(self._text, term)))
        return token

    def _sort_token(self) -> Button:
        token = self._token(sort_word(self._sort))
        token.clicked.connect(lambda: self.sort_wanted.emit(HistorySort.NEWEST))
        return token

    def _token(self, words: str) -> Button:
        metrics = QFontMetrics(self._theme.font(0.92))
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self._theme.px(_WIDTH))
        # An ampersand in a button's text is the mark of a menu key otherwise.
        text = text.replace("&", "&&")
        # The gap of a button's icon lies on the other side.
        token = Button(
            self._theme, f"{text}\N{NO-BREAK SPACE}", icon="x", icon_size=12, parent=self
        )
        token.setProperty("kind", "token")
        token.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        token.setAccessibleName(self.tr("Remove filter {name}").format(name=words))
        plain_tooltip(token, words)
        return token

    def _fit(self) -> None:
        self._flow.set_gaps(self._theme.px(6), self._theme.px(6))
        self._show_tokens()
