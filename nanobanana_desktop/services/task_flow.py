"""The way of each task from order to picture, as far as it goes by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import POLLED, GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import CredentialsError, ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.downloader import PictureClient, PictureStore, ResultDownloader
from nanobanana_desktop.services.following import Following
from nanobanana_desktop.services.holds import Holds
from nanobanana_desktop.services.ledger_stores import Journal, TaskStore
from nanobanana_desktop.services.order_grace import GraceKeeper
from nanobanana_desktop.services.poller import QueryClient
from nanobanana_desktop.services.recovery import RecoveryReport, RecoverySource, recover
from nanobanana_desktop.services.rhythm import DurationSource
from nanobanana_desktop.services.save_watch import SaveWatch
from nanobanana_desktop.services.schedule import Schedule
from nanobanana_desktop.services.service_place import ServicePlace
from nanobanana_desktop.services.store_watch import StoreWatch
from nanobanana_desktop.services.task_ledger import TaskLedger
from nanobanana_desktop.services.waiting_line import SubmitClient, WaitingLine
from nanobanana_desktop.services.wake_watch import NetworkWatch

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


@dataclass(frozen=True)
class Surroundings:
    """What runs and times the work of the task service, and brings chance into it."""

    jobs: Jobs
    workers: Workers
    clock: Clock
    chance: Chance
    network: NetworkWatch | None = None


class TaskFlow(QObject):
    """Puts the line, the questions, the downloads and the watches together.

    Signals: `task_changed(GenerationTask)` – once every part took notice of it –,
    `progress_changed(str, object, object)` – task id, bytes received, bytes in all or None –,
    `place_changed()` – the service is at another address, where it knows other tasks.
    """

    task_changed = Signal(object)
    progress_changed = Signal(str, object, object)
    place_changed = Signal()

    def __init__(
        self,
        stores: TaskStores,
        request_builder: RequestBuilder,
        around: Surroundings,
        limit: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        jobs, workers, clock, chance = around.jobs, around.workers, around.clock, around.chance
        self._stores = stores
        self._jobs = jobs
        self._chance = chance
        self._client: ServiceClient | None = None
        self._is_over = False
        self._is_resumed = False
        self.schedule = Schedule(clock, self)
        self.schedule.due.connect(self._on_schedule_due)
        self.holds = Holds(self.schedule, clock, chance, self)
        self.holds.changed.connect(self._on_holds_changed)
        self.ledger = TaskLedger(stores.history, stores.journal, clock, self._on_effect, self)
        self.ledger.task_changed.connect(self._on_ledger_task_changed)
        self.ledger.tasks_removed.connect(self._on_ledger_tasks_removed)
        self.store_watch = StoreWatch(self.ledger, self.schedule, jobs, clock)
        self.place = ServicePlace()
        self.grace = GraceKeeper(self.schedule, clock, self)
        self.line = WaitingLine(
            self._require_client,
            request_builder.build,
            self.ledger,
            self.holds,
            jobs,
            limit,
            self._is_slow,
            self.place,
        )
        self.following = Following(
            self._require_client,
            jobs,
            self.schedule,
            clock,
            chance,
            self.ledger,
            self.holds,
            around.network,
            _DOWNLOAD_KEY,
            self,
        )
        # A task that became slow meanwhile leaves its place in the line; it is asked about rarely.
        self.following.asked.connect(self.line.pump)
        self._poller = self.following.poller
        self._downloader = ResultDownloader(
            self._require_client,
            stores.pictures,
            workers,
            jobs,
            clock,
            self.ledger.apply,
            self.progress_changed.emit,
            self.following.is_offline,
            self.following.doubt,
        )
        self.space_needed = self._downloader.space_needed
        self.save_watch = SaveWatch(
            stores.pictures.room,
            lambda task_id: self.ledger.apply(task_id, ev.SaveUnblocked()),
            workers,
            jobs,
            self.schedule,
        )
        self.ledger.blocked_changed.connect(self.line.pump)
        self.grace.ended.connect(self.line.pump)

    async def start(
        self, client: ServiceClient, address: str, *, hold_waiting: bool
    ) -> RecoveryReport:
        """Resume the unfinished tasks of earlier sessions, nearest expiry first.

        While the history cannot be read it is read again and again. With `hold_waiting` orders
        that wait are sent when the person says so.
        """
        self._client = client
        self.place.move(address)
        while not self._is_over:
            try:
                report = await self._recover()
            except StorageError as error:
                self.ledger.block(error)
                await self.store_watch.freed()
                continue
            if hold_waiting and self.ledger.waiting:
                self.holds.raise_hold(Hold.APP_PAUSED)
            self._resume(self.ledger.open_tasks)
            self.save_watch.look_now()
            return report
        return RecoveryReport()

    async def _recover(self) -> RecoveryReport:
        report = await recover(await self.ledger.load(), self.ledger, self._stores.recovery)
        await self.following.load(self._stores.history)
        return report

    def use_client(self, client: ServiceClient, address: str) -> None:
        """Tasks of the address of before wait until it is used again; those of this one go on."""
        self._client = client
        if not self.place.move(address) or not self._is_resumed:
            return
        for task in self.ledger.open_tasks:
            if self.place.is_elsewhere(task):
                self._poller.forget(task.id)
            elif task.state in POLLED or _lacks_link(task):
                self.follow(task)
        self.place_changed.emit()
        self.line.pump()

    async def stop(self, patience: float) -> None:
        """End sending, asking and timers; an order on its way has `patience` seconds."""
        self._is_over = True
        self.schedule.clear()
        self._poller.set_held(True)
        await self.line.stop(patience)
        if self.ledger.blocked:
            await self.ledger.catch_up()
        await self._downloader.settled()
        self.schedule.clear()

    def follow(self, task: GenerationTask) -> None:
        """Ask about a task that is at the service, within a second; before `start`, from then."""
        if self._client is not None:
            self._watch(task, self._chance.random())

    async def fetch_again(self, task: GenerationTask) -> ev.Event:
        """Fetch the picture of a finished task once more; its state stays."""
        return await self._downloader.fetch_again(task)

    async def stop_watching(self, task_id: str) -> None:
        """No longer wait; an order that was not sent is removed. Raises StorageError."""
        # Asked at the moment of the removal: an order may leave the line while this one waits.
        if await self.ledger.remove(task_id, may=lambda task: task.state is TaskState.READY):
            return
        task = await self.ledger.apply(task_id, ev.WatchEnded())
        if task is not None and task.state is TaskState.WATCH_STOPPED:
            self.forget(task_id)
        self.line.pump()

    async def remove(self, task_id: str) -> None:
        """Take the task out of the history; an order on its way gets its answer first.

        Raises StorageError; the task is then as it was.
        """
        # The id of a paid order must reach the journal before its row goes.
        while not await self.ledger.remove(
            task_id, may=lambda task: not self.line.is_sending(task.id)
        ):
            if not self.line.is_sending(task_id):
                return
            await self.line.sent(task_id)
        self.forget(task_id)

    def forget(self, task_id: str) -> None:
        """Neither ask about the task nor fetch its picture."""
        self._poller.forget(task_id)
        self._downloader.forget(task_id)
        self.schedule.cancel(_DOWNLOAD_KEY + task_id)

    def _watch(self, task: GenerationTask, delay: float | None) -> None:
        if not self.place.is_elsewhere(task):
            self._poller.watch(task, delay)

    def _is_slow(self, task_id: str) -> bool:
        return self._poller.is_slow(task_id)

    def _require_client(self) -> ServiceClient:
        if self._client is None:
            raise CredentialsError(ErrorCase.KEY_MISSING, "no client yet")
        return self._client

    def _resume(self, tasks: Sequence[GenerationTask]) -> None:
        if self._is_over:
            return
        for task in sorted(tasks, key=lambda t: t.link_deadline or float("inf")):
            self.save_watch.note(task)
            if task.state in POLLED or _lacks_link(task):
                self.follow(task)
            elif task.state is TaskState.RESULT_READY:
                self._downloader.fetch(task)
        self._is_resumed = True
        self.line.open()

    async def _on_effect(self, task: GenerationTask, effect: ev.Effect) -> None:
        match effect:
            case ev.Post():
                self.line.post(task)
                await self.line.head_start(task.id)
            case ev.Poll(delay):
                self._watch(task, delay)
            case ev.Download(delay):
                if delay:
                    self.schedule.set(_DOWNLOAD_KEY + task.id, delay)
                else:
                    self._downloader.fetch(task)
            case ev.StoreInline(data):
                self._downloader.store_inline(task, data)
            case ev.RaiseHold(hold, seconds):
                self.holds.raise_hold(hold, seconds)

    async def _download_due(self, key: str) -> None:
        task = await self.ledger.get(key.removeprefix(_DOWNLOAD_KEY))
        if task is not None and task.state is TaskState.RESULT_READY:
            self._downloader.fetch(task)

    def _on_ledger_task_changed(self, task: GenerationTask) -> None:
        if task.state not in POLLED and not _lacks_link(task):
            self._poller.forget(task.id)
        self._downloader.note(task)
        self.save_watch.note(task)
        self.line.pump()
        self.task_changed.emit(task)

    def _on_ledger_tasks_removed(self, task_ids: list[str]) -> None:
        for task_id in task_ids:
            self.save_watch.forget(task_id)
        self.grace.release(task_ids)
        self.line.pump()

    def _on_schedule_due(self, keys: list[str]) -> None:
        for key in keys:
            self.holds.release_due(key)
            self.grace.release_due(key)
            self.store_watch.look_due(key)
            self._poller.poll_due(key)
            self.save_watch.due(key)
            if key.startswith(_DOWNLOAD_KEY):
                self._jobs.start("download due", self._download_due(key))
        # A task that became slow leaves its place in the line to the next.
        self.line.pump()

    def _on_holds_changed(self, _state: object) -> None:
        self._poller.set_held(self.holds.blocks_asking)
        self.line.pump()


def _lacks_link(task: GenerationTask) -> bool:
    nowhere = not task.result_url and task.image is None
    return task.state is TaskState.RESULT_READY and (task.fresh_link_asked or nowhere)
