"""Finds what a query asks for, off the window thread: the first rows at once, then all of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.domain.search_language import parse
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage import listing_sql
from nanobanana_desktop.storage.compiled_search import CompiledSearch, Sql
from nanobanana_desktop.storage.connections import (
    CACHE_KB,
    SQLITE_ERRORS,
    database_error,
    is_damage,
)
from nanobanana_desktop.storage.indexed_search import IndexedSearch
from nanobanana_desktop.storage.listing_rows import ListingRows, Row
from nanobanana_desktop.storage.search_index import SearchIndex, open_index, remove_index
from nanobanana_desktop.storage.search_sql import Calendar, compile_search
from nanobanana_desktop.storage.task_rows import ROW_LIMIT

logger = get_logger(__name__)

FIRST_ROWS: Final = 100
"""Rows found that are worth telling before the whole is known; more than a screen shows."""

PATIENCE: Final = 0.03
"""Seconds after which fewer rows are worth telling."""

CHUNK: Final = 2_000
"""Rows looked through between two looks at the clock."""

_STEPS: Final = 20_000
"""Instructions of SQLite between two questions whether the answer is still wanted."""

_ORDERS_OF_TIME: Final = (HistorySort.NEWEST, HistorySort.OLDEST)


class HistoryFinder:
    """Answers in one thread at a time. To be closed before the database is.

    `find` raises StorageError(DATABASE) when the history cannot be read. An index that cannot be
    used is made anew; where none can be made, texts are looked through instead.
    """

    def __init__(self, history: Path, index: Path, calendar: Calendar | None = None) -> None:
        self._history = history
        self._index_path = index
        self._calendar = calendar or Calendar()
        self._connection: sqlite3.Connection | None = None
        self._index: SearchIndex | None = None

    def find(self, query: HistoryQuery, is_moot: Callable[[], bool]) -> Iterator[HistoryListing]:
        """The first rows (at most `ROW_LIMIT`, not complete), then the whole.

        Or the whole at once, when it is short or lies in an order that no index has. Ends early,
        without the whole, when nobody wants it any more.
        """
        try:
            yield from self._find(query, is_moot)
        except SQLITE_ERRORS as error:
            if self._index is None or not is_damage(error):
                raise database_error(error, self._history) from error
        else:
            return
        self._replace_index()
        try:
            yield from self._find(query, is_moot)
        except SQLITE_ERRORS as error:
            raise database_error(error, self._history) from error

    def build(self) -> bool:
        """Let the index follow the history by a slice; whether there is more to do."""
        try:
            self._open()
            return self._index is not None and self._index.build()
        except SQLITE_ERRORS as error:
            logger.info("the search index cannot be continued: %s", error)
            if is_damage(error) and self._index is not None:
                self._replace_index()
                return True
            return False

    def close(self) -> None:
        """Twice does no harm."""
        connection, self._connection, self._index = self._connection, None, None
        if connection is not None:
            connection.close()

    def _find(self, query: HistoryQuery, is_moot: Callable[[], bool]) -> Iterator[HistoryListing]:
        connection = self._open()
        search = compile_search(parse(query.text).expression, self._calendar)
        # Asked in the midst of long statements, too.
        connection.set_progress_handler(is_moot, _STEPS)
        try:
            connection.execute("BEGIN")
            yield from _Finding(connection, self._index, query, search, is_moot).listings()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_INTERRUPT":
                raise
        finally:
            connection.set_progress_handler(None, 0)
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        connection, self._index = self._open_with_index()
        if connection is None:
            connection = sqlite3.connect(
                ":memory:", uri=True, isolation_level=None, check_same_thread=False
            )
            try:
                self._attach(connection)
            except SQLITE_ERRORS:
                connection.close()
                raise
        self._connection = connection
        return connection

    def _open_with_index(self) -> tuple[sqlite3.Connection | None, SearchIndex | None]:
        try:
            connection = open_index(self._index_path)
        except (*SQLITE_ERRORS, OSError) as error:
            logger.info("there is no search index: %s", error)
            return None, None
        try:
            self._attach(connection)
            index = SearchIndex(connection)
            index.adopt()
        except SQLITE_ERRORS as error:
            logger.info("the search index cannot be used: %s", error)
            connection.close()
            return None, None
        return connection, index

    def _attach(self, connection: sqlite3.Connection) -> None:
        address = f"{self._history.absolute().as_uri()}?mode=ro"
        connection.execute("ATTACH ? AS history", (address,))
        connection.execute(f"PRAGMA history.cache_size = -{CACHE_KB:d}")

    def _replace_index(self) -> None:
        logger.warning("the search index was damaged and is made anew")
        self.close()
        with suppress(OSError):
            remove_index(self._index_path)


class _Finding:
    """One search in the present transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        index: SearchIndex | None,
        query: HistoryQuery,
        search: CompiledSearch,
        is_moot: Callable[[], bool],
    ) -> None:
        self._connection = connection
        self._query = query
        self._search = search
        self._is_moot = is_moot
        self._rows = ListingRows(newest_first=query.sort is not HistorySort.OLDEST)
        self._begin = time.monotonic()
        self._told = False
        # Before anything is read of the history, which is then as new as the index or newer.
        self._indexed = None
        if index is not None and search.match is not None:
            self._indexed = IndexedSearch(connection, index.reach(), query, search)

    def listings(self) -> Iterator[HistoryListing]:
        if self._query.sort in _ORDERS_OF_TIME:
            yield from self._in_order_of_time()
        elif self._query.sort is HistorySort.RATING and self._search.is_empty:
            for stars in (listing_sql.RATED, listing_sql.UNRATED):
                yield from self._stream(listing_sql.rated(self._query, stars))
        elif self._indexed is not None:
            yield from self._stream(self._indexed.all_rows(with_active=True))
        else:
            yield from self._stream(listing_sql.everything(self._query, self._search))
        if not self._is_moot():
            yield self._rows.listing()

    def _in_order_of_time(self) -> Iterator[HistoryListing]:
        self._rows.set_active(self._fetch_all(listing_sql.active(self._query, self._search)))
        if self._query.filter is HistoryFilter.ACTIVE:
            return
        if self._search.is_empty:
            yield from self._stream(listing_sql.settled(self._query, self._search, Sql("")))
        elif self._indexed is not None and not self._indexed.lags:
            yield from self._from_index(self._indexed)
        else:
            yield from self._walk()

    def _from_index(self, indexed: IndexedSearch) -> Iterator[HistoryListing]:
        first = indexed.first_rows(FIRST_ROWS)
        if first is not None and first.are_all:
            self._rows.extend(first.rows)
            return
        if first is not None:
            ahead = ListingRows(newest_first=self._rows.newest_first)
            ahead.set_active(self._rows.active)
            ahead.extend(first.rows)
            self._told = True
            yield ahead.listing(complete=False)
        yield from self._stream(indexed.all_rows(with_active=False))

    def _walk(self) -> Iterator[HistoryListing]:
        """Look through the rows in their order, a chunk at a time."""
        place = Sql("")
        while not self._is_moot():
            sql = listing_sql.chunk_end(self._query, place, CHUNK)
            end = self._connection.execute(*sql).fetchone()
            chunk = place
            if end is not None:
                last = listing_sql.up_to(self._query, *end)
                words = filter(None, (place.text, last.text))
                chunk = Sql(" AND ".join(words), place.values + last.values)
            yield from self._stream(listing_sql.settled(self._query, self._search, chunk))
            if end is None:
                return
            place = listing_sql.beyond(self._query, *end)

    def _stream(self, sql: Sql) -> Iterator[HistoryListing]:
        cursor = self._connection.execute(*sql)
        while not self._is_moot():
            rows = cursor.fetchmany(ROW_LIMIT)
            self._rows.extend(rows)
            if not self._told and self._is_worth_telling():
                self._told = True
                yield self._rows.listing(complete=False, limit=ROW_LIMIT)
            if len(rows) < ROW_LIMIT:
                return

    def _is_worth_telling(self) -> bool:
        found = len(self._rows)
        if not self._rows.newest_first:
            # Those under way lie among the others, of which none may be known yet.
            found -= len(self._rows.active)
        return found >= FIRST_ROWS or (found > 0 and time.monotonic() - self._begin > PATIENCE)

    def _fetch_all(self, sql: Sql) -> list[Row]:
        cursor = self._connection.execute(*sql)
        found: list[Row] = []
        while not self._is_moot():
            rows = cursor.fetchmany(ROW_LIMIT)
            found += rows
            if len(rows) < ROW_LIMIT:
                break
        return found
