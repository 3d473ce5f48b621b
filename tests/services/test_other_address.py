"""Tasks belong to the service address they were ordered at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from nanobanana_desktop.domain.answers import NotSent, RemoteStatus, RemoteTask
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ADDRESS_UNKNOWN, GenerationTask, TaskState
from tests.fakes import FakeClient, make_task
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]
HERE = "https://here.example"
THERE = "https://there.example"
PARAMS = GenerationParams(prompt="a banana boat")
AT_WORK = RemoteTask(remote_id="r", status=RemoteStatus.PROCESSING, raw_status="processing")


def never_done(client: FakeClient) -> None:
    client.queries = [AT_WORK] * 1_000


async def ordered(bench: Bench, wait_until: WaitUntil) -> str:
    """An order that is at work at `HERE` and was asked about."""
    never_done(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "processing")
    return task_id


async def test_a_task_is_asked_about_only_where_it_was_ordered(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client, HERE)
    task_id = await ordered(bench, wait_until)
    assert bench.store.tasks[task_id].profile_id == HERE
    there = FakeClient()
    bench.service.replace_client(there, THERE)
    assert bench.service.is_elsewhere(bench.store.tasks[task_id])
    (other_id,) = bench.service.create(GenerationParams(prompt="another one"))
    await wait_until(lambda: bench.state(other_id) == "done")
    bench.service.check_now(task_id)
    await wait_until(lambda: not bench.jobs.names)
    assert set(there.queried) == {"remote-1"}
    assert len(there.posted) == 1
    assert bench.state(task_id) == "processing"
    bench.client.queries.clear()
    bench.service.replace_client(bench.client, HERE)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_a_question_that_has_not_left_when_the_address_changes_is_not_asked_elsewhere(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client, HERE)
    task_id = await ordered(bench, wait_until)
    await wait_until(lambda: not bench.jobs.names)
    poller, key = bench.service._flow.following.poller, f"poll:{task_id}"
    bench.service._flow.schedule.cancel(key)
    poller.poll_due(key)
    assert bench.jobs.names, "it is about to be asked"
    there = FakeClient()
    bench.service.replace_client(there, THERE)
    await wait_until(lambda: not bench.jobs.names)
    assert (there.queried, bench.state(task_id)) == ([], "processing")


async def test_tasks_of_another_address_wait_after_a_restart_and_take_no_place(
    bench: Bench, wait_until: WaitUntil
) -> None:
    far = make_task(
        id="f" * 32, state=TaskState.PROCESSING, remote_id="far", attempt=1, profile_id=THERE
    )
    old = make_task(
        id="0" * 32,
        state=TaskState.PROCESSING,
        remote_id="old",
        attempt=1,
        profile_id=ADDRESS_UNKNOWN,
    )
    bench.store.tasks = {task.id: task for task in (far, old)}
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client, HERE)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert (bench.state(far.id), bench.state(old.id)) == ("processing", "done")
    assert "far" not in bench.client.queried


async def test_an_order_that_did_not_leave_goes_to_the_new_address(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.creates = [NotSent("no way there", None)]
    await bench.service.start(bench.client, HERE)
    bench.service.pause()
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "ready")
    assert bench.store.tasks[task_id].profile_id == ADDRESS_UNKNOWN
    there = FakeClient()
    bench.service.replace_client(there, THERE)
    bench.service.resume()
    await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.store.tasks[task_id].profile_id == THERE
    assert (len(bench.client.posted), len(there.posted)) == (0, 1)


async def test_an_address_that_changes_while_the_intent_is_committed_gets_no_order_of_the_other(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = FakeClient()
    real = bench.store.save_intent

    async def moved_meanwhile(task: GenerationTask, request_json: str, **more: Any) -> bool:
        stored = await real(task, request_json, **more)
        if task.profile_id == HERE:
            bench.service.replace_client(there, THERE)
        return stored

    monkeypatch.setattr(bench.store, "save_intent", moved_meanwhile)
    await bench.service.start(bench.client, HERE)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert (len(bench.client.posted), len(there.posted)) == (0, 1)
    assert bench.store.tasks[task_id].profile_id == THERE
    assert bench.store.tasks[task_id].attempt == 2


async def test_an_adopted_id_belongs_to_the_address_in_use(
    bench: Bench, wait_until: WaitUntil
) -> None:
    never_done(bench.client)
    await bench.service.start(bench.client, HERE)
    report = await bench.service.adopt(["11111111-2222-3333-4444-555555555555"])
    assert [bench.store.tasks[i].profile_id for i in report.adopted] == [HERE]
