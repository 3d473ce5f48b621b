"""Finds what a query asks for, off the window thread: the first rows at once, then all of them."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.storage.connections import (
    SQLITE_ERRORS,
    database_error,
    open_for_reading,
)
from nanobanana_desktop.storage.task_rows import ROW_LIMIT


class HistoryFinder:
    """Answers in the thread that uses it first, from then on only there.

    Raises StorageError(DATABASE) when the file cannot be read. To be closed before the database is.
    """

    def __init__(
        self,
        path: Path,
        open_connection: Callable[[Path], sqlite3.Connection] = open_for_reading,
    ) -> None:
        self._path = path
        self._open_connection = open_connection
        self._connection: sqlite3.Connection | None = None

    def find(self, query: HistoryQuery, is_moot: Callable[[], bool]) -> Iterator[HistoryListing]:
        """The first rows (at most `ROW_LIMIT`, not complete), then the whole.

        A short answer comes once. Ends early, without the whole, when nobody wants it any more.
        """
        if self._connection is None:
            self._connection = self._open_connection(self._path)
        try:
            yield from _list(self._connection, query, is_moot)
        except SQLITE_ERRORS as error:
            raise database_error(error, self._path) from error

    def close(self) -> None:
        """Twice does no harm."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def first_page(connection: sqlite3.Connection, query: HistoryQuery) -> HistoryListing:
    """At most `ROW_LIMIT` rows."""
    return next(_list(connection, query, lambda: False))


def _list(
    connection: sqlite3.Connection, query: HistoryQuery, is_moot: Callable[[], bool]
) -> Iterator[HistoryListing]:
    numbers, created, ratios, active = array("q"), array("d"), array("f"), 0
    sql, values = _select(query)
    rows = connection.execute(sql, values)
    while not is_moot():
        chunk = rows.fetchmany(ROW_LIMIT)
        for row in chunk:
            numbers.append(row["number"])
            created.append(row["created_at"])
            ratios.append(_ratio(row))
            active += row["is_active"] and query.sort is HistorySort.NEWEST
        if len(chunk) < ROW_LIMIT:
            yield HistoryListing(numbers, created, ratios, active)
            return
        if len(numbers) == ROW_LIMIT:
            yield HistoryListing(numbers[:], created[:], ratios[:], active, complete=False)


def _select(query: HistoryQuery) -> tuple[str, list[str]]:
    conditions, values = [_FILTERS[query.filter]], list(query.words)
    conditions += ["instr(search_text, ?)"] * len(values)
    search = "CROSS JOIN task_search ON task_search.task_number = number" if values else ""
    return " ".join(
        (_ROWS, search, "WHERE", " AND ".join(conditions), "ORDER BY", _ORDERS[query.sort])
    ), values


def _ratio(row: sqlite3.Row) -> float:
    if row["width"] and row["height"]:
        return float(row["width"] / row["height"])
    width, _, height = (row["aspect_ratio"] or "1:1").partition(":")
    try:
        return int(width) / int(height)
    except (ValueError, ZeroDivisionError):
        return 1.0


_ROWS: Final = """
SELECT number, created_at, is_active, aspect_ratio, width, height FROM tasks
LEFT JOIN images ON images.task_number = number
"""
_FILTERS: Final = {
    HistoryFilter.ALL: "trashed_at IS NULL",
    HistoryFilter.ACTIVE: "is_active = 1 AND trashed_at IS NULL",
    HistoryFilter.FAILED: "is_troubled = 1 AND trashed_at IS NULL",
    HistoryFilter.STARRED: "starred = 1 AND trashed_at IS NULL",
    HistoryFilter.TRASH: "trashed_at IS NOT NULL",
}
_ORDERS: Final = {
    HistorySort.NEWEST: "is_active DESC, state = 'ready' DESC,"
    " iif(state = 'ready', position, 0) DESC, created_at DESC, number DESC",
    HistorySort.OLDEST: "created_at, number",
    HistorySort.RATING: "rating DESC, created_at DESC, number DESC",
    HistorySort.SIZE: "width * height DESC, created_at DESC, number DESC",
    HistorySort.COST: "CAST(amount AS REAL) DESC, created_at DESC, number DESC",
}
