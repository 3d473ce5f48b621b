"""What follows from the answer to a question: news for the task, or a hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answer_rules import WATCH_LIMIT
from nanobanana_desktop.domain.answers import RemoteTask
from nanobanana_desktop.domain.task import POLLED, GenerationTask, Hold
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    ErrorCase,
    ForeignAnswerError,
    NetworkError,
    ProtocolError,
    QuotaError,
    RateLimitError,
    ServerError,
    TaskNotFoundError,
)
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.breaker import Breaker
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.task_ledger import TaskLedger

_log = get_logger(__name__)

FOREIGN_ANSWERS_TO_WARN: Final = 3


class QueryResults:
    """Hands answers to the ledger; raises and ends the holds that come of questions.

    Trouble never changes a task's state, except that the service may no longer know it.
    `is_old(task_id, seconds)` tells whether the task was followed for that long.
    """

    def __init__(
        self,
        ledger: TaskLedger,
        holds: Holds,
        breaker: Breaker,
        is_old: Callable[[str, float], bool],
        monotonic: Callable[[], float],
    ) -> None:
        self._ledger = ledger
        self._holds = holds
        self._breaker = breaker
        self._is_old = is_old
        self._monotonic = monotonic
        self._answered_at: dict[str, float] = {}
        self._foreign: dict[str, int] = {}

    async def answered(self, task: GenerationTask, remote: RemoteTask) -> None:
        """The service answered about `task`."""
        self._note_reached(task.id)
        self._holds.note_calm()
        self._foreign.pop(task.id, None)
        after = await self._ledger.apply(task.id, ev.Answered(remote, self._since(task.id)))
        if after is None or after.state not in POLLED:
            self._answered_at.pop(task.id, None)
        await self._look_at_age(task)

    async def failed(self, task: GenerationTask, error: AppError) -> None:
        """The question about `task` got no usable answer."""
        _log.info("task %s: query: %s", task.id[:8], error)
        self._take_notice(error, task.id)
        if isinstance(error, TaskNotFoundError):
            await self._ledger.apply(task.id, ev.NotFound())
            await self._look_at_age(task)
        elif isinstance(error, ForeignAnswerError):
            self._count_foreign(task)

    async def probed(self, error: AppError | None) -> None:
        """The question about nothing came to an end; None is the answer that was expected."""
        if error is None:
            self._note_reached()
        else:
            _log.info("probe: %s", error)
            self._take_notice(error, "")

    def _since(self, task_id: str) -> float | None:
        """Seconds since the answer before; from now on this one is that."""
        now = self._monotonic()
        before = self._answered_at.get(task_id)
        self._answered_at[task_id] = now
        return None if before is None else now - before

    def _take_notice(self, error: AppError, task_id: str) -> None:
        """What the error says about the service as a whole."""
        match error:
            case CredentialsError(case=ErrorCase.KEY_MISSING):
                self._holds.raise_hold(Hold.NO_KEY)
                self._end_probe()
            case CredentialsError():
                self._holds.raise_hold(Hold.AUTH)
                self._note_reached(task_id)
            case RateLimitError():
                self._holds.raise_hold(Hold.RATE_LIMIT, error.retry_after)
                self._note_reached(task_id)
            case QuotaError():
                # It concerns the account and not the task; it may be topped up at any time.
                self._holds.raise_hold(Hold.BALANCE)
                self._note_reached(task_id)
            case NetworkError(sent=False):
                self._holds.raise_hold(Hold.OFFLINE)
            case NetworkError() | ServerError() | ProtocolError(case=ErrorCase.NOT_THE_SERVICE):
                self._note_trouble(task_id)
            case _:
                # An objection to this one question; the service itself is there.
                self._note_reached(task_id)

    def _note_trouble(self, task_id: str) -> None:
        """The service was reached and gave no usable answer."""
        tried_in_vain = self._holds.offline_tries > 0 and not self._breaker.is_suspect(task_id)
        opens = self._breaker.note_failure(task_id) if task_id else tried_in_vain
        # A probe that failed, whatever it asked about, must be followed by another one.
        if opens or tried_in_vain or self._holds.state.probing:
            self._holds.raise_hold(Hold.CIRCUIT_OPEN)

    def _note_reached(self, task_id: str = "") -> None:
        self._breaker.note_success(task_id)
        self._holds.note_success()

    def _end_probe(self) -> None:
        held = self._holds.probed
        if held is not None:
            self._holds.release(held)

    def _count_foreign(self, task: GenerationTask) -> None:
        count = self._foreign[task.id] = self._foreign.get(task.id, 0) + 1
        if count == FOREIGN_ANSWERS_TO_WARN:
            _log.warning("task %s: %d answers were about another task", task.id[:8], count)

    async def _look_at_age(self, task: GenerationTask) -> None:
        if self._is_old(task.id, WATCH_LIMIT):
            await self._ledger.apply(task.id, ev.Aged())
