"""Migration 3: what a library needs. Ratings, notes, tags, a trash, lists from indexes, counters.

It writes one number into each row and builds five narrow indexes; no text is copied. The full-text
index lies in a file of its own (see `search_index`).
"""

from __future__ import annotations

from typing import Final

_TAGS: Final = """
CREATE TABLE tags (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
) STRICT
"""
"""`folded` is the name as it is searched: tags that read the same are one."""

_TASK_TAGS: Final = """
CREATE TABLE task_tags (
    task_number INTEGER NOT NULL REFERENCES tasks (number) ON DELETE CASCADE,
    tag_number INTEGER NOT NULL REFERENCES tags (number) ON DELETE CASCADE,
    PRIMARY KEY (task_number, tag_number)
) STRICT, WITHOUT ROWID
"""

_SAVED_SEARCHES: Final = """
CREATE TABLE saved_searches (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    sort TEXT NOT NULL,
    place INTEGER NOT NULL
) STRICT
"""

_SEARCH_CHANGES: Final = """
CREATE TABLE search_changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    task_number INTEGER NOT NULL UNIQUE REFERENCES tasks (number) ON DELETE CASCADE
) STRICT
"""
"""The last change of each row of `task_search` that ever changed: a full-text index that knows how
far it read is up to date for all others. Numbers are never used twice."""

_NOTE_SEARCH_CHANGE: Final = """
CREATE TRIGGER task_search_changed AFTER UPDATE OF search_text, note_text, file_name ON task_search
WHEN (OLD.search_text, OLD.note_text, OLD.file_name)
    IS NOT (NEW.search_text, NEW.note_text, NEW.file_name)
BEGIN
    INSERT OR REPLACE INTO search_changes (task_number) VALUES (NEW.task_number);
END
"""

FILL_RATIOS: Final = """
UPDATE tasks SET ratio = COALESCE(
    (
        SELECT CAST(width AS REAL) / NULLIF(height, 0) FROM images
        WHERE task_number = number AND width > 0
    ),
    CAST(substr(aspect_ratio, 1, instr(aspect_ratio, ':') - 1) AS REAL)
        / NULLIF(CAST(substr(aspect_ratio, instr(aspect_ratio, ':') + 1) AS REAL), 0.0),
    1.0
) WHERE ratio IS NULL
"""
"""Width by height: of the picture, else as asked."""

_COUNTS: Final = """
CREATE TABLE task_counts (
    place INTEGER PRIMARY KEY CHECK (place = 1),
    shown INTEGER NOT NULL,
    active INTEGER NOT NULL,
    troubled INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    trashed INTEGER NOT NULL
) STRICT
"""
"""One row, kept by triggers: counting a million rows takes longer than a frame."""

FILL_COUNTS: Final = """
INSERT OR REPLACE INTO task_counts
SELECT
    1,
    (SELECT COUNT(*) FROM tasks) - (SELECT COUNT(*) FROM tasks WHERE trashed_at IS NOT NULL),
    (SELECT COUNT(*) FROM tasks WHERE is_active = 1 AND trashed_at IS NULL),
    (SELECT COUNT(*) FROM tasks WHERE is_troubled = 1 AND trashed_at IS NULL),
    (SELECT COUNT(*) FROM tasks WHERE starred = 1 AND trashed_at IS NULL),
    (SELECT COUNT(*) FROM tasks WHERE trashed_at IS NOT NULL)
"""


def _change_counts(sign: str, row: str) -> str:
    shown = f"{row}.trashed_at IS NULL"
    return " ".join(
        (
            "UPDATE task_counts SET",
            f"shown = shown {sign} ({shown}),",
            f"active = active {sign} ({row}.is_active AND {shown}),",
            f"troubled = troubled {sign} ({row}.is_troubled AND {shown}),",
            f"starred = starred {sign} ({row}.starred AND {shown}),",
            f"trashed = trashed {sign} ({row}.trashed_at IS NOT NULL);",
        )
    )


_COUNT_ADDED: Final = f"""
CREATE TRIGGER task_added AFTER INSERT ON tasks
BEGIN {_change_counts("+", "NEW")} END
"""
_COUNT_REMOVED: Final = f"""
CREATE TRIGGER task_removed AFTER DELETE ON tasks
BEGIN {_change_counts("-", "OLD")} END
"""
_COUNT_CHANGED: Final = f"""
CREATE TRIGGER task_changed
AFTER UPDATE OF is_active, is_troubled, starred, trashed_at ON tasks
WHEN (OLD.is_active, OLD.is_troubled, OLD.starred, OLD.trashed_at)
    IS NOT (NEW.is_active, NEW.is_troubled, NEW.starred, NEW.trashed_at)
BEGIN {_change_counts("-", "OLD")} {_change_counts("+", "NEW")} END
"""

_LISTED: Final = "created_at, number, ratio"


def _index(name: str, columns: str, rows: str = "") -> str:
    words = ("CREATE INDEX", name, "ON tasks (", columns, ")", "WHERE" if rows else "", rows)
    return " ".join(filter(None, words))


LIBRARY: Final = (
    "DROP INDEX tasks_in_order",
    "DROP INDEX tasks_troubled",
    "DROP INDEX tasks_starred",
    "ALTER TABLE tasks ADD COLUMN rating INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tasks ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tasks ADD COLUMN trashed_at REAL",
    "ALTER TABLE tasks ADD COLUMN ratio REAL",
    "ALTER TABLE task_search ADD COLUMN note_text TEXT NOT NULL DEFAULT ''",
    _TAGS,
    _TASK_TAGS,
    _SAVED_SEARCHES,
    _SEARCH_CHANGES,
    _COUNTS,
    FILL_RATIOS,
    FILL_COUNTS,
    # Lists are made from these indexes alone; the number decides between equal times.
    _index("tasks_listed", f"is_active, {_LISTED}, trashed_at, rating"),
    _index(
        "tasks_listed_troubled", f"is_active, {_LISTED}, trashed_at, is_troubled", "is_troubled = 1"
    ),
    _index("tasks_listed_starred", f"is_active, {_LISTED}, trashed_at, starred", "starred = 1"),
    _index("tasks_listed_trashed", f"is_active, {_LISTED}, trashed_at", "trashed_at IS NOT NULL"),
    _index("tasks_listed_rated", f"rating, {_LISTED}, trashed_at", "rating > 0"),
    _index("tasks_by_remote_word", "lower(remote_id)", "remote_id <> ''"),
    "CREATE INDEX task_tags_by_tag ON task_tags (tag_number, task_number)",
    _NOTE_SEARCH_CHANGE,
    _COUNT_ADDED,
    _COUNT_REMOVED,
    _COUNT_CHANGED,
    "INSERT INTO app_state VALUES ('last_number', (SELECT COALESCE(MAX(number), 0) FROM tasks))",
    "INSERT INTO app_state VALUES ('history', lower(hex(randomblob(16))))",
)
"""`last_number` is the highest number that a task ever had: none is given twice. `history` tells
this history from any other, for the files that go with it."""
