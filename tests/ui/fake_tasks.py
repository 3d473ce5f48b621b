"""A task service that does nothing but remember what it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import UnconfirmedEndings
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.order_grace import OrderGrace
from nanobanana_desktop.services.picture_fetch import SpaceNeeded
from nanobanana_desktop.services.rescue import AdoptReport
from nanobanana_desktop.services.rhythm import Usual
from tests.ui.fake_history import make_task


@dataclass
class Known:
    """Prospects that are what a test says."""

    places: dict[str, int]
    grace: frozenset[str] = frozenset()
    span: Usual | None = None
    slow: float = 600.0
    full: bool = False
    elsewhere: frozenset[str] = frozenset()
    cost: float | None = None
    endings: UnconfirmedEndings | None = None
    spaces: dict[str, SpaceNeeded] = field(default_factory=dict)

    def place(self, task_id: str) -> int:
        return self.places.get(task_id, 0)

    def is_in_grace(self, task_id: str) -> bool:
        return task_id in self.grace

    def usual(self, _task: GenerationTask) -> Usual | None:
        return self.span

    def slow_after(self, _task: GenerationTask) -> float:
        return self.slow

    def is_full(self) -> bool:
        return self.full

    def is_elsewhere(self, task: GenerationTask) -> bool:
        return task.id in self.elsewhere

    def usual_cost(self, _params: GenerationParams) -> float | None:
        return self.cost

    def unconfirmed_endings(self) -> UnconfirmedEndings | None:
        return self.endings

    def saving_folder(self) -> str:
        return "/pictures"

    def space_needed(self, task_id: str) -> SpaceNeeded | None:
        return self.spaces.get(task_id)


class FakeRecord(QObject):
    """An own history that tells what a test says; `costs` by model name."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.costs: dict[str, float] = {}
        self.endings = UnconfirmedEndings()

    def usual_cost(self, params: GenerationParams) -> float | None:
        return self.costs.get(params.model_name)

    def unconfirmed_endings(self) -> UnconfirmedEndings:
        return self.endings


@dataclass
class FakeHolds:
    state: HoldState = field(default_factory=HoldState)
    offline_tries: int = 0


class FakeTasks(QObject):
    """`asked` holds the names and arguments of the requests, in order."""

    tasks_added = Signal(list)
    task_changed = Signal(object)
    tasks_removed = Signal(list)
    trouble = Signal(object)
    holds_changed = Signal(object)
    paused_changed = Signal(bool)
    grace_started = Signal(object)
    grace_ended = Signal(object)
    place_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[object, ...]] = []
        self.holds = FakeHolds()
        self.open_tasks: list[GenerationTask] = []
        self.waiting: list[GenerationTask] = []
        self.paused = False
        self.twin: GenerationTask | None = None
        self.report: AdoptReport | StorageError = AdoptReport()
        self.usual: Usual | None = None
        self.slow = 600.0
        self.is_full = False
        self.elsewhere: set[str] = set()

    def is_elsewhere(self, task: GenerationTask) -> bool:
        return task.id in self.elsewhere

    def space_needed(self, _task_id: str) -> SpaceNeeded | None:
        return None

    def create(
        self, params: GenerationParams, count: int = 1, *, rerun_of: str = "", first: bool = False
    ) -> list[str]:
        self.asked.append(("create", params.prompt, count, first))
        return ["new"]

    async def find_twin(self, params: GenerationParams) -> GenerationTask | None:
        self.asked.append(("find_twin", params.prompt))
        return self.twin

    async def adopt(self, remote_ids: Sequence[str]) -> AdoptReport:
        self.asked.append(("adopt", tuple(remote_ids)))
        if isinstance(self.report, StorageError):
            raise self.report
        return self.report

    def usual_time(self, _task: GenerationTask) -> Usual | None:
        return self.usual

    def slow_after(self, _task: GenerationTask) -> float:
        return self.slow

    def put_back(self, tasks: Sequence[GenerationTask]) -> None:
        self.asked.append(("put_back", *(task.id for task in tasks)))

    def run_again(self, task_id: str) -> None:
        self.asked.append(("run_again", task_id))

    def run_again_all(self, task_ids: Sequence[str]) -> int:
        self.asked.append(("run_again_all", tuple(task_ids)))
        return len(task_ids)

    def order_again(self, task_id: str) -> None:
        self.asked.append(("order_again", task_id))

    def stop_watching(self, task_id: str) -> None:
        self.asked.append(("stop_watching", task_id))

    def check_now(self, task_id: str) -> None:
        self.asked.append(("check_now", task_id))

    def allow_insecure(self, task_id: str) -> None:
        self.asked.append(("allow_insecure", task_id))

    def mark_seen(self, task_id: str) -> None:
        self.asked.append(("mark_seen", task_id))

    def mark_not_sent(self, task_id: str) -> None:
        self.asked.append(("mark_not_sent", task_id))

    def attach_remote_id(self, _task_id: str, remote_id: str) -> bool:
        return " " not in remote_id

    def take_back(self, task_ids: Sequence[str]) -> None:
        self.asked.append(("take_back", tuple(task_ids)))

    def move(self, task_id: str, before: str | None) -> None:
        self.asked.append(("move", task_id, before))

    def send_first(self, task_id: str) -> None:
        self.asked.append(("send_first", task_id))

    def send_now(self, task_id: str = "") -> None:
        self.asked.append(("send_now", task_id))

    def hold_back(self, task_ids: Sequence[str], back: bool) -> None:
        self.asked.append(("hold_back", tuple(task_ids), back))

    def pause(self) -> None:
        self._set_paused(True)

    def resume(self) -> None:
        self._set_paused(False)

    def _set_paused(self, paused: bool) -> None:
        self.paused = paused
        self.paused_changed.emit(paused)

    def begin_grace(self, grace: OrderGrace) -> None:
        self.open_tasks += [make_task(task_id, TaskState.READY) for task_id in grace.ids]
        self.grace_started.emit(grace)


class FakeSettings(QObject):
    """Settings that nobody writes to disk."""

    def __init__(self, **fields: object) -> None:
        super().__init__()
        self.settings = Settings(**fields)

    def change(self, **fields: object) -> None:
        values = {name: getattr(self.settings, name) for name in Settings.__slots__}
        self.settings = Settings(**(values | fields))


class FakeClock:
    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> float:
        return self.now
