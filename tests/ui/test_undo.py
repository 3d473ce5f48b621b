"""Undo and Redo of the menu: editors, the toast, and the history, in this order."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.marks_service import MarkResult, OnEnd
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.undo_wiring import UndoWiring
from tests.ui.shown_panes import shown_panes

C = Command
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Marks(QObject):
    """Takes back at once, as long as the tasks are there."""

    carried_out = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.count = 1
        self.problem: StorageError | None = None
        self.undone = 0

    def change(self, number: int) -> None:
        undo = [(MarkChange(starred=False), [number])]
        self.carried_out.emit(MarkResult(MarkChange(starred=True), 1, undo), None)

    def undo(self, result: MarkResult, on_end: OnEnd | None = None) -> None:
        self.undone += 1
        turned = MarkResult(result.change, self.count, result.undo, self.problem)
        if self.count:
            self.carried_out.emit(turned, result)
        if on_end is not None:
            on_end(turned)


class Window:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.panes, source = shown_panes(qtbot, theme)
        panes = self.panes
        self.marks = Marks()
        requests = panes.requests
        requests.command_requested.connect(lambda command: panes.actions[command].trigger())
        self.wiring = UndoWiring(
            SimpleNamespace(panes=panes, marks=self.marks, history=source), panes
        )
        self.numbers = source.numbers_of(["a", "b"])

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""

    @property
    def current(self) -> str:
        task = self.panes.history.current_task()
        return task.id if task is not None else ""


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    return Window(qtbot, theme)


def test_the_editor_with_the_focus_goes_first(window: Window, qtbot: QtBot) -> None:
    done: list[str] = []
    window.marks.change(window.numbers["a"])
    window.panes.window.toast.show_undo("1 item moved to the bin", lambda: done.append("back"))
    window.panes.create.focus_prompt()
    editor = window.panes.create.prompt.editor
    qtbot.keyClicks(editor, "word")
    qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.toPlainText() == ""
    window.panes.actions[C.REDO].trigger()
    assert editor.toPlainText() == "word"
    window.panes.actions[C.UNDO].trigger()
    assert editor.toPlainText() == ""
    assert (done, window.marks.undone) == ([], 0)


def test_the_toast_goes_before_the_history(window: Window) -> None:
    done: list[str] = []
    window.marks.change(window.numbers["a"])
    window.panes.window.toast.show_undo("1 item moved to the bin", lambda: done.append("back"))
    window.panes.history.list.setFocus()
    window.panes.actions[C.UNDO].trigger()
    assert (done, window.marks.undone) == (["back"], 0)
    window.panes.actions[C.UNDO].trigger()
    assert (done, window.marks.undone) == (["back"], 1)


def test_steps_in_the_history_are_told_shown_and_done_again_by_keys(window: Window) -> None:
    window.panes.history.select("a")
    window.panes.history.list.setFocus()
    window.marks.change(window.numbers["b"])
    QTest.keyClick(window.panes.history.list, Qt.Key.Key_Z, CTRL)
    assert window.toast == "Undone: 1 image(s) changed back"
    assert window.current == "b"
    for key, held in ((Qt.Key.Key_Z, CTRL | SHIFT), (Qt.Key.Key_Y, CTRL)):
        QTest.keyClick(window.panes.history.list, key, held)
        assert window.toast == "Done again: 1 image(s) changed"
        QTest.keyClick(window.panes.history.list, Qt.Key.Key_Z, CTRL)
    assert window.marks.undone == 5


def test_what_is_gone_or_fails_is_told(window: Window) -> None:
    window.panes.history.list.setFocus()
    for number in window.numbers.values():
        window.marks.change(number)
    window.marks.count = 0
    window.marks.problem = StorageError(ErrorCase.DISK_FULL, "full", folder="", volume="", free=0)
    window.panes.actions[C.UNDO].trigger()
    assert window.toast
    assert "Undone" not in window.toast
    window.marks.problem = None
    window.panes.actions[C.UNDO].trigger()
    assert window.toast == "These images are not there any more."


def test_the_open_menu_tells_what_could_be_done_and_the_keys_stay(window: Window) -> None:
    actions = window.panes.actions
    menu = actions.menu_of(C.UNDO)

    def possible() -> tuple[bool, bool]:
        menu.aboutToShow.emit()
        shown = actions[C.UNDO].isEnabled(), actions[C.REDO].isEnabled()
        menu.aboutToHide.emit()
        assert actions[C.UNDO].isEnabled()
        return shown

    window.panes.history.list.setFocus()
    assert possible() == (False, False)
    window.marks.change(window.numbers["a"])
    assert possible() == (True, False)
    actions[C.UNDO].trigger()
    window.panes.window.toast.dismiss()
    assert possible() == (False, True)
    window.panes.create.focus_prompt()
    assert possible() == (False, False)
    QTest.keyClicks(window.panes.create.prompt.editor, "x")
    assert possible() == (True, False)
    menus = window.panes.window.menuBar()
    menus.setFocus(Qt.FocusReason.MenuBarFocusReason)
    assert possible() == (True, False)
    window.panes.history.list.setFocus()
    menus.setFocus(Qt.FocusReason.MenuBarFocusReason)
    assert possible() == (False, True)
    window.panes.history.focus_search()
    QTest.keyClicks(QApplication.focusWidget(), "x")
    assert possible() == (True, False)
