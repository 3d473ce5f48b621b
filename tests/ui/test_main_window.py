"""The window: how wide its panes are, now and after it was small for a while."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.main_window import MainWindow
from nanobanana_desktop.ui.theme.theme import Theme


class Pane(QWidget):
    """An empty pane that is as wide at least as the real one."""

    def __init__(self, theme: Theme, least: int) -> None:
        super().__init__()
        self._theme, self._least = theme, least
        theme.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumWidth(self._theme.px(self._least))


class Opened:
    """A window with three such panes."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.actions = Actions()
        panes = [Pane(theme, least) for least in (300, 100, 260)]
        self.window = MainWindow(theme, self.actions, *panes)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.resize(1280)

    def resize(self, width: int) -> None:
        self.window.resize(width, 700)
        QApplication.processEvents()

    @property
    def widths(self) -> list[int]:
        return self.window.findChild(QSplitter).sizes()

    def drag_history_to(self, width: int) -> None:
        splitter = self.window.findChild(QSplitter)
        splitter.moveSplitter(splitter.width() - width - splitter.handleWidth(), 2)


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Opened:
    return Opened(qtbot, theme)


@pytest.fixture
def open_another(qtbot: QtBot, theme: Theme) -> Callable[[], Opened]:
    return lambda: Opened(qtbot, theme)


def test_the_panes_are_as_wide_as_designed(opened: Opened, theme: Theme) -> None:
    assert opened.widths[0] == theme.px(336)
    assert opened.widths[2] == theme.px(304)


def test_a_small_window_leaves_no_trace(opened: Opened) -> None:
    before = opened.widths
    for width in (982, 1100, 1000, 1280):
        opened.resize(width)
    assert opened.widths == before


def test_large_text_leaves_no_trace(
    opened: Opened, theme: Theme, open_another: Callable[[], Opened]
) -> None:
    before = opened.widths
    theme.configure(text_scale=150)
    opened.resize(1280)
    state = opened.window.state()
    theme.configure(text_scale=100)
    opened.resize(1280)
    assert opened.widths == before
    other = open_another()
    other.window.restore_state({"widths": state["widths"]})
    assert other.widths == before


def test_a_chosen_width_is_kept_and_grows_with_the_text(
    opened: Opened, theme: Theme, open_another: Callable[[], Opened]
) -> None:
    opened.drag_history_to(400)
    dragged = opened.widths[2]
    assert dragged > 390
    opened.resize(1000)
    opened.resize(1280)
    assert abs(opened.widths[2] - dragged) <= 1
    other = open_another()
    other.window.restore_state({"widths": opened.window.state()["widths"]})
    assert abs(other.widths[2] - dragged) <= 1
    theme.configure(text_scale=130)
    opened.resize(1900)
    assert opened.widths[-1] > dragged * 1.2


@pytest.mark.parametrize("widths", [None, [], [1], ["a", "b"], [0, -4], [float("nan"), 300]])
def test_a_damaged_state_changes_nothing(opened: Opened, widths: object) -> None:
    before = opened.widths
    opened.window.restore_state({"widths": widths, "panes": [1, 2, 3]})
    assert opened.widths == before


def test_a_pane_that_comes_back_has_its_width(opened: Opened) -> None:
    before = opened.widths
    for _ in range(2):
        opened.actions[Command.HISTORY_PANEL].trigger()
        QApplication.processEvents()
    assert opened.widths == before


def test_the_smallest_window_fits_a_small_screen_with_large_text(
    opened: Opened, theme: Theme
) -> None:
    theme.configure(text_scale=150)
    QApplication.processEvents()
    assert opened.window.minimumWidth() <= 1280
    assert opened.window.minimumHeight() <= 720
    assert opened.window.minimumSizeHint().width() <= 1280


# -- details -------------------------------------------------------------------------------------


def test_the_details_open_by_themselves_once_in_a_wide_window(opened: Opened) -> None:
    assert not opened.window.shows_details
    assert "details" not in opened.window.state()
    opened.resize(1500)
    assert opened.window.shows_details
    opened.actions[Command.DETAILS_PANEL].trigger()
    opened.resize(1300)
    opened.resize(1600)
    assert not opened.window.shows_details
    assert opened.window.state()["details"] is False


def test_the_details_stand_between_stage_and_history(opened: Opened, theme: Theme) -> None:
    shown: list[bool] = []
    opened.window.details_shown.connect(shown.append)
    opened.window.show_details(True)
    QApplication.processEvents()
    assert opened.widths[2] == theme.px(248)
    assert opened.widths[3] == theme.px(304)
    assert shown[-1] is True
    assert opened.actions[Command.DETAILS_PANEL].isChecked()
    order = list(opened.window.findChild(QSplitter).children())
    assert order.index(opened.window.details) < order.index(opened.window._history)


def test_the_history_makes_room_for_the_details_and_comes_back(
    opened: Opened, theme: Theme
) -> None:
    opened.resize(theme.px(1150))
    assert opened.widths[-1]
    opened.window.show_details(True)
    QApplication.processEvents()
    assert not opened.widths[-1]
    assert opened.widths[1] >= theme.px(420)
    opened.window.show_details(False)
    QApplication.processEvents()
    assert opened.widths[-1] >= theme.px(260)


def test_the_state_of_the_details_is_remembered(
    opened: Opened, theme: Theme, open_another: Callable[[], Opened]
) -> None:
    opened.window.show_details(True)
    splitter = opened.window.findChild(QSplitter)
    opened.resize(1400)
    splitter.moveSplitter(splitter.width() - opened.widths[3] - 340, 2)
    dragged = opened.widths[2]
    assert dragged > theme.px(300)
    other = open_another()
    other.window.restore_state(opened.window.state())
    other.resize(1400)
    assert other.window.shows_details
    assert abs(other.widths[2] - dragged) <= 1
    opened.window.show_details(False)
    third = open_another()
    third.window.restore_state(opened.window.state())
    third.resize(1600)
    assert not third.window.shows_details


@pytest.mark.parametrize("state", [{"details": 1}, {"details": "yes"}, {"details_width": -4}])
def test_a_damaged_state_of_the_details_changes_nothing(opened: Opened, state: object) -> None:
    before = opened.widths
    opened.window.restore_state(state)
    assert opened.widths == before
    assert not opened.window.shows_details


def test_hiding_all_panels_brings_back_those_that_were_open(opened: Opened) -> None:
    opened.resize(1400)
    opened.window.show_details(True)
    opened.window.show_create(False)
    QApplication.processEvents()
    before = opened.widths
    opened.actions[Command.HIDE_PANELS].trigger()
    QApplication.processEvents()
    assert [bool(width) for width in opened.widths] == [False, True, False, False]
    assert opened.actions[Command.HIDE_PANELS].isChecked()
    opened.actions[Command.HIDE_PANELS].trigger()
    QApplication.processEvents()
    assert opened.widths == before


def test_reset_layout_closes_the_details_in_a_window_of_usual_size(opened: Opened) -> None:
    before = opened.widths
    opened.window.show_details(True)
    opened.window.show_history(False)
    opened.actions[Command.RESET_LAYOUT].trigger()
    QApplication.processEvents()
    assert not opened.window.shows_details
    assert [width for width in opened.widths if width] == before


def test_the_details_make_room_for_the_history_that_is_asked_for(
    opened: Opened, theme: Theme
) -> None:
    opened.resize(theme.px(1150))
    opened.window.show_details(True)
    opened.actions[Command.HISTORY_PANEL].trigger()
    QApplication.processEvents()
    assert not opened.window.shows_details
    assert opened.widths[1] >= theme.px(420)
    assert opened.window.state()["details"] is True
    opened.resize(theme.px(1300))
    assert opened.window.shows_details
    assert opened.widths[-1]


def test_form_and_history_take_turns_where_both_do_not_fit(opened: Opened, theme: Theme) -> None:
    opened.resize(theme.px(1300))
    theme.configure(text_scale=150)
    opened.resize(1024)
    create, history = opened.window._create, opened.window._history
    assert history.isHidden()
    opened.actions[Command.HISTORY_PANEL].trigger()
    QApplication.processEvents()
    assert not history.isHidden()
    assert create.isHidden()
    assert opened.window.state()["create"] is True
    opened.actions[Command.CREATE_PANEL].trigger()
    assert history.isHidden()
    assert not create.isHidden()
    opened.actions[Command.HISTORY_PANEL].trigger()
    opened.actions[Command.HISTORY_PANEL].trigger()
    assert not create.isHidden(), "the history gives back what it took"
    opened.actions[Command.HISTORY_PANEL].trigger()
    opened.resize(2000)
    assert not create.isHidden()
    assert not history.isHidden()


def test_groups_and_stacks_of_the_grid_are_remembered_with_the_window(
    opened: Opened, open_another: Callable[[], Opened]
) -> None:
    opened.actions[Command.GROUP_BY_BATCH].trigger()
    opened.actions[Command.STACKS].trigger()
    other = open_another()
    other.window.restore_state(opened.window.state())
    assert other.actions[Command.GROUP_BY_BATCH].isChecked()
    assert other.actions[Command.STACKS].isChecked()
    other.window.restore_state({"grouping": ["day"], "stacks": "yes"})
    assert other.actions[Command.GROUP_NONE].isChecked()
    assert not other.actions[Command.STACKS].isChecked()
    # As it was written before there were other groups.
    other.window.restore_state({"group_by_day": True})
    assert other.actions[Command.GROUP_BY_DAY].isChecked()


def press_border_twice(opened: Opened, number: int) -> None:
    handle = opened.window.findChild(QSplitter).handle(number)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_border_pressed_twice_gives_its_pane_the_usual_width(opened: Opened) -> None:
    usual = opened.widths
    splitter = opened.window.findChild(QSplitter)
    opened.drag_history_to(400)
    splitter.moveSplitter(400, 1)
    QApplication.processEvents()
    assert opened.widths[0] > usual[0]
    press_border_twice(opened, 1)
    assert opened.widths[0] == usual[0]
    assert opened.widths[-1] > usual[-1]
    press_border_twice(opened, 2)
    assert opened.widths == usual


def test_border_of_the_details_gives_them_and_the_history_their_usual_width(
    opened: Opened,
) -> None:
    opened.resize(1600)
    opened.window.show_details(True)
    QApplication.processEvents()
    usual = opened.widths
    splitter = opened.window.findChild(QSplitter)
    splitter.moveSplitter(splitter.width() - 320, 3)
    splitter.moveSplitter(splitter.width() - 320 - 340, 2)
    QApplication.processEvents()
    assert opened.widths != usual
    press_border_twice(opened, 2)
    assert opened.widths[2] == usual[2]
    press_border_twice(opened, 3)
    assert opened.widths == usual
