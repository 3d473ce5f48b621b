"""What the own history tells of orders like one that is looked at, read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.cost import typical_cost
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ENDED, ENDED_SOFTLY, GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import ModelRecord, UnconfirmedEndings
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.services.task_service import TaskService

_log = get_logger(__name__)

_SETTLED = ENDED | ENDED_SOFTLY

T = TypeVar("T")


class OwnRecord(QObject):
    """Costs, failures and how unsure orders ended; nothing is known before `begin`.

    Every answer is read once, in some rows along an index, and kept until a task ends.

    Signals: `changed()` – the answers may be others now.
    """

    changed = Signal()

    def __init__(
        self, history: HistoryView, tasks: TaskService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._tasks = tasks
        self._is_open = False
        self._unsure: set[str] = set()
        self._costs: dict[tuple[str, str], float | None] = {}
        self._failures: Mapping[str, ModelRecord] | None = None
        self._endings: UnconfirmedEndings | None = None
        tasks.task_changed.connect(self._on_tasks_task_changed)

    def begin(self) -> None:
        """The window is there and the history is open; tasks of earlier sessions are known."""
        self._is_open = True
        unsure = TaskState.SUBMIT_UNKNOWN
        self._unsure = {task.id for task in self._tasks.open_tasks if task.state is unsure}
        self._forget()

    def usual_cost(self, params: GenerationParams) -> float | None:
        """What one such image cost lately, in the service's own unit."""
        kind = (params.model_name, params.resolution)
        if kind not in self._costs:
            nothing: list[str] = []
            amounts = self._read(lambda: self._history.recent_amounts(*kind), nothing)
            self._costs[kind] = typical_cost(amounts)
        return self._costs[kind]

    def model_record(self, model_name: str) -> ModelRecord | None:
        """How often the model failed lately; None when nothing is known of it."""
        if self._failures is None:
            nothing: Mapping[str, ModelRecord] = {}
            self._failures = self._read(self._history.model_failures, nothing)
        return self._failures.get(model_name)

    def unconfirmed_endings(self) -> UnconfirmedEndings:
        if self._endings is None:
            nothing = UnconfirmedEndings()
            self._endings = self._read(self._history.unconfirmed_endings, nothing)
        return self._endings

    def _read(self, question: Callable[[], T], nothing: T) -> T:
        if not self._is_open:
            return nothing
        try:
            return question()
        except StorageError as error:
            _log.info("the own history tells nothing: %s", error)
            return nothing

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        was_unsure = task.id in self._unsure
        if task.state is TaskState.SUBMIT_UNKNOWN:
            self._unsure.add(task.id)
        else:
            self._unsure.discard(task.id)
        if self._is_open and (task.state in _SETTLED or was_unsure):
            self._forget()

    def _forget(self) -> None:
        self._costs.clear()
        self._failures = self._endings = None
        self.changed.emit()
