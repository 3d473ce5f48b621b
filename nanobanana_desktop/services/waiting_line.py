"""The waiting line: which order is sent next, and the sending itself."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from nanobanana_desktop.domain.answers import NotSent, OutcomeUnknown, SubmitOutcome
from nanobanana_desktop.domain.events import PostEnded, SlotFree, Unsendable
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.task_ledger import TaskLedger

_log = get_logger(__name__)

INLINE_SHOWN: Final = 64
"""Characters of a picture inside a request that are kept in the history."""
AT_SERVICE = frozenset({TaskState.SUBMITTING, TaskState.QUEUED, TaskState.PROCESSING})


class SubmitClient(Protocol):
    async def create_task(self, body: dict[str, object]) -> SubmitOutcome: ...


class WaitingLine:
    """Sends READY tasks, oldest first, while fewer than `limit()` are at the service.

    The intent is committed (SUBMITTING) before the request body is handed to the client; the
    POST itself is one attempt and never repeated here. After the service could not be reached,
    one order goes out alone before the others follow.
    """

    def __init__(
        self,
        client: Callable[[], SubmitClient],
        make_body: Callable[[GenerationParams], Awaitable[dict[str, object]]],
        ledger: TaskLedger,
        holds: Holds,
        jobs: Jobs,
        limit: Callable[[], int],
    ) -> None:
        self._client = client
        self._make_body = make_body
        self._ledger = ledger
        self._holds = holds
        self._jobs = jobs
        self._limit = limit
        self._starting: set[str] = set()
        self._bodies: dict[str, dict[str, object]] = {}
        self._closed = True
        self._left_out: Callable[[], frozenset[str]] = frozenset

    def leave_out(self, ids: Callable[[], frozenset[str]]) -> None:
        """Never start the orders that `ids()` gives: they were deleted, and may be brought back."""
        self._left_out = ids

    def open(self) -> None:
        """Begin to send: the client is there, and what earlier sessions left is sorted out."""
        self._closed = False
        self.pump()

    def pump(self) -> None:
        """Start what may start now; nothing before `open`. Cheap; call it after every change."""
        if self._closed or self._holds.blocks_sending:
            return
        tasks = self._ledger.open_tasks
        busy = sum(t.state in AT_SERVICE for t in tasks) + len(self._starting)
        limit = 1 if self._holds.offline_tries else self._limit()
        left_out = self._left_out()
        for task in tasks:
            if busy >= limit:
                return
            if task.id in left_out:
                continue
            if task.state is TaskState.READY and task.id not in self._starting:
                self._starting.add(task.id)
                busy += 1
                self._jobs.start(f"start {task.id[:8]}", self._start(task.id))

    def close(self) -> None:
        """Nothing is sent any more."""
        self._closed = True

    def post(self, task: GenerationTask) -> None:
        """Send the order whose intent was just committed by `pump`."""
        body = self._bodies.pop(task.id)
        self._jobs.start(f"submit {task.id[:8]}", self._post(task, body))

    async def _start(self, task_id: str) -> None:
        try:
            task = await self._ledger.get(task_id)
            if task is None or task.state is not TaskState.READY:
                return
            try:
                body = await self._make_body(task.params)
            except AppError as error:
                await self._ledger.apply(task_id, Unsendable(error.case, error.detail))
                return
            if self._closed or self._holds.blocks_sending or task_id in self._left_out():
                return
            self._bodies[task_id] = body
            await self._ledger.apply(task_id, SlotFree(), request_json=request_record(body))
        finally:
            self._starting.discard(task_id)
            self._bodies.pop(task_id, None)

    async def _post(self, task: GenerationTask, body: dict[str, object]) -> None:
        outcome = await self._client().create_task(body)
        if isinstance(outcome, OutcomeUnknown):
            _log.warning("task %s: outcome unknown: %s", task.id[:8], outcome.reason)
        elif not isinstance(outcome, NotSent):
            self._holds.note_success()
        await self._ledger.apply(task.id, PostEnded(outcome))
        self.pump()


def request_record(body: dict[str, object]) -> str:
    """The request as JSON for the history; pictures inside it are shortened."""
    shortened = {
        key: [_shorten(item) for item in value] if isinstance(value, list) else value
        for key, value in body.items()
    }
    return json.dumps(shortened, ensure_ascii=False, sort_keys=True)


def _shorten(item: object) -> object:
    if isinstance(item, str) and item.startswith("data:") and len(item) > INLINE_SHOWN:
        return f"{item[:INLINE_SHOWN]}… ({len(item)} characters)"
    return item
