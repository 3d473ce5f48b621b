"""All filters of the history in one form, for who does not write them into the search field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QVBoxLayout, QWidget

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.domain.marks import clean_tag
from nanobanana_desktop.domain.params import ASPECT_RATIOS, DEFAULT_MODELS, RESOLUTIONS
from nanobanana_desktop.domain.search_filters import has, with_filter, with_thing
from nanobanana_desktop.domain.search_terms import (
    Condition,
    ModelHas,
    ModelIs,
    RatingIn,
    RatioIs,
    ResolutionIs,
    Shape,
    ShapeIs,
    StateIs,
    StateWord,
    TagIs,
    Thing,
)
from nanobanana_desktop.ui.history.filter_combo import FilterCombo
from nanobanana_desktop.ui.history.filter_spans import CostFilter, DateFilter
from nanobanana_desktop.ui.history.filter_texts import BEST, sort_word
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.marks.tag_field import TagLine
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.kept_spacing import KeptSpacing

_SORTS: Final = tuple(HistorySort)


class FilterForm(QWidget):
    """Shows what the search says and writes into it what is chosen, at once.

    Signals: `text_wanted(str)`, `sort_wanted(HistorySort)`.
    """

    text_wanted = Signal(str)
    sort_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._make_combos()
        self.date = DateFilter(theme)
        self.cost = CostFilter(theme)
        self.tag = TagLine()
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.tag.setCompleter(completer)
        self.manage_button = Button(theme, " ", kind="link")
        self.reference, self.note = TickBox(theme), TickBox(theme)
        self.sort = Combo(theme)
        self._labels: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._lay_out()
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_query(self, query: HistoryQuery) -> None:
        self._text = query.text
        for part in (*self._combos, self.date, self.cost):
            part.show_text(query.text)
        for box, thing in ((self.reference, Thing.REFERENCE), (self.note, Thing.NOTE)):
            box.setChecked(has(query.text, thing))
        self.sort.setCurrentIndex(_SORTS.index(query.sort))

    def set_known_tags(self, names: Sequence[str]) -> None:
        """Tags that are offered while one is written."""
        self._known.setStringList(list(names))

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        spans = (self.date.span.low, self.date.span.high)
        ends = (self.cost.low, self.cost.high)
        return [
            self.state,
            self.rating,
            self.date.combo,
            *spans,
            self.model,
            self.resolution,
            self.ratio,
            self.tag,
            self.manage_button,
            self.reference,
            self.note,
            *ends,
            self.sort,
        ]

    def retranslate(self) -> None:
        words = {
            "state": self.tr("State"),
            "date": self.tr("Date"),
            "model": self.tr("Model"),
            "resolution": self.tr("Resolution"),
            "ratio": self.tr("Aspect ratio"),
            "rating": self.tr("Rating"),
            "tag": self.tr("Tag"),
            "has": self.tr("With"),
            "cost": self.tr("Cost as reported"),
            "sort": self.tr("Order"),
        }
        for key, text in words.items():
            self._labels[key].setText(text)
        for combo, key in zip(
            self._combos, ("state", "model", "resolution", "ratio", "rating"), strict=True
        ):
            combo.set_name(words[key])
            combo.retranslate()
        self.date.combo.set_name(words["date"])
        self.tag.setPlaceholderText(self.tr("Add a tag"))
        self.tag.setAccessibleName(words["tag"])
        self.manage_button.setText(self.tr("Manage tags…"))
        self.reference.setText(self.tr("Reference image"))
        self.note.setText(self.tr("Note"))
        row = max(0, self.sort.currentIndex())
        self.sort.set_name(words["sort"])
        self.sort.clear()
        self.sort.addItems([sort_word(sort) for sort in _SORTS])
        self.sort.setCurrentIndex(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _make_combos(self) -> None:
        def any_words() -> str:
            return self.tr("Any")

        theme = self._theme
        states = [StateIs(word) for word in StateWord]
        self.state = FilterCombo(theme, (StateIs,), states, any_words)
        models = [ModelIs(model.name) for model in DEFAULT_MODELS]
        self.model = FilterCombo(theme, (ModelIs, ModelHas), models, any_words)
        sizes = [ResolutionIs(resolution) for resolution in RESOLUTIONS]
        self.resolution = FilterCombo(theme, (ResolutionIs,), sizes, any_words)
        shapes = [ShapeIs(shape) for shape in Shape]
        ratios: list[Condition] = [*shapes, RatioIs(""), *map(RatioIs, ASPECT_RATIOS)]
        self.ratio = FilterCombo(theme, (RatioIs, ShapeIs), ratios, any_words)
        ratings = [RatingIn(low, BEST) for low in range(1, BEST + 1)]
        self.rating = FilterCombo(theme, (RatingIn,), ratings, any_words)
        self._combos = (self.state, self.model, self.resolution, self.ratio, self.rating)

    def _lay_out(self) -> None:
        """Two columns, each entry with its name above it."""
        self._things = QWidget()
        things = QVBoxLayout(self._things)
        things.setContentsMargins(0, 0, 0, 0)
        KeptSpacing(self._theme, things, 2)
        things.addWidget(self.reference)
        things.addWidget(self.note)
        self._tags = QWidget()
        tags = QVBoxLayout(self._tags)
        tags.setContentsMargins(0, 0, 0, 0)
        KeptSpacing(self._theme, tags, 4)
        tags.addWidget(self.tag)
        tags.addWidget(self.manage_button, 0, Qt.AlignmentFlag.AlignLeft)
        places: tuple[tuple[str, QWidget, int, int, int], ...] = (
            ("state", self.state, 0, 0, 1),
            ("rating", self.rating, 0, 1, 1),
            ("date", self.date, 1, 0, 2),
            ("model", self.model, 2, 0, 2),
            ("resolution", self.resolution, 3, 0, 1),
            ("ratio", self.ratio, 3, 1, 1),
            ("tag", self._tags, 4, 0, 1),
            ("has", self._things, 4, 1, 1),
            ("cost", self.cost, 5, 0, 2),
            ("sort", self.sort, 6, 0, 2),
        )
        self._grid.setContentsMargins(0, 0, 0, 0)
        for key, part, row, column, span in places:
            label = self._labels[key] = plain_label(role="small")
            label.setBuddy(self.tag if part is self._tags else part)
            self._grid.addWidget(label, 3 * row, column, 1, span)
            self._grid.addWidget(part, 3 * row + 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        tell_in_order(self._grid)

    def _connect(self) -> None:
        for part in (*self._combos, self.date, self.cost):
            part.text_wanted.connect(self.text_wanted)
        self.tag.entered.connect(self._on_tag_entered)
        self.reference.clicked.connect(lambda on: self._want_thing(Thing.REFERENCE, on))
        self.note.clicked.connect(lambda on: self._want_thing(Thing.NOTE, on))
        self.sort.activated.connect(lambda row: self.sort_wanted.emit(_SORTS[row]))

    def _fit(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(3))
        for row in range(2, 20, 3):
            self._grid.setRowMinimumHeight(row, px(4))

    def _want_thing(self, thing: Thing, on: bool) -> None:
        self.text_wanted.emit(with_thing(self._text, thing, on))

    def _on_tag_entered(self) -> None:
        tag = clean_tag(self.tag.text())
        self.tag.clear()
        if tag:
            self.text_wanted.emit(with_filter(self._text, TagIs(tag)))
