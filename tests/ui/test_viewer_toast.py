"""News while the viewer is used: told there, taken back there, and never lost with its window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.services.marks_service import MarkResult, OnEnd
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.viewer.viewer import Viewer
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring.marks_wiring import MarksWiring
from nanobanana_desktop.ui.wiring.undo_wiring import UndoWiring
from nanobanana_desktop.ui.wiring.viewer_wiring import ViewerWiring
from tests.ui.fake_tasks import FakeSettings, FakeTasks
from tests.ui.shown_panes import shown_panes
from tests.ui.test_undo import Marks
from tests.ui.test_viewer import Kept

CTRL = Qt.KeyboardModifier.ControlModifier
MINUTE = 60.0
"""No message goes by itself while it is looked for."""


class Told:
    """The window and the viewer, and what was taken back."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot = qtbot
        self.panes: Panes
        self.panes, source = shown_panes(qtbot, theme)
        settings: FakeSettings = Kept()
        parts = SimpleNamespace(
            panes=self.panes,
            tasks=FakeTasks(),
            settings=settings,
            marks=Marks(),
            history=source,
        )
        UndoWiring(parts, self.panes)
        self.wiring = ViewerWiring(parts, lambda: None, self.panes)
        self.panes.history.select("a")
        self.undone: list[str] = []

    @property
    def toast(self) -> Toast:
        return self.panes.window.toast

    @property
    def viewer(self) -> Viewer:
        assert self.wiring.viewer is not None
        return self.wiring.viewer

    def open(self) -> QWidget:
        """The window of the viewer, in use."""
        self.wiring.open()
        return self.go_to(self.viewer.window)

    def go_to(self, window: QWidget) -> QWidget:
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)
        return window

    def fill_screen(self) -> QWidget:
        """The window in which the viewer fills the screen, in use."""
        windows: list[QWidget] = []
        self.viewer.full_screen_changed.connect(windows.append)
        self.viewer.toggle_full_screen()
        self.viewer.full_screen_changed.disconnect(windows.append)
        return self.go_to(windows[0])

    def tell(self) -> None:
        self.toast.show_undo("Moved", lambda: self.undone.append("moved"), MINUTE)

    def is_told_in(self, window: QWidget) -> bool:
        toast = self.toast
        place = toast.rect().translated(toast.mapTo(window, toast.rect().topLeft()))
        return toast.window() is window and toast.isVisible() and window.rect().contains(place)


@pytest.fixture
def told(qtbot: QtBot, theme: Theme) -> Iterator[Told]:
    made = Told(qtbot, theme)
    yield made
    made.wiring.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_news_are_told_in_the_window_that_is_used(told: Told) -> None:
    main, viewer = told.panes.window, told.open()
    told.tell()
    assert told.is_told_in(viewer)
    told.go_to(main)
    assert told.is_told_in(main)
    told.go_to(viewer)
    assert told.is_told_in(viewer)


def test_the_bar_of_the_viewer_stays_free(told: Told) -> None:
    viewer = told.open()
    told.tell()
    bar = told.viewer.bar
    assert bar.isVisible()
    for height in (viewer.height(), viewer.height() - 100, viewer.height() + 60):
        viewer.resize(viewer.width(), height)
        told.qtbot.waitUntil(lambda h=height: bar.geometry().bottom() == h - 1)
        bottom = told.toast.mapTo(viewer, told.toast.rect().bottomLeft()).y()
        assert 0 <= bar.geometry().top() - bottom < bar.height()


def test_the_mouse_takes_back_in_the_viewer(told: Told) -> None:
    viewer = told.open()
    told.tell()
    button = told.toast._action
    under = viewer.childAt(button.mapTo(viewer, button.rect().center()))
    assert under is button
    QTest.mouseClick(under, Qt.MouseButton.LeftButton)
    assert told.undone == ["moved"]


def test_the_key_takes_back_in_the_viewer(told: Told) -> None:
    told.open()
    told.tell()
    QTest.keyClick(told.viewer.window.column.pages.currentWidget(), Qt.Key.Key_Z, CTRL)
    assert told.undone == ["moved"]


def test_who_fills_the_screen_is_told_there_and_afterwards_in_the_window(told: Told) -> None:
    window = told.open()
    full = told.fill_screen()
    told.tell()
    assert told.is_told_in(full)
    told.viewer.toggle_full_screen()
    assert told.toast.window() is window
    told.go_to(window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert told.is_told_in(window)
    button = told.toast._action
    assert window.childAt(button.mapTo(window, button.rect().center())) is button
    QTest.keyClick(told.viewer.window.column.pages.currentWidget(), Qt.Key.Key_Z, CTRL)
    assert told.undone == ["moved"]


@pytest.mark.parametrize("fills_screen", [False, True])
def test_a_viewer_that_closes_leaves_the_news(told: Told, fills_screen: bool) -> None:
    told.open()
    if fills_screen:
        told.fill_screen()
    told.tell()
    told.wiring.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert told.is_told_in(told.panes.window)
    assert told.toast.undo()
    assert told.undone == ["moved"]


def test_another_host_waits_until_the_viewer_is_left(told: Told) -> None:
    """Such as the window for sorting out, or the stage on the whole screen."""
    viewer, stage = told.open(), told.panes.stage
    told.tell()
    other = stage.header
    told.panes.window.float_toast(other)
    assert told.is_told_in(viewer)
    told.go_to(told.panes.window)
    assert told.toast.parentWidget() is other
    told.panes.window.float_toast(None)
    assert told.toast.parentWidget() is stage


def test_a_viewer_that_is_opened_again_is_told_the_news_again(told: Told) -> None:
    told.open()
    told.wiring.close()
    assert told.panes.actions[Command.VIEWER_WINDOW].isChecked() is False
    viewer = told.open()
    told.tell()
    assert told.is_told_in(viewer)


class SlowMarks(QObject):
    """Says how far it has come, and ends when the test says so."""

    marks_changed = Signal(list)
    many_changed = Signal()
    progress_changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.end: OnEnd

    def change(self, _numbers: Sequence[int], _change: MarkChange, on_end: OnEnd) -> None:
        self.end = on_end
        self.progress_changed.emit(1, 2)


def test_what_was_begun_in_the_viewer_is_told_although_it_closed(told: Told, theme: Theme) -> None:
    panes, marks = told.panes, SlowMarks()
    told.open()
    wiring = MarksWiring(
        theme,
        panes.requests,
        marks,
        SimpleNamespace(meant=lambda ids: range(len(ids))),
        panes.history,
        panes.stage,
        told.toast,
        None,
        lambda tasks: None,
        panes,
    )
    wiring.change(["a", "b"], MarkChange(starred=True))
    told.wiring.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    marks.end(MarkResult(MarkChange(starred=True), 2))
    assert told.toast.text == "2 image(s) starred"
    assert told.is_told_in(panes.window)
