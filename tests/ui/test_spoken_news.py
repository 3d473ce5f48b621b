"""What is said of tasks to those who listen: once, together, and only what is news."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.wiring.spoken_news import SpokenNews
from tests.ui.catalogues import Catalogue
from tests.ui.fake_history import make_task

S = TaskState


class Tasks(QObject):
    tasks_added = Signal(list)
    task_changed = Signal(object)


class Scene:
    def __init__(self) -> None:
        self.tasks = Tasks()
        self.news = SpokenNews(self.tasks)
        self.said: list[str] = []
        self.news.told.connect(self.said.append)

    def change(self, number: int, state: TaskState, **fields: object) -> None:
        self.tasks.task_changed.emit(task(number, state, **fields))

    def after_the_pause(self) -> list[str]:
        pause = self.news.findChild(QTimer, "spoken news")
        assert pause.isActive()
        pause.stop()
        pause.timeout.emit()
        said, self.said[:] = list(self.said), []
        return said

    @property
    def waits(self) -> bool:
        return self.news.findChild(QTimer, "spoken news").isActive()


def task(number: int, state: TaskState, **fields: object) -> GenerationTask:
    return make_task(f"task {number}", state=state, **fields)


@pytest.fixture
def scene(qapp: QApplication) -> Iterator[Scene]:
    english = Catalogue("en")
    qapp.installTranslator(english)
    yield Scene()
    qapp.removeTranslator(english)


def test_orders_at_once_are_one_sentence(scene: Scene) -> None:
    scene.tasks.tasks_added.emit([task(1, S.READY), task(2, S.READY)])
    scene.tasks.tasks_added.emit([task(3, S.READY)])
    scene.change(1, S.PROCESSING)
    assert scene.after_the_pause() == ["3 images ordered."]


def test_one_result_is_told_by_its_prompt_and_several_by_their_number(scene: Scene) -> None:
    for number in (1, 2, 3):
        scene.change(number, S.DOWNLOADING)
    assert not scene.waits
    scene.change(1, S.DONE)
    (said,) = scene.after_the_pause()
    assert said.startswith("Ready: ")
    scene.change(2, S.DONE)
    scene.change(3, S.DONE)
    assert scene.after_the_pause() == ["2 images ready."]


def test_trouble_is_told_with_its_reason(scene: Scene) -> None:
    scene.change(1, S.PROCESSING)
    scene.change(2, S.SUBMITTING)
    scene.change(1, S.FAILED, error_case=ErrorCase.CONTENT)
    (said,) = scene.after_the_pause()
    assert said.startswith("Content not allowed: ")
    scene.change(3, S.DOWNLOADING)
    scene.change(2, S.SUBMIT_UNKNOWN, error_case=ErrorCase.NOT_CONFIRMED)
    scene.change(3, S.RESULT_BAD, error_case=ErrorCase.RESULT_BAD)
    assert scene.after_the_pause() == ["2 tasks need a look."]


@pytest.mark.parametrize("state", [S.DONE, S.FAILED, S.EXPIRED])
def test_what_was_ended_before_is_no_news(scene: Scene, state: TaskState) -> None:
    scene.change(1, state, starred=True)
    scene.tasks.tasks_added.emit([task(2, state)])
    if scene.waits:
        assert scene.after_the_pause() == []
    assert scene.said == []


def test_a_result_is_told_once(scene: Scene) -> None:
    scene.change(1, S.PROCESSING)
    scene.change(1, S.DONE)
    scene.change(1, S.DONE, seen=True)
    assert len(scene.after_the_pause()) == 1
    scene.change(1, S.DONE, starred=True)
    assert not scene.waits


def test_who_stops_waiting_hears_no_failure(scene: Scene) -> None:
    scene.change(1, S.PROCESSING)
    scene.change(1, S.WATCH_STOPPED)
    assert scene.after_the_pause() == []
