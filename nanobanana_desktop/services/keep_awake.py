"""Keeps the computer awake while pictures are being made, if the person wants that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer

from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.task_service import TaskService

_log = get_logger(__name__)

AT_WORK: Final = POLLED | {TaskState.SUBMITTING, TaskState.RESULT_READY, TaskState.DOWNLOADING}
"""At the service, or on the way from there."""

PATIENCE: Final = 3600.0
"""Seconds after its order for which one task keeps the computer awake: one that never ends at the
service must not empty a battery."""


class Awake(Protocol):
    """Keeps the system from going to sleep between `hold` and `let_go`; neither may block."""

    def hold(self) -> None: ...
    def let_go(self) -> None: ...


def system_awake() -> AbstractContextManager[object]:
    """Within it the system stays awake; its screen may go dark. Blocks; never raises for itself."""
    from wakepy import keep

    return keep.running(
        on_fail=lambda result: _log.info("not kept awake: %s", result.get_failure_text("inline"))
    )


class SystemAwake:
    """An `Awake` for this system.

    Each holding has a daemon thread of its own: the system is asked over a bus that may hang, and
    neither the window nor the exit may wait for it. The system ends a holding with the process.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[object]] = system_awake) -> None:
        self._make = make
        self._end: threading.Event | None = None

    def hold(self) -> None:
        if self._end is None:
            self._end = threading.Event()
            keeper = threading.Thread(
                target=self._keep, args=(self._end,), name="keep awake", daemon=True
            )
            keeper.start()

    def let_go(self) -> None:
        if self._end is not None:
            self._end.set()
            self._end = None

    def _keep(self, end: threading.Event) -> None:
        try:
            with self._make():
                end.wait()
        except Exception:
            _log.exception("the system cannot be kept awake")


class KeepAwake(QObject):
    """Holds `awake` while it is wanted and a task is at work (`AT_WORK`), up to `PATIENCE` each."""

    def __init__(
        self, tasks: TaskService, awake: Awake, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._awake = awake
        self._clock = clock
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setObjectName("keep awake")
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.tasks_removed.connect(self.look)

    def set_wanted(self, wanted: bool) -> None:
        self._wanted = wanted
        self.look()

    def look(self) -> None:
        """Hold or let go as the tasks of now ask for; also after they were read at the start."""
        left = 0.0
        if self._wanted:
            left = max((self._left(task) for task in self._tasks.open_tasks), default=0.0)
        if left > 0:
            self._awake.hold()
            self._timer.start(int(left * 1000) + 1000)
        else:
            self.stop()

    def stop(self) -> None:
        """The computer may sleep; until the next change of a task."""
        self._timer.stop()
        self._awake.let_go()

    def _left(self, task: GenerationTask) -> float:
        """Seconds for which the task still keeps the computer awake."""
        if task.state not in AT_WORK:
            return 0.0
        since = task.accepted_at or task.submitted_at or task.created_at
        return min(PATIENCE, since + PATIENCE - self._clock.utc())

    def _on_tasks_task_changed(self, _task: GenerationTask) -> None:
        self.look()
