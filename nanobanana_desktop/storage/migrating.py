"""Brings a history to a version, and keeps a copy of what it was before."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from nanobanana_desktop.storage.migrations import Migration
from nanobanana_desktop.storage.private_files import (
    make_private_folder,
    open_new,
    sync_folder,
    unused_name,
    utc_stamp,
)

BACKUPS_KEPT: Final = 3


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration], version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in migrations:
            if migration.version > version:
                for statement in migration.statements:
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {migrations[-1].version:d}")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError("a migration left rows without their task")
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def copy_before_migrating(
    connection: sqlite3.Connection, path: Path, version: int, clock: Callable[[], float]
) -> Path:
    folder = path.parent / "backups"
    make_private_folder(folder)
    name = f"{path.stem}-v{version}-{utc_stamp(clock())}{path.suffix}"
    copy = unused_name(folder / name)
    os.close(open_new(copy))
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error:
        copy.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    older = sorted(
        folder.glob(f"{path.stem}-v*"), key=lambda file: (file.stat().st_mtime_ns, file.name)
    )
    for surplus in older[:-BACKUPS_KEPT]:
        surplus.unlink()
    return copy
