"""How much is done of what was ordered: from the first task at work until none is any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask, TaskState


class TaskNews(Protocol):
    """What is used of a task service."""

    tasks_added: SignalInstance
    task_changed: SignalInstance
    tasks_removed: SignalInstance
    paused_changed: SignalInstance

    @property
    def paused(self) -> bool: ...
    @property
    def open_tasks(self) -> list[GenerationTask]: ...


class Progress(NamedTuple):
    """`done` of `total` tasks have ended; none at all when nothing is at work."""

    done: int = 0
    total: int = 0
    all_failed: bool = False
    """Nothing is at work any more, and of what was not a single picture came."""


NOTHING: Final = Progress()


class BatchProgress(QObject):
    """Follows the tasks of this session, and of earlier ones from `begin` on.

    Orders that wait because the person holds them back are not at work.

    Signals: `changed(Progress)`.
    """

    changed = Signal(object)

    def __init__(self, tasks: TaskNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._open: dict[str, GenerationTask] = {}
        self._ended: dict[str, bool] = {}
        """By id, whether it failed."""
        self.progress = NOTHING
        tasks.tasks_added.connect(self._on_tasks_tasks_added)
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.tasks_removed.connect(self._on_tasks_tasks_removed)
        tasks.paused_changed.connect(self._tell)

    def begin(self) -> None:
        """The tasks of earlier sessions are known now."""
        self._on_tasks_tasks_added(self._tasks.open_tasks)

    def look(self) -> None:
        """The person saw how it ended."""
        if self.progress.all_failed:
            self._show(NOTHING)

    def _on_tasks_tasks_added(self, tasks: Iterable[GenerationTask]) -> None:
        for task in tasks:
            self._note(task)
        self._tell()

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        self._note(task)
        self._tell()

    def _on_tasks_tasks_removed(self, task_ids: Iterable[str]) -> None:
        for task_id in task_ids:
            self._open.pop(task_id, None)
            self._ended.pop(task_id, None)
        self._tell()

    def _note(self, task: GenerationTask) -> None:
        if task.state in ACTIVE and task.trashed_at is None:
            self._open[task.id] = task
            self._ended.pop(task.id, None)
            return
        was_open = self._open.pop(task.id, None) is not None
        has_ended = task.state is TaskState.DONE or task.state in TROUBLED
        # What was stopped is neither done nor failed.
        if was_open and has_ended and task.trashed_at is None:
            self._ended[task.id] = task.state is not TaskState.DONE

    def _is_at_work(self, task: GenerationTask) -> bool:
        is_kept_back = task.held_back or self._tasks.paused
        return not (task.state is TaskState.READY and is_kept_back)

    def _tell(self) -> None:
        at_work = sum(map(self._is_at_work, self._open.values()))
        if at_work:
            self._show(Progress(len(self._ended), len(self._ended) + at_work))
            return
        ended, self._ended = self._ended, {}
        if ended:
            self._show(Progress(all_failed=all(ended.values())))
        elif not self.progress.all_failed:
            self._show(NOTHING)

    def _show(self, progress: Progress) -> None:
        if progress != self.progress:
            self.progress = progress
            self.changed.emit(progress)
