"""I7: when nothing runs, every unsettled task has a time to come or a named hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanobanana_desktop.domain.task import GenerationTask, TaskState

if TYPE_CHECKING:
    from tests.services.simulation.session import Session

S = TaskState
AT_SERVICE = frozenset({S.SUBMITTING, S.QUEUED, S.PROCESSING})
WAITS_FOR_THE_PERSON = frozenset({S.SUBMIT_UNKNOWN, S.SAVE_BLOCKED})


class Quiet:
    """Looks at a session between two moments of time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: tuple[object, ...] = ()

    def check(self) -> None:
        """Cheap while anything runs."""
        session = self._session
        if session.jobs._jobs or not session.is_started or session.is_stopping:
            return
        tasks = session.tasks
        keys = tasks._flow.schedule._entries
        opened = tasks._ledger._open
        held = tasks.holds._ends
        now = (tasks.stores_blocked, *keys, *map(id, opened.values()), *held, self._hidden())
        if now == self._last:
            return
        self._last = now
        if tasks.stores_blocked:
            if "store" not in keys:
                session.every.witness.fail("I7: the history takes nothing, and nobody tries it")
            return
        for task in opened.values():
            trouble = self._stuck(task, keys)
            if trouble:
                session.every.witness.fail(f"I7: {task.id[:8]} {task.state.value} {trouble}")
                return

    def _hidden(self) -> frozenset[str]:
        return self._session.deletion.hidden | self._session.tasks._grace.held

    def _stuck(self, task: GenerationTask, keys: dict[str, float]) -> str:
        tasks = self._session.tasks
        state = task.state
        if state in WAITS_FOR_THE_PERSON or any(task.id in key for key in keys):
            return ""
        if state is S.READY:
            held = tasks.holds.blocks_sending or task.id in self._hidden()
            busy = sum(t.state in AT_SERVICE for t in tasks._ledger._open.values())
            limit = 1 if tasks.holds.offline_tries else tasks._concurrency
            return "" if held or busy >= limit else "waits for nothing in the line"
        if state in (S.SUBMITTING, S.DOWNLOADING):
            return "and nobody works on it"
        if state is S.RESULT_READY and task.result_url and not task.fresh_link_asked:
            return "and nobody fetches it"
        return "" if tasks.holds.blocks_asking else "and nobody asks about it"
