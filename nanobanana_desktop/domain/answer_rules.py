"""What the answers to questions make of a task."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.domain.events import Step
from nanobanana_desktop.domain.task import NO_ERROR, GenerationTask, TaskState
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
QUEUE_DOUBT: Final = 15.0
"""Seconds between two looks from which on nobody knows when a task left the queue."""
LINK_LIFETIME_DOUBT: Final = 3600.0
"""Seconds by which the service's day and ours may differ."""

IN_SERVICE: Final = frozenset({S.QUEUED, S.PROCESSING})


def answered(task: GenerationTask, event: ev.Answered, now: float) -> Step | None:
    if task.state in IN_SERVICE:
        return read_answer(task, event.remote, now, event.since)
    if task.state is S.RESULT_READY and (task.fresh_link_asked or not task.result_url):
        return read_fresh_link(task, event.remote, now)
    if task.state is S.WATCH_STOPPED and (event.remote.image_url or event.remote.inline_image):
        return result_seen(replace(task, finished_at=None), event.remote, now)
    return None


def read_answer(
    task: GenerationTask, remote: RemoteTask, now: float, since: float | None = None
) -> Step:
    """`since`: seconds since the answer before, None if that was the one to the order."""
    task = replace(
        task,
        raw_status=remote.raw_status or task.raw_status,
        amount=remote.amount or task.amount,
        told_model=remote.model_name or task.told_model,
        left_queue_at=left_queue(task, remote, now, since),
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
        return result_seen(task, remote, now)
    if remote.status is RemoteStatus.COMPLETED:
        return empty_result(task, now)
    if remote.status is RemoteStatus.QUEUED:
        return Step(task, (ev.Poll(),))
    return Step(replace(task, state=S.PROCESSING), (ev.Poll(),))


def left_queue(
    task: GenerationTask, remote: RemoteTask, now: float, since: float | None
) -> float | None:
    """`GenerationTask.left_queue_at` after this answer."""
    if task.state is not S.QUEUED or remote.status is not RemoteStatus.PROCESSING:
        return task.left_queue_at
    if since is None:
        since = now - (task.accepted_at or now)
    return now if 0 <= since <= QUEUE_DOUBT else None


def result_seen(task: GenerationTask, remote: RemoteTask, now: float) -> Step:
    is_new = remote.image_url != task.result_url
    seen = replace(
        task,
        state=S.RESULT_READY,
        result_url=remote.image_url,
        result_seen_at=now if is_new else task.result_seen_at or now,
        download_tries=0 if is_new else task.download_tries,
        fresh_link_asked=False,
        **NO_ERROR,
    )
    if remote.inline_image:
        return Step(seen, (ev.StoreInline(remote.inline_image),))
    return Step(seen, (ev.Download(),))


def empty_result(task: GenerationTask, now: float) -> Step:
    looks = task.empty_results + 1
    if looks > EMPTY_RESULT_LIMIT:
        bad = replace(task, state=S.RESULT_BAD, error_case=ErrorCase.NO_PICTURE, finished_at=now)
        return Step(bad)
    waiting = replace(task, state=S.PROCESSING, empty_results=looks)
    return Step(waiting, (ev.Poll(EMPTY_RESULT_DELAY),))


def read_fresh_link(task: GenerationTask, remote: RemoteTask, now: float) -> Step:
    if remote.inline_image or (remote.image_url and remote.image_url != task.result_url):
        return result_seen(task, remote, now)
    return Step(expired(task, now))


def expired(task: GenerationTask, now: float) -> GenerationTask:
    deadline = task.link_deadline
    in_time = deadline is not None and now < deadline - LINK_LIFETIME_DOUBT
    return replace(
        task,
        state=S.EXPIRED,
        error_case=ErrorCase.LINK_BROKEN if in_time else ErrorCase.LINK_EXPIRED,
        fresh_link_asked=False,
        finished_at=now,
    )


def not_found(task: GenerationTask, _event: ev.NotFound, now: float) -> Step | None:
    if task.state is S.RESULT_READY and task.fresh_link_asked:
        return Step(expired(task, now))
    if not is_asked_about(task):
        return None
    # A clock that was set back must not make the wait longer.
    since = min(task.not_found_since or now, now)
    count = task.not_found_count + 1
    if now - since > NOT_FOUND_LIMIT:
        return Step(gone(task, now))
    early = now - since < NOT_FOUND_GRACE and count <= NOT_FOUND_LOOKS
    waiting = replace(task, not_found_count=count, not_found_since=since)
    return Step(waiting, (ev.Poll(None if early else NOT_FOUND_DELAY),))


def is_asked_about(task: GenerationTask) -> bool:
    """Whether the service must tell more: the task's end, or its picture once more."""
    is_lost = not task.result_url and task.image is None
    return task.state in IN_SERVICE or (task.state is S.RESULT_READY and is_lost)


def gone(task: GenerationTask, now: float) -> GenerationTask:
    return replace(task, state=S.REMOTE_GONE, error_case=ErrorCase.REMOTE_GONE, finished_at=now)


def aged(task: GenerationTask, _event: ev.Aged, now: float) -> Step | None:
    if is_asked_about(task) and now - (task.accepted_at or now) > WATCH_LIMIT:
        return Step(gone(task, now))
    return None


def fetch_again(task: GenerationTask) -> tuple[ev.Effect, ...]:
    spooled = task.image is not None
    return (ev.Download(),) if task.result_url or spooled else (ev.Poll(0.0),)
