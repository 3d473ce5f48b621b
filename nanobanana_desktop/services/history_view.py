"""The history as the window sees it: what is on disk, listed and searched in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from nanobanana_desktop.domain.track_record import ModelRecord, UnconfirmedEndings

_log = get_logger(__name__)

T = TypeVar("T")

BREATH: Final = 0.04
"""Seconds that the window has for its first rows before the others are looked for.

Both are the work of one interpreter: painting would wait for each row that is found.
"""


class Reader(Protocol):
    """Short reads on the calling thread."""

    def first_page(self, query: HistoryQuery) -> HistoryListing: ...
    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]: ...
    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]: ...
    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]: ...
    def ids_of(self, numbers: Sequence[int]) -> list[str]: ...
    def matching(self, query: HistoryQuery, ids: Sequence[str]) -> set[str]: ...
    def counts(self) -> HistoryCounts: ...
    def unconfirmed_endings(self) -> UnconfirmedEndings: ...
    def model_failures(self) -> dict[str, ModelRecord]: ...
    def recent_amounts(self, model_name: str, resolution: str) -> list[str]: ...
    def change_accepted_at(self, task_id: str) -> float | None: ...


class Finder(Protocol):
    """Blocking; used in one thread at a time."""

    def find(self, query: HistoryQuery, is_moot: Callable[[], bool]) -> Iterator[HistoryListing]:
        """The first rows, then the whole, as long as somebody wants it."""
        ...

    def build(self) -> bool:
        """Do a little for the search index; whether there is more to do."""
        ...

    def close(self) -> None: ...


class HistoryView(QObject):
    """Reads rows and counts at once, and lists when they are asked for.

    Lists are looked for in a thread of their own, which brings the search index up to date when
    nobody asks for anything.

    A single row that cannot be read is missing, and `trouble` tells of it; the first page and the
    counts raise StorageError then.

    Signals: `listed(token: int, listing: HistoryListing)` answers the last `request`, first with
    the first rows, then with the whole, or with the whole at once; `unlisted(token: int)` when it
    comes to no (further) answer; `trouble(AppError)` when the history cannot be read.
    """

    listed = Signal(int, object)
    unlisted = Signal(int)
    trouble = Signal(object)
    _found = Signal(int, object)
    _failed = Signal(int, object)
    _unread = Signal(object)

    def __init__(
        self, reader: Reader, open_finder: Callable[[], Finder], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._open_finder = open_finder
        self._pool: ThreadPoolExecutor | None = None
        self._finder: Finder | None = None
        self._token = 0
        self._outdated = threading.Event()
        """Set once another request was made than the one that is carried out."""
        self._wanted: HistoryQuery | None = None
        self._builds = False
        self._found.connect(self._on_found)
        self._failed.connect(self._on_failed)
        self._is_unread = False
        # Rows are read while they are painted, and nothing may change then.
        self._unread.connect(self.trouble, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """The history can be read from now on: carry out what was requested so far."""
        # Loaded here because the first paint, which needs this module, does not wait for it.
        from concurrent.futures import ThreadPoolExecutor

        if self._pool is None:
            self._finder = self._open_finder()
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="history-finder")
            self._carry_out()
            self._pool.submit(self._build)

    def stop(self) -> None:
        """Break off what is looked for and end the thread. Idempotent."""
        self._token += 1
        self._outdated.set()
        pool, self._pool = self._pool, None
        if pool is not None and self._finder is not None:
            pool.submit(self._finder.close)
            pool.shutdown(wait=True)

    def first_page(self, query: HistoryQuery) -> HistoryListing:
        """At most 500 rows; words are not looked at, and the orders are those of time."""
        return self._reader.first_page(query)

    def request(self, query: HistoryQuery) -> int:
        """Look for all that matches; earlier requests are not answered any more.

        Returns the token of the answers. Before `start` the request is remembered.
        """
        self._token += 1
        self._outdated.set()
        self._outdated = threading.Event()
        self._wanted = query
        self._carry_out()
        return self._token

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        return self._or(list, lambda: self._reader.tasks(ids))

    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        """The tasks with these numbers, at most 500, in the order asked, with their numbers."""
        return self._or(list, lambda: self._reader.tasks_at(numbers))

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        return self._or(dict, lambda: self._reader.numbers_of(ids))

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        return self._or(list, lambda: self._reader.ids_of(numbers))

    def matching(self, query: HistoryQuery, ids: Sequence[str]) -> set[str]:
        """Those of at most 500 tasks that the query finds."""
        return self._or(set, lambda: self._reader.matching(query, ids))

    def counts(self) -> HistoryCounts:
        return self._reader.counts()

    def change_accepted_at(self, task_id: str) -> float | None:
        """When the person accepted that the file is not what was saved; None if they did not."""
        return self._or(lambda: None, lambda: self._reader.change_accepted_at(task_id))

    def unconfirmed_endings(self) -> UnconfirmedEndings:
        """How the orders ended that were not confirmed."""
        return self._reader.unconfirmed_endings()

    def model_failures(self) -> dict[str, ModelRecord]:
        """By model name: how often it failed lately."""
        return self._reader.model_failures()

    def recent_amounts(self, model_name: str, resolution: str) -> list[str]:
        """What the last results of one kind cost as the service wrote it, the newest first."""
        return self._reader.recent_amounts(model_name, resolution)

    def _or(self, nothing: Callable[[], T], question: Callable[[], T]) -> T:
        """The answer, or `nothing()` where the history cannot be read; told once until it can."""
        try:
            answer = question()
        except AppError as error:
            if not self._is_unread:
                self._is_unread = True
                _log.warning("the history cannot be read: %s", error)
                self._unread.emit(error)
            return nothing()
        self._is_unread = False
        return answer

    def _carry_out(self) -> None:
        query, pool = self._wanted, self._pool
        if pool is not None and query is not None:
            self._wanted = None
            pool.submit(self._find, self._token, query, self._outdated)

    def _find(self, token: int, query: HistoryQuery, outdated: threading.Event) -> None:
        """In the thread."""
        if query.is_quick:
            # Who asks read the first rows and shows them now.
            outdated.wait(BREATH)
        if self._finder is None or token != self._token:
            return
        try:
            for listing in self._finder.find(query, lambda: token != self._token):
                # Arrives as an event of the window's thread.
                self._found.emit(token, listing)
                if not listing.complete:
                    outdated.wait(BREATH)
        except AppError as error:
            _log.warning("the history cannot be listed: %s", error)
            self._failed.emit(token, error)
        except Exception:
            _log.exception("listing the history failed")
            self._failed.emit(token, None)
        if not self._builds:
            self._build()

    def _build(self) -> None:
        """In the thread: a slice at a time, so that a request waits for no more than that."""
        pool = self._pool
        if self._finder is None or pool is None:
            return
        try:
            self._builds = self._finder.build()
        except Exception:
            self._builds = False
            _log.exception("building the search index failed")
        if self._builds:
            # The pool may have been shut down just now.
            with suppress(RuntimeError):
                pool.submit(self._build)

    def _on_found(self, token: int, listing: HistoryListing) -> None:
        if token == self._token:
            self.listed.emit(token, listing)

    def _on_failed(self, token: int, error: AppError | None) -> None:
        if token != self._token:
            return
        self.unlisted.emit(token)
        if error is not None:
            self.trouble.emit(error)
