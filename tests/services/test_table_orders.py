"""Rows 1 to 10 of the table of faults, as far as they are about orders and need no wire."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from nanobanana_desktop.api.verdicts import Answer, judge_order
from nanobanana_desktop.domain.answers import (
    NotSent,
    OutcomeUnknown,
    RefusedLater,
    SubmitOutcome,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]
ExpectedLog = Callable[[str], None]
PARAMS = GenerationParams(prompt="a banana boat")
EMPTY_JSON = "{}"


def answered(status: int, body: str, *, trouble: str = "", **headers: str) -> SubmitOutcome:
    """What the program makes of such an answer to an order."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return judge_order(Answer(status, httpx.Headers(names), body.encode(), trouble, str))


async def kill(bench: Bench) -> None:
    """End the session: nothing is committed any more until the test is over."""
    await bench.jobs.close()
    bench.service._flow.schedule.clear()


@asynccontextmanager
async def next_session(bench: Bench) -> AsyncIterator[TaskService]:
    """A start on what the first session left on disk."""
    bench.client.gate = None
    bench.recovery.ids = bench.journal.ids
    jobs, workers, numbers = Jobs(), Workers("next", 1), itertools.count(1_000)
    service = TaskService(
        TaskStores(bench.store, bench.journal, bench.pictures, bench.recovery),
        bench.builder,
        jobs,
        workers,
        Clock(),
        Chance(lambda: 0.0, lambda: f"{next(numbers):032x}"),
        concurrency=4,
    )
    await service.start(bench.client)
    yield service
    await service.stop()
    await jobs.close()
    workers.close()


async def stays_unconfirmed(bench: Bench, service: TaskService, task_id: str) -> GenerationTask:
    """The order is asked about and never sent again by itself, whatever goes on around it."""
    service.send_now()
    service.try_again_now()
    service.set_concurrency(4)
    for _ in range(20):
        await asyncio.sleep(0)
    task = bench.store.tasks[task_id]
    assert (task.state, task.attempt) == (TaskState.SUBMIT_UNKNOWN, 1)
    assert task.error_case is ErrorCase.NOT_CONFIRMED
    assert len(bench.client.posted) == 1
    return task


async def test_row_01_kill_between_intent_and_answer_is_not_confirmed_and_not_sent_again(
    bench: Bench, wait_until: WaitUntil, expected_log: ExpectedLog
) -> None:
    expected_log("outcome unknown")
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.posted)
    await kill(bench)
    assert bench.state(task_id) == "submitting"
    async with next_session(bench) as service:
        task = await stays_unconfirmed(bench, service, task_id)
        assert task.error_detail == "the program ended while the order was being sent"


@pytest.mark.parametrize("step", ["save_remote_id", "save"])
async def test_row_02_kill_while_the_answer_is_stored_loses_and_doubles_nothing(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    reached = asyncio.Event()

    async def never(*_arguments: object) -> bool:
        reached.set()
        await asyncio.Event().wait()
        return False

    await bench.service.start(bench.client)
    monkeypatch.setattr(bench.store, step, never)
    (task_id,) = bench.service.create(PARAMS)
    await reached.wait()
    await kill(bench)
    monkeypatch.undo()
    async with next_session(bench) as service:
        if step == "save_remote_id":
            # A cancelled job still runs its last steps, a killed process does not.
            bench.journal.ids.clear()
        await wait_until(lambda: bench.state(task_id) in ("submit_unknown", "done"))
        assert len(bench.client.posted) == 1
        assert service.waiting == []


async def test_row_02_an_id_that_only_the_journal_has_is_followed_after_a_kill(
    bench: Bench, wait_until: WaitUntil, expected_log: ExpectedLog
) -> None:
    expected_log("was not stored")
    bench.store.fail_on += ["save_remote_id"]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.journal.ids)
    await kill(bench)
    assert bench.store.tasks[task_id].remote_id == ""
    async with next_session(bench):
        await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.client.queried == ["remote-1"]
    assert len(bench.client.posted) == 1


@pytest.mark.parametrize(
    "reason",
    ["ReadError: connection reset", "no complete answer within 180 s", "RemoteProtocolError"],
)
async def test_row_03_04_an_order_without_an_answer_is_not_confirmed_and_the_number_helps(
    bench: Bench, wait_until: WaitUntil, expected_log: ExpectedLog, reason: str
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [OutcomeUnknown(reason)]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    task = await stays_unconfirmed(bench, bench.service, task_id)
    assert task.error_detail == reason
    assert bench.service.attach_remote_id(task_id, "from-the-console")
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_row_05_an_order_that_did_not_leave_is_sent_once_when_the_service_is_back(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is the person who tries again here, however long this takes.
    monkeypatch.setattr("nanobanana_desktop.services.holds.OFFLINE_STEPS", (600.0,))
    bench.client.creates = [NotSent("connection refused") for _ in range(3)]
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    ids = bench.service.create(PARAMS, 4)
    for tries in (1, 2, 3):
        await wait_until(lambda tries=tries: len(bench.client.posted) == tries)
        await wait_until(lambda: bench.service.holds.state.shown is Hold.OFFLINE)
        assert {bench.state(task_id) for task_id in ids} == {"ready"}
        bench.service.send_now()
    await wait_until(lambda: all(bench.state(task_id) == "done" for task_id in ids))
    assert len(bench.client.posted) == 3 + len(ids)


@pytest.mark.parametrize("status", [408, 409, 425, 500, 502, 503, 504, 302])
async def test_row_06_a_gateway_error_is_not_confirmed(
    bench: Bench, wait_until: WaitUntil, expected_log: ExpectedLog, status: int
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [answered(status, "<html>Bad gateway</html>")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    task = await stays_unconfirmed(bench, bench.service, task_id)
    assert task.http_status == status
    assert "Bad gateway" in task.error_detail


@pytest.mark.parametrize(
    ("headers", "shortest", "longest"),
    [({}, 5, 60), ({"retry_after": "120"}, 119, 120), ({"retry_after": "1000000000"}, 599, 600)],
    ids=["none", "seconds", "a billion"],
)
async def test_row_07_too_many_requests_hold_every_order_and_count_visibly(
    bench: Bench,
    wait_until: WaitUntil,
    headers: dict[str, str],
    shortest: float,
    longest: float,
) -> None:
    bench.client.creates = [answered(429, EMPTY_JSON, **headers)]
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    first, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: Hold.RATE_LIMIT in bench.service.holds.state.active)
    until = bench.service.holds.state.until
    assert until is not None
    task = bench.store.tasks[first]
    # It was raised after that change of the task, and before now.
    assert until - time.time() <= longest
    assert until - task.changed_at >= shortest
    bench.service.set_concurrency(4)
    await wait_until(lambda: bench.jobs.names == [])
    assert (len(bench.client.posted), len(bench.client.queried)) == (1, 0)
    assert (task.refused_later, task.state) == (1, TaskState.READY)
    bench.service.send_now()
    await wait_until(lambda: bench.state(second) == "done")
    assert len(bench.client.posted) == 3


async def test_row_07_an_order_is_put_off_three_times_and_then_refused(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.creates = [RefusedLater(0.01) for _ in range(4)]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "refused")
    assert len(bench.client.posted) == 4
    assert bench.store.tasks[task_id].error_case is ErrorCase.RATE_LIMITED


async def test_row_08_a_refused_key_keeps_every_order_until_there_is_another(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.creates = [answered(401, '{"message":"invalid api key"}')]
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    ids = [task_id for _ in range(3) for task_id in bench.service.create(PARAMS, 3)]
    await wait_until(lambda: Hold.AUTH in bench.service.holds.state.active)
    bench.service.set_concurrency(4)
    await wait_until(lambda: bench.jobs.names == [])
    assert len(bench.client.posted) == 1
    assert {bench.state(task_id) for task_id in ids} == {"ready"}
    bench.service.set_concurrency(8)
    bench.service.holds.release(Hold.AUTH)
    await wait_until(lambda: all(bench.state(task_id) == "done" for task_id in ids))
    assert len(bench.client.posted) == 10


@pytest.mark.parametrize(
    "body",
    ["", "{}", '{"status":"queued"}', "<html>", "not json", json.dumps({"id": "x" * 1_000_000})],
    ids=["empty", "no fields", "no id", "page", "no json", "huge id"],
)
async def test_row_09_an_answer_without_a_usable_id_is_not_confirmed_and_kept(
    bench: Bench, wait_until: WaitUntil, expected_log: ExpectedLog, body: str
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [answered(200, body)]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    task = await stays_unconfirmed(bench, bench.service, task_id)
    assert body[:40] in task.error_detail
    assert len(task.error_detail) < 70_000


@pytest.mark.parametrize(
    ("body", "remote_id"),
    [('{"id":42}', "42"), ('{"code":0,"data":{"id":"abc"}}', "abc"), ('{"taskId":"t"}', "t")],
    ids=["number", "inside data", "other name"],
)
async def test_row_09_odd_ids_are_accepted(
    bench: Bench, wait_until: WaitUntil, body: str, remote_id: str
) -> None:
    bench.client.creates = [answered(200, body)]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.client.queried == [remote_id]
    assert bench.journal.ids == {task_id: remote_id}


@pytest.mark.parametrize("hostile", ["..", ".", "a\nb", "a\u202eb", "x" * 129])
async def test_row_10_a_number_that_could_change_the_address_is_refused_by_hand_and_by_paste(
    bench: Bench, wait_until: WaitUntil, expected_log: ExpectedLog, hostile: str
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [OutcomeUnknown("reset")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    assert not bench.service.attach_remote_id(task_id, hostile)
    assert (await bench.service.adopt([hostile])).bad == (hostile,)
    assert (len(bench.store.tasks), bench.client.queried) == (1, [])
