"""The tags themselves: suggested while typing, renamed, put together, deleted."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import Final

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.marks import clean_tags
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.mark_store import TagUse
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, clean_text

SUGGESTIONS: Final = 20


class TagStore:
    """Every method raises StorageError as `Database` says; nothing of the call is stored then.

    Searches follow by themselves: they read the names of the tags.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def suggestions(self, typed: str, limit: int = SUGGESTIONS) -> list[TagUse]:
        """Tags that begin with `typed` before those that have it inside, most used first."""
        wanted = normalise_for_search(clean_text(typed))
        values = (wanted, min(limit, ROW_LIMIT))
        return await self._database.run(partial(_suggest, values))

    async def rename(self, name: str, new_name: str) -> bool:
        """Give the tag another name on all tasks; it joins a tag that is called so already.

        False when there is no such tag, or the new name is none.
        """
        cleaned = clean_tags((new_name,))
        if not cleaned:
            return False
        return await self._database.write(partial(_rename, _folded(name), cleaned[0]))

    async def delete(self, name: str) -> bool:
        """Take the tag from all tasks; False when there is none."""
        values = (_folded(name),)
        return await self._database.write(
            lambda connection: connection.execute(_DELETE, values).rowcount > 0
        )


def _folded(name: str) -> str:
    return normalise_for_search(clean_text(name))


def _suggest(values: tuple[str, int], connection: sqlite3.Connection) -> list[TagUse]:
    rows = connection.execute(_SUGGEST, {"typed": values[0], "limit": values[1]}).fetchall()
    return [TagUse(row[0], row[1]) for row in rows]


def _rename(former: str, name: str, connection: sqlite3.Connection) -> bool:
    folded = normalise_for_search(name)
    row = connection.execute(_NUMBER, (former,)).fetchone()
    if row is None:
        return False
    other = connection.execute(_NUMBER, (folded,)).fetchone()
    if other is None or other[0] == row[0]:
        connection.execute(_RENAME, (name, folded, row[0]))
        return True
    connection.execute(_JOIN, (other[0], row[0]))
    connection.execute(_DELETE, (former,))
    connection.execute(_RENAME, (name, folded, other[0]))
    return True


_SUGGEST: Final = """
SELECT name, COUNT(task_number) AS uses FROM tags JOIN task_tags ON tag_number = tags.number
WHERE instr(folded, :typed) GROUP BY tags.number
ORDER BY instr(folded, :typed) > 1, uses DESC, folded LIMIT :limit
"""
_NUMBER: Final = "SELECT number FROM tags WHERE folded = ?"
_RENAME: Final = "UPDATE tags SET name = ?, folded = ? WHERE number = ?"
_JOIN: Final = """
INSERT OR IGNORE INTO task_tags (task_number, tag_number)
SELECT task_number, ? FROM task_tags WHERE tag_number = ?
"""
_DELETE: Final = "DELETE FROM tags WHERE folded = ?"
