"""How far the work is: counted from the first task to the last, and by none that is held back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.task import ACTIVE, GenerationTask, TaskState
from nanobanana_desktop.services.batch_progress import NOTHING, BatchProgress, Progress
from tests.ui.fake_history import NOON, make_task

S = TaskState


class News(QObject):
    tasks_added = Signal(list)
    task_changed = Signal(object)
    tasks_removed = Signal(list)
    paused_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.paused = False
        self.open_tasks: list[GenerationTask] = []


class Scene:
    def __init__(self) -> None:
        self.news = News()
        self.batch = BatchProgress(self.news)
        self.told: list[Progress] = []
        self.batch.changed.connect(self.told.append)

    def order(self, ids: str, **fields: object) -> None:
        self.news.tasks_added.emit([make_task(name, S.READY, **fields) for name in ids])

    def become(self, ids: str, state: TaskState, **fields: object) -> None:
        for name in ids:
            self.news.task_changed.emit(make_task(name, state, **fields))

    def pause(self, paused: bool) -> None:
        self.news.paused = paused
        self.news.paused_changed.emit(paused)


@pytest.fixture
def scene(qapp: QApplication) -> Scene:
    return Scene()


def test_what_nobody_ordered_here_is_no_progress(scene: Scene) -> None:
    scene.become("a", S.DONE)
    scene.become("b", S.FAILED)
    scene.news.tasks_removed.emit(["a", "never was"])
    scene.batch.begin()
    scene.batch.look()
    assert scene.told == []


def test_a_batch_goes_from_nothing_to_nothing(scene: Scene) -> None:
    scene.order("abc")
    scene.become("a", S.DONE)
    scene.become("b", S.PROCESSING)
    scene.become("b", S.FAILED)
    scene.become("c", S.DOWNLOADING)
    scene.become("c", S.DONE)
    assert scene.told == [Progress(0, 3), Progress(1, 3), Progress(2, 3), NOTHING]


def test_what_is_ordered_meanwhile_belongs_to_it_and_the_next_batch_begins_anew(
    scene: Scene,
) -> None:
    scene.order("a")
    scene.order("b")
    scene.become("a", S.DONE)
    scene.become("b", S.DONE)
    scene.order("c")
    assert scene.told[-4:] == [Progress(0, 2), Progress(1, 2), NOTHING, Progress(0, 1)]


def test_when_every_task_failed_it_is_said_until_somebody_looks(scene: Scene) -> None:
    scene.order("ab")
    scene.become("ab", S.FAILED)
    assert scene.told[-1] == Progress(all_failed=True)
    scene.become("x", S.DONE)
    assert scene.batch.progress.all_failed
    scene.batch.look()
    scene.batch.look()
    assert scene.told[-1] == NOTHING
    assert scene.told.count(NOTHING) == 1


def test_the_next_order_takes_the_place_of_the_failure(scene: Scene) -> None:
    scene.order("a")
    scene.become("a", S.REFUSED)
    scene.order("b")
    assert scene.told[-2:] == [Progress(all_failed=True), Progress(0, 1)]


@pytest.mark.parametrize("state", [S.WATCH_STOPPED])
def test_what_was_stopped_is_neither_done_nor_failed(scene: Scene, state: TaskState) -> None:
    scene.order("ab")
    scene.become("a", state)
    assert scene.told[-1] == Progress(0, 1)
    scene.become("b", state)
    assert scene.told[-1] == NOTHING


def test_what_is_deleted_is_counted_no_more(scene: Scene) -> None:
    scene.order("abc")
    scene.news.tasks_removed.emit(["a"])
    scene.become("b", S.PROCESSING, trashed_at=NOON)
    assert scene.told[-1] == Progress(0, 1)
    scene.news.tasks_removed.emit(["c"])
    assert scene.told[-1] == NOTHING


def test_a_task_that_is_fetched_again_is_at_work_again(scene: Scene) -> None:
    scene.order("ab")
    scene.become("a", S.RESULT_BAD)
    assert scene.told[-1] == Progress(1, 2)
    scene.become("a", S.RESULT_READY)
    assert scene.told[-1] == Progress(0, 2)


def test_orders_that_are_held_back_are_not_at_work(scene: Scene) -> None:
    scene.order("a", held_back=True)
    assert scene.told == []
    scene.become("a", S.READY)
    assert scene.told == [Progress(0, 1)]


def test_while_sending_is_paused_only_what_was_sent_is_at_work(scene: Scene) -> None:
    scene.order("ab")
    scene.become("a", S.PROCESSING)
    scene.pause(True)
    assert scene.told[-1] == Progress(0, 1)
    scene.become("a", S.DONE)
    assert scene.told[-1] == NOTHING
    scene.pause(False)
    assert scene.told[-1] == Progress(0, 1)


def test_what_an_earlier_session_left_at_work_counts(scene: Scene) -> None:
    scene.news.open_tasks = [make_task(state.value, state) for state in sorted(ACTIVE)]
    scene.news.open_tasks.append(make_task("unknown", S.SUBMIT_UNKNOWN))
    scene.batch.begin()
    assert scene.told == [Progress(0, len(ACTIVE))]
