"""All, Active, Failed, Starred: the filters of the history with their counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryFilter
from nanobanana_desktop.ui.formats import count_text, round_count, short_count
from nanobanana_desktop.ui.history.bin_choice import BinChoice
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.choices import Chip, ChoiceGroup
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

CHOICES: Final = tuple(chosen for chosen in HistoryFilter if chosen is not HistoryFilter.TRASH)
"""What is always there; the bin is while something lies in it."""

_ICONS: Final = {HistoryFilter.STARRED: "star"}

_STEPS: Final = (
    (count_text, "  ", 11, 6),
    (short_count, "  ", 11, 6),
    (short_count, "  ", 7, 4),
    (round_count, " ", 6, 4),
)
"""How counts are told, what is before them, and the room beside words and between chips.

The first with which all of them fit into one line is taken.
"""


class FilterChips(QWidget):
    """One tab stop; arrow keys walk through them. `bin` belongs to them and lies elsewhere.

    Counts that do not fit into one line are shown short; names and tooltips tell them exactly.

    Signals: `filter_chosen(HistoryFilter)`; `letter_pressed(QKeyEvent)` – a letter or digit
    without Ctrl, which means nothing to the chips.
    """

    filter_chosen = Signal(object)
    letter_pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = HistoryCounts()
        self._chips: dict[HistoryFilter, Chip] = {}
        self._group = ChoiceGroup(self)
        self._theme = theme
        self._flow = flow = FlowLayout(self)
        for chosen in CHOICES:
            chip = Chip(theme, icon=_ICONS.get(chosen, ""), parent=self)
            self._chips[chosen] = chip
            self._group.add(chosen.value, chip)
            flow.addWidget(chip)
        self.bin = BinChoice(theme, parent)
        self._group.add(HistoryFilter.TRASH.value, self.bin)
        self._group.set_value(HistoryFilter.ALL.value)
        self._group.chosen.connect(self._on_group_chosen)
        theme.theme_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def value(self) -> HistoryFilter:
        return HistoryFilter(self._group.value() or HistoryFilter.ALL.value)

    def set_value(self, chosen: HistoryFilter) -> None:
        self._group.set_value(chosen.value)

    def chip(self, chosen: HistoryFilter) -> Chip:
        return self._chips[chosen]

    def set_counts(self, counts: HistoryCounts) -> None:
        if counts != self._counts:
            self._counts = counts
            self.retranslate()

    def retranslate(self) -> None:
        self._words = (
            (HistoryFilter.ALL, self.tr("All"), 0),
            (HistoryFilter.ACTIVE, self.tr("Active"), self._counts.active),
            (HistoryFilter.FAILED, self.tr("Failed"), self._counts.failed),
        )
        starred = self.chip(HistoryFilter.STARRED)
        starred.setAccessibleName(self.tr("Starred"))
        plain_tooltip(starred, self.tr("Starred"))
        self._show_counts()
        self._show_bin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_counts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text().isalnum():
            self.letter_pressed.emit(event)
        else:
            super().keyPressEvent(event)

    def _show_bin(self) -> None:
        count = self._counts.trash
        name = self.tr("Bin, %Ln item(s)", "", count)
        self.bin.setAccessibleName(name)
        plain_tooltip(self.bin, name)
        self.bin.setVisible(bool(count) or self.bin.isChecked())

    def _show_counts(self) -> None:
        for wording, space, padding, apart in _STEPS:
            gap = self._theme.px(apart)
            self._flow.set_gaps(gap, gap)
            for chip in self._chips.values():
                chip.set_padding(padding)
            for chosen, word, count in self._words:
                number = f"{space}{wording(count)}" if count else ""
                self._show(self.chip(chosen), word, count, number)
            widths = [chip.sizeHint().width() for chip in self._chips.values()]
            if sum(widths) + gap * (len(widths) - 1) <= self.width():
                return

    def _show(self, chip: Chip, word: str, count: int, number: str) -> None:
        exact = f"{word} {count_text(count)}" if count else word
        chip.setText(f"{word}{number}")
        chip.setAccessibleName(exact)
        plain_tooltip(chip, exact if count and number.strip() != count_text(count) else "")

    def _on_group_chosen(self, key: str) -> None:
        self._show_bin()
        self.filter_chosen.emit(HistoryFilter(key))
