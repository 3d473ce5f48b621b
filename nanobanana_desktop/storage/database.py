"""The history database: one writing connection on one thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.connections import (
    SQLITE_ERRORS,
    database_error,
    is_damage,
    open_for_reading,
)
from nanobanana_desktop.storage.database_file import (
    OpenReport,
    end_run,
    open_history_file,
    owner_epoch,
)
from nanobanana_desktop.storage.migrations import MIGRATIONS, Migration

T = TypeVar("T")

logger = get_logger(__name__)


class Database:
    """Owns the file, its thread and its only writing connection.

    Functions handed to `run` and `write` are carried out one after the other in the order of the
    calls. Cancelling the caller does not stop a function that has begun: it ends, and what it
    wrote stays. SQLite's errors come out as StorageError: DISK_FULL, FOLDER_MISSING (not writable
    any more), NEWER_DATABASE (opened for reading only) or DATABASE.
    """

    def __init__(
        self,
        path: Path,
        *,
        migrations: Sequence[Migration] = MIGRATIONS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._migrations = migrations
        self._clock = clock
        self._executor: ThreadPoolExecutor | None = None
        self._connection: sqlite3.Connection | None = None
        self._report = OpenReport()
        self._found_damage = False

    @property
    def path(self) -> Path:
        return self._path

    @property
    def report(self) -> OpenReport:
        """What `open` found."""
        return self._report

    async def open(self) -> OpenReport:
        """Open or make the file, check it after an unclean exit, bring it to the present version.

        A damaged file is kept under a name with the time and a new one is started.
        """
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="history-database")
        try:
            await self._on_thread(self._open)
        except BaseException:
            # A caller that was cancelled must not leave a connection behind.
            self._executor.submit(self._close)
            self._stop_thread()
            raise
        return self._report

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """What `function(connection)` returns; for reading, outside a transaction."""
        return await self._on_thread(lambda: self._guarded(function))

    async def write(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """What `function(connection)` returns, once all that it wrote is on the medium.

        All or nothing: whatever it raises undoes the whole.
        """
        return await self.run(lambda connection: self._in_transaction(connection, function))

    def reader(self) -> sqlite3.Connection:
        """A new connection that can only read, for the thread that calls; the caller closes it."""
        return open_for_reading(self._path)

    async def close(self) -> None:
        """Finish what was asked for, note the clean end, stop the thread; twice does no harm."""
        if self._executor is None:
            return
        try:
            await self._on_thread(self._close)
        finally:
            self._stop_thread()

    async def _on_thread(self, step: Callable[[], T]) -> T:
        if self._executor is None:
            raise StorageError(ErrorCase.DATABASE, "the history is not open")
        return await asyncio.wrap_future(self._executor.submit(step))

    def _stop_thread(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True)
            self._executor = None

    def _open(self) -> None:
        self._found_damage = False
        self._connection, self._report = open_history_file(
            self._path, self._migrations, self._clock
        )

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            mine = owner_epoch(connection) == self._report.owner_epoch
            # After damage the next start must look at the whole file.
            if mine and not self._report.read_only and not self._found_damage:
                end_run(connection)
        except SQLITE_ERRORS as error:
            # The next start sees an unclean end and checks the file; nothing is lost.
            logger.info("the history was not closed in order: %s", error)
        finally:
            connection.close()

    def _guarded(self, function: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            raise StorageError(ErrorCase.DATABASE, "the history is closed")
        try:
            return function(self._connection)
        except SQLITE_ERRORS as error:
            self._found_damage = self._found_damage or is_damage(error)
            raise database_error(error, self._path) from error

    def _in_transaction(
        self, connection: sqlite3.Connection, function: Callable[[sqlite3.Connection], T]
    ) -> T:
        problem = self._report.problem
        if problem is not None:
            raise problem.with_traceback(None)
        connection.execute("BEGIN IMMEDIATE")
        try:
            # A process that slept through its successor's start must not write over it.
            if owner_epoch(connection) != self._report.owner_epoch:
                raise StorageError(
                    ErrorCase.DATABASE, "another run of the program owns the history"
                )
            result = function(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result
