"""The history as an item model: ids only, rows read for what is looked at, no resets on news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nanobanana_desktop.domain.history_query import HistoryKey, HistoryQuery, history_key
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.history.day_starts import DayStarts
from nanobanana_desktop.ui.history.matching import passes
from nanobanana_desktop.ui.history.record_cache import CACHE_LIMIT, SLICE, RecordCache
from nanobanana_desktop.ui.history.row_answers import ANSWERED, Progress, Role, RowAnswers
from nanobanana_desktop.ui.history.row_order import RowStamp, place_among, row_stamp
from nanobanana_desktop.ui.ports import HistorySource, HoldView, Prospects
from nanobanana_desktop.ui.task_status import (
    StatusKind,
    TaskStatus,
    is_active,
)

PAGE: Final = 500
"""Ids read at once; the next page follows when the view nears the end."""

Index = QModelIndex | QPersistentModelIndex

_FETCHED: Final = frozenset({TaskState.RESULT_READY, TaskState.DOWNLOADING})
_ROOT: Final = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Tasks that match `query`: active ones on top (see `RowStamp`), then by day, newest first.

    The slots `task_added`, `task_changed`, `task_removed` and `set_progress` take the news of the
    task service; each changes only the rows concerned, so selection and scroll position survive.
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
        page: int = PAGE,
        cache_limit: int = CACHE_LIMIT,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._now = now
        self._page = page
        self._query = HistoryQuery()
        self._records = RecordCache(source, cache_limit)
        self._ids: list[str] = []
        self._known: set[str] = set()
        self._stamps: dict[str, RowStamp] = {}
        self._active_count = 0
        self._after: HistoryKey | None = None
        self._starts = DayStarts()
        self._answers = RowAnswers(now)

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def query(self) -> HistoryQuery:
        return self._query

    @property
    def is_complete(self) -> bool:
        """Whether all ids that match are in the model."""
        return self._after is None

    @property
    def day_starts(self) -> Sequence[int]:
        """Rows that begin a day, as far as rows were read, in ascending order."""
        return self._starts.rows

    @property
    def active_count(self) -> int:
        """How many rows at the top are tasks under way."""
        return self._active_count

    @property
    def hold(self) -> HoldView | None:
        return self._answers.hold

    def set_query(self, query: HistoryQuery) -> None:
        """Show the tasks that match `query`, from the top."""
        self._query = query
        self.reload()

    def reload(self) -> None:
        """Read the first page anew."""
        self.beginResetModel()
        self._records.clear()
        self._ids.clear()
        self._known.clear()
        self._stamps.clear()
        self._starts.clear()
        self._active_count = 0
        self._append(self._read_page(None))
        self.endResetModel()

    def id_at(self, row: int) -> str:
        return self._ids[row]

    def row_of(self, task_id: str) -> int | None:
        return self._ids.index(task_id) if task_id in self._known else None

    def index_of(self, task_id: str) -> QModelIndex:
        """The index of the task, invalid when it is not shown."""
        row = self.row_of(task_id)
        return QModelIndex() if row is None else self.index(row)

    def task_at(self, row: int) -> GenerationTask | None:
        task_id = self._ids[row]
        if task_id not in self._records:
            self._read_slice(row)
        return self._records.get(task_id)

    def task(self, task_id: str) -> GenerationTask | None:
        """The task with this id, whether it is shown or not; None when it is gone."""
        if task_id not in self._records:
            self._remember(self._records.load([task_id]))
        return self._records.get(task_id)

    def status(self, task: GenerationTask) -> TaskStatus:
        return self._answers.status(task)

    def is_file_missing(self, task: GenerationTask) -> bool:
        """Whether the task has a picture whose file was found gone."""
        return self.status(task).kind is StatusKind.FILE_MISSING

    @property
    def prospects(self) -> Prospects:
        return self._answers.prospects

    def progress(self, task_id: str) -> Progress | None:
        return self._answers.progress.get(task_id)

    def ensure_read(self, first: int, last: int) -> bool:
        """Read the rows from `first` to `last`; True when day starts were discovered."""
        before = list(self._starts.rows)
        for row in range(max(0, first), min(last, len(self._ids) - 1) + 1):
            if self._ids[row] not in self._records:
                self._read_slice(row)
        return list(self._starts.rows) != before

    # -- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        row = index.row()
        if role == Role.HEADER:
            return self._header(row)
        task = self.task_at(row) if role in ANSWERED else None
        return None if task is None else self._answers.answer(task, role)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._after is not None

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        fresh = [i for i in self._read_page(self._after) if i not in self._known]
        if not fresh:
            return
        self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(fresh) - 1)
        self._append(fresh)
        self.endInsertRows()

    # -- news ------------------------------------------------------------------------------------

    def task_added(self, task: GenerationTask) -> None:
        self._take(task)

    def task_changed(self, task: GenerationTask) -> None:
        if task.state is not TaskState.DOWNLOADING:
            self._answers.progress.pop(task.id, None)
        self._take(task)

    def task_removed(self, task_id: str) -> None:
        self._answers.forget(task_id)
        row = self.row_of(task_id)
        if row is not None:
            self._remove_row(row)
        self._records.drop(task_id)

    def set_progress(self, task_id: str, received: int, total: int | None) -> None:
        task = self._records.get(task_id)
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
        if self._active_count:
            self.dataChanged.emit(self.index(0), self.index(self._active_count - 1))

    def set_file_missing(self, task_id: str, missing: bool) -> None:
        """The picture's file was found gone, or found again."""
        if missing == (task_id in self._answers.missing_files):
            return
        self._answers.missing_files ^= {task_id}
        self._tell_row(task_id, [])

    # -- inside ----------------------------------------------------------------------------------

    def _take(self, task: GenerationTask) -> None:
        row = self.row_of(task.id)
        if not self._finds(task):
            if row is not None:
                self._remove_row(row)
            self._records.drop(task.id)
            return
        self._records.put(task)
        before, stamp = self._stamps.get(task.id), row_stamp(task)
        self._stamps[task.id] = stamp
        if row is None:
            self._insert(task)
        elif (row < self._active_count) != is_active(task) or before not in (None, stamp):
            self._move(row, task)
        else:
            self._tell_row(task.id, [])

    def _insert(self, task: GenerationTask) -> None:
        if self._is_beyond_page(task):
            return
        row = self._place_of(task)
        self.beginInsertRows(QModelIndex(), row, row)
        self._ids.insert(row, task.id)
        self._known.add(task.id)
        self._active_count += is_active(task)
        self._starts.row_inserted(row)
        self._mark_days((row, row + 1))
        self.endInsertRows()

    def _move(self, row: int, task: GenerationTask) -> None:
        if self._is_beyond_page(task):
            self._remove_row(row)
            return
        crosses = (row < self._active_count) != is_active(task)
        place = self._place_of(task, None if crosses else row)
        target = place - 1 if place > row else place
        moves = target != row
        if moves:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place)
            del self._ids[row]
            self._ids.insert(target, task.id)
            self._starts.row_removed(row)
            self._starts.row_inserted(target)
        else:
            # It crosses the border where it stands: rows below get or lose their day's header.
            self.layoutAboutToBeChanged.emit()
        if crosses:
            self._active_count += 1 if is_active(task) else -1
        self._mark_days((row, row + 1, target, target + 1))
        if moves:
            self.endMoveRows()
        else:
            self.layoutChanged.emit()
        self._tell_row(task.id, [])

    def _remove_row(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        task_id = self._ids.pop(row)
        self._known.discard(task_id)
        self._stamps.pop(task_id, None)
        self._active_count -= row < self._active_count
        self._starts.row_removed(row)
        self._mark_days((row,))
        self.endRemoveRows()

    def _place_of(self, task: GenerationTask, own: int | None = None) -> int:
        """The row before which the task belongs; `own` is its row if it stays in its group."""
        border = self._active_count
        group = range(border) if is_active(task) else range(border, len(self._ids))
        return place_among(group, row_stamp(task), self._stamp, own)

    def _stamp(self, row: int) -> RowStamp:
        """What the order within a group follows; a task that is gone counts like its neighbour."""
        task_id = self._ids[row]
        if task_id not in self._stamps:
            self._read_slice(row)
        stamp = self._stamps.get(task_id)
        if stamp is None:
            return self._stamp(row - 1) if row else RowStamp(True, float("inf"), 0.0, task_id)
        return stamp

    def _finds(self, task: GenerationTask) -> bool:
        if not passes(self._query.filter, task):
            return False
        return not self._query.words or self._source.matches(self._query, task.id)

    def _is_beyond_page(self, task: GenerationTask) -> bool:
        """Whether the task comes with a page that was not read yet."""
        return self._after is not None and history_key(task) < self._after

    def _read_page(self, after: HistoryKey | None) -> Sequence[str]:
        page = self._source.page(self._query, self._page, after)
        ids = list(page.ids)
        # The active rows are put in order together, so they are read together.
        while page.after is not None and page.after.active:
            page = self._source.page(self._query, self._page, page.after)
            ids += page.ids
        self._after = page.after
        return ids

    def _append(self, ids: Sequence[str]) -> None:
        was_all_active = self._active_count == len(self._ids)
        self._ids.extend(ids)
        self._known.update(ids)
        if was_all_active:
            self._count_active()

    def _count_active(self) -> None:
        while self._active_count < len(self._ids):
            task = self.task_at(self._active_count)
            if task is not None and not is_active(task):
                break
            self._active_count += 1
        rows = range(self._active_count)
        order = sorted(rows, key=self._stamp, reverse=True)
        self._ids[: self._active_count] = [self._ids[row] for row in order]
        self._mark_days(range(self._active_count + 1))

    def _read_slice(self, row: int) -> None:
        first = row - row % SLICE
        read = self._records.load(self._ids[first : first + SLICE])
        self._remember(read)
        if read:
            self._mark_days(range(first, min(first + SLICE, len(self._ids)) + 1))

    def _remember(self, tasks: Iterable[GenerationTask]) -> None:
        for task in tasks:
            if task.id in self._known:
                self._stamps[task.id] = row_stamp(task)

    def _mark_days(self, rows: Iterable[int]) -> None:
        for row in (*rows, self._active_count):
            if 0 <= row < len(self._ids):
                self._starts.mark(row, self._starts_day(row))

    def _starts_day(self, row: int) -> bool:
        if row < self._active_count:
            return False
        created = self._created(row)
        if created is None or row == self._active_count:
            return created is not None
        above = self._created(row - 1)
        return above is not None and formats.local_day(above) != formats.local_day(created)

    def _created(self, row: int) -> float | None:
        stamp = self._stamps.get(self._ids[row])
        return None if stamp is None else stamp.created_at

    def _header(self, row: int) -> str:
        created = self._created(row) if row in self._starts else None
        if created is None:
            return ""
        return formats.day_header(formats.local_day(created), formats.local_day(self._now()))

    def _tell_row(self, task_id: str, roles: list[int]) -> None:
        index = self.index_of(task_id)
        if index.isValid():
            self.dataChanged.emit(index, index, roles)
