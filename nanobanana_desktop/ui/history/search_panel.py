"""What stands above the list: search field, filters in force, quick filters, number of hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.ui.history.filter_button import FilterButton
from nanobanana_desktop.ui.history.filter_chips import CHOICES, FilterChips
from nanobanana_desktop.ui.history.search_field import SearchField, Stretch
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.text_units import utf16_length
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.domain.search_language import Problem
    from nanobanana_desktop.ui.history.bin_bar import BinBar
    from nanobanana_desktop.ui.history.filter_popover import FilterPopover
    from nanobanana_desktop.ui.history.filter_tokens import FilterTokens

_GAP: Final = 8


class SearchPanel(QWidget):
    """Holds what the history is asked for; the text of the field is the truth on all filters.

    Signals: `query_changed()`, `left()` – on to the list –, `popover_made(FilterPopover)` when
    the filters are opened for the first time, `popover_opened()` each time, `stops_changed()`
    when Tab has others to reach, `bin_bar_made(BinBar)` when the bin is first looked into.
    """

    query_changed = Signal()
    left = Signal()
    popover_made = Signal(object)
    popover_opened = Signal()
    stops_changed = Signal()
    bin_bar_made = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sort = HistorySort.NEWEST
        self._found: int | None = None
        self._problems: tuple[Problem, ...] = ()
        self._tokens_made: FilterTokens | None = None
        self._popover_made: FilterPopover | None = None
        self._bin_bar_made: BinBar | None = None
        self.field = SearchField(theme, self)
        self.button = FilterButton(theme, self)
        self.filters = FilterChips(theme, self)
        self.problem = plain_label(role="warn", wrap=True, parent=self)
        self.count = plain_label(role="hint", parent=self)
        self._row = QHBoxLayout()
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.button)
        self._row.addWidget(self.filters.bin)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row)
        for part in (self.problem, self.filters, self.count):
            self._column.addWidget(part)
        self.problem.hide()
        self.count.hide()
        self.field.search_changed.connect(self._on_text_or_sort_changed)
        self.field.left.connect(self.left)
        self.filters.filter_chosen.connect(self._on_filters_filter_chosen)
        self.button.clicked.connect(self._on_button_clicked)
        theme.theme_changed.connect(self._fit)
        self._fit()

    @property
    def query(self) -> HistoryQuery:
        return HistoryQuery(self.field.text(), self.filters.value, self._sort)

    @property
    def problem_texts(self) -> list[str]:
        """What of the search cannot be understood, in words."""
        if not self._problems:
            return []
        from nanobanana_desktop.ui.history.filter_texts import problem_text

        return [problem_text(problem) for problem in self._problems]

    def ask(self, text: str, sort: HistorySort, chosen: HistoryFilter | None = None) -> None:
        """Search for `text` in this order, as if a person had written it."""
        self._sort = sort
        if chosen is not None:
            self.filters.set_value(chosen)
        if text == self.field.text():
            self._on_text_or_sort_changed()
        else:
            self.field.set_search(text)

    def set_sort(self, sort: HistorySort) -> None:
        self.ask(self.field.text(), sort)

    def clear_filters(self) -> None:
        """Leave only the words."""
        from nanobanana_desktop.domain.search_filters import words_in

        self.ask(words_in(self.field.text()), self._sort, HistoryFilter.ALL)

    def state(self) -> dict[str, str]:
        """What is searched for, in plain values that JSON can hold."""
        text, chosen, sort = self.query
        if chosen is HistoryFilter.TRASH:
            chosen = HistoryFilter.ALL
        return {"text": text, "filter": chosen.value, "sort": sort.value}

    def restore(self, state: object) -> None:
        """Take over `state()` of any age; what is not understood is left out."""
        if not isinstance(state, Mapping):
            return
        text = state.get("text")
        known = {sort.value: sort for sort in HistorySort}
        sort = known.get(str(state.get("sort")), HistorySort.NEWEST)
        chosen = next((c for c in CHOICES if c.value == state.get("filter")), HistoryFilter.ALL)
        text = text if isinstance(text, str) else ""
        if (text, chosen, sort) != self.query:
            self.ask(text, sort, chosen)

    def show_found(self, number: int | None) -> None:
        """How many tasks the search finds; None while that is not known."""
        self._found = number
        self._show_count()
        self._show_bin_bar()

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        popover = [] if self._popover_made is None else self._popover_made.tab_stops()
        tokens: Sequence[QWidget] = () if self._tokens_made is None else self._tokens_made.tokens
        chips = [self.filters.chip(chosen) for chosen in CHOICES]
        bar = self._bin_bar_made
        last = () if bar is None else (bar.restore_button, bar.empty_button)
        return [self.field, self.button, *popover, self.filters.bin, *tokens, *chips, *last]

    def retranslate(self) -> None:
        self._show_problems()
        self._show_count()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @cached_property
    def popover(self) -> FilterPopover:
        """The filters, made when they are first opened."""
        from nanobanana_desktop.ui.history.filter_popover import FilterPopover

        popover = FilterPopover(self._theme, self.button)
        popover.text_wanted.connect(self.field.set_search)
        popover.sort_wanted.connect(self.set_sort)
        popover.query_wanted.connect(self.ask)
        popover.clear_wanted.connect(self.clear_filters)
        popover.shown_changed.connect(self.button.setChecked)
        popover.saved.resized.connect(self.stops_changed)
        self._popover_made = popover
        self.popover_made.emit(popover)
        return popover

    # -- inside ----------------------------------------------------------------------------------

    @cached_property
    def _bin_bar(self) -> BinBar:
        from nanobanana_desktop.ui.history.bin_bar import BinBar

        bar = self._bin_bar_made = BinBar(self._theme, self)
        self._column.addWidget(bar)
        tell_in_order(self._column)
        self.bin_bar_made.emit(bar)
        self.stops_changed.emit()
        return bar

    def _show_bin_bar(self) -> None:
        """An empty bin has nothing to restore; a search that finds nothing does not empty it."""
        is_bin = self.filters.value is HistoryFilter.TRASH
        shown = is_bin and (self._found != 0 or bool(self.field.text().strip()))
        if shown or self._bin_bar_made is not None:
            self._bin_bar.setVisible(shown)

    def _on_filters_filter_chosen(self) -> None:
        self.query_changed.emit()
        self._show_bin_bar()

    def _on_button_clicked(self) -> None:
        if self.popover.isVisible():
            self.popover.dismiss()
            return
        self.popover.show_query(self.query)
        self.popover_opened.emit()
        self.popover.open()
        self.stops_changed.emit()

    def _on_text_or_sort_changed(self) -> None:
        text = self.field.text()
        if self.count.isHidden():
            self._found = None
        self._look_at(text)
        self._show_count()
        if self._popover_made is not None:
            self._popover_made.show_query(self.query)
        self.query_changed.emit()

    def _look_at(self, text: str) -> None:
        """Show what was understood, and what was not."""
        self._problems = ()
        if text.strip():
            # Loaded with the first search.
            from nanobanana_desktop.domain.search_language import parse

            self._problems = parse(text).problems
        if text.strip() or self._tokens_made is not None or self._sort is not HistorySort.NEWEST:
            self._tokens.show_query(text, self._sort)
        count = 0 if self._tokens_made is None else self._tokens_made.count
        self.button.set_count(count)
        self._show_problems()

    @cached_property
    def _tokens(self) -> FilterTokens:
        from nanobanana_desktop.ui.history.filter_tokens import FilterTokens

        tokens = FilterTokens(self._theme, self)
        self._column.insertWidget(self._column.indexOf(self.filters), tokens)
        tell_in_order(self._column)
        tokens.text_wanted.connect(self._on_tokens_text_wanted)
        tokens.sort_wanted.connect(self.set_sort)
        tokens.emptied.connect(self.field.setFocus)
        tokens.changed.connect(self.stops_changed)
        self._tokens_made = tokens
        return tokens

    def _on_tokens_text_wanted(self, text: str) -> None:
        self.field.set_search(text)

    def _show_problems(self) -> None:
        """A key without its value yet is told, but it is no fault: the person is writing."""
        text = self.field.text()
        self.problem.setText("\n".join(self.problem_texts))
        self.problem.setVisible(bool(self._problems))
        self.field.setAccessibleDescription(self.problem.text())
        length = len(text)
        self.field.set_faults(
            [
                Stretch(utf16_length(text[: problem.start]), utf16_length(text[: problem.end]))
                for problem in self._problems
                if problem.end < length or problem.kind != "no value"
            ]
        )

    def _show_count(self) -> None:
        text = "" if self._found is None else self.tr("%Ln result(s)", "", self._found)
        self.count.setText(text)
        # The line stays while the hits are counted, so that nothing below it jumps.
        self.count.setVisible(bool(self.field.text().strip()))

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setSpacing(px(4))
        self._column.setSpacing(px(_GAP))
        self.count.setMinimumHeight(self.count.fontMetrics().height())
