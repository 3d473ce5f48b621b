"""Bugs planted on purpose: a simulation that does not find them proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from nanobanana_desktop.domain import engine, order_rules
from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import NotSent, OutcomeUnknown, SubmitOutcome
from nanobanana_desktop.domain.events import Step
from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.services import recovery
from nanobanana_desktop.services.breaker import Breaker
from nanobanana_desktop.services.order_writes import OrderWrites
from nanobanana_desktop.services.poller import TaskPoller
from nanobanana_desktop.services.task_ledger import TaskLedger
from nanobanana_desktop.services.waiting_line import WaitingLine
from tests.services.simulation.bin import VirtualTrash


@contextmanager
def posting_before_the_commit() -> Iterator[None]:
    """The order leaves although its intent is only in memory."""

    async def save_nothing(_self: OrderWrites, _task: GenerationTask, _request: str) -> None:
        return None

    with patch.object(OrderWrites, "_save_intent", save_nothing):
        yield


@contextmanager
def trusting_a_history_that_lost_its_log() -> Iterator[None]:
    """The journal is asked only about orders that the history takes for sent."""
    with patch.object(recovery, "UNSURE", recovery.UNSURE - {TaskState.READY}):
        yield


@contextmanager
def sending_again_after_unknown() -> Iterator[None]:
    """An order whose outcome is not known goes back into the line by itself."""
    real = WaitingLine._settle

    async def settle(self: WaitingLine, task_id: str, outcome: SubmitOutcome) -> None:
        hopeful = isinstance(outcome, OutcomeUnknown)
        await real(self, task_id, NotSent("try again", None) if hopeful else outcome)

    with patch.object(WaitingLine, "_settle", settle):
        yield


@contextmanager
def sending_again_after_a_crash() -> Iterator[None]:
    """The start takes an order that was being sent for one that was not."""

    def ended(task: GenerationTask, _event: ev.SessionEnded, _now: float) -> Step | None:
        if task.state is TaskState.SUBMITTING:
            return Step(replace(task, state=TaskState.READY))
        return order_rules.session_ended(task, _event, _now)

    with patch.dict(engine._RULES, {ev.SessionEnded: ended}):
        yield


@contextmanager
def forgetting_a_failed_commit() -> Iterator[None]:
    """What the service said is not applied again after the history did not take it."""

    async def blind(_self: TaskLedger) -> bool:
        return True

    with patch.object(TaskLedger, "catch_up", blind):
        yield


@contextmanager
def holding_places_for_what_never_ends() -> Iterator[None]:
    """A task that the service does not know, or never answers, takes its place all the same."""

    def takes_place(_self: WaitingLine, task: GenerationTask) -> bool:
        return task.state is TaskState.SUBMITTING or task.state in POLLED

    with patch.object(WaitingLine, "_takes_place", takes_place):
        yield


@contextmanager
def stopping_everything_for_one_bad_task() -> Iterator[None]:
    """Failures of one task open the circuit, and the same task is asked whether it may close."""
    real = TaskPoller.probe

    def probe(self: TaskPoller, *, about_nothing: bool = False) -> None:
        real(self, about_nothing=about_nothing and not self.watched)

    def note_failure(self: Breaker, task_id: str) -> bool:
        self._in_a_row[task_id] = self._in_a_row.get(task_id, 0) + 1
        return self._in_a_row[task_id] > 10

    with (
        patch.object(Breaker, "note_failure", note_failure),
        patch.object(Breaker, "is_suspect", lambda _self, _task_id: False),
        patch.object(TaskPoller, "probe", probe),
    ):
        yield


@contextmanager
def sending_what_is_being_deleted() -> Iterator[None]:
    """What lies in the trash stays in the line."""
    with patch.object(TaskLedger, "trashed", property(lambda _self: frozenset())):
        yield


@contextmanager
def throwing_away_before_the_commit() -> Iterator[None]:
    """Files go although the history does not say so yet."""
    real = VirtualTrash.begin_leaving

    async def begin(self: VirtualTrash, *args: Any, **named: Any) -> Any:
        rows = await real(self, *args, **named)
        self._disk.leaving = set()
        return rows

    with patch.object(VirtualTrash, "begin_leaving", begin):
        yield
