"""Files that only their owner can read and that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from nanobanana_desktop.errors import ErrorCase, StorageError

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
SHARED_MODE: Final = 0o666
"""For files that are made for others: what the person's umask leaves of it."""

_NEW_FILE: Final = (
    os.O_RDWR
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_ABOUT_THE_FOLDER: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
_NO_FULL_SYNC: Final = frozenset({errno.ENOTSUP, errno.EINVAL, errno.ENOTTY})
"""What network and memory-stick volumes of macOS answer to F_FULLFSYNC."""
_NO_HARD_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
_RENAME_WAITS: Final = (0.05, 0.1, 0.2)
"""Seconds; virus scanners and synchronised folders hold a new file for a moment."""


def make_private_folder(folder: Path) -> None:
    """Make the folder and its missing parents, for the owner only, whatever the umask."""
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def open_new(path: Path, mode: int = FILE_MODE) -> int:
    """The descriptor of a new file, to read and write. FileExistsError if anything is there."""
    return os.open(path, _NEW_FILE, mode)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_file(descriptor: int) -> None:
    """Return once the bytes are on the medium. After an error they are not: write them anew."""
    if sys.platform == "darwin":
        import fcntl

        # A plain fsync of macOS leaves the bytes in the drive's cache.
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in _NO_FULL_SYNC:
                raise
        else:
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make names that were added or removed durable, where the system knows such a thing."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes, mode: int = FILE_MODE) -> None:
    """Replace the file's content: afterwards it is the old or the new one, never a mixture.

    Two writers of one path must not meet; the caller holds a lock.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    descriptor = open_new(temporary, mode)
    try:
        try:
            write_all(descriptor, data)
            sync_file(descriptor)
        finally:
            os.close(descriptor)
        _patiently(lambda: temporary.replace(path))
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def place_without_replacing(source: Path, target: Path) -> None:
    """Give a finished file of the same folder its final name.

    FileExistsError if the name is taken. Where the file system has no hard links, another program
    that takes the same name in the same instant is not noticed.
    """
    if os.name != "posix":
        _patiently(lambda: source.rename(target))
        return
    try:
        _patiently(lambda: target.hardlink_to(source))
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        _patiently(lambda: source.rename(target))
        return
    # The file has its name. Should its former one stay as well, that is no failure.
    with suppress(OSError):
        source.unlink()


def _patiently(step: Callable[[], object]) -> None:
    for wait in _RENAME_WAITS:
        try:
            step()
        except PermissionError as error:
            if error.errno in _NO_HARD_LINKS:
                raise
            time.sleep(wait)
        else:
            return
    step()


def storage_error(error: OSError, folder: Path, needed: int = 0) -> StorageError:
    """What an operation on a file below `folder` ran into, in the words of this program.

    Facts: `folder`; for DISK_FULL also those of `disk_full`. File names are left out of the
    detail: they hold words of the prompt, and details are logged.
    """
    detail = f"{errno.errorcode.get(error.errno or 0, 'OSError')}: {error.strerror or error}"
    if error.errno in _FULL:
        return disk_full(detail, folder, needed)
    if error.errno in _NOT_ABOUT_THE_FOLDER:
        return StorageError(ErrorCase.UNKNOWN, detail, retryable=True, folder=str(folder))
    return StorageError(ErrorCase.FOLDER_MISSING, detail, retryable=True, folder=str(folder))


def disk_full(detail: str, folder: Path, needed: int = 0) -> StorageError:
    """DISK_FULL with the facts `folder`, `volume`, `size` (bytes needed) and `free` (bytes)."""
    return StorageError(
        ErrorCase.DISK_FULL,
        detail,
        retryable=True,
        folder=str(folder),
        volume=str(_volume(folder)),
        size=needed,
        free=free_bytes(folder) or 0,
    )


def free_bytes(folder: Path) -> int | None:
    """What this person may still write there; None when the folder cannot be asked."""
    import shutil

    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _volume(folder: Path) -> Path:
    try:
        return next((f for f in (folder, *folder.parents) if f.is_mount()), folder)
    except OSError:
        return folder


def utc_stamp(at: float) -> str:
    """A moment for the name of a file that is kept aside, such as 20261122T231400Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%SZ")


def unused_name(path: Path) -> Path:
    """The path itself, or with -2, -3 … behind it until nothing has that name."""
    candidate, number = path, 1
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
