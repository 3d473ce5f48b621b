"""One life of the program over the surviving disk, from its start to its quit or its crash."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.picture_rules import FRESH_LINKS
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.marks_service import MarksService
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from nanobanana_desktop.services.trash_service import TrashService
from nanobanana_desktop.services.wake_watch import NetworkWatch
from tests.services.simulation.bin import VirtualMarks, VirtualTrash
from tests.services.simulation.client import VirtualClient
from tests.services.simulation.disk import Disk, VirtualHistory, VirtualJournal, VirtualWorkers
from tests.services.simulation.orders import DELIVERED, RemoteService
from tests.services.simulation.quiet import Quiet
from tests.services.simulation.virtual_loop import VirtualLoop, timer_maker
from tests.services.simulation.witness import TICKET, Witness
from tests.services.simulation.world import World

S = TaskState
DRAIN_LIMIT = 5_000
"""Callbacks that a session may take to fall silent once it is over."""


@dataclass
class Everything:
    """What outlives the sessions of a run."""

    world: World
    disk: Disk
    service: RemoteService
    witness: Witness
    ids: itertools.count[int]
    tickets: itertools.count[int]


class TicketBuilder:
    """Makes requests that can be told apart; some orders cannot be made into one."""

    def __init__(self, every: Everything) -> None:
        self._every = every

    async def build(self, params: GenerationParams) -> dict[str, object]:
        await asyncio.sleep(self._every.world.rng.choice((0.0, 0.001, 0.05)))
        if params.prompt.endswith("unsendable"):
            raise StorageError(ErrorCase.REFERENCE_UNREADABLE, "gone")
        return {"prompt": params.prompt, TICKET: next(self._every.tickets)}


class Session:
    """The real services on a virtual loop."""

    def __init__(self, every: Everything) -> None:
        self.every = every
        world = self.world = every.world
        world.session += 1
        self.number = world.session
        self.loop = VirtualLoop(world.now)
        world.loop = self.loop
        rng = world.rng
        self._root = QObject()
        self.jobs = Jobs(self._on_job_failed)
        self.workers = VirtualWorkers(world, self.loop)
        history = VirtualHistory(world, self.loop, every.disk, every.witness)
        journal = VirtualJournal(world, self.workers, every.disk, every.witness)
        clock = Clock(
            world.utc, world.monotonic, f"boot {self.number}", timer_maker(self.loop, self._random)
        )
        self.client = VirtualClient(world, every.service, every.witness)
        self.network = NetworkWatch(lambda: None, self._root)
        self.tasks = TaskService(
            TaskStores(history, journal, every.disk.shelf, journal),
            TicketBuilder(every),
            self.jobs,
            self.workers,
            clock,
            Chance(self._random, lambda: f"{next(every.ids):08x}{'0' * 24}"),
            rng.choice((1, 2, 4)),
            self._root,
            network=self.network,
        )
        self.tasks.set_undo_seconds(rng.choice((0.0, 0.0, 0.0, 4.0)))
        self.trash = TrashService(
            VirtualTrash(history, every.disk, every.witness),
            self.tasks,
            every.disk.shelf,
            self.workers,
            self.jobs,
            self._root,
        )
        every.disk.shelf.on_thrown_away = self._on_thrown_away
        self.marks = MarksService(
            VirtualMarks(history, every.disk, every.witness),
            self.tasks,
            self.jobs,
            clock,
            lambda _rows: None,
            self.trash.turn,
            self._root,
        )
        self.trash.trouble.connect(self._on_trouble)
        self.marks.trouble.connect(self._on_trouble)
        self.tasks.tasks_added.connect(every.witness.on_all_told)
        self.tasks.task_changed.connect(every.witness.on_told)
        self.tasks.task_changed.connect(self._check_end)
        self.tasks.trouble.connect(self._on_trouble)
        self.is_started = False
        self.is_stopping = self.is_stopped = False
        self._quiet = Quiet(self)

    def begin(self) -> None:
        self.every.witness.on_session_begins()
        self.world.note("session begins")
        self.jobs.start("session start", self._start())

    def later(self, delay: float, action: Callable[[], None]) -> None:
        """Let the world do something in `delay` seconds, if the window is still there then."""

        def act() -> None:
            if not self.is_stopping:
                action()

        self.loop.call_later(delay, act)

    def run(self, seconds: float, crash_at: int = 0) -> bool:
        """Go on for virtual seconds; False when it ended: crashed at a step, or quit.

        The invariants are checked after every callback.
        """
        loop, witness, world = self.loop, self.every.witness, self.world
        until = loop.now + seconds
        failures, quiet = witness.failures, self._quiet
        while loop.step(until):
            if loop.complaints:
                witness.fail(f"asyncio complains: {loop.complaints.pop()}")
            if loop.is_idle:
                quiet.check()
            if failures:
                return False
            if world.end_asked or loop.steps == crash_at:
                return False
            if self.is_stopped:
                return False
        loop.now = max(loop.now, until) if until != float("inf") else loop.now
        return True

    def kill(self) -> None:
        """Everything in memory is gone; the coroutines end without touching the world."""
        world, witness = self.world, self.every.witness
        world.note(f"session ends: {world.end_asked or 'killed'}")
        self._settle_postings()
        world.now = self.loop.now
        world.session = -world.session
        self.jobs._closed = True
        # What has not begun would complain when it is cancelled, so it begins; it gets nowhere.
        self._drain()
        for _ in range(3):
            for job in asyncio.all_tasks(self.loop):
                job.cancel()
            self._drain()
        left = asyncio.all_tasks(self.loop)
        if left:
            witness.fail(f"jobs did not end: {[job.get_name() for job in left]}")
        self.every.disk.shelf.end_session()
        world.loop = None
        world.session = -world.session
        world.end_asked = ""
        # While Qt is there: the garbage collector may come too late for that.
        shiboken6.delete(self._root)

    def _drain(self) -> None:
        for _ in range(DRAIN_LIMIT):
            if not self.loop.step(self.loop.now):
                return

    def _random(self) -> float:
        """Chance for the services; a session that is over draws nothing from the run's."""
        return self.world.rng.random() if self.world.session == self.number else 0.5

    async def stop(self) -> None:
        """Quit in the order of the program."""
        self.world.note("quit")
        self.is_stopping = True
        await self.tasks.stop()
        self.trash.stop()
        await self.marks.settled()
        await self.jobs.close()
        self.every.witness.on_quit()
        self.is_stopped = True

    async def _start(self) -> None:
        await self.tasks.start(self.client)
        await self.trash.settle()
        self.is_started = True

    def _on_thrown_away(self, task: GenerationTask) -> None:
        self.every.witness.on_thrown_away(task, self.every.disk.leaving)

    def _settle_postings(self) -> None:
        """Orders on their way when the program dies: some are still accepted."""
        for posting in self.every.witness.postings:
            if posting.ended or posting.charged or not posting.bytes_left:
                continue
            posting.ended = True
            if self.world.rng.random() < 0.5:
                order = self.every.service.accept(posting.task_id, posting.attempt)
                self.every.witness.on_charged(posting, order.remote_id)

    def _on_job_failed(self, name: str, error: BaseException) -> None:
        if self.world.session == self.number:
            self.every.witness.fail(f"job {name} failed: {error!r}")

    def _check_end(self, task: GenerationTask) -> None:
        """A picture is only given up when the service has no other link to it."""
        if task.state is not S.EXPIRED or task.fresh_links >= FRESH_LINKS:
            return
        order = self.every.service.orders.get(task.remote_id)
        if order is None or order.denied or order.fate not in DELIVERED:
            return
        if order.url != task.result_url:
            self.every.witness.fail(f"{task.id[:8]} is given up, and the service has another link")

    def _on_trouble(self, error: AppError) -> None:
        self.world.note(f"told: {error}")

    def open_tasks(self) -> list[GenerationTask]:
        return self.tasks.open_tasks
