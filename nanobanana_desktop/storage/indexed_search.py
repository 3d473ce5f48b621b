"""A search with the full-text index: the first hits of the list without looking at all of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.storage import listing_sql
from nanobanana_desktop.storage.compiled_search import CompiledSearch, Sql
from nanobanana_desktop.storage.listing_rows import Row
from nanobanana_desktop.storage.search_index import ZONE, Reach
from nanobanana_desktop.storage.task_rows import ROW_LIMIT

MOST_UNKNOWN: Final = 2_000
"""Texts that the index lacks and that are looked through at every search; beyond, it is no help."""

_GROWTH: Final = 4
"""Each portion of zones is so many times the one before."""

RARE: Final = 200
"""So many candidates are looked at one by one; a word with fewer is found by these alone."""

_SCATTERED: Final = 12
"""Runs of zones in one portion beyond which times and numbers have no common order."""


class FirstRows(NamedTuple):
    """Rows in the order of the list; no row that is missing comes before one of them."""

    rows: list[Row]
    are_all: bool


class IndexedSearch:
    """Needs `search.match`; rows under way are left out where not said otherwise.

    Numbers mostly rise with time. So the index is asked for ranges of numbers, those with the
    newest tasks first (see `zones`), until enough hits are newer than all that is left: a common
    word is found in the first range. Whatever the order is, what comes out is right.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        reach: Reach,
        query: HistoryQuery,
        search: CompiledSearch,
    ) -> None:
        self._connection = connection
        self._reach = reach
        self._query = query
        self._search = search

    @property
    def lags(self) -> bool:
        """Whether more than `MOST_UNKNOWN` texts have to be looked through besides."""
        low, high, changes = self._reach
        values = (high, low, changes, MOST_UNKNOWN + 1)
        unknown = self._connection.execute(_UNKNOWN, values).fetchone()[0]
        return int(unknown) > MOST_UNKNOWN

    def all_rows(self, *, with_active: bool) -> Sql:
        """Everything that is found, in the order of the list."""
        match = Sql(_MATCH, (self._search.match or "",))
        return listing_sql.among(
            self._query, self._search, (match, *self._beyond_index()), is_active=with_active
        )

    def first_rows(self, wanted: int) -> FirstRows | None:
        """At least `wanted` rows or all; None when that takes as long as looking for all."""
        oldest_first = self._query.sort is HistorySort.OLDEST
        numbers = [row[0] for row in self._fetch(Sql(_SOME, (self._search.match or "", RARE)))]
        if len(numbers) < RARE:
            some = Sql(_THESE, (json.dumps(numbers),))
            return FirstRows(list(self._found((some, *self._beyond_index()))), are_all=True)
        found = {row[0]: row for row in self._found(self._beyond_index())}
        portions = self._portions(_OLDEST_ZONES if oldest_first else _NEWEST_ZONES)
        for ranges, following in portions:
            if len(ranges) > _SCATTERED:
                return None
            for first, last in ranges:
                match = Sql(_MATCH_RANGE, (self._search.match or "", first, last))
                found |= {row[0]: row for row in self._found((match,))}
            if following is None:
                break
            sure = [
                row
                for row in found.values()
                if (row[1] < following if oldest_first else row[1] > following)
            ]
            if len(sure) >= wanted:
                sure.sort(key=_place, reverse=not oldest_first)
                return FirstRows(sure[:ROW_LIMIT], are_all=False)
        return FirstRows(sorted(found.values(), key=_place, reverse=not oldest_first), True)

    def _beyond_index(self) -> tuple[Sql, ...]:
        """Numbers that the index does not hold as they are now, or not at all."""
        low, high, changes = self._reach
        return (
            Sql("SELECT task_number AS number FROM task_search WHERE task_number > ?", (high,)),
            Sql("SELECT task_number FROM task_search WHERE task_number <= ?", (low,)),
            Sql("SELECT task_number FROM search_changes WHERE number > ?", (changes,)),
            *self._search.also,
        )

    def _found(self, candidates: Sequence[Sql]) -> Iterator[Row]:
        """In the order of the list."""
        return self._fetch(
            listing_sql.among(self._query, self._search, candidates, is_active=False)
        )

    def _fetch(self, sql: Sql) -> Iterator[Row]:
        cursor = self._connection.execute(*sql)
        while rows := cursor.fetchmany(ROW_LIMIT):
            yield from rows

    def _portions(self, sql: str) -> Iterator[tuple[list[tuple[int, int]], float | None]]:
        """Ranges of numbers, and the time from which on there can be rows in the following ones."""
        cursor = self._connection.execute(sql)
        size = 1
        zones = cursor.fetchmany(1 + size)
        while zones:
            portion, following = zones[:size], zones[size:]
            yield _ranges([zone for zone, _ in portion]), following[0][1] if following else None
            size = min(size * _GROWTH, ROW_LIMIT - 1)
            zones = following + (cursor.fetchmany(1 + size - len(following)) if following else [])


def _place(row: Row) -> tuple[float, int]:
    return row[1], row[0]


def _ranges(zones: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring zones as first and last number."""
    ordered = sorted(zones)
    runs = groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    ranges = []
    for _, run in runs:
        members = [zone for _, zone in run]
        ranges.append((members[0] * ZONE, members[-1] * ZONE + ZONE - 1))
    return ranges


_UNKNOWN: Final = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM task_search WHERE task_number > ?1 LIMIT ?4))
    + (SELECT count(*) FROM (SELECT 1 FROM task_search WHERE task_number <= ?2 LIMIT ?4))
    + (SELECT count(*) FROM (SELECT 1 FROM search_changes WHERE number > ?3 LIMIT ?4))
"""
_SOME: Final = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
_THESE: Final = "SELECT value AS number FROM json_each(?)"
_MATCH: Final = "SELECT rowid AS number FROM words WHERE words MATCH ?"
_MATCH_RANGE: Final = (
    "SELECT rowid AS number FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
)
_NEWEST_ZONES: Final = "SELECT zone, newest FROM zones ORDER BY newest DESC, zone DESC"
_OLDEST_ZONES: Final = "SELECT zone, oldest FROM zones ORDER BY oldest, zone"
