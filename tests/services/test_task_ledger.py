"""A history that takes no changes: nothing paid is lost, nothing new is sent, and it ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import (
    Accepted,
    OutcomeUnknown,
    Refused,
    RemoteStatus,
    RemoteTask,
    SubmitOutcome,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.task_ledger import TaskLedger
from nanobanana_desktop.storage.trash_store import STILL_MADE
from tests.fakes import FakeJournal, FakeStore, ManualClock, make_image, make_task
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]
PARAMS = GenerationParams(prompt="a banana boat")


class FullStore(FakeStore):
    """Takes nothing at all while `full`."""

    full = False

    def _note(self, call: str) -> None:
        super()._note(call)
        if self.full:
            raise StorageError(ErrorCase.DISK_FULL, "no space")


class FullJournal(FakeJournal):
    full = False

    async def append(self, task_id: str, remote_id: str, at: float) -> None:
        if self.full:
            raise StorageError(ErrorCase.DISK_FULL, "no space")
        await super().append(task_id, remote_id, at)

    async def note_sending(self, task_id: str, attempt: int, at: float) -> None:
        if self.full:
            raise StorageError(ErrorCase.DISK_FULL, "no space")
        await super().note_sending(task_id, attempt, at)

    async def note_removal(self, task_id: str, at: float) -> None:
        if self.full:
            raise StorageError(ErrorCase.DISK_FULL, "no space")
        await super().note_removal(task_id, at)


class Desk:
    """A ledger alone, with everything it told."""

    def __init__(self, *tasks: GenerationTask) -> None:
        self.store = FullStore({task.id: task for task in tasks})
        self.journal = FullJournal()
        self.effects: list[ev.Effect] = []
        self.troubles: list[AppError] = []
        self.told: list[str] = []
        clock = ManualClock()
        self.ledger = TaskLedger(
            self.store, self.journal, Clock(clock.utc, clock.monotonic), self._on_effect
        )
        self.ledger.trouble.connect(self.troubles.append)
        self.ledger.task_changed.connect(lambda task: self.told.append(task.state.value))

    async def _on_effect(self, _task: GenerationTask, effect: ev.Effect) -> None:
        self.effects.append(effect)

    def stored(self, task: GenerationTask) -> TaskState:
        return self.store.tasks[task.id].state


@pytest.fixture
def not_stored(expected_log: Callable[[str], None]) -> None:
    expected_log("was not stored")


SENDING = make_task(state=TaskState.SUBMITTING, attempt=1)
FOLLOWED = make_task(state=TaskState.PROCESSING, remote_id="r", accepted_at=1.0)
LINKED = replace(FOLLOWED, state=TaskState.RESULT_READY, result_url="https://p.example/1.png")
FETCHING = replace(LINKED, state=TaskState.DOWNLOADING)
ACCEPTED = ev.PostEnded(Accepted(RemoteTask(remote_id="paid-1")))
COMPLETED = ev.Answered(
    RemoteTask(remote_id="r", status=RemoteStatus.COMPLETED, image_url="https://p.example/1.png")
)


@pytest.mark.usefixtures("not_stored")
async def test_a_paid_id_that_cannot_be_stored_is_told_followed_and_written_later() -> None:
    desk = Desk(SENDING)
    await desk.ledger.load()
    desk.store.full = True
    await desk.ledger.apply(SENDING.id, ACCEPTED)
    assert [t.facts["remote_id"] for t in desk.troubles] == ["paid-1"]
    assert desk.journal.ids == {SENDING.id: "paid-1"}
    assert (desk.ledger.blocked, desk.effects) == (True, [ev.Poll()])
    assert desk.ledger.open_tasks[0].remote_id == "paid-1"
    assert not await desk.ledger.catch_up()
    desk.store.full = False
    assert await desk.ledger.catch_up()
    written = desk.store.tasks[SENDING.id]
    assert (desk.ledger.blocked, written.state, written.remote_id) == (
        False,
        TaskState.QUEUED,
        "paid-1",
    )


async def test_a_paid_id_that_fits_nowhere_is_told_and_kept_in_memory(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("was not stored")
    expected_log("is not in the journal")
    desk = Desk(SENDING)
    await desk.ledger.load()
    desk.store.full = desk.journal.full = True
    await desk.ledger.apply(SENDING.id, ACCEPTED)
    assert [t.facts["remote_id"] for t in desk.troubles] == ["paid-1"]
    desk.store.full = False
    await desk.ledger.catch_up()
    assert desk.store.tasks[SENDING.id].remote_id == "paid-1"


async def test_a_journal_that_takes_nothing_does_not_stop_the_database(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("is not in the journal")
    desk = Desk(SENDING)
    await desk.ledger.load()
    desk.journal.full = True
    await desk.ledger.apply(SENDING.id, ACCEPTED)
    assert (desk.stored(SENDING), desk.troubles) == (TaskState.QUEUED, [])


@pytest.mark.usefixtures("not_stored")
@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Refused(ErrorCase.CONTENT, "no"), TaskState.REFUSED),
        (OutcomeUnknown("reset"), TaskState.SUBMIT_UNKNOWN),
    ],
)
async def test_an_outcome_that_cannot_be_stored_is_written_later(
    outcome: SubmitOutcome, state: TaskState
) -> None:
    desk = Desk(SENDING)
    await desk.ledger.load()
    desk.store.full = True
    await desk.ledger.apply(SENDING.id, ev.PostEnded(outcome))
    assert (await desk.ledger.get(SENDING.id) or SENDING).state is state
    assert desk.stored(SENDING) is TaskState.SUBMITTING
    desk.store.full = False
    await desk.ledger.catch_up()
    assert desk.stored(SENDING) is state


@pytest.mark.usefixtures("not_stored")
@pytest.mark.parametrize(
    ("task", "event", "state"),
    [
        (FOLLOWED, COMPLETED, TaskState.RESULT_READY),
        (FOLLOWED, ev.NotFound(), TaskState.PROCESSING),
        (FETCHING, ev.Saved(make_image()), TaskState.DONE),
        (FETCHING, ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED), TaskState.RESULT_READY),
        (FETCHING, ev.LinkDead("410"), TaskState.RESULT_READY),
        (FETCHING, ev.ResultRejected(ErrorCase.RESULT_BAD), TaskState.RESULT_BAD),
        (FETCHING, ev.SaveFailed(ErrorCase.DISK_FULL), TaskState.SAVE_BLOCKED),
        (FETCHING, ev.SessionEnded(), TaskState.RESULT_READY),
        (SENDING, ev.SessionEnded(), TaskState.SUBMIT_UNKNOWN),
        (SENDING, ev.IdFound("from the journal"), TaskState.QUEUED),
    ],
    ids=lambda value: getattr(value, "state", None) or type(value).__name__,
)
async def test_what_was_seen_meanwhile_happens_as_soon_as_it_can_be_stored(
    task: GenerationTask, event: ev.Event, state: TaskState
) -> None:
    desk = Desk(task)
    await desk.ledger.load()
    desk.store.full = True
    await desk.ledger.apply(task.id, event)
    assert (desk.told, desk.effects) == ([], [])
    assert desk.ledger.open_tasks == [task]
    desk.store.full = False
    assert await desk.ledger.catch_up()
    assert (desk.stored(task), desk.told) == (state, [state.value])


@pytest.mark.usefixtures("not_stored")
async def test_a_download_that_may_not_start_starts_later() -> None:
    desk = Desk(LINKED)
    await desk.ledger.load()
    desk.store.full = True
    after = await desk.ledger.apply(LINKED.id, ev.DownloadStarted())
    assert after is not None
    assert after.state is TaskState.RESULT_READY
    desk.store.full = False
    await desk.ledger.catch_up()
    assert desk.effects == [ev.Download()]


@pytest.mark.usefixtures("not_stored")
async def test_a_click_that_cannot_be_stored_is_told_every_time_and_does_not_happen() -> None:
    unknown = replace(SENDING, state=TaskState.SUBMIT_UNKNOWN)
    desk = Desk(unknown)
    await desk.ledger.load()
    desk.store.full = True
    for _ in range(2):
        await desk.ledger.apply(unknown.id, ev.OrderedAgain())
    assert len(desk.troubles) == 2
    desk.store.full = False
    await desk.ledger.catch_up()
    assert desk.stored(unknown) is TaskState.SUBMIT_UNKNOWN


@pytest.mark.usefixtures("not_stored")
async def test_one_refusal_after_the_other_is_told_once() -> None:
    tasks = [replace(FOLLOWED, id=str(n) * 32) for n in range(5)]
    desk = Desk(*tasks)
    await desk.ledger.load()
    desk.store.full = True
    for task in tasks:
        await desk.ledger.apply(task.id, COMPLETED)
    assert len(desk.troubles) == 1


@pytest.mark.usefixtures("not_stored")
async def test_an_intent_without_a_row_is_no_intent(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = make_task()
    desk = Desk(ready)
    await desk.ledger.load()

    async def vanished(*_task: object, **_more: object) -> bool:
        return False

    monkeypatch.setattr(desk.store, "save_intent", vanished)
    await desk.ledger.apply(ready.id, ev.SlotFree(), request_json="{}")
    assert (desk.effects, desk.ledger.blocked) == ([], True)


async def test_no_order_leaves_until_the_history_takes_changes(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not stored")
    blocked: list[bool] = []
    bench.service.stores_blocked_changed.connect(blocked.append)
    bench.service.set_concurrency(1)
    bench.store.fail_on += ["save_intent"]
    await bench.service.start(bench.client)
    first, second = bench.service.create(PARAMS, 2)
    await wait_until(lambda: bench.service.stores_blocked)
    for _ in range(10):
        bench.service.set_concurrency(4)
    await wait_until(lambda: bench.jobs.names == [])
    intents = [call for call in bench.store.calls if call.startswith("save_intent")]
    assert (len(intents), bench.client.posted) == (1, [])
    assert (bench.state(first), bench.state(second)) == ("ready", "ready")
    bench.store.fail_on += ["save"]
    bench.service.try_again_now()
    await wait_until(lambda: bench.jobs.names == [])
    assert bench.service.stores_blocked
    bench.service.try_again_now()
    await wait_until(lambda: bench.state(second) == "done")
    assert (blocked, len(bench.client.posted)) == ([True, False], 2)
    assert len(bench.troubles) == 1


async def test_a_full_disk_is_looked_at_again_by_itself(
    bench: Bench,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("was not stored")
    monkeypatch.setattr("nanobanana_desktop.services.store_watch.STORE_STEPS", (0.02,))
    bench.store.fail_on += ["save_intent", "save", "save"]
    await bench.service.start(bench.client)
    (task_id,) = bench.service.create(PARAMS)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert len(bench.client.posted) == 1
    assert len(bench.service._flow.schedule) == 0


async def test_what_is_sent_and_what_is_removed_is_in_the_journal() -> None:
    now = ManualClock().utc()
    paid = make_task(id="2", state=TaskState.QUEUED, remote_id="r", accepted_at=now - 60.0)
    old = make_task(id="3", state=TaskState.DONE, remote_id="r3", image=make_image())
    desk = Desk(make_task(id="1"), paid, old)
    await desk.ledger.load()
    await desk.ledger.apply("1", ev.SlotFree(), request_json="{}")
    assert desk.journal.attempts == {"1": 1}
    for task_id in ("1", "2", "3"):
        assert await desk.ledger.remove(task_id, may=lambda _task: True)
    # Only what a lost history would bring back.
    assert desk.journal.removed == ["2"]


async def test_a_journal_that_takes_nothing_stops_neither_an_order_nor_a_removal(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("is not in the journal")
    now = ManualClock().utc()
    paid = make_task(id="2", state=TaskState.QUEUED, remote_id="r", accepted_at=now)
    desk = Desk(make_task(id="1"), paid)
    await desk.ledger.load()
    desk.journal.full = True
    sent = await desk.ledger.apply("1", ev.SlotFree(), request_json="{}")
    assert sent is not None
    assert sent.state is TaskState.SUBMITTING
    assert await desk.ledger.remove("2", may=lambda _task: True)


async def test_an_order_is_not_sent_before_what_the_journal_told_of_it_is_stored(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("was not stored")
    desk = Desk(make_task(id="1"), make_task(id="2"))
    await desk.ledger.load()
    desk.store.full = True
    for task_id in ("1", "2"):
        await desk.ledger.apply(task_id, ev.PostFound(1))
    desk.store.full = False
    sent = await desk.ledger.apply("2", ev.SlotFree(), request_json="{}")
    assert sent is not None
    assert sent.state is TaskState.READY
    assert await desk.ledger.catch_up()
    states = {task.state for task in desk.store.tasks.values()}
    assert states == {TaskState.SUBMIT_UNKNOWN}


async def test_what_comes_or_goes_together_is_told_together() -> None:
    desk = Desk()
    tasks = [make_task(id=f"t{number}", state=TaskState.READY) for number in range(50)]
    came: list[list[str]] = []
    went: list[list[str]] = []
    desk.ledger.tasks_added.connect(lambda added: came.append([task.id for task in added]))
    desk.ledger.tasks_removed.connect(went.append)
    await desk.ledger.add(tasks)
    assert came == [[task.id for task in tasks]]
    await desk.ledger.remove("t7", may=lambda _task: True)
    assert went == [["t7"]]


async def test_an_order_that_is_under_way_again_does_not_go_with_the_others() -> None:
    """It expired and was thrown away; while its file went, the service was asked once more."""
    left = make_task(id="left", state=TaskState.EXPIRED, remote_id="r", trashed_at=5.0)
    desk = Desk(left, replace(left, id="paid"), replace(left, id="restored"))
    went: list[list[str]] = []
    desk.ledger.tasks_removed.connect(went.append)
    await desk.ledger.apply("paid", ev.CheckAsked())
    restored = replace(left, id="restored", trashed_at=None)
    desk.store.tasks["restored"] = restored
    asked: list[list[str]] = []

    async def remove(tasks: Sequence[GenerationTask]) -> None:
        asked.append([task.id for task in tasks])

    gone = await desk.ledger.remove_all(
        ["left", "paid", "restored", "unknown"],
        remove,
        may=lambda task: task.trashed_at is not None and task.state not in STILL_MADE,
    )
    assert (gone, asked, went) == (["left"], [["left"]], [["left"]])
    assert [task.id for task in desk.ledger.open_tasks] == ["paid"]
