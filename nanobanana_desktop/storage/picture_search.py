"""Reads files to the last byte: whether they are still what was saved, and where lost ones are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_format import BYTE_LIMIT, EXTENSIONS
from nanobanana_desktop.domain.picture_names import traits_of
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.image_folder import safe_relative
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.private_files import storage_error

_BLOCK: Final = 1024 * 1024
_ENDINGS: Final = EXTENSIONS | {"jpeg"}
"""What others call pictures of our formats too."""

logger = get_logger(__name__)

GoOn = Callable[[], bool]
"""Asked between two blocks; false calls the work off."""


class CalledOffError(Exception):
    """The person does not want to wait for the end."""


class FileVerdict(StrEnum):
    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"
    """Other bytes than those that were saved, or none that can be read."""


class PictureSearch:
    """Blocking; each method raises CalledOffError once `go_on()` says no."""

    def __init__(self, images: ImageStore) -> None:
        self._images = images

    def is_there(self) -> bool:
        """Whether the image folder can be looked into; an unplugged drive has lost nothing."""
        return self._images.folder.is_dir()

    def verdict(self, record: ImageRecord, go_on: GoOn) -> FileVerdict:
        """What became of the file since it was saved."""
        path = self._images.locate(record)
        if path is None:
            return FileVerdict.MISSING
        try:
            if path.stat().st_size != record.byte_size:
                return FileVerdict.CHANGED
            same = _digest(path, go_on) == record.sha256
        except FileNotFoundError:
            return FileVerdict.MISSING
        except OSError as error:
            logger.info("a picture cannot be read: %s", error.strerror)
            same = False
        return FileVerdict.WHOLE if same else FileVerdict.CHANGED

    def find(
        self,
        wanted: Sequence[ImageRecord],
        folder: Path | None,
        go_on: GoOn,
        on_seen: Callable[[int], object],
    ) -> dict[str, list[Path]]:
        """Files with the bytes of `wanted`, by SHA-256, below `folder` or the image folders.

        Only files of the right size are read. `on_seen` is told how many were looked at so far.
        """
        sizes: dict[int, set[str]] = {}
        for record in wanted:
            sizes.setdefault(record.byte_size, set()).add(record.sha256)
        found: dict[str, list[Path]] = {}
        roots = self._images.roots if folder is None else (folder,)
        for number, (path, size) in enumerate(_pictures_below(roots, go_on), 1):
            digest = _matching(path, size, sizes, go_on)
            if digest:
                found.setdefault(digest, []).append(path)
            on_seen(number)
        return found

    def relative(self, path: Path) -> str:
        """The path as it is kept in records; empty where it lies in none of the image folders."""
        for root in self._images.roots:
            if path.is_relative_to(root):
                relative = path.relative_to(root).as_posix()
                return relative if safe_relative(relative) is not None else ""
        return ""

    def bring(self, task: GenerationTask, source: Path, now: float, go_on: GoOn) -> ImageRecord:
        """Copy a found file of the task to where pictures belong; verified as a new one is.

        Raises StorageError(DISK_FULL | FOLDER_MISSING | FILE_GONE), ResultBadError.
        """
        name, traits = (task.id, task.params.prompt, task.created_at), traits_of(task.params)
        sha256 = task.image.sha256 if task.image is not None else ""
        try:
            size = source.stat().st_size
            with (
                source.open("rb") as file,
                self._images.begin(*name, expected_length=size, traits=traits) as part,
            ):
                while block := file.read(_BLOCK):
                    _check(go_on)
                    part.write(block)
                if part.sha256 != sha256:
                    raise StorageError(ErrorCase.FILE_GONE, "the found file was changed")
                return self._images.finish(part, now)
        except OSError as error:
            raise storage_error(error, source.parent) from error


def _check(go_on: GoOn) -> None:
    if not go_on():
        raise CalledOffError


def _digest(path: Path, go_on: GoOn) -> str:
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            _check(go_on)
            digest.update(block)
    return digest.hexdigest()


def _matching(path: Path, size: int, sizes: Mapping[int, set[str]], go_on: GoOn) -> str:
    if size not in sizes:
        return ""
    try:
        digest = _digest(path, go_on)
    except OSError as error:
        logger.info("a picture cannot be read: %s", error.strerror)
        return ""
    return digest if digest in sizes[size] else ""


def _pictures_below(roots: Sequence[Path], go_on: GoOn) -> Iterator[tuple[Path, int]]:
    """Files with a picture's ending and their sizes; links are not followed, hidden ones left."""
    waiting = [os.fspath(root) for root in roots]
    while waiting:
        _check(go_on)
        try:
            with os.scandir(waiting.pop()) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            logger.info("a folder cannot be searched: %s", error.strerror)
            continue
        for entry in listed:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.rpartition(".")[2].lower() in _ENDINGS:
                    size = entry.stat(follow_symlinks=False).st_size
                    if entry.is_file(follow_symlinks=False) and 0 < size <= BYTE_LIMIT:
                        yield Path(entry.path), size
            except OSError:
                continue
