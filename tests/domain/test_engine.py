"""The task engine: every rule, the unhappy ones first, and the table as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain import answer_rules, engine, order_rules, picture_rules
from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    RefusedLater,
    RemoteStatus,
    RemoteTask,
)
from nanobanana_desktop.domain.task import (
    ALLOWED,
    ENDED,
    LINK_LIFETIME,
    GenerationTask,
    Hold,
    TaskState,
    may_move,
)
from nanobanana_desktop.errors import ErrorCase
from tests.fakes import make_image, make_task

S = TaskState
NOW = 2_000.0


def run(task: GenerationTask, *events: ev.Event, now: float = NOW) -> ev.Step:
    result = ev.Step(task)
    for event in events:
        result = engine.step(result.task, event, now)
    return result


def sending(**changes: Any) -> GenerationTask:
    return make_task(state=S.SUBMITTING, attempt=1, **changes)


def processing(**changes: Any) -> GenerationTask:
    return make_task(**({"state": S.PROCESSING, "remote_id": "r1", "accepted_at": NOW} | changes))


COMPLETED = RemoteTask(status=RemoteStatus.COMPLETED, image_url="https://x.example/1.png")


@pytest.mark.parametrize("word", ["processing", "thinking hard"])
def test_the_same_news_again_changes_nothing_and_is_asked_again(word: str) -> None:
    answer = ev.Answered(RemoteTask(status=RemoteStatus.PROCESSING, raw_status=word))
    first = run(processing(raw_status="queued"), answer).task
    again = engine.step(first, answer, NOW + 3)
    assert first.raw_status == word
    assert again.task is first
    assert again.effects == (ev.Poll(),)


@pytest.mark.parametrize(
    "outcome",
    [OutcomeUnknown("reset"), OutcomeUnknown("bad gateway", "<html>", 502)],
)
def test_an_unknown_outcome_is_never_sent_again(outcome: OutcomeUnknown) -> None:
    after = run(sending(), ev.PostEnded(outcome))
    assert after.task.state is S.SUBMIT_UNKNOWN
    assert after.effects == ()
    assert outcome.reason in after.task.error_detail
    assert run(after.task, ev.SlotFree()).task is after.task


def test_a_session_that_ended_while_sending_leaves_an_unconfirmed_order() -> None:
    after = run(sending(), ev.SessionEnded())
    assert after.task.state is S.SUBMIT_UNKNOWN
    assert after.effects == ()


def test_the_journal_turns_an_unconfirmed_order_into_a_followed_one() -> None:
    after = run(sending(), ev.IdFound("remote-7"))
    assert (after.task.state, after.task.remote_id) == (S.QUEUED, "remote-7")
    assert after.effects == (ev.Poll(0.0),)


def test_the_journal_stops_an_order_that_the_history_takes_for_not_sent() -> None:
    after = run(make_task(), ev.IdFound("remote-7"))
    assert (after.task.state, after.task.remote_id) == (S.QUEUED, "remote-7")
    assert after.effects == (ev.Poll(0.0),)


def test_a_sending_that_the_history_does_not_know_leaves_an_unconfirmed_order() -> None:
    after = run(make_task(), ev.PostFound(2)).task
    assert (after.state, after.attempt) == (S.SUBMIT_UNKNOWN, 2)
    assert after.error_case is ErrorCase.NOT_CONFIRMED
    known = make_task(attempt=2)
    assert run(known, ev.PostFound(2)).task is known


def test_an_unconfirmed_order_whose_picture_is_here_is_done() -> None:
    unknown = make_task(state=S.SUBMIT_UNKNOWN, attempt=1, error_case=ErrorCase.NOT_CONFIRMED)
    after = run(unknown, ev.IdFound("remote-7", make_image()))
    assert (after.task.state, after.task.remote_id) == (S.DONE, "remote-7")
    assert (after.task.image, after.task.error_case, after.effects) == (make_image(), None, ())


def test_not_sent_goes_back_to_the_line_and_holds_everything() -> None:
    after = run(sending(), ev.PostEnded(NotSent("refused")))
    assert after.task.state is S.READY
    assert after.effects == (ev.RaiseHold(Hold.OFFLINE),)


@pytest.mark.parametrize(
    ("case", "hold"),
    [(ErrorCase.KEY_MISSING, Hold.NO_KEY), (ErrorCase.INVALID_KEY, Hold.AUTH)],
)
def test_without_a_usable_key_the_key_is_asked_for(case: ErrorCase, hold: Hold) -> None:
    after = run(sending(), ev.PostEnded(NotSent("no key", case)))
    assert (after.task.state, after.effects) == (S.READY, (ev.RaiseHold(hold),))


def test_a_refused_key_holds_everything_and_keeps_the_order() -> None:
    after = run(sending(), ev.PostEnded(Refused(ErrorCase.INVALID_KEY, "no", 401)))
    assert after.task.state is S.READY
    assert after.task.error_case is ErrorCase.INVALID_KEY
    assert after.effects == (ev.RaiseHold(Hold.AUTH),)


def test_a_refused_order_ends_with_the_words_of_the_service() -> None:
    after = run(sending(), ev.PostEnded(Refused(ErrorCase.BALANCE, "余额不足", 402)))
    assert after.task.state is S.REFUSED
    assert (after.task.error_case, after.task.error_text) == (ErrorCase.BALANCE, "余额不足")


@pytest.mark.parametrize(("told", "waits"), [(None, order_rules.RATE_LIMIT_DEFAULT), (7.0, 7.0)])
def test_slow_down_holds_for_the_time_told(told: float | None, waits: float) -> None:
    after = run(sending(), ev.PostEnded(RefusedLater(told)))
    assert after.task.state is S.READY
    assert after.effects == (ev.RaiseHold(Hold.RATE_LIMIT, waits),)


def test_an_order_that_is_asked_to_wait_too_often_ends_as_refused() -> None:
    task = sending()
    for _ in range(order_rules.REFUSED_LATER_LIMIT):
        back = run(task, ev.PostEnded(RefusedLater(None)))
        assert back.task.state is S.READY
        task = run(back.task, ev.SlotFree()).task
    ended = run(task, ev.PostEnded(RefusedLater(None, "slow down")))
    assert ended.task.state is S.REFUSED
    assert (ended.task.error_case, ended.task.error_text) == (ErrorCase.RATE_LIMITED, "slow down")
    assert ended.effects == (ev.RaiseHold(Hold.RATE_LIMIT, order_rules.RATE_LIMIT_DEFAULT),)


def test_every_post_is_one_more_attempt() -> None:
    first = run(make_task(), ev.SlotFree()).task
    second = run(first, ev.PostEnded(NotSent("dns")), ev.SlotFree()).task
    assert (first.attempt, second.attempt) == (1, 2)


def test_an_accepted_order_is_followed() -> None:
    after = run(sending(), ev.PostEnded(Accepted(RemoteTask(remote_id="r"))))
    assert (after.task.state, after.task.remote_id) == (S.QUEUED, "r")
    assert after.effects == (ev.Poll(),)


def test_an_accepted_order_can_have_failed_already() -> None:
    remote = RemoteTask(
        remote_id="r",
        status=RemoteStatus.FAILED,
        error_case=ErrorCase.CONTENT,
        error_text="风控拒绝",
    )
    after = run(sending(), ev.PostEnded(Accepted(remote)))
    assert (after.task.state, after.task.remote_id) == (S.FAILED, "r")
    assert after.task.error_case is ErrorCase.CONTENT


def test_an_unknown_word_means_processing_and_never_queued_again() -> None:
    word = RemoteTask(status=RemoteStatus.UNKNOWN_WORD, raw_status="warming")
    after = run(make_task(state=S.QUEUED, remote_id="r"), ev.Answered(word))
    assert (after.task.state, after.task.raw_status) == (S.PROCESSING, "warming")
    again = run(after.task, ev.Answered(RemoteTask(status=RemoteStatus.QUEUED)))
    assert again.task.state is S.PROCESSING


WORKING = RemoteTask(status=RemoteStatus.PROCESSING)


def queued(**changes: Any) -> GenerationTask:
    return make_task(state=S.QUEUED, remote_id="r", **changes)


@pytest.mark.parametrize(
    ("accepted_at", "since", "expected"),
    [
        pytest.param(NOW - 8, None, NOW, id="first look soon after the order"),
        pytest.param(NOW - 500, 4.0, NOW, id="a look shortly before"),
        pytest.param(NOW - 500, None, None, id="first look after a restart"),
        pytest.param(NOW - 500, 300.0, None, id="long away"),
        pytest.param(NOW + 500, None, None, id="the clock was set back"),
        pytest.param(None, None, NOW, id="taken at this moment"),
    ],
)
def test_the_end_of_the_queue_is_noted_where_it_was_watched(
    accepted_at: float | None, since: float | None, expected: float | None
) -> None:
    after = run(queued(accepted_at=accepted_at), ev.Answered(WORKING, since)).task
    assert after.left_queue_at == expected
    later = run(after, ev.Answered(WORKING, 2.0), ev.Answered(COMPLETED, 2.0), now=NOW + 9).task
    assert later.left_queue_at == expected


@pytest.mark.parametrize(
    "remote",
    [
        RemoteTask(status=RemoteStatus.QUEUED),
        RemoteTask(status=RemoteStatus.UNKNOWN_WORD, raw_status="warming"),
        RemoteTask(status=RemoteStatus.FAILED),
        COMPLETED,
    ],
)
def test_what_is_no_word_on_the_queue_ends_none(remote: RemoteTask) -> None:
    assert run(queued(accepted_at=NOW), ev.Answered(remote, 2.0)).task.left_queue_at is None


def test_the_model_that_the_service_names_is_kept_until_it_names_another() -> None:
    named = replace(WORKING, model_name="NanoBanana2")
    after = run(queued(), ev.Answered(named), ev.Answered(WORKING), ev.Answered(COMPLETED)).task
    assert after.told_model == "NanoBanana2"
    assert after.params.model_name == queued().params.model_name
    ordered = Accepted(RemoteTask(remote_id="r", model_name="first"))
    assert run(sending(), ev.PostEnded(ordered)).task.told_model == "first"
    assert run(sending(), ev.PostEnded(Accepted(RemoteTask(remote_id="r")))).task.told_model == ""


def test_complete_without_a_picture_is_looked_at_five_more_times() -> None:
    task = processing()
    for _ in range(answer_rules.EMPTY_RESULT_LIMIT):
        step = run(task, ev.Answered(RemoteTask(status=RemoteStatus.COMPLETED)))
        assert step.effects == (ev.Poll(answer_rules.EMPTY_RESULT_DELAY),)
        task = step.task
    last = run(task, ev.Answered(RemoteTask(status=RemoteStatus.COMPLETED)))
    assert last.task.state is S.RESULT_BAD
    assert last.task.error_case is ErrorCase.NO_PICTURE


def test_a_result_is_downloaded_and_its_deadline_is_known() -> None:
    after = run(processing(), ev.Answered(COMPLETED))
    assert after.task.state is S.RESULT_READY
    assert after.effects == (ev.Download(),)
    assert after.task.link_deadline == NOW + 24 * 3600


def test_a_picture_inside_the_answer_is_stored() -> None:
    remote = RemoteTask(status=RemoteStatus.COMPLETED, inline_image=b"png")
    assert run(processing(), ev.Answered(remote)).effects == (ev.StoreInline(b"png"),)


def test_not_found_is_forgiven_for_half_an_hour() -> None:
    task = processing()
    step = run(task, ev.NotFound())
    assert (step.task.state, step.effects) == (S.PROCESSING, (ev.Poll(None),))
    later = run(step.task, ev.NotFound(), now=NOW + 120)
    assert later.effects == (ev.Poll(answer_rules.NOT_FOUND_DELAY),)
    gone = run(later.task, ev.NotFound(), now=NOW + answer_rules.NOT_FOUND_LIMIT + 1)
    assert gone.task.state is S.REMOTE_GONE


def test_a_clock_that_was_set_back_does_not_prolong_not_found() -> None:
    task = run(processing(), ev.NotFound(), now=NOW + 90_000).task
    set_back = run(task, ev.NotFound(), now=NOW).task
    assert set_back.not_found_since == NOW
    gone = run(set_back, ev.NotFound(), now=NOW + answer_rules.NOT_FOUND_LIMIT + 1)
    assert gone.task.state is S.REMOTE_GONE


def test_an_answer_ends_the_count_of_not_found() -> None:
    step = run(processing(), ev.NotFound(), ev.Answered(RemoteTask()))
    assert (step.task.not_found_count, step.task.not_found_since) == (0, None)


def test_nothing_is_followed_for_more_than_a_day_and_an_hour() -> None:
    task = processing()
    assert run(task, ev.Aged(), now=NOW + answer_rules.WATCH_LIMIT - 1).task.state is S.PROCESSING
    assert run(task, ev.Aged(), now=NOW + answer_rules.WATCH_LIMIT + 1).task.state is S.REMOTE_GONE


def downloading(**changes: Any) -> GenerationTask:
    return processing(
        state=S.DOWNLOADING,
        result_url="https://x.example/1.png",
        result_seen_at=NOW,
        **changes,
    )


def test_a_dead_link_is_asked_for_once_more() -> None:
    asked = run(downloading(), ev.LinkDead("404"))
    assert asked.task.state is S.RESULT_READY
    assert asked.task.fresh_link_asked
    assert asked.effects == (ev.Poll(0.0),)
    same = run(asked.task, ev.Answered(COMPLETED))
    assert (same.task.state, same.task.error_case) == (S.EXPIRED, ErrorCase.LINK_BROKEN)
    late = run(asked.task, ev.Answered(COMPLETED), now=NOW + LINK_LIFETIME)
    assert (late.task.state, late.task.error_case) == (S.EXPIRED, ErrorCase.LINK_EXPIRED)
    fresh = run(asked.task, ev.Answered(replace(COMPLETED, image_url="https://x.example/2.png")))
    assert (fresh.task.state, fresh.task.fresh_link_asked) == (S.RESULT_READY, False)
    assert fresh.effects == (ev.Download(),)


def test_a_dead_link_is_asked_for_anew_however_often_the_download_failed_before() -> None:
    task = downloading()
    for _ in range(picture_rules.DOWNLOAD_TRIES + 1):
        step = run(task, ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED))
        task = replace(step.task, state=S.DOWNLOADING)
    asked = run(task, ev.LinkDead("410"))
    assert (asked.task.state, asked.task.fresh_link_asked) == (S.RESULT_READY, True)
    assert asked.effects == (ev.Poll(0.0),)
    fresh = run(asked.task, ev.Answered(replace(COMPLETED, image_url="https://x.example/2.png")))
    assert fresh.task.download_tries == 0


def test_a_service_that_gives_one_dead_link_after_the_other_is_not_asked_for_ever() -> None:
    task, asked = downloading(), 0
    while task.state is S.DOWNLOADING:
        task = run(task, ev.LinkDead("410")).task
        asked += task.fresh_link_asked
        fresh = replace(COMPLETED, image_url=f"https://x.example/{asked + 1}.png")
        task = run(task, ev.Answered(fresh)).task
        task = run(task, ev.DownloadStarted()).task
    assert task.state is S.EXPIRED
    assert asked == picture_rules.FRESH_LINKS
    again = run(task, ev.CheckAsked()).task
    assert (again.state, again.fresh_links) == (S.PROCESSING, 0)


def test_a_download_that_fails_offline_does_not_count() -> None:
    offline = ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED, counts=False)
    step = run(downloading(download_tries=3), offline)
    assert (step.task.state, step.task.download_tries) == (S.RESULT_READY, 3)
    assert step.effects == (ev.Download(picture_rules.DOWNLOAD_OFFLINE_DELAY),)


def test_a_lost_inline_picture_that_the_service_forgot_comes_to_an_end() -> None:
    task = processing(state=S.RESULT_READY, result_seen_at=NOW)
    looks = 0
    for minute in range(40):
        step = run(task, ev.NotFound(), now=NOW + 60.0 * minute)
        task, looks = step.task, looks + 1
        if task.state is S.REMOTE_GONE:
            break
        assert len(step.effects) == 1
    assert (task.state, looks) == (S.REMOTE_GONE, 32)
    old = processing(state=S.RESULT_READY, accepted_at=NOW - answer_rules.WATCH_LIMIT - 1)
    assert run(old, ev.Aged()).task.state is S.REMOTE_GONE
    safe = replace(old, result_url="https://x.example/1.png")
    assert run(safe, ev.Aged()).task is safe
    assert run(safe, ev.NotFound()).task is safe


def test_a_failed_download_waits_longer_each_time_and_then_an_hour() -> None:
    task, waits = downloading(), []
    for _ in range(picture_rules.DOWNLOAD_TRIES + 1):
        step = run(task, ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED))
        waits.append(step.effects[0].delay)  # type: ignore[union-attr]
        task = replace(step.task, state=S.DOWNLOADING)
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, picture_rules.DOWNLOAD_LATE_DELAY]


def test_a_download_that_fails_until_the_link_is_dead_asks_for_a_fresh_link_first() -> None:
    task = downloading(download_tries=picture_rules.DOWNLOAD_TRIES, remote_id="r1")
    late = NOW + LINK_LIFETIME + 1
    asked = run(task, ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED), now=late)
    assert (asked.task.state, asked.task.fresh_link_asked) == (S.RESULT_READY, True)
    assert asked.effects == (ev.Poll(0.0),)
    fresh = replace(COMPLETED, image_url="https://x.example/2.png")
    found = run(asked.task, ev.Answered(fresh), now=late).task
    assert (found.state, found.result_seen_at) == (S.RESULT_READY, late)
    unknown_id = replace(task, remote_id="")
    ended = run(unknown_id, ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED), now=late)
    assert ended.task.state is S.EXPIRED


def test_a_refused_link_is_not_tried_again_but_asked_for_anew() -> None:
    refused = processing(
        state=S.RESULT_BAD, error_case=ErrorCase.LINK_REFUSED, result_url="ftp://x.example/1"
    )
    again = run(refused, ev.CheckAsked())
    assert (again.task.state, again.effects) == (S.PROCESSING, (ev.Poll(0.0),))
    damaged = replace(refused, error_case=ErrorCase.RESULT_BAD, finished_at=NOW)
    fetched = run(damaged, ev.CheckAsked())
    assert (fetched.task.state, fetched.task.finished_at) == (S.RESULT_READY, None)


def test_a_picture_that_cannot_be_saved_waits_for_the_person() -> None:
    blocked = run(downloading(), ev.SaveFailed(ErrorCase.DISK_FULL, "full"))
    assert (blocked.task.state, blocked.effects) == (S.SAVE_BLOCKED, ())
    freed = run(blocked.task, ev.SaveUnblocked())
    assert (freed.task.state, freed.effects) == (S.RESULT_READY, (ev.Download(),))


def test_a_picture_that_is_kept_elsewhere_for_now_is_known() -> None:
    spooled = make_image(relative_path="spool/a.png")
    blocked = run(
        processing(state=S.DOWNLOADING), ev.SaveFailed(ErrorCase.DISK_FULL, "full", spooled)
    )
    assert (blocked.task.state, blocked.task.image) == (S.SAVE_BLOCKED, spooled)


def test_only_the_person_lets_a_picture_come_without_encryption() -> None:
    refused = processing(
        state=S.RESULT_BAD,
        error_case=ErrorCase.LINK_REFUSED,
        result_url="http://x.example/1.png",
        finished_at=NOW,
    )
    allowed = run(refused, ev.InsecureLinkAllowed())
    assert (allowed.task.state, allowed.task.insecure_allowed) == (S.RESULT_READY, True)
    assert allowed.effects == (ev.Download(),)
    other = replace(refused, error_case=ErrorCase.RESULT_BAD)
    assert run(other, ev.InsecureLinkAllowed()).task is other


def test_an_answer_on_its_way_when_the_person_stopped_waiting_is_still_collected() -> None:
    stopped = run(processing(), ev.WatchEnded()).task
    assert run(stopped, ev.Answered(RemoteTask(status=RemoteStatus.PROCESSING))).task is stopped
    collected = run(stopped, ev.Answered(COMPLETED))
    assert (collected.task.state, collected.task.finished_at) == (S.RESULT_READY, None)
    assert collected.effects == (ev.Download(),)


def test_a_session_that_ended_while_downloading_starts_over() -> None:
    step = run(downloading(), ev.SessionEnded())
    assert (step.task.state, step.effects) == (S.RESULT_READY, (ev.Download(),))


def test_a_saved_picture_ends_the_task_without_any_trouble_left() -> None:
    image = make_image()
    step = run(downloading(error_case=ErrorCase.DOWNLOAD_FAILED), ev.Saved(image))
    assert (step.task.state, step.task.image, step.task.error_case) == (S.DONE, image, None)


@pytest.mark.parametrize("state", [S.REMOTE_GONE, S.EXPIRED, S.RESULT_BAD, S.WATCH_STOPPED])
def test_a_soft_end_can_be_looked_at_again(state: TaskState) -> None:
    step = run(processing(state=state, finished_at=NOW), ev.CheckAsked())
    assert (step.task.state, step.effects) == (S.PROCESSING, (ev.Poll(0.0),))


EVENTS = st.sampled_from(
    [
        ev.SlotFree(),
        ev.PostEnded(Accepted(RemoteTask(remote_id="r"))),
        ev.PostEnded(Refused(ErrorCase.CONTENT)),
        ev.PostEnded(Refused(ErrorCase.INVALID_KEY)),
        ev.PostEnded(RefusedLater(3.0)),
        ev.PostEnded(NotSent("dns")),
        ev.PostEnded(OutcomeUnknown("reset")),
        ev.SessionEnded(),
        ev.IdFound("r2"),
        ev.IdFound("r3", make_image()),
        ev.PostFound(1),
        ev.OrderedAgain(),
        ev.MarkedNotSent(),
        ev.Answered(RemoteTask(status=RemoteStatus.PROCESSING)),
        ev.Answered(RemoteTask(status=RemoteStatus.COMPLETED)),
        ev.Answered(COMPLETED),
        ev.Answered(RemoteTask(status=RemoteStatus.FAILED)),
        ev.Answered(RemoteTask(status=RemoteStatus.COMPLETED, inline_image=b"x")),
        ev.NotFound(),
        ev.Aged(),
        ev.WatchEnded(),
        ev.CheckAsked(),
        ev.DownloadStarted(),
        ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED),
        ev.LinkDead(),
        ev.ResultRejected(ErrorCase.RESULT_BAD),
        ev.SaveFailed(ErrorCase.DISK_FULL),
        ev.SaveUnblocked(),
        ev.Saved(make_image()),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.floats(0, 5_000)), max_size=40))
def test_any_order_of_events_keeps_the_rules(history: list[tuple[ev.Event, float]]) -> None:
    task, now = make_task(), NOW
    posts = 0
    for event, seconds in history:
        now += seconds
        before = task
        step = engine.step(task, event, now)
        task = step.task
        assert may_move(before.state, task.state)
        if before.state in ENDED:
            assert task is before
        sent = sum(isinstance(effect, ev.Post) for effect in step.effects)
        posts += sent
        assert sent == (before.state is S.READY and task.state is S.SUBMITTING)
        if before.remote_id:
            assert task.remote_id
        if isinstance(event, ev.PostFound) and task.attempt > before.attempt:
            posts = task.attempt
        if task.state is S.DONE:
            assert task.image is not None
    assert posts == task.attempt


def test_every_state_is_in_the_table() -> None:
    assert set(ALLOWED) == set(TaskState)
    assert all(moves <= set(TaskState) for moves in ALLOWED.values())


def test_a_move_outside_the_table_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        engine._RULES,  # type: ignore[arg-type]
        ev.Aged,
        lambda task, _event, _now: ev.Step(replace(task, state=S.DONE)),
    )
    with pytest.raises(AssertionError, match="ready"):
        engine.step(make_task(), ev.Aged(), NOW)


def test_an_order_sent_once_more_is_not_held_back_any_longer() -> None:
    unknown = make_task(state=S.SUBMIT_UNKNOWN, held_back=True)
    assert not engine.step(unknown, ev.OrderedAgain(), 5.0).task.held_back
