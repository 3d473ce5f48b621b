"""What a person can ask of a task that was sent."""

from __future__ import annotations

from dataclasses import replace

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answer_rules import IN_SERVICE, fetch_again
from nanobanana_desktop.domain.events import Step
from nanobanana_desktop.domain.task import NO_ERROR, GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase

S = TaskState


def watch_ended(task: GenerationTask, _event: ev.WatchEnded, now: float) -> Step | None:
    if task.state not in (S.QUEUED, S.PROCESSING, S.RESULT_READY):
        return None
    return Step(replace(task, state=S.WATCH_STOPPED, finished_at=now))


def check_asked(task: GenerationTask, _event: ev.CheckAsked, _now: float) -> Step | None:
    if not task.remote_id:
        return None
    if task.state in IN_SERVICE:
        return Step(task, (ev.Poll(0.0),))
    if task.state is S.RESULT_READY:
        return Step(task, fetch_again(task))
    if task.state is S.SAVE_BLOCKED:
        return save_unblocked(task, ev.SaveUnblocked(), _now)
    link_refused = task.error_case is ErrorCase.LINK_REFUSED
    if task.state is S.RESULT_BAD and task.result_url and not link_refused:
        ready = replace(task, state=S.RESULT_READY, download_tries=0, finished_at=None, **NO_ERROR)
        return Step(ready, (ev.Download(),))
    if task.state in (S.REMOTE_GONE, S.EXPIRED, S.RESULT_BAD, S.WATCH_STOPPED):
        watched = replace(
            task,
            state=S.PROCESSING,
            empty_results=0,
            not_found_count=0,
            not_found_since=None,
            download_tries=0,
            fresh_links=0,
            fresh_link_asked=False,
            finished_at=None,
            **NO_ERROR,
        )
        return Step(watched, (ev.Poll(0.0),))
    return None


def insecure_allowed(
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
        **NO_ERROR,
    )
    return Step(ready, (ev.Download(),))


def save_unblocked(task: GenerationTask, _event: ev.SaveUnblocked, _now: float) -> Step | None:
    if task.state is not S.SAVE_BLOCKED:
        return None
    ready = replace(task, state=S.RESULT_READY, **NO_ERROR)
    return Step(ready, fetch_again(task))
