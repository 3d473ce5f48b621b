"""Rows that a history lists: how they come, change and go, without disturbing what is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QTimer,
    Signal,
)

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.day_starts import DayStarts
from nanobanana_desktop.ui.history.listing_change import Step, steps_between
from nanobanana_desktop.ui.history.matching import passes
from nanobanana_desktop.ui.history.record_cache import SLICE, RecordCache
from nanobanana_desktop.ui.history.shown_rows import Entry, ShownRows
from nanobanana_desktop.ui.ports import HistorySource

Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()


class ListedModel(QAbstractListModel):
    """The rows of a `HistoryListing`: numbers, times and shapes of all, tasks of those looked at.

    The first rows are there at once, the others when they were found; a search leaves the rows
    before it until its first answer has come. What happens in between is not lost.

    Signals: `listing_changed()` – an answer of the history is shown now.
    """

    listing_changed = Signal()

    def __init__(
        self, source: HistorySource, parent: QObject | None = None, *, cache_limit: int
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._query = HistoryQuery()
        self._shown_query = self._query
        self._records = RecordCache(source, cache_limit)
        self._rows = ShownRows(HistoryListing(), self._query.sort, self._task_of)
        self._starts = DayStarts()
        self._token: int | None = None
        self._news: dict[int, GenerationTask | None] = {}
        """By number, what happened since the rows were asked for; None for a task that is gone."""
        self._taken_away: set[str] = set()
        self._search = QTimer(self)
        self._search.setObjectName("history refresh")
        self._search.setSingleShot(True)
        self._search.setInterval(0)
        self._search.timeout.connect(self.refresh)
        source.listed.connect(self._on_source_listed)

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def query(self) -> HistoryQuery:
        """What was asked for last; its first answer may still be due."""
        return self._query

    @property
    def is_complete(self) -> bool:
        """Whether all tasks that match are in the model."""
        return self._rows.complete and self._shown_query == self._query

    @property
    def day_starts(self) -> Sequence[int]:
        """Rows that begin a day, in ascending order."""
        return self._starts.rows

    @property
    def active_count(self) -> int:
        """How many rows at the top are tasks under way."""
        return self._rows.active

    def set_query(self, query: HistoryQuery) -> None:
        """Show the tasks that match `query`, from the top: at once, or when they were found."""
        self._query = query
        self._news.clear()
        self._token = None
        if not query.is_quick:
            self._token = self._source.request(query)
            return
        listing = self._source.first_page(query)
        self._show(listing)
        if not listing.complete:
            self._token = self._source.request(query)

    def reload(self, *, anew: bool = True) -> None:
        """Forget all that was read; show the query from the top, or let what stays stand still."""
        self._records.clear()
        if anew:
            self.set_query(self._query)
            return
        if len(self._rows):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.refresh()

    def refresh(self) -> None:
        """Look for what matches once more; rows that are shown already stay where they are."""
        self._news.clear()
        self._token = self._source.request(self._query)

    def number_at(self, row: int) -> int:
        return self._rows.numbers[row]

    def numbers(self, rows: Iterable[range]) -> array[int]:
        """The numbers of whole stretches of rows, one behind the other."""
        found = array("q")
        for part in rows:
            found += self._rows.numbers[part.start : part.stop]
        return found

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
        """The tasks of whole stretches of rows, a few read at a time as they are asked for."""
        for part in rows:
            for first in range(part.start, part.stop, SLICE):
                end = min(first + SLICE, part.stop)
                yield from self._records.read(self._rows.numbers[first:end])

    def ensure_read(self, first: int, last: int) -> None:
        """Read the rows from `first` to `last`."""
        first = max(0, first)
        for place, number in enumerate(self._rows.numbers[first : last + 1]):
            if number not in self._records:
                self.task_at(first + place)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    # -- one task --------------------------------------------------------------------------------

    def _take(self, task: GenerationTask) -> None:
        """It is new, or another than it was."""
        self._taken_away.discard(task.id)
        number = self._records.number_of(task.id)
        if number is None:
            return
        if self._token is not None:
            self._news[number] = task
        row = self._rows.row_of(number, task.created_at)
        if not self._finds(task):
            self._records.drop(number)
            if row is not None:
                self._remove(row, row + 1)
            return
        self._records.put(number, task)
        if row is None:
            self._insert(Entry(number, task))
        else:
            self._settle(row, Entry(number, task))

    def _take_all(self, tasks: Sequence[GenerationTask]) -> None:
        """At most 500 are other than they were; those that come or go do it in whole stretches."""
        if not self._rows.has_days:
            # Where each belongs depends on the others, which are other than they were as well.
            self.reload(anew=False)
            return
        numbers = self._records.numbers_of([task.id for task in tasks])
        rows, changed, stay = self._rows.copy(), list[Entry](), list[Entry]()
        for task in tasks:
            number = numbers.get(task.id)
            if number is None:
                continue
            self._taken_away.discard(task.id)
            if self._token is not None:
                self._news[number] = task
            entry, is_shown = Entry(number, task), self._finds(task)
            row = rows.row_of(number, task.created_at)
            if is_shown:
                self._records.put(number, task)
            else:
                self._records.drop(number)
            if is_shown and row is not None:
                stay.append(entry)
                continue
            changed.append(entry)
            if is_shown:
                rows.put(entry)
            elif row is not None:
                rows.remove(row, row + 1)
        steps = steps_between(self._rows.numbers, rows.numbers)
        if steps is None:
            for entry in changed:
                self._take(entry.task)
        for step in steps or ():
            self._carry_out(step, rows)
        for entry in stay:
            row = self._rows.row_of(entry.number, entry.task.created_at)
            if row is not None:
                self._settle(row, entry)

    def _take_away(self, task_id: str) -> None:
        number = self._records.number_of(task_id)
        if number is None:
            if task_id not in self._taken_away:
                # Nobody can say any more which row it was.
                self._search.start()
            return
        self._taken_away.add(task_id)
        if self._token is not None:
            self._news[number] = None
        row = self.row_of_number(number)
        self._records.drop(number)
        if row is not None:
            self._remove(row, row + 1)

    def _finds(self, task: GenerationTask) -> bool:
        if not passes(self._shown_query.filter, task):
            return False
        return not self._shown_query.has_text or self._source.matches(self._shown_query, task.id)

    def _insert(self, entry: Entry) -> None:
        row = self._rows.place_of(entry)
        if self._rows.is_beyond(row):
            return
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows.insert(row, entry)
        self._starts.rows_inserted(row)
        self._starts.look_at(self._rows, (row, row + 1))
        self.endInsertRows()

    def _settle(self, row: int, entry: Entry) -> None:
        """The task of a row is another than it was: it may belong elsewhere."""
        on_top = self._rows.belongs_on_top(entry.task)
        crosses = (row < self._rows.active) != on_top
        place = self._rows.place_of(entry, None if crosses else row)
        if self._rows.is_beyond(place):
            self._remove(row, row + 1)
            return
        if place not in (row, row + 1):
            self._move(row, place, on_top=on_top)
            row = place - 1 if place > row else place
        elif crosses:
            # Where it stands: rows below get or lose their day's header.
            self.layoutAboutToBeChanged.emit()
            self._rows.move(row, row, on_top=on_top)
            self._starts.look_at(self._rows, (row, row + 1))
            self.layoutChanged.emit()
        self._rows.set_ratio(row, entry.task)
        self.dataChanged.emit(self.index(row), self.index(row))

    def _move(self, row: int, place: int, *, on_top: bool) -> None:
        target = place - 1 if place > row else place
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place)
        self._rows.move(row, target, on_top=on_top)
        self._starts.rows_removed(row, row + 1)
        self._starts.rows_inserted(target)
        self._starts.look_at(self._rows, (row, row + 1, target, target + 1))
        self.endMoveRows()

    def _remove(self, first: int, end: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, end - 1)
        self._rows.remove(first, end)
        self._starts.rows_removed(first, end)
        self._starts.look_at(self._rows, (first,))
        self.endRemoveRows()

    # -- whole listings --------------------------------------------------------------------------

    def _on_source_listed(self, token: int, listing: HistoryListing) -> None:
        if token != self._token:
            return
        is_other = self._shown_query != self._query
        if listing.complete:
            self._token = None
        if is_other:
            self._show(listing)
        elif listing.complete:
            self._change_to(listing)
        else:
            return
        self.listing_changed.emit()

    def _show(self, listing: HistoryListing) -> None:
        """Other rows than before, from the top."""
        self.beginResetModel()
        self._shown_query = self._query
        self._rows = self._rows_of(listing)
        self._starts.find(self._rows)
        self.endResetModel()

    def _rows_of(self, listing: HistoryListing) -> ShownRows:
        """The rows of a listing and what happened since it was asked for."""
        rows = ShownRows(listing, self._shown_query.sort, self._task_of)
        for number, task in self._news.items():
            row = rows.row_of(number, None if task is None else task.created_at)
            if row is not None:
                rows.remove(row, row + 1)
        # Where one belongs can be told once no other stands where it belonged before.
        for number, task in self._news.items():
            if task is not None and self._finds(task):
                rows.put(Entry(number, task))
        if listing.complete:
            self._news.clear()
        return rows

    def _change_to(self, listing: HistoryListing) -> None:
        """The rows of the same query as they are found now."""
        rows = self._rows_of(listing)
        steps = steps_between(self._rows.numbers, rows.numbers)
        if steps is None:
            self._show(listing)
            return
        shown = self._rows
        first = len(shown)
        if steps == [Step(first, 0, first, len(rows))]:
            alike = shown.looks_like(rows)
            self._append(rows)
        else:
            for step in steps:
                self._carry_out(step, rows)
            alike = shown.looks_like(rows)
        if not alike:
            self.layoutAboutToBeChanged.emit()
            shown.take_over(rows)
            self._starts.find(shown)
            self.layoutChanged.emit()
            self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
        shown.complete = rows.complete

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
            self._starts.rows_inserted(row, end - first)
            self._starts.find(self._rows, row)
            self.endInsertRows()

    def _task_of(self, rows: ShownRows, row: int) -> GenerationTask | None:
        number = rows.numbers[row]
        if number not in self._records:
            first = row - row % SLICE
            self._records.load(rows.numbers[first : first + SLICE])
        return self._records.get(number)
