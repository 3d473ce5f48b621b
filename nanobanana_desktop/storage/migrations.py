"""The history database's schema, as numbered steps from an empty file to the present.

A step that was released is never edited: a change is a new step at the end. Statements run one by
one inside one transaction; `executescript` would commit it behind our back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nanobanana_desktop.storage.migration_library import LIBRARY


@dataclass(frozen=True, slots=True)
class Migration:
    """Brings a database of version `version - 1` to `version` (SQLite's `user_version`)."""

    version: int
    statements: tuple[str, ...]


_TROUBLED_INDEX: Final = (
    "CREATE INDEX tasks_troubled ON tasks (is_active, created_at, id) WHERE is_troubled = 1"
)

_DURATIONS_INDEX: Final = (
    "CREATE INDEX tasks_by_duration ON tasks (model_name, resolution, result_seen_at)"
    " WHERE result_seen_at IS NOT NULL AND accepted_at IS NOT NULL"
)

_TASKS: Final = """
CREATE TABLE tasks (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    is_troubled INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    created_at REAL NOT NULL,
    changed_at REAL NOT NULL,
    position REAL NOT NULL,
    owner_epoch INTEGER NOT NULL,
    batch_id TEXT NOT NULL,
    profile_id TEXT NOT NULL,
    rerun_of TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    submitted_at REAL,
    remote_id TEXT NOT NULL,
    accepted_at REAL,
    raw_status TEXT NOT NULL,
    result_url TEXT NOT NULL,
    result_seen_at REAL,
    fresh_link_asked INTEGER NOT NULL,
    empty_results INTEGER NOT NULL,
    not_found_count INTEGER NOT NULL,
    not_found_since REAL,
    download_tries INTEGER NOT NULL,
    error_case TEXT,
    error_text TEXT NOT NULL,
    error_detail TEXT NOT NULL,
    http_status INTEGER,
    amount TEXT NOT NULL,
    finished_at REAL,
    model_name TEXT NOT NULL,
    resolution TEXT NOT NULL,
    aspect_ratio TEXT,
    prompt TEXT NOT NULL
) STRICT
"""
"""`position` orders the waiting line (at first the time of the order); `owner_epoch` is the
run of the program that wrote the row last."""

_SEARCH: Final = """
CREATE TABLE task_search (
    task_number INTEGER PRIMARY KEY REFERENCES tasks (number) ON DELETE CASCADE,
    search_text TEXT NOT NULL,
    file_name TEXT NOT NULL
) STRICT
"""
"""Apart from `tasks`, so that a scan reads little; a full-text index can be laid over it."""

_REFERENCES: Final = """
CREATE TABLE task_references (
    task_number INTEGER NOT NULL REFERENCES tasks (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    byte_size INTEGER NOT NULL,
    PRIMARY KEY (task_number, place)
) STRICT, WITHOUT ROWID
"""

_IMAGES: Final = """
CREATE TABLE images (
    task_number INTEGER PRIMARY KEY REFERENCES tasks (number) ON DELETE CASCADE,
    relative_path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    byte_size INTEGER NOT NULL,
    saved_at REAL NOT NULL
) STRICT
"""

_ATTEMPTS: Final = """
CREATE TABLE task_attempts (
    task_number INTEGER NOT NULL REFERENCES tasks (number) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    started_at REAL NOT NULL,
    monotonic REAL NOT NULL,
    boot_id TEXT NOT NULL,
    owner_epoch INTEGER NOT NULL,
    request_json TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    PRIMARY KEY (task_number, attempt)
) STRICT, WITHOUT ROWID
"""
"""The intent of each paid request, committed before its first byte leaves."""

_EVENTS: Final = """
CREATE TABLE task_events (
    number INTEGER PRIMARY KEY,
    task_number INTEGER NOT NULL REFERENCES tasks (number) ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT
"""

_APP_STATE: Final = """
CREATE TABLE app_state (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID
"""

_ENDS_INDEX: Final = (
    "CREATE INDEX tasks_by_end ON tasks (model_name, finished_at, state, error_case)"
    " WHERE finished_at IS NOT NULL"
)
"""Holds all that is asked of it, so that no row is read."""

MIGRATIONS: Final = (
    Migration(
        1,
        (
            _TASKS,
            _SEARCH,
            _REFERENCES,
            _IMAGES,
            _ATTEMPTS,
            _EVENTS,
            _APP_STATE,
            "INSERT INTO app_state VALUES ('owner_epoch', 0), ('running', 0)",
            "CREATE INDEX tasks_in_order ON tasks (is_active, created_at, id)",
            _TROUBLED_INDEX,
            "CREATE INDEX tasks_starred ON tasks (is_active, created_at, id) WHERE starred = 1",
            "CREATE INDEX tasks_by_state ON tasks (state, position)",
            "CREATE INDEX tasks_by_remote_id ON tasks (remote_id) WHERE remote_id <> ''",
            "CREATE INDEX references_by_content ON task_references (sha256) WHERE sha256 <> ''",
            "CREATE INDEX images_by_path ON images (relative_path)",
            "CREATE INDEX images_by_content ON images (sha256)",
            "CREATE INDEX events_of_task ON task_events (task_number, number)",
        ),
    ),
    Migration(
        2,
        (
            "ALTER TABLE tasks ADD COLUMN refused_later INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE tasks ADD COLUMN insecure_allowed INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE tasks ADD COLUMN fresh_links INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE tasks ADD COLUMN held_back INTEGER NOT NULL DEFAULT 0",
            _DURATIONS_INDEX,
            _ENDS_INDEX,
            "CREATE INDEX events_by_kind ON task_events (kind)",
        ),
    ),
    Migration(3, LIBRARY),
    Migration(
        4,
        (
            "ALTER TABLE tasks ADD COLUMN told_model TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE tasks ADD COLUMN left_queue_at REAL",
        ),
    ),
)
