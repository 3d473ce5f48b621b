"""The quick filters keep to one line, however much there is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryFilter
from nanobanana_desktop.ui.history.filter_chips import CHOICES, FilterChips
from nanobanana_desktop.ui.theme.theme import Theme

NARROWEST = 260 - 2 * 12
"""Design pixels for the chips in the narrowest history."""


def shown(qtbot: QtBot, theme: Theme, counts: HistoryCounts, width: int) -> FilterChips:
    chips = FilterChips(theme)
    qtbot.addWidget(chips)
    chips.set_counts(counts)
    chips.setFixedWidth(theme.px(width))
    chips.show()
    QApplication.processEvents()
    return chips


@pytest.mark.parametrize("text_scale", [100, 125, 150])
@pytest.mark.parametrize("count", [1, 987, 9_876, 12_345, 98_765, 1_234_567])
def test_the_chips_stay_in_one_line(
    qtbot: QtBot, theme: Theme, language: str, text_scale: int, count: int
) -> None:
    theme.configure(mode="light", text_scale=text_scale, language=language, motion="reduce")
    counts = HistoryCounts(active=count, failed=count, starred=count)
    chips = shown(qtbot, theme, counts, NARROWEST)
    placed = [chips.chip(chosen).geometry() for chosen in CHOICES]
    assert len({place.center().y() for place in placed}) == 1
    assert placed[-1].right() < chips.width()
    assert [place.width() for place in placed] == [
        chips.chip(chosen).sizeHint().width() for chosen in CHOICES
    ]


@pytest.mark.parametrize("language", ["en"], indirect=True)
@pytest.mark.usefixtures("language")
def test_a_short_count_is_told_exactly_by_name_and_tooltip(qtbot: QtBot, theme: Theme) -> None:
    counts = HistoryCounts(active=12_345, failed=3)
    chips = shown(qtbot, theme, counts, NARROWEST)
    active, failed = chips.chip(HistoryFilter.ACTIVE), chips.chip(HistoryFilter.FAILED)
    assert active.text().split() == ["Active", "12k"]
    assert active.accessibleName() == active.toolTip() == "Active 12,345"
    assert failed.text().split() == ["Failed", "3"]
    assert failed.toolTip() == ""
    chips.setFixedWidth(theme.px(600))
    QApplication.processEvents()
    assert active.text().split() == ["Active", "12,345"]
    assert active.toolTip() == ""
    chips.set_counts(HistoryCounts(active=0))
    assert active.text() == active.accessibleName() == "Active"
