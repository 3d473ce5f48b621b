"""Full screen: black, alone with the picture; caption and pointer come with the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.stage import full_screen
from nanobanana_desktop.ui.stage.full_screen import FullScreenWindow
from nanobanana_desktop.ui.stage.stage_header import COMPARE, SINGLE
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import HOUR, make_task
from tests.ui.staged import Shown, picture, shown_stage

Key = Qt.Key


@pytest.fixture
def full(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Shown]]:
    # The caption goes when a test says so, not when the machine stands still.
    monkeypatch.setattr(full_screen, "REST_MS", 3_600_000)
    built: list[Shown] = []

    def build() -> Shown:
        tasks = [make_task(f"t{n}", age=HOUR * (n + 1)) for n in range(3)]
        shown = shown_stage(qtbot, theme, tasks)
        shown.pictures.picture_loaded.emit("t0", picture())
        shown.pane.toggle_full_screen()
        with qtbot.waitExposed(window_of(shown)):
            window_of(shown).activateWindow()
        QApplication.processEvents()
        qtbot.waitUntil(window_of(shown).isActiveWindow)
        built.append(shown)
        return shown

    yield build
    for shown in built:
        if shown.pane.picture.window() is not shown.pane:
            shown.pane.toggle_full_screen()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert QGuiApplication.overrideCursor() is None


def window_of(shown: Shown) -> FullScreenWindow:
    assert shown.pane.page is not None
    window = shown.pane.page.window()
    assert isinstance(window, FullScreenWindow)
    return window


def caption_is_seen(shown: Shown) -> bool:
    return shown.pane.single.caption.isVisible()


def move_mouse(window: QWidget, place: QPoint) -> None:
    QCursor.setPos(window.mapToGlobal(place))
    QTest.mouseMove(window, place)
    QApplication.processEvents()


def test_it_is_black_and_without_caption_until_the_mouse_moves(full) -> None:
    shown = full()
    window = window_of(shown)
    assert window.isFullScreen()
    image = shown.pane.picture.grab().toImage()
    assert image.pixelColor(1, 1).name() == "#000000"
    assert not caption_is_seen(shown)
    window.wake()
    assert caption_is_seen(shown)
    assert shown.pane.single.caption.mapTo(window, QPoint()).y() > window.height() // 2
    window._rest.timeout.emit()
    assert not caption_is_seen(shown)
    assert QGuiApplication.overrideCursor().shape() is Qt.CursorShape.BlankCursor
    window.wake()
    assert QGuiApplication.overrideCursor() is None


def test_moving_the_mouse_brings_caption_and_pointer(full) -> None:
    shown = full()
    window = window_of(shown)
    window._rest.timeout.emit()
    move_mouse(window, QPoint(40, 40))
    move_mouse(window, QPoint(90, 60))
    assert caption_is_seen(shown)


def test_the_caption_stays_while_one_of_its_buttons_has_the_focus(full) -> None:
    shown = full()
    window = window_of(shown)
    QTest.keyClick(shown.pane.picture, Key.Key_Tab)
    assert caption_is_seen(shown)
    shown.pane.single.caption.copy.setFocus()
    window._rest.timeout.emit()
    assert caption_is_seen(shown)


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_F, Key.Key_F11])
def test_it_is_left_by_keys_and_everything_is_back(full, key) -> None:
    shown = full()
    QTest.keyClick(shown.pane.picture, key)
    pane = shown.pane
    assert pane.picture.window() is pane
    assert pane.page is pane.picture
    assert pane.single.caption.isVisible()
    assert pane.single.caption.mapTo(pane, QPoint()).y() > pane.height() // 2
    assert pane.pages.mapTo(pane, QPoint()).y() == pane.header.height()
    assert pane.picture.grab().toImage().pixelColor(5, 5).name() != "#000000"


def test_escape_leaves_the_screen_before_it_leaves_the_comparison(full) -> None:
    shown = full()
    QTest.keyClick(shown.pane.picture, "c")
    compared = shown.pane.compare.view
    assert compared.window().isFullScreen()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert compared.window() is shown.pane
    assert shown.pane.view == COMPARE
    shown.pane.activateWindow()
    QApplication.processEvents()
    assert compared.isAncestorOf(shown.pane.focusWidget())
    QTest.keyClick(shown.pane.focusWidget(), Key.Key_Escape)
    assert shown.pane.view == SINGLE


@pytest.mark.parametrize("key", [Key.Key_I, Key.Key_T, Key.Key_N])
def test_what_is_beside_the_picture_is_not_opened_behind_it(full, key) -> None:
    shown = full()
    QTest.keyClick(shown.pane.picture, key)
    assert shown.pane.picture.window() is shown.pane


def test_all_single_keys_work_there(full, qtbot) -> None:
    shown = full()
    steps: list[int] = []
    shown.pane.step_requested.connect(steps.append)
    target = shown.pane.picture
    QTest.keyClick(target, Key.Key_Right)
    QTest.keyClick(target, Key.Key_PageUp)
    assert steps == [1, -1]
    with qtbot.waitSignal(shown.requests.star_toggled):
        QTest.keyClick(target, "s")
    with qtbot.waitSignal(shown.requests.delete_requested):
        QTest.keyClick(target, Key.Key_Delete)
    QTest.keyClick(target, "z")
    assert shown.pane.picture.zoom.shown_scale == 1.0
    QTest.keyClick(target, "c")
    assert shown.pane.view == COMPARE
    assert window_of(shown).isFullScreen()
    assert shown.pane.compare.view.grab().toImage().pixelColor(1, 1).name() == "#000000"
    QTest.keyClick(shown.pane.compare.view.b, Key.Key_F)
    assert shown.pane.compare.view.window() is shown.pane
    shown.pane.set_view(SINGLE)


def test_what_needs_the_window_behind_leads_back_and_leaves_the_focus_there(full, qtbot) -> None:
    shown = full()
    form = QTextEdit(shown.pane)
    form.show()
    shown.requests.reuse_requested.connect(lambda _task: form.setFocus())
    QTest.keyClick(shown.pane.picture, "r")
    assert shown.pane.picture.window() is shown.pane
    assert shown.pane.focusWidget() is form


def test_the_one_around_is_told_of_the_window(full) -> None:
    shown = full()
    told: list[object] = []
    shown.pane.full_screen_changed.connect(told.append)
    shown.pane.toggle_full_screen()
    shown.pane.toggle_full_screen()
    assert told == [None, window_of(shown)]


def test_a_task_without_picture_gets_no_full_screen(qtbot, theme) -> None:
    shown = shown_stage(qtbot, theme, [make_task("f", TaskState.FAILED)])
    shown.pane.toggle_full_screen()
    assert shown.pane.page.window() is shown.pane


def test_a_task_that_goes_away_in_full_screen_leaves_a_way_back(full) -> None:
    shown = full()
    window = window_of(shown)
    shown.pane.tasks_removed(["t0"])
    assert shown.pane.page is shown.pane.single.empty
    QTest.keyClick(window, Key.Key_Escape)
    assert shown.pane.page.window() is shown.pane
