"""What the services expect of tasks, as the rows and the stage ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import UnconfirmedEndings
from nanobanana_desktop.services.order_grace import OrderGrace
from nanobanana_desktop.services.picture_fetch import SpaceNeeded
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.ports import Usual
from nanobanana_desktop.ui.wiring.own_record import OwnRecord

MINUTE_MS: Final = 60_000
_LINKED: Final = frozenset({TaskState.RESULT_READY, TaskState.SAVE_BLOCKED})


class TaskProspects(QObject):
    """Answers from memory. No timer runs unless a link grows old.

    Signals: `changed()` – places, graces, the minutes of a link or the record are others now.
    """

    changed = Signal()

    def __init__(
        self,
        tasks: TaskService,
        images_folder: Callable[[], Path],
        record: OwnRecord,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._images_folder = images_folder
        self._record = record
        self._places: dict[str, int] = {}
        self._was_full = False
        self._graces: set[str] = set()
        self._minute = QTimer(self)
        self._minute.setObjectName("link minutes")
        self._minute.setSingleShot(True)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_timeout)
        record.changed.connect(self.changed)
        tasks.tasks_added.connect(self._take)
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.tasks_removed.connect(self._on_tasks_tasks_removed)
        tasks.grace_started.connect(self._on_tasks_grace_started)
        tasks.grace_ended.connect(self._on_tasks_grace_ended)
        tasks.place_changed.connect(self.refresh)

    def place(self, task_id: str) -> int:
        if task_id not in self._places:
            self._places = self._count_places()
        return self._places.get(task_id, 0)

    def is_full(self) -> bool:
        return self._tasks.is_full

    def is_elsewhere(self, task: GenerationTask) -> bool:
        return self._tasks.is_elsewhere(task)

    def is_in_grace(self, task_id: str) -> bool:
        return task_id in self._graces

    def usual(self, task: GenerationTask) -> Usual | None:
        return self._tasks.usual_time(task)

    def slow_after(self, task: GenerationTask) -> float:
        return self._tasks.slow_after(task)

    def usual_cost(self, params: GenerationParams) -> float | None:
        return self._record.usual_cost(params)

    def unconfirmed_endings(self) -> UnconfirmedEndings:
        return self._record.unconfirmed_endings()

    def refresh(self) -> None:
        """Tasks of earlier sessions are there now, which no signal told, or the limit changed."""
        self._places = self._count_places()
        self._was_full = self.is_full()
        if self._has_links():
            self._minute.start()
        self.changed.emit()

    def saving_folder(self) -> str:
        return str(self._images_folder())

    def space_needed(self, task_id: str) -> SpaceNeeded | None:
        return self._tasks.space_needed(task_id)

    def _count_places(self) -> dict[str, int]:
        going = [task for task in self._tasks.waiting if not task.held_back]
        return {task.id: place for place, task in enumerate(going, 1)}

    def _count(self) -> None:
        places = self._count_places()
        if places != self._places or self._was_full is not self.is_full():
            self._places = places
            self._was_full = self.is_full()
            self.changed.emit()

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        self._take((task,))

    def _take(self, tasks: Sequence[GenerationTask]) -> None:
        waits = any(task.state is TaskState.READY or task.id in self._places for task in tasks)
        if waits or self._was_full is not self.is_full():
            self._count()
        has_links = any(task.state in _LINKED and task.result_url for task in tasks)
        if has_links and not self._minute.isActive():
            self._minute.start()
        self._rest_without_links()

    def _on_tasks_tasks_removed(self, _task_ids: list[str]) -> None:
        self._count()
        self._rest_without_links()

    def _rest_without_links(self) -> None:
        if self._minute.isActive() and not self._has_links():
            self._minute.stop()

    def _on_minute_timeout(self) -> None:
        if self._has_links():
            self._minute.start()
        self.changed.emit()

    def _has_links(self) -> bool:
        return any(task.state in _LINKED and task.result_url for task in self._tasks.open_tasks)

    def _on_tasks_grace_started(self, grace: OrderGrace) -> None:
        self._graces.update(grace.ids)
        self.changed.emit()

    def _on_tasks_grace_ended(self, ids: tuple[str, ...]) -> None:
        self._graces.difference_update(ids)
        self.changed.emit()
