"""Taking orders back: what came of it is only known once each of them is gone or was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.task_service import TaskService

_NEVER_SENT: Final = frozenset({TaskState.FAILED, TaskState.REFUSED})
"""Where an order goes that could not even be made ready for sending."""


@dataclass(slots=True)
class TakenBack:
    """Local ids of the orders that are gone, and of those that left before."""

    gone: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Request:
    open: set[str]
    on_end: Callable[[TakenBack], object]
    result: TakenBack = field(default_factory=TakenBack)


class TakingBack(QObject):
    """Asks the task service to remove orders that wait, and tells when it is known what it did."""

    def __init__(self, tasks: TaskService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._requests: list[_Request] = []
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.tasks_removed.connect(self._on_tasks_tasks_removed)
        tasks.trouble.connect(self._on_tasks_trouble)

    def ask(self, task_ids: Iterable[str], on_end: Callable[[TakenBack], object]) -> None:
        """Remove the orders; `on_end` is called once, when nothing more can change about them.

        When the history does not take the removal, that is told elsewhere, and such an order is
        neither gone nor sent.
        """
        states = {task.id: task.state for task in self._tasks.open_tasks}
        asked = [task_id for task_id in task_ids if task_id in states]
        waiting = [task_id for task_id in asked if states[task_id] is TaskState.READY]
        request = _Request(set(waiting), on_end)
        request.result.sent.extend(task_id for task_id in asked if task_id not in waiting)
        self._requests.append(request)
        if waiting:
            self._tasks.take_back(waiting)
        self._end_complete()

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        if task.state is TaskState.READY:
            return
        for request in self._requests:
            if task.id in request.open:
                request.open.discard(task.id)
                if task.state not in _NEVER_SENT:
                    request.result.sent.append(task.id)
        self._end_complete()

    def _on_tasks_tasks_removed(self, task_ids: list[str]) -> None:
        for request in self._requests:
            request.result.gone += [task_id for task_id in task_ids if task_id in request.open]
            request.open.difference_update(task_ids)
        self._end_complete()

    def _on_tasks_trouble(self) -> None:
        for request in self._requests:
            request.open.clear()
        self._end_complete()

    def _end_complete(self) -> None:
        complete = [request for request in self._requests if not request.open]
        self._requests = [request for request in self._requests if request.open]
        for request in complete:
            request.on_end(request.result)
