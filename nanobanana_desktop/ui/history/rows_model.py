"""The rows of the history as an item model, and how whole stretches of them come and go."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.day_starts import DayStarts
from nanobanana_desktop.ui.history.listing_change import Step
from nanobanana_desktop.ui.history.record_cache import READ_LIMIT, SLICE, RecordCache
from nanobanana_desktop.ui.history.shown_rows import Entry, ShownRows
from nanobanana_desktop.ui.ports import HistorySource

Index = QModelIndex | QPersistentModelIndex

MOST_STRETCHES: Final = 24
"""Stretches of rows that come or go one after the other; beyond, it is another list."""
_MOST_AHEAD: Final = 8 * SLICE
"""Tasks that are read at once while somebody goes through many."""
_ROOT: Final = QModelIndex()


class RowsModel(QAbstractListModel):
    """Numbers, times and shapes of all rows, and the tasks of those that are looked at.

    Subclasses say which rows there are; every change of them is told with as few signals as it
    has stretches, and as a reset beyond `MOST_STRETCHES` of them.
    """

    def __init__(
        self, source: HistorySource, parent: QObject | None = None, *, cache_limit: int
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._records = RecordCache(source, cache_limit)
        self._rows = ShownRows(HistoryListing(), HistorySort.NEWEST, self._task_of)
        self._starts = DayStarts()
        self._is_other_list = True

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def day_starts(self) -> Sequence[int]:
        """Rows that begin a day, in ascending order."""
        return self._starts.rows

    @property
    def active_count(self) -> int:
        """How many rows at the top are tasks under way."""
        return self._rows.active

    def number_at(self, row: int) -> int:
        return self._rows.numbers[row]

    def numbers(self, rows: Iterable[range]) -> array[int]:
        """The numbers of whole stretches of rows, one behind the other."""
        found = array("q")
        for part in rows:
            found += self._rows.numbers[part.start : part.stop]
        return found

    def rows_of_numbers(self, numbers: Iterable[int]) -> list[range]:
        """The stretches of rows that have one of these numbers, in ascending order."""
        wanted = set(numbers)
        return _stretches([row for row, n in enumerate(self._rows.numbers) if n in wanted])

    @property
    def is_other_list(self) -> bool:
        """Of a reset: whether something else was asked for, or the same list changed all over."""
        return self._is_other_list

    def ratios(self, first: int, end: int) -> array[float]:
        """Width by height of the tasks from row `first` up to `end`."""
        return self._rows.ratios[first:end]

    def id_at(self, row: int) -> str:
        """The id of the row's task; empty when it is gone."""
        task = self.task_at(row)
        return "" if task is None else task.id

    def row_of(self, task_id: str) -> int | None:
        number = self._records.number_of(task_id)
        return None if number is None else self.row_of_number(number)

    def row_of_number(self, number: int) -> int | None:
        self._records.load((number,))
        task = self._records.get(number)
        return self._rows.row_of(number, None if task is None else task.created_at)

    def row_among(self, task_id: str, rows: range) -> int | None:
        """The row of the task if it is one of `rows` and was read; reads nothing."""
        number = self._records.known_number(task_id)
        if number is None:
            return None
        part = self._rows.numbers[rows.start : rows.stop]
        return rows.start + part.index(number) if number in part else None

    def index_of(self, task_id: str) -> QModelIndex:
        """The index of the task, invalid when it is not shown."""
        row = self.row_of(task_id)
        return QModelIndex() if row is None else self.index(row)

    def task_at(self, row: int) -> GenerationTask | None:
        return self._task_of(self._rows, row)

    def task(self, task_id: str) -> GenerationTask | None:
        """The task with this id, whether it is shown or not; None when it is gone."""
        number = self._records.number_of(task_id)
        if number is None:
            return None
        self._records.load((number,))
        return self._records.get(number)

    def tasks_in(self, rows: Iterable[range]) -> Iterator[GenerationTask]:
        """The tasks of whole stretches of rows, read as they are asked for: few, then more."""
        size = SLICE
        for part in rows:
            first = part.start
            while first < part.stop:
                end = min(first + size, part.stop)
                yield from self._records.read(self._rows.numbers[first:end])
                if end - first == size:
                    size = min(2 * size, _MOST_AHEAD)
                first = end

    def ensure_read(self, first: int, last: int) -> None:
        """Read the rows from `first` to `last`, and with them those of their slices."""
        first = max(0, first)
        numbers = self._rows.numbers[first : last + 1]
        missing = [place for place, number in enumerate(numbers) if number not in self._records]
        if not missing:
            return
        begin = first + missing[0]
        end = first + missing[-1] + 1
        begin, end = begin - begin % SLICE, end + -end % SLICE
        for start in range(begin, end, READ_LIMIT):
            self._records.load(self._rows.numbers[start : min(start + READ_LIMIT, end)])

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    # -- how rows change -------------------------------------------------------------------------

    def _remove(self, first: int, end: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, end - 1)
        self._rows.remove(first, end)
        self._starts.rows_removed(first, end)
        self._starts.look_at(self._rows, (first,))
        self.endRemoveRows()

    def _remove_all(self, rows: Sequence[int]) -> None:
        """Take out these rows, in ascending order."""
        stretches = _stretches(rows)
        if len(stretches) > MOST_STRETCHES:
            self._reset(self._rows.without(stretches))
            return
        for part in reversed(stretches):
            self._remove(part.start, part.stop)

    def _insert_all(self, entries: Sequence[Entry]) -> None:
        """Put in tasks that are not among the rows, each where it belongs; needs `has_days`."""
        groups = self._rows.places_of(entries)
        if len(groups) > MOST_STRETCHES:
            self._reset(self._rows.having(groups))
            return
        for row, group in reversed(groups):
            self._insert(row, group)

    def _insert(self, row: int, entries: Sequence[Entry]) -> None:
        self.beginInsertRows(QModelIndex(), row, row + len(entries) - 1)
        self._rows.insert(row, entries)
        self._starts_came(row, len(entries))
        self.endInsertRows()

    def _move(self, row: int, place: int, *, on_top: bool) -> None:
        target = place - 1 if place > row else place
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place)
        self._rows.move(row, target, on_top=on_top)
        self._starts.rows_removed(row, row + 1)
        self._starts.rows_inserted(target)
        self._starts.look_at(self._rows, (row, row + 1, target, target + 1))
        self.endMoveRows()

    def _append(self, rows: ShownRows) -> None:
        """The rows are the first of these: nothing has to be copied."""
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, len(rows) - 1)
        self._rows.take_over(rows)
        self._starts.find(rows, first)
        self.endInsertRows()

    def _carry_out(self, step: Step, rows: ShownRows) -> None:
        row, removed, first, end = step
        if removed:
            self._remove(row, row + removed)
        if end > first:
            self.beginInsertRows(QModelIndex(), row, row + end - first - 1)
            self._rows.put_in(row, rows, first, end)
            self._starts_came(row, end - first)
            self.endInsertRows()

    def _reset(self, rows: ShownRows, *, is_other_list: bool = False) -> None:
        self._is_other_list = is_other_list
        self.beginResetModel()
        self._rows = rows
        self._starts.find(rows)
        self.endResetModel()

    def _tell_changed(self, rows: Sequence[int]) -> None:
        """These rows, in ascending order, are painted otherwise than before."""
        stretches = _stretches(rows)
        if len(stretches) > MOST_STRETCHES:
            stretches = [range(rows[0], rows[-1] + 1)]
        for part in stretches:
            self.dataChanged.emit(self.index(part.start), self.index(part.stop - 1))

    def _starts_came(self, row: int, count: int) -> None:
        self._starts.rows_inserted(row, count)
        self._starts.find_among(self._rows, row, row + count + 1)
        self._starts.look_at(self._rows, ())

    def _task_of(self, rows: ShownRows, row: int) -> GenerationTask | None:
        number = rows.numbers[row]
        if number not in self._records:
            first = row - row % SLICE
            self._records.load(rows.numbers[first : first + SLICE])
        return self._records.get(number)


def _stretches(rows: Sequence[int]) -> list[range]:
    """Neighbouring rows together; `rows` ascend."""
    found: list[range] = []
    for row in rows:
        if found and found[-1].stop == row:
            found[-1] = range(found[-1].start, row + 1)
        else:
            found.append(range(row, row + 1))
    return found
