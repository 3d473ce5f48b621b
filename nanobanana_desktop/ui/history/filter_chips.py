"""All, Active, Failed, Starred: the filters of the history with their counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryFilter
from nanobanana_desktop.ui.history.bin_choice import BinChoice
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.choices import Chip, ChoiceGroup
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

CHOICES: Final = tuple(chosen for chosen in HistoryFilter if chosen is not HistoryFilter.TRASH)
"""What is always there; the bin is while something lies in it."""

_ICONS: Final = {HistoryFilter.STARRED: "star"}

_PADDING: Final = 11
"""Less than that of other chips: all of them fit into one line of a pane of the usual width."""

_COUNT_GAP: Final = "  "


class FilterChips(QWidget):
    """One tab stop; arrow keys walk through them. `bin` belongs to them and lies elsewhere.

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
        flow = FlowLayout(self, gap=theme.px(6), row_gap=theme.px(6))
        for chosen in CHOICES:
            chip = Chip(theme, icon=_ICONS.get(chosen, ""), padding=_PADDING, parent=self)
            self._chips[chosen] = chip
            self._group.add(chosen.value, chip)
            flow.addWidget(chip)
        self.bin = BinChoice(theme, parent)
        self._group.add(HistoryFilter.TRASH.value, self.bin)
        self._group.set_value(HistoryFilter.ALL.value)
        self._group.chosen.connect(self._on_group_chosen)
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
        self._show(HistoryFilter.ALL, self.tr("All"), 0)
        self._show(HistoryFilter.ACTIVE, self.tr("Active"), self._counts.active)
        self._show(HistoryFilter.FAILED, self.tr("Failed"), self._counts.failed)
        starred = self.chip(HistoryFilter.STARRED)
        starred.setAccessibleName(self.tr("Starred"))
        plain_tooltip(starred, self.tr("Starred"))

        self._show_bin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

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

    def _show(self, chosen: HistoryFilter, word: str, count: int) -> None:
        chip = self.chip(chosen)
        number = QLocale().toString(count)
        chip.setText(f"{word}{_COUNT_GAP}{number}" if count else word)
        chip.setAccessibleName(f"{word} {number}" if count else word)
        chip.updateGeometry()

    def _on_group_chosen(self, key: str) -> None:
        self._show_bin()
        self.filter_chosen.emit(HistoryFilter(key))
