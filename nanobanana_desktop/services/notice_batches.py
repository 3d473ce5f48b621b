"""What ended while the person looked elsewhere, gathered into one notice at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask, TaskState

PATIENCE_MS: Final = 8_000
"""So long after the first one the others that are still under way are waited for."""


class TaskNews(Protocol):
    """The signals of a task service."""

    tasks_added: SignalInstance
    task_changed: SignalInstance
    tasks_removed: SignalInstance


@dataclass(frozen=True, slots=True)
class Notice:
    """Tasks that ended since the person looked last, in the order in which they did."""

    ready: tuple[GenerationTask, ...] = ()
    failed: tuple[GenerationTask, ...] = ()


class NoticeBatches(QObject):
    """Listens to tasks of this session while `is_away`.

    A notice is due when the last task of the moment has ended, or 8 s after the first one; each
    holds all since the person looked last, so that it can stand instead of the one before.

    Signals: `due(Notice)`; `count_changed(int)` – pictures that came and were not looked at.
    """

    due = Signal(object)
    count_changed = Signal(int)

    def __init__(self, tasks: TaskNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way: set[str] = set()
        self._ready: dict[str, GenerationTask] = {}
        self._failed: dict[str, GenerationTask] = {}
        self.is_away = False
        self._patience = QTimer(self)
        self._patience.setObjectName("notice")
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_timeout)
        tasks.tasks_added.connect(self._on_tasks_tasks_added)
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.tasks_removed.connect(self._on_tasks_tasks_removed)

    def look_away(self) -> None:
        """The person turned to another program."""
        self.is_away = True

    def look(self) -> None:
        """The person is here: nothing needs to be told any more."""
        self.is_away = False
        self._patience.stop()
        self._failed.clear()
        if self._ready:
            self._ready.clear()
            self.count_changed.emit(0)

    def stop(self) -> None:
        """Tell nothing any more. Idempotent."""
        self.look()
        self._under_way.clear()

    def _on_tasks_tasks_added(self, tasks: Iterable[GenerationTask]) -> None:
        self._under_way |= {task.id for task in tasks if task.state in ACTIVE}

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        if task.state in ACTIVE and task.trashed_at is None:
            self._under_way.add(task.id)
            return
        if task.id not in self._under_way:
            return
        self._under_way.discard(task.id)
        if self.is_away and task.trashed_at is None:
            self._keep(task)
        self._look_whether_all_ended()

    def _on_tasks_tasks_removed(self, task_ids: Iterable[str]) -> None:
        for task_id in task_ids:
            self._under_way.discard(task_id)
            self._failed.pop(task_id, None)
            if self._ready.pop(task_id, None) is not None:
                self.count_changed.emit(len(self._ready))
        self._look_whether_all_ended()

    def _keep(self, task: GenerationTask) -> None:
        if task.state is TaskState.DONE:
            self._failed.pop(task.id, None)
            self._ready[task.id] = task
            self.count_changed.emit(len(self._ready))
        elif task.state in TROUBLED:
            self._failed[task.id] = task
        else:
            return
        if not self._patience.isActive():
            self._patience.start()

    def _look_whether_all_ended(self) -> None:
        if self._patience.isActive() and not self._under_way:
            self._patience.stop()
            self._on_patience_timeout()

    def _on_patience_timeout(self) -> None:
        if self._ready or self._failed:
            self.due.emit(Notice(tuple(self._ready.values()), tuple(self._failed.values())))
