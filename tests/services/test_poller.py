"""Following tasks: nobody is forgotten, nobody is hammered, and trouble is met with one probe."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    ErrorCase,
    ForeignAnswerError,
    NetworkError,
    ProtocolError,
    ServerError,
    StorageError,
    TaskNotFoundError,
)
from nanobanana_desktop.services.breaker import RETRIES, Breaker
from nanobanana_desktop.services.poller import POLLS_AT_ONCE, PROBE_ID, SPREAD
from nanobanana_desktop.services.wake_watch import NetworkWatch, load_network_information
from tests.services.polling_world import PARAMS, FakeNetwork, PollingWorld, Trouble

WaitUntil = Callable[..., Awaitable[None]]
pytestmark = pytest.mark.usefixtures("qapp")


def refused() -> AppError:
    return NetworkError(ErrorCase.NETWORK_LOST, "refused", sent=False)


def lost() -> AppError:
    return NetworkError(ErrorCase.NETWORK_LOST, "reset", sent=True)


def broken() -> AppError:
    return ServerError(ErrorCase.SERVICE_FAULT, "HTTP 500")


def portal() -> AppError:
    return ProtocolError(ErrorCase.NOT_THE_SERVICE, "<html>")


@pytest.fixture(autouse=True)
def quick_rhythm() -> None:
    """Time is virtual here: the real rhythm."""


@pytest.fixture
async def world() -> AsyncIterator[PollingWorld]:
    made = PollingWorld()
    yield made
    await made.jobs.close()


OUTAGES = [refused, lost, broken, portal]


@pytest.mark.parametrize("trouble", OUTAGES)
async def test_an_outage_of_ten_minutes_costs_few_questions_and_ends_within_a_minute(
    world: PollingWorld, trouble: Trouble
) -> None:
    await world.add(100)
    await world.run(10.0)
    world.service.trouble = trouble
    began = world.time.monotonic()
    await world.run(600.0)
    assert len(world.service.since(began)) <= 40
    assert world.states() == {"processing": 100}
    world.service.trouble = None
    world.finish_all()
    await world.run(60.0)
    assert world.states() == {"result_ready": 100}
    assert world.holds.state.active == ()
    assert not world.schedule.is_armed


@pytest.mark.parametrize("trouble", OUTAGES)
async def test_an_outage_is_met_with_one_question_per_step(
    world: PollingWorld, trouble: Trouble
) -> None:
    await world.add(100)
    world.service.trouble = trouble
    await world.run(30.0)
    assert world.holds.probed is not None
    for _ in range(10):
        step = world.holds.state.until
        assert step is not None
        before = len(world.service.asked)
        await world.run(step - world.time.utc() + 0.01)
        assert len(world.service.asked) == before + 1


async def test_one_broken_task_neither_stops_the_others_nor_is_hammered(
    world: PollingWorld,
) -> None:
    await world.add(3)
    world.service.troubles["r0"] = broken
    await world.run(600.0)
    asked = world.service.per_task(0)
    assert world.holds.state.active == ()
    assert asked["r0"] <= 40
    assert asked["r1"] >= 180
    world.service.troubles.clear()
    world.finish_all()
    await world.run(62.0)
    assert world.states() == {"result_ready": 3}


async def test_one_task_that_always_fails_is_slowed_and_holds_nothing_else_up(
    world: PollingWorld,
) -> None:
    (bad,) = await world.add(1)
    world.service.troubles["r0"] = broken
    for _ in range(26 * 60):
        await world.run(60.0)
        assert not world.holds.blocks_sending
    assert world.shown == []
    began = world.time.monotonic()
    await world.run(600.0)
    assert 6 <= len(world.service.since(began)) <= 40
    assert world.task(bad).state is TaskState.PROCESSING


async def test_the_failures_of_one_task_keep_no_circuit_open(world: PollingWorld) -> None:
    await world.add(6)
    for number in range(5):
        world.service.troubles[f"r{number}"] = broken
    world.service.trouble = broken
    await world.run(120.0)
    assert Hold.CIRCUIT_OPEN in world.holds.state.active
    world.service.trouble = None
    await world.run(60.0)
    assert not world.holds.blocks_sending
    held = 0
    for _ in range(600):
        await world.run(1.0)
        held += world.holds.blocks_sending
    assert held == 0
    world.service.troubles.clear()
    world.finish_all()
    await world.run(62.0)
    assert world.states() == {"result_ready": 6}


async def test_three_tasks_that_always_fail_hold_sending_up_for_less_than_a_minute(
    world: PollingWorld,
) -> None:
    await world.add(3)
    for number in range(3):
        world.service.troubles[f"r{number}"] = broken
    held = 0
    for _ in range(600):
        await world.run(1.0)
        held += world.holds.blocks_sending
    assert 0 < held < 60
    assert not world.holds.blocks_sending


def test_the_budget_of_repeats_is_shared_and_earned_back_by_success() -> None:
    breaker = Breaker()
    for number in range(RETRIES):
        assert not breaker.is_spent
        breaker.note_failure(str(number))
    assert breaker.is_spent
    breaker.note_success()
    assert not breaker.is_spent
    breaker.note_failure("another")
    assert breaker.is_spent


def test_one_task_neither_opens_the_circuit_nor_spends_the_budget() -> None:
    breaker = Breaker()
    for _ in range(3 * RETRIES):
        assert not breaker.note_failure("one")
    assert breaker.is_suspect("one")
    assert not breaker.is_spent
    breaker.note_success("one")
    assert not breaker.is_suspect("one")


def test_three_different_tasks_open_the_circuit_and_a_success_between_them_does_not() -> None:
    breaker = Breaker()
    assert [breaker.note_failure(task) for task in ("a", "b")] == [False] * 2
    breaker.note_success()
    assert [breaker.note_failure(task) for task in ("a", "b", "c")] == [False, False, True]


@pytest.mark.parametrize(
    "objection",
    [
        TaskNotFoundError(ErrorCase.REMOTE_GONE, "404"),
        ProtocolError(ErrorCase.BAD_REQUEST, "400"),
        ForeignAnswerError(ErrorCase.SERVICE_FAULT, "another task"),
    ],
)
async def test_an_objection_to_single_questions_is_no_outage(
    world: PollingWorld, objection: AppError, expected_log: Callable[[str], None]
) -> None:
    expected_log("were about another task")
    await world.add(5)
    world.service.trouble = lambda: objection
    await world.run(60.0)
    assert world.holds.state.active == ()
    assert world.states() == {"processing": 5}


async def test_answers_about_another_task_are_ignored_counted_and_told_of_once(
    world: PollingWorld, expected_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("3 answers were about another task")
    (task_id,) = await world.add(1)
    stored = world.task(task_id)
    world.service.trouble = lambda: ForeignAnswerError(ErrorCase.SERVICE_FAULT, "another task")
    await world.run(300.0)
    assert len(world.service.asked) > 5
    assert world.task(task_id) == stored
    warnings = [r for r in caplog.records if r.levelname == "WARNING"]
    assert len(warnings) == 1


async def test_without_a_task_to_ask_about_a_question_about_nothing_is_the_probe(
    world: PollingWorld,
) -> None:
    await world.add(1, state=TaskState.READY, remote_id="")
    world.service.trouble = refused
    world.holds.raise_hold(Hold.OFFLINE)
    await world.run(60.0)
    assert {asked.remote_id for asked in world.service.asked} == {PROBE_ID}
    assert len(world.service.asked) <= 5
    assert world.holds.blocks_sending
    world.service.trouble = None
    await world.run(50.0)
    assert not world.holds.blocks_sending


async def test_a_hold_for_which_nothing_waits_ends_without_a_question(world: PollingWorld) -> None:
    world.holds.raise_hold(Hold.OFFLINE)
    await world.run(60.0)
    assert world.service.asked == []
    assert world.holds.state.active == ()
    assert not world.schedule.is_armed


async def test_a_refused_key_is_not_probed(world: PollingWorld) -> None:
    await world.add(3)
    world.holds.raise_hold(Hold.OFFLINE)
    world.holds.raise_hold(Hold.AUTH)
    await world.run(3600.0)
    assert world.service.asked == []
    world.holds.release(Hold.AUTH)
    await world.run(SPREAD)
    assert set(world.service.per_task(0).values()) == {1}


async def test_a_key_that_is_missing_ends_the_probe(world: PollingWorld) -> None:
    await world.add(1)
    world.holds.raise_hold(Hold.OFFLINE)
    world.service.trouble = lambda: CredentialsError(ErrorCase.KEY_MISSING, "none")
    await world.run(60.0)
    assert world.holds.state.active == (Hold.NO_KEY,)
    assert len(world.service.asked) == 1


async def test_an_answer_that_cannot_be_stored_is_asked_for_again(
    world: PollingWorld, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not stored")
    (task_id,) = await world.add(1, takes=1.0)
    world.store.fail_on = ["save"]
    await world.run(600.0)
    assert world.task(task_id).state is TaskState.RESULT_READY


async def test_a_listener_that_breaks_does_not_lose_the_task(
    world: PollingWorld, expected_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("job poll 00000000 failed")
    (task_id,) = await world.add(1, takes=1.0)

    def explode(*_news: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(world.following.rhythm, "note_first_look", explode)
    await world.run(4.0)
    monkeypatch.undo()
    await world.run(10.0)
    assert world.task(task_id).state is TaskState.RESULT_READY


class Silence:
    """A service that takes every question and answers when it is told to."""

    def __init__(self, world: PollingWorld) -> None:
        self.under_way: set[str] = set()
        self.gate = asyncio.Event()
        self._usual = world.service.query_task

    async def query_task(self, remote_id: str) -> RemoteTask:
        self.under_way.add(remote_id)
        try:
            await self.gate.wait()
        finally:
            self.under_way.discard(remote_id)
        return await self._usual(remote_id)


async def test_at_most_four_questions_are_under_way(
    world: PollingWorld, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
) -> None:
    await world.add(10)
    silence = Silence(world)
    monkeypatch.setattr(world.service, "query_task", silence.query_task)
    while world.time.ring_next(world.time.monotonic() + 4.0):
        pass
    await wait_until(lambda: len(silence.under_way) == POLLS_AT_ONCE)
    assert len(world.jobs.names) == POLLS_AT_ONCE
    silence.gate.set()
    await wait_until(lambda: len(world.service.asked) == 10)
    assert set(world.service.per_task(0).values()) == {1}


async def test_a_task_that_is_no_longer_wanted_is_not_asked_about(world: PollingWorld) -> None:
    (task_id,) = await world.add(1)
    world.poller.forget(task_id)
    await world.run(60.0)
    assert world.service.asked == []
    assert not world.schedule.is_armed


async def test_no_connection_is_kept_once_the_last_task_is_gone(world: PollingWorld) -> None:
    await world.add(2, takes=10.0)
    await world.add(1, takes=60.0)
    await world.run(50.0)
    assert world.states() == {"result_ready": 2, "processing": 1}
    assert world.service.rests == []
    await world.run(50.0)
    assert len(world.service.rests) == 1
    assert not world.schedule.is_armed
    (task_id,) = await world.add(1)
    await world.run(10.0)
    world.poller.forget(task_id)
    await world.settle()
    assert len(world.service.rests) == 2


async def test_no_connection_is_kept_after_a_question_about_nothing(world: PollingWorld) -> None:
    await world.add(1, state=TaskState.READY, remote_id="")
    world.holds.raise_hold(Hold.OFFLINE)
    await world.run(60.0)
    assert world.holds.probed is None
    assert len(world.service.rests) == 1


async def test_sleep_in_the_middle_of_a_question_asks_it_again_on_a_new_connection(
    world: PollingWorld, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
) -> None:
    await world.add(2)
    silence = Silence(world)
    monkeypatch.setattr(world.service, "query_task", silence.query_task)
    while world.time.ring_next(world.time.monotonic() + 4.0):
        pass
    await wait_until(lambda: len(silence.under_way) == 2)
    monkeypatch.undo()
    world.schedule.set("something", 3.0)
    woke = await world.wake_after(8 * 3600.0)
    world.time.ring_next(woke + 3.0)
    await world.run(3.0)
    assert world.service.per_task(woke) == {"r0": 1, "r1": 1}
    assert world.service.drops == 1


async def test_a_question_whose_answer_is_being_stored_is_not_broken_off(
    world: PollingWorld, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
) -> None:
    (task_id,) = await world.add(1, takes=1.0)
    gate, saving = asyncio.Event(), asyncio.Event()
    usual = world.store.save

    async def slow_save(task: GenerationTask) -> bool:
        saving.set()
        await gate.wait()
        return await usual(task)

    monkeypatch.setattr(world.store, "save", slow_save)
    assert world.time.ring_next(world.time.monotonic() + 10.0)
    await wait_until(saving.is_set)
    await world.poller.start_afresh()
    gate.set()
    await world.settle()
    assert world.task(task_id).state is TaskState.RESULT_READY
    assert len(world.service.asked) == 1


async def test_downloads_that_wait_are_tried_again_after_a_sleep(world: PollingWorld) -> None:
    world.schedule.set("download:x", 3600.0)
    world.schedule.set("grace:x", 3600.0)
    await world.run(10.0)
    await world.wake_after(3600.0)
    await world.run(5.0 + SPREAD)
    assert world.retried == ["download:x"]
    assert "grace:x" in world.schedule


@pytest.mark.parametrize("trouble", OUTAGES)
async def test_downloads_that_wait_are_tried_again_once_an_outage_ends(
    world: PollingWorld, trouble: Trouble
) -> None:
    await world.add(3)
    world.schedule.set("download:x", 3600.0)
    world.service.trouble = trouble
    await world.run(300.0)
    assert world.holds.probed is not None
    assert world.retried == []
    world.service.trouble = None
    await world.run(48.0 + SPREAD + 1.0)
    assert world.retried == ["download:x"]


async def test_an_outage_is_noticed_and_ends_though_only_a_download_waits(
    world: PollingWorld,
) -> None:
    await world.add(1, state=TaskState.RESULT_READY, result_url="https://p.example/1.png")
    world.schedule.set("download:x", 3600.0)
    world.following.doubt()
    await world.settle()
    assert world.holds.probed is None
    world.service.trouble = refused
    world.following.doubt()
    await world.run(120.0)
    assert world.holds.probed is Hold.OFFLINE
    world.service.trouble = None
    await world.run(48.0 + SPREAD + 1.0)
    assert world.holds.probed is None
    assert world.retried == ["download:x"]
    assert {asked.remote_id for asked in world.service.asked} == {PROBE_ID}


async def test_a_slow_task_is_asked_about_rarely_and_never_given_up(world: PollingWorld) -> None:
    (task_id,) = await world.add(1)
    await world.run(620.0)
    began = world.time.monotonic()
    await world.run(240.0)
    assert 4 <= len(world.service.since(began)) <= 8
    await world.run(3600.0)
    began = world.time.monotonic()
    await world.run(3600.0)
    assert 30 <= len(world.service.since(began)) <= 120
    assert world.task(task_id).state is TaskState.PROCESSING


async def test_a_task_without_an_end_is_let_go_after_twenty_five_hours(world: PollingWorld) -> None:
    (task_id,) = await world.add(1)
    await world.run(25 * 3600.0 - 60.0)
    assert world.task(task_id).state is TaskState.PROCESSING
    await world.run(300.0)
    assert world.task(task_id).state is TaskState.REMOTE_GONE
    assert not world.schedule.is_armed


async def test_age_ends_nothing_while_the_service_only_fails(world: PollingWorld) -> None:
    (task_id,) = await world.add(1)
    world.service.troubles["r0"] = broken
    await world.run(26 * 3600.0)
    assert world.task(task_id).state is TaskState.PROCESSING
    world.service.troubles.clear()
    await world.run(180.0)
    assert world.task(task_id).state is TaskState.REMOTE_GONE


async def test_an_old_task_of_an_earlier_session_is_followed_a_while_first(
    world: PollingWorld,
) -> None:
    earlier = world.time.utc() - 72 * 3600.0
    (task_id,) = await world.add(1, accepted_at=earlier, submitted_at=earlier)
    await world.run(14 * 60.0)
    assert world.task(task_id).state is TaskState.PROCESSING
    await world.run(5 * 60.0)
    assert world.task(task_id).state is TaskState.REMOTE_GONE


async def test_a_model_that_became_faster_is_noticed(world: PollingWorld) -> None:
    world.following.rhythm.load({(PARAMS.model_name, PARAMS.resolution): [9.0] * 30})
    waits = []
    for _ in range(12):
        began = world.time.monotonic()
        await world.add(1, takes=2.5)
        await world.run(60.0)
        waits.append(world.service.since(began)[0].at - began)
    assert waits[0] == pytest.approx(9.0, abs=0.3)
    assert waits[1] < 4.0
    assert waits[-1] < 4.0


class Member:
    def __init__(self, name: str) -> None:
        self.name = name


async def test_a_network_that_changes_again_and_again_is_answered_every_three_seconds() -> None:
    network = FakeNetwork()
    world = PollingWorld(network=NetworkWatch(lambda: network))
    (task_id,) = await world.add(1)
    await world.run(10.0)
    world.holds.raise_hold(Hold.OFFLINE)
    world.holds.note_success()
    began = world.time.monotonic()
    for _ in range(50):
        network.transportMediumChanged.emit(Member("WiFi"))
        await world.run(0.2)
    assert world.service.drops <= 5
    assert len(world.service.since(began)) <= 6
    assert world.task(task_id).state is TaskState.PROCESSING
    await world.jobs.close()


def test_nothing_is_loaded_before_something_waits() -> None:
    loads: list[int] = []
    watch = NetworkWatch(lambda: loads.append(1))
    assert loads == []
    watch.begin()
    watch.begin()
    assert loads == [1]


async def test_the_network_is_watched_once_a_task_is_at_the_service() -> None:
    loads: list[int] = []
    world = PollingWorld(network=NetworkWatch(lambda: loads.append(1)))
    await world.run(60.0)
    assert loads == []
    await world.add(1)
    world.service.answers["r0"] = RemoteTask(
        remote_id="r0", status=RemoteStatus.PROCESSING, raw_status="drawing"
    )
    await world.run(10.0)
    assert loads == [1]
    await world.jobs.close()


async def test_the_network_is_watched_for_tasks_of_an_earlier_session() -> None:
    loads: list[int] = []
    world = PollingWorld(network=NetworkWatch(lambda: loads.append(1)))
    await world.add(1)
    assert loads == []
    await world.following.load(world.store)
    assert loads == [1]
    await world.jobs.close()


def test_the_system_tells_about_its_network_or_nothing(qt_messages: list[str]) -> None:
    environment = dict(os.environ)
    information = load_network_information()
    assert information is None or information.reachability() is not None
    if information is not None and sys.platform.startswith("linux"):
        assert information.backendName() == "glib"
    assert dict(os.environ) == environment
    assert qt_messages == []


def test_a_dead_network_is_no_news() -> None:
    network = FakeNetwork()
    watch = NetworkWatch(lambda: network)
    told: list[int] = []
    watch.changed.connect(lambda: told.append(1))
    watch.begin()
    network.reachabilityChanged.emit(Member("Disconnected"))
    assert told == []
    network.reachabilityChanged.emit(Member("Online"))
    assert told == [1]


async def test_durations_that_cannot_be_read_are_done_without(world: PollingWorld) -> None:
    class Broken:
        async def recent_durations(self, limit: int) -> dict[tuple[str, str], list[float]]:
            raise StorageError(ErrorCase.DATABASE, f"{limit}")

    await world.following.load(Broken())
    assert world.following.rhythm.usual(PARAMS) is None


async def test_a_task_that_is_watched_anew_while_it_is_asked_about_is_asked_again(
    world: PollingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = world.service.query_task

    async def interrupted(remote_id: str) -> RemoteTask:
        if not world.service.asked:
            world.poller.forget(task_id)
            world.poller.watch(world.task(task_id), 0.0)
            world.schedule.cancel(f"poll:{task_id}")
            world.poller.poll_due(f"poll:{task_id}")
            world.service.trouble = broken
        else:
            world.service.trouble = None
        return await real(remote_id)

    monkeypatch.setattr(world.service, "query_task", interrupted)
    (task_id,) = await world.add(1)
    await world.run(20.0)
    assert len(world.service.asked) >= 2


async def slow_world(world: PollingWorld) -> list[bool]:
    """Such tasks took 20 s so far; what is told of the service's pace from now on."""
    told: list[bool] = []
    world.following.slowness_changed.connect(told.append)
    world.following.rhythm.load({(PARAMS.model_name, PARAMS.resolution): [20.0] * 30})
    return told


async def test_three_late_tasks_tell_that_the_service_is_slow_until_they_end(
    world: PollingWorld,
) -> None:
    told = await slow_world(world)
    await world.add(3, takes=50.0)
    await world.run(24.0)
    assert told == []
    await world.run(10.0)
    assert told == [True]
    await world.run(40.0)
    assert told == [True, False]
    # The next one is expected to be as slow as those before it, until it is not.
    await world.add(1, takes=15.0)
    await world.run(10.0)
    assert told == [True, False, True]
    await world.run(20.0)
    assert told == [True, False, True, False]


async def test_two_late_tasks_or_an_outage_here_are_no_slow_service(world: PollingWorld) -> None:
    told = await slow_world(world)
    await world.add(2, takes=50.0)
    await world.run(60.0)
    await world.add(5, takes=30.0)
    await world.run(5.0)
    world.holds.raise_hold(Hold.RATE_LIMIT, 60.0)
    await world.run(120.0)
    assert told == []


# -- what the answers tell beside the picture ----------------------------------------------------


async def in_queue(world: PollingWorld) -> tuple[str, str]:
    (task_id,) = await world.add(1, state=TaskState.QUEUED, raw_status="queued")
    remote_id = world.task(task_id).remote_id
    world.service.answers[remote_id] = RemoteTask(remote_id=remote_id, model_name="NanoBanana2")
    return task_id, remote_id


async def test_the_time_in_the_queue_is_known_to_a_few_seconds(world: PollingWorld) -> None:
    task_id, remote_id = await in_queue(world)
    await world.run(100.0)
    assert world.task(task_id).left_queue_at is None
    began = world.time.utc()
    del world.service.answers[remote_id]
    await world.run(20.0)
    left = world.task(task_id).left_queue_at
    assert left is not None
    assert began <= left <= began + 6.0
    assert world.task(task_id).told_model == "NanoBanana2"


async def test_who_was_away_does_not_know_the_time_in_the_queue(world: PollingWorld) -> None:
    task_id, remote_id = await in_queue(world)
    await world.run(30.0)
    world.service.trouble = lost
    await world.run(600.0)
    del world.service.answers[remote_id]
    world.service.trouble = None
    await world.run(120.0)
    assert world.task(task_id).state is TaskState.PROCESSING
    assert world.task(task_id).left_queue_at is None
