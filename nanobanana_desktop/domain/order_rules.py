"""What becomes of an order: sent, refused, unsure, and what the person says to that."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answer_rules import fetch_again, read_answer
from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    RefusedLater,
)
from nanobanana_desktop.domain.events import Step
from nanobanana_desktop.domain.task import NO_ERROR, GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase

S = TaskState

RATE_LIMIT_DEFAULT: Final = 30.0
REFUSED_LATER_LIMIT: Final = 3
"""Times an order is sent again by itself after the service asked to wait."""


def slot_free(task: GenerationTask, event: ev.SlotFree, now: float) -> Step | None:
    if task.state is not S.READY:
        return None
    sending = replace(
        task,
        state=S.SUBMITTING,
        attempt=task.attempt + 1,
        submitted_at=now,
        profile_id=event.address or task.profile_id,
        **NO_ERROR,
    )
    return Step(sending, (ev.Post(),))


def unsendable(task: GenerationTask, event: ev.Unsendable, now: float) -> Step | None:
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


def post_ended(task: GenerationTask, event: ev.PostEnded, now: float) -> Step | None:
    if task.state is not S.SUBMITTING:
        return None
    match event.outcome:
        case Accepted(remote):
            known = replace(
                task, state=S.QUEUED, remote_id=remote.remote_id, accepted_at=now, **NO_ERROR
            )
            return read_answer(known, remote, now)
        case Refused(case, text, http_status):
            told = replace(task, error_case=case, error_text=text, http_status=http_status)
            if case is ErrorCase.INVALID_KEY:
                return Step(replace(told, state=S.READY), (ev.RaiseHold(Hold.AUTH),))
            return Step(replace(told, state=S.REFUSED, finished_at=now))
        case RefusedLater(retry_after, text):
            return refused_later(task, retry_after, text, now)
        case NotSent(reason, case):
            kept = replace(task, state=S.READY, error_case=case, error_detail=reason)
            holds = (ev.RaiseHold(_HOLD_FOR.get(case, Hold.OFFLINE)),) if case else ()
            return Step(kept, holds)
        case OutcomeUnknown(reason, raw_answer, http_status):
            detail = f"{reason}\n{raw_answer}" if raw_answer else reason
            return Step(unknown(task, detail, http_status))


def refused_later(task: GenerationTask, retry_after: float | None, text: str, now: float) -> Step:
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


def unknown(task: GenerationTask, detail: str, http_status: int | None = None) -> GenerationTask:
    return replace(
        task,
        state=S.SUBMIT_UNKNOWN,
        error_case=ErrorCase.NOT_CONFIRMED,
        error_detail=detail,
        http_status=http_status,
    )


def session_ended(task: GenerationTask, _event: ev.SessionEnded, _now: float) -> Step | None:
    if task.state is S.SUBMITTING:
        return Step(unknown(task, "the program ended while the order was being sent"))
    if task.state is S.DOWNLOADING:
        return Step(replace(task, state=S.RESULT_READY), fetch_again(task))
    return None


def id_found(task: GenerationTask, event: ev.IdFound, now: float) -> Step | None:
    if task.state not in (S.READY, S.SUBMITTING, S.SUBMIT_UNKNOWN):
        return None
    known = replace(task, state=S.QUEUED, remote_id=event.remote_id, accepted_at=now, **NO_ERROR)
    if event.image is not None and task.state is S.SUBMIT_UNKNOWN:
        return Step(replace(known, state=S.DONE, image=event.image, finished_at=now))
    return Step(known, (ev.Poll(0.0),))


def post_found(task: GenerationTask, event: ev.PostFound, _now: float) -> Step | None:
    """The row is from before that POST: what came of it is lost."""
    if task.state is not S.READY or event.attempt <= task.attempt:
        return None
    detail = "the history lost what came of sending this order"
    return Step(unknown(replace(task, attempt=event.attempt), detail))


def ordered_again(task: GenerationTask, _event: ev.OrderedAgain, _now: float) -> Step | None:
    if task.state is not S.SUBMIT_UNKNOWN:
        return None
    return Step(replace(task, state=S.READY, held_back=False, **NO_ERROR))


def marked_not_sent(task: GenerationTask, _event: ev.MarkedNotSent, now: float) -> Step | None:
    if task.state is not S.SUBMIT_UNKNOWN:
        return None
    dismissed = replace(task, state=S.REFUSED, error_case=ErrorCase.NOT_SENT, finished_at=now)
    return Step(dismissed)


_HOLD_FOR: Final = {
    ErrorCase.KEY_MISSING: Hold.NO_KEY,
    ErrorCase.INVALID_KEY: Hold.AUTH,
}
