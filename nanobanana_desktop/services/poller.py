"""When the service is asked: one timer for everything that is due later, and the queries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from nanobanana_desktop.api.retry import backoff
from nanobanana_desktop.domain.answers import RemoteTask
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Chance, Clock

POLL_INTERVAL: Final = 3.0
"""Seconds between two queries of a task; the service documents 2–5 s."""
SLOW_AFTER: Final = 10 * 60.0
SLOW_INTERVAL: Final = 45.0
JITTER: Final = 0.1
TICK: Final = 0.25
"""Entries due within this many seconds share one wake-up."""
POLLS_AT_ONCE: Final = 4

_COARSE_FROM_MS: Final = 2_000


class Schedule(QObject):
    """Everything that is due later, behind one single-shot timer that rests when nothing waits.

    Signals: `due(list[str])` – the keys whose time has come, earliest first. A key is due once;
    set it again for a next time.
    """

    due = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: dict[str, float] = {}
        self._timer = clock.make_timer(self._on_timer_timeout, self)

    def set(self, key: str, delay: float) -> None:
        """Make `key` due in `delay` seconds, replacing an earlier time."""
        self._entries[key] = self._clock.monotonic() + max(0.0, delay)
        self._arm()

    def cancel(self, key: str) -> None:
        if self._entries.pop(key, None) is not None:
            self._arm()

    def clear(self) -> None:
        self._entries.clear()
        self._timer.stop()

    def hasten(self) -> None:
        """Make everything due now: the network came back, or the computer woke up."""
        now = self._clock.monotonic()
        self._entries = dict.fromkeys(self._entries, now)
        self._arm()

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def _arm(self) -> None:
        if not self._entries:
            self._timer.stop()
            return
        wait = min(self._entries.values()) - self._clock.monotonic()
        milliseconds = max(0, round(wait * 1000))
        coarse = milliseconds >= _COARSE_FROM_MS
        self._timer.setTimerType(Qt.TimerType.CoarseTimer if coarse else Qt.TimerType.PreciseTimer)
        self._timer.start(milliseconds)

    def _on_timer_timeout(self) -> None:
        limit = self._clock.monotonic() + TICK
        ready = sorted((at, key) for key, at in self._entries.items() if at <= limit)
        for _, key in ready:
            del self._entries[key]
        self._arm()
        if ready:
            self.due.emit([key for _, key in ready])


class QueryClient(Protocol):
    async def query_task(self, remote_id: str) -> RemoteTask: ...


class TaskPoller:
    """Asks the service about tasks: at most `POLLS_AT_ONCE` queries run at the same time.

    Every query is repeated after an error with full-jitter back-off up to 60 s; how long a task
    is followed is not decided here. The answer goes to `on_answer(task_id, remote)`, trouble to
    `on_error(task_id, error)`; both are awaited before the next query of that task is planned.
    """

    def __init__(
        self,
        client: Callable[[], QueryClient],
        jobs: Jobs,
        schedule: Schedule,
        clock: Clock,
        chance: Chance,
        on_answer: Callable[[str, RemoteTask], Awaitable[None]],
        on_error: Callable[[str, AppError], Awaitable[None]],
    ) -> None:
        self._client = client
        self._jobs = jobs
        self._schedule = schedule
        self._clock = clock
        self._chance = chance
        self._on_answer = on_answer
        self._on_error = on_error
        self._watched: dict[str, GenerationTask] = {}
        self._running: set[str] = set()
        self._line: list[str] = []
        self._errors: dict[str, int] = {}
        self._held = False

    @property
    def watched(self) -> frozenset[str]:
        return frozenset(self._watched)

    def watch(self, task: GenerationTask, delay: float | None = None) -> None:
        """Plan the next query of `task`; `delay` None means the ordinary rhythm."""
        self._watched[task.id] = task
        if delay is None:
            delay = self._interval(task)
        self._schedule.set(_key(task.id), delay)

    def forget(self, task_id: str) -> None:
        self._watched.pop(task_id, None)
        self._errors.pop(task_id, None)
        self._schedule.cancel(_key(task_id))
        if task_id in self._line:
            self._line.remove(task_id)

    def set_held(self, held: bool) -> None:
        """While held nothing is asked; on release every watched task is asked again soon."""
        was_held, self._held = self._held, held
        if held:
            for task_id in self._watched:
                self._schedule.cancel(_key(task_id))
        elif was_held:
            self._errors.clear()
            for task_id in self._watched:
                self._schedule.set(_key(task_id), self._chance.random() * 2.0)

    def poll_due(self, key: str) -> None:
        """A key of the schedule came due; keys that are no query's are ignored."""
        task_id = key.removeprefix(_PREFIX)
        if task_id == key or task_id not in self._watched or self._held:
            return
        if task_id not in self._running and task_id not in self._line:
            self._line.append(task_id)
        self._pump()

    def _pump(self) -> None:
        while self._line and len(self._running) < POLLS_AT_ONCE:
            task_id = self._line.pop(0)
            task = self._watched.get(task_id)
            if task is None:
                continue
            self._running.add(task_id)
            self._jobs.start(f"poll {task_id[:8]}", self._poll(task))

    async def _poll(self, task: GenerationTask) -> None:
        try:
            try:
                remote = await self._client().query_task(task.remote_id)
            except AppError as error:
                tries = self._errors[task.id] = self._errors.get(task.id, 0) + 1
                await self._on_error(task.id, error)
                if self._wants_retry(task.id):
                    wait = POLL_INTERVAL / 2 + backoff(tries - 1, self._chance.random)
                    self._schedule.set(_key(task.id), wait)
            else:
                self._errors.pop(task.id, None)
                await self._on_answer(task.id, remote)
        finally:
            self._running.discard(task.id)
            self._pump()

    def _wants_retry(self, task_id: str) -> bool:
        return task_id in self._watched and not self._held and _key(task_id) not in self._schedule

    def _interval(self, task: GenerationTask) -> float:
        age = self._clock.utc() - (task.accepted_at or task.created_at)
        base = SLOW_INTERVAL if age > SLOW_AFTER else POLL_INTERVAL
        return base * (1.0 + JITTER * (2.0 * self._chance.random() - 1.0))


_PREFIX: Final = "poll:"


def _key(task_id: str) -> str:
    return f"{_PREFIX}{task_id}"
