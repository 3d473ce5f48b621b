"""What leaves the waiting line, in which order, and what never does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    RemoteStatus,
    RemoteTask,
    SubmitOutcome,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase, TaskNotFoundError
from nanobanana_desktop.services.line_order import LineEnd, line_order, moved, placed
from nanobanana_desktop.services.task_service import TaskService
from tests.fakes import FakeTrace, make_task
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]


def order(prompt: str) -> GenerationParams:
    return GenerationParams(prompt=prompt)


def sent(bench: Bench) -> list[object]:
    return [body["prompt"] for body in bench.client.posted]


async def closed_line(bench: Bench, wait_until: WaitUntil, *prompts: str) -> list[str]:
    """A running service that sends nothing yet, with these orders waiting."""
    await bench.service.start(bench.client)
    bench.service.pause()
    bench.service.set_concurrency(1)
    ids: list[str] = []
    for prompt in prompts:
        (task_id,) = bench.service.create(order(prompt))
        ids.append(task_id)
    await wait_until(lambda: [task.id for task in bench.service.waiting] == ids)
    return ids


async def test_an_order_leaves_before_the_window_reacts_to_it(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long a busy computer takes for the few steps of it.
    monkeypatch.setattr("nanobanana_desktop.services.waiting_line.HEAD_START", 60.0)
    await bench.service.start(bench.client)
    bench.client.gate = asyncio.Event()
    told: list[tuple[str, int]] = []

    def note(task: GenerationTask) -> None:
        told.append((task.state.value, len(bench.client.posted)))

    bench.service.tasks_added.connect(lambda tasks: note(tasks[0]))
    bench.service.task_changed.connect(note)
    bench.service.create(order("near"))
    await wait_until(lambda: len(told) == 2)
    assert told == [("ready", 1), ("submitting", 1)]
    bench.client.gate.set()
    await wait_until(lambda: told[-1][0] == "done")


async def test_an_order_that_cannot_leave_at_once_is_shown_all_the_same(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    bench.builder.gate = asyncio.Event()
    (task_id,) = bench.service.create(order("large references"))
    await wait_until(lambda: bench.seen.get(task_id) == ["ready"])
    assert not bench.client.posted
    bench.builder.gate.set()
    await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.seen[task_id][:2] == ["ready", "submitting"]


async def test_news_are_told_in_the_order_of_the_commits(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    ids = bench.service.create(order("many"), 4)
    await wait_until(lambda: all(bench.state(task_id) == "done" for task_id in ids))
    way = ["ready", "submitting", "queued", "result_ready", "downloading", "done"]
    assert [bench.seen[task_id] for task_id in ids] == [way] * 4


async def test_orders_leave_in_the_order_of_the_line(bench: Bench, wait_until: WaitUntil) -> None:
    a, b, c = await closed_line(bench, wait_until, "a", "b", "c")
    bench.service.move(c, a)
    await wait_until(lambda: [t.id for t in bench.service.waiting] == [c, a, b])
    bench.service.move(c, None)
    await wait_until(lambda: [t.id for t in bench.service.waiting] == [a, b, c])
    bench.service.send_first(b)
    await wait_until(lambda: [t.id for t in bench.service.waiting] == [b, a, c])
    bench.service.create(order("front"), 2, first=True)
    await wait_until(lambda: len(bench.service.waiting) == 5)
    bench.service.resume()
    await wait_until(lambda: len(bench.client.posted) == 5)
    assert sent(bench) == ["front", "front", "b", "a", "c"]


async def test_an_order_that_was_taken_back_returns_to_its_place(
    bench: Bench, wait_until: WaitUntil
) -> None:
    a, b, c = await closed_line(bench, wait_until, "a", "b", "c")
    bench.service.hold_back((b,), True)
    await wait_until(lambda: bench.store.tasks[b].held_back)
    removed = bench.service.waiting[1]
    bench.service.take_back((b,))
    await wait_until(lambda: [task.id for task in bench.service.waiting] == [a, c])
    bench.service.put_back((removed,))
    await wait_until(lambda: len(bench.service.waiting) == 3)
    back = bench.service.waiting[1]
    assert [task.params.prompt for task in bench.service.waiting] == ["a", "b", "c"]
    assert (back.position, back.created_at) == (removed.position, removed.created_at)
    assert back.held_back
    assert back.id != b


async def test_an_order_that_is_held_back_lets_the_others_pass(
    bench: Bench, wait_until: WaitUntil
) -> None:
    a, b, c = await closed_line(bench, wait_until, "a", "b", "c")
    bench.service.hold_back([a, b], True)
    await wait_until(lambda: bench.store.tasks[b].held_back)
    bench.service.resume()
    await wait_until(lambda: bench.state(c) == "done")
    assert sent(bench) == ["c"]
    assert [task.id for task in bench.service.waiting] == [a, b]
    bench.service.send_now()
    bench.service.hold_back([a, "gone"], False)
    await wait_until(lambda: bench.state(a) == "done")
    assert sent(bench) == ["c", "a"]
    assert bench.state(b) == "ready"


@pytest.mark.parametrize("ask", [TaskService.send_first, TaskService.send_now])
async def test_an_order_that_is_held_back_is_sent_when_the_person_says_so(
    bench: Bench, wait_until: WaitUntil, ask: Callable[[TaskService, str], None]
) -> None:
    a, b = await closed_line(bench, wait_until, "a", "b")
    bench.service.hold_back([a, b], True)
    await wait_until(lambda: bench.store.tasks[b].held_back)
    bench.service.resume()
    ask(bench.service, b)
    await wait_until(lambda: bench.state(b) == "done")
    assert sent(bench) == ["b"]
    assert not bench.store.tasks[b].held_back
    assert bench.store.tasks[a].held_back


async def test_an_order_held_back_while_it_is_made_ready_is_not_sent(
    bench: Bench, wait_until: WaitUntil
) -> None:
    (a,) = await closed_line(bench, wait_until, "a")
    bench.builder.gate = gate = asyncio.Event()
    bench.service.resume()
    await wait_until(bench.builder.begun.is_set)
    bench.service.hold_back([a], True)
    await wait_until(lambda: bench.store.tasks[a].held_back)
    gate.set()
    await wait_until(lambda: not bench.jobs.names)
    assert bench.client.posted == []
    assert bench.state(a) == "ready"


async def test_what_is_held_back_stays_so_in_the_next_session(
    bench: Bench, wait_until: WaitUntil
) -> None:
    old = make_task(id="old", held_back=True)
    bench.store.tasks = {"old": old, "next": make_task(id="next", params=order("next"))}
    await bench.service.start(bench.client)
    await wait_until(lambda: bench.state("next") == "done")
    assert sent(bench) == ["next"]
    assert bench.state("old") == "ready"


async def test_the_order_of_the_line_is_on_disk(bench: Bench, wait_until: WaitUntil) -> None:
    a, b = await closed_line(bench, wait_until, "a", "b")
    bench.service.move(b, a)
    await wait_until(lambda: "save_all" in bench.store.calls)
    stored = sorted(bench.store.tasks.values(), key=line_order)
    assert [task.id for task in stored] == [b, a]


async def test_a_move_that_cannot_be_stored_does_not_happen(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("did not take a change")
    a, b = await closed_line(bench, wait_until, "a", "b")
    bench.store.fail_on.append("save_all")
    bench.service.move(b, a)
    await wait_until(lambda: bench.troubles)
    assert [task.id for task in bench.service.waiting] == [a, b]


async def test_pause_stops_sending_and_nothing_else(bench: Bench, wait_until: WaitUntil) -> None:
    told: list[bool] = []
    bench.service.paused_changed.connect(told.append)
    under_way = make_task(id="1" * 32, state=TaskState.PROCESSING, remote_id="r1")
    bench.store.tasks[under_way.id] = under_way
    (waiting,) = await closed_line(bench, wait_until, "a")
    await wait_until(lambda: bench.state(under_way.id) == "done")
    assert (bench.state(waiting), bench.client.posted) == ("ready", [])
    assert bench.service.paused
    bench.service.resume()
    await wait_until(lambda: bench.state(waiting) == "done")
    assert told == [True, False]


async def test_many_pumps_at_once_send_every_order_once(
    bench: Bench, wait_until: WaitUntil
) -> None:
    ids = await closed_line(bench, wait_until, "a", "b", "c", "d", "e", "f")
    bench.service.set_concurrency(3)
    bench.service.resume()
    for _ in range(20):
        bench.service.set_concurrency(3)
        await asyncio.sleep(0)
    await wait_until(lambda: all(bench.state(task_id) == "done" for task_id in ids))
    assert sorted(map(str, sent(bench))) == ["a", "b", "c", "d", "e", "f"]
    assert {bench.store.tasks[task_id].attempt for task_id in ids} == {1}


class Stage:
    """Stops the service at one point of its way: `reached` is set, then `go` is waited for."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.go = asyncio.Event()

    async def pass_by(self) -> None:
        self.reached.set()
        await self.go.wait()


def stop_in_intent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Let the commit of the next intent take until the test says so."""
    stage = Stage()
    save_intent = bench.store.save_intent

    async def slow(
        task: GenerationTask, request_json: str, *, monotonic: float, boot_id: str
    ) -> bool:
        await stage.pass_by()
        return await save_intent(task, request_json, monotonic=monotonic, boot_id=boot_id)

    monkeypatch.setattr(bench.store, "save_intent", slow)
    return stage


async def test_an_intent_committed_while_the_program_stops_is_taken_back_unsent(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = stop_in_intent(bench, monkeypatch)
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await stage.reached.wait()
    stopping = asyncio.ensure_future(bench.service.stop())
    await asyncio.sleep(0)
    stage.go.set()
    await stopping
    assert bench.client.posted == []
    assert bench.state(task_id) == "ready"
    assert bench.store.tasks[task_id].error_case is None


async def test_a_hold_raised_while_the_intent_is_committed_stops_the_order(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = stop_in_intent(bench, monkeypatch)
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await stage.reached.wait()
    bench.service.holds.raise_hold(Hold.NO_KEY)
    stage.go.set()
    await wait_until(lambda: bench.jobs.names == [])
    assert (bench.client.posted, bench.state(task_id)) == ([], "ready")
    assert bench.service.holds.state.active == (Hold.NO_KEY,)
    bench.service.holds.release(Hold.NO_KEY)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_an_order_cancelled_while_its_intent_is_committed_is_followed_not_lost(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = stop_in_intent(bench, monkeypatch)
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await stage.reached.wait()
    bench.service.stop_watching(task_id)
    stage.go.set()
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_an_order_deleted_while_it_is_sent_has_its_id_in_the_journal_first(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await wait_until(lambda: bench.client.posted)
    bench.service.remove(task_id)
    await asyncio.sleep(0)
    assert bench.state(task_id) == "submitting"
    bench.client.gate.set()
    await wait_until(lambda: bench.state(task_id) == "absent")
    assert bench.journal.ids == {task_id: "remote-1"}


async def test_a_key_that_is_gone_when_the_order_leaves_holds_it(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.creates = [NotSent("no key", ErrorCase.KEY_MISSING)]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await wait_until(lambda: Hold.NO_KEY in bench.service.holds.state.active)
    assert bench.state(task_id) == "ready"
    bench.service.holds.release(Hold.NO_KEY)
    await wait_until(lambda: bench.state(task_id) == "done")


@pytest.mark.parametrize(
    ("so_far", "state"),
    [
        (Accepted(RemoteTask(remote_id="late")), "queued"),
        (NotSent("cancelled while connecting"), "ready"),
        (OutcomeUnknown("cut after 12 bytes"), "submit_unknown"),
    ],
)
async def test_what_arrived_of_an_answer_counts_when_the_program_quits(
    bench: Bench,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
    so_far: SubmitOutcome,
    state: str,
) -> None:
    if state == "submit_unknown":
        expected_log("outcome unknown")
    monkeypatch.setattr("nanobanana_desktop.services.task_service.QUIT_WAIT", 0.01)
    bench.client.gate = asyncio.Event()
    bench.client.so_far = so_far
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await wait_until(lambda: bench.client.posted)
    await bench.service.stop()
    assert bench.state(task_id) == state
    assert not any(name.startswith("submit") for name in bench.jobs.names)
    if state == "queued":
        assert bench.journal.ids == {task_id: "late"}


async def test_an_unconfirmed_order_tells_why(
    bench: Bench,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("outcome unknown")
    monkeypatch.setattr("nanobanana_desktop.services.task_service.QUIT_WAIT", 0.01)
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await wait_until(lambda: bench.client.posted)
    await bench.service.stop()
    detail = bench.store.tasks[task_id].error_detail
    assert detail == "the program was closed and no whole answer came within 0.01 s"


async def test_stopping_leaves_what_an_earlier_session_was_sending_to_the_next_start(
    bench: Bench,
) -> None:
    old = make_task(state=TaskState.SUBMITTING, attempt=1)
    bench.store.tasks[old.id] = old
    await bench.service.stop()
    assert bench.state(old.id) == "submitting"


async def test_a_bug_while_sending_still_gives_an_outcome(
    bench: Bench,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("sending failed unexpectedly")
    expected_log("outcome unknown")

    async def broken(_body: dict[str, object], *, trace: FakeTrace) -> SubmitOutcome:
        raise RuntimeError("a bug")

    monkeypatch.setattr(bench.client, "create_task", broken)
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(order("a"))
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    assert "RuntimeError" in bench.store.tasks[task_id].error_detail


def line(*positions: float) -> list[GenerationTask]:
    return [make_task(id=str(n) * 32, position=p) for n, p in enumerate(positions)]


def test_new_tasks_go_behind_later_positions_and_in_front_of_all() -> None:
    waiting = line(10.0, 20.0)
    new = [make_task(id="a" * 32, position=15.0), make_task(id="b" * 32, position=15.001)]
    behind = placed(new, waiting, LineEnd.LAST)
    assert 20.0 < behind[0].position < behind[1].position
    front = placed(new, waiting, LineEnd.FIRST)
    assert front[0].position < front[1].position < 10.0
    assert placed(new, [], LineEnd.FIRST) == new


def test_moving_changes_one_position_as_long_as_numbers_lie_between() -> None:
    waiting = line(1.0, 2.0, 3.0)
    (changed,) = moved(waiting, "2" * 32, "1" * 32)
    assert 1.0 < changed.position < 2.0
    assert moved(waiting, "0" * 32, "1" * 32) == []
    assert moved(waiting, "9" * 32, None) == []
    (first,) = moved(waiting, "2" * 32, "sent meanwhile")
    assert first.position < 1.0


def test_a_line_without_room_is_numbered_anew() -> None:
    waiting = line(1.7e9, 1.7e9, 1.7e9)
    changed = moved(waiting, "2" * 32, "1" * 32)
    assert [task.id[0] for task in sorted(changed, key=line_order)] == ["0", "2", "1"]


def test_moving_to_and_fro_a_thousand_times_keeps_the_wanted_order() -> None:
    waiting = line(1.7e9, 1.7e9 + 0.001, 1.7e9 + 0.002)
    for _ in range(1000):
        last = waiting[-1]
        wanted = [waiting[0].id, last.id, *(task.id for task in waiting[1:-1])]
        changed = {task.id: task for task in moved(waiting, last.id, waiting[1].id)}
        waiting = sorted((changed.get(task.id, task) for task in waiting), key=line_order)
        assert [task.id for task in waiting] == wanted


async def test_ids_that_the_service_does_not_know_take_no_place(
    bench: Bench, wait_until: WaitUntil
) -> None:
    unknown = TaskNotFoundError(ErrorCase.REMOTE_GONE, "404")
    bench.client.queries = [unknown] * 1000
    await bench.service.start(bench.client)
    adopted = (await bench.service.adopt(["bad-1x", "bad-2x", "bad-3x", "bad-4x"])).adopted
    bench.service.create(order("a"))
    await wait_until(lambda: sent(bench) == ["a"])
    assert {bench.state(task_id) for task_id in adopted} == {"queued"}


@pytest.mark.parametrize(
    "changes",
    [
        {"not_found_count": 1, "attempt": 1},
        {"attempt": 0, "raw_status": ""},
        {"attempt": 1, "accepted_at": time.time() - 3600.0},
    ],
    ids=["not found", "adopted and never found", "slower than usual"],
)
async def test_a_task_that_may_never_end_takes_no_place(
    bench: Bench, wait_until: WaitUntil, changes: dict[str, Any]
) -> None:
    values = {"state": TaskState.QUEUED, "remote_id": "r", "accepted_at": time.time()}
    stays = make_task(**(values | changes))
    bench.store.tasks[stays.id] = stays
    bench.client.queries = [
        RemoteTask(remote_id="r", status=RemoteStatus.QUEUED, raw_status=stays.raw_status)
    ] * 1000
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    bench.service.create(order("a"))
    await wait_until(lambda: sent(bench) == ["a"])
    assert bench.state(stays.id) == "queued"


async def test_a_task_that_becomes_slow_leaves_its_place_to_the_next(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.client.queries = [
        RemoteTask(remote_id="r", status=RemoteStatus.PROCESSING, raw_status="drawing")
    ] * 1000
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    bench.service.create(order("a"))
    await wait_until(lambda: sent(bench) == ["a"] and len(bench.client.queried) > 2)
    bench.service.create(order("b"))
    await wait_until(lambda: len(bench.service.waiting) == 1)
    assert sent(bench) == ["a"]
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.SLOW_AFTER", 0.0)
    await wait_until(lambda: sent(bench) == ["a", "b"])


async def test_a_task_that_becomes_slow_while_it_is_asked_about_leaves_its_place_too(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    go_on = asyncio.Event()

    async def query(remote_id: str) -> RemoteTask:
        asked.append(remote_id)
        if len(asked) == 2:
            await go_on.wait()
        return RemoteTask(remote_id=remote_id, status=RemoteStatus.PROCESSING, raw_status="drawing")

    monkeypatch.setattr(bench.client, "query_task", query)
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    bench.service.create(order("a"))
    await wait_until(lambda: len(asked) == 2)
    bench.service.create(order("b"))
    await wait_until(lambda: len(bench.service.waiting) == 1)
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.SLOW_AFTER", 0.0)
    go_on.set()
    await wait_until(lambda: sent(bench) == ["a", "b"])
    assert asked.count("remote-1") == 2, "and not with the next question, which is far away now"


NO_MONEY = Refused(ErrorCase.BALANCE, "余额不足", 402)


async def test_after_an_empty_account_one_order_goes_first(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    bench.service.holds.raise_hold(Hold.BALANCE, 600.0)
    ids = [bench.service.create(order(name))[0] for name in ("probe", "second", "third")]
    await wait_until(lambda: len(bench.service.waiting) == 3)
    bench.client.gate = asyncio.Event()
    bench.client.creates = [NO_MONEY]
    bench.service.holds.release(Hold.BALANCE)
    await wait_until(lambda: len(bench.client.posted) == 1)
    # Still nothing: the others keep waiting, and none of them is refused.
    bench.client.gate.set()
    await wait_until(lambda: bench.state(ids[0]) == "refused")
    assert bench.service.holds.state.active == (Hold.BALANCE,)
    assert [task.id for task in bench.service.waiting] == ids[1:]
    assert len(bench.client.posted) == 1
    # The account was topped up: one order proves it, and the other follows without waiting for it.
    bench.service.holds.release(Hold.BALANCE)
    await wait_until(lambda: [bench.state(i) for i in ids[1:]] == ["done", "done"])


async def test_an_answered_question_proves_that_the_account_is_filled(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    bench.service.holds.raise_hold(Hold.BALANCE, 600.0)
    ids = [bench.service.create(order(name))[0] for name in ("a", "b", "c")]
    await wait_until(lambda: len(bench.service.waiting) == 3)
    bench.client.gate = asyncio.Event()
    bench.service.holds.release(Hold.BALANCE)
    await wait_until(lambda: len(bench.client.posted) == 1)
    bench.service.holds.note_calm()
    await wait_until(lambda: len(bench.client.posted) == 3)
    bench.client.gate.set()
    await wait_until(lambda: [bench.state(i) for i in ids] == ["done"] * 3)
