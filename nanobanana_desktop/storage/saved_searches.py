"""Searches that the person keeps, under names, in an order of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.task_rows import clean_text

NAME_LIMIT: Final = 100
TEXT_LIMIT: Final = 1_000
"""Code points."""

COUNT_LIMIT: Final = 200


class SavedSearch(NamedTuple):
    """`number` names it as long as it exists; `text` is in the search language."""

    number: int
    name: str
    text: str
    sort: HistorySort = HistorySort.NEWEST


class SavedSearches:
    """Every method raises StorageError as `Database` says; nothing of the call is stored then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[SavedSearch]:
        """In the person's order, at most `COUNT_LIMIT`."""
        return await self._database.run(_read)

    async def add(self, name: str, text: str, sort: HistorySort) -> SavedSearch | None:
        """As the last one; None when there are `COUNT_LIMIT` already."""
        return await self._database.write(partial(_add, (*_cleaned(name, text), sort)))

    async def change(self, search: SavedSearch) -> bool:
        """Replace name, text and sort; False when it is gone."""
        values = (*_cleaned(search.name, search.text), search.sort.value, search.number)
        return await self._database.write(
            lambda connection: connection.execute(_CHANGE, values).rowcount > 0
        )

    async def put_in_order(self, numbers: Sequence[int]) -> None:
        """Show them in this order; those that are not named keep theirs, behind."""
        await self._database.write(partial(_put_in_order, tuple(numbers)))

    async def remove(self, number: int) -> bool:
        """False when it is gone."""
        return await self._database.write(
            lambda connection: connection.execute(_REMOVE, (number,)).rowcount > 0
        )


def _cleaned(name: str, text: str) -> tuple[str, str]:
    return clean_text(" ".join(name.split()), NAME_LIMIT), clean_text(text, TEXT_LIMIT)


def _read(connection: sqlite3.Connection) -> list[SavedSearch]:
    rows = connection.execute(_ALL, (COUNT_LIMIT,)).fetchall()
    return [SavedSearch(row[0], row[1], row[2], _sort(row[3])) for row in rows]


def _sort(word: str) -> HistorySort:
    """A word that this version does not know becomes the usual order."""
    try:
        return HistorySort(word)
    except ValueError:
        return HistorySort.NEWEST


def _add(
    values: tuple[str, str, HistorySort], connection: sqlite3.Connection
) -> SavedSearch | None:
    name, text, sort = values
    count = connection.execute("SELECT COUNT(*) FROM saved_searches").fetchone()[0]
    if count >= COUNT_LIMIT:
        return None
    number = connection.execute(_ADD, (name, text, sort.value)).lastrowid
    return SavedSearch(number or 0, name, text, sort)


def _put_in_order(numbers: Sequence[int], connection: sqlite3.Connection) -> None:
    left = [search.number for search in _read(connection)]
    named = [number for number in dict.fromkeys(numbers) if number in left]
    ordered = [*named, *(number for number in left if number not in named)]
    connection.executemany(
        "UPDATE saved_searches SET place = ? WHERE number = ?",
        list(enumerate(ordered)),
    )


_ALL: Final = """
SELECT number, name, text, sort FROM saved_searches ORDER BY place, number LIMIT ?
"""
_ADD: Final = """
INSERT INTO saved_searches (name, text, sort, place)
VALUES (?, ?, ?, (SELECT ifnull(max(place), -1) + 1 FROM saved_searches))
"""
_CHANGE: Final = "UPDATE saved_searches SET name = ?, text = ?, sort = ? WHERE number = ?"
_REMOVE: Final = "DELETE FROM saved_searches WHERE number = ?"
