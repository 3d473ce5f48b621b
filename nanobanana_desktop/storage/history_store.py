"""Writes the history: one transaction per call, on the medium when the call returns."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from nanobanana_desktop.domain.task import ENDED, ENDED_SOFTLY, GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.durations import recent_durations
from nanobanana_desktop.storage.task_rows import (
    ROW_LIMIT,
    Value,
    clean_integer,
    clean_text,
    clean_time,
    image_values,
    load_tasks,
    reference_values,
    search_values,
    task_values,
)
from nanobanana_desktop.storage.unconfirmed import log_ending

EVENT_DETAIL_LIMIT: Final = 64 * 1024
"""Code points of one entry in a task's log."""

UNFINISHED: Final = frozenset(TaskState) - ENDED - ENDED_SOFTLY - {TaskState.DRAFT}
"""States in which something is still to be done, by this program or by the person."""


class HistoryStore:
    """The tasks, their images and their logs.

    Every method raises StorageError as `Database` says; nothing of the call is stored then. Text
    and numbers that SQLite cannot hold are cleaned and never raise.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, tasks: Sequence[GenerationTask]) -> None:
        """All of them or none. Their ids are new."""
        await self._database.write(lambda connection: self._add(connection, tasks))

    async def save(self, task: GenerationTask) -> bool:
        """Replace the task and its image record; False when it was removed meanwhile.

        References belong to the order and do not change. An id of the service that is stored
        already, and an image record, are not lost to a task that does not hold them.
        """
        return await self._database.write(lambda connection: self._save(connection, task))

    async def save_all(self, tasks: Sequence[GenerationTask]) -> None:
        """`save` for each of them, all or none."""

        def save(connection: sqlite3.Connection) -> None:
            for task in tasks:
                self._save(connection, task)

        await self._database.write(save)

    async def save_intent(
        self, task: GenerationTask, request_json: str, *, monotonic: float, boot_id: str
    ) -> bool:
        """`save`, together with the request that is about to be sent for `task.attempt`.

        `request_json` is what will be sent, pictures inside it shortened. `monotonic` is in
        seconds. A second intent for the same attempt raises StorageError(DATABASE).
        """
        return await self._database.write(
            lambda connection: self._save_intent(connection, task, request_json, monotonic, boot_id)
        )

    async def save_remote_id(self, task_id: str, remote_id: str, accepted_at: float) -> bool:
        """The service's id, alone; False when the task was removed meanwhile.

        The state stays: a task found SUBMITTING with an id was accepted.
        """
        values = (clean_text(remote_id), clean_time(accepted_at), clean_text(task_id))
        return await self._database.write(
            lambda connection: connection.execute(_SAVE_REMOTE_ID, values).rowcount > 0
        )

    async def remove(self, task_id: str) -> bool:
        """Forget the task, its log and its image record; files stay. False when it is unknown."""
        return await self._database.write(
            lambda connection: connection.execute(_REMOVE, (clean_text(task_id),)).rowcount > 0
        )

    async def merge(self, task: GenerationTask, absorbed_id: str) -> None:
        """`save`, and forget the other task, whose id and image are those of `task` now.

        Raises StorageError(DATABASE) when `task` was removed meanwhile.
        """

        def merge(connection: sqlite3.Connection) -> None:
            if not self._save(connection, task):
                raise StorageError(ErrorCase.DATABASE, "the order is not in the history")
            connection.execute(_REMOVE, (clean_text(absorbed_id),))

        await self._database.write(merge)

    async def get(self, task_id: str) -> GenerationTask | None:
        """The task as it is stored; None when it is unknown."""
        found = await self._database.run(lambda connection: load_tasks(connection, [task_id]))
        return found[0] if found else None

    async def unfinished(self) -> list[GenerationTask]:
        """All tasks in a state of `UNFINISHED`, in the order of the waiting line."""
        return await self._database.run(_load_unfinished)

    async def recent_durations(self, limit: int) -> dict[tuple[str, str], list[float]]:
        """Seconds from acceptance to result of the last `limit` tasks, oldest first.

        By model name and resolution. Tasks that were not watched all the time do not count.
        """
        return await self._database.run(lambda connection: recent_durations(connection, limit))

    async def ordered_since(self, moment: float) -> list[GenerationTask]:
        """Tasks that are not under way and were ordered at `moment` or later, newest first.

        At most `ROW_LIMIT`.
        """
        return await self._database.run(
            lambda connection: _load_ids(connection, _ORDERED_SINCE, moment)
        )

    async def find_remote(self, remote_id: str) -> GenerationTask | None:
        """The newest task with this id of the service."""
        wanted = clean_text(remote_id)
        found = await self._database.run(
            lambda connection: _load_ids(connection, _BY_REMOTE_ID, wanted)
        )
        return found[0] if found else None

    async def log_event(self, task_id: str, at: float, kind: str, detail: str = "") -> None:
        """Add to the task's log. The caller has taken keys and signed links out of `detail`."""
        values = (
            clean_time(at) or 0.0,
            clean_text(kind),
            clean_text(detail, EVENT_DETAIL_LIMIT),
            clean_text(task_id),
        )
        await self._database.write(lambda connection: connection.execute(_LOG_EVENT, values))

    def _add(self, connection: sqlite3.Connection, tasks: Iterable[GenerationTask]) -> None:
        for task in tasks:
            add_task(connection, task, self._database.report.owner_epoch)

    def _save(self, connection: sqlite3.Connection, task: GenerationTask) -> bool:
        return save_task(connection, task, self._database.report.owner_epoch)

    def _save_intent(
        self,
        connection: sqlite3.Connection,
        task: GenerationTask,
        request_json: str,
        monotonic: float,
        boot_id: str,
    ) -> bool:
        if not self._save(connection, task):
            return False
        request = clean_text(request_json)
        intent: dict[str, Value] = {
            "id": clean_text(task.id),
            "attempt": clean_integer(task.attempt),
            "started_at": clean_time(task.submitted_at) or clean_time(task.changed_at) or 0.0,
            "monotonic": clean_time(monotonic) or 0.0,
            "boot_id": clean_text(boot_id),
            "owner_epoch": self._database.report.owner_epoch,
            "request_json": request,
            "request_sha256": hashlib.sha256(request.encode()).hexdigest(),
        }
        connection.execute(_SAVE_INTENT, intent)
        return True


def _load_ids(connection: sqlite3.Connection, sql: str, value: Value) -> list[GenerationTask]:
    rows = connection.execute(sql, (value,)).fetchall()
    return load_tasks(connection, [row["id"] for row in rows])


def add_task(connection: sqlite3.Connection, task: GenerationTask, owner_epoch: int) -> None:
    """Insert a task that is new, with all that belongs to it; without rating, note and tags."""
    number = connection.execute(_NEXT_NUMBER).fetchone()[0]
    values = task_values(task) | {"owner_epoch": owner_epoch, "number": number}
    connection.execute(_insert("tasks", values), values)
    search = search_values(task) | {"task_number": number}
    connection.execute(_insert("task_search", search), search)
    for place, reference in enumerate(task.params.references):
        row = reference_values(reference) | {"task_number": number, "place": place}
        connection.execute(_insert("task_references", row), row)
    _save_image(connection, task)


def save_task(connection: sqlite3.Connection, task: GenerationTask, owner_epoch: int) -> bool:
    """Replace a task as `HistoryStore.save` does; False when it is not there."""
    values = task_values(task) | {"owner_epoch": owner_epoch}
    log_ending(connection, values, task.state)
    places = values | {"has_image": task.image is not None}
    if connection.execute(_update_task(values), places).rowcount == 0:
        return False
    connection.execute(_SAVE_SEARCH, search_values(task) | {"id": values["id"]})
    _save_image(connection, task)
    return True


def _load_unfinished(connection: sqlite3.Connection) -> list[GenerationTask]:
    tasks: list[GenerationTask] = []
    after = (float("-inf"), 0)
    while True:
        rows = connection.execute(_UNFINISHED_IDS, after).fetchall()
        tasks.extend(load_tasks(connection, [row["id"] for row in rows]))
        if len(rows) < ROW_LIMIT:
            return tasks
        after = (rows[-1]["position"], rows[-1]["number"])


def _save_image(connection: sqlite3.Connection, task: GenerationTask) -> None:
    if task.image is not None:
        values = image_values(task.image) | {"id": clean_text(task.id)}
        connection.execute(_SAVE_IMAGE, values)


def _insert(table: str, values: dict[str, Value]) -> str:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    return " ".join(("INSERT INTO", table, "(", names, ") VALUES (", places, ")"))


def _update_task(values: dict[str, Value]) -> str:
    kept = {
        "remote_id": "remote_id = CASE :remote_id WHEN '' THEN remote_id ELSE :remote_id END",
        "accepted_at": "accepted_at = COALESCE(:accepted_at, accepted_at)",
        "ratio": "ratio = CASE WHEN :has_image THEN :ratio ELSE ratio END",
    }
    changes = ", ".join(
        kept.get(name, f"{name} = :{name}") for name in values if name not in _NEVER_CHANGED
    )
    return " ".join(("UPDATE tasks SET", changes, "WHERE id = :id"))


_NEVER_CHANGED: Final = ("id", "created_at")
"""Lists lie in the order of `created_at`, the time of the order."""

_NEXT_NUMBER: Final = """
UPDATE app_state SET value = 1 + max(value, (SELECT COALESCE(MAX(number), 0) FROM tasks))
WHERE key = 'last_number' RETURNING value
"""

_SAVE_SEARCH: Final = """
UPDATE task_search SET search_text = :search_text,
    file_name = CASE :file_name WHEN '' THEN file_name ELSE :file_name END
WHERE task_number = (SELECT number FROM tasks WHERE id = :id)
    AND (search_text <> :search_text OR :file_name NOT IN ('', file_name))
"""
"""What did not change is not written: the full-text index would read it anew."""

_SAVE_IMAGE: Final = """
INSERT OR REPLACE INTO images
    (task_number, relative_path, sha256, mime, width, height, byte_size, saved_at)
SELECT number, :relative_path, :sha256, :mime, :width, :height, :byte_size, :saved_at
FROM tasks WHERE id = :id
"""

_SAVE_INTENT: Final = """
INSERT INTO task_attempts (task_number, attempt, started_at, monotonic, boot_id, owner_epoch,
    request_json, request_sha256)
SELECT number, :attempt, :started_at, :monotonic, :boot_id, :owner_epoch,
    :request_json, :request_sha256
FROM tasks WHERE id = :id
"""

_SAVE_REMOTE_ID: Final = "UPDATE tasks SET remote_id = ?, accepted_at = ? WHERE id = ?"

_REMOVE: Final = "DELETE FROM tasks WHERE id = ?"

_ORDERED_SINCE: Final = " ".join(
    (
        "SELECT id FROM tasks WHERE is_active = 0 AND created_at >= ?",
        "ORDER BY created_at DESC, number DESC LIMIT",
        str(ROW_LIMIT),
    )
)

_BY_REMOTE_ID: Final = """
SELECT id FROM tasks WHERE remote_id = ? AND remote_id <> '' ORDER BY number DESC LIMIT 1
"""

_LOG_EVENT: Final = """
INSERT INTO task_events (task_number, at, kind, detail)
SELECT number, ?, ?, ? FROM tasks WHERE id = ?
"""

_UNFINISHED_IDS: Final = " ".join(
    (
        "SELECT id, position, number FROM tasks WHERE state IN (",
        ", ".join(f"'{state.value}'" for state in sorted(UNFINISHED)),
        ") AND (position, number) > (?, ?) ORDER BY position, number LIMIT",
        str(ROW_LIMIT),
    )
)
