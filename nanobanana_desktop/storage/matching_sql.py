"""Whether a query finds a certain task."""

from __future__ import annotations

import sqlite3

from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.search_language import parse
from nanobanana_desktop.storage import listing_sql
from nanobanana_desktop.storage.search_sql import Calendar, compile_search


def matches(
    connection: sqlite3.Connection,
    query: HistoryQuery,
    task_id: str,
    calendar: Calendar | None = None,
) -> bool:
    search = compile_search(parse(query.text).expression, calendar or Calendar())
    sql = listing_sql.one(query, search, task_id)
    return connection.execute(*sql).fetchone() is not None
