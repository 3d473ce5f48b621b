"""The real following of tasks against a scripted service, on virtual time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, TaskNotFoundError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Chance
from nanobanana_desktop.services.following import Following
from nanobanana_desktop.services.holds import Holds, HoldState
from nanobanana_desktop.services.poller import PROBE_ID
from nanobanana_desktop.services.schedule import Schedule
from nanobanana_desktop.services.task_ledger import TaskLedger
from nanobanana_desktop.services.wake_watch import NetworkWatch
from tests.fakes import FakeJournal, FakeStore, make_task
from tests.services.virtual_time import VirtualTime, settle

PARAMS = GenerationParams(prompt="a banana boat", model_name="nano-banana", resolution="1k")
RETRIED = "download:"

Trouble = Callable[[], AppError]


@dataclass(frozen=True)
class Asked:
    """One question: when (monotonic), and about which id of the service."""

    at: float
    remote_id: str


@dataclass
class ScriptedService:
    """Finishes a task at its time in `ready_at` (monotonic), never without one.

    `trouble` is raised by every question, `troubles` by those about one id; `answers` are given
    instead of the usual one.
    """

    time: VirtualTime
    ready_at: dict[str, float] = field(default_factory=dict)
    trouble: Trouble | None = None
    troubles: dict[str, Trouble] = field(default_factory=dict)
    answers: dict[str, RemoteTask] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    drops: int = 0
    rests: list[float] = field(default_factory=list)

    async def query_task(self, remote_id: str) -> RemoteTask:
        self.asked.append(Asked(self.time.monotonic(), remote_id))
        trouble = self.trouble or self.troubles.get(remote_id)
        if trouble is not None:
            raise trouble()
        if remote_id == PROBE_ID:
            raise TaskNotFoundError(ErrorCase.REMOTE_GONE, "no such task")
        if remote_id in self.answers:
            return self.answers[remote_id]
        if self.time.monotonic() >= self.ready_at.get(remote_id, float("inf")):
            url = f"https://pictures.example/{remote_id}.png"
            return RemoteTask(
                remote_id=remote_id,
                status=RemoteStatus.COMPLETED,
                raw_status="completed",
                image_url=url,
            )
        return RemoteTask(
            remote_id=remote_id, status=RemoteStatus.PROCESSING, raw_status="processing"
        )

    async def drop_connections(self) -> None:
        self.drops += 1

    async def rest(self) -> None:
        self.rests.append(self.time.monotonic())

    def since(self, moment: float) -> list[Asked]:
        return [asked for asked in self.asked if asked.at >= moment]

    def per_task(self, moment: float) -> Counter[str]:
        return Counter(asked.remote_id for asked in self.since(moment))


FakeNetwork = type(
    "FakeNetwork",
    (QObject,),
    {"reachabilityChanged": Signal(object), "transportMediumChanged": Signal(object)},
)
"""As QNetworkInformation, whose enumerations have names."""


class PollingWorld:
    """Tasks at the service, and everything that follows them. `seed` makes chance replay."""

    def __init__(self, *, seed: int = 1, network: NetworkWatch | None = None) -> None:
        self.time = VirtualTime()
        self.service = ScriptedService(self.time)
        self.store = FakeStore()
        self.jobs = Jobs()
        self.failures: list[BaseException] = []
        chance = Chance(random.Random(seed).random, lambda: "0" * 32)
        clock = self.time.clock
        self.schedule = Schedule(clock)
        self.holds = Holds(self.schedule, clock, chance)
        self.ledger = TaskLedger(self.store, FakeJournal(), clock, self._on_effect)
        self.following = Following(
            lambda: self.service,
            self.jobs,
            self.schedule,
            clock,
            chance,
            self.ledger,
            self.holds,
            network,
            RETRIED,
        )
        self.poller = self.following.poller
        self.shown: list[HoldState] = []
        self.retried: list[str] = []
        self.schedule.due.connect(self._on_due)
        self.holds.changed.connect(self._on_holds_changed)
        self.ledger.task_changed.connect(self._on_task_changed)

    async def add(self, count: int, *, takes: float | None = None, **changes: object) -> list[str]:
        """So many tasks that were accepted now; they are done after `takes` seconds, or never."""
        first = len(self.store.tasks)
        ids = []
        for number in range(first, first + count):
            values: dict[str, object] = {
                "id": f"{number:032x}",
                "params": PARAMS,
                "state": TaskState.PROCESSING,
                "raw_status": "processing",
                "remote_id": f"r{number}",
                "created_at": self.time.utc(),
                "submitted_at": self.time.utc(),
                "accepted_at": self.time.utc(),
            }
            task = make_task(**(values | changes))
            await self.ledger.add([task])
            if takes is not None:
                self.service.ready_at[task.remote_id] = self.time.monotonic() + takes
            if task.state in POLLED:
                self.poller.watch(task)
            ids.append(task.id)
        return ids

    async def run(self, seconds: float) -> None:
        await self.time.run(self.jobs, seconds)

    async def settle(self) -> None:
        await settle(self.jobs)

    async def wake_after(self, seconds: float) -> float:
        """The computer sleeps; the moment (monotonic) when it is awake again."""
        self.time.suspend(seconds)
        return self.time.monotonic()

    def finish_all(self) -> None:
        """The service has every picture now."""
        for task in self.store.tasks.values():
            self.service.ready_at[task.remote_id] = self.time.monotonic()

    def states(self) -> Counter[str]:
        return Counter(task.state.value for task in self.store.tasks.values())

    def task(self, task_id: str) -> GenerationTask:
        return self.store.tasks[task_id]

    def age_by(self, task: GenerationTask, seconds: float) -> GenerationTask:
        moment = self.time.utc() - seconds
        return replace(task, created_at=moment, submitted_at=moment, accepted_at=moment)

    async def _on_effect(self, task: GenerationTask, effect: ev.Effect) -> None:
        match effect:
            case ev.Poll(delay):
                self.poller.watch(task, delay)
            case ev.RaiseHold(hold, seconds):
                self.holds.raise_hold(hold, seconds)

    def _on_due(self, keys: list[str]) -> None:
        for key in keys:
            self.holds.release_due(key)
            self.poller.poll_due(key)
            if key.startswith(RETRIED):
                self.retried.append(key)

    def _on_holds_changed(self, state: HoldState) -> None:
        self.shown.append(state)
        self.poller.set_held(self.holds.blocks_asking)

    def _on_task_changed(self, task: GenerationTask) -> None:
        if task.state not in POLLED:
            self.poller.forget(task.id)
