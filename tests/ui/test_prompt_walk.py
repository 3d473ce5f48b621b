"""Earlier prompts by keys: the draft is never lost, nothing is read before it is wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.recent_prompts import recent_prompts
from nanobanana_desktop.ui.create.prompt_editor import WALK_KEYS, PromptEditor
from nanobanana_desktop.ui.create.prompt_walk import PromptWalk
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import FakeHistory, make_task

UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


class Walk:
    def __init__(self, qtbot: QtBot, theme: Theme, prompts: list[str]) -> None:
        self.asked = 0
        self.prompts = prompts
        self.editor = PromptEditor(theme)
        qtbot.addWidget(self.editor)
        self.editor.show()
        self.walk = PromptWalk(self.editor, self._earlier)

    def _earlier(self) -> Iterator[str]:
        self.asked += 1
        return iter(self.prompts)

    def press(self, *keys: Qt.Key) -> str:
        for key in keys:
            QTest.keyClick(self.editor, key, WALK_KEYS)
        return self.editor.toPlainText()


@pytest.fixture
def walk(qtbot: QtBot, theme: Theme) -> Walk:
    return Walk(qtbot, theme, ["newest", "older", "oldest"])


def test_without_a_history_the_text_stays(walk: Walk) -> None:
    walk.prompts = []
    walk.editor.setPlainText("mine")
    assert walk.press(UP, UP, DOWN) == "mine"


def test_what_is_being_composed_is_not_lost(walk: Walk) -> None:
    walk.editor.setPlainText("mine")
    QApplication.sendEvent(walk.editor, QInputMethodEvent("zhong", []))
    assert walk.press(UP) == "mine"
    assert walk.editor.is_composing()
    QApplication.sendEvent(walk.editor, QInputMethodEvent("", []))


def test_the_ends_hold(walk: Walk) -> None:
    walk.editor.setPlainText("mine")
    assert walk.press(DOWN) == "mine"
    assert walk.press(UP, UP, UP, UP, UP) == "oldest"
    assert walk.press(DOWN, DOWN, DOWN, DOWN, DOWN) == "mine"
    assert walk.asked == 1


def test_the_draft_is_the_newest_and_undo_brings_it_back(walk: Walk) -> None:
    QTest.keyClicks(walk.editor, "half a th")
    assert walk.press(UP) == "newest"
    assert walk.editor.textCursor().atEnd()
    walk.editor.undo()
    assert walk.editor.toPlainText() == "half a th"


def test_a_change_makes_it_the_draft_of_another_walk(walk: Walk) -> None:
    walk.press(UP, UP)
    QTest.keyClicks(walk.editor, " boat")
    assert walk.press(UP) == "newest"
    assert walk.press(DOWN) == "older boat"
    assert walk.asked == 2


def test_a_prompt_like_the_draft_is_no_step(walk: Walk) -> None:
    walk.editor.setPlainText("newest")
    assert walk.press(UP) == "older"


def test_arrows_alone_move_in_the_text(walk: Walk) -> None:
    walk.editor.setPlainText("mine")
    QTest.keyClick(walk.editor, UP)
    assert (walk.editor.toPlainText(), walk.asked) == ("mine", 0)


# -- the history -------------------------------------------------------------------------------


def test_a_history_that_cannot_be_read_has_no_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    history = FakeHistory()

    def fail(_query: HistoryQuery) -> None:
        raise StorageError(ErrorCase.DATABASE, "gone")

    monkeypatch.setattr(history, "first_page", fail)
    assert list(recent_prompts(history)) == []


def test_each_prompt_is_there_once_and_few_tasks_are_read() -> None:
    tasks = [
        make_task(f"{n:03}", prompt=f"prompt {n // 2}" if n else " ", age=n * 10.0)
        for n in range(140)
    ]
    history = FakeHistory(tasks)
    found = recent_prompts(history)
    assert [next(found) for _ in range(3)] == ["prompt 0", "prompt 1", "prompt 2"]
    assert history.tasks_read <= 50
    assert len(list(found)) == 67
