"""Makes rows that were saved from a damaged history agree with each other again."""

from __future__ import annotations

import sqlite3
from pathlib import PurePosixPath
from typing import Final

from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, TaskState
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, search_texts

_CHILDREN: Final = ("task_references", "images", "task_search", "task_attempts", "task_events")


def mend(connection: sqlite3.Connection) -> None:
    """Drop what lost its task; give every task a known state, its marks and its search text.

    A state that cannot be read becomes the one in which nothing paid is lost: with the service's
    id the task is followed again, without one but sent it counts as unconfirmed.
    """
    for table in _CHILDREN:
        connection.execute(
            " ".join(("DELETE FROM", table, "WHERE task_number NOT IN (SELECT number FROM tasks)"))
        )
    connection.execute(_STATES)
    connection.execute(_MARKS)
    _fill_search(connection)


def _fill_search(connection: sqlite3.Connection) -> None:
    last = 0
    while True:
        rows = connection.execute(_WITHOUT_SEARCH, (last, ROW_LIMIT)).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        connection.executemany(
            "INSERT INTO task_search (task_number, search_text, file_name) VALUES (?, ?, ?)",
            [
                (number, *search_texts(prompt, PurePosixPath(path or "").name))
                for number, prompt, path in rows
            ],
        )


def _words(states: frozenset[TaskState]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


_STATES: Final = " ".join(
    (
        "UPDATE tasks SET state = CASE",
        "WHEN EXISTS (SELECT 1 FROM images WHERE task_number = number) THEN 'done'",
        "WHEN remote_id <> '' THEN 'queued'",
        "WHEN attempt > 0 THEN 'submit_unknown' ELSE 'refused' END",
        "WHERE state NOT IN (",
        _words(frozenset(TaskState)),
        ")",
    )
)
_MARKS: Final = " ".join(
    (
        "UPDATE tasks SET is_active = state IN (",
        _words(ACTIVE),
        "), is_troubled = state IN (",
        _words(TROUBLED),
        ")",
    )
)
_WITHOUT_SEARCH: Final = """
SELECT number, prompt, relative_path FROM tasks
LEFT JOIN images ON images.task_number = tasks.number
WHERE number > ? AND NOT EXISTS (SELECT 1 FROM task_search WHERE task_number = number)
ORDER BY number LIMIT ?
"""
