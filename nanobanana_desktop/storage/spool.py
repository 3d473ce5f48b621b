"""Pictures that cannot be put where they belong yet: kept safe in the application's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.file_names import is_name_for_task, task_tag
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_format import EXTENSIONS
from nanobanana_desktop.domain.picture_names import PictureTraits
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.image_store import NO_TRAITS, ImageStore
from nanobanana_desktop.storage.part_file import PartFile
from nanobanana_desktop.storage.private_files import (
    disk_full,
    free_bytes,
    make_private_folder,
    storage_error,
)

SPOOL_PREFIX: Final = "spool/"
"""Begins the path in the record of a spooled picture; no path below an image folder does."""

RESERVE: Final = 64 * 1024 * 1024
"""Bytes that spooling leaves free: the history on the same disk needs room for its commits."""

_BLOCK: Final = 512 * 1024

logger = get_logger(__name__)


def is_spooled(record: ImageRecord | None) -> bool:
    """Whether the record speaks of a copy in the spool, not of a picture in its place."""
    return record is not None and record.relative_path.startswith(SPOOL_PREFIX)


class Spool:
    """A folder of verified pictures, one or more per task; thread-safe, for workers.

    `keep` and `finish` hold a picture to the same conditions as `ImageStore`, and raise as it does.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = ImageStore(folder)

    def begin(
        self, task_id: str, prompt: str, created_at: float, *, expected_length: int | None = None
    ) -> PartFile:
        """As `ImageStore.begin`; DISK_FULL also when less than `RESERVE` would stay free."""
        try:
            make_private_folder(self._folder)
        except OSError as error:
            raise storage_error(error, self._folder, expected_length or 0) from error
        free = free_bytes(self._folder)
        if free is not None and free < (expected_length or 0) + RESERVE:
            raise disk_full(f"{free} bytes are free", self._folder, expected_length or 0)
        return self._store.begin(task_id, prompt, created_at, expected_length=expected_length)

    def finish(self, part: PartFile, now: float) -> ImageRecord:
        """As `ImageStore.finish`; the record's path begins with `SPOOL_PREFIX`."""
        return _marked(self._store.finish(part, now))

    def began(self, part: PartFile) -> bool:
        """Whether the part file belongs here."""
        return part.root == self._folder

    def locate(self, record: ImageRecord) -> Path | None:
        """The copy's file, or None when the record is not of the spool or the file is gone."""
        if not is_spooled(record):
            return None
        inner = record.relative_path.removeprefix(SPOOL_PREFIX)
        return self._store.locate(replace(record, relative_path=inner))

    def find(self, task_id: str, created_at: float) -> ImageRecord | None:
        """A complete copy of the task's picture that may be known to no row yet."""
        found = self._store.find_placed(task_id, created_at)
        return None if found is None else _marked(found)

    def move_into(
        self,
        images: ImageStore,
        record: ImageRecord,
        task: TaskName,
        traits: PictureTraits = NO_TRAITS,
    ) -> PartFile:
        """A part file of `images` with the copy's bytes; the copy stays.

        Raises StorageError(FILE_GONE) when the copy is missing or damaged, and as
        `ImageStore.begin` and `PartFile.write` when the image folder does not take the bytes.
        """
        path = self.locate(record)
        if path is None:
            raise StorageError(ErrorCase.FILE_GONE, "the spooled copy is not there")
        part = images.begin(*task, expected_length=record.byte_size, traits=traits)
        try:
            for block in _blocks(path):
                part.write(block)
            if part.sha256 != record.sha256:
                raise StorageError(ErrorCase.FILE_GONE, "the spooled copy was changed")
        except BaseException:
            part.abort()
            raise
        return part

    def copies(self) -> Iterator[tuple[Path, str]]:
        """Every spooled file that can be read, with the SHA-256 of its bytes."""
        for path in sorted(self._folder.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]/*")):
            if path.suffix.removeprefix(".") in EXTENSIONS:
                digest = _digest(path)
                if digest is not None:
                    yield path, digest

    def drop(self, task_id: str, sha256: str) -> int:
        """Remove the task's copies of exactly these bytes, saved elsewhere now; how many."""
        removed = 0
        for path in self._folder.glob(f"*/*/*_{task_tag(task_id)}*"):
            if is_name_for_task(path.name, task_id, EXTENSIONS) and _digest(path) == sha256:
                removed += self.remove(path)
        return removed

    def remove(self, path: Path) -> bool:
        """Whether the copy could be removed; if not, the next start tries again."""
        try:
            path.unlink()
        except OSError as error:
            logger.info("a spooled copy stays: %s", error.strerror)
            return False
        return True

    def clean_parts(self) -> int:
        """Remove the unfinished files of earlier runs; how many there were."""
        return self._store.clean_parts()


TaskName = tuple[str, str, float]
"""What names a picture: the task's id, its prompt, and when it was ordered (UTC seconds)."""


def _marked(record: ImageRecord) -> ImageRecord:
    return replace(record, relative_path=SPOOL_PREFIX + record.relative_path)


def _blocks(path: Path) -> Iterator[bytes]:
    """Only reading is guarded: what the consumer runs into is not the copy's fault."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise StorageError(ErrorCase.FILE_GONE, str(error.strerror)) from error
    with file:
        while True:
            try:
                block = file.read(_BLOCK)
            except OSError as error:
                raise StorageError(ErrorCase.FILE_GONE, str(error.strerror)) from error
            if not block:
                return
            yield block


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        logger.info("a spooled copy cannot be read: %s", error.strerror)
        return None
