"""The pictures of finished tasks: placed, found, decoded, copied, thrown away."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QFile
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.file_names import is_name_for_task
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_format import EXTENSIONS
from nanobanana_desktop.domain.picture_names import PictureTraits, traits_of
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.recovery import Noted
from nanobanana_desktop.services.trash_service import Departure
from nanobanana_desktop.storage.id_journal import (
    LIFETIME,
    IdJournal,
    JournalEntry,
    Removal,
    Sending,
)
from nanobanana_desktop.storage.image_store import NO_TRAITS, ImageStore
from nanobanana_desktop.storage.part_file import PartFile
from nanobanana_desktop.storage.picture_reader import read_picture
from nanobanana_desktop.storage.private_files import storage_error
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.sidecar import needs_sidecar, remove_sidecar, write_sidecar
from nanobanana_desktop.storage.spool import SPOOL_PREFIX, Spool, is_spooled
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore

_log = get_logger(__name__)


class PictureShelf:
    """All methods block and are thread-safe: call them in a worker.

    `path` and `decode` raise StorageError(FILE_GONE) when the file is not where it was saved,
    `decode` also StorageError(PICTURE_UNREADABLE) when it is no picture any more.
    """

    def __init__(
        self,
        images: ImageStore,
        spool: Spool,
        thumbnails: ThumbnailStore,
        quarantine: Quarantine,
        sidecars: Callable[[], bool],
    ) -> None:
        self._images = images
        self._spool = spool
        self._thumbnails = thumbnails
        self._quarantine = quarantine
        self._sidecars = sidecars
        self._sidecar_turn = threading.Lock()

    def begin(
        self,
        task_id: str,
        prompt: str,
        created_at: float,
        *,
        expected_length: int | None = None,
        spooled: bool = False,
        traits: PictureTraits = NO_TRAITS,
    ) -> PartFile:
        if spooled:
            return self._spool.begin(task_id, prompt, created_at, expected_length=expected_length)
        return self._images.begin(
            task_id, prompt, created_at, expected_length=expected_length, traits=traits
        )

    def finish(self, part: PartFile, now: float) -> ImageRecord:
        place = self._spool if self._spool.began(part) else self._images
        return place.finish(part, now)

    def is_spooled(self, task: GenerationTask) -> bool:
        return is_spooled(task.image)

    def place_spooled(self, task: GenerationTask, now: float) -> ImageRecord:
        """Put the spooled copy where pictures belong, verified again; the copy stays.

        Raises StorageError(FILE_GONE) when the copy is missing or damaged, else as `begin` and
        `finish`.
        """
        if task.image is None:
            raise StorageError(ErrorCase.FILE_GONE, "nothing was spooled")
        name, traits = (task.id, task.params.prompt, task.created_at), traits_of(task.params)
        with self._spool.move_into(self._images, task.image, name, traits) as part:
            return self._images.finish(part, now)

    def settle(self, task: GenerationTask) -> None:
        """Once the history holds the picture: its sidecar is written, spooled copies go."""
        path = None if task.image is None else self._images.locate(task.image)
        if task.image is None or path is None:
            return
        self.keep_sidecar(task)
        self._spool.drop(task.id, task.image.sha256)

    def keep_sidecar(self, task: GenerationTask) -> bool:
        """Let what lies beside the picture tell all that is known; whether it had to be written.

        Nothing is written for a picture that is not in its place.
        """
        path = None if task.image is None else self._images.locate(task.image)
        if path is None or not self._sidecars():
            return False
        with self._sidecar_turn:
            return needs_sidecar(path, task) and write_sidecar(path, task)

    def room(self) -> int:
        """Bytes that the image folder can take now; 0 when it cannot be written at all."""
        return self._images.room()

    def keep_aside(self, part: PartFile) -> None:
        """Keep bytes that are no picture; a failure to do so is logged, not raised."""
        try:
            self._quarantine.keep(part)
        except AppError as error:
            _log.info("bad result not kept: %s", error)

    def path(self, task: GenerationTask) -> Path:
        found = None
        if task.image is not None:
            found = self._spool.locate(task.image) or self._images.locate(task.image)
        if found is None:
            raise StorageError(ErrorCase.FILE_GONE, "the file is not where it was saved")
        return found

    def decode(self, task: GenerationTask, largest_side: int | None = None) -> QImage:
        """The whole picture, upright, in sRGB; scaled down to `largest_side` pixels when given."""
        return read_picture(self.path(task), largest_side)

    def save_copy(self, task: GenerationTask, target: Path) -> None:
        """Copy the original bytes to `target`, replacing what the person agreed to replace.

        Raises StorageError(DISK_FULL | FOLDER_MISSING); `target` is then as it was.
        """
        source = self.path(task)
        part = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(source, part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise storage_error(error, target.parent, source.stat().st_size) from error

    def throw_away(self, task: GenerationTask) -> Departure:
        """Put the file into the system's bin, with what lies beside it."""
        try:
            path = self.path(task)
        except StorageError:
            return self.departed(task)
        # The form that takes a name returns a bool, not the pair that its documentation tells of.
        if not QFile(str(path)).moveToTrash():
            return Departure.REFUSED
        self._thumbnails.remove([task.id])
        remove_sidecar(path)
        return Departure.GONE

    def departed(self, task: GenerationTask) -> Departure:
        """Whether the file is away; a folder that is not there has lost nothing."""
        if task.image is None:
            return Departure.GONE
        if self._spool.locate(task.image) or self._images.locate(task.image):
            return Departure.REFUSED
        # It may lie in any of the folders, also in a former one on a drive that is unplugged.
        if not is_spooled(task.image) and self._images.away():
            return Departure.FOLDER_AWAY
        return Departure.GONE

    def away(self) -> list[Path]:
        """Image folders that are not there and are waited for."""
        return self._images.away()

    def not_found(self, relative_paths: Sequence[str]) -> int:
        """How many of these files are in none of the folders; spooled copies do not count."""
        return sum(
            not path.startswith(SPOOL_PREFIX) and not self._images.has(path)
            for path in relative_paths
        )


class ShelfRecovery:
    """What the start looks for: ids in the journal, pictures in place or spooled, half files."""

    def __init__(
        self,
        images: ImageStore,
        spool: Spool,
        shelf: PictureShelf,
        journal: IdJournal,
        known: KnownImages,
        workers: Workers,
    ) -> None:
        self._images = images
        self._spool = spool
        self._shelf = shelf
        self._journal = journal
        self._known = known
        self._workers = workers

    async def noted(self) -> Noted:
        lines = await self._workers.run(self._journal.lines)
        return Noted(
            {line.task_id: line.remote_id for line in lines if isinstance(line, JournalEntry)},
            {line.task_id: line.attempt for line in lines if isinstance(line, Sending)},
        )

    async def find_placed(self, task: GenerationTask) -> ImageRecord | None:
        found = await self._workers.run(self._images.find_placed, task.id, task.created_at)
        if found is None or self._known.image_is_known(found.relative_path):
            return None
        return found

    async def find_spooled(self, task: GenerationTask) -> ImageRecord | None:
        return await self._workers.run(self._spool.find, task.id, task.created_at)

    async def settle(self, task: GenerationTask) -> None:
        await self._workers.run(self._shelf.settle, task)

    async def tidy(self) -> None:
        run = self._workers.run
        await run(self._spool.clean_parts)
        try:
            await self._tidy_spool()
        except StorageError as error:
            _log.info("spooled copies stay: %s", error)
        try:
            await run(self._journal.drop_before, time.time() - LIFETIME)
        except StorageError as error:
            _log.info("old lines stay in the journal: %s", error)

    async def _tidy_spool(self) -> None:
        """Copies go that are safe elsewhere, or whose tasks the person removed.

        A task that is merely in no row does not count: its copy may be all that a damaged history
        has left.
        """
        copies = await self._workers.run(lambda: list(self._spool.copies()))
        lines = await self._workers.run(self._journal.lines) if copies else []
        removed = [line.task_id for line in lines if isinstance(line, Removal)]
        for path, digest in copies:
            record = self._known.saved_with_content(digest)
            placed = None
            if record is not None:
                placed = await self._workers.run(self._images.locate, record)
            owners = [i for i in removed if is_name_for_task(path.name, i, EXTENSIONS)]
            is_unwanted = owners and not any(map(self._known.task, owners))
            if placed is not None or is_unwanted:
                await self._workers.run(self._spool.remove, path)


class KnownImages(Protocol):
    """What the history knows of pictures; asked in the thread of the caller."""

    def image_is_known(self, relative_path: str) -> bool:
        """Whether some task holds the picture of this path."""
        ...

    def task(self, task_id: str) -> GenerationTask | None: ...

    def saved_with_content(self, sha256: str) -> ImageRecord | None:
        """The picture of a finished task with these bytes."""
        ...


class ThreadedJournal:
    """The side journal, written in a worker; each call raises StorageError as the journal does."""

    def __init__(self, journal: IdJournal, workers: Workers) -> None:
        self._journal = journal
        self._workers = workers

    async def append(self, task_id: str, remote_id: str, at: float) -> None:
        await self._workers.run(self._journal.append, task_id, remote_id, at)

    async def note_sending(self, task_id: str, attempt: int, at: float) -> None:
        await self._workers.run(self._journal.note_sending, task_id, attempt, at)

    async def note_removal(self, task_id: str, at: float) -> None:
        await self._workers.run(self._journal.note_removal, task_id, at)
