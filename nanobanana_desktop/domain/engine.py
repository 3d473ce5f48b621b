"""The task engine: a pure function from state and event to the next state and its effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

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
from nanobanana_desktop.domain.events import Event, Step
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState, may_move
from nanobanana_desktop.errors import ErrorCase

S = TaskState

EMPTY_RESULT_LIMIT: Final = 5
EMPTY_RESULT_DELAY: Final = 24.0
"""Five more looks over two minutes at a task that is complete but has no picture."""
NOT_FOUND_GRACE: Final = 60.0
NOT_FOUND_LOOKS: Final = 5
NOT_FOUND_DELAY: Final = 60.0
NOT_FOUND_LIMIT: Final = 30 * 60.0
WATCH_LIMIT: Final = 25 * 3600.0
LINK_LIFETIME_DOUBT: Final = 3600.0
"""Seconds by which the service's day and ours may differ."""
DOWNLOAD_TRIES: Final = 8
DOWNLOAD_LATE_DELAY: Final = 3600.0
RATE_LIMIT_DEFAULT: Final = 30.0
REFUSED_LATER_LIMIT: Final = 3
"""Times an order is sent again by itself after the service asked to wait."""

IN_SERVICE: Final = frozenset({S.QUEUED, S.PROCESSING})


def step(task: GenerationTask, event: Event, now: float) -> Step:
    """What `event` makes of `task` at `now` (UTC seconds).

    An event that does not concern the task's state (a late answer, a second click) changes
    nothing. Raises AssertionError when a rule breaks the table of allowed moves: a bug.
    """
    rule = _RULES[type(event)]
    after = rule(task, event, now)
    if after is None:
        return Step(task)
    if not may_move(task.state, after.task.state):
        raise AssertionError(f"{task.state} -> {after.task.state} on {type(event).__name__}")
    if after.task == task:
        return Step(task, after.effects)
    return Step(replace(after.task, changed_at=now), after.effects)


Rule = Callable[[GenerationTask, Any, float], Step | None]


def _slot_free(task: GenerationTask, _event: ev.SlotFree, now: float) -> Step | None:
    if task.state is not S.READY:
        return None
    sending = replace(
        task, state=S.SUBMITTING, attempt=task.attempt + 1, submitted_at=now, **_NO_ERROR
    )
    return Step(sending, (ev.Post(),))


def _unsendable(task: GenerationTask, event: ev.Unsendable, now: float) -> Step | None:
    if task.state is not S.READY:
        return None
    return Step(
        replace(
            task,
            state=S.REFUSED,
            error_case=event.case,
            error_detail=event.detail,
            finished_at=now,
        )
    )


def _post_ended(task: GenerationTask, event: ev.PostEnded, now: float) -> Step | None:
    if task.state is not S.SUBMITTING:
        return None
    match event.outcome:
        case Accepted(remote):
            known = replace(
                task, state=S.QUEUED, remote_id=remote.remote_id, accepted_at=now, **_NO_ERROR
            )
            return _read_answer(known, remote, now)
        case Refused(case, text, http_status):
            told = replace(task, error_case=case, error_text=text, http_status=http_status)
            if case is ErrorCase.INVALID_KEY:
                return Step(replace(told, state=S.READY), (ev.RaiseHold(Hold.AUTH),))
            return Step(replace(told, state=S.REFUSED, finished_at=now))
        case RefusedLater(retry_after, text):
            return _refused_later(task, retry_after, text, now)
        case NotSent(reason, case):
            kept = replace(task, state=S.READY, error_case=case, error_detail=reason)
            holds = (ev.RaiseHold(_HOLD_FOR.get(case, Hold.OFFLINE)),) if case else ()
            return Step(kept, holds)
        case OutcomeUnknown(reason, raw_answer, http_status):
            detail = f"{reason}\n{raw_answer}" if raw_answer else reason
            return Step(_unknown(task, detail, http_status))


def _refused_later(task: GenerationTask, retry_after: float | None, text: str, now: float) -> Step:
    told = replace(
        task,
        error_case=ErrorCase.RATE_LIMITED,
        error_text=text,
        refused_later=task.refused_later + 1,
    )
    wait = RATE_LIMIT_DEFAULT if retry_after is None else retry_after
    hold = ev.RaiseHold(Hold.RATE_LIMIT, wait)
    if told.refused_later > REFUSED_LATER_LIMIT:
        return Step(replace(told, state=S.REFUSED, finished_at=now), (hold,))
    return Step(replace(told, state=S.READY), (hold,))


def _unknown(task: GenerationTask, detail: str, http_status: int | None = None) -> GenerationTask:
    return replace(
        task,
        state=S.SUBMIT_UNKNOWN,
        error_case=ErrorCase.NOT_CONFIRMED,
        error_detail=detail,
        http_status=http_status,
    )


def _session_ended(task: GenerationTask, _event: ev.SessionEnded, _now: float) -> Step | None:
    if task.state is S.SUBMITTING:
        return Step(_unknown(task, "the program ended while the order was being sent"))
    if task.state is S.DOWNLOADING:
        return Step(replace(task, state=S.RESULT_READY), _fetch_again(task))
    return None


def _fetch_again(task: GenerationTask) -> tuple[ev.Effect, ...]:
    spooled = task.image is not None
    return (ev.Download(),) if task.result_url or spooled else (ev.Poll(0.0),)


def _id_found(task: GenerationTask, event: ev.IdFound, now: float) -> Step | None:
    if task.state not in (S.SUBMITTING, S.SUBMIT_UNKNOWN):
        return None
    known = replace(task, state=S.QUEUED, remote_id=event.remote_id, accepted_at=now, **_NO_ERROR)
    return Step(known, (ev.Poll(0.0),))


def _ordered_again(task: GenerationTask, _event: ev.OrderedAgain, _now: float) -> Step | None:
    if task.state is not S.SUBMIT_UNKNOWN:
        return None
    return Step(replace(task, state=S.READY, **_NO_ERROR))


def _marked_not_sent(task: GenerationTask, _event: ev.MarkedNotSent, now: float) -> Step | None:
    if task.state is not S.SUBMIT_UNKNOWN:
        return None
    dismissed = replace(task, state=S.REFUSED, error_case=ErrorCase.NOT_SENT, finished_at=now)
    return Step(dismissed)


def _answered(task: GenerationTask, event: ev.Answered, now: float) -> Step | None:
    if task.state in IN_SERVICE:
        return _read_answer(task, event.remote, now)
    if task.state is S.RESULT_READY and (task.fresh_link_asked or not task.result_url):
        return _read_fresh_link(task, event.remote, now)
    if task.state is S.WATCH_STOPPED and (event.remote.image_url or event.remote.inline_image):
        return _result_seen(replace(task, finished_at=None), event.remote, now)
    return None


def _read_answer(task: GenerationTask, remote: RemoteTask, now: float) -> Step:
    task = replace(
        task,
        raw_status=remote.raw_status or task.raw_status,
        amount=remote.amount or task.amount,
        not_found_count=0,
        not_found_since=None,
    )
    if remote.status is RemoteStatus.FAILED:
        failed = replace(
            task,
            state=S.FAILED,
            error_case=remote.error_case or ErrorCase.UNKNOWN,
            error_text=remote.error_text,
            finished_at=now,
        )
        return Step(failed)
    if remote.inline_image or remote.image_url:
        return _result_seen(task, remote, now)
    if remote.status is RemoteStatus.COMPLETED:
        return _empty_result(task, now)
    if remote.status is RemoteStatus.QUEUED:
        return Step(task, (ev.Poll(),))
    return Step(replace(task, state=S.PROCESSING), (ev.Poll(),))


def _result_seen(task: GenerationTask, remote: RemoteTask, now: float) -> Step:
    seen = replace(
        task,
        state=S.RESULT_READY,
        result_url=remote.image_url,
        result_seen_at=now if remote.image_url != task.result_url else task.result_seen_at or now,
        fresh_link_asked=False,
        **_NO_ERROR,
    )
    if remote.inline_image:
        return Step(seen, (ev.StoreInline(remote.inline_image),))
    return Step(seen, (ev.Download(),))


def _empty_result(task: GenerationTask, now: float) -> Step:
    looks = task.empty_results + 1
    if looks > EMPTY_RESULT_LIMIT:
        bad = replace(task, state=S.RESULT_BAD, error_case=ErrorCase.NO_PICTURE, finished_at=now)
        return Step(bad)
    waiting = replace(task, state=S.PROCESSING, empty_results=looks)
    return Step(waiting, (ev.Poll(EMPTY_RESULT_DELAY),))


def _read_fresh_link(task: GenerationTask, remote: RemoteTask, now: float) -> Step:
    if remote.inline_image or (remote.image_url and remote.image_url != task.result_url):
        return _result_seen(task, remote, now)
    return Step(_expired(task, now))


def _expired(task: GenerationTask, now: float) -> GenerationTask:
    deadline = task.link_deadline
    in_time = deadline is not None and now < deadline - LINK_LIFETIME_DOUBT
    return replace(
        task,
        state=S.EXPIRED,
        error_case=ErrorCase.LINK_BROKEN if in_time else ErrorCase.LINK_EXPIRED,
        fresh_link_asked=False,
        finished_at=now,
    )


def _not_found(task: GenerationTask, _event: ev.NotFound, now: float) -> Step | None:
    if task.state is S.RESULT_READY and task.fresh_link_asked:
        return Step(_expired(task, now))
    if task.state not in IN_SERVICE:
        return None
    # A clock that was set back must not make the wait longer.
    since = min(task.not_found_since or now, now)
    count = task.not_found_count + 1
    if now - since > NOT_FOUND_LIMIT:
        return Step(_gone(task, now))
    early = now - since < NOT_FOUND_GRACE and count <= NOT_FOUND_LOOKS
    waiting = replace(task, not_found_count=count, not_found_since=since)
    return Step(waiting, (ev.Poll(None if early else NOT_FOUND_DELAY),))


def _gone(task: GenerationTask, now: float) -> GenerationTask:
    return replace(task, state=S.REMOTE_GONE, error_case=ErrorCase.REMOTE_GONE, finished_at=now)


def _aged(task: GenerationTask, _event: ev.Aged, now: float) -> Step | None:
    if task.state in IN_SERVICE and now - (task.accepted_at or now) > WATCH_LIMIT:
        return Step(_gone(task, now))
    return None


def _watch_ended(task: GenerationTask, _event: ev.WatchEnded, now: float) -> Step | None:
    if task.state not in (S.QUEUED, S.PROCESSING, S.RESULT_READY):
        return None
    return Step(replace(task, state=S.WATCH_STOPPED, finished_at=now))


def _check_asked(task: GenerationTask, _event: ev.CheckAsked, _now: float) -> Step | None:
    if not task.remote_id:
        return None
    if task.state in IN_SERVICE:
        return Step(task, (ev.Poll(0.0),))
    if task.state is S.RESULT_READY:
        return Step(task, _fetch_again(task))
    if task.state is S.SAVE_BLOCKED:
        return _save_unblocked(task, ev.SaveUnblocked(), _now)
    link_refused = task.error_case is ErrorCase.LINK_REFUSED
    if task.state is S.RESULT_BAD and task.result_url and not link_refused:
        ready = replace(task, state=S.RESULT_READY, download_tries=0, finished_at=None, **_NO_ERROR)
        return Step(ready, (ev.Download(),))
    if task.state in (S.REMOTE_GONE, S.EXPIRED, S.RESULT_BAD, S.WATCH_STOPPED):
        watched = replace(
            task,
            state=S.PROCESSING,
            empty_results=0,
            not_found_count=0,
            not_found_since=None,
            download_tries=0,
            fresh_link_asked=False,
            finished_at=None,
            **_NO_ERROR,
        )
        return Step(watched, (ev.Poll(0.0),))
    return None


def _download_started(task: GenerationTask, _event: ev.DownloadStarted, _now: float) -> Step | None:
    if task.state is not S.RESULT_READY:
        return None
    return Step(replace(task, state=S.DOWNLOADING))


def _download_failed(task: GenerationTask, event: ev.DownloadFailed, now: float) -> Step | None:
    if task.state is not S.DOWNLOADING:
        return None
    tries = task.download_tries + 1
    if task.link_deadline is not None and now > task.link_deadline and tries > DOWNLOAD_TRIES:
        tried = replace(task, download_tries=tries, error_detail=event.detail)
        return _ask_fresh_link(tried) if task.remote_id else Step(_expired(tried, now))
    waiting = replace(
        task,
        state=S.RESULT_READY,
        download_tries=tries,
        error_case=event.case,
        error_detail=event.detail,
    )
    delay = DOWNLOAD_LATE_DELAY if tries > DOWNLOAD_TRIES else float(min(60, 2**tries))
    return Step(waiting, (ev.Download(delay),))


def _link_dead(task: GenerationTask, event: ev.LinkDead, now: float) -> Step | None:
    if task.state is not S.DOWNLOADING:
        return None
    tries = task.download_tries + 1
    tried = replace(task, download_tries=tries, error_detail=event.detail)
    if tries > DOWNLOAD_TRIES or not task.remote_id:
        return Step(_expired(tried, now))
    return _ask_fresh_link(tried)


def _ask_fresh_link(task: GenerationTask) -> Step:
    """The same link in the answer means that there is no other."""
    asking = replace(task, state=S.RESULT_READY, fresh_link_asked=True)
    return Step(asking, (ev.Poll(0.0),))


def _result_rejected(task: GenerationTask, event: ev.ResultRejected, now: float) -> Step | None:
    if task.state is not S.DOWNLOADING:
        return None
    bad = replace(
        task,
        state=S.RESULT_BAD,
        error_case=event.case,
        error_detail=event.detail,
        finished_at=now,
    )
    return Step(bad)


def _insecure_allowed(
    task: GenerationTask, _event: ev.InsecureLinkAllowed, _now: float
) -> Step | None:
    if task.state is not S.RESULT_BAD or task.error_case is not ErrorCase.LINK_REFUSED:
        return None
    ready = replace(
        task,
        state=S.RESULT_READY,
        insecure_allowed=True,
        download_tries=0,
        finished_at=None,
        **_NO_ERROR,
    )
    return Step(ready, (ev.Download(),))


def _save_failed(task: GenerationTask, event: ev.SaveFailed, _now: float) -> Step | None:
    if task.state is not S.DOWNLOADING:
        return None
    blocked = replace(
        task,
        state=S.SAVE_BLOCKED,
        error_case=event.case,
        error_detail=event.detail,
        image=event.image,
    )
    return Step(blocked)


def _save_unblocked(task: GenerationTask, _event: ev.SaveUnblocked, _now: float) -> Step | None:
    if task.state is not S.SAVE_BLOCKED:
        return None
    ready = replace(task, state=S.RESULT_READY, **_NO_ERROR)
    return Step(ready, _fetch_again(task))


def _saved(task: GenerationTask, event: ev.Saved, now: float) -> Step | None:
    if task.state not in (S.DOWNLOADING, S.RESULT_READY, S.SAVE_BLOCKED):
        return None
    done = replace(task, state=S.DONE, image=event.image, finished_at=now, **_NO_ERROR)
    return Step(done)


_HOLD_FOR: Final = {
    ErrorCase.KEY_MISSING: Hold.NO_KEY,
    ErrorCase.INVALID_KEY: Hold.AUTH,
}
_NO_ERROR: Final[dict[str, Any]] = {
    "error_case": None,
    "error_text": "",
    "error_detail": "",
    "http_status": None,
}

_RULES: Final[Mapping[type, Rule]] = {
    ev.SlotFree: _slot_free,
    ev.Unsendable: _unsendable,
    ev.PostEnded: _post_ended,
    ev.SessionEnded: _session_ended,
    ev.IdFound: _id_found,
    ev.OrderedAgain: _ordered_again,
    ev.MarkedNotSent: _marked_not_sent,
    ev.Answered: _answered,
    ev.NotFound: _not_found,
    ev.Aged: _aged,
    ev.WatchEnded: _watch_ended,
    ev.CheckAsked: _check_asked,
    ev.DownloadStarted: _download_started,
    ev.DownloadFailed: _download_failed,
    ev.LinkDead: _link_dead,
    ev.ResultRejected: _result_rejected,
    ev.InsecureLinkAllowed: _insecure_allowed,
    ev.SaveFailed: _save_failed,
    ev.SaveUnblocked: _save_unblocked,
    ev.Saved: _saved,
}
