"""How the orders ended that were not confirmed: kept with that change, and counted."""

from __future__ import annotations

import sqlite3
from typing import Final

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.domain.track_record import (
    UNCONFIRMED_ENDINGS,
    UnconfirmedEnding,
    UnconfirmedEndings,
)
from nanobanana_desktop.storage.task_rows import Value


def log_ending(connection: sqlite3.Connection, values: dict[str, Value], state: TaskState) -> None:
    """Before a row becomes `values`: note how it ended if it was not confirmed until now."""
    ending = UNCONFIRMED_ENDINGS.get(state)
    if ending is not None:
        more = {"ending": ending.value, "unsure": TaskState.SUBMIT_UNKNOWN.value}
        connection.execute(_LOG, values | more)


def unconfirmed_endings(connection: sqlite3.Connection) -> UnconfirmedEndings:
    """Counted along an index; the size of the history does not matter."""
    return UnconfirmedEndings(*connection.execute(_COUNT).fetchone())


def _count(kind: UnconfirmedEnding) -> str:
    return " ".join(("(SELECT COUNT(*) FROM task_events WHERE kind =", f"'{kind.value}')"))


_LOG: Final = """
INSERT INTO task_events (task_number, at, kind, detail)
SELECT number, :changed_at, :ending, '' FROM tasks
WHERE id = :id AND state = :unsure
"""

_COUNT: Final = " ".join(
    (
        "SELECT",
        ", ".join(
            _count(kind)
            for kind in (
                UnconfirmedEnding.FOUND,
                UnconfirmedEnding.RUN_AGAIN,
                UnconfirmedEnding.DISMISSED,
            )
        ),
    )
)
