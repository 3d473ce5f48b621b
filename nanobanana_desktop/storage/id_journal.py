"""A side journal of paid ids: one line per accepted order, on the medium before anything else."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import (
    FILE_MODE,
    make_private_folder,
    storage_error,
    sync_file,
    sync_folder,
    write_all,
    write_whole,
)

SIZE_LIMIT: Final = 32 * 1024 * 1024
"""Bytes read; only the end of a longer journal is looked at."""

LIFETIME: Final = 30 * 24 * 3600.0
"""Seconds that an entry is worth keeping: results live for a day."""

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """The service gave `remote_id` to the task; `at` is UTC seconds."""

    task_id: str
    remote_id: str
    at: float


class IdJournal:
    """Append-only lines of JSON; thread-safe. A torn or foreign line is passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def append(self, task_id: str, remote_id: str, at: float) -> None:
        """On the medium when it returns. Raises StorageError(DISK_FULL | FOLDER_MISSING)."""
        data = _line(JournalEntry(task_id, remote_id, at))
        with self._lock:
            try:
                self._append(data)
            except OSError as error:
                raise storage_error(error, self._path.parent, len(data)) from error

    def read(self) -> list[JournalEntry]:
        """All entries that can be read, oldest first; empty when there is no journal."""
        with self._lock:
            return self._read()

    def drop_before(self, at: float) -> None:
        """Forget older entries. Raises StorageError; the journal is then as it was."""
        with self._lock:
            entries = self._read()
            kept = [entry for entry in entries if entry.at >= at]
            if len(kept) == len(entries):
                return
            try:
                write_whole(self._path, b"".join(map(_line, kept)))
            except OSError as error:
                raise storage_error(error, self._path.parent) from error

    def _append(self, data: bytes) -> None:
        is_new = not self._path.exists()
        if is_new:
            make_private_folder(self._path.parent)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._path, flags, FILE_MODE)
        try:
            size = os.lseek(descriptor, 0, os.SEEK_END)
            if size:
                os.lseek(descriptor, size - 1, os.SEEK_SET)
                if os.read(descriptor, 1) != b"\n":
                    # A line that a power cut tore must not swallow this one.
                    data = b"\n" + data
            write_all(descriptor, data)
            sync_file(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(self._path.parent)

    def _read(self) -> list[JournalEntry]:
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, self._path.stat().st_size - SIZE_LIMIT))
                lines = file.read(SIZE_LIMIT).split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            logger.info("the id journal cannot be read: %s", error)
            return []
        return [entry for entry in map(_entry, lines) if entry is not None]


def _line(entry: JournalEntry) -> bytes:
    fields = {"task": entry.task_id, "remote": entry.remote_id, "at": entry.at}
    return json.dumps(fields).encode("ascii") + b"\n"


def _entry(line: bytes) -> JournalEntry | None:
    try:
        fields = json.loads(line)
        task_id, remote_id, at = fields["task"], fields["remote"], fields["at"]
        if isinstance(task_id, str) and isinstance(remote_id, str) and task_id and remote_id:
            return JournalEntry(task_id, remote_id, float(at))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    return None
