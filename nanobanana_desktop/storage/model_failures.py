"""Reads how often the tasks of each model failed at the service lately."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.domain.track_record import FAILED_AT_SERVICE, ModelRecord
from nanobanana_desktop.storage.durations import KINDS_LIMIT


def model_failures(connection: sqlite3.Connection, limit: int) -> dict[str, ModelRecord]:
    """By model name, of the last `limit` tasks of each model that ended.

    A model of which these tell nothing is left out. Goes from model to model along the index, so
    the size of the history does not matter.
    """
    records: dict[str, ModelRecord] = {}
    model = ""
    for _ in range(KINDS_LIMIT):
        row = connection.execute(_NEXT_MODEL, (model,)).fetchone()
        if row is None:
            break
        model = row["model_name"]
        values = {"model": model, "limit": limit, "cases": _CASES, "done": TaskState.DONE.value}
        done, failed = connection.execute(_LAST_OF_MODEL, values).fetchone()
        if done + failed:
            records[model] = ModelRecord(done + failed, failed)
    return records


_CASES: Final = json.dumps(sorted(FAILED_AT_SERVICE))

_NEXT_MODEL: Final = """
SELECT model_name FROM tasks WHERE finished_at IS NOT NULL AND model_name > ?
ORDER BY model_name LIMIT 1
"""

_LAST_OF_MODEL: Final = """
SELECT COUNT(*) FILTER (WHERE state = :done),
    COUNT(*) FILTER (WHERE state <> :done AND error_case IN (SELECT value FROM json_each(:cases)))
FROM (
    SELECT state, error_case FROM tasks WHERE finished_at IS NOT NULL AND model_name = :model
    ORDER BY finished_at DESC LIMIT :limit
)
"""
