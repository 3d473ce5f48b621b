"""All, Active, Failed, Starred: the filters of the history with their counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryFilter
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.choices import Chip, ChoiceGroup
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

CHOICES: Final = tuple(chosen for chosen in HistoryFilter if chosen is not HistoryFilter.TRASH)
"""What is always there; the bin has its chip while something lies in it."""

_ICONS: Final = {HistoryFilter.STARRED: "star", HistoryFilter.TRASH: "trash-2"}

_COUNT_GAP: Final = "  "


class FilterChips(QWidget):
    """One tab stop; arrow keys walk through them.

    Signals: `filter_chosen(HistoryFilter)`.
    """

    filter_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = HistoryCounts()
        self._chips: dict[HistoryFilter, Chip] = {}
        self._group = ChoiceGroup(self)
        flow = FlowLayout(self, gap=theme.px(6), row_gap=theme.px(6))
        for chosen in HistoryFilter:
            chip = Chip(theme, icon=_ICONS.get(chosen, ""), parent=self)
            self._chips[chosen] = chip
            self._group.add(chosen.value, chip)
            flow.addWidget(chip)
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

    def _show_bin(self) -> None:
        chip, count = self.chip(HistoryFilter.TRASH), self._counts.trash
        name = self.tr("Bin, %n item(s)", "", count)
        chip.setText(str(count) if count else "")
        chip.setAccessibleName(name)
        plain_tooltip(chip, name)
        chip.setVisible(bool(count) or chip.isChecked())
        chip.updateGeometry()

    def _show(self, chosen: HistoryFilter, word: str, count: int) -> None:
        chip = self.chip(chosen)
        chip.setText(f"{word}{_COUNT_GAP}{count}" if count else word)
        chip.setAccessibleName(f"{word} {count}" if count else word)
        chip.updateGeometry()

    def _on_group_chosen(self, key: str) -> None:
        self._show_bin()
        self.filter_chosen.emit(HistoryFilter(key))
