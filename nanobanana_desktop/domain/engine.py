"""The task engine: a pure function from state and event to the next state and its effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from nanobanana_desktop.domain import answer_rules, order_rules, picture_rules, wish_rules
from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.events import Event, Step
from nanobanana_desktop.domain.task import GenerationTask, may_move


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

_RULES: Final[Mapping[type, Rule]] = {
    ev.SlotFree: order_rules.slot_free,
    ev.Unsendable: order_rules.unsendable,
    ev.PostEnded: order_rules.post_ended,
    ev.SessionEnded: order_rules.session_ended,
    ev.IdFound: order_rules.id_found,
    ev.PostFound: order_rules.post_found,
    ev.OrderedAgain: order_rules.ordered_again,
    ev.MarkedNotSent: order_rules.marked_not_sent,
    ev.Answered: answer_rules.answered,
    ev.NotFound: answer_rules.not_found,
    ev.Aged: answer_rules.aged,
    ev.WatchEnded: wish_rules.watch_ended,
    ev.CheckAsked: wish_rules.check_asked,
    ev.DownloadStarted: picture_rules.download_started,
    ev.DownloadFailed: picture_rules.download_failed,
    ev.LinkDead: picture_rules.link_dead,
    ev.ResultRejected: picture_rules.result_rejected,
    ev.InsecureLinkAllowed: wish_rules.insecure_allowed,
    ev.SaveFailed: picture_rules.save_failed,
    ev.SaveUnblocked: wish_rules.save_unblocked,
    ev.Saved: picture_rules.saved,
}
