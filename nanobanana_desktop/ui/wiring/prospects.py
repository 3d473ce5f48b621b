"""What the services expect of tasks, as the rows and the stage ask for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import UnconfirmedEndings
from nanobanana_desktop.services.order_grace import OrderGrace
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.ports import Usual
from nanobanana_desktop.ui.wiring.own_record import OwnRecord

MINUTE_MS: Final = 60_000
_AT_SERVICE: Final = POLLED | {TaskState.SUBMITTING}
_LINKED: Final = frozenset({TaskState.RESULT_READY, TaskState.SAVE_BLOCKED})


class TaskProspects(QObject):
    """Answers from memory. No timer runs unless a link grows old.

    `limit` tells how many tasks may be at the service at the same time; `refresh` when it changed.

    Signals: `changed()` – places, graces, the minutes of a link or the record are others now.
    """

    changed = Signal()

    def __init__(
        self,
        tasks: TaskService,
        images_folder: Callable[[], Path],
        limit: Callable[[], int],
        record: OwnRecord,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._images_folder = images_folder
        self._limit = limit
        self._record = record
        self._places: dict[str, int] = {}
        self._at_service: set[str] = set()
        self._graces: set[str] = set()
        self._minute = QTimer(self)
        self._minute.setObjectName("link minutes")
        self._minute.setSingleShot(True)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_timeout)
        record.changed.connect(self.changed)
        tasks.task_added.connect(self._on_tasks_task_changed)
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.task_removed.connect(self._on_tasks_task_removed)
        tasks.grace_started.connect(self._on_tasks_grace_started)
        tasks.grace_ended.connect(self._on_tasks_grace_ended)

    def place(self, task_id: str) -> int:
        if task_id not in self._places:
            self._places = self._count_places()
        return self._places.get(task_id, 0)

    def is_full(self) -> bool:
        return len(self._at_service) >= self._limit()

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
        self._at_service = {t.id for t in self._tasks.open_tasks if t.state in _AT_SERVICE}
        if self._has_links():
            self._minute.start()
        self.changed.emit()

    def saving_folder(self) -> str:
        return str(self._images_folder())

    def _count_places(self) -> dict[str, int]:
        going = [task for task in self._tasks.waiting if not task.held_back]
        return {task.id: place for place, task in enumerate(going, 1)}

    def _count(self, task_id: str, *, at_service: bool) -> None:
        was_full = self.is_full()
        self._at_service.discard(task_id)
        if at_service:
            self._at_service.add(task_id)
        places = self._count_places()
        if places != self._places or was_full is not self.is_full():
            self._places = places
            self.changed.emit()

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        at_service = task.state in _AT_SERVICE
        known = task.id in self._places or task.id in self._at_service
        if task.state is TaskState.READY or known or at_service:
            self._count(task.id, at_service=at_service)
        if task.state in _LINKED and task.result_url and not self._minute.isActive():
            self._minute.start()
        self._rest_without_links()

    def _on_tasks_task_removed(self, task_id: str) -> None:
        self._count(task_id, at_service=False)
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
