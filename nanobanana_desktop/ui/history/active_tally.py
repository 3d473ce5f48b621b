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
        self.note(tasks)

    def note(self, tasks: Iterable[GenerationTask]) -> bool:
        """Take over the states of these tasks; True when the numbers may be others now."""
        changed = False
        for task in tasks:
            before = self._waits.pop(task.id, None)
            waits = task.state in _WAITING
            is_counted = is_active(task) and task.trashed_at is None
            if is_counted:
                self._waits[task.id] = waits
            changed |= before != (waits if is_counted else None)
        return changed

    def forget(self, task_ids: Iterable[str]) -> None:
        for task_id in task_ids:
            self._waits.pop(task_id, None)

    @property
    def queued(self) -> int:
        return sum(self._waits.values())

    @property
    def in_progress(self) -> int:
        return len(self._waits) - self.queued
