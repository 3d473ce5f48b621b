"""The way of a task through the service, with trouble at every step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    RefusedLater,
    RemoteStatus,
    RemoteTask,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    ErrorCase,
    LinkDeadError,
    NetworkError,
    ProtocolError,
    RateLimitError,
    StorageError,
    TaskNotFoundError,
)
from nanobanana_desktop.services.recovery import RecoveryReport
from tests.fakes import make_image, make_task
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]
PARAMS = GenerationParams(prompt="a banana boat")
READY_LINK = RemoteTask(
    remote_id="r", status=RemoteStatus.COMPLETED, image_url="https://pictures.example/r.png"
)


async def test_an_order_that_cannot_be_stored_is_not_sent(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("did not take a change")
    bench.store.fail_on.append("add")
    await bench.service.start(bench.client)
    bench.service.create(PARAMS)
    await wait_until(lambda: bench.troubles)
    assert bench.troubles[0].case is ErrorCase.DISK_FULL
    assert (bench.client.posted, bench.seen) == ([], {})


async def test_a_history_that_cannot_be_read_at_the_start_is_read_again(
    bench: Bench,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("cannot be read")
    monkeypatch.setattr("nanobanana_desktop.services.store_watch.STORE_STEPS", (0.02,))
    task = make_task(state=TaskState.PROCESSING, remote_id="r")
    bench.store.tasks[task.id] = task
    bench.store.fail_on += ["unfinished"] * 3
    starting = asyncio.ensure_future(bench.service.start(bench.client))
    (new,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(new) == "ready")
    assert bench.service.stores_blocked
    await starting
    assert not bench.service.stores_blocked
    await wait_until(lambda: {bench.state(i) for i in (task.id, new)} == {"done"})
    assert (len(bench.troubles), len(bench.client.posted)) == (1, 1)


async def test_the_person_may_ask_to_read_the_history_again(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("cannot be read")
    task = make_task(state=TaskState.PROCESSING, remote_id="r")
    bench.store.tasks[task.id] = task
    bench.store.fail_on.append("unfinished")
    starting = asyncio.ensure_future(bench.service.start(bench.client))
    await wait_until(lambda: bench.troubles)
    bench.service.try_again_now()
    await starting
    await wait_until(lambda: bench.state(task.id) == "done")


async def test_a_start_that_waits_for_the_history_ends_with_the_session(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("cannot be read")
    waiting = make_task()
    bench.store.tasks[waiting.id] = waiting
    bench.store.fail_on.append("unfinished")
    starting = asyncio.ensure_future(bench.service.start(bench.client))
    await wait_until(lambda: bench.troubles)
    await bench.service.stop()
    await starting
    assert (bench.client.posted, bench.state(waiting.id)) == ([], "ready")


async def test_orders_of_a_damaged_history_wait_for_the_word_of_the_person(
    bench: Bench, wait_until: WaitUntil
) -> None:
    waiting = make_task()
    bench.store.tasks[waiting.id] = waiting
    await bench.service.start(bench.client, hold_waiting=True)
    assert bench.service.paused
    assert bench.client.posted == []
    bench.service.resume()
    await wait_until(lambda: bench.state(waiting.id) == "done")


async def test_without_waiting_orders_a_damaged_history_holds_nothing(bench: Bench) -> None:
    await bench.service.start(bench.client, hold_waiting=True)
    assert not bench.service.paused


async def test_an_order_from_before_the_start_waits_for_it(
    bench: Bench, wait_until: WaitUntil
) -> None:
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "ready")
    assert bench.jobs.names == []
    await bench.service.start(bench.client)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_an_intent_that_cannot_be_committed_is_not_sent(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not stored")
    bench.store.fail_on.append("save_intent")
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.troubles)
    assert bench.client.posted == []
    assert bench.state(task_id) == "ready"


async def test_a_request_that_cannot_be_made_is_refused_here(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.builder.error = StorageError(ErrorCase.REFERENCE_UNREADABLE, "gone")
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "refused")
    assert bench.store.tasks[task_id].error_case is ErrorCase.REFERENCE_UNREADABLE
    assert bench.client.posted == []


async def test_the_intent_is_on_disk_before_the_order_leaves(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.posted)
    record = 'save_intent {"model": "nano-banana-pro", "prompt": "a banana boat"}'
    assert bench.store.calls == ["add", record]
    bench.client.gate.set()
    await wait_until(lambda: bench.state(task_id) == "done")
    id_first = bench.store.calls.index("save_remote_id")
    assert bench.store.calls[id_first - 1 : id_first + 2] == [
        record,
        "save_remote_id",
        "save queued",
    ]
    assert bench.journal.ids == {task_id: "remote-1"}


async def test_a_finished_task_has_its_picture_and_told_every_state(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: task_id in bench.seen and bench.state(task_id) == "done")
    assert bench.seen[task_id] == [
        "ready",
        "submitting",
        "queued",
        "result_ready",
        "downloading",
        "done",
    ]
    image = bench.store.tasks[task_id].image
    assert image is not None
    assert image.byte_size == len(b"picture")
    assert len(bench.client.posted) == 1


async def test_an_id_that_cannot_be_stored_is_in_the_journal_and_still_followed(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not stored")
    bench.store.fail_on.append("save_remote_id")
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.journal.ids == {task_id: "remote-1"}
    assert [t.case for t in bench.troubles] == [ErrorCase.DISK_FULL]
    assert len(bench.client.posted) == 1


async def test_an_unknown_outcome_waits_for_the_person(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [OutcomeUnknown("reset by peer")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    bench.service.try_again_now()
    assert len(bench.client.posted) == 1
    bench.service.attach_remote_id(task_id, "from-the-console")
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1
    assert bench.client.queried == ["from-the-console"]


async def test_ordering_an_unconfirmed_task_again_is_one_more_post(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("outcome unknown")
    bench.client.creates = [OutcomeUnknown("reset by peer")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "submit_unknown")
    bench.service.order_again(task_id)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.store.tasks[task_id].attempt == 2
    assert len(bench.client.posted) == 2


async def test_a_refused_key_stops_the_line_and_asks_once(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.creates = [Refused(ErrorCase.INVALID_KEY, "no", 401)]
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    first, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: Hold.AUTH in bench.service.holds.state.active)
    assert (bench.state(first), bench.state(second)) == ("ready", "ready")
    assert len(bench.client.posted) == 1
    bench.service.holds.release(Hold.AUTH)
    await wait_until(lambda: bench.state(second) == "done")
    assert len(bench.client.posted) == 3


async def test_slow_down_holds_every_order(bench: Bench, wait_until: WaitUntil) -> None:
    bench.client.creates = [RefusedLater(0.3)]
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    bench.service.create(PARAMS, 2)
    await wait_until(lambda: Hold.RATE_LIMIT in bench.service.holds.state.active)
    assert len(bench.client.posted) == 1
    await wait_until(lambda: len(bench.client.posted) == 3)


async def test_not_sent_is_tried_again_by_itself(bench: Bench, wait_until: WaitUntil) -> None:
    bench.client.creates = [NotSent("connection refused")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: Hold.OFFLINE in bench.service.holds.state.active)
    assert bench.state(task_id) == "ready"
    bench.service.try_again_now()
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 2


async def test_no_more_orders_at_once_than_the_setting(bench: Bench, wait_until: WaitUntil) -> None:
    bench.client.gate = asyncio.Event()
    bench.service.set_concurrency(2)
    await bench.service.start(bench.client)
    bench.service.create(PARAMS, 4)
    await wait_until(lambda: len(bench.client.posted) == 2)
    states = sorted(t.state.value for t in bench.store.tasks.values())
    assert states == ["ready", "ready", "submitting", "submitting"]
    bench.client.gate.set()
    await wait_until(lambda: all(t.state is TaskState.DONE for t in bench.store.tasks.values()))
    assert len(bench.client.posted) == 4


@pytest.mark.parametrize(
    "error",
    [
        ProtocolError(ErrorCase.NOT_THE_SERVICE, "<html>"),
        TaskNotFoundError(ErrorCase.REMOTE_GONE),
        NetworkError(ErrorCase.NETWORK_LOST, "timeout", sent=True),
    ],
)
async def test_trouble_while_asking_changes_no_state(
    bench: Bench, wait_until: WaitUntil, error: AppError
) -> None:
    bench.client.queries = [error]
    bench.client.creates = [Accepted(RemoteTask(remote_id="r"))]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.queried)
    assert bench.state(task_id) == "queued"
    bench.service.check_now(task_id)
    await wait_until(lambda: bench.state(task_id) == "done")


async def test_a_key_refused_while_asking_is_one_hold_for_all(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.queries = [CredentialsError(ErrorCase.INVALID_KEY, "401") for _ in range(3)]
    for number in range(3):
        task = make_task(id=f"{number}" * 32, state=TaskState.PROCESSING, remote_id=f"r{number}")
        bench.store.tasks[task.id] = task
    changes: list[object] = []
    bench.service.holds_changed.connect(changes.append)
    await bench.service.start(bench.client)
    await wait_until(lambda: Hold.AUTH in bench.service.holds.state.active)
    assert {t.state for t in bench.store.tasks.values()} == {TaskState.PROCESSING}
    assert len(changes) <= 3


async def test_too_many_questions_hold_all_questions(bench: Bench, wait_until: WaitUntil) -> None:
    bench.client.queries = [RateLimitError("429", 30.0)]
    await bench.service.start(bench.client)
    bench.service.create(PARAMS)
    await wait_until(lambda: Hold.RATE_LIMIT in bench.service.holds.state.active)
    assert len(bench.client.queried) == 1


async def test_a_dead_link_is_renewed_once(bench: Bench, wait_until: WaitUntil) -> None:
    fresh = RemoteTask(
        remote_id="r",
        status=RemoteStatus.COMPLETED,
        image_url="https://pictures.example/fresh.png",
    )
    bench.client.creates = [Accepted(READY_LINK)]
    bench.client.pictures = [LinkDeadError(ErrorCase.LINK_EXPIRED, "410")]
    bench.client.queries = [fresh]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert bench.client.opened == [READY_LINK.image_url, fresh.image_url]


async def test_a_full_disk_blocks_and_is_retried_on_request(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.pictures.errors = [StorageError(ErrorCase.DISK_FULL, "no space")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "save_blocked")
    assert bench.pictures.parts[0].aborted
    bench.service.try_again_now()
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_what_a_full_disk_lacks_can_be_told(bench: Bench, wait_until: WaitUntil) -> None:
    full = StorageError(ErrorCase.DISK_FULL, "no space", size=5_000_000, volume="/media/card")
    bench.pictures.begin_errors, bench.pictures.spool_errors = [full], [full]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "save_blocked")
    assert bench.service.space_needed(task_id) == (5_000_000, "/media/card")


async def test_bytes_that_are_no_picture_end_softly(bench: Bench, wait_until: WaitUntil) -> None:
    bench.pictures.errors = [AppError(ErrorCase.RESULT_BAD, "svg")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "result_bad")
    assert [part.data for part in bench.pictures.kept_aside] == [b"picture"]
    bench.service.check_now(task_id)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1


async def test_start_brings_back_what_earlier_sessions_left(
    bench: Bench, wait_until: WaitUntil
) -> None:
    kinds = {
        "1": make_task(id="1" * 32, state=TaskState.SUBMITTING, attempt=1),
        "2": make_task(id="2" * 32, state=TaskState.SUBMITTING, attempt=1),
        "3": make_task(id="3" * 32, state=TaskState.PROCESSING, remote_id="r3"),
        "4": make_task(
            id="4" * 32,
            state=TaskState.DOWNLOADING,
            remote_id="r4",
            result_url="https://pictures.example/4.png",
            result_seen_at=1.0,
        ),
        "5": make_task(id="5" * 32, state=TaskState.DOWNLOADING, remote_id="r5"),
        "6": make_task(id="6" * 32, state=TaskState.SUBMIT_UNKNOWN, attempt=1),
        "7": make_task(id="7" * 32, state=TaskState.SUBMIT_UNKNOWN, attempt=1),
    }
    bench.store.tasks = {task.id: task for task in kinds.values()}
    bench.recovery.ids = {"2" * 32: "r2", "7" * 32: "r7"}
    bench.recovery.placed = {"5" * 32: make_image()}
    await bench.service.start(bench.client)
    assert bench.reports == [RecoveryReport(resumed=4, images_recovered=1, unconfirmed=1)]
    assert bench.state("1" * 32) == bench.state("6" * 32) == "submit_unknown"
    assert bench.state("5" * 32) == "done"
    await wait_until(lambda: {bench.state(n * 32) for n in "2347"} == {"done"})
    assert bench.client.posted == []
    assert bench.recovery.cleaned == 1


async def test_quitting_while_an_order_is_in_flight_waits_then_calls_it_unknown(
    bench: Bench,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("outcome unknown")
    monkeypatch.setattr("nanobanana_desktop.services.task_service.QUIT_WAIT", 0.05)
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.posted)
    await bench.service.stop()
    assert bench.state(task_id) == "submit_unknown"


async def test_an_order_in_the_line_can_be_taken_back_for_free(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    bench.service.set_concurrency(1)
    await bench.service.start(bench.client)
    _, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: bench.client.posted)
    bench.service.stop_watching(second)
    await wait_until(lambda: second not in bench.store.tasks)
    bench.client.gate.set()
    await wait_until(lambda: all(t.state is TaskState.DONE for t in bench.store.tasks.values()))
    assert len(bench.client.posted) == 1


async def test_an_order_that_was_deleted_while_it_was_tried_is_not_sent(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    bench.client.creates = [NotSent("connection refused")]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.posted)
    await bench.mark(task_id, trashed_at=1.0)
    bench.client.gate.set()
    await wait_until(lambda: bench.state(task_id) == "ready")
    bench.service.try_again_now()
    await wait_until(lambda: bench.jobs.names == [])
    assert len(bench.client.posted) == 1
    await bench.mark(task_id, trashed_at=None)
    await wait_until(lambda: bench.state(task_id) == "done")


async def test_run_again_is_a_new_task_that_remembers_the_old_one(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.creates = [Refused(ErrorCase.CONTENT, "风控拒绝")]
    await bench.service.start(bench.client)
    (old,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(old) == "refused")
    bench.service.run_again(old)
    await wait_until(lambda: len(bench.store.tasks) == 2)
    new = next(t for t in bench.store.tasks.values() if t.id != old)
    assert (new.rerun_of, new.params) == (old, PARAMS)
    await wait_until(lambda: bench.state(new.id) == "done")


async def test_nothing_waits_when_nothing_is_to_be_done(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    await wait_until(lambda: bench.jobs.names == [])
    assert len(bench.service._flow.schedule) == 0
    assert not bench.service._flow.schedule._timer.isActive()


async def test_seen_is_kept(bench: Bench, wait_until: WaitUntil) -> None:
    task = make_task(state=TaskState.DONE, image=make_image())
    bench.store.tasks[task.id] = task
    bench.service.mark_seen(task.id)
    await wait_until(lambda: bench.store.tasks[task.id].seen)


async def test_a_mark_is_not_lost_to_what_the_engine_stores_later(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.posted)
    marked = await bench.mark(task_id, starred=True, rating=4, note="later", tags=("sea",))
    assert [(task.state.value, task.rating) for task in marked] == [("submitting", 4)]
    bench.client.gate.set()
    await wait_until(lambda: bench.state(task_id) == "done")
    kept = bench.store.tasks[task_id]
    assert (kept.starred, kept.rating, kept.note, kept.tags) == (True, 4, "later", ("sea",))


async def test_a_mark_that_is_not_stored_is_not_in_memory_either(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.client.gate = asyncio.Event()
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.client.posted)

    async def refuse() -> list[GenerationTask]:
        raise StorageError(ErrorCase.DISK_FULL, "full")

    with pytest.raises(StorageError):
        await bench.service.mark(refuse)
    assert [task.starred for task in bench.service.open_tasks] == [False]
    bench.client.gate.set()
    await wait_until(lambda: bench.state(task_id) == "done")


async def test_removing_many_is_all_or_none(bench: Bench, wait_until: WaitUntil) -> None:
    ids = ["a", "b"]
    bench.store.tasks |= {name: make_task(id=name, state=TaskState.FAILED) for name in ids}
    gone: list[str] = []
    bench.service.tasks_removed.connect(gone.extend)

    async def refuse(_tasks: Sequence[GenerationTask]) -> None:
        raise StorageError(ErrorCase.DISK_FULL, "full")

    with pytest.raises(StorageError):
        await bench.service.remove_all(ids, refuse, may=lambda _task: True)
    assert gone == []
    await bench.service.remove_all(ids, lambda _: bench.store.remove("a"), may=lambda _task: True)
    assert gone == ["a", "b"]
