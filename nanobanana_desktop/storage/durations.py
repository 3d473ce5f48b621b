"""Reads how long the service took for earlier tasks of each kind."""

from __future__ import annotations

import sqlite3
from typing import Final

KINDS_LIMIT: Final = 64
"""Pairs of model and resolution that are looked at."""
BELIEVABLE: Final = 1800.0
LATE_ID: Final = 300.0


def recent_durations(
    connection: sqlite3.Connection, limit: int
) -> dict[tuple[str, str], list[float]]:
    """Seconds from acceptance to the first sight of the result, oldest first, by kind.

    Of each kind the last `limit` results are looked at. Left out are times that tell nothing: the
    program was closed in between, the id was found later, or the clock was set. Goes from kind to
    kind along the index, so the size of the history does not matter.
    """
    durations: dict[tuple[str, str], list[float]] = {}
    kind = ("", "")
    for _ in range(KINDS_LIMIT):
        # Two questions: compared as a pair, all rows of one kind would be walked through.
        row = connection.execute(_NEXT_RESOLUTION, kind).fetchone()
        row = row or connection.execute(_NEXT_MODEL, kind[:1]).fetchone()
        if row is None:
            break
        kind = (row["model_name"], row["resolution"])
        rows = connection.execute(_SECONDS, (*kind, limit)).fetchall()
        believable = [row["seconds"] for row in rows if _is_believable(row)]
        if believable:
            durations[kind] = believable[::-1]
    return durations


def _is_believable(row: sqlite3.Row) -> bool:
    sending = row["sending"]
    return sending is not None and 0 <= sending <= LATE_ID and 0 < row["seconds"] <= BELIEVABLE


_NEXT_RESOLUTION: Final = """
SELECT model_name, resolution FROM tasks
WHERE result_seen_at IS NOT NULL AND accepted_at IS NOT NULL
    AND model_name = ? AND resolution > ?
ORDER BY resolution LIMIT 1
"""

_NEXT_MODEL: Final = """
SELECT model_name, resolution FROM tasks
WHERE result_seen_at IS NOT NULL AND accepted_at IS NOT NULL AND model_name > ?
ORDER BY model_name, resolution LIMIT 1
"""

_SECONDS: Final = """
SELECT result_seen_at - accepted_at AS seconds, accepted_at - submitted_at AS sending FROM tasks
WHERE result_seen_at IS NOT NULL AND accepted_at IS NOT NULL AND model_name = ? AND resolution = ?
ORDER BY result_seen_at DESC LIMIT ?
"""
