"""Following the tasks at the service: questions, holds, sleep and network changes put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import POLLED, GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.breaker import Breaker
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.poller import POLLS_AT_ONCE, SPREAD, QueryClient, TaskPoller
from nanobanana_desktop.services.query_results import QueryResults
from nanobanana_desktop.services.rhythm import SAMPLES, DurationSource, Rhythm
from nanobanana_desktop.services.schedule import Schedule
from nanobanana_desktop.services.task_ledger import TaskLedger
from nanobanana_desktop.services.wake_watch import NetworkWatch

_log = get_logger(__name__)

NEWS_PAUSE: Final = 3.0
"""Seconds between two reactions to a network that changes again and again."""
LATE_ENOUGH: Final = 3
"""So many tasks that take longer than nearly all before them are no chance any more."""
_NEWS_KEY: Final = "network"
_NEEDS_NETWORK: Final = frozenset({TaskState.READY, TaskState.RESULT_READY, TaskState.DOWNLOADING})
"""What waits for the end of an outage although the service is not asked about it."""


class Following(QObject):
    """Keeps the open tasks asked about; `poller` and `rhythm` are for whoever plans and shows them.

    After a sleep and when the network changed, everything is looked at once within two seconds, on
    new connections; while the service is out of reach that is one single probe. `retried` is the
    prefix of other keys of the schedule that wait for the network.

    Signals: `slowness_changed(bool)` – whether `LATE_ENOUGH` tasks, those that run and the
    last ones that ended, take longer than nearly all of their kind did; never while nothing runs –,
    `asked()` – a question about a task is over: that it takes long may have come out meanwhile.
    """

    slowness_changed = Signal(bool)
    asked = Signal()

    def __init__(
        self,
        client: Callable[[], QueryClient],
        jobs: Jobs,
        schedule: Schedule,
        clock: Clock,
        chance: Chance,
        ledger: TaskLedger,
        holds: Holds,
        network: NetworkWatch | None,
        retried: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._schedule = schedule
        self._clock = clock
        self._chance = chance
        self._ledger = ledger
        self._holds = holds
        self._network = network
        self._retried = retried
        self._last_news = float("-inf")
        self._is_slow = False
        self._was_out_of_reach = False
        self.rhythm = Rhythm(chance.random)
        self._breaker = Breaker()
        results = QueryResults(ledger, holds, self._breaker, self._is_old, clock.monotonic)
        self.poller = TaskPoller(
            client,
            jobs,
            schedule,
            clock,
            chance,
            self.rhythm,
            results,
            self._breaker,
            self._questions_at_once,
            self.asked.emit,
        )
        schedule.woke.connect(self._on_schedule_woke)
        schedule.due.connect(self._on_schedule_due)
        holds.probe_due.connect(self._on_holds_probe_due)
        holds.changed.connect(self._on_holds_changed)
        ledger.task_changed.connect(self._on_ledger_task_changed)
        if network is not None:
            network.changed.connect(self._on_network_changed)

    async def load(self, durations: DurationSource) -> None:
        """Begin, once the tasks of earlier sessions are known.

        How long tasks take is learned from the history; without it the ordinary rhythm is kept.
        """
        if any(task.state in POLLED for task in self._ledger.open_tasks):
            self._watch_network()
        try:
            self.rhythm.load(await durations.recent_durations(SAMPLES))
        except StorageError as error:
            _log.info("no durations of earlier tasks: %s", error)

    def look_again(self) -> None:
        """The person asks to go on: look at everything that is not held."""
        self.poller.ask_all()
        self._schedule.hasten(self._retried, self._soon)

    def doubt(self) -> None:
        """Something else did not reach its host: find out whether the service is within reach.

        Where a task is asked about anyway, that will tell.
        """
        if not (self._holds.blocks_asking or self.poller.watched):
            self.poller.probe()

    def is_offline(self) -> bool:
        """Whether nothing at all seems to be within reach."""
        return self._holds.probed is Hold.OFFLINE

    def _look_afresh(self) -> None:
        self._last_news = self._clock.monotonic()
        self._jobs.start("look afresh", self._start_afresh())

    async def _start_afresh(self) -> None:
        await self.poller.start_afresh()
        # Questions of before were cancelled: a probe among them, which nobody else asks again.
        self._holds.probe_soon(self._soon())
        self._schedule.hasten(self._retried, self._soon)

    def _soon(self) -> float:
        return SPREAD * self._chance.random()

    def _is_old(self, task_id: str, limit: float) -> bool:
        return self.poller.is_old(task_id, limit)

    def _questions_at_once(self) -> int:
        return 1 if self._holds.offline_tries else POLLS_AT_ONCE

    def _on_schedule_woke(self, gap: float) -> None:
        _log.info("the clocks are %.0f s apart: the computer slept, or its clock was set", gap)
        self._holds.note_sleep(gap)
        self._look_afresh()

    def _on_network_changed(self) -> None:
        if _NEWS_KEY not in self._schedule:
            wait = self._last_news + NEWS_PAUSE - self._clock.monotonic()
            self._schedule.set(_NEWS_KEY, wait)

    def _on_schedule_due(self, keys: list[str]) -> None:
        if _NEWS_KEY in keys:
            _log.info("the network changed")
            self._look_afresh()
        self._look_at_pace()

    def _on_holds_probe_due(self) -> None:
        held = self._holds.probed
        if held is None:
            return
        waiting = any(task.state in _NEEDS_NETWORK for task in self._ledger.open_tasks)
        if self._holds.blocks_probing or not (self.poller.watched or waiting):
            self._holds.release(held)
        else:
            # What one task alone may have been the cause of must not keep the circuit open.
            in_doubt = held is Hold.CIRCUIT_OPEN and self._holds.offline_tries > 1
            self.poller.probe(about_nothing=in_doubt)

    def _on_holds_changed(self, _state: object) -> None:
        is_out_of_reach = self._holds.probed is not None
        if is_out_of_reach:
            self._watch_network()
        elif self._was_out_of_reach:
            self._schedule.hasten(self._retried, self._soon)
        self._was_out_of_reach = is_out_of_reach

    def _on_ledger_task_changed(self, task: GenerationTask) -> None:
        if task.state in POLLED:
            self._watch_network()
        else:
            self._breaker.forget(task.id)
        self._look_at_pace()

    def _look_at_pace(self) -> None:
        late = self.rhythm.late_in_a_row + self.poller.count_late()
        is_slow = late >= LATE_ENOUGH and any(
            task.state in POLLED for task in self._ledger.open_tasks
        )
        if is_slow is not self._is_slow:
            self._is_slow = is_slow
            self.slowness_changed.emit(is_slow)

    def _watch_network(self) -> None:
        if self._network is not None:
            self._network.begin()
