"""The history as an item model: plain numbers for all rows, tasks read for what is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from weakref import WeakMethod

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.history.listed_model import ListedModel
from nanobanana_desktop.ui.history.record_cache import CACHE_LIMIT
from nanobanana_desktop.ui.history.row_answers import ANSWERED, Progress, Role, RowAnswers
from nanobanana_desktop.ui.ports import HistorySource, HoldView, Prospects
from nanobanana_desktop.ui.row_words import RowWords
from nanobanana_desktop.ui.task_status import StatusKind, TaskStatus, is_active

Index = QModelIndex | QPersistentModelIndex

_FLAGS: Final = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
_FETCHED: Final = frozenset({TaskState.RESULT_READY, TaskState.DOWNLOADING})


class Shown(NamedTuple):
    """A task as it is at the moment."""

    task: GenerationTask
    status: TaskStatus
    progress: Progress | None


class HistoryModel(ListedModel):
    """Tasks that match `query`, in its order: with NEWEST active ones on top, then by day.

    The slots `task_changed`, `tasks_changed` (also for new ones), `tasks_removed` and
    `set_progress` take the news of the task service; each changes only the rows concerned, so
    selection and scroll position survive.
    A finished task moves from the top to its place in its day. `now` gives UTC seconds.

    Roles: `Role.TASK` GenerationTask or None when it is gone, `Role.STATUS` TaskStatus,
    `Role.PROGRESS` Progress or None, `Role.HEADER` the day's name on the first row of a day.
    """

    def __init__(
        self,
        source: HistorySource,
        now: Callable[[], float],
        parent: QObject | None = None,
        *,
        cache_limit: int = CACHE_LIMIT,
    ) -> None:
        super().__init__(source, parent, cache_limit=cache_limit)
        self._now = now
        self._answers = RowAnswers(now)
        self._compared: dict[str, str] = {}
        self._describers: list[WeakMethod[Callable[[int], RowWords]]] = []

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def hold(self) -> HoldView | None:
        return self._answers.hold

    @property
    def prospects(self) -> Prospects:
        return self._answers.prospects

    def status(self, task: GenerationTask) -> TaskStatus:
        return self._answers.status(task)

    def shown_at(self, row: int) -> Shown | None:
        """All that is painted of a row; None when its task is gone."""
        task = self.task_at(row)
        if task is None:
            return None
        return Shown(task, self._answers.status(task), self._answers.progress.get(task.id))

    @property
    def today(self) -> date:
        return formats.local_day(self._now())

    def created(self, first: int, end: int) -> array[float]:
        """UTC seconds of the orders from row `first` up to `end`."""
        return self._rows.created[first:end]

    @property
    def shown_sort(self) -> HistorySort:
        """The order of the rows that are shown; another one may have been asked for."""
        return self._shown_query.sort

    @property
    def keeps_batches(self) -> bool:
        """Whether what was ordered together lies together."""
        return self._rows.has_days or self.shown_sort is HistorySort.MODEL

    def model_name_at(self, row: int) -> str:
        """The name that was sent; reads this one task if need be, and does not keep it."""
        tasks = self._records.read(self._rows.numbers[row : row + 1])
        return tasks[0].params.model_name if tasks else ""

    def compare_mark(self, task_id: str) -> str:
        """A, B and so on while the task is one of those that are compared, else nothing."""
        return self._compared.get(task_id, "")

    def is_file_missing(self, task: GenerationTask) -> bool:
        """Whether the task has a picture whose file was found gone."""
        return self.status(task).kind is StatusKind.FILE_MISSING

    def progress(self, task_id: str) -> Progress | None:
        return self._answers.progress.get(task_id)

    def header_at(self, row: int) -> str:
        """The name of the day that begins with this row, else nothing."""
        if row not in self._starts:
            return ""
        day = formats.local_day(self._rows.created[row])
        return formats.day_header(day, formats.local_day(self._now()))

    # -- Qt's questions --------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        row = index.row()
        if role == Role.HEADER:
            return self.header_at(row)
        task = self.task_at(row) if role in ANSWERED else None
        if task is None:
            return None
        answer = self._answers.answer(task, role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, task.id, answer)
        return answer

    def add_describer(self, words: Callable[[int], RowWords]) -> None:
        """Ask this method of a view, as long as there is one, what it shows along with a row."""
        self._describers.append(WeakMethod(words))

    def _spoken(self, row: int, task_id: str, text: str) -> str:
        told = [words(row) for method in self._describers if (words := method()) is not None]
        mark = self.compare_mark(task_id)
        parts = [*(one.before for one in told), text, *(one.behind for one in told)]
        return texts.spoken_list([*parts, texts.compared_as(mark) if mark else ""])

    # -- news ------------------------------------------------------------------------------------

    def task_changed(self, task: GenerationTask) -> None:
        if task.state is not TaskState.DOWNLOADING:
            self._answers.progress.pop(task.id, None)
        self._take(task)

    def tasks_changed(self, tasks: Sequence[GenerationTask]) -> None:
        """As `task_changed` for each of at most 500 that changed or are new, at once."""
        if len(tasks) == 1:
            self.task_changed(tasks[0])
            return
        for task in tasks:
            if task.state is not TaskState.DOWNLOADING:
                self._answers.progress.pop(task.id, None)
        self._take_all(tasks)

    def tasks_removed(self, task_ids: Sequence[str]) -> None:
        """At most 500 are gone."""
        for task_id in task_ids:
            self._answers.forget(task_id)
        self._take_away(task_ids)

    def set_progress(self, task_id: str, received: int, total: int | None) -> None:
        task = self.task(task_id)
        if task is not None and task.state not in _FETCHED:
            return
        self._answers.progress[task_id] = (received, total)
        self._tell_row(task_id, [Role.PROGRESS, Qt.ItemDataRole.ToolTipRole])

    def set_holds(self, hold: HoldView | None) -> None:
        """Other reasons to wait: only active rows read differently."""
        self._answers.hold = hold
        self.tell_active_rows()

    def set_prospects(self, prospects: Prospects) -> None:
        """Who knows what is expected of tasks; `tell_active_rows` when it expects other things."""
        self._answers.prospects = prospects
        self.tell_active_rows()

    def tell_active_rows(self) -> None:
        """The active rows read differently."""
        if self.active_count:
            self.dataChanged.emit(self.index(0), self.index(self.active_count - 1))
        if self.query.sort is not HistorySort.NEWEST:
            for task_id in [task.id for task in self._records if is_active(task)]:
                self._tell_row(task_id, [])

    def set_compared(self, *task_ids: str) -> None:
        """These tasks, up to six, are compared as A, B and so on; none without ids."""
        marks = dict(zip(task_ids, "ABCDEF", strict=False))
        before, self._compared = self._compared, marks
        for task_id in {*before, *marks}:
            if before.get(task_id) != marks.get(task_id):
                self._tell_row(task_id, [Qt.ItemDataRole.AccessibleTextRole])

    def set_file_missing(self, task_id: str, missing: bool) -> None:
        """The picture's file was found gone, or found again."""
        if missing == (task_id in self._answers.missing_files):
            return
        self._answers.missing_files ^= {task_id}
        self._tell_row(task_id, [])

    def _tell_row(self, task_id: str, roles: list[int]) -> None:
        index = self.index_of(task_id)
        if index.isValid():
            self.dataChanged.emit(index, index, roles)
