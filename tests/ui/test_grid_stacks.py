"""Stacks of the grid in a person's hands: mouse, keys, selection, words, and what is told."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.ui.grouping import Arrangement, Grouping
from nanobanana_desktop.ui.selected_tasks import selected_ranges
from nanobanana_desktop.ui.stage.grid import Grid
from nanobanana_desktop.ui.stage.grid_tally import COUNTED, GridTally
from nanobanana_desktop.ui.stage.stack_painting import StackPainting
from nanobanana_desktop.ui.stage.tile_button import TileButton
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import HOUR, NOON, FakePictures
from tests.ui.grid_views import STACKED, Both, order, show_both

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Role = Qt.ItemDataRole
Flag = QItemSelectionModel.SelectionFlag


@pytest.fixture
def both(qtbot: QtBot, theme: Theme) -> Both:
    """Rows: one alone, four together, one alone, three together, one alone."""
    tasks = [
        task
        for age, (name, size) in enumerate((("a", 1), ("b", 4), ("c", 1), ("d", 3), ("e", 1)), 1)
        for task in order(name, size, HOUR * age)
    ]
    made = show_both(qtbot, theme, tasks)
    made.grid.arrange(STACKED)
    made.grid.activateWindow()
    made.grid.setFocus()
    qtbot.waitUntil(made.grid.hasFocus)
    QApplication.processEvents()
    return made


def click(both: Both, row: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
    place = both.grid.visualRect(both.model.index(row)).center()
    QTest.mouseClick(both.grid.viewport(), LEFT, keys, place)


def click_badge(both: Both, row: int, theme: Theme) -> None:
    rect = both.grid.visualRect(both.model.index(row))
    stack = both.grid.stacks.stack_at(row)
    assert stack is not None
    place = StackPainting(theme).badge_rect(rect, stack).center()
    QTest.mouseClick(both.grid.viewport(), LEFT, PLAIN, place)


def told(both: Both, row: int) -> str:
    return str(both.model.index(row).data(Role.AccessibleTextRole))


def test_a_stack_is_one_tile_until_its_button_is_pressed(both: Both, theme: Theme) -> None:
    assert both.tiles == [0, 1, 5, 6, 9]
    pressed: list[object] = []
    both.grid.delegate.button_clicked.connect(lambda _id, button: pressed.append(button))
    both.grid.delegate.button_clicked.connect(lambda _id, _button: both.grid.toggle_stack(1))
    click_badge(both, 1, theme)
    assert pressed == [TileButton.STACK]
    assert both.tiles == [0, 1, 2, 3, 4, 5, 6, 9]
    click_badge(both, 1, theme)
    assert both.tiles == [0, 1, 5, 6, 9]


def test_a_click_selects_the_cover_and_nothing_behind_it(both: Both) -> None:
    click(both, 1)
    assert both.selected == [1]
    click(both, 6, CTRL)
    assert both.selected == [1, 6]


def test_a_range_takes_in_the_whole_of_its_stacks(both: Both) -> None:
    click(both, 0)
    click(both, 6, SHIFT)
    assert both.selected == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    both.grid.selectAll()
    assert both.selected == list(range(10))


def test_arrows_go_from_tile_to_tile(both: Both) -> None:
    click(both, 0)
    seen = []
    for _ in range(5):
        QTest.keyClick(both.grid, Qt.Key.Key_Right)
        seen.append(both.grid.currentIndex().row())
    assert seen == [1, 5, 6, 9, 9]
    for _ in range(4):
        QTest.keyClick(both.grid, Qt.Key.Key_Left)
    assert both.selected == [0]
    QTest.keyClick(both.grid, Qt.Key.Key_End)
    assert both.selected == [9]


def test_what_lies_behind_is_marked_on_its_cover_when_the_list_chooses_it(both: Both) -> None:
    grid = both.grid
    before = grid.viewport().grab(grid.visualRect(both.model.index(1))).toImage()
    grid.selectionModel().setCurrentIndex(both.model.index(3), Flag.ClearAndSelect)
    QApplication.processEvents()
    assert grid.visualRect(both.model.index(3)) == grid.visualRect(both.model.index(1))
    assert grid.viewport().grab(grid.visualRect(both.model.index(1))).toImage() != before
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert both.selected == [5]


def test_a_stack_that_closes_leaves_its_cover_current(both: Both) -> None:
    both.grid.toggle_stack(1)
    click(both, 3)
    assert both.grid.toggle_stack()
    assert both.selected == [1]
    assert both.grid.currentIndex().row() == 1
    click(both, 0)
    assert not both.grid.toggle_stack()


def test_deleting_a_closed_stack_takes_its_cover_only(both: Both) -> None:
    deleted: list[list[str]] = []
    both.requests.delete_requested.connect(deleted.append)
    click(both, 1)
    cover = both.model.id_at(1)
    QTest.keyClick(both.grid, Qt.Key.Key_Delete)
    assert deleted == [[cover]]
    both.source.remove(cover)
    both.model.tasks_removed([cover])
    stack = both.grid.stacks.stack_at(1)
    assert stack is not None
    assert (stack.size, stack.place, stack.is_open) == (3, 0, False)
    assert both.selected == [1]


def test_the_whole_stack_can_be_selected(both: Both) -> None:
    both.grid.select_stack(3)
    assert both.selected == [1, 2, 3, 4]
    assert both.grid.currentIndex().row() == 1
    assert len(both.grid.selected_tasks()) == 4


def test_the_number_of_what_is_selected_is_told(both: Both, theme: Theme) -> None:
    tally = GridTally(theme, both.grid)
    click(both, 1)
    assert tally.text == ""
    assert not tally.isVisible()
    both.grid.select_stack(1)
    assert tally.isVisible()
    assert "4" in tally.text
    assert "3" in tally.text
    both.grid.toggle_stack(1)
    assert "3" not in tally.text
    assert len(both.selected) < COUNTED


def test_names_tell_groups_and_stacks_while_the_person_is_in_the_grid(both: Both) -> None:
    assert "Stack of 4, closed" in told(both, 1)
    assert "Stack" not in told(both, 0)
    both.grid.toggle_stack(1)
    assert "Stack of 4, open" in told(both, 1)
    assert "2 of 4 in the stack" in told(both, 2)
    both.grid.arrange(Arrangement(Grouping.BATCH))
    assert told(both, 1).startswith("Order b ")
    assert not told(both, 2).startswith("Order b ")
    both.grid.clearFocus()
    assert "Stack" not in told(both, 1)


def test_other_orders_have_no_stacks_and_bring_their_own_groups(both: Both) -> None:
    both.model.set_query(HistoryQuery(sort=HistorySort.RATING))
    both.source.answer()
    assert both.tiles == list(range(10))
    both.model.set_query(HistoryQuery(sort=HistorySort.MODEL))
    both.source.answer()
    both.grid.arrange(Arrangement(Grouping.MODEL, stacked=True))
    assert both.tiles == [0, 1, 5, 6, 9]
    assert [row for row, _ in both.grid.item_geometry().headers_between(0, 10**6)] == [0]


def test_opening_moves_nothing_above_it(both: Both) -> None:
    before = [both.grid.visualRect(both.model.index(row)).top() for row in (0, 1)]
    both.grid.toggle_stack(6)
    assert [both.grid.visualRect(both.model.index(row)).top() for row in (0, 1)] == before


def test_what_is_hidden_is_counted_with_one_look_at_each_stretch(
    both: Both, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally, created, looks = GridTally(theme, both.grid), both.model.created, []
    both.grid.arrange(STACKED)
    both.grid.stacks.forget()

    def counted(first: int, end: int) -> array[float]:
        looks.append(first)
        return created(first, end)

    monkeypatch.setattr(both.model, "created", counted)
    both.grid.selectAll()
    looks.clear()
    tally.refresh()
    assert tally.text == "10 image(s) selected, 5 of them hidden in stacks"
    assert len(looks) == 1


def with_open_menu(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> tuple[Both, Grid, list[QAction]]:
    """A stack of four, and the entries of its menu."""
    made = show_both(qtbot, theme, order("b", 4, HOUR))
    host = QWidget()
    qtbot.addWidget(host)
    grid = Grid(
        theme,
        made.model,
        made.grid.selectionModel(),
        ThumbnailCache(FakePictures()),
        Ticker(),
        made.requests,
        made.grid._keys,
        TaskMenus(made.requests),
        lambda: NOON,
        host,
    )
    qtbot.addWidget(grid.view)
    grid.view.arrange(STACKED)
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: shown.append(menu))
    grid.view.selectionModel().setCurrentIndex(made.model.index(0), Flag.ClearAndSelect)
    grid.view.menu_requested.emit(QPoint())
    return made, grid, shown[0].actions()


def test_its_menu_opens_it_and_names_its_number(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, grid, actions = with_open_menu(qtbot, theme, monkeypatch)
    next(action for action in actions if "all 4" in action.text()).trigger()
    assert selected_ranges(grid.view.selectionModel().selection()) == [range(4)]
    next(action for action in actions if action.text() == "Open stack").trigger()
    assert grid.view.stacks.is_open(2)


def test_its_menu_means_it_also_when_others_come_above_or_it_goes(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, grid, actions = with_open_menu(qtbot, theme, monkeypatch)
    select = next(action for action in actions if "all 4" in action.text())
    made.model.tasks_changed([made.source.put(task) for task in order("new", 3, 60)])
    select.trigger()
    assert selected_ranges(grid.view.selectionModel().selection()) == [range(3, 7)]
    gone = [made.model.id_at(row) for row in range(3, 7)]
    made.model.tasks_removed(gone)
    before = grid.view.selectionModel().currentIndex()
    for action in actions:
        if "stack" in action.text():
            action.trigger()
    assert grid.view.selectionModel().currentIndex() == before
    assert not grid.view.stacks.is_open(2)


def test_the_button_says_what_it_does(
    both: Both, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _view: said.append(text))
    for _ in range(2):
        rect = both.grid.visualRect(both.model.index(1))
        stack = both.grid.stacks.stack_at(1)
        assert stack is not None
        place = StackPainting(theme).badge_rect(rect, stack).center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, both.grid.viewport().mapToGlobal(place))
        QApplication.sendEvent(both.grid.viewport(), event)
        both.grid.toggle_stack(1)
    assert said == ["Open the stack", "Close the stack"]


def test_a_tile_whose_task_is_gone_has_no_words_and_no_buttons(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error there would end the program: it is the toolkit that asks."""
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, *_view: said.append(text))
    both.source.gone.add(both.model.id_at(0))
    both.model.reload(anew=False)
    both.source.answer()
    place = both.grid.visualRect(both.model.index(0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, both.grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(both.grid.viewport(), event)
    QTest.mouseClick(both.grid.viewport(), LEFT, PLAIN, place)
    assert both.model.task_at(0) is None
    assert [text for text in said if text] == []
    assert both.selected == [0]
