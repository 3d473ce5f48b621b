"""The computer stays awake while pictures are made, and never longer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services import keep_awake
from nanobanana_desktop.services.keep_awake import PATIENCE, KeepAwake, SystemAwake
from tests.fakes import ManualClock, make_task
from tests.ui.fake_tasks import FakeTasks

S = TaskState


class FakeAwake:
    def __init__(self) -> None:
        self.held = False

    def hold(self) -> None:
        self.held = True

    def let_go(self) -> None:
        self.held = False


class Scene:
    def __init__(self) -> None:
        self.tasks, self.awake, self.clock = FakeTasks(), FakeAwake(), ManualClock()
        self.keeper = KeepAwake(self.tasks, self.awake, self.clock)
        self.keeper.set_wanted(True)

    def put(self, state: TaskState) -> GenerationTask:
        now = self.clock.utc()
        task = make_task(state=state, created_at=now, submitted_at=now)
        self.tasks.open_tasks = [task]
        self.tasks.task_changed.emit(task)
        return task


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    made = Scene()
    yield made
    made.keeper.stop()


@pytest.mark.parametrize(
    ("state", "held"),
    [
        (S.READY, False),
        (S.SUBMITTING, True),
        (S.SUBMIT_UNKNOWN, False),
        (S.QUEUED, True),
        (S.PROCESSING, True),
        (S.RESULT_READY, True),
        (S.DOWNLOADING, True),
        (S.SAVE_BLOCKED, False),
    ],
)
def test_only_a_task_on_its_way_keeps_awake(scene: Scene, state: TaskState, held: bool) -> None:
    scene.put(state)
    assert scene.awake.held is held


def test_the_end_of_the_last_task_lets_go(scene: Scene) -> None:
    task = scene.put(S.PROCESSING)
    scene.tasks.open_tasks = []
    scene.tasks.task_changed.emit(replace(task, state=S.DONE))
    assert not scene.awake.held
    scene.put(S.PROCESSING)
    scene.tasks.open_tasks = []
    scene.tasks.tasks_removed.emit([task.id])
    assert not scene.awake.held


def test_it_is_a_choice_that_works_at_once(scene: Scene) -> None:
    scene.put(S.PROCESSING)
    scene.keeper.set_wanted(False)
    assert not scene.awake.held
    scene.keeper.set_wanted(True)
    assert scene.awake.held


def test_the_end_of_the_program_lets_go(scene: Scene) -> None:
    scene.put(S.PROCESSING)
    scene.keeper.stop()
    assert not scene.awake.held


def test_tasks_of_an_earlier_session_count_once_they_are_read(scene: Scene) -> None:
    scene.tasks.open_tasks = [make_task(state=S.QUEUED, created_at=scene.clock.utc())]
    scene.keeper.look()
    assert scene.awake.held


def test_a_task_that_never_ends_lets_the_computer_sleep(scene: Scene) -> None:
    scene.put(S.PROCESSING)
    scene.clock.advance(PATIENCE - 1)
    scene.keeper.look()
    assert scene.awake.held
    scene.clock.advance(2)
    scene.keeper.look()
    assert not scene.awake.held


class Lock:
    """A lock of the system that tells when it is taken and given back."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks
        self.taken, self.given_back = threading.Event(), threading.Event()
        self.times = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.times += 1
        self.taken.set()
        if self.breaks:
            raise OSError("no bus")
        try:
            yield
        finally:
            self.given_back.set()


def test_the_system_is_asked_once_in_a_thread_and_let_go_again() -> None:
    lock = Lock()
    awake = SystemAwake(lock)
    awake.hold()
    awake.hold()
    assert lock.taken.wait(10)
    assert not lock.given_back.is_set()
    awake.let_go()
    awake.let_go()
    assert lock.given_back.wait(10)
    assert lock.times == 1
    lock.taken.clear()
    awake.hold()
    assert lock.taken.wait(10)
    awake.let_go()


def test_a_system_that_cannot_be_kept_awake_is_only_noted(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("cannot be kept awake")
    lock = Lock(breaks=True)
    awake = SystemAwake(lock)
    before = set(threading.enumerate())
    awake.hold()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    assert lock.taken.is_set()
    awake.let_go()


def test_without_a_session_nothing_is_raised(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with keep_awake.system_awake():
        pass
    assert "not kept awake" in caplog.text
