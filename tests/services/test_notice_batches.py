"""Notices come when the person is away, in batches, and stop when they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.services.notice_batches import PATIENCE_MS, Notice, NoticeBatches
from tests.ui.fake_history import NOON, make_task

S = TaskState


class News(QObject):
    tasks_added = Signal(object)
    task_changed = Signal(object)
    tasks_removed = Signal(object)


class Scene:
    """Orders that begin and end; time passes when `wait` is called."""

    def __init__(self) -> None:
        self.news = News()
        self.batches = NoticeBatches(self.news)
        self.notices: list[tuple[str, str]] = []
        self.badge: list[int] = []
        self.batches.due.connect(self._note)
        self.batches.count_changed.connect(self.badge.append)
        self.timer = self.batches.findChild(QTimer)

    def _note(self, notice: Notice) -> None:
        ready = "".join(task.id for task in notice.ready)
        self.notices.append((ready, "".join(task.id for task in notice.failed)))

    def order(self, ids: str) -> None:
        self.news.tasks_added.emit([make_task(name, S.READY) for name in ids])

    def end(self, ids: str, state: TaskState = S.DONE) -> None:
        for name in ids:
            self.news.task_changed.emit(make_task(name, state))

    def wait(self) -> None:
        """The patience ends, if somebody is waited for."""
        if self.timer.isActive():
            self.timer.stop()
            self.timer.timeout.emit()


@pytest.fixture
def scene(qapp: QApplication) -> Iterator[Scene]:
    made = Scene()
    made.batches.look_away()
    yield made
    made.batches.stop()


# -- silence -----------------------------------------------------------------------------------


def test_who_looks_is_told_nothing(scene: Scene) -> None:
    scene.batches.look()
    scene.order("ab")
    scene.end("ab")
    scene.wait()
    assert (scene.notices, scene.badge) == ([], [])


def test_what_earlier_sessions_left_is_no_news(scene: Scene) -> None:
    scene.end("a")
    scene.end("b", S.FAILED)
    scene.wait()
    assert (scene.notices, scene.badge) == ([], [])


@pytest.mark.parametrize("state", [S.WATCH_STOPPED])
def test_what_the_person_ended_is_no_news(scene: Scene, state: TaskState) -> None:
    scene.order("a")
    scene.end("a", state)
    scene.wait()
    assert scene.notices == []


def test_a_task_in_the_bin_is_no_news(scene: Scene) -> None:
    scene.order("a")
    scene.news.task_changed.emit(replace(make_task("a"), trashed_at=NOON))
    scene.wait()
    assert (scene.notices, scene.badge) == ([], [])


def test_a_batch_that_was_seen_while_it_gathered_is_not_told(scene: Scene) -> None:
    scene.order("ab")
    scene.end("a")
    scene.batches.look()
    scene.batches.look_away()
    scene.wait()
    assert (scene.notices, scene.badge) == ([], [1, 0])


def test_what_is_taken_away_is_not_told(scene: Scene) -> None:
    scene.order("abc")
    scene.end("a")
    scene.end("b", S.FAILED)
    scene.news.tasks_removed.emit(["a", "b"])
    scene.wait()
    assert (scene.notices, scene.badge) == ([], [1, 0])


def test_after_the_end_nothing_is_told(scene: Scene) -> None:
    scene.order("a")
    scene.batches.stop()
    scene.batches.look_away()
    scene.end("a")
    scene.wait()
    assert scene.notices == []


# -- batches -----------------------------------------------------------------------------------


def test_the_last_of_the_moment_makes_it_due_at_once(scene: Scene) -> None:
    scene.order("abc")
    scene.end("a")
    scene.end("c", S.FAILED)
    assert scene.notices == []
    scene.end("b")
    assert scene.notices == [("ab", "c")]
    assert not scene.timer.isActive()


def test_the_last_one_may_also_go_without_a_picture(scene: Scene) -> None:
    scene.order("ab")
    scene.end("a")
    scene.news.tasks_removed.emit(["b"])
    assert scene.notices == [("a", "")]


def test_eight_seconds_after_the_first_the_others_are_not_waited_for(scene: Scene) -> None:
    scene.order("abc")
    scene.end("a")
    assert scene.timer.interval() == PATIENCE_MS == 8_000
    left = scene.timer.remainingTime()
    scene.end("b")
    assert scene.timer.remainingTime() <= left
    scene.wait()
    assert scene.notices == [("ab", "")]


def test_each_notice_stands_instead_of_the_one_before(scene: Scene) -> None:
    scene.order("a")
    scene.end("a")
    scene.order("b")
    scene.end("b")
    assert scene.notices == [("a", ""), ("ab", "")]
    assert scene.badge == [1, 2]
    scene.batches.look()
    scene.batches.look_away()
    scene.order("c")
    scene.end("c", S.SUBMIT_UNKNOWN)
    assert scene.notices[-1] == ("", "c")
    assert scene.badge == [1, 2, 0]


def test_a_picture_that_is_fetched_at_last_is_told_once(scene: Scene) -> None:
    spy = QSignalSpy(scene.batches.due)
    scene.order("a")
    scene.end("a", S.RESULT_BAD)
    scene.end("a", S.RESULT_READY)
    scene.end("a")
    assert spy.count() == 2
    assert scene.notices == [("", "a"), ("a", "")]
