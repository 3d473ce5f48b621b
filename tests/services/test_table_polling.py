"""The rows of the table of bad inputs and faults that concern questions about tasks."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import formatdate

import httpx
import pytest

from nanobanana_desktop.api.verdicts import Answer, judge_query
from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, NetworkError
from nanobanana_desktop.services.poller import SPREAD
from nanobanana_desktop.services.schedule import LONGEST_REST
from nanobanana_desktop.services.wake_watch import NetworkWatch
from tests.services.polling_world import PARAMS, FakeNetwork, PollingWorld, Trouble

WaitUntil = Callable[..., Awaitable[None]]
pytestmark = pytest.mark.usefixtures("qapp")
HOUR = 3600.0


def answer(status: int, body: str, **headers: str) -> Answer:
    fields = {"content-type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Answer(status, httpx.Headers(fields), body.encode(), "", lambda text: text)


def trouble_of(reply: Answer) -> Trouble:
    """The error that the real reading of `reply` gives."""

    def raised() -> AppError:
        with pytest.raises(AppError) as caught:
            judge_query(reply, "r0")
        return caught.value

    return raised


def refused() -> AppError:
    return NetworkError(ErrorCase.NETWORK_LOST, "connection refused", sent=False)


@pytest.fixture(autouse=True)
def quick_rhythm() -> None:
    """Time is virtual here: the real rhythm."""


@pytest.fixture
async def world() -> AsyncIterator[PollingWorld]:
    made = PollingWorld()
    yield made
    await made.jobs.close()


@pytest.mark.parametrize(
    ("status", "body", "header", "shortest", "longest"),
    [
        (429, "{}", None, 5.0, 60.0),
        (429, "<html>slow down</html>", None, 5.0, 60.0),
        (200, '{"code":429,"msg":"请求过于频繁","data":null}', None, 5.0, 60.0),
        (429, "{}", "120", 119.0, 120.0),
        (429, "{}", "1000000000", 600.0, 600.0),
        (429, "{}", "date", 270.0, 300.0),
        (429, "{}", "soon", 5.0, 60.0),
    ],
    ids=["none", "page", "code", "seconds", "a billion", "date", "nonsense"],
)
async def test_row_07_too_many_requests_hold_every_question_until_their_time(
    world: PollingWorld,
    status: int,
    body: str,
    header: str | None,
    shortest: float,
    longest: float,
) -> None:
    await world.add(30)
    await world.run(10.0)
    if header == "date":
        header = formatdate(time.time() + 300.0, usegmt=True)
    headers = {} if header is None else {"retry_after": header}
    world.service.trouble = trouble_of(answer(status, body, **headers))
    while Hold.RATE_LIMIT not in world.holds.state.active:
        assert world.time.ring_next(world.time.monotonic() + 10.0)
        await world.settle()
    until = world.holds.state.until
    assert until is not None
    wait = until - world.time.utc()
    assert shortest <= wait <= longest
    began = world.time.monotonic() + 0.001
    await world.run(wait - 0.5)
    assert world.service.since(began) == []
    assert world.states() == {"processing": 30}
    world.service.trouble = None
    await world.run(0.5 + SPREAD)
    assert set(world.service.per_task(began)) == {f"r{number}" for number in range(30)}
    assert [state.shown for state in world.shown] == [Hold.RATE_LIMIT, None]


@pytest.mark.parametrize(
    "reply",
    [
        answer(401, "{}"),
        answer(403, '{"message":"invalid api key"}'),
        answer(200, '{"code":401,"msg":"令牌无效","data":null}'),
    ],
    ids=["401", "403", "code"],
)
async def test_row_08_a_refused_key_holds_thirty_tasks_with_one_message(
    world: PollingWorld, reply: Answer
) -> None:
    await world.add(30)
    await world.run(10.0)
    world.service.trouble = trouble_of(reply)
    await world.run(10.0)
    refusals = len(world.service.asked)
    await world.run(HOUR)
    assert len(world.service.asked) == refusals
    assert world.states() == {"processing": 30}
    assert {state.active for state in world.shown} == {(Hold.AUTH,)}
    assert len(world.shown) <= 4
    world.service.trouble = None
    world.finish_all()
    world.holds.release(Hold.AUTH)
    await world.run(SPREAD + 1.0)
    assert world.states() == {"result_ready": 30}


@pytest.mark.parametrize(
    "reply",
    [answer(402, "{}"), answer(200, '{"code":402,"msg":"余额不足","data":null}')],
    ids=["402", "code"],
)
async def test_an_empty_account_holds_questions_and_ends_no_task(
    world: PollingWorld, reply: Answer
) -> None:
    await world.add(30)
    await world.run(10.0)
    world.service.trouble = trouble_of(reply)
    began = world.time.monotonic()
    await world.run(600.0)
    assert len(world.service.since(began)) <= 80
    assert world.states() == {"processing": 30}
    assert {state.active for state in world.shown} == {(Hold.BALANCE,), ()}
    world.service.trouble = None
    world.finish_all()
    await world.run(60.0 + SPREAD + 1.0)
    assert world.states() == {"result_ready": 30}


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("reticulating splines", "reticulating splines"),
        ("PROCESSING", "PROCESSING"),
        ("Queued", "Queued"),
        ("<b>wait</b>", "<b>wait</b>"),
        ("等待\u202eabc", "等待abc"),
        (None, "processing"),
        (17, "17"),
        ({}, "processing"),
        ("", "processing"),
    ],
)
async def test_row_13_an_unknown_word_is_shown_plain_and_asked_about_on(
    world: PollingWorld, word: object, shown: str
) -> None:
    (task_id,) = await world.add(1)
    reply = answer(200, json.dumps({"id": "r0", "status": word}))
    world.service.answers["r0"] = judge_query(reply, "r0")
    await world.run(30.0)
    assert len(world.service.asked) >= 8
    task = world.task(task_id)
    assert (task.state, task.raw_status) == (TaskState.PROCESSING, shown)
    world.service.answers.clear()
    world.finish_all()
    await world.run(5.0)
    assert world.task(task_id).state is TaskState.RESULT_READY


@pytest.mark.parametrize(
    "jump",
    [-24 * HOUR, 25 * HOUR, HOUR, -HOUR, -1_700_000_000.0, 8 * HOUR],
    ids=["day back", "25 h on", "summer", "winter", "1970", "asleep 8 h"],
)
async def test_row_26_a_jump_of_the_clock_asks_once_per_task_and_concludes_nothing(
    world: PollingWorld, jump: float
) -> None:
    world.following.rhythm.load({(PARAMS.model_name, PARAMS.resolution): [20.0] * 30})
    ids = await world.add(30)
    await world.run(30.0)
    stored = dict(world.store.tasks)
    woke = await world.wake_after(jump)
    await world.run(LONGEST_REST)
    first = {asked.remote_id: asked.at for asked in reversed(world.service.since(woke))}
    assert max(first.values()) <= woke + 3.0
    assert set(world.service.per_task(woke).values()) <= {1, 2}
    assert len(world.service.since(woke)) <= 30 + 30 * LONGEST_REST / 2.7
    assert world.service.drops == 1
    await world.run(15.0)
    assert world.store.tasks == stored
    world.finish_all()
    await world.run(4.0)
    assert world.states() == {"result_ready": 30}
    usual = world.following.rhythm.usual(world.task(ids[0]).params)
    assert usual is not None
    assert (usual.typical, usual.ninety) == (20.0, 20.0)


async def test_row_26_after_a_sleep_every_task_is_caught_up_with_one_question(
    world: PollingWorld,
) -> None:
    await world.add(30)
    await world.run(700.0)
    world.finish_all()
    woke = await world.wake_after(8 * HOUR)
    await world.run(LONGEST_REST + SPREAD)
    assert world.states() == {"result_ready": 30}
    assert set(world.service.per_task(woke).values()) == {1}


async def test_row_26_a_process_that_was_stopped_asks_once_per_task(world: PollingWorld) -> None:
    await world.add(30)
    await world.run(10.0)
    world.finish_all()
    world.time.pass_by(120.0)
    going_on = world.time.monotonic()
    await world.run(3.0)
    assert world.states() == {"result_ready": 30}
    assert set(world.service.per_task(going_on).values()) == {1}


async def test_row_26_a_wrong_clock_at_the_start_gives_no_task_up(world: PollingWorld) -> None:
    ahead = world.time.utc() - 26 * HOUR
    behind = world.time.utc() + 40 * 365 * 24 * HOUR
    ids = await world.add(1, accepted_at=ahead, submitted_at=ahead)
    ids += await world.add(1, accepted_at=behind, submitted_at=behind)
    await world.run(10 * 60.0)
    assert {world.task(task_id).state for task_id in ids} == {TaskState.PROCESSING}
    world.finish_all()
    await world.run(150.0)
    assert world.states() == {"result_ready": 2}


@pytest.mark.parametrize("change", ["reachabilityChanged", "transportMediumChanged"])
async def test_row_27_a_network_that_comes_back_is_used_within_five_seconds(change: str) -> None:
    class Online:
        name = "Online"

    network = FakeNetwork()
    world = PollingWorld(network=NetworkWatch(lambda: network))
    await world.add(20)
    await world.run(10.0)
    world.service.trouble = refused
    await world.run(300.0)
    assert world.holds.state.active == (Hold.OFFLINE,)
    assert world.states() == {"processing": 20}
    world.service.trouble = None
    world.finish_all()
    began = world.time.monotonic()
    getattr(network, change).emit(Online())
    await world.run(5.0)
    assert world.states() == {"result_ready": 20}
    assert sum(world.service.per_task(began).values()) <= 21
    assert world.service.drops >= 1
    await world.jobs.close()


async def test_row_27_a_change_in_the_middle_of_a_probe_does_not_end_all_probing() -> None:
    network = FakeNetwork()
    world = PollingWorld(network=NetworkWatch(lambda: network))
    await world.add(1)
    world.service.trouble = refused
    await world.run(60.0)
    assert world.holds.state.active == (Hold.OFFLINE,)
    world.service.trouble = None
    world.schedule.due.emit(["network"])
    # The next probe is due at the same moment, before the connections of before are dropped.
    world.schedule.cancel("hold:offline")
    world.holds.release_due("hold:offline")
    await world.run(5.0)
    assert world.holds.state.active == ()
    await world.jobs.close()


async def test_row_27_a_switch_while_all_is_well_asks_everything_once_on_new_connections() -> None:
    network = FakeNetwork()
    world = PollingWorld(network=NetworkWatch(lambda: network))
    await world.add(20)
    await world.run(700.0)
    world.holds.raise_hold(Hold.OFFLINE)
    world.holds.note_success()
    await world.run(10.0)
    began = world.time.monotonic()

    class Medium:
        name = "WiFi"

    network.transportMediumChanged.emit(Medium())
    await world.run(5.0)
    assert world.service.per_task(began) == {f"r{number}": 1 for number in range(20)}
    assert world.service.drops == 1
    await world.jobs.close()


async def test_row_27_without_news_of_the_network_the_next_step_finds_it(
    world: PollingWorld,
) -> None:
    await world.add(20)
    world.service.trouble = refused
    await world.run(600.0)
    world.service.trouble = None
    world.finish_all()
    await world.run(60.0)
    assert world.states() == {"result_ready": 20}
