"""What is selected while the list changes in so many places that it is told as another one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task

Flag = QItemSelectionModel.SelectionFlag
SCATTERED = range(10, 80, 2)
"""More stretches than are told one by one."""


@dataclass
class Shown:
    pane: HistoryPane
    source: FakeHistory
    told: list[str | None] = field(default_factory=list)
    """The current tasks, by their ids, as they became it."""

    @property
    def selected(self) -> list[str]:
        return [task.id for task in self.pane.selected_tasks()]

    def select(self, rows: range) -> list[str]:
        """The first one is current."""
        pane = self.pane
        first = pane.model.index(rows.start)
        pane.selection_model.setCurrentIndex(first, Flag.ClearAndSelect)
        for row in rows:
            pane.selection_model.select(pane.model.index(row), Flag.Select)
        self.told.clear()
        return self.selected

    def change(self, ids: list[str], **marks: Any) -> None:
        self.pane.tasks_changed(
            [self.source.put(replace(self.source.by_id[i], **marks)) for i in ids]
        )
        QApplication.processEvents()


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Shown:
    source = FakeHistory([make_task(f"t{n:02}", age=HOUR * (n + 1)) for n in range(100)])
    pane = HistoryPane(
        theme, source, ThumbnailCache(FakePictures()), Ticker(), TaskRequests(), lambda: NOON
    )
    qtbot.addWidget(pane)
    pane.resize(304, 700)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.show_history()
    shown = Shown(pane, source)

    def note(task: GenerationTask | None) -> None:
        shown.told.append(None if task is None else task.id)

    pane.current_changed.connect(note)
    return shown


def test_when_many_selected_ones_go_their_neighbour_is_selected(opened: Shown) -> None:
    opened.change(opened.select(SCATTERED), trashed_at=5.0)
    assert opened.selected == ["t11"]
    assert opened.told[-1] == "t11"


def test_when_the_last_one_goes_the_new_last_one_is_selected(opened: Shown) -> None:
    last = opened.select(range(99, 100))
    opened.change([f"t{n:02}" for n in SCATTERED] + last, trashed_at=5.0)
    assert opened.selected == ["t98"]


def test_the_first_of_those_that_stay_becomes_current(opened: Shown) -> None:
    chosen = opened.select(SCATTERED)
    opened.change(chosen[:30], trashed_at=5.0)
    assert opened.selected == chosen[30:]
    assert opened.told[-1] == chosen[30]


def test_what_stays_is_still_selected_when_others_go_or_come(opened: Shown) -> None:
    chosen = opened.select(SCATTERED)
    others = [f"t{n:02}" for n in range(11, 80, 2)]
    opened.change(others, trashed_at=5.0)
    assert opened.selected == chosen
    opened.change(others, trashed_at=None)
    assert opened.selected == chosen
    assert set(opened.told) <= {chosen[0]}


def test_what_is_selected_stays_so_when_its_change_puts_it_elsewhere(opened: Shown) -> None:
    opened.pane.model.set_query(HistoryQuery(sort=HistorySort.RATING))
    QApplication.processEvents()
    chosen = opened.select(SCATTERED)
    opened.change(chosen, rating=4)
    assert opened.pane.model.id_at(0) == chosen[0]
    assert sorted(opened.selected) == sorted(chosen)


def test_another_search_keeps_the_current_one_alone(opened: Shown) -> None:
    chosen = opened.select(SCATTERED)
    opened.pane.model.set_query(HistoryQuery(sort=HistorySort.OLDEST))
    QApplication.processEvents()
    assert opened.selected == chosen[:1]
