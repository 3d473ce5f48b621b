"""When trouble with single questions means that the service should be left alone for a while."""

from __future__ import annotations

from typing import Final

FAILURES_TO_OPEN: Final = 3
"""Consecutive failures on so many different tasks open the circuit."""
SUSPECT_AFTER: Final = 2
"""A task that fails more often in a row tells about itself and no longer about the service."""
RETRIES: Final = 10
"""Repeats after errors that may be spent before a success earns one back."""


class Breaker:
    """Counts failures over all tasks, so that many of them do not hammer a service in trouble.

    All repeats share one budget: each failure takes a token, each success gives one back. One task
    alone neither opens the circuit nor spends the budget.
    """

    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._in_a_row: dict[str, int] = {}
        self._tokens = RETRIES

    @property
    def is_spent(self) -> bool:
        """Whether what failed should wait longer before it is asked again."""
        return self._tokens == 0

    def is_suspect(self, task_id: str) -> bool:
        """Whether the next failure of the task says nothing about the service."""
        return self._in_a_row.get(task_id, 0) >= SUSPECT_AFTER

    def note_failure(self, task_id: str) -> bool:
        """A question about the task failed; True when nothing should be asked for a while."""
        was_suspect = self.is_suspect(task_id)
        self._in_a_row[task_id] = self._in_a_row.get(task_id, 0) + 1
        if was_suspect:
            return False
        self._failing.add(task_id)
        self._tokens = max(0, self._tokens - 1)
        return len(self._failing) >= FAILURES_TO_OPEN

    def note_success(self, task_id: str = "") -> None:
        """The service answered a question, about the task if one is named, as it should."""
        self._in_a_row.pop(task_id, None)
        self._failing.clear()
        self._tokens = min(RETRIES, self._tokens + 1)

    def forget(self, task_id: str) -> None:
        """The task is no longer asked about."""
        self._in_a_row.pop(task_id, None)
