"""What was looked at when the program was left is looked at again after the next start."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.item_view import GeometryView
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.kept_view import KeptView
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task


def history(count: int = 120) -> FakeHistory:
    source = FakeHistory([make_task(f"t{n:03}", age=HOUR * (n + 1)) for n in range(count)])
    source.answers_itself = False
    return source


class Session:
    """One run of the program as far as its window goes."""

    def __init__(
        self, qtbot: QtBot, theme: Theme, source: FakeHistory, state: object, *, shows: bool = True
    ) -> None:
        self.source, pictures = source, FakePictures()
        self.panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
        qtbot.addWidget(self.panes.window)
        self.panes.restore({"looked_at": state}, {})
        self.panes.window.resize(1300, 800)
        self.panes.show()
        self.panes.window.activateWindow()
        if shows:
            self.panes.history.show_history()
        self.kept = KeptView(self.panes)
        self.kept.begin()
        QApplication.processEvents()

    @property
    def list(self) -> GeometryView:
        return self.panes.history.list

    @property
    def grid(self) -> GeometryView:
        grid = self.panes.stage.grid
        assert grid is not None
        return grid

    @property
    def current(self) -> str:
        task = self.panes.history.current_task()
        return "" if task is None else task.id

    def top_of(self, view: GeometryView, task_id: str) -> int:
        return view.visualRect(self.panes.history.model.index_of(task_id)).top()

    def ended(self) -> Any:
        """What is kept, as it comes back from the file."""
        state = json.loads(json.dumps(self.kept.state()))
        self.panes.window.hide()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return state


def test_the_selected_task_and_the_place_of_the_list_come_back(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    first = Session(qtbot, theme, source, None)
    assert first.current == ""
    source.answer()
    first.panes.history.select("t060")
    bar = first.list.verticalScrollBar()
    bar.setValue(bar.value() + 37)
    top = first.top_of(first.list, "t060")
    second = Session(qtbot, theme, source, first.ended())
    assert second.current == "t060"
    assert second.panes.stage.task is not None
    assert second.panes.stage.task.id == "t060"
    assert second.top_of(second.list, "t060") == top
    assert not second.list.hasFocus()


def test_the_way_to_compare_comes_back(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    first = Session(qtbot, theme, source, None)
    source.answer()
    assert first.panes.stage.compared.mode == ""
    first.panes.stage.set_view(COMPARE)
    first.panes.stage.compared.set_mode("flicker")
    second = Session(qtbot, theme, source, first.ended())
    source.answer()
    assert second.panes.stage.compared.mode == "flicker"
    third = Session(qtbot, theme, source, second.ended())
    source.answer()
    third.panes.stage.set_view(COMPARE)
    assert third.panes.stage.compare.view.mode.value == "flicker"


@pytest.mark.parametrize("kept", ["sideways", "", 7, None, ["slider"]])
def test_a_way_to_compare_that_there_is_not_is_none(
    qtbot: QtBot, theme: Theme, kept: object
) -> None:
    source = history()
    session = Session(qtbot, theme, source, {"compare_mode": kept})
    source.answer()
    session.panes.stage.set_view(COMPARE)
    assert session.panes.stage.compared.mode == "side"


def test_a_task_behind_the_first_rows_is_waited_for(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    source.page_size = 20
    state = {"task": "t090", "place_in_list": ["t090", 200]}
    session = Session(qtbot, theme, source, state)
    assert session.current == ""
    source.answer()
    assert session.current == "t090"
    assert session.top_of(session.list, "t090") == 200


def test_rows_that_are_read_late_are_waited_for(qtbot: QtBot, theme: Theme) -> None:
    session = Session(qtbot, theme, history(), {"task": "t003"}, shows=False)
    assert session.current == ""
    session.panes.history.show_history()
    assert session.current == "t003"


def test_who_is_quicker_keeps_what_was_chosen(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    source.page_size = 20
    session = Session(qtbot, theme, source, {"task": "t090"})
    session.panes.history.select("t002")
    source.answer()
    assert session.current == "t002"
    session.panes.history.model.set_query(HistoryQuery())
    assert session.current == "t002"


def test_a_selected_task_that_was_scrolled_away_is_in_view(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    first = Session(qtbot, theme, source, None)
    source.answer()
    first.panes.history.select("t060")
    first.list.scrollToTop()
    second = Session(qtbot, theme, source, first.ended())
    row = second.panes.history.model.row_of("t060")
    assert row in second.list.visible_rows()


def test_without_a_selection_the_list_is_where_it_was(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    first = Session(qtbot, theme, source, None)
    source.answer()
    first.list.verticalScrollBar().setValue(1234)
    second = Session(qtbot, theme, source, first.ended())
    assert second.list.verticalScrollBar().value() == 1234
    assert second.current == ""


def test_the_grid_comes_back_with_its_tiles_and_its_place(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    first = Session(qtbot, theme, source, None)
    source.answer()
    first.panes.stage.set_view(GRID)
    first.panes.stage.header.size_slider.setValue(3)
    first.panes.history.select("t050")
    QApplication.processEvents()
    first.grid.scrollTo(first.panes.history.model.index_of("t050"))
    top = first.top_of(first.grid, "t050")
    second = Session(qtbot, theme, source, first.ended())
    assert second.panes.stage.view == GRID
    assert second.panes.stage.header.size_slider.value() == 3
    assert second.grid.visualRect(second.panes.history.model.index(0)).height() == (
        first.grid.visualRect(first.panes.history.model.index(0)).height()
    )
    assert second.current == "t050"
    assert not second.grid.hasFocus()
    assert abs(second.top_of(second.grid, "t050") - top) <= 1


def test_the_grid_comes_back_without_the_focus_and_selects_nothing(
    qtbot: QtBot, theme: Theme
) -> None:
    session = Session(qtbot, theme, history(), {"view": "grid"})
    assert session.panes.stage.view == GRID
    assert session.current == ""
    assert session.panes.create.isAncestorOf(session.panes.window.focusWidget())


def test_the_size_of_the_tiles_is_kept_without_a_look_at_the_grid(
    qtbot: QtBot, theme: Theme
) -> None:
    session = Session(qtbot, theme, history(), {"tile_size": 4})
    assert session.panes.stage.grid is None
    assert session.kept.state()["tile_size"] == 4
    session.panes.stage.set_view(GRID)
    assert session.panes.stage.header.size_slider.value() == 4
    assert isinstance(session.grid, GridView)
    assert session.grid.step == 4


def test_two_that_were_compared_come_back_as_the_one_looked_at(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    first = Session(qtbot, theme, source, None)
    first.panes.history.select("t003")
    first.panes.stage.set_view(COMPARE)
    assert first.panes.stage.view == COMPARE
    second = Session(qtbot, theme, source, first.ended())
    assert second.panes.stage.view == SINGLE
    assert second.current == "t003"


def test_a_task_that_is_gone_leaves_the_stage_empty(qtbot: QtBot, theme: Theme) -> None:
    source = history()
    session = Session(qtbot, theme, source, {"task": "gone", "place_in_list": ["gone", 10]})
    source.answer()
    assert session.current == ""
    source.put(make_task("gone", TaskState.QUEUED, age=1))
    session.panes.history.tasks_added([source.by_id["gone"]])
    assert session.current == ""


@pytest.mark.parametrize(
    "state",
    [
        None,
        7,
        "grid",
        [],
        {"view": 3, "tile_size": "large", "task": 9, "place_in_list": "t003"},
        {"view": "compare", "tile_size": 99, "task": "x" * 99, "place_in_list": ["t003"]},
        {"view": ["grid"], "tile_size": None, "place_in_grid": ["t003", "high"]},
        {"tile_size": -5, "place_in_list": ["t003", 10**9], "place_in_grid": [None, None]},
        {"tile_size": 10**30, "place_in_list": {"t003": 1}},
    ],
)
def test_a_damaged_state_is_harmless(qtbot: QtBot, theme: Theme, state: object) -> None:
    session = Session(qtbot, theme, history(), state)
    session.source.answer()
    assert session.panes.stage.view == SINGLE
    assert session.current == ""
    assert session.panes.stage.header.size_slider.value() in range(5)
    assert session.list.verticalScrollBar().value() == 0
