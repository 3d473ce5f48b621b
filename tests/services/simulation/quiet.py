"""I7: when nothing runs, every unsettled task has a time to come or a named hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.services.holds import PROBED
from tests.services.simulation.orders import Fate

if TYPE_CHECKING:
    from tests.services.simulation.session import Session

S = TaskState
AT_SERVICE = frozenset({S.SUBMITTING, S.QUEUED, S.PROCESSING})
PATIENCE = 1_200.0
"""Seconds that the line may stand still for tasks that may still turn out to have no end."""
WAITS_FOR_THE_PERSON = frozenset({S.SUBMIT_UNKNOWN, S.SAVE_BLOCKED})


class Quiet:
    """Looks at a session between two moments of time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: tuple[object, ...] = ()
        self._line: list[str] = []
        self._line_since = 0.0

    def check(self) -> None:
        """Cheap while anything runs."""
        session = self._session
        if session.jobs._jobs or not session.is_started or session.is_stopping:
            return
        tasks = session.tasks
        self._watch_line()
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

    def _watch_line(self) -> None:
        """The line moves on although what is at the service never ends."""
        session, tasks = self._session, self._session.tasks
        ready = [task.id for task in tasks.waiting if task.id not in self._hidden()]
        now = session.loop.now
        held = set(tasks.holds._ends) - (set(PROBED) if session.world.weather.is_calm else set())
        limit = 1 if tasks.holds.offline_tries else tasks._concurrency
        is_moved = ready != self._line
        if not ready or is_moved or held or tasks.stores_blocked or self._ending() >= limit:
            self._line, self._line_since = ready, now
        elif now - self._line_since > PATIENCE:
            session.every.witness.fail(f"liveness: {ready[0][:8]} waits behind what never ends")

    def _ending(self) -> int:
        """How many tasks at the service will end, and soon."""
        session = self._session
        orders, now = session.every.service.orders, session.loop.now
        number = 0
        for task in session.tasks._ledger._open.values():
            order = orders.get(task.remote_id)
            if task.state is S.SUBMITTING:
                number += 1
            elif task.state in POLLED and order is not None:
                endless = order.is_forgotten or order.fate is Fate.BROKEN
                number += not endless and now < order.done_at + PATIENCE
        return number

    def _hidden(self) -> frozenset[str]:
        tasks = self._session.tasks
        return tasks._ledger.trashed | tasks._grace.held

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
