"""The history's file: made, checked, brought to the present version, or kept aside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.building import build_history
from nanobanana_desktop.storage.connections import (
    BUSY_SECONDS,
    SQLITE_ERRORS,
    OpenMode,
    connect,
    database_error,
    is_busy,
    is_damage,
    is_unusable,
    prepare_for_durable_writing,
)
from nanobanana_desktop.storage.migrating import copy_before_migrating, migrate, roll_back
from nanobanana_desktop.storage.migrations import Migration
from nanobanana_desktop.storage.private_files import (
    make_private_folder,
    storage_error,
)

PATIENCE: Final = 3.0
"""Seconds that a start waits for another program which holds the file."""
VERSIONS_AHEAD: Final = 1_000
"""A version further ahead is no newer program's but damage."""
_MAGIC: Final = b"SQLite format 3\0"
_COLUMNS: Final = """
SELECT tables.name, columns.name FROM sqlite_schema AS tables
JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'
"""

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OpenReport:
    """What opening the history came to.

    `damaged_kept_as` names the former file when it could not be used; a new one was started then,
    with `tasks_salvaged` tasks of the former; more could be in it unless `salvage_complete`.
    `rebuild_due` says that journal and pictures may know of more, then and until it was done.
    `problem` is set when the file can only be read: it is of a newer version of this program
    (NEWER_DATABASE), or another program holds it (DATABASE).
    `owner_epoch` counts the runs of the program on this file.
    """

    created: bool = False
    schema_version: int = 0
    owner_epoch: int = 0
    unclean_exit: bool = False
    migrated_from: int | None = None
    backup: Path | None = None
    damaged_kept_as: Path | None = None
    damage: str = ""
    tasks_salvaged: int = 0
    salvage_complete: bool = True
    rebuild_due: bool = False
    problem: StorageError | None = None

    @property
    def read_only(self) -> bool:
        return self.problem is not None


class _DamagedError(Exception):
    """The file's content is not a usable history."""


def open_history_file(
    path: Path, migrations: Sequence[Migration], clock: Callable[[], float]
) -> tuple[sqlite3.Connection, OpenReport]:
    """The writing connection (reading only, if the report says so) and what happened on the way.

    Raises StorageError (DISK_FULL, FOLDER_MISSING, or DATABASE when another program holds the file
    or a migration failed; the file is then as it was).
    """
    try:
        make_private_folder(path.parent)
        if not path.exists():
            return _start_new(path, migrations, clock, OpenReport(created=True))
        try:
            return _open_existing(path, migrations, clock)
        except _DamagedError as damage:
            logger.info("the history cannot be used: %s", damage)
            report = OpenReport(created=True, unclean_exit=True, damage=str(damage))
            return _start_new(path, migrations, clock, report)
    except SQLITE_ERRORS as error:
        raise database_error(error, path) from error
    except OSError as error:
        raise storage_error(error, path.parent) from error


def end_run(connection: sqlite3.Connection) -> None:
    """Note that this run ended in order, and fold the write-ahead log into the file."""
    connection.execute("UPDATE app_state SET value = 0 WHERE key = 'running'")
    connection.execute("PRAGMA optimize")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _start_new(
    path: Path, migrations: Sequence[Migration], clock: Callable[[], float], report: OpenReport
) -> tuple[sqlite3.Connection, OpenReport]:
    kept, found = build_history(path, migrations, clock, damaged=bool(report.damage))
    connection = connect(path, OpenMode.WRITE)
    try:
        prepare_for_durable_writing(connection)
        epoch = _begin_run(connection)
    except BaseException:
        connection.close()
        raise
    version = migrations[-1].version
    return connection, replace(
        report,
        schema_version=version,
        owner_epoch=epoch,
        damaged_kept_as=kept,
        tasks_salvaged=found.tasks,
        salvage_complete=found.complete,
        rebuild_due=_is_rebuild_due(connection),
    )


def _open_existing(
    path: Path, migrations: Sequence[Migration], clock: Callable[[], float]
) -> tuple[sqlite3.Connection, OpenReport]:
    latest = migrations[-1].version
    _check_first_bytes(path)
    connection = connect(path, OpenMode.WRITE)
    version = None
    try:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
        version = _version(connection)
        if version > latest + VERSIONS_AHEAD:
            raise _DamagedError(f"schema version {version}")
        if version > latest:
            connection.close()
            return _open_newer(path, version)
        unclean = _examine(connection, migrations, version)
        report = OpenReport(schema_version=latest, unclean_exit=unclean)
        if version < latest:
            backup = copy_before_migrating(connection, path, version, clock)
            migrate(connection, migrations, version)
            report = replace(report, migrated_from=version, backup=backup)
        epoch = _begin_run(connection)
    except SQLITE_ERRORS as error:
        connection.close()
        if is_damage(error):
            raise _DamagedError(str(error)) from error
        if is_busy(error) and version == latest:
            return _open_held(path, latest, error)
        raise
    except BaseException:
        connection.close()
        raise
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    return connection, replace(report, owner_epoch=epoch, rebuild_due=_is_rebuild_due(connection))


def _examine(connection: sqlite3.Connection, migrations: Sequence[Migration], version: int) -> bool:
    """Whether the last run ended without closing. _DamagedError for a file that is no history."""
    if version < 1:
        raise _DamagedError("no schema in the file")
    try:
        _check_columns(connection, migrations, version)
        unclean = _was_running(connection)
    except SQLITE_ERRORS as error:
        if is_unusable(error):
            raise _DamagedError(str(error)) from error
        raise
    prepare_for_durable_writing(connection)
    if unclean:
        _quick_check(connection)
    return unclean


def _check_first_bytes(path: Path) -> None:
    """SQLite would remove the write-ahead log of a file that it does not take for a database."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise _DamagedError("the file is no database")


def _open_newer(path: Path, version: int) -> tuple[sqlite3.Connection, OpenReport]:
    problem = StorageError(
        ErrorCase.NEWER_DATABASE, f"schema version {version}", folder=str(path.parent)
    )
    connection = connect(path, OpenMode.READ)
    return connection, OpenReport(schema_version=version, problem=problem)


def _open_held(path: Path, version: int, error: Exception) -> tuple[sqlite3.Connection, OpenReport]:
    """Another program writes to the file: it can be looked at, as far as that one lets us."""
    problem = database_error(error, path)
    connection = connect(path, OpenMode.READ)
    try:
        connection.execute("SELECT 1 FROM tasks LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection, OpenReport(schema_version=version, problem=problem)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_columns(
    connection: sqlite3.Connection, migrations: Sequence[Migration], version: int
) -> None:
    """A file of this version has at least the columns that its version gave it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as pattern:
        migrate(pattern, [step for step in migrations if step.version <= version], 0)
        expected = {tuple(row) for row in pattern.execute(_COLUMNS)}
    if expected - {tuple(row) for row in connection.execute(_COLUMNS)}:
        raise _DamagedError("a table or column is missing")


def _was_running(connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT value FROM app_state WHERE key = 'running'").fetchone()
    return row is None or row["value"] != 0


def _quick_check(connection: sqlite3.Connection) -> None:
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise _DamagedError(str(verdict))


def _begin_run(connection: sqlite3.Connection) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("UPDATE app_state SET value = value + 1 WHERE key = 'owner_epoch'")
        connection.execute("UPDATE app_state SET value = 1 WHERE key = 'running'")
        epoch = owner_epoch(connection)
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise
    return epoch


def _is_rebuild_due(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM app_state WHERE key = 'rebuild'").fetchone()
    return found is not None


def owner_epoch(connection: sqlite3.Connection) -> int:
    """The run of the program that owns the file now."""
    row = connection.execute("SELECT value FROM app_state WHERE key = 'owner_epoch'").fetchone()
    return int(row["value"]) if row else 0
