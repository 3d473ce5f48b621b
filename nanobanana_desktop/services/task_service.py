"""Everything a person can do with tasks, and the way of each task from order to picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.remote_text import is_usable_id
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.holds import PROBED, TIMED
from nanobanana_desktop.services.ledger_stores import RemoveRows
from nanobanana_desktop.services.line_order import LineEnd
from nanobanana_desktop.services.order_desk import ORDER_LIMIT, OrderDesk
from nanobanana_desktop.services.recovery import RecoveryReport
from nanobanana_desktop.services.rescue import AdoptReport, Rescue
from nanobanana_desktop.services.rhythm import Usual
from nanobanana_desktop.services.task_flow import (
    RequestBuilder,
    ServiceClient,
    Surroundings,
    TaskFlow,
    TaskStores,
)
from nanobanana_desktop.services.wake_watch import NetworkWatch

__all__ = ["RequestBuilder", "ServiceClient", "TaskService", "TaskStores"]

_log = get_logger(__name__)

QUIT_WAIT: Final = 5.0
"""Seconds a quit waits for the answer to an order that is being sent."""


class TaskService(QObject):
    """Creates tasks, follows them, fetches their pictures and carries out the person's wishes.

    Requests return at once; what follows is told by signals, always after the database has it.

    Signals: `tasks_added(list[GenerationTask])`, `task_changed(GenerationTask)`,
    `tasks_removed(list[str])` – their local ids –,
    `progress_changed(str, object, object)` – task id, bytes received, bytes in all or None –,
    `holds_changed(HoldState)`, `trouble(AppError)`, `recovered(RecoveryReport)`,
    `paused_changed(bool)` – whether the person holds back all sending –,
    `stores_blocked_changed(bool)` – see `stores_blocked` –, `slowness_changed(bool)` –
    whether the service is slower than the history lets expect –, `grace_started(OrderGrace)` and
    `grace_ended(tuple[str, ...])` – the ids of orders that can, or can no longer, be taken back –,
    `id_taken(str, str)` – the order that was to get an id of the service, and the one that has it
    –, `place_changed()` – other tasks than before are of the service's address.
    """

    tasks_added = Signal(list)
    task_changed = Signal(object)
    tasks_removed = Signal(list)
    progress_changed = Signal(str, object, object)
    holds_changed = Signal(object)
    trouble = Signal(object)
    recovered = Signal(object)
    paused_changed = Signal(bool)
    stores_blocked_changed = Signal(bool)
    slowness_changed = Signal(bool)
    grace_started = Signal(object)
    grace_ended = Signal(object)
    id_taken = Signal(str, str)
    place_changed = Signal()

    def __init__(
        self,
        stores: TaskStores,
        request_builder: RequestBuilder,
        jobs: Jobs,
        workers: Workers,
        clock: Clock,
        chance: Chance,
        concurrency: int,
        parent: QObject | None = None,
        *,
        network: NetworkWatch | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._concurrency = concurrency
        around = Surroundings(jobs, workers, clock, chance, network)
        self._flow = flow = TaskFlow(
            stores, request_builder, around, lambda: self._concurrency, self
        )
        flow.task_changed.connect(self.task_changed)
        flow.progress_changed.connect(self.progress_changed)
        flow.place_changed.connect(self.place_changed)
        flow.following.slowness_changed.connect(self.slowness_changed)
        self._ledger = flow.ledger
        self._ledger.tasks_added.connect(self.tasks_added)
        self._ledger.tasks_removed.connect(self.tasks_removed)
        self._ledger.trouble.connect(self.trouble)
        self._ledger.blocked_changed.connect(self.stores_blocked_changed)
        self.space_needed = flow.space_needed
        self.holds = flow.holds
        self.holds.changed.connect(self._on_holds_changed)
        self._was_paused = False
        self._grace = flow.grace
        self._grace.started.connect(self.grace_started)
        self._grace.ended.connect(self.grace_ended)
        self._line = flow.line
        self._line.leave_out(
            lambda: self._ledger.trashed | self._grace.held | self._ledger.held_back
        )
        self._desk = OrderDesk(self._ledger, self._grace, clock, chance, self._line.send_soon)
        self._rescue = Rescue(
            self._ledger,
            stores.journal,
            clock,
            chance,
            flow.place,
            flow.follow,
            flow.forget,
            lambda task: workers.run(stores.pictures.settle, task),
        )

    async def start(
        self, client: ServiceClient, address: str = "", *, hold_waiting: bool = False
    ) -> None:
        """Resume the unfinished tasks of earlier sessions, nearest expiry first.

        `address` is where the client finds the service. Tasks that were ordered elsewhere wait
        until that address is used again; empty, all tasks are of the same service.
        With `hold_waiting` orders that were not sent yet wait for the person's word (`resume`):
        of a history that was damaged it is not sure what was sent. `trouble` tells when the history
        cannot be read; this goes on by itself, or by `try_again_now`, and returns once it can.
        """
        report = await self._flow.start(client, address, hold_waiting=hold_waiting)
        if report != RecoveryReport():
            self.recovered.emit(report)

    def replace_client(self, client: ServiceClient, address: str = "") -> None:
        """Talk to the service through another client from now on, see `start`."""
        self._flow.use_client(client, address)
        self.holds.release(Hold.OFFLINE)
        self.holds.release(Hold.CIRCUIT_OPEN)

    async def stop(self) -> None:
        """End sending, asking and timers; an order in flight may still be answered for a moment."""
        await self._flow.stop(QUIT_WAIT)

    @property
    def open_tasks(self) -> list[GenerationTask]:
        """Tasks that are not settled, oldest first."""
        return self._ledger.open_tasks

    @property
    def waiting(self) -> list[GenerationTask]:
        """Tasks that were not sent yet, in the order in which they will be."""
        return self._ledger.waiting

    @property
    def paused(self) -> bool:
        """Whether the person holds back all sending."""
        return Hold.APP_PAUSED in self.holds.state.active

    @property
    def is_full(self) -> bool:
        """Whether orders wait only because as many as are allowed are at the service."""
        return self._line.is_full

    def is_elsewhere(self, task: GenerationTask) -> bool:
        """Whether the task was ordered at another address than the present one."""
        return self._flow.place.is_elsewhere(task)

    @property
    def stores_blocked(self) -> bool:
        """Whether the history did not take a change: nothing is sent until it takes changes."""
        return self._ledger.blocked

    def usual_time(self, task: GenerationTask) -> Usual | None:
        """How long such tasks usually take, None while too few were seen. Cheap: no reading."""
        return self._flow.following.rhythm.usual(task.params)

    def slow_after(self, task: GenerationTask) -> float:
        """Seconds after its acceptance from which the task takes longer than usual. Cheap."""
        return self._flow.following.rhythm.slow_after(task.params)

    def set_concurrency(self, limit: int) -> None:
        self._concurrency = limit
        self._line.pump()

    def set_undo_seconds(self, seconds: float) -> None:
        """How long new orders can be taken back; more than four at once have 3 s at least."""
        self._grace.set_seconds(seconds)

    def create(
        self, params: GenerationParams, count: int = 1, *, rerun_of: str = "", first: bool = False
    ) -> list[str]:
        """Order `count` pictures (1–50), each a task of its own; returns their local ids at once.

        `first` lets them be sent before all that wait. `tasks_added` follows once the rows are on
        disk; `trouble` when that failed, and then nothing is sent. `params` must be valid
        (`GenerationParams.validate`).
        """
        tasks = self._desk.make(params, count, rerun_of=rerun_of)
        line_end = LineEnd.FIRST if first else LineEnd.LAST
        self._do("create", self._desk.store(tasks, line_end=line_end))
        return [task.id for task in tasks]

    def run_again(self, task_id: str) -> None:
        """Order the same once more as a new paid task that remembers the old one."""
        self.run_again_all((task_id,))

    def run_again_all(self, task_ids: Sequence[str]) -> int:
        """As `run_again` for each, together; how many at most are ordered (50 at once)."""
        chosen = list(dict.fromkeys(task_ids))[:ORDER_LIMIT]
        self._do("run again", self._run_again(chosen))
        return len(chosen)

    def take_back(self, task_ids: Sequence[str]) -> None:
        """Remove those of the orders that were not sent; `tasks_removed` follows."""
        self._do("take back", self._desk.take_back(task_ids))

    def put_back(self, tasks: Sequence[GenerationTask]) -> None:
        """Order again what was taken back, each at its former place in the line."""
        self._do("put back", self._desk.put_back(tasks))

    async def find_twin(self, params: GenerationParams) -> GenerationTask | None:
        """The order that one of `params` would repeat, also of an earlier session.

        The same prompt, settings and references: not confirmed (any age), under way, or ordered
        within two minutes. None as well when the history cannot be read.
        """
        try:
            return await self._desk.find_twin(params)
        except StorageError as error:
            _log.warning("twins cannot be looked for: %s", error)
            return None

    async def adopt(self, remote_ids: Sequence[str]) -> AdoptReport:
        """Follow tasks of the service by their ids; those known before are looked at again.

        Raises StorageError; nothing was adopted then.
        """
        report = await self._rescue.adopt(remote_ids)
        for task_id in report.known:
            self.check_now(task_id)
        return report

    def move(self, task_id: str, before: str | None) -> None:
        """Send a waiting task just before another waiting one, or last."""
        self._do("move", self._ledger.move(task_id, before))

    def send_first(self, task_id: str) -> None:
        """Send a waiting task before all others, also one that was held back."""
        self.hold_back((task_id,), False)
        first = next((task.id for task in self.waiting), task_id)
        self.move(task_id, first)

    def hold_back(self, task_ids: Collection[str], back: bool) -> None:
        """Keep waiting tasks from being sent, also after a restart, or let them go again."""
        self._do("hold back", self._then_pump(self._ledger.hold_back(task_ids, back)))

    def pause(self) -> None:
        """Send nothing until `resume`; what was sent is followed and fetched as ever."""
        self.holds.raise_hold(Hold.APP_PAUSED)

    def resume(self) -> None:
        self.holds.release(Hold.APP_PAUSED)

    def check_now(self, task_id: str) -> None:
        """Ask about the task or fetch its picture now; free."""
        for hold in PROBED:
            self.holds.release(hold)
        self._apply(task_id, ev.CheckAsked())

    async def fetch_again(self, task: GenerationTask) -> ev.Event:
        """Fetch the picture of a finished task once more from its link; nothing is stored."""
        return await self._flow.fetch_again(task)

    def look_at_folder(self) -> None:
        """Another image folder was chosen: save what waited for one."""
        self._flow.save_watch.look_now()

    def send_now(self, task_id: str = "") -> None:
        """Send what waits in the line without waiting for the end of a hold.

        A task that was held back stays so, except for `task_id`.
        """
        if task_id:
            self.hold_back((task_id,), False)
        for hold in (*TIMED, *PROBED, Hold.APP_PAUSED):
            self.holds.release(hold)
        self._flow.store_watch.look_now()
        self._line.pump()

    def stop_watching(self, task_id: str) -> None:
        """No longer wait. An order that was not sent yet is removed; a sent one may be charged."""
        self._do("stop watching", self._flow.stop_watching(task_id))

    def order_again(self, task_id: str) -> None:
        """Send an unconfirmed order once more; it may be charged twice."""
        self._apply(task_id, ev.OrderedAgain())

    def mark_not_sent(self, task_id: str) -> None:
        self._apply(task_id, ev.MarkedNotSent())

    def attach_remote_id(self, task_id: str, remote_id: str) -> bool:
        """The person knows the service's id of an unconfirmed order; False when it cannot be one.

        Space around it does not matter. A task that was adopted by this id becomes one with the
        order; `id_taken` tells that the id is that of another order, and nothing changes then.
        """
        remote_id = remote_id.strip()
        if is_usable_id(remote_id):
            self._do("attach", self._attach(task_id, remote_id))
            return True
        return False

    def allow_insecure(self, task_id: str) -> None:
        """Fetch the picture although its link is not encrypted."""
        self._apply(task_id, ev.InsecureLinkAllowed())

    def remove(self, task_id: str) -> None:
        """Take the task out of the history; its picture file stays where it is."""
        self._do("remove", self.forget(task_id))

    def mark_seen(self, task_id: str) -> None:
        self._do("seen", self.amend(task_id, lambda task: replace(task, seen=True)))

    async def amend(
        self, task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None:
        """Change what is not the engine's business; `task_changed` follows. Raises StorageError."""
        return await self._ledger.amend(task_id, change)

    async def mark(
        self, write: Callable[[], Awaitable[Sequence[GenerationTask]]]
    ) -> list[GenerationTask]:
        """Let `write` change marks of tasks in the history, see `TaskLedger.mark`."""
        marked = await self._ledger.mark(write)
        self._line.pump()
        return marked

    async def remove_all(
        self, task_ids: Sequence[str], remove: RemoveRows, *, may: Callable[[GenerationTask], bool]
    ) -> list[str]:
        """Forget settled tasks, see `TaskLedger.remove_all`; `tasks_removed` follows."""
        gone = await self._ledger.remove_all(task_ids, remove, may=may)
        for task_id in gone:
            self._flow.forget(task_id)
        return gone

    def try_again_now(self) -> None:
        """The person asks to go on: end the holds that only wait, and look at everything now."""
        for hold in (*PROBED, Hold.BALANCE):
            self.holds.release(hold)
        for task in self._ledger.open_tasks:
            if task.state is TaskState.SAVE_BLOCKED:
                self._apply(task.id, ev.SaveUnblocked())
        self._flow.store_watch.look_now()
        self._flow.following.look_again()
        self._line.pump()

    def _do(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        self._jobs.start(name, self._told(work))

    async def _told(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except StorageError as error:
            _log.error("the history did not take a change: %s", error)
            self.trouble.emit(error)

    def _apply(self, task_id: str, event: ev.Event) -> None:
        self._jobs.start("change", self._then_pump(self._ledger.apply(task_id, event)))

    async def _then_pump(self, work: Coroutine[Any, Any, object]) -> None:
        await work
        self._line.pump()

    async def _run_again(self, task_ids: Sequence[str]) -> None:
        await self._desk.store(await self._desk.make_again(task_ids))

    async def _attach(self, task_id: str, remote_id: str) -> None:
        other_id = await self._rescue.attach(task_id, remote_id)
        if other_id:
            self.id_taken.emit(task_id, other_id)
        self._line.pump()

    async def forget(self, task_id: str) -> None:
        """As `remove`, returning when it is done. Raises StorageError; nothing happened then."""
        await self._flow.remove(task_id)

    def _on_holds_changed(self, state: object) -> None:
        self.holds_changed.emit(state)
        if self.paused is not self._was_paused:
            self._was_paused = self.paused
            self.paused_changed.emit(self.paused)
