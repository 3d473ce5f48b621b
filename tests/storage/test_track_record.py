"""How unsure orders ended and how often models failed, read from a history of any size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ALLOWED, GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import (
    UNCONFIRMED_ENDINGS,
    ModelRecord,
    UnconfirmedEndings,
)
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from tests.fakes import make_task

S = TaskState


def unsure(number: int) -> GenerationTask:
    return make_task(id=f"{number:032x}", state=S.SUBMIT_UNKNOWN, changed_at=2_000.0)


def ended(number: int, model: str, case: ErrorCase | None, **changes: Any) -> GenerationTask:
    values: dict[str, Any] = {
        "id": f"{number:032x}",
        "params": GenerationParams(prompt="p", model_name=model),
        "state": S.DONE if case is None else S.FAILED,
        "error_case": case,
        "finished_at": 1_000.0 + number,
    }
    return make_task(**(values | changes))


async def test_a_history_without_unsure_orders_tells_of_none(reader: HistoryReader) -> None:
    assert reader.unconfirmed_endings() == UnconfirmedEndings(0, 0, 0)


async def test_each_ending_of_an_unsure_order_is_counted(
    store: HistoryStore, reader: HistoryReader
) -> None:
    orders = [unsure(number) for number in range(6)]
    await store.add(orders)
    await store.save(orders[0])
    for order, state in zip(
        orders, (S.QUEUED, S.DONE, S.READY, S.REFUSED, S.REFUSED), strict=False
    ):
        assert await store.save(replace(order, state=state))
    assert reader.unconfirmed_endings() == UnconfirmedEndings(found=2, run_again=1, dismissed=2)


async def test_an_order_that_becomes_unsure_twice_counts_twice(
    store: HistoryStore, reader: HistoryReader
) -> None:
    order = unsure(1)
    await store.add([order])
    for state in (S.READY, S.SUBMITTING, S.SUBMIT_UNKNOWN, S.QUEUED, S.PROCESSING, S.DONE):
        await store.save(replace(order, state=state))
    assert reader.unconfirmed_endings() == UnconfirmedEndings(found=1, run_again=1, dismissed=0)
    assert [entry.at for entry in reader.events(order.id)] == [2_000.0, 2_000.0]


async def test_orders_that_were_never_unsure_do_not_count(
    store: HistoryStore, reader: HistoryReader
) -> None:
    order = make_task(state=S.READY)
    await store.add([order])
    for state in (S.SUBMITTING, S.QUEUED, S.DONE):
        await store.save(replace(order, state=state))
    assert reader.unconfirmed_endings() == UnconfirmedEndings()


def test_every_state_that_can_follow_on_an_unsure_order_is_an_ending() -> None:
    assert UNCONFIRMED_ENDINGS.keys() == ALLOWED[S.SUBMIT_UNKNOWN]


async def test_a_history_without_ended_tasks_tells_of_no_model(
    store: HistoryStore, reader: HistoryReader
) -> None:
    await store.add([make_task(state=S.PROCESSING)])
    assert reader.model_failures() == {}


async def test_failures_of_the_service_are_counted_by_model(
    store: HistoryStore, reader: HistoryReader
) -> None:
    await store.add(
        [
            ended(1, "nano", None),
            ended(2, "nano", ErrorCase.SERVICE_FAULT),
            ended(3, "nano", ErrorCase.MODEL_UNAVAILABLE, state=S.REFUSED),
            ended(4, "nano", ErrorCase.NO_PICTURE, state=S.RESULT_BAD),
            ended(5, "pro", None),
            ended(6, "", ErrorCase.SERVICE_FAULT),
        ]
    )
    assert reader.model_failures() == {"nano": ModelRecord(4, 3), "pro": ModelRecord(1, 0)}


@pytest.mark.parametrize(
    "case",
    [ErrorCase.CONTENT, ErrorCase.BALANCE, ErrorCase.INVALID_KEY, ErrorCase.NOT_SENT],
)
async def test_what_is_not_the_model_s_fault_tells_nothing(
    store: HistoryStore, reader: HistoryReader, case: ErrorCase
) -> None:
    await store.add([ended(1, "nano", case), ended(2, "nano", None), ended(3, "pro", case)])
    assert reader.model_failures() == {"nano": ModelRecord(1, 0)}


async def test_only_the_last_ends_of_a_model_are_looked_at(
    store: HistoryStore, reader: HistoryReader
) -> None:
    old = [ended(number, "nano", ErrorCase.SERVICE_FAULT) for number in range(10)]
    await store.add([*old, *(ended(number, "nano", None) for number in range(10, 13))])
    assert reader.model_failures(limit=4) == {"nano": ModelRecord(4, 1)}


@pytest.mark.parametrize("question", ["unconfirmed_endings", "model_failures"])
async def test_no_question_walks_through_the_history(
    database: Database, reader: HistoryReader, question: str
) -> None:
    connection = database.reader()
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    own = HistoryReader(database.path, lambda _path: connection)
    await HistoryStore(database).add([ended(1, "nano", None)])
    getattr(own, question)()
    connection.set_trace_callback(None)
    assert asked
    for sql in asked:
        assert not _walks(connection.execute(f"EXPLAIN QUERY PLAN {sql}")), sql
    own.close()


def _walks(plan: Iterable[Any]) -> list[str]:
    steps = [str(row["detail"]) for row in plan]
    return [step for step in steps if step.startswith("SCAN") and "tasks" in step]
