"""A side journal of what is paid: one line per order that is sent, accepted or removed.

Every line is on the medium before what it tells of goes on.
"""

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


@dataclass(frozen=True, slots=True)
class Sending:
    """The POST of this attempt was about to begin."""

    task_id: str
    attempt: int
    at: float


@dataclass(frozen=True, slots=True)
class Removal:
    """The person no longer wants the task."""

    task_id: str
    at: float


Line = JournalEntry | Sending | Removal


class IdJournal:
    """Append-only lines of JSON; thread-safe. A torn or foreign line is passed over.

    What is appended is on the medium when the call returns; StorageError(DISK_FULL |
    FOLDER_MISSING) when it cannot be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def append(self, task_id: str, remote_id: str, at: float) -> None:
        self._add(JournalEntry(task_id, remote_id, at))

    def note_sending(self, task_id: str, attempt: int, at: float) -> None:
        self._add(Sending(task_id, attempt, at))

    def note_removal(self, task_id: str, at: float) -> None:
        self._add(Removal(task_id, at))

    def lines(self) -> list[Line]:
        """All lines that can be read, oldest first; empty when there is no journal."""
        with self._lock:
            return self._read()

    def read(self) -> list[JournalEntry]:
        """The paid ids among them, without those of removed tasks."""
        lines = self.lines()
        removed = {line.task_id for line in lines if isinstance(line, Removal)}
        return [
            line for line in lines if isinstance(line, JournalEntry) and line.task_id not in removed
        ]

    def drop_before(self, at: float) -> None:
        """Forget older entries. Raises StorageError; the journal is then as it was."""
        with self._lock:
            entries = self._read()
            kept = [entry for entry in entries if entry.at >= at]
            if len(kept) == len(entries):
                return
            try:
                write_whole(self._path, b"".join(map(_bytes, kept)))
            except OSError as error:
                raise storage_error(error, self._path.parent) from error

    def _add(self, line: Line) -> None:
        data = _bytes(line)
        with self._lock:
            try:
                self._append(data)
            except OSError as error:
                raise storage_error(error, self._path.parent, len(data)) from error

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

    def _read(self) -> list[Line]:
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, self._path.stat().st_size - SIZE_LIMIT))
                lines = file.read(SIZE_LIMIT).split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            logger.info("the id journal cannot be read: %s", error)
            return []
        return [line for line in map(_line, lines) if line is not None]


def _bytes(line: Line) -> bytes:
    match line:
        case JournalEntry(task_id, remote_id, at):
            fields: dict[str, str | float] = {"task": task_id, "remote": remote_id, "at": at}
        case Sending(task_id, attempt, at):
            fields = {"sending": task_id, "attempt": attempt, "at": at}
        case Removal(task_id, at):
            fields = {"removed": task_id, "at": at}
    return json.dumps(fields).encode("ascii") + b"\n"


def _line(line: bytes) -> Line | None:
    try:
        fields = json.loads(line)
        at = float(fields["at"])
        if "sending" in fields:
            return Sending(_text(fields["sending"]), int(fields["attempt"]), at)
        if "removed" in fields:
            return Removal(_text(fields["removed"]), at)
        return JournalEntry(_text(fields["task"]), _text(fields["remote"]), at)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("no text")
    return value
