"""The line of pictures: who is first, how many at once, and what is written afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.engine import step
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, NetworkError, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.downloader import DOWNLOADS_AT_ONCE, ResultDownloader
from tests.fakes import FakeClient, FakePictureStore, FakeStream, make_task

WaitUntil = Callable[..., Awaitable[None]]


class SlowClient(FakeClient):
    """Every picture waits until `go_on` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()

    @asynccontextmanager
    async def open_picture(
        self, url: str, *, allow_insecure: bool = False
    ) -> AsyncIterator[FakeStream]:
        async with super().open_picture(url, allow_insecure=allow_insecure) as stream:
            await self.go_on.wait()
            yield stream


@dataclass
class Bench:
    """A downloader with a history in memory that refuses events of a kind while told to."""

    client: SlowClient
    store: FakePictureStore
    jobs: Jobs
    tasks: dict[str, GenerationTask] = field(default_factory=dict)
    refused: tuple[type[object], ...] = ()
    late: list[tuple[str, ev.Event]] = field(default_factory=list)
    is_offline: bool = False
    failures: int = 0
    downloader: ResultDownloader = field(init=False)

    async def apply(self, task_id: str, event: ev.Event) -> GenerationTask | None:
        task = self.tasks.get(task_id)
        if task is None:
            return None
        if isinstance(event, self.refused):
            self.late.append((task_id, event))
            return task
        self.tasks[task_id] = step(task, event, 50.0).task
        self.downloader.note(self.tasks[task_id])
        return self.tasks[task_id]

    def note_failure(self) -> None:
        self.failures += 1

    def add(self, number: int, seen_at: float = 10.0) -> GenerationTask:
        task = make_task(
            id=f"{number:032x}",
            state=TaskState.RESULT_READY,
            remote_id=f"r{number}",
            result_url=f"https://pictures.example/{number}.png",
            result_seen_at=seen_at,
        )
        self.tasks[task.id] = task
        self.downloader.fetch(task)
        return task


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    workers = Workers("test", 2)
    bench = Bench(SlowClient(), FakePictureStore(), Jobs())
    bench.downloader = ResultDownloader(
        lambda: bench.client,
        bench.store,
        workers,
        bench.jobs,
        Clock(lambda: 50.0),
        bench.apply,
        lambda *_progress: None,
        lambda: bench.is_offline,
        bench.note_failure,
    )
    yield bench
    await bench.jobs.close()
    workers.close()


async def test_a_removed_task_is_not_fetched(bench: Bench, wait_until: WaitUntil) -> None:
    task = bench.add(1)
    del bench.tasks[task.id]
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.client.opened == []


async def test_nearest_expiry_comes_first_and_few_at_once(
    bench: Bench, wait_until: WaitUntil
) -> None:
    for number, seen_at in enumerate((30.0, 30.0, 30.0, 20.0, 40.0, 10.0)):
        bench.add(number, seen_at)
    await wait_until(lambda: len(bench.client.opened) == DOWNLOADS_AT_ONCE)
    bench.client.go_on.set()
    await wait_until(lambda: all(t.state is TaskState.DONE for t in bench.tasks.values()))
    later = [url.rpartition("/")[2] for url in bench.client.opened[DOWNLOADS_AT_ONCE:]]
    assert later == ["5.png", "3.png", "4.png"]


async def test_start_that_the_history_does_not_take_fetches_nothing(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.refused = (ev.DownloadStarted,)
    task = bench.add(1)
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.client.opened == []
    bench.refused = ()
    bench.client.go_on.set()
    bench.downloader.fetch(task)
    await wait_until(lambda: bench.tasks[task.id].state is TaskState.DONE)


async def test_what_lies_beside_a_picture_waits_for_the_history(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.refused = (ev.Saved,)
    bench.client.go_on.set()
    task = bench.add(1)
    await wait_until(lambda: bench.late)
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.store.settled == []
    bench.refused = ()
    await bench.apply(*bench.late[0])
    await wait_until(lambda: bench.store.settled == [task.id])


async def test_the_end_waits_for_what_lies_beside_a_picture(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.downloader.SETTLE_TIME", 60.0)
    bench.client.go_on.set()
    task = bench.add(1)
    await wait_until(lambda: bench.tasks[task.id].state is TaskState.DONE)
    await bench.downloader.settled()
    assert bench.store.settled == [task.id]


async def test_fetch_that_is_asked_for_while_one_ends_is_not_lost(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.store.begin_errors = [StorageError(ErrorCase.DISK_FULL, "full")]
    bench.client.go_on.set()

    async def unblock_at_once(task_id: str, event: ev.Event) -> GenerationTask | None:
        after = await Bench.apply(bench, task_id, event)
        if isinstance(event, ev.SaveFailed):
            ready = await Bench.apply(bench, task_id, ev.SaveUnblocked())
            assert ready is not None
            bench.downloader.fetch(ready)
        return after

    bench.downloader._apply = unblock_at_once
    task = bench.add(1)
    await wait_until(lambda: bench.tasks[task.id].state is TaskState.DONE)
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.store.settled == [task.id]


@pytest.mark.parametrize(("is_offline", "tries"), [(False, 1), (True, 0)])
async def test_a_try_counts_unless_the_computer_is_offline(
    bench: Bench, wait_until: WaitUntil, is_offline: bool, tries: int
) -> None:
    bench.is_offline = is_offline
    bench.client.pictures = [NetworkError(ErrorCase.NETWORK_LOST, "no route", sent=False)]
    task = bench.add(1)
    await wait_until(lambda: bench.failures == 1)
    await wait_until(lambda: bench.jobs.names == [])
    after = bench.tasks[task.id]
    assert (after.state, after.download_tries) == (TaskState.RESULT_READY, tries)


async def test_a_bug_while_fetching_is_logged_and_the_picture_is_tried_again(
    bench: Bench,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("fetching failed unexpectedly")

    def explode(*_args: object) -> None:
        raise MemoryError("no memory for the decoder")

    monkeypatch.setattr(bench.store, "finish", explode)
    bench.client.go_on.set()
    task = bench.add(1)
    await wait_until(lambda: bench.failures == 1)
    await wait_until(lambda: bench.jobs.names == [])
    after = bench.tasks[task.id]
    assert (after.state, after.error_case) == (TaskState.RESULT_READY, ErrorCase.UNKNOWN)
    assert after.error_detail == "internal error MemoryError"


async def test_forgotten_task_leaves_the_line(bench: Bench, wait_until: WaitUntil) -> None:
    for number in range(DOWNLOADS_AT_ONCE + 1):
        task = bench.add(number)
    bench.downloader.forget(task.id)
    await wait_until(lambda: len(bench.client.opened) == DOWNLOADS_AT_ONCE)
    bench.client.go_on.set()
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.tasks[task.id] == replace(task)
