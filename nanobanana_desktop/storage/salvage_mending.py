"""Makes rows that were saved from a damaged history agree with each other again."""

from __future__ import annotations

import sqlite3
from pathlib import PurePosixPath
from typing import Final

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, TaskState
from nanobanana_desktop.storage.migration_library import FILL_COUNTS, FILL_RATIOS
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, search_texts

_CHILDREN: Final = (
    *("task_references", "images", "task_search", "task_attempts", "task_events", "task_tags"),
)


def mend(connection: sqlite3.Connection) -> None:
    """Drop what lost its task; give every task a known state, its marks and its search text.

    A state that cannot be read becomes the one in which nothing paid is lost: with the service's
    id the task is followed again, without one but sent it counts as unconfirmed.
    """
    for table in _CHILDREN:
        connection.execute(
            " ".join(("DELETE FROM", table, "WHERE task_number NOT IN (SELECT number FROM tasks)"))
        )
    for statement in (_LOST_TAGS, _UNUSED_TAGS, _STATES, _MARKS, FILL_RATIOS, _LAST_NUMBER):
        connection.execute(statement)
    _fill_search(connection)
    connection.execute(FILL_COUNTS)


def _fill_search(connection: sqlite3.Connection) -> None:
    last = 0
    while True:
        rows = connection.execute(_WITHOUT_SEARCH, (last, ROW_LIMIT)).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        connection.executemany(
            "INSERT INTO task_search (task_number, search_text, file_name, note_text)"
            " VALUES (?, ?, ?, ?)",
            [
                (
                    number,
                    *search_texts(prompt, PurePosixPath(path or "").name),
                    normalise_for_search(note),
                )
                for number, prompt, path, note in rows
            ],
        )


def _words(states: frozenset[TaskState]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


_LOST_TAGS: Final = "DELETE FROM task_tags WHERE tag_number NOT IN (SELECT number FROM tags)"
_UNUSED_TAGS: Final = "DELETE FROM tags WHERE number NOT IN (SELECT tag_number FROM task_tags)"
_LAST_NUMBER: Final = """
UPDATE app_state SET value = (SELECT COALESCE(MAX(number), 0) FROM tasks)
WHERE key = 'last_number'
"""
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
SELECT number, prompt, relative_path, note FROM tasks
LEFT JOIN images ON images.task_number = tasks.number
WHERE number > ? AND NOT EXISTS (SELECT 1 FROM task_search WHERE task_number = number)
ORDER BY number LIMIT ?
"""
