"""When blocked pictures are tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.save_watch import (
    ASSUMED_SIZE,
    LONGEST_PAUSE,
    LOOK_PAUSE,
    SaveWatch,
)
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]


@dataclass
class Plan:
    """Notes what was made due."""

    due: dict[str, float] = field(default_factory=dict)

    def set(self, key: str, delay: float) -> None:
        self.due[key] = delay

    def cancel(self, key: str) -> None:
        del self.due[key]


@dataclass
class Bench:
    watch: SaveWatch
    plan: Plan
    jobs: Jobs
    free: list[int]
    unblocked: list[str]

    async def come_due(self, wait_until: WaitUntil) -> None:
        (key,) = self.plan.due
        del self.plan.due[key]
        self.watch.due(key)
        await wait_until(lambda: self.jobs.names == [])


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    plan, jobs, workers = Plan(), Jobs(), Workers("test", 1)
    free = [0]
    unblocked: list[str] = []

    async def unblock(task_id: str) -> None:
        unblocked.append(task_id)

    watch = SaveWatch(lambda: free[0], unblock, workers, jobs, plan)
    yield Bench(watch, plan, jobs, free, unblocked)
    await jobs.close()
    workers.close()


def blocked(number: int, byte_size: int | None = None) -> GenerationTask:
    image = None if byte_size is None else make_image(byte_size=byte_size)
    return make_task(id=f"{number}", state=TaskState.SAVE_BLOCKED, image=image)


async def test_nothing_is_planned_while_nothing_is_blocked(bench: Bench) -> None:
    bench.watch.note(make_task(state=TaskState.DOWNLOADING))
    bench.watch.look_now()
    assert (bench.plan.due, bench.jobs.names) == ({}, [])
    bench.watch.note(blocked(1))
    assert list(bench.plan.due.values()) == [LOOK_PAUSE]
    bench.watch.note(make_task(id="1", state=TaskState.DONE))
    assert bench.plan.due == {}
    bench.watch.note(blocked(2))
    bench.watch.forget("2")
    assert bench.plan.due == {}


async def test_folder_that_is_still_gone_is_looked_at_again(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.watch.note(blocked(1))
    await bench.come_due(wait_until)
    assert bench.unblocked == []
    assert list(bench.plan.due.values()) == [LOOK_PAUSE]


async def test_as_many_are_tried_as_there_is_room_for(bench: Bench, wait_until: WaitUntil) -> None:
    for task in (blocked(1, 600), blocked(2, 600), blocked(3), blocked(4, 300)):
        bench.watch.note(task)
    bench.free[0] = 1000
    await bench.come_due(wait_until)
    assert bench.unblocked == ["1", "4"]
    bench.free[0] = ASSUMED_SIZE + 2000
    await bench.come_due(wait_until)
    assert sorted(bench.unblocked[2:]) == ["1", "2", "3", "4"]


async def test_folder_that_only_promises_is_left_alone_for_longer_and_longer(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.free[0] = ASSUMED_SIZE * 2
    bench.watch.note(blocked(1))
    pauses = []
    for _ in range(7):
        await bench.come_due(wait_until)
        bench.watch.note(blocked(1))
        pauses.append(*bench.plan.due.values())
    assert pauses == [60.0, 120.0, 240.0, 480.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    bench.watch.note(make_task(id="other", state=TaskState.DONE))
    bench.watch.note(make_task(id="1", state=TaskState.RESULT_READY))
    bench.watch.note(blocked(1))
    assert list(bench.plan.due.values()) == [LOOK_PAUSE]


async def test_another_folder_is_looked_at_once(bench: Bench, wait_until: WaitUntil) -> None:
    bench.free[0] = 1000
    bench.watch.note(blocked(1, 10))
    bench.watch.look_now()
    bench.watch.look_now()
    bench.watch.note(make_task(id="1", state=TaskState.RESULT_READY))
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.plan.due == {}
