"""Notices: silent while the window is used, one for all that ended, gone when it is used again."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.notice_texts import NoticeText, NoticeWords
from nanobanana_desktop.ui.settings.notifications_page import NotificationsPage
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.notice_wiring import NoticeWiring
from tests.ui.fake_history import make_task
from tests.ui.fake_tasks import FakeSettings, FakeTasks

S = TaskState
ACTIVE = Qt.ApplicationState.ApplicationActive
INACTIVE = Qt.ApplicationState.ApplicationInactive


class FakeNotices(QObject):
    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []
        self.ends: list[str] = []

    def show(self, title: str, body: str, _open_word: str) -> None:
        self.shown.append((title, body))

    def withdraw(self) -> None:
        self.ends.append("withdrawn")

    def close(self) -> None:
        self.ends.append("closed")


class Scene:
    def __init__(self) -> None:
        self.tasks, self.settings = FakeTasks(), FakeSettings()
        self.notices, self.requests = FakeNotices(), TaskRequests()
        self.badge: list[int] = []
        self.raised: list[str | None] = []
        self.asked: list[tuple[str, str]] = []
        self.requests.open_requested.connect(lambda task: self.asked.append(("open", task)))
        self.requests.select_requested.connect(lambda task: self.asked.append(("select", task)))
        self.wiring = NoticeWiring(
            self.tasks,
            self.settings,
            self.notices,
            self.requests,
            lambda: self.raised.append(os.environ.get("XDG_ACTIVATION_TOKEN")),
            self.badge.append,
        )
        self.wiring.follow(INACTIVE)

    def end(self, *tasks: GenerationTask) -> None:
        """The tasks were ordered and all of them ended."""
        self.tasks.tasks_added.emit([make_task(task.id, S.READY) for task in tasks])
        for task in tasks:
            self.tasks.task_changed.emit(task)


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    made = Scene()
    yield made
    made.wiring.close()


def failed(name: str, case: ErrorCase = ErrorCase.CONTENT) -> GenerationTask:
    return make_task(name, S.FAILED, error_case=case)


# -- silence -----------------------------------------------------------------------------------


def test_while_the_window_is_used_nothing_is_told(scene: Scene) -> None:
    scene.wiring.follow(ACTIVE)
    scene.end(make_task("a"), failed("b"))
    assert (scene.notices.shown, scene.badge) == ([], [])


def test_what_the_person_does_not_want_is_not_told(scene: Scene) -> None:
    scene.settings.change(notify_ready=False)
    scene.end(make_task("a"), failed("b"))
    assert scene.notices.shown == [
        ("1 task(s) failed: Content not allowed", "A ripe banana carved into a tiny sailing boat")
    ]
    assert scene.badge == [1]
    scene.settings.change(notify_failed=False)
    scene.end(make_task("c"), failed("d"))
    assert len(scene.notices.shown) == 1


def test_without_a_notice_nothing_is_taken_back(scene: Scene) -> None:
    scene.wiring.follow(ACTIVE)
    assert scene.notices.ends == []


def test_a_late_click_raises_the_window_and_chooses_nothing(scene: Scene) -> None:
    scene.end(make_task("a"))
    scene.wiring.follow(ACTIVE)
    scene.notices.clicked.emit("")
    assert (scene.raised, scene.asked) == ([None], [])


# -- notices -----------------------------------------------------------------------------------


def test_the_notice_goes_and_the_number_too_when_the_person_comes(scene: Scene) -> None:
    scene.end(make_task("a"), make_task("b"))
    assert scene.notices.shown == [
        ("2 image(s) are ready", "A ripe banana carved into a tiny sailing boat")
    ]
    assert scene.badge == [1, 2]
    scene.wiring.follow(ACTIVE)
    assert (scene.notices.ends, scene.badge) == (["withdrawn"], [1, 2, 0])
    scene.wiring.follow(ACTIVE)
    assert scene.notices.ends == ["withdrawn"]


def test_a_click_opens_the_one_picture(scene: Scene) -> None:
    scene.end(make_task("a"))
    scene.notices.clicked.emit("token-1")
    assert scene.raised == ["token-1"]
    assert scene.asked == [("open", "a")]
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


def test_a_click_on_several_chooses_the_newest_picture(scene: Scene) -> None:
    scene.end(make_task("a"), make_task("b"), failed("c"))
    scene.notices.clicked.emit("")
    assert scene.asked == [("select", "b")]


def test_the_end_of_the_program_leaves_nothing(scene: Scene) -> None:
    scene.tasks.tasks_added.emit([make_task("a", S.READY), make_task("b", S.READY)])
    scene.tasks.task_changed.emit(make_task("a"))
    scene.wiring.close()
    timer = scene.wiring.findChild(QTimer)
    assert not timer.isActive()
    assert scene.notices.ends == ["closed"]


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ready", "bad", "text"),
    [
        (
            [make_task("a", prompt="\n  A boat\n on a lake")],
            [],
            ("1 image(s) are ready", "A boat"),
        ),
        (
            [make_task("a", prompt="A boat")],
            [failed("b"), failed("c")],
            ("1 image(s) are ready", "A boat\n2 task(s) failed: Content not allowed"),
        ),
        (
            [],
            [failed("b"), make_task("c", S.FAILED, error_case=ErrorCase.BALANCE, prompt="A fox")],
            ("2 task(s) need a look", "A fox"),
        ),
        (
            [],
            [make_task("a", S.SUBMIT_UNKNOWN, error_case=ErrorCase.NOT_CONFIRMED, prompt="A fox")],
            ("1 task(s) need a look: Not confirmed", "A fox"),
        ),
        ([], [make_task("a", S.EXPIRED, prompt="x" * 300)], None),
    ],
)
def test_what_a_notice_says(
    qtbot: QtBot,
    ready: list[GenerationTask],
    bad: list[GenerationTask],
    text: tuple[str, str] | None,
) -> None:
    told = NoticeWords().text(ready, bad)
    if text is None:
        assert told.title == "1 task(s) failed: Something went wrong"
        assert len(told.body) <= 101
    else:
        assert told == NoticeText(*text)


def test_two_boxes_choose_what_is_told(qtbot: QtBot, theme: Theme) -> None:
    page = NotificationsPage(theme)
    qtbot.addWidget(page)
    page.show_settings(FakeSettings(notify_failed=False).settings)
    assert (page.ready_box.isChecked(), page.failed_box.isChecked()) == (True, False)
    chosen: list[tuple[str, object]] = []
    page.setting_chosen.connect(lambda name, value: chosen.append((name, value)))
    page.ready_box.click()
    page.failed_box.click()
    assert chosen == [("notify_ready", False), ("notify_failed", True)]
