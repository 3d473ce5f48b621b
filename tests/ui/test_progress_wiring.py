"""The sign in the task bar: failures are shown to who looks elsewhere, and only as long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.services.batch_progress import NOTHING, Progress
from nanobanana_desktop.ui.wiring.progress_wiring import ProgressWiring
from tests.ui.fake_history import make_task
from tests.ui.fake_tasks import FakeTasks

S = TaskState
HERE = Qt.ApplicationState.ApplicationActive
ELSEWHERE = Qt.ApplicationState.ApplicationInactive
FAILED = Progress(all_failed=True)


class Sign:
    def __init__(self) -> None:
        self.shown: list[Progress | str] = []

    def show(self, progress: Progress) -> None:
        self.shown.append(progress)

    def close(self) -> None:
        self.shown.append("closed")


@pytest.fixture
def scene(qapp: QApplication) -> tuple[FakeTasks, Sign, ProgressWiring]:
    tasks, sign = FakeTasks(), Sign()
    return tasks, sign, ProgressWiring(tasks, sign)


def fail(tasks: FakeTasks) -> None:
    tasks.tasks_added.emit([make_task("a", S.READY)])
    tasks.task_changed.emit(make_task("a", S.FAILED))


def test_who_looks_at_the_window_sees_no_failure_in_the_task_bar(scene) -> None:
    tasks, sign, wiring = scene
    wiring.follow(HERE)
    fail(tasks)
    assert sign.shown == [Progress(0, 1), NOTHING]


@pytest.mark.parametrize("looks", [1, 2])
def test_who_looked_elsewhere_sees_it_until_the_window_is_looked_at(scene, looks: int) -> None:
    tasks, sign, wiring = scene
    wiring.follow(ELSEWHERE)
    fail(tasks)
    assert sign.shown == [Progress(0, 1), FAILED]
    for _ in range(looks):
        wiring.follow(HERE)
    assert sign.shown[2:] == [NOTHING]


def test_tasks_of_earlier_sessions_are_followed_and_the_end_leaves_nothing(scene) -> None:
    tasks, sign, wiring = scene
    tasks.open_tasks = [make_task("a", S.PROCESSING), make_task("b", S.QUEUED)]
    wiring.begin()
    tasks.task_changed.emit(make_task("b", S.DONE))
    wiring.close()
    assert sign.shown == [Progress(0, 2), Progress(1, 2), "closed"]
