"""Reads what the service said that earlier tasks of one kind cost."""

from __future__ import annotations

import sqlite3
from typing import Final


def recent_amounts(
    connection: sqlite3.Connection, model_name: str, resolution: str, limit: int
) -> list[str]:
    """As they were reported, the newest first, of the last `limit` results of this kind.

    Goes along an index; the size of the history does not matter.
    """
    rows = connection.execute(_AMOUNTS, (model_name, resolution, limit)).fetchall()
    return [row["amount"] for row in rows if row["amount"]]


_AMOUNTS: Final = """
SELECT amount FROM tasks
WHERE result_seen_at IS NOT NULL AND accepted_at IS NOT NULL AND model_name = ? AND resolution = ?
ORDER BY result_seen_at DESC LIMIT ?
"""
