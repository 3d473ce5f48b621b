"""Gives a history that lost rows what journal and pictures still know of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import add_task, save_task
from nanobanana_desktop.storage.mark_store import set_marks
from nanobanana_desktop.storage.spool import is_spooled
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, clean_text, load_tasks

_Write = Callable[[Sequence[GenerationTask], sqlite3.Connection], int]


class RebuildStore:
    """Adds tasks and pictures; never takes anything away. Raises StorageError as `Database` says.

    That a rebuild is due is noted in the history itself, so that a crash does not end it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def is_due(self) -> bool:
        """Whether the history was damaged and not everything was looked for yet."""
        return self._database.report.rebuild_due

    async def note_end(self) -> None:
        """Everything was looked for."""
        await self._database.write(lambda connection: connection.execute(_NOTE_END))

    async def adopt_finished(self, tasks: Sequence[GenerationTask]) -> int:
        """Add finished tasks that are not known, and give known ones their picture; how many."""
        return await self._in_parts(tasks, self._adopt_finished)

    async def add_unknown(self, tasks: Sequence[GenerationTask]) -> int:
        """Add those whose id, here and at the service, is in no row; how many."""
        return await self._in_parts(tasks, self._add_unknown)

    async def without_row(self, ids: Sequence[tuple[str, str]]) -> set[str]:
        """Local ids of those pairs of a local id and the service's of which no row has either."""
        found: set[str] = set()
        for begin in range(0, len(ids), ROW_LIMIT):
            part = ids[begin : begin + ROW_LIMIT]
            known = await self._database.run(partial(_known_ids, part))
            found |= {pair[0] for pair in part if known.isdisjoint(map(clean_text, pair))}
        return found

    async def unknown_pictures(self, relative_paths: Collection[str]) -> list[str]:
        """Those of the paths that belong to no task."""
        values = (json.dumps([clean_text(path) for path in relative_paths]),)
        return await self._database.run(
            lambda connection: [row[0] for row in connection.execute(_UNKNOWN_PATHS, values)]
        )

    async def _in_parts(
        self,
        tasks: Sequence[GenerationTask],
        write: _Write,
    ) -> int:
        written = 0
        for begin in range(0, len(tasks), ROW_LIMIT):
            part = tasks[begin : begin + ROW_LIMIT]
            written += await self._database.write(partial(write, part))
        return written

    def _adopt_finished(
        self, tasks: Sequence[GenerationTask], connection: sqlite3.Connection
    ) -> int:
        epoch = self._database.report.owner_epoch
        known = {task.id: task for task in load_tasks(connection, [task.id for task in tasks])}
        adopted = 0
        for task in tasks:
            former = known.get(task.id)
            if former is None:
                add_task(connection, task, epoch)
                set_marks(connection, task)
                known[task.id] = task
            elif former.image is None or is_spooled(former.image):
                save_task(connection, _completed(former, task), epoch)
            else:
                continue
            adopted += 1
        return adopted

    def _add_unknown(self, tasks: Sequence[GenerationTask], connection: sqlite3.Connection) -> int:
        known = _known_ids([(task.id, task.remote_id) for task in tasks], connection)
        added = 0
        for task in tasks:
            if clean_text(task.id) in known or clean_text(task.remote_id) in known:
                continue
            add_task(connection, task, self._database.report.owner_epoch)
            set_marks(connection, task)
            known |= {clean_text(task.id), clean_text(task.remote_id)} - {""}
            added += 1
        return added


def _known_ids(ids: Sequence[tuple[str, str]], connection: sqlite3.Connection) -> set[str]:
    """The local ids and those of the service that rows with one of `ids` have."""
    local = json.dumps([clean_text(task_id) for task_id, _ in ids])
    remote = json.dumps([clean_text(remote_id) for _, remote_id in ids])
    rows = connection.execute(_KNOWN_IDS, (local, remote)).fetchall()
    return {value for row in rows for value in row} - {""}


def _completed(former: GenerationTask, found: GenerationTask) -> GenerationTask:
    """The row as it was saved, with the picture that the row lost or never told of."""
    return replace(
        former,
        state=TaskState.DONE,
        image=found.image,
        finished_at=found.finished_at,
        error_case=None,
        error_text="",
        error_detail="",
    )


_NOTE_END: Final = "DELETE FROM app_state WHERE key = 'rebuild'"
_UNKNOWN_PATHS: Final = """
SELECT value FROM json_each(?) WHERE value NOT IN (SELECT relative_path FROM images)
"""
_KNOWN_IDS: Final = """
SELECT id, remote_id FROM tasks
WHERE id IN (SELECT value FROM json_each(?1))
    OR remote_id <> '' AND remote_id IN (SELECT value FROM json_each(?2))
"""
