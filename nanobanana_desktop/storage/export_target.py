"""Where exported files go: a folder or one ZIP archive; nothing that is there is replaced."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from nanobanana_desktop.domain.legal_names import TakenNames
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import (
    SHARED_MODE,
    open_new,
    place_without_replacing,
    storage_error,
    sync_file,
    sync_folder,
    write_all,
)

PATH_LIMIT: Final = 240
"""Characters; Windows programs stop at 260."""
_OLDEST_IN_ZIP: Final = 1980
_UNIX_MODE: Final = 0o100644 << 16

_log = get_logger(__name__)


class ExportTarget(Protocol):
    """Takes files one by one. All calls block and raise StorageError(DISK_FULL | FOLDER_MISSING).

    `room` are the characters that a file's folder and name may have together.
    """

    @property
    def room(self) -> int: ...

    def add(self, folder: str, stem: str, ending: str, data: bytes) -> Path:
        """Write one file below `folder` (`a/b`, or empty); a path that can be shown later."""
        ...

    def add_list(self, stem: str, part: Path) -> Path:
        """Take over a whole CSV file that lies in the target's folder under another name."""
        ...

    def finish(self) -> Path | None:
        """Make all durable; the archive, where one was made."""
        ...

    def abandon(self) -> None:
        """End early: whole files stay, what is half is removed. Twice does no harm."""
        ...


class FolderTarget:
    """Files in a folder that exists; each is there whole and verified, or not at all."""

    def __init__(self, folder: Path) -> None:
        _assert_usable(folder)
        self._root = folder
        self._names = TakenNames()
        self._visited: set[Path] = set()

    @property
    def room(self) -> int:
        return max(0, PATH_LIMIT - len(str(self._root)) - 1)

    def add(self, folder: str, stem: str, ending: str, data: bytes) -> Path:
        with as_storage_errors(self._root, len(data)):
            place = self._make(folder)
            part = part_path(place)
            try:
                _write_verified(part, data)
                return self._place(part, folder, place, stem, ending)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def add_list(self, stem: str, part: Path) -> Path:
        with as_storage_errors(self._root):
            return self._place(part, "", self._make(""), stem, ".csv")

    def finish(self) -> Path | None:
        with as_storage_errors(self._root):
            for folder in sorted(self._visited):
                sync_folder(folder)
        return None

    def abandon(self) -> None:
        with suppress(OSError):
            for folder in sorted(self._visited):
                sync_folder(folder)

    def _make(self, folder: str) -> Path:
        place = self._root.joinpath(*folder.split("/")) if folder else self._root
        if not self._root.is_dir():
            raise FileNotFoundError(f"{self._root.name} is gone")
        place.mkdir(parents=True, exist_ok=True)
        if not self._names.knows(folder):
            self._names.add(folder, (entry.name for entry in os.scandir(place)))
        self._visited.update((place, place.parent) if folder else (place,))
        return place

    def _place(self, part: Path, folder: str, place: Path, stem: str, ending: str) -> Path:
        while True:
            target = place / self._names.take(folder, stem, ending)
            try:
                place_without_replacing(part, target)
            except FileExistsError:
                # Somebody else took the name meanwhile.
                continue
            return target


class ZipTarget:
    """One archive in a folder that exists, written as it grows; there whole or not at all.

    Pictures are stored as they are, names are UTF-8, and it may grow beyond 4 GiB.
    """

    def __init__(self, folder: Path, stem: str, now: datetime) -> None:
        _assert_usable(folder)
        self._folder = folder
        self._stem = stem
        self._date = (max(_OLDEST_IN_ZIP, now.year), now.month, now.day, now.hour, now.minute, 0)
        self._names = TakenNames()
        self._part = part_path(folder, "zip")
        with as_storage_errors(folder):
            self._file: BinaryIO | None = os.fdopen(open_new(self._part, SHARED_MODE), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=True)

    @property
    def room(self) -> int:
        return PATH_LIMIT - 40

    def add(self, folder: str, stem: str, ending: str, data: bytes) -> Path:
        name = self._names.take(folder, stem, ending)
        entry = self._entry(f"{folder}/{name}" if folder else name)
        with as_storage_errors(self._folder, len(data)):
            self._zip.writestr(entry, data)
        return self._part

    def add_list(self, stem: str, part: Path) -> Path:
        entry = self._entry(self._names.take("", stem, ".csv"))
        entry.compress_type = zipfile.ZIP_DEFLATED
        with as_storage_errors(self._folder):
            entry.file_size = part.stat().st_size
            with part.open("rb") as source, self._zip.open(entry, "w") as place:
                shutil.copyfileobj(source, place)
            part.unlink()
        return self._part

    def finish(self) -> Path | None:
        try:
            with as_storage_errors(self._folder):
                return self._close_and_place()
        except StorageError:
            self.abandon()
            raise

    def abandon(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        with suppress(OSError, ValueError):
            self._zip.close()
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._date)
        entry.external_attr = _UNIX_MODE
        return entry

    def _close_and_place(self) -> Path:
        self._zip.close()
        file = self._file
        if file is None:
            raise ValueError("the archive is closed")
        file.flush()
        sync_file(file.fileno())
        file.seek(0)
        with zipfile.ZipFile(file) as written:
            if written.testzip() is not None:
                raise OSError("the archive reads otherwise than it was written")
        file.close()
        names = TakenNames()
        names.add("", (entry.name for entry in os.scandir(self._folder)))
        while True:
            target = self._folder / names.take("", self._stem, ".zip")
            try:
                place_without_replacing(self._part, target)
            except FileExistsError:
                continue
            break
        self._file = None
        sync_folder(self._folder)
        return target


def part_path(folder: Path, kind: str = "copy") -> Path:
    """Short, hidden, and another one for each running program."""
    path = folder / f".nanobanana-{kind}-{os.getpid()}.part"
    # Left by a program of the same number that was killed.
    with suppress(OSError):
        path.unlink()
    return path


def _write_verified(path: Path, data: bytes) -> None:
    """All bytes on the medium, and read back from it as they were written."""
    descriptor = open_new(path, SHARED_MODE)
    try:
        write_all(descriptor, data)
        sync_file(descriptor)
    finally:
        os.close(descriptor)
    if path.read_bytes() != data:
        raise OSError("the file reads otherwise than it was written")


def _assert_usable(folder: Path) -> None:
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        raise StorageError(
            ErrorCase.FOLDER_MISSING,
            "the folder is not there or cannot be written",
            retryable=True,
            folder=str(folder),
        )


@contextmanager
def as_storage_errors(folder: Path, needed: int = 0) -> Iterator[None]:
    """Turns OSError into StorageError(DISK_FULL | FOLDER_MISSING)."""
    try:
        yield
    except OSError as error:
        _log.info("an export was interrupted: %s", error.strerror)
        raise storage_error(error, folder, needed) from error
