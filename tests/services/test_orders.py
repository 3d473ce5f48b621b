"""Ordering: the moment to take back, ordering again, and what an order would repeat."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from nanobanana_desktop.domain.answers import OutcomeUnknown
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.duplicate_guard import TWIN_TIME, closest_twin
from nanobanana_desktop.services.order_grace import GraceKeeper, OrderGrace
from nanobanana_desktop.services.schedule import Schedule
from tests.fakes import make_task
from tests.services.conftest import Bench
from tests.services.virtual_time import VirtualTime

WaitUntil = Callable[..., Awaitable[None]]
PARAMS = GenerationParams(prompt="a banana boat")
NOW = 1_000_000.0


class Graces:
    """A grace keeper on virtual time, and what it told."""

    def __init__(self, setting: float) -> None:
        self.time = VirtualTime()
        self.jobs = Jobs()
        schedule = Schedule(self.time.clock)
        self.keeper = GraceKeeper(schedule, self.time.clock)
        self.keeper.set_seconds(setting)
        schedule.due.connect(self._on_schedule_due)
        self.started: list[OrderGrace] = []
        self.ended: list[tuple[str, ...]] = []
        self.keeper.started.connect(self.started.append)
        self.keeper.ended.connect(self.ended.append)

    def order(self, *ids: str) -> None:
        self.keeper.prepare(ids)
        self.keeper.begin(ids)

    def _on_schedule_due(self, keys: list[str]) -> None:
        for key in keys:
            self.keeper.release_due(key)

    async def run(self, seconds: float) -> None:
        await self.time.run(self.jobs, seconds)


@pytest.mark.parametrize(
    ("setting", "count", "seconds"),
    [(0, 1, 0), (0, 4, 0), (0, 5, 3), (2, 1, 2), (2, 5, 3), (10, 5, 10)],
)
async def test_how_long_orders_can_be_taken_back(
    setting: float, count: int, seconds: float
) -> None:
    graces = Graces(setting)
    graces.order(*(str(number) for number in range(count)))
    assert [grace.seconds for grace in graces.started] == ([seconds] if seconds else [])
    assert len(graces.keeper.held) == (count if seconds else 0)
    await graces.run(seconds + 1)
    assert graces.keeper.held == frozenset()
    assert graces.time.next_ring is None


async def test_a_grace_lasts_its_whole_time_and_no_tick_longer() -> None:
    graces = Graces(3)
    graces.order("a", "b")
    until = graces.started[0].until_monotonic
    await graces.run(2.9)
    assert graces.keeper.held == {"a", "b"}
    await graces.run(0.4)
    assert graces.ended == [("a", "b")]
    assert graces.time.monotonic() - until < 0.5


async def test_every_order_has_a_grace_of_its_own() -> None:
    graces = Graces(3)
    graces.order("a")
    await graces.run(2)
    graces.order("b")
    await graces.run(2)
    assert graces.ended == [("a",)]
    assert graces.keeper.held == {"b"}


async def test_a_grace_ends_when_the_last_of_its_orders_is_gone() -> None:
    graces = Graces(3)
    graces.order("a", "b")
    graces.keeper.release(("a",))
    assert graces.ended == []
    assert graces.keeper.held == {"b"}
    graces.keeper.release(("b", "elsewhere"))
    assert graces.ended == [("a", "b")]
    assert graces.time.next_ring is None


async def test_nothing_leaves_in_the_grace_and_what_is_taken_back_never_does(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than a busy computer may take for what happens in it.
    monkeypatch.setattr("nanobanana_desktop.services.order_grace.MANY_SECONDS", 600.0)
    started: list[OrderGrace] = []
    ended: list[tuple[str, ...]] = []
    removed: list[str] = []
    bench.service.grace_started.connect(started.append)
    bench.service.grace_ended.connect(ended.append)
    bench.service.tasks_removed.connect(removed.extend)
    await bench.service.start(bench.client)
    ids = bench.service.create(PARAMS, 6)
    await wait_until(lambda: started)
    bench.service.set_concurrency(4)
    bench.service.send_now()
    bench.service.try_again_now()
    await wait_until(lambda: bench.jobs.names == [])
    assert (started[0].ids, started[0].seconds) == (tuple(ids), 600.0)
    assert bench.client.posted == []
    bench.service.take_back(ids)
    await wait_until(lambda: ended)
    assert (removed, ended, bench.store.tasks) == (ids, [tuple(ids)], {})
    assert bench.client.posted == []


async def test_an_order_is_sent_when_its_grace_is_over(bench: Bench, wait_until: WaitUntil) -> None:
    bench.service.set_undo_seconds(0.01)
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    bench.service.take_back([task_id])
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.state(task_id) == "done"


async def test_taking_back_takes_only_what_was_not_sent(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    first, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: bench.client.posted)
    bench.service.take_back([first, second])
    await wait_until(lambda: bench.state(second) == "absent")
    assert bench.state(first) == "submitting"
    bench.client.gate.set()
    await wait_until(lambda: bench.state(first) == "done")


async def test_orders_that_cannot_be_stored_leave_no_grace_behind(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("did not take a change")
    bench.store.fail_on.append("add")
    await bench.service.start(bench.client)
    bench.service.create(PARAMS, 5)
    await wait_until(lambda: bench.troubles)
    assert len(bench.service._flow.schedule) == 0
    assert await bench.service.find_twin(PARAMS) is None


async def test_after_a_restart_held_orders_are_just_sent(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.service.set_undo_seconds(10)
    waiting = make_task()
    bench.store.tasks[waiting.id] = waiting
    await bench.service.start(bench.client)
    await wait_until(lambda: bench.state(waiting.id) == "done")


async def test_many_are_run_again_together_up_to_the_cap(
    bench: Bench, wait_until: WaitUntil
) -> None:
    old = [
        make_task(
            id=f"{number:032x}",
            params=replace(PARAMS, prompt=f"number {number}"),
            state=TaskState.FAILED,
        )
        for number in range(0xF0, 0xF0 + 60)
    ]
    old[0] = replace(old[0], params=replace(PARAMS, prompt=""))
    bench.store.tasks = {task.id: task for task in old}
    bench.service.pause()
    await bench.service.start(bench.client)
    assert bench.service.run_again_all([task.id for task in old]) == 50
    await wait_until(lambda: len(bench.service.waiting) == 49)
    assert [t.rerun_of for t in bench.service.waiting] == [task.id for task in old[1:50]]
    assert len({task.batch_id for task in bench.service.waiting}) == 1


async def test_no_more_than_fifty_are_ordered_at_once(bench: Bench, wait_until: WaitUntil) -> None:
    bench.service.pause()
    await bench.service.start(bench.client)
    assert len(bench.service.create(PARAMS, 5_000)) == 50


def ordered(
    state: TaskState = TaskState.DONE, age: float = 1.0, **changes: object
) -> GenerationTask:
    return make_task(**({"state": state, "created_at": NOW - age, "params": PARAMS} | changes))


@pytest.mark.parametrize(
    ("task", "is_twin"),
    [
        (ordered(age=20), True),
        (ordered(age=TWIN_TIME + 1), False),
        (ordered(age=-TWIN_TIME - 1), False),
        (ordered(TaskState.PROCESSING, age=9_000), True),
        (ordered(TaskState.READY, age=9_000), True),
        (ordered(TaskState.SUBMIT_UNKNOWN, age=1e9), True),
        (ordered(TaskState.REFUSED), False),
        (ordered(TaskState.FAILED), False),
        (ordered(params=replace(PARAMS, prompt=" a banana boat\n")), True),
        (ordered(params=replace(PARAMS, prompt="a banana")), False),
        (ordered(params=replace(PARAMS, resolution="4k")), False),
        (ordered(params=replace(PARAMS, aspect_ratio=None)), False),
        (ordered(params=replace(PARAMS, model_name="nano-banana")), False),
    ],
    ids=itertools.count(),
)
def test_what_counts_as_the_same_order(task: GenerationTask, is_twin: bool) -> None:
    assert (closest_twin(PARAMS, [task], NOW) is task) is is_twin


def reference(name: str, sha256: str) -> Reference:
    return Reference(kind=ReferenceKind.FILE, name=name, sha256=sha256)


def test_references_are_told_apart_by_what_is_sent() -> None:
    one = replace(PARAMS, references=(reference("a.png", "1" * 64), reference("b.png", "2" * 64)))
    renamed = replace(one, references=(reference("c", "1" * 64), reference("d", "2" * 64)))
    swapped = replace(one, references=one.references[::-1])
    task = ordered(params=one)
    assert closest_twin(renamed, [task], NOW) is task
    assert closest_twin(swapped, [task], NOW) is None


def test_an_unconfirmed_order_is_named_before_any_other() -> None:
    unknown = ordered(TaskState.SUBMIT_UNKNOWN, age=5_000, id="1" * 32)
    active = ordered(TaskState.PROCESSING, age=500, id="2" * 32)
    fresh = ordered(age=5, id="3" * 32)
    assert closest_twin(PARAMS, [fresh, active, unknown], NOW) is unknown
    assert closest_twin(PARAMS, [fresh, active], NOW) is active


async def test_a_twin_is_found_across_restarts_and_before_its_row_is_written(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [OutcomeUnknown("reset")]
    await bench.service.start(bench.client)
    assert await bench.service.find_twin(PARAMS) is None
    (task_id,) = bench.service.create(PARAMS)
    coming = await bench.service.find_twin(PARAMS)
    assert coming is not None
    assert coming.id == task_id
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    bench.service.mark_not_sent(task_id)
    await wait_until(lambda: bench.state(task_id) == "refused")
    assert await bench.service.find_twin(PARAMS) is None
    (again,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(again) == "done")
    settled = await bench.service.find_twin(PARAMS)
    assert settled is not None
    assert settled.id == again
    bench.store.tasks[again] = replace(settled, trashed_at=1.0)
    assert await bench.service.find_twin(PARAMS) is None


async def test_a_history_that_cannot_be_read_finds_no_twin(
    bench: Bench, expected_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("twins cannot be looked for")

    async def unreadable(_moment: float) -> list[GenerationTask]:
        raise StorageError(ErrorCase.DATABASE, "damaged")

    monkeypatch.setattr(bench.store, "ordered_since", unreadable)
    assert await bench.service.find_twin(PARAMS) is None
