"""The tasks of the stand-in: their clock, their way to the end and the links of their pictures."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nanobanana_desktop.demo.memory import KeptTask, TaskMemory
from nanobanana_desktop.demo.scenario import Course, Outcome, Scenario, Span, Stage
from nanobanana_desktop.domain.task import LINK_LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The checked fields of a create request."""

    prompt: str
    model_name: str
    resolution: str
    ratio: str | None
    reference_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task as tests see it. `created` is UTC seconds; `links` counts the links handed out."""

    remote_id: str
    order: Order
    stage: Stage
    created: int
    seed: int
    links: int


@dataclass(slots=True)
class Link:
    """One link of a picture; `refused` is set when a download of it was turned away."""

    issued: float
    dead: bool = False
    refused: bool = False


@dataclass(slots=True, kw_only=True)
class DemoTask:
    """A task at the stand-in. `born` and durations are seconds of the book's clock.

    `scenario` is the one that the order was taken under when that was a queued or a marked one;
    otherwise the default of the moment counts.
    """

    number: int
    remote_id: str
    answer_id: str | int
    order: Order
    created: int
    born: float
    queued: float
    processing: float
    outcome: Outcome
    error_text: str
    seed: int
    scenario: Scenario | None = None
    forced: Stage | None = None
    links: list[Link] = field(default_factory=list)

    def stage(self, now: float) -> Stage:
        """Where the task stands at that time of the book's clock."""
        if self.forced is not None:
            return self.forced
        if self.outcome is Outcome.COMPLETED_ON_CREATE:
            return Stage.COMPLETED
        if self.outcome is Outcome.FAILED_ON_CREATE:
            return Stage.FAILED
        if now - self.born < self.queued:
            return Stage.QUEUED
        if now - self.born < self.queued + self.processing:
            return Stage.PROCESSING
        return Stage.FAILED if self.outcome is Outcome.FAILED else Stage.COMPLETED


def kept_form(task: DemoTask) -> KeptTask:
    """The task as it is written down."""
    return KeptTask(
        number=task.number,
        answer_id=task.answer_id,
        prompt=task.order.prompt,
        model_name=task.order.model_name,
        resolution=task.order.resolution,
        ratio=task.order.ratio,
        taken_at=time.time(),
        queued=task.queued,
        processing=task.processing,
        outcome=task.outcome.value,
        error_text=task.error_text,
        seed=task.seed,
    )


class TaskBook:
    """All tasks of a stand-in and the clock they live by. Safe to use from several threads."""

    def __init__(self, seed: int | None, memory: TaskMemory | None = None) -> None:
        self._lock = threading.RLock()
        self._rng = random.Random(seed)
        self._memory = memory
        self._ahead = 0.0
        self._last_number = 0
        self._tasks: dict[str, DemoTask] = {}

    def remember(
        self, kept: Sequence[KeptTask], scenario_of: Callable[[str], Scenario | None]
    ) -> None:
        """Takes over the tasks of an earlier run; `scenario_of` finds that of a prompt's mark."""
        with self._lock:
            for item in kept:
                task = DemoTask(
                    number=item.number,
                    remote_id=str(item.answer_id),
                    answer_id=item.answer_id,
                    order=Order(
                        prompt=item.prompt,
                        model_name=item.model_name,
                        resolution=item.resolution,
                        ratio=item.ratio,
                    ),
                    created=int(item.taken_at),
                    born=self.now() - (time.time() - item.taken_at),
                    queued=item.queued,
                    processing=item.processing,
                    outcome=Outcome(item.outcome),
                    error_text=item.error_text,
                    seed=item.seed,
                    scenario=scenario_of(item.prompt),
                )
                self._tasks[task.remote_id] = task
                self._last_number = max(self._last_number, task.number)

    def now(self) -> float:
        """Seconds of a clock that never goes back and that `advance` moves on."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Lets time pass for every task and every link."""
        with self._lock:
            self._ahead += seconds

    def clear(self) -> None:
        with self._lock:
            self._tasks.clear()
            self._ahead = 0.0

    def take(
        self,
        order: Order,
        course: Course,
        *,
        remote_id: str | int | None = None,
        as_number: bool = False,
        scenario: Scenario | None = None,
        keep: bool = True,
    ) -> DemoTask:
        """Accepts an order: from now on the task exists and counts as paid.

        With `keep=False` the task is only made up, for an answer that lies.
        """
        with self._lock:
            self._last_number += 1
            number = self._last_number
            answer_id = remote_id if remote_id is not None else self._new_id(number, as_number)
            task = DemoTask(
                number=number,
                remote_id=str(answer_id),
                answer_id=answer_id,
                order=order,
                created=int(time.time()),
                born=self.now(),
                queued=self._duration(course.queued),
                processing=self._duration(course.processing),
                outcome=course.outcome,
                error_text=course.error_text,
                seed=self._rng.randrange(2**31),
                scenario=scenario,
            )
            if not keep:
                return task
            # A forced id may repeat; the key then only has to be different.
            key = task.remote_id
            while key in self._tasks:
                key += "'"
            self._tasks[key] = task
            if self._memory is not None:
                self._memory.add(kept_form(task))
            return task

    def _duration(self, span: Span) -> float:
        shortest, longest = span
        share = self._rng.random()
        # Two infinite ends would make "not a number" of everything between them.
        return longest if math.isinf(longest) else shortest + (longest - shortest) * share

    def _new_id(self, number: int, as_number: bool) -> str | int:
        if as_number:
            return 10**15 + self._rng.randrange(10**14) * 100 + number % 100
        return f"{self._rng.randrange(16**12):012x}{number:04x}"

    def get(self, remote_id: str) -> DemoTask | None:
        with self._lock:
            return self._tasks.get(remote_id)

    def by_number(self, number: int) -> DemoTask | None:
        with self._lock:
            return next((t for t in self._tasks.values() if t.number == number), None)

    def views(self) -> Mapping[str, TaskView]:
        """All tasks by their id, in the order in which they were taken."""
        with self._lock:
            now = self.now()
            return {
                key: TaskView(
                    remote_id=task.remote_id,
                    order=task.order,
                    stage=task.stage(now),
                    created=task.created,
                    seed=task.seed,
                    links=len(task.links),
                )
                for key, task in self._tasks.items()
            }

    def force(self, remote_id: str, stage: Stage, error_text: str | None = None) -> None:
        """Puts a task somewhere at once; `KeyError` for an unknown id."""
        with self._lock:
            task = self._tasks[remote_id]
            task.forced = stage
            if error_text is not None:
                task.error_text = error_text

    def expire_links(self) -> None:
        """Kills every link handed out so far."""
        with self._lock:
            for task in self._tasks.values():
                for link in task.links:
                    link.dead = True

    def current_link(self, task: DemoTask, *, born_dead: bool, fresh: bool) -> int:
        """The generation of the link that a query gives now.

        The same link is given until it is known to be dead; then a new one, when `fresh`.
        `born_dead` lets the first link be dead from the start.
        """
        with self._lock:
            if not task.links:
                task.links.append(Link(self.now(), dead=born_dead))
            last = task.links[-1]
            gone = last.refused or (self._is_dead(last) and not born_dead)
            if fresh and gone:
                task.links.append(Link(self.now()))
            return len(task.links) - 1

    def _is_dead(self, link: Link) -> bool:
        return link.dead or self.now() - link.issued > LINK_LIFETIME

    def link_works(self, task: DemoTask, generation: int, *, refuse: bool = False) -> bool:
        """Whether a download by this link succeeds; a refused one is remembered.

        `refuse` kills the link first.
        """
        with self._lock:
            if not 0 <= generation < len(task.links):
                return False
            link = task.links[generation]
            link.dead = link.dead or refuse
            if self._is_dead(link):
                link.refused = True
                return False
            return True
