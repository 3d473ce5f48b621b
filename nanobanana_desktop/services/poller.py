"""Asks the service about tasks, each when its time has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from nanobanana_desktop.api.retry import BACKOFF_LIMIT, backoff
from nanobanana_desktop.domain.answers import RemoteTask
from nanobanana_desktop.domain.task import POLLED, GenerationTask
from nanobanana_desktop.errors import AppError, TaskNotFoundError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.breaker import Breaker
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.rhythm import POLL_SHORTEST, Rhythm
from nanobanana_desktop.services.schedule import Schedule

_log = get_logger(__name__)

POLLS_AT_ONCE: Final = 4
SPREAD: Final = 2.0
"""Seconds over which questions are spread when all of them come due at once."""
FOLLOWED_ENOUGH: Final = 15 * 60.0
"""Seconds a task is followed before anything is concluded from its age: a clock may be wrong."""
PROBE_ID: Final = "nanobanana-desktop-probe"
"""Asked for when the service is to be tried and no task is there to ask about; never exists."""
_PREFIX: Final = "poll:"


class QueryClient(Protocol):
    async def query_task(self, remote_id: str) -> RemoteTask: ...

    async def drop_connections(self) -> None:
        """Forget kept connections: the computer slept, or its network is another one."""
        ...

    async def rest(self) -> None:
        """Keep no connection while nothing is asked; a question that is under way goes on."""
        ...


class QueryListener(Protocol):
    """Learns what came of each question; the next one is planned when its coroutine returned."""

    async def answered(self, task: GenerationTask, remote: RemoteTask) -> None: ...
    async def failed(self, task: GenerationTask, error: AppError) -> None: ...

    async def probed(self, error: AppError | None) -> None:
        """What came of a question about nothing; None or any answer of the service is good."""
        ...


@dataclass(slots=True)
class _Followed:
    """A task that is asked about; `age` (seconds) was its age at `since` (monotonic).

    `is_telling` while the time until its end will be the service's own.
    """

    task: GenerationTask
    since: float
    age: float
    hold: float
    first_look: float
    is_telling: bool
    asked: int = 0
    errors: int = 0


class TaskPoller:
    """Asks about the watched tasks, at most `POLLS_AT_ONCE` at the same time.

    A question is repeated after an error with full-jitter back-off up to 60 s; how long a task is
    followed is not decided here. Nothing is asked while held; `probe` asks one single question all
    the same. A question that is under way when the connections are dropped is asked again. When
    the last task is gone, no connection is kept.

    `on_ended` is called once a question about a task is over and the next one is planned.
    """

    def __init__(
        self,
        client: Callable[[], QueryClient],
        jobs: Jobs,
        schedule: Schedule,
        clock: Clock,
        chance: Chance,
        rhythm: Rhythm,
        listener: QueryListener,
        breaker: Breaker,
        at_once: Callable[[], int],
        on_ended: Callable[[], object],
    ) -> None:
        self._client = client
        self._jobs = jobs
        self._schedule = schedule
        self._clock = clock
        self._chance = chance
        self._rhythm = rhythm
        self._listener = listener
        self._breaker = breaker
        self._at_once = at_once
        self._on_ended = on_ended
        self._followed: dict[str, _Followed] = {}
        self._line: list[str] = []
        self._running: set[str] = set()
        self._on_the_wire: dict[str, asyncio.Task[None]] = {}
        self._held = False
        self._has_asked = False

    @property
    def watched(self) -> frozenset[str]:
        return frozenset(self._followed)

    def watch(self, task: GenerationTask, delay: float | None = None) -> None:
        """Plan the next question about `task`; `delay` None means the rhythm of its kind.

        While held nothing is planned; the release plans it.
        """
        followed = self._followed.get(task.id)
        if followed is None:
            followed = self._followed[task.id] = self._begin(task)
        followed.task = task
        if not self._held:
            self._schedule.set(_key(task.id), self._pause(followed) if delay is None else delay)

    def forget(self, task_id: str) -> None:
        self._followed.pop(task_id, None)
        self._schedule.cancel(_key(task_id))
        if task_id in self._line:
            self._line.remove(task_id)
        self._rest_when_done()

    def set_held(self, held: bool) -> None:
        """While held nothing is asked; on release every watched task is asked again soon."""
        was_held, self._held = self._held, held
        if held:
            self._line.clear()
            for task_id, followed in self._followed.items():
                followed.is_telling = False
                self._schedule.cancel(_key(task_id))
        elif was_held:
            self._plan_all()

    async def start_afresh(self) -> None:
        """Ask about every watched task once within `SPREAD` seconds, on new connections."""
        for followed in self._followed.values():
            followed.is_telling = False
        for job in self._on_the_wire.values():
            job.cancel()
        try:
            await self._client().drop_connections()
        except AppError as error:
            _log.debug("no connections to drop: %s", error)
        self.ask_all()

    def ask_all(self) -> None:
        """Ask about every watched task within `SPREAD` seconds, unless held."""
        if not self._held:
            self._plan_all()

    def probe(self, *, about_nothing: bool = False) -> None:
        """Ask one single question although held, about a watched task if there is one.

        Tasks that failed again and again are not asked about: their failure may be their own.
        """
        waiting = [each for each in self._followed.values() if self._may_probe(each.task.id)]
        if waiting and not about_nothing:
            chosen = min(waiting, key=lambda each: (each.errors, each.asked, each.since))
            self._start(chosen)
        else:
            self._keep(PROBE_ID, self._jobs.start("probe", self._probe()))

    def poll_due(self, key: str) -> None:
        """A key of the schedule came due; keys that are no question's are ignored."""
        task_id = key.removeprefix(_PREFIX)
        if task_id == key or task_id not in self._followed or self._held:
            return
        if task_id not in self._running and task_id not in self._line:
            self._line.append(task_id)
        self._pump()

    def is_old(self, task_id: str, limit: float) -> bool:
        """Whether the task was accepted more than `limit` seconds ago, and watched for a while.

        Jumps of the wall clock during this session do not count.
        """
        followed = self._followed.get(task_id)
        if followed is None:
            return False
        watched_for = self._clock.monotonic() - followed.since
        return watched_for >= FOLLOWED_ENOUGH and self._age(followed) > limit

    def is_slow(self, task_id: str) -> bool:
        """Whether the task is watched and takes longer than usual."""
        followed = self._followed.get(task_id)
        if followed is None:
            return False
        return self._age(followed) >= self._rhythm.slow_after(followed.task.params)

    def count_late(self) -> int:
        """How many watched tasks take longer than nearly all of their kind did.

        Of those that were watched without a break: an outage here is no slowness there.
        """
        return sum(
            followed.is_telling and self._rhythm.is_late(followed.task.params, self._age(followed))
            for followed in self._followed.values()
        )

    def _may_probe(self, task_id: str) -> bool:
        return task_id not in self._running and not self._breaker.is_suspect(task_id)

    def _begin(self, task: GenerationTask) -> _Followed:
        age = max(0.0, self._clock.utc() - (task.accepted_at or task.created_at))
        is_new = task.state in POLLED and age < POLL_SHORTEST
        hold = self._rhythm.hold_for(task.params) if is_new else 0.0
        first_look = self._rhythm.first_look(hold)
        return _Followed(task, self._clock.monotonic(), age, hold, first_look, is_new)

    def _age(self, followed: _Followed) -> float:
        return followed.age + self._clock.monotonic() - followed.since

    def _pause(self, followed: _Followed) -> float:
        """Seconds until the next question."""
        age = self._age(followed)
        if not followed.asked:
            return max(0.0, followed.first_look - age)
        return self._rhythm.interval(followed.task.params, age, len(self._followed))

    def _plan_all(self) -> None:
        for task_id, followed in self._followed.items():
            soon = SPREAD * self._chance.random()
            pause = soon if followed.asked else max(soon, self._pause(followed))
            self._schedule.set(_key(task_id), pause)

    def _pump(self) -> None:
        while self._line and not self._held and len(self._running) < self._at_once():
            followed = self._followed.get(self._line.pop(0))
            if followed is not None and followed.task.id not in self._running:
                self._start(followed)

    def _start(self, followed: _Followed) -> None:
        task_id = followed.task.id
        self._running.add(task_id)
        job = self._jobs.start(f"poll {task_id[:8]}", self._poll(followed))
        self._keep(task_id, job)
        if job is not None:
            # A job that is cancelled before its first step runs none of its own code.
            job.add_done_callback(lambda _job: self._on_poll_done(followed))

    def _keep(self, key: str, job: asyncio.Task[None] | None) -> None:
        if job is not None:
            self._on_the_wire[key] = job
            job.add_done_callback(lambda done: self._let_go(key, done))

    def _let_go(self, key: str, job: asyncio.Task[None] | None = None) -> None:
        if job is None or self._on_the_wire.get(key) is job:
            self._on_the_wire.pop(key, None)
            self._rest_when_done()

    def _rest_when_done(self) -> None:
        if self._has_asked and not self._followed and not self._on_the_wire:
            self._has_asked = False
            self._jobs.start("rest", self._rest())

    async def _rest(self) -> None:
        try:
            await self._client().rest()
        except AppError as error:
            _log.debug("no connections to close: %s", error)

    def _on_poll_done(self, followed: _Followed) -> None:
        self._running.discard(followed.task.id)
        self._plan_next(followed.task.id)
        self._pump()
        self._on_ended()

    async def _poll(self, followed: _Followed) -> None:
        task = followed.task
        if self._followed.get(task.id) is not followed and not self._held:
            # Forgotten before it was asked: the service may be another one by now. While held it
            # is a probe, and what comes of it is waited for.
            return
        outcome = await self._ask(task)
        followed.asked += 1
        if isinstance(outcome, AppError):
            followed.errors += 1
            await self._listener.failed(task, outcome)
        else:
            self._learn(followed, outcome)
            followed.errors = 0
            await self._listener.answered(task, outcome)

    async def _ask(self, task: GenerationTask) -> RemoteTask | AppError:
        self._has_asked = True
        try:
            return await self._client().query_task(task.remote_id)
        except AppError as error:
            return error
        finally:
            # From here on the job changes the history and must not be cancelled any more.
            self._let_go(task.id)

    async def _probe(self) -> None:
        error: AppError | None = None
        self._has_asked = True
        try:
            await self._client().query_task(PROBE_ID)
        except TaskNotFoundError:
            pass
        except AppError as raised:
            error = raised
        finally:
            self._let_go(PROBE_ID)
        await self._listener.probed(error)

    def _learn(self, followed: _Followed, remote: RemoteTask) -> None:
        params = followed.task.params
        found = bool(remote.image_url or remote.inline_image)
        if followed.asked == 1:
            self._rhythm.note_first_look(params, followed.hold, found)
        if found and followed.is_telling:
            followed.is_telling = False
            self._rhythm.note(params, self._age(followed))

    def _plan_next(self, task_id: str) -> None:
        """Whatever came of a question, a watched task never stays without a next one.

        It may be watched anew since that question began.
        """
        followed = self._followed.get(task_id)
        if followed is None or self._held or _key(task_id) in self._schedule:
            return
        pause = self._pause(followed)
        if followed.errors:
            pause = POLL_SHORTEST + backoff(followed.errors - 1, self._chance.random)
            if self._breaker.is_spent:
                pause = max(pause, BACKOFF_LIMIT * (1.0 + self._chance.random()) / 2.0)
        self._schedule.set(_key(task_id), pause)


def _key(task_id: str) -> str:
    return f"{_PREFIX}{task_id}"
