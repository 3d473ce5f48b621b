"""Tab goes through the whole window as it is read: create, stage, caption, history."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.main_window import MainWindow
from nanobanana_desktop.ui.marks.marks_editors import MarksEditors
from nanobanana_desktop.ui.stage.pane import StagePane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task

S = TaskState


class Window:
    """The three panes in their window."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        tasks = [make_task("a"), make_task("b", S.FAILED, age=2 * HOUR), make_task("c", S.QUEUED)]
        self.source = FakeHistory(tasks)
        pictures, previews, ticker = FakePictures(), FakePictures(), Ticker()
        requests = TaskRequests()
        cache = ThumbnailCache(previews)
        self.create = CreatePane(theme)
        self.history = HistoryPane(theme, self.source, cache, ticker, requests, lambda: NOON)
        self.stage = StagePane(
            theme,
            (self.history.model, self.history.selection_model),
            pictures,
            previews,
            cache,
            ticker,
            requests,
            lambda: NOON,
        )
        self.window = MainWindow(theme, Actions(), self.create, self.stage, self.history)
        self.history.current_changed.connect(self.stage.show_task)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.history.show_history()
        QApplication.processEvents()

    def look_at(self, task_id: str) -> None:
        self.history.select(task_id)
        QApplication.processEvents()

    def places(self) -> list[str]:
        """The parts of the window in the order in which Tab reaches them, each once."""
        caption = self.stage.single.caption
        parts = {
            "create": self.create,
            "caption": caption,
            "header": self.stage.header,
            "stage": self.stage,
            "search": self.history.search,
            "filter button": self.history.panel.button,
            "filters": self.history.filters,
            "list": self.history.list,
            "history": self.history,
        }
        self.create.prompt.editor.setFocus()
        found: list[str] = []
        start = QApplication.focusWidget()
        for _ in range(80):
            focus = QApplication.focusWidget()
            name = next(n for n, part in parts.items() if _is_inside(focus, part))
            if not found or found[-1] != name:
                found.append(name)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
            if QApplication.focusWidget() is start:
                break
        return found


def _is_inside(widget: QWidget, part: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Window:
    return Window(qtbot, theme)


READING = ["header", "stage", "caption", "history", "search", "filter button", "filters", "list"]


@pytest.mark.parametrize("task_ids", ["a", "b", "c", "ab", "ba", "bca"])
def test_tab_follows_the_eye(opened: Window, task_ids: str) -> None:
    for task_id in task_ids:
        opened.look_at(task_id)
    found = opened.places()
    assert found[0] == "create"
    middle = [name for name in found[1:] if name != "create"]
    assert middle == [name for name in READING if name in middle]
    assert {"caption", "search", "filters", "list"} <= set(middle)


def test_the_key_card_is_walked_through_from_the_top(opened: Window, theme: Theme) -> None:
    card = KeyCard(theme)
    opened.stage.show_welcome(card)
    QApplication.processEvents()
    card.language_box.setFocus()
    reached = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    field = card.key_field
    assert reached == [field.edit, field.paste, card.check_button, card.get_key_button]


def test_the_stars_are_one_stop_and_arrows_walk_there(qtbot: QtBot, theme: Theme) -> None:
    editors = MarksEditors(theme)
    qtbot.addWidget(editors)
    editors.show_tasks([make_task("a", rating=2)])
    editors.show()
    editors.activateWindow()
    stars, rated = editors.rating.stars, []
    editors.rating.rated.connect(rated.append)
    qtbot.waitUntil(editors.isActiveWindow)
    editors.tags.line.setFocus()
    QTest.keyClick(editors.tags.line, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert stars[1].hasFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert stars[4].hasFocus()
    QTest.keyClick(stars[4], Qt.Key.Key_Left)
    QTest.keyClick(stars[3], Qt.Key.Key_Space)
    assert rated == [4]
    QTest.keyClick(stars[3], Qt.Key.Key_Tab)
    assert editors.tags.line.hasFocus()


def test_a_button_that_goes_hands_the_focus_to_the_stage(opened: Window) -> None:
    opened.look_at("c")
    stop = opened.stage.single.caption.stop
    stop.setFocus()
    stopped = replace(opened.source.by_id["c"], state=S.WATCH_STOPPED)
    opened.history.task_changed(opened.source.put(stopped))
    opened.stage.task_changed(stopped)
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert _is_inside(focus, opened.stage.pages)


def test_the_new_chip_hands_the_focus_to_the_list(opened: Window) -> None:
    for number in range(30):
        opened.history.tasks_added([opened.source.put(make_task(f"t{number}", age=HOUR * number))])
    QApplication.processEvents()
    view = opened.history.list
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    opened.history.tasks_added([opened.source.put(make_task("new", S.QUEUED, age=1))])
    chip = opened.history._new_chip
    chip.setFocus()
    chip.click()
    assert view.hasFocus()
    assert view.is_at_top


def test_the_toast_leaves_the_caption_free(opened: Window) -> None:
    opened.look_at("a")
    toast, caption = opened.window.toast, opened.stage.single.caption
    toast.stay_above(opened.stage.pages)
    toast.show_message("Form filled", "Undo", lambda: None)
    assert not toast.geometry().intersects(caption.geometry())
    opened.window.resize(1200, 700)
    QApplication.processEvents()
    assert not toast.geometry().intersects(caption.geometry())
    assert opened.stage.rect().contains(toast.geometry())
