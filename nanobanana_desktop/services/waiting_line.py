"""The waiting line: which order is sent next, and the sending itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    SubmitOutcome,
)
from nanobanana_desktop.domain.events import PostEnded, SlotFree, Unsendable
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import POLLED, GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.service_place import ServicePlace
from nanobanana_desktop.services.task_ledger import TaskLedger

_log = get_logger(__name__)

INLINE_SHOWN: Final = 64
"""Characters of a picture inside a request that are kept in the history."""

HEAD_START: Final = 0.004
"""Seconds; the intent is on disk by then, and the window shows a new order within a frame."""
HEAD_START_TURNS: Final = 24

_START: Final = "start "
_SUBMIT: Final = "submit "


class OrderTrace(Protocol):
    """What is known about one order, also while it is on its way."""

    def outcome_so_far(self, reason: str) -> SubmitOutcome:
        """What came of the order if nothing more arrives; `reason` tells why nothing does."""
        ...

    @property
    def bytes_left(self) -> bool:
        """Whether a byte of the order may have left this computer."""
        ...


class SubmitClient(Protocol):
    def new_trace(self) -> Any:
        """An `OrderTrace`, to be handed to one `create_task`."""
        ...

    async def create_task(self, body: dict[str, object], *, trace: Any) -> SubmitOutcome:
        """Send the order once. Raises nothing but CancelledError; `trace` then tells the rest."""
        ...


@dataclass(slots=True)
class _Sending:
    """An order whose intent is on disk, until its outcome is. `answered`: the job ends soon."""

    job: asyncio.Task[None]
    trace: OrderTrace | None = None
    answered: bool = False

    @property
    def has_left(self) -> bool:
        return self.trace is None or self.trace.bytes_left


class WaitingLine:
    """Sends READY tasks in the order of their `position`, up to `limit()` at the service.

    What may never end at the service takes no place there: ids that it does not know (yet), tasks
    of another `place`, and those for which `is_slow(task_id)`: they take longer than usual.

    The intent is committed (SUBMITTING) before the request body is handed to the client; the
    POST itself is one attempt and never repeated here. After the service could not be reached, or
    the account was empty, one order goes out alone before the others follow. Nothing is sent while
    a hold blocks sending or the database takes no changes.
    """

    def __init__(
        self,
        client: Callable[[], SubmitClient],
        make_body: Callable[[GenerationParams], Awaitable[dict[str, object]]],
        ledger: TaskLedger,
        holds: Holds,
        jobs: Jobs,
        limit: Callable[[], int],
        is_slow: Callable[[str], bool],
        place: ServicePlace,
    ) -> None:
        self._client = client
        self._make_body = make_body
        self._ledger = ledger
        self._holds = holds
        self._jobs = jobs
        self._limit = limit
        self._is_slow = is_slow
        self._place = place
        self._starting: set[str] = set()
        self._bodies: dict[str, dict[str, object]] = {}
        self._sending: dict[str, _Sending] = {}
        self._closed = True
        self._is_full = False
        self._left_out: Callable[[], frozenset[str]] = frozenset

    def leave_out(self, ids: Callable[[], frozenset[str]]) -> None:
        """Never start the orders that `ids()` gives."""
        self._left_out = ids

    def open(self) -> None:
        """Begin to send: the client is there, and what earlier sessions left is sorted out."""
        self._closed = False
        self.pump()

    def pump(self) -> None:
        """Start what may start now; nothing before `open`. Cheap; call it after every change."""
        self._is_full = False
        waiting = self._ledger.waiting
        if not waiting or not self._is_open():
            return
        at_service = {t.id for t in self._ledger.open_tasks if self._takes_place(t)}
        busy = len(at_service | self._starting)
        is_tried = self._holds.offline_tries or self._holds.doubts_balance
        limit = 1 if is_tried else self._limit()
        left_out = self._left_out()
        for task in waiting:
            self._is_full = busy >= limit
            if self._is_full:
                return
            if task.id not in self._starting and task.id not in left_out:
                self._starting.add(task.id)
                busy += 1
                self._jobs.start(f"{_START}{task.id[:8]}", self._start(task.id))

    @property
    def is_full(self) -> bool:
        """Whether orders wait only because as many as are allowed are at the service."""
        return self._is_full

    async def stop(self, patience: float) -> None:
        """Send nothing any more; an order on its way has `patience` seconds to be answered.

        Afterwards no byte of any order leaves, and every order that was on its way has its
        outcome: what arrived counts, also a cut answer.
        """
        self._closed = True
        await self._jobs.wait(lambda name: name.startswith((_START, _SUBMIT)), patience)
        left = {i: sending for i, sending in self._sending.items() if not sending.answered}
        for sending in left.values():
            # An outcome may only be written when nothing can leave after it.
            sending.job.cancel()
        if self._sending:
            await asyncio.wait([sending.job for sending in self._sending.values()])
        reason = f"the program was closed and no whole answer came within {patience:g} s"
        for task_id, sending in left.items():
            if sending.trace is not None and not sending.answered:
                await self._settle(task_id, sending.trace.outcome_so_far(reason))
            self._forget(task_id, sending)

    def is_sending(self, task_id: str) -> bool:
        """Whether the order's intent is on disk and its outcome is not."""
        return task_id in self._sending

    async def sent(self, task_id: str) -> None:
        """Return when the sending of the order is over."""
        sending = self._sending.get(task_id)
        if sending is not None:
            await asyncio.wait([sending.job])

    def post(self, task: GenerationTask) -> None:
        """Send the order whose intent was just committed by `pump`."""
        body = self._bodies.pop(task.id)
        name = f"{_SUBMIT}{task.id[:8]}"
        if self._is_open() and self._may_send(task.id) and not self._place.is_elsewhere(task):
            client = self._client()
            trace = client.new_trace()
            job = self._jobs.start(name, self._post(task.id, client, body, trace))
        else:
            trace = None
            outcome = NotSent("the sending was called off", None)
            job = self._jobs.start(name, self._end(task.id, outcome))
        if job is not None:
            self._sending[task.id] = _Sending(job, trace, answered=trace is None)

    async def send_soon(self) -> None:
        """As `pump`; returns when what it started has left, after `HEAD_START` s at the latest.

        Reacting to a new order may take a window longer than sending it does.
        """
        self.pump()
        await self._jobs.wait(lambda name: name.startswith(_START), HEAD_START)

    async def head_start(self, task_id: str) -> None:
        """Let an order that was just posted leave before anything reacts to it.

        Only where the service is that near: after `HEAD_START_TURNS` turns of the loop others may.
        """
        sending = self._sending.get(task_id)
        for _ in range(HEAD_START_TURNS):
            if sending is None or sending.job.done() or sending.has_left:
                return
            await asyncio.sleep(0)

    def _is_open(self) -> bool:
        return not (self._closed or self._holds.blocks_sending or self._ledger.blocked)

    def _takes_place(self, task: GenerationTask) -> bool:
        if task.state not in POLLED:
            return task.state is TaskState.SUBMITTING
        was_found = bool(task.attempt or task.raw_status) and not task.not_found_count
        return was_found and not (self._is_slow(task.id) or self._place.is_elsewhere(task))

    def _may_send(self, task_id: str) -> bool:
        return task_id not in self._left_out()

    async def _start(self, task_id: str) -> None:
        try:
            await self._prepare(task_id)
        finally:
            self._starting.discard(task_id)
            self._bodies.pop(task_id, None)
        # An order that was not sent has left its place in the line to the next one.
        self.pump()

    async def _prepare(self, task_id: str) -> None:
        task = await self._ledger.get(task_id)
        if task is None or task.state is not TaskState.READY:
            return
        try:
            body = await self._make_body(task.params)
        except AppError as error:
            await self._ledger.apply(task_id, Unsendable(error.case, error.detail))
            return
        self._bodies[task_id] = body
        await self._ledger.apply(
            task_id,
            SlotFree(self._place.address),
            request_json=request_record(body),
            may=lambda: self._is_open() and self._may_send(task_id),
        )

    async def _post(
        self, task_id: str, client: SubmitClient, body: dict[str, object], trace: OrderTrace
    ) -> None:
        try:
            outcome = await client.create_task(body, trace=trace)
        except Exception as error:
            # A bug of ours must not hide that money may have been spent.
            _log.exception("task %s: sending failed unexpectedly", task_id[:8])
            outcome = trace.outcome_so_far(f"internal error {type(error).__name__}")
        self._sending[task_id].answered = True
        await self._end(task_id, outcome)

    async def _end(self, task_id: str, outcome: SubmitOutcome) -> None:
        sending = self._sending[task_id]
        try:
            await self._settle(task_id, outcome)
        finally:
            self._forget(task_id, sending)
        self.pump()

    def _forget(self, task_id: str, sending: _Sending) -> None:
        if self._sending.get(task_id) is sending:
            del self._sending[task_id]

    async def _settle(self, task_id: str, outcome: SubmitOutcome) -> None:
        if isinstance(outcome, OutcomeUnknown):
            _log.warning("task %s: outcome unknown: %s", task_id[:8], outcome.reason)
        elif not isinstance(outcome, NotSent):
            self._holds.note_success()
            self._look_at_balance(outcome)
        await self._ledger.apply(task_id, PostEnded(outcome))

    def _look_at_balance(self, outcome: SubmitOutcome) -> None:
        """What the first order tells after the account was empty, before others follow it."""
        if isinstance(outcome, Accepted):
            self._holds.note_balance()
        elif (
            self._holds.doubts_balance
            and isinstance(outcome, Refused)
            and outcome.case is ErrorCase.BALANCE
        ):
            self._holds.raise_hold(Hold.BALANCE)


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
