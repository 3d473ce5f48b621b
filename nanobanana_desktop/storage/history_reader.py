"""Reads the history for the window: short queries on a connection of its own that cannot write."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryQuery,
)
from nanobanana_desktop.domain.image_record import FileEvent, ImageRecord
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.connections import (
    SQLITE_ERRORS,
    database_error,
    open_for_reading,
)
from nanobanana_desktop.storage.listing_page import first_page
from nanobanana_desktop.storage.task_rows import (
    ROW_LIMIT,
    clean_text,
    image_from_row,
    load_tasks,
)

if TYPE_CHECKING:
    from nanobanana_desktop.domain.track_record import ModelRecord, UnconfirmedEndings
    from nanobanana_desktop.storage.search_sql import Calendar

T = TypeVar("T")

RECENT_ENDS: Final = 50
"""Tasks of a model that tell how reliable it is at present."""

RECENT_RESULTS: Final = 20
"""Results of one kind that tell what it costs at present."""


class LoggedEvent(NamedTuple):
    """One entry of a task's log; `at` is UTC seconds."""

    at: float
    kind: str
    detail: str


class HistoryReader:
    """Answers in the thread that uses it first, from then on only there.

    No call reads more than `ROW_LIMIT` rows. Raises StorageError(DATABASE) when the file cannot be
    read. To be closed before the database is.
    """

    def __init__(
        self,
        path: Path,
        open_connection: Callable[[Path], sqlite3.Connection] = open_for_reading,
        calendar: Calendar | None = None,
    ) -> None:
        self._calendar = calendar
        self._path = path
        self._open_connection = open_connection
        self._connection: sqlite3.Connection | None = None

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        """The tasks of at most `ROW_LIMIT` ids in their order; unknown ids are left out."""
        return self._ask(lambda connection: load_tasks(connection, ids))

    def first_page(self, query: HistoryQuery) -> HistoryListing:
        """The first rows, at most `ROW_LIMIT`."""
        return self._ask(lambda connection: first_page(connection, query))

    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        """At most `ROW_LIMIT` tasks by number, in the order asked; those gone are left out."""
        ids = self._ids(numbers)
        rows = {ids[number]: number for number in numbers[:ROW_LIMIT] if number in ids}
        return [(rows[task.id], task) for task in self.tasks(tuple(rows))]

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of at most `ROW_LIMIT` ids; unknown ids are left out."""
        wanted = json.dumps([clean_text(task_id) for task_id in ids[:ROW_LIMIT]])
        rows = self._ask(lambda connection: connection.execute(_NUMBERS, (wanted,)).fetchall())
        return {row["id"]: row["number"] for row in rows}

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        """The ids of at most `ROW_LIMIT` numbers in the order asked; unknown ones are left out."""
        ids = self._ids(numbers)
        return [ids[number] for number in numbers[:ROW_LIMIT] if number in ids]

    def task(self, task_id: str) -> GenerationTask | None:
        return next(iter(self.tasks((task_id,))), None)

    def counts(self) -> HistoryCounts:
        row = self._ask(lambda connection: connection.execute(_COUNTS).fetchone())
        return HistoryCounts(*row)

    def matching(self, query: HistoryQuery, ids: Sequence[str]) -> set[str]:
        """Those of at most `ROW_LIMIT` tasks that the query finds."""
        # Loaded here because the first paint, which needs this module, asks for no words.
        from nanobanana_desktop.storage.matching_sql import matching

        wanted = [clean_text(task_id) for task_id in ids[:ROW_LIMIT]]
        return self._ask(lambda connection: matching(connection, query, wanted, self._calendar))

    def image_is_known(self, relative_path: str) -> bool:
        """Whether some task holds the picture of this path."""
        row = self._ask(
            lambda connection: connection.execute(_BY_PATH, (clean_text(relative_path),)).fetchone()
        )
        return row is not None

    def saved_with_content(self, sha256: str) -> ImageRecord | None:
        """The picture of a finished task with these bytes."""
        row = self._ask(
            lambda connection: connection.execute(_BY_CONTENT, (clean_text(sha256),)).fetchone()
        )
        return None if row is None else image_from_row(row)

    def events(self, task_id: str) -> list[LoggedEvent]:
        """The newest entries of the task's log, oldest first."""
        rows = self._ask(
            lambda connection: connection.execute(
                _EVENTS, (clean_text(task_id), ROW_LIMIT)
            ).fetchall()
        )
        return [LoggedEvent(row["at"], row["kind"], row["detail"]) for row in reversed(rows)]

    def change_accepted_at(self, task_id: str) -> float | None:
        """When the task's file was accepted as it is now (UTC seconds), if it was."""
        kinds = tuple(FileEvent)
        row = self._ask(
            lambda connection: connection.execute(
                _LAST_FILE_EVENT, (clean_text(task_id), *kinds)
            ).fetchone()
        )
        is_accepted = row is not None and row["kind"] == FileEvent.ACCEPTED
        return row["at"] if is_accepted else None

    def unconfirmed_endings(self) -> UnconfirmedEndings:
        """How the orders ended that were not confirmed."""
        # Late, here and below: the first picture of the window waits for this module.
        from nanobanana_desktop.storage.unconfirmed import unconfirmed_endings

        return self._ask(unconfirmed_endings)

    def model_failures(self, limit: int = RECENT_ENDS) -> dict[str, ModelRecord]:
        """How often each model failed among the last `limit` of its tasks that ended."""
        from nanobanana_desktop.storage.model_failures import model_failures

        return self._ask(lambda connection: model_failures(connection, limit))

    def recent_amounts(
        self, model_name: str, resolution: str, limit: int = RECENT_RESULTS
    ) -> list[str]:
        """What the last results of one kind cost as the service wrote it, the newest first."""
        from nanobanana_desktop.storage.amounts import recent_amounts

        return self._ask(
            lambda connection: recent_amounts(
                connection, clean_text(model_name), clean_text(resolution), limit
            )
        )

    def close(self) -> None:
        """Twice does no harm."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ids(self, numbers: Sequence[int]) -> dict[int, str]:
        wanted = json.dumps(list(numbers[:ROW_LIMIT]))
        rows = self._ask(lambda connection: connection.execute(_IDS, (wanted,)).fetchall())
        return {row["number"]: row["id"] for row in rows}

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            self._connection = self._open_connection(self._path)
        try:
            return question(self._connection)
        except SQLITE_ERRORS as error:
            raise database_error(error, self._path) from error


_NUMBERS: Final = "SELECT id, number FROM tasks WHERE id IN (SELECT value FROM json_each(?))"
_IDS: Final = "SELECT id, number FROM tasks WHERE number IN (SELECT value FROM json_each(?))"
_BY_PATH: Final = "SELECT 1 FROM images WHERE relative_path = ? LIMIT 1"
_BY_CONTENT: Final = """
SELECT images.* FROM images JOIN tasks ON tasks.number = images.task_number
WHERE images.sha256 = ? AND tasks.state = 'done' LIMIT 1
"""
_EVENTS: Final = """
SELECT at, kind, detail FROM task_events
WHERE task_number = (SELECT number FROM tasks WHERE id = ?) ORDER BY number DESC LIMIT ?
"""
_LAST_FILE_EVENT: Final = """
SELECT at, kind FROM task_events
WHERE task_number = (SELECT number FROM tasks WHERE id = ?) AND kind IN (?, ?)
ORDER BY number DESC LIMIT 1
"""
_COUNTS: Final = "SELECT shown, active, troubled, starred, trashed FROM task_counts"
