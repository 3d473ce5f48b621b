"""A new history, filled from a damaged one where there is one, that takes its place at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.connections import SQLITE_ERRORS, OpenMode, connect
from nanobanana_desktop.storage.migrating import migrate
from nanobanana_desktop.storage.migrations import Migration
from nanobanana_desktop.storage.private_files import (
    open_new,
    place_without_replacing,
    sync_file,
    sync_folder,
    unused_name,
    utc_stamp,
)
from nanobanana_desktop.storage.salvage import Salvage, salvage

_NOTE_REBUILD: Final = "INSERT INTO app_state VALUES ('rebuild', 1)"
_COMPANIONS: Final = ("-wal", "-shm", "-journal")

logger = get_logger(__name__)


def build_history(
    path: Path, migrations: Sequence[Migration], clock: Callable[[], float], *, damaged: bool
) -> tuple[Path | None, Salvage]:
    """Make the file, complete and on the medium; where the former one went, and what it gave.

    Built under another name, so that it is never seen half made. A damaged file stays in its place
    until all that could be read of it is in the new one.
    """
    building = path.with_name(f".{path.name}.new")
    found = _build(building, migrations, path if damaged else None)
    kept = _keep_aside(path, clock)
    if path.exists():
        building.replace(path)
    else:
        place_without_replacing(building, path)
    sync_folder(path.parent)
    return kept, found


def _build(building: Path, migrations: Sequence[Migration], damaged: Path | None) -> Salvage:
    """A new history with what can be read of the damaged one, on the medium."""
    found = Salvage()
    _begin_building(building, migrations)
    if damaged is not None:
        pattern = building.read_bytes()
        connection = connect(building, OpenMode.WRITE)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_NOTE_REBUILD)
            found = salvage(damaged, connection, pattern)
        except (*SQLITE_ERRORS, OSError) as error:
            logger.info("nothing is saved from the damaged history: %s", error)
            connection.close()
            found = Salvage(complete=False)
            _begin_building(building, migrations, rebuild=True)
        finally:
            connection.close()
    connection = connect(building, OpenMode.WRITE)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    descriptor = os.open(building, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)
    return found


def _begin_building(
    building: Path, migrations: Sequence[Migration], *, rebuild: bool = False
) -> None:
    for leftover in (building, *_companions(building)):
        leftover.unlink(missing_ok=True)
    os.close(open_new(building))
    connection = connect(building, OpenMode.WRITE)
    try:
        migrate(connection, migrations, 0)
        if rebuild:
            connection.execute(_NOTE_REBUILD)
    finally:
        connection.close()


def _companions(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + ending) for ending in _COMPANIONS)


def _keep_aside(path: Path, clock: Callable[[], float]) -> Path | None:
    """Give what lies there another name, with its write-ahead log: that would be replayed.

    Where the file system has hard links the file keeps its old name too, until the new one takes
    it: at no moment is there no history.
    """
    found = [file for file in (path, *_companions(path)) if os.path.lexists(file)]
    if not found:
        return None
    aside = unused_name(path.with_name(f"{path.name}.corrupt-{utc_stamp(clock())}"))
    for file in found:
        kept = aside.with_name(aside.name + file.name.removeprefix(path.name))
        if file != path or not _linked(file, kept):
            file.rename(kept)
    sync_folder(path.parent)
    return aside


def _linked(file: Path, name: Path) -> bool:
    try:
        name.hardlink_to(file)
    except OSError:
        return False
    return True
