"""Everything a person can do with tasks, and the way of each task from order to picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.params import COUNT_LIMIT, GenerationParams
from nanobanana_desktop.domain.task import POLLED, GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import CredentialsError, ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.downloader import PictureClient, PictureStore, ResultDownloader
from nanobanana_desktop.services.following import Following
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.poller import QueryClient
from nanobanana_desktop.services.recovery import RecoveryReport, RecoverySource, recover
from nanobanana_desktop.services.rhythm import DurationSource, Usual
from nanobanana_desktop.services.save_watch import SaveWatch
from nanobanana_desktop.services.schedule import Schedule
from nanobanana_desktop.services.task_ledger import Journal, TaskLedger, TaskStore
from nanobanana_desktop.services.waiting_line import SubmitClient, WaitingLine
from nanobanana_desktop.services.wake_watch import NetworkWatch

_log = get_logger(__name__)

QUIT_WAIT: Final = 5.0
"""Seconds a quit waits for the answer to an order that is being sent."""
_DOWNLOAD_KEY: Final = "download:"


class ServiceClient(SubmitClient, QueryClient, PictureClient, Protocol):
    """The remote service as the task service needs it."""


class RequestBuilder(Protocol):
    async def build(self, params: GenerationParams) -> dict[str, object]:
        """The request of the service for `params`; raises AppError when it cannot be made."""
        ...


class History(TaskStore, DurationSource, Protocol):
    """The tasks on disk, and how long earlier ones took."""


@dataclass(frozen=True)
class TaskStores:
    """What the task service keeps things in."""

    history: History
    journal: Journal
    pictures: PictureStore
    recovery: RecoverySource


class TaskService(QObject):
    """Creates tasks, follows them, fetches their pictures and carries out the person's wishes.

    Requests return at once; what follows is told by signals, always after the database has it.

    Signals: `task_added(GenerationTask)`, `task_changed(GenerationTask)`, `task_removed(str)`,
    `progress_changed(str, object, object)` – task id, bytes received, bytes in all or None –,
    `holds_changed(HoldState)`, `trouble(AppError)`, `recovered(RecoveryReport)`.
    """

    task_added = Signal(object)
    task_changed = Signal(object)
    task_removed = Signal(str)
    progress_changed = Signal(str, object, object)
    holds_changed = Signal(object)
    trouble = Signal(object)
    recovered = Signal(object)

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
        self._stores = stores
        self._jobs = jobs
        self._clock = clock
        self._chance = chance
        self._client: ServiceClient | None = None
        self._concurrency = concurrency
        self._schedule = Schedule(clock, self)
        self._schedule.due.connect(self._on_schedule_due)
        self.holds = Holds(self._schedule, clock, chance, self)
        self.holds.changed.connect(self._on_holds_changed)
        self._ledger = TaskLedger(stores.history, stores.journal, clock, self._on_effect, self)
        self._ledger.task_added.connect(self.task_added)
        self._ledger.task_changed.connect(self._on_ledger_task_changed)
        self._ledger.task_removed.connect(self._on_ledger_task_removed)
        self._ledger.trouble.connect(self.trouble)
        self._line = WaitingLine(
            self._require_client,
            request_builder.build,
            self._ledger,
            self.holds,
            jobs,
            lambda: self._concurrency,
        )
        self._following = Following(
            self._require_client,
            jobs,
            self._schedule,
            clock,
            chance,
            self._ledger,
            self.holds,
            network,
            _DOWNLOAD_KEY,
            self,
        )
        self._poller = self._following.poller
        self._downloader = ResultDownloader(
            self._require_client,
            stores.pictures,
            workers,
            jobs,
            clock,
            self._ledger.apply,
            self.progress_changed.emit,
        )
        self._save_watch = SaveWatch(
            stores.pictures.room,
            lambda task_id: self._ledger.apply(task_id, ev.SaveUnblocked()),
            workers,
            jobs,
            self._schedule,
        )

    async def start(self, client: ServiceClient) -> None:
        """Resume the unfinished tasks of earlier sessions, nearest expiry first."""
        self._client = client
        tasks = await self._ledger.load()
        report = await recover(tasks, self._ledger, self._stores.recovery)
        await self._following.load(self._stores.history)
        self._resume(self._ledger.open_tasks)
        self._save_watch.look_now()
        if report != RecoveryReport():
            self.recovered.emit(report)

    def replace_client(self, client: ServiceClient) -> None:
        """Talk to the service through another client from now on (address or key changed)."""
        self._client = client
        self.holds.release(Hold.OFFLINE)
        self.holds.release(Hold.CIRCUIT_OPEN)

    async def stop(self) -> None:
        """End sending, asking and timers; wait for an order in flight, then call it unknown."""
        self._line.close()
        self._schedule.clear()
        self._poller.set_held(True)
        await self._jobs.wait(lambda name: name.startswith("submit "), QUIT_WAIT)
        for task in self._ledger.open_tasks:
            if task.state is TaskState.SUBMITTING:
                await self._ledger.apply(task.id, ev.SessionEnded())

    @property
    def open_tasks(self) -> list[GenerationTask]:
        """Tasks that are not settled, oldest first."""
        return self._ledger.open_tasks

    def usual_time(self, task: GenerationTask) -> Usual | None:
        """How long such tasks usually take, None while too few were seen. Cheap: no reading."""
        return self._following.rhythm.usual(task.params)

    def slow_after(self, task: GenerationTask) -> float:
        """Seconds after its acceptance from which the task takes longer than usual. Cheap."""
        return self._following.rhythm.slow_after(task.params)

    def set_concurrency(self, limit: int) -> None:
        self._concurrency = limit
        self._line.pump()

    def create(self, params: GenerationParams, count: int = 1, *, rerun_of: str = "") -> list[str]:
        """Order `count` pictures (1–4), each a task of its own; returns their local ids at once.

        `task_added` follows once the rows are on disk; `trouble` when that failed, and then
        nothing is sent. `params` must be valid (`GenerationParams.validate`).
        """
        count = max(1, min(COUNT_LIMIT, count))
        now = self._clock.utc()
        batch = self._chance.new_id()
        tasks = [
            GenerationTask(
                id=self._chance.new_id(),
                batch_id=batch,
                params=params,
                state=TaskState.READY,
                created_at=now + index / 1000,
                changed_at=now,
                position=now + index / 1000,
                rerun_of=rerun_of,
            )
            for index in range(count)
        ]
        self._jobs.start("create", self._create(tasks))
        return [task.id for task in tasks]

    def run_again(self, task_id: str) -> None:
        """Order the same once more as a new paid task that remembers the old one."""
        self._jobs.start("run again", self._run_again(task_id))

    def check_now(self, task_id: str) -> None:
        """Ask about the task or fetch its picture now; free."""
        self.holds.release(Hold.OFFLINE)
        self.holds.release(Hold.CIRCUIT_OPEN)
        self._apply(task_id, ev.CheckAsked())

    def leave_out(self, ids: Callable[[], frozenset[str]]) -> None:
        """Send none of the orders that `ids()` gives; `go_on` when some may be sent again."""
        self._line.leave_out(ids)

    def go_on(self) -> None:
        """Look at the waiting line again."""
        self._line.pump()

    def look_at_folder(self) -> None:
        """Another image folder was chosen: save what waited for one."""
        self._save_watch.look_now()

    def send_now(self) -> None:
        """Send what waits in the line without waiting for the end of a hold."""
        for hold in (Hold.RATE_LIMIT, Hold.OFFLINE, Hold.CIRCUIT_OPEN, Hold.APP_PAUSED):
            self.holds.release(hold)
        self._line.pump()

    def stop_watching(self, task_id: str) -> None:
        """No longer wait. An order that was not sent yet is removed; a sent one may be charged."""
        self._jobs.start("stop watching", self._stop_watching(task_id))

    def order_again(self, task_id: str) -> None:
        """Send an unconfirmed order once more; it may be charged twice."""
        self._apply(task_id, ev.OrderedAgain())

    def mark_not_sent(self, task_id: str) -> None:
        self._apply(task_id, ev.MarkedNotSent())

    def attach_remote_id(self, task_id: str, remote_id: str) -> None:
        """The person knows the service's id of an unconfirmed order."""
        self._apply(task_id, ev.IdFound(remote_id))

    def remove(self, task_id: str) -> None:
        """Take the task out of the history; its picture file stays where it is."""
        self._jobs.start("remove", self.forget(task_id))

    def set_starred(self, task_id: str, starred: bool) -> None:
        self._jobs.start("star", self._annotate(task_id, starred=starred))

    def mark_seen(self, task_id: str) -> None:
        self._jobs.start("seen", self._annotate(task_id, seen=True))

    def try_again_now(self) -> None:
        """The person asks to go on: end the holds that only wait, and look at everything now."""
        for hold in (Hold.OFFLINE, Hold.CIRCUIT_OPEN):
            self.holds.release(hold)
        for task in self._ledger.open_tasks:
            if task.state is TaskState.SAVE_BLOCKED:
                self._apply(task.id, ev.SaveUnblocked())
        self._following.look_again()
        self._line.pump()

    def _apply(self, task_id: str, event: ev.Event) -> None:
        self._jobs.start("change", self._apply_and_pump(task_id, event))

    async def _apply_and_pump(self, task_id: str, event: ev.Event) -> None:
        await self._ledger.apply(task_id, event)
        self._line.pump()

    async def _create(self, tasks: Sequence[GenerationTask]) -> None:
        try:
            await self._ledger.add(tasks)
        except StorageError as error:
            _log.error("new tasks were not stored: %s", error)
            self.trouble.emit(error)
            return
        self._line.pump()

    async def _run_again(self, task_id: str) -> None:
        task = await self._ledger.get(task_id)
        if task is not None:
            self.create(task.params, rerun_of=task.id)

    async def _stop_watching(self, task_id: str) -> None:
        task = await self._ledger.get(task_id)
        if task is None:
            return
        if task.state is TaskState.READY:
            await self._ledger.remove(task_id)
            return
        self._poller.forget(task_id)
        self._downloader.forget(task_id)
        await self._ledger.apply(task_id, ev.WatchEnded())
        self._line.pump()

    async def forget(self, task_id: str) -> None:
        """As `remove`, returning when it is done."""
        self._poller.forget(task_id)
        self._downloader.forget(task_id)
        self._schedule.cancel(_DOWNLOAD_KEY + task_id)
        await self._ledger.remove(task_id)

    async def _annotate(
        self, task_id: str, *, starred: bool | None = None, seen: bool | None = None
    ) -> None:
        try:
            await self._ledger.annotate(task_id, starred=starred, seen=seen)
        except StorageError as error:
            self.trouble.emit(error)

    def _require_client(self) -> ServiceClient:
        if self._client is None:
            raise CredentialsError(ErrorCase.KEY_MISSING, "no client yet")
        return self._client

    def _resume(self, tasks: Sequence[GenerationTask]) -> None:
        for task in sorted(tasks, key=lambda t: t.link_deadline or float("inf")):
            self._save_watch.note(task)
            if task.state in POLLED or _lacks_link(task):
                self._poller.watch(task, self._chance.random())
            elif task.state is TaskState.RESULT_READY:
                self._downloader.fetch(task)
        self._line.open()

    async def _on_effect(self, task: GenerationTask, effect: ev.Effect) -> None:
        match effect:
            case ev.Post():
                self._line.post(task)
            case ev.Poll(delay):
                self._poller.watch(task, delay)
            case ev.Download(delay):
                if delay:
                    self._schedule.set(_DOWNLOAD_KEY + task.id, delay)
                else:
                    self._downloader.fetch(task)
            case ev.StoreInline(data):
                self._downloader.store_inline(task, data)
            case ev.RaiseHold(hold, seconds):
                self.holds.raise_hold(hold, seconds)

    def _on_ledger_task_changed(self, task: GenerationTask) -> None:
        if task.state not in POLLED and not _lacks_link(task):
            self._poller.forget(task.id)
        self._downloader.note(task)
        self._save_watch.note(task)
        self.task_changed.emit(task)
        self._line.pump()

    def _on_ledger_task_removed(self, task_id: str) -> None:
        self._save_watch.forget(task_id)
        self.task_removed.emit(task_id)

    def _on_schedule_due(self, keys: list[str]) -> None:
        for key in keys:
            self.holds.release_due(key)
            self._poller.poll_due(key)
            self._save_watch.due(key)
            if key.startswith(_DOWNLOAD_KEY):
                self._jobs.start("download due", self._download_due(key))

    async def _download_due(self, key: str) -> None:
        task = await self._ledger.get(key.removeprefix(_DOWNLOAD_KEY))
        if task is not None and task.state is TaskState.RESULT_READY:
            self._downloader.fetch(task)

    def _on_holds_changed(self, state: object) -> None:
        self._poller.set_held(self.holds.blocks_asking)
        self.holds_changed.emit(state)
        self._line.pump()


def _lacks_link(task: GenerationTask) -> bool:
    nowhere = not task.result_url and task.image is None
    return task.state is TaskState.RESULT_READY and (task.fresh_link_asked or nowhere)
