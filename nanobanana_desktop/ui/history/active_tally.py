"""How many tasks are in progress and how many wait, told by news and not by counting again."""

from __future__ import annotations

from collections.abc import Iterable

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.task_status import is_active

_WAITING = frozenset({TaskState.READY, TaskState.QUEUED})


class ActiveTally:
    """Follows the active tasks by id, whatever the list shows, but not what lies in the trash."""

    def __init__(self) -> None:
        self._waits: dict[str, bool] = {}

    def restart(self, tasks: Iterable[GenerationTask]) -> None:
        self._waits.clear()
        for task in tasks:
            self.note(task)

    def note(self, task: GenerationTask) -> bool:
        """Take over a task's state; True when the numbers changed."""
        before = self._waits.get(task.id)
        if is_active(task) and task.trashed_at is None:
            self._waits[task.id] = task.state in _WAITING
        else:
            self._waits.pop(task.id, None)
        return before != self._waits.get(task.id)

    def forget(self, task_id: str) -> None:
        self._waits.pop(task_id, None)

    @property
    def queued(self) -> int:
        return sum(self._waits.values())

    @property
    def in_progress(self) -> int:
        return len(self._waits) - self.queued
