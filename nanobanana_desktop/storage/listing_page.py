"""The first rows of a list, read at once along an index."""

from __future__ import annotations

import sqlite3

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.storage import listing_sql
from nanobanana_desktop.storage.compiled_search import CompiledSearch, Sql
from nanobanana_desktop.storage.listing_rows import ListingRows, Row
from nanobanana_desktop.storage.task_rows import ROW_LIMIT


def first_page(connection: sqlite3.Connection, query: HistoryQuery) -> HistoryListing:
    """At most `ROW_LIMIT` rows; words of the query are not looked at.

    None of the orders SIZE, COST and MODEL, and only the rated ones of RATING: no index has the
    others.
    """
    search = CompiledSearch()
    rows = ListingRows(newest_first=query.sort is not HistorySort.OLDEST)
    if query.sort in (HistorySort.NEWEST, HistorySort.OLDEST):
        rows.set_active(_read(connection, listing_sql.active(query, search)))
        if query.filter is not HistoryFilter.ACTIVE:
            rows.extend(_read(connection, listing_sql.settled(query, search, Sql(""))))
        return rows.listing(complete=len(rows) < ROW_LIMIT, limit=ROW_LIMIT)
    if query.sort is HistorySort.RATING:
        rows.extend(_read(connection, listing_sql.rated(query, listing_sql.RATED)))
    return rows.listing(complete=False)


def _read(connection: sqlite3.Connection, sql: Sql) -> list[Row]:
    cursor = connection.execute(f"{sql.text} LIMIT ?", (*sql.values, ROW_LIMIT))
    return [tuple(row) for row in cursor.fetchall()]
