"""Which of certain tasks a query finds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.search_language import parse
from nanobanana_desktop.storage import listing_sql
from nanobanana_desktop.storage.search_sql import Calendar, compile_search
from nanobanana_desktop.storage.task_rows import ROW_LIMIT


def matching(
    connection: sqlite3.Connection,
    query: HistoryQuery,
    ids: Sequence[str],
    calendar: Calendar | None = None,
) -> set[str]:
    """The ids of those that are found; at most `ROW_LIMIT` are looked at."""
    search = compile_search(parse(query.text).expression, calendar or Calendar())
    sql = listing_sql.ids_among(query, search, json.dumps(ids[:ROW_LIMIT]))
    return {row[0] for row in connection.execute(*sql)}
