"""Bugs that the simulation found, each as a small story of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import Accepted, RemoteStatus, RemoteTask
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from tests.fakes import make_task
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]
PARAMS = GenerationParams(prompt="a banana boat")
STILL_THERE = RemoteTask(remote_id="r", status=RemoteStatus.PROCESSING, raw_status="processing")


@pytest.fixture(autouse=True)
def short_store_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.store_watch.STORE_STEPS", (0.05,))


async def test_an_order_that_cannot_be_sent_leaves_its_place_to_the_next(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.service.set_concurrency(1)
    first, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: bench.state(second) == "ready")
    bench.builder.error = StorageError(ErrorCase.REFERENCE_UNREADABLE, "gone")
    bench.service.task_changed.connect(lambda _task: setattr(bench.builder, "error", None))
    await bench.service.start(bench.client)
    await wait_until(lambda: bench.state(first) == "refused")
    await wait_until(lambda: bench.state(second) == "done")


async def test_a_task_that_is_removed_leaves_its_place_to_the_next(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.service.set_concurrency(1)
    bench.client.creates = [Accepted(RemoteTask(remote_id="r"))]
    bench.client.queries = [STILL_THERE] * 1000
    await bench.service.start(bench.client)
    first, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: bench.state(first) == "processing")
    bench.client.queries.clear()
    await bench.service.forget(first)
    await wait_until(lambda: bench.state(second) == "done")


@pytest.mark.parametrize(("journal", "after"), [({}, "submit_unknown"), ({"a" * 32: "r"}, "done")])
async def test_what_the_start_found_is_kept_until_the_history_takes_it(
    bench: Bench,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    journal: dict[str, str],
    after: str,
) -> None:
    expected_log("was not stored")
    task = make_task(state=TaskState.SUBMITTING, attempt=1)
    bench.store.tasks[task.id] = task
    bench.recovery.ids = journal
    bench.store.fail_on.append("save")
    await bench.service.start(bench.client)
    await wait_until(lambda: bench.state(task.id) == after)
    assert bench.client.posted == []


async def test_a_task_stays_asked_about_when_the_end_of_watching_is_not_stored(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not stored")
    bench.client.creates = [Accepted(STILL_THERE)]
    bench.client.queries = [STILL_THERE] * 1000
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.queried)
    bench.store.fail_on.append("save")
    bench.service.stop_watching(task_id)
    await wait_until(lambda: bench.troubles)
    bench.client.queries.clear()
    await wait_until(lambda: bench.state(task_id) == "done")


async def test_what_was_seen_late_is_dropped_once_the_task_went_on(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not stored")
    task = make_task(state=TaskState.RESULT_READY, remote_id="r", result_url="https://p.example/1")
    bench.store.tasks[task.id] = task
    ledger = bench.service._ledger
    await ledger.load()
    bench.store.fail_on.append("save")
    await ledger.apply(task.id, ev.DownloadStarted())
    await ledger.apply(task.id, ev.WatchEnded())
    assert bench.state(task.id) == "watch_stopped"
    assert await ledger.catch_up()
    assert bench.state(task.id) == "watch_stopped"
    assert bench.client.queried == []


async def test_a_deletion_that_is_not_stored_is_told_to_who_asked(
    bench: Bench, expected_log: Callable[[str], None]
) -> None:
    expected_log("did not take a change")
    task = make_task(state=TaskState.DONE)
    bench.store.tasks[task.id] = task
    bench.store.fail_on.append("remove")
    with pytest.raises(StorageError):
        await bench.service.forget(task.id)
    assert bench.state(task.id) == "done"
