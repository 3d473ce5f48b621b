"""The menu of a task that did not end well: what helps it, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import make_task
from tests.ui.staged import shown_stage

S = TaskState


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def act(menu: QMenu, word: str) -> None:
    next(action for action in menu.actions() if action.text() == word).trigger()


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (S.FAILED, ["Run again", "Edit prompt", "Copy prompt", "Copy details", "Move to bin"]),
        (S.REFUSED, ["Run again", "Edit prompt", "Copy prompt", "Copy details", "Move to bin"]),
        (S.SUBMIT_UNKNOWN, ["I have a task ID…", "Run again", "Mark as not sent", "Copy details"]),
        (S.PROCESSING, ["Check now", "Stop waiting", "Reuse settings", "Copy prompt"]),
        (S.DONE, ["Open", "Compare", "Reuse settings", "Use as reference", "Copy file"]),
    ],
)
def test_the_menu_offers_what_helps(qtbot: QtBot, state: S, offered: list[str]) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    task = make_task("a", state, remote_id="r1" if state is S.PROCESSING else "")
    shown = words(TaskMenus(TaskRequests()).menu([task], host))
    assert [word for word in shown if word in offered] == offered
    assert ("Edit prompt" in shown) is (state in (S.FAILED, S.REFUSED))
    assert ("I have a task ID…" in shown) is (state is S.SUBMIT_UNKNOWN)


def test_the_prompt_of_a_failed_task_is_edited(qtbot: QtBot) -> None:
    host, requests, asked = QWidget(), TaskRequests(), []
    qtbot.addWidget(host)
    requests.edit_prompt_requested.connect(asked.append)
    task = make_task("a", S.FAILED)
    act(TaskMenus(requests).menu([task], host), "Edit prompt")
    assert asked == [task]


def test_an_id_is_written_on_the_card_of_its_task(qtbot: QtBot, theme: Theme) -> None:
    unknown = make_task("a", S.SUBMIT_UNKNOWN, error_case=ErrorCase.NOT_CONFIRMED)
    shown = shown_stage(qtbot, theme, [unknown])
    card = shown.pane.single.card
    opened: list[str] = []
    shown.requests.open_requested.connect(opened.append)
    assert card.id_row.isHidden()
    shown.requests.id_entry_requested.emit("another")
    assert card.id_row.isHidden()
    act(TaskMenus(shown.requests).menu([unknown], shown.pane), "I have a task ID…")
    assert opened == ["a"]
    assert not card.id_row.isHidden()
    assert QApplication.focusWidget() is card.id_edit
