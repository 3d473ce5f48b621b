"""Finished pictures: verified, then placed whole, under names of our own, and never replaced."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.file_names import PART_SUFFIX
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_format import (
    BYTE_LIMIT,
    HEAD_SIZE,
    PictureFacts,
    inspect_picture,
)
from nanobanana_desktop.domain.picture_names import PictureNames, PictureTraits
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.image_folder import part_files, placed_pictures, safe_relative
from nanobanana_desktop.storage.part_file import PartFile
from nanobanana_desktop.storage.picture_places import NewPlace, PicturePlaces
from nanobanana_desktop.storage.picture_reader import (
    PinnedReader,
    UnreadablePictureError,
    inspect_file,
)
from nanobanana_desktop.storage.private_files import (
    disk_full,
    free_bytes,
    open_new,
    place_without_replacing,
    storage_error,
    sync_folder,
)
from nanobanana_desktop.storage.result_errors import ResultBadError, ResultIncompleteError
from nanobanana_desktop.storage.sidecar import read_sidecar

NO_TRAITS: Final = PictureTraits()

_NAMESAKES: Final = 999
_AT_REST: Final = 24 * 3600.0
"""Seconds since a sidecar was written to; drives have clocks of their own."""

logger = get_logger(__name__)


class ImageStore:
    """Pictures below a folder in `YYYY/MM/`; thread-safe, and slow enough to belong in a worker.

    With `names` new pictures go where that pattern says; those before stay where they are. Former
    folders that are `gone` are searched as well, but nothing waits for them.
    `folder` must exist: a missing one may be an unplugged drive and is never made here.
    `former_folders` are searched for pictures of earlier settings. Dates in names are those of
    `zone`, the computer's own by default.
    """

    def __init__(
        self,
        folder: Path,
        former_folders: Sequence[Path] = (),
        names: PictureNames | None = None,
        gone: Collection[Path] = (),
        *,
        zone: tzinfo | None = None,
    ) -> None:
        self._zone = zone
        self._roots = (folder, *former_folders)
        self._places = PicturePlaces(self._roots, names)
        self._gone = frozenset(gone)
        self._lock = threading.Lock()
        self._decoding = threading.Lock()
        self._parts: set[Path] = set()

    @property
    def folder(self) -> Path:
        """Where new pictures go."""
        return self._roots[0]

    @property
    def roots(self) -> tuple[Path, ...]:
        """All folders in which pictures are looked for, that of new ones first."""
        return self._roots

    def use_folders(
        self,
        folder: Path,
        former_folders: Sequence[Path] = (),
        names: PictureNames | None = None,
        gone: Collection[Path] = (),
    ) -> None:
        """From now on place new pictures there; downloads under way end where they began."""
        self._roots = (folder, *former_folders)
        self._places = PicturePlaces(self._roots, names)
        self._gone = frozenset(gone)

    def away(self) -> list[Path]:
        """The folders that are not there and may come back: all but former ones given up."""
        return [
            root
            for root in self._roots
            if (root == self.folder or root not in self._gone) and not root.is_dir()
        ]

    def room(self) -> int:
        """Bytes that the folder can take now; 0 when it is not there or cannot be written.

        Only asks the system, writes nothing, so a broken drive may promise too much.
        """
        return 0 if self.problem() is not None else free_bytes(self.folder) or 0

    def problem(self) -> StorageError | None:
        """Why no picture can be placed now: FOLDER_MISSING or DISK_FULL; asks as `room` does.

        The fact `images` tells this from trouble with the program's own data.
        """
        root = self.folder
        if not (root.is_dir() and os.access(root, os.W_OK | os.X_OK)):
            detail = "the image folder is not there or cannot be written"
            return StorageError(
                ErrorCase.FOLDER_MISSING, detail, retryable=True, folder=str(root), images=1
            )
        if free_bytes(root) != 0:
            return None
        full = disk_full("nothing is free", root)
        return StorageError(full.case, full.detail, retryable=True, **full.facts | {"images": 1})

    def begin(
        self,
        task_id: str,
        prompt: str,
        created_at: float,
        *,
        expected_length: int | None = None,
        traits: PictureTraits = NO_TRAITS,
    ) -> PartFile:
        """A new part file in the folder where the picture goes.

        That is the one of the month of `created_at` (UTC seconds) when there is no pattern, or the
        pattern's folder cannot be made. Raises StorageError(DISK_FULL | FOLDER_MISSING);
        ResultBadError when more is announced than a picture may have.
        """
        root = self.folder
        if expected_length is not None and expected_length > BYTE_LIMIT:
            raise ResultBadError(f"{expected_length} bytes announced")
        free = free_bytes(root)
        if expected_length is not None and free is not None and free < expected_length:
            raise disk_full(f"{free} bytes are free", root, expected_length)
        try:
            place = self._places.new(task_id, prompt, self._local(created_at), traits)
            path, descriptor = self._open_part(place)
        except OSError as error:
            raise storage_error(error, root, expected_length or 0) from error
        return PartFile(
            path,
            descriptor,
            root=root,
            task_id=task_id,
            place=place.final,
            expected_length=expected_length,
            on_gone=self._forget_part,
        )

    def finish(self, part: PartFile, now: float) -> ImageRecord:
        """Verify the bytes, make them durable and give the file its final name.

        `now` becomes the record's `saved_at`. Raises ResultIncompleteError when the end is missing
        or the length is not the expected one, ResultBadError for anything that is no acceptable
        picture (the part file is still there then, for `Quarantine.keep`), or
        StorageError(DISK_FULL | FOLDER_MISSING) when the disk fails: nothing counts as saved then.
        """
        try:
            facts = _verify_container(part)
            width, height = self._verify_pixels(part.path, facts)
            part.sync()
            part.close()
            placed = _place(part, facts.format.extension)
        except OSError as error:
            part.abort()
            raise storage_error(error, part.root, part.size) from error
        part.gone()
        self._places.forget()
        return ImageRecord(
            relative_path=placed.relative_to(part.root).as_posix(),
            sha256=part.sha256,
            mime=facts.format.mime,
            width=width,
            height=height,
            byte_size=part.size,
            saved_at=now,
        )

    def locate(self, record: ImageRecord) -> Path | None:
        """The picture's file, or None when it is in none of the folders.

        A path that would lead out of them, or to something that is no picture, is not followed.
        """
        return self._find(record.relative_path)

    def has(self, relative_path: str) -> bool:
        """Whether this file is in one of the folders."""
        return self._find(relative_path) is not None

    def _find(self, relative_path: str) -> Path | None:
        relative = safe_relative(relative_path)
        if relative is None:
            return None
        for root in self._roots:
            path = root / relative
            try:
                if path.is_file():
                    return path
            except OSError:
                continue
        return None

    def find_placed(self, task_id: str, created_at: float) -> ImageRecord | None:
        """A complete picture of this task that may be known to no row yet.

        The caller makes sure that no other task holds its path.
        """
        found = self._places.of_task(task_id, self._days_around(created_at))
        records = (self._record_of(root, path) for root, path in found)
        return next((record for record in records if record is not None), None)

    def told_by_sidecars(self) -> list[GenerationTask]:
        """The finished tasks of which sidecars beside pictures tell."""
        tasks = (
            read_sidecar(path, path.relative_to(root).as_posix())
            for root in self._roots
            for path in placed_pictures(root)
        )
        return [task for task in tasks if task is not None]

    def told_by_sidecars_of(self, relative_paths: Sequence[str]) -> list[GenerationTask]:
        """The finished tasks of which the sidecars of these pictures tell."""
        pairs = ((root, safe_relative(path)) for path in relative_paths for root in self._roots)
        found = (
            read_sidecar(root / relative, relative.as_posix())
            for root, relative in pairs
            if relative is not None
        )
        return [task for task in found if task is not None]

    def placed_paths(self) -> list[str]:
        """The relative paths of all pictures with names that this program gives."""
        return [
            path.relative_to(root).as_posix()
            for root in self._roots
            for path in placed_pictures(root)
        ]

    def describe(self, relative_path: str) -> ImageRecord | None:
        """The record of a picture that no row knows; None when it is none. Decodes it."""
        relative = safe_relative(relative_path)
        if relative is None:
            return None
        found = ((root, root / relative) for root in self._roots if (root / relative).is_file())
        return next((self._record_of(root, path) for root, path in found), None)

    def clean_parts(self) -> int:
        """Remove the unfinished files of earlier runs; how many there were.

        May run beside everything else: a sidecar that may be in work right now stays.
        """
        removed = 0
        for root in self._roots:
            for path in part_files(root, everywhere=self._places.is_anywhere):
                # A name that is free now must not be taken before its file is gone.
                with self._lock:
                    if path in self._parts:
                        continue
                    try:
                        if path.suffix != PART_SUFFIX and _may_be_in_work(path):
                            continue
                        path.unlink()
                    except OSError as error:
                        logger.info("an unfinished picture could not be removed: %s", error)
                    else:
                        removed += 1
        return removed

    def _open_part(self, place: NewPlace) -> tuple[Path, int]:
        for number in range(1, _NAMESAKES + 1):
            path = place.folder / f"{place.unfinished.numbered(number)}{PART_SUFFIX}"
            with self._lock:
                try:
                    descriptor = open_new(path)
                except FileExistsError:
                    continue
                self._parts.add(path)
            return path, descriptor
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place.folder))

    def _forget_part(self, path: Path) -> None:
        with self._lock:
            self._parts.discard(path)

    def _verify_pixels(self, path: Path, facts: PictureFacts) -> tuple[int, int]:
        """Width and height as shown, of a picture that was decoded to its last row."""
        # One at a time: each may take 256 MiB.
        with self._decoding:
            try:
                image = PinnedReader(path, facts).read()
            except UnreadablePictureError as error:
                raise ResultBadError(f"{facts.format.value}: {error}") from error
            return image.width(), image.height()

    def _record_of(self, root: Path, path: Path) -> ImageRecord | None:
        try:
            facts = inspect_file(path) if path.is_file() else None
            if facts is None or not facts.complete:
                return None
            width, height = self._verify_pixels(path, facts)
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            status = path.stat()
            # The program that placed it may have ended before its name was durable.
            sync_folder(path.parent)
        except (OSError, ResultBadError) as error:
            logger.info("a picture without a row cannot be adopted: %s", error)
            return None
        return ImageRecord(
            relative_path=path.relative_to(root).as_posix(),
            sha256=digest,
            mime=facts.format.mime,
            width=width,
            height=height,
            byte_size=status.st_size,
            saved_at=status.st_mtime,
        )

    def _local(self, at: float) -> datetime:
        try:
            return datetime.fromtimestamp(at, UTC).astimezone(self._zone)
        except (ValueError, OverflowError, OSError):
            # A clock beyond all calendars.
            return datetime.fromtimestamp(0, UTC)

    def _days_around(self, at: float) -> tuple[datetime, ...]:
        """The day, and its neighbours: the computer's time zone may have changed."""
        day = self._local(at)
        return (day, day - timedelta(days=1), day + timedelta(days=1))


def _verify_container(part: PartFile) -> PictureFacts:
    if part.expected_length is not None and part.size != part.expected_length:
        raise ResultIncompleteError(f"{part.size} of {part.expected_length} bytes")
    if part.size < HEAD_SIZE:
        # No format can be told from so little, and every picture begins like this.
        raise ResultIncompleteError(f"only {part.size} bytes")
    with part.content() as stream:
        facts = inspect_picture(stream)
        stream.seek(0)
        head = stream.read(16)
    if facts is None:
        raise ResultBadError(f"neither PNG, JPEG nor WebP: begins with {head.hex(' ')}")
    if not facts.complete:
        raise ResultIncompleteError(f"{facts.format.value}: {facts.defect}")
    return facts


def _place(part: PartFile, extension: str) -> Path:
    """The final path, once file and name are durable."""
    folder = part.path.parent
    for number in range(1, _NAMESAKES + 1):
        target = folder / f"{part.final_stem(number)}.{extension}"
        try:
            place_without_replacing(part.path, target)
        except FileExistsError:
            continue
        try:
            sync_folder(folder)
        except OSError:
            # The name may not last, so the picture counts as not saved.
            target.unlink(missing_ok=True)
            raise
        return target
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def _may_be_in_work(path: Path) -> bool:
    """Whether a sidecar was written to lately; drives have clocks of their own."""
    return time.time() - path.stat().st_mtime < _AT_REST
