"""The way of a picture from its link to the disk."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answer_rules import expired
from nanobanana_desktop.domain.events import Step
from nanobanana_desktop.domain.task import NO_ERROR, GenerationTask, TaskState

S = TaskState

DOWNLOAD_TRIES: Final = 8
DOWNLOAD_LATE_DELAY: Final = 3600.0
DOWNLOAD_OFFLINE_DELAY: Final = 60.0
FRESH_LINKS: Final = 8
"""So many dead links in a row are replaced by another."""


def download_started(task: GenerationTask, _event: ev.DownloadStarted, _now: float) -> Step | None:
    if task.state is not S.RESULT_READY:
        return None
    return Step(replace(task, state=S.DOWNLOADING))


def download_failed(task: GenerationTask, event: ev.DownloadFailed, now: float) -> Step | None:
    if task.state is not S.DOWNLOADING:
        return None
    tries = task.download_tries + int(event.counts)
    if task.link_deadline is not None and now > task.link_deadline and tries > DOWNLOAD_TRIES:
        tried = replace(task, download_tries=tries, error_detail=event.detail)
        return ask_fresh_link(tried) if task.remote_id else Step(expired(tried, now))
    waiting = replace(
        task,
        state=S.RESULT_READY,
        download_tries=tries,
        error_case=event.case,
        error_detail=event.detail,
    )
    delay = DOWNLOAD_LATE_DELAY if tries > DOWNLOAD_TRIES else float(min(60, 2**tries))
    if not event.counts:
        delay = DOWNLOAD_OFFLINE_DELAY
    return Step(waiting, (ev.Download(delay),))


def link_dead(task: GenerationTask, event: ev.LinkDead, now: float) -> Step | None:
    if task.state is not S.DOWNLOADING:
        return None
    dead = replace(task, error_detail=event.detail)
    if task.fresh_links >= FRESH_LINKS or not task.remote_id:
        return Step(expired(dead, now))
    return ask_fresh_link(replace(dead, fresh_links=task.fresh_links + 1))


def ask_fresh_link(task: GenerationTask) -> Step:
    """The same link in the answer means that there is no other."""
    asking = replace(task, state=S.RESULT_READY, fresh_link_asked=True)
    return Step(asking, (ev.Poll(0.0),))


def result_rejected(task: GenerationTask, event: ev.ResultRejected, now: float) -> Step | None:
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


def save_failed(task: GenerationTask, event: ev.SaveFailed, _now: float) -> Step | None:
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


def saved(task: GenerationTask, event: ev.Saved, now: float) -> Step | None:
    if task.state not in (S.DOWNLOADING, S.RESULT_READY, S.SAVE_BLOCKED):
        return None
    done = replace(task, state=S.DONE, image=event.image, finished_at=now, **NO_ERROR)
    return Step(done)
