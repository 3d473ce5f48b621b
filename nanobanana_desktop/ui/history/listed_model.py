"""Rows that a history lists: how they come, change and go, without disturbing what is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.listing_change import Step, steps_between
from nanobanana_desktop.ui.history.matching import passes
from nanobanana_desktop.ui.history.record_cache import READ_LIMIT
from nanobanana_desktop.ui.history.rows_model import RowsModel
from nanobanana_desktop.ui.history.shown_rows import Entry, ShownRows
from nanobanana_desktop.ui.ports import HistorySource


class ListedModel(RowsModel):
    """The rows of a `HistoryListing`, and what happens to their tasks.

    The first rows are there at once, the others when they were found; a search leaves the rows
    before it until its first answer has come. What happens in between is not lost.

    Signals: `listing_changed()` – an answer of the history is shown now –, `listing_failed()` –
    there will be none, see `is_unlisted`.
    """

    listing_changed = Signal()
    listing_failed = Signal()

    def __init__(
        self, source: HistorySource, parent: QObject | None = None, *, cache_limit: int
    ) -> None:
        super().__init__(source, parent, cache_limit=cache_limit)
        self._query = HistoryQuery()
        self._shown_query = self._query
        self._token: int | None = None
        self._news: dict[int, GenerationTask | None] = {}
        """By number, what happened since the rows were asked for; None for a task that is gone."""
        self._taken_away: set[str] = set()
        self._is_unlisted = False
        self._search = QTimer(self)
        self._search.setObjectName("history refresh")
        self._search.setSingleShot(True)
        self._search.setInterval(0)
        self._search.timeout.connect(self.refresh)
        source.listed.connect(self._on_source_listed)
        source.unlisted.connect(self._on_source_unlisted)

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def query(self) -> HistoryQuery:
        """What was asked for last; its first answer may still be due."""
        return self._query

    @property
    def is_complete(self) -> bool:
        """Whether all tasks that match are in the model."""
        return self._rows.complete and self.shows_query

    @property
    def shows_query(self) -> bool:
        """Whether the rows are those of the query, and not still of the one before."""
        return self._shown_query == self._query

    @property
    def is_unlisted(self) -> bool:
        """Whether what was asked for last came to nothing: rows are missing, or old."""
        return self._is_unlisted

    @property
    def shows_failure(self) -> bool:
        """Whether nothing of the query can be shown, because asking for it came to nothing."""
        return self._is_unlisted and not (len(self._rows) and self.shows_query)

    def try_again(self) -> None:
        """Ask once more for what came to nothing."""
        if self.shows_query:
            self.refresh()
        else:
            self.set_query(self._query)

    def set_query(self, query: HistoryQuery) -> None:
        """Show the tasks that match `query`, from the top: at once, or when they were found."""
        self._query = query
        self._news.clear()
        self._token = None
        self._is_unlisted = False
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
        self._is_unlisted = False
        self._token = self._source.request(self._query)

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
        if task.id not in self._found_among((task,)):
            self._records.drop(number)
            if row is not None:
                self._remove(row, row + 1)
            return
        self._records.put(number, task)
        if row is None:
            entry = Entry(number, task)
            place = self._rows.place_of(entry)
            if not self._rows.is_beyond(place):
                self._insert(place, (entry,))
        else:
            self._settle(row, Entry(number, task))
            row = self._rows.row_of(number, task.created_at)
            self._tell_changed(() if row is None else (row,))

    def _take_all(self, tasks: Sequence[GenerationTask]) -> None:
        """At most 500 are new, or other than they were."""
        if not self._rows.has_days:
            # Where each belongs depends on the others, which are other than they were as well.
            self.reload(anew=False)
            return
        numbers = self._records.numbers_of([task.id for task in tasks])
        known = {numbers[task.id]: task for task in tasks if task.id in numbers}
        self._taken_away.difference_update(numbers)
        if self._token is not None:
            self._news.update(known)
        entries = [Entry(number, task) for number, task in known.items()]
        found_ids = self._found_among(tasks)
        found = {entry.number for entry in entries if entry.task.id in found_ids}
        rows = {e.number: self._rows.row_of(e.number, e.task.created_at) for e in entries}
        gone = [number for number in known if number not in found]
        for number in gone:
            self._records.drop(number)
        self._remove_all(sorted(row for n in gone if (row := rows[n]) is not None))
        coming = [e for e in entries if e.number in found and rows[e.number] is None]
        for entry in coming:
            self._records.put(*entry)
        self._insert_all(coming)
        staying = [e for e in entries if e.number in found and rows[e.number] is not None]
        for entry in staying:
            row = self._rows.row_of(entry.number, entry.task.created_at)
            # One after the other: a place can be found among rows that are in order.
            self._records.put(*entry)
            if row is not None:
                self._settle(row, entry)
        places = [self._rows.row_of(e.number, e.task.created_at) for e in staying]
        self._tell_changed(sorted(row for row in places if row is not None))

    def _take_away(self, task_ids: Sequence[str]) -> None:
        """At most 500 are gone."""
        numbers = self._records.numbers_of(task_ids)
        if any(i not in numbers and i not in self._taken_away for i in task_ids):
            # Nobody can say any more which row it was.
            self._search.start()
        self._taken_away.update(numbers)
        if self._token is not None:
            self._news.update(dict.fromkeys(numbers.values()))
        self._records.load(list(numbers.values()))
        rows = [self.row_of_number(number) for number in numbers.values()]
        for number in numbers.values():
            self._records.drop(number)
        self._remove_all(sorted(row for row in rows if row is not None))

    def _found_among(self, tasks: Sequence[GenerationTask]) -> set[str]:
        """The ids of those that the query finds."""
        query = self._shown_query
        ids = [task.id for task in tasks if passes(query.filter, task)]
        if not query.has_text:
            return set(ids)
        parts = (ids[begin : begin + READ_LIMIT] for begin in range(0, len(ids), READ_LIMIT))
        return set().union(*(self._source.matching(query, part) for part in parts))

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

    def _on_source_unlisted(self, token: int) -> None:
        if token == self._token:
            self._token = None
            self._news.clear()
            self._is_unlisted = True
            self.listing_failed.emit()

    def _show(self, listing: HistoryListing) -> None:
        """Other rows than before, from the top."""
        self._shown_query = self._query
        self._reset(self._rows_of(listing), is_other_list=True)

    def _rows_of(self, listing: HistoryListing) -> ShownRows:
        """The rows of a listing and what happened since it was asked for."""
        rows = ShownRows(listing, self._shown_query.sort, self._task_of)
        for number, task in self._news.items():
            row = rows.row_of(number, None if task is None else task.created_at)
            if row is not None:
                rows.remove(row, row + 1)
        # Where one belongs can be told once no other stands where it belonged before.
        found = self._found_among([task for task in self._news.values() if task is not None])
        for number, task in self._news.items():
            if task is not None and task.id in found:
                rows.put(Entry(number, task))
        if listing.complete:
            self._news.clear()
        return rows

    def _change_to(self, listing: HistoryListing) -> None:
        """The rows of the same query as they are found now."""
        rows = self._rows_of(listing)
        steps = steps_between(self._rows.numbers, rows.numbers)
        if steps is None:
            self._reset(rows)
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
