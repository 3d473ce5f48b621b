"""The picture folders: `.part` files, sync, rename, spool, and what a power cut leaves of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.trash_service import Departure
from nanobanana_desktop.storage.result_errors import ResultBadError, ResultIncompleteError
from tests.services.simulation.world import World

HEAD, END = b"<", b">"
"""Every picture of the simulation begins and ends so; between them is the id of its order."""
SPOOL = "spool/"
ROOM = 1 << 30


def picture_of(remote_id: str) -> bytes:
    return HEAD + remote_id.encode() * 3 + END


def verify(data: bytes, expected_length: int | None = None) -> None:
    """Raise what the real store raises for bytes that are no whole picture."""
    if expected_length is not None and len(data) != expected_length:
        raise ResultIncompleteError(f"{len(data)} of {expected_length} bytes")
    if not data:
        raise ResultIncompleteError("no bytes")
    if not data.startswith(HEAD):
        raise ResultBadError("no picture")
    if not data.endswith(END):
        raise ResultIncompleteError("cut")


@dataclass
class StoredFile:
    """`synced`: the bytes survive a power cut; `named`: so does the name."""

    data: bytes = b""
    synced: bool = False
    named: bool = False


@dataclass
class Part:
    """What `begin` hands out."""

    shelf: Shelf
    name: str
    expected_length: int | None
    is_gone: bool = False

    def write(self, data: bytes) -> None:
        self.shelf.fail("write", self.name)
        self.shelf.world.crash_point("in a write")
        self.shelf.files[self.name].data += data

    def abort(self) -> None:
        if not self.is_gone:
            self.shelf.files.pop(self.name, None)
            self.is_gone = True


class Shelf:
    """All methods are called in a worker, as those of the real one."""

    def __init__(self, world: World, on_placed: Callable[[str, bytes], None]) -> None:
        self.world = world
        self.files: dict[str, StoredFile] = {}
        self._in_use: set[str] = set()
        self._ghosts: dict[str, StoredFile] = {}
        self._on_placed = on_placed

    def begin(
        self,
        task_id: str,
        prompt: str,
        created_at: float,
        *,
        expected_length: int | None = None,
        spooled: bool = False,
        traits: object = None,
    ) -> Part:
        stem = f"{SPOOL if spooled else ''}{task_id[:8]}"
        self.fail("begin", stem)
        name = self._free_name(stem, ".part")
        self.files[name] = StoredFile()
        self._in_use.add(name)
        return Part(self, name, expected_length)

    def finish(self, part: Part, now: float) -> ImageRecord:
        file = self.files[part.name]
        verify(file.data, part.expected_length)
        try:
            self.fail("fsync", part.name)
            self.world.crash_point("before the picture's sync")
            file.synced = True
            self.world.crash_point("before the rename")
            self.fail("rename", part.name)
        except StorageError:
            part.abort()
            raise
        name = self._free_name(part.name.rpartition("-")[0], ".png")
        self.files[name] = self.files.pop(part.name)
        part.is_gone = True
        file.named = False
        self._on_placed(name, file.data)
        self.world.crash_point("after the rename")
        if self.world.chance(self.world.weather.rates.disk_folder_sync):
            # Nothing is sure now: a power cut may bring the name back.
            self._ghosts[name] = self.files.pop(name)
            raise StorageError(ErrorCase.FOLDER_MISSING, "sync of the folder")
        file.named = True
        self.world.crash_point("after the sync of the folder")
        return self._record(name, now)

    def keep_aside(self, part: Part) -> None:
        """Nothing of the run depends on the quarantine."""

    def is_spooled(self, task: GenerationTask) -> bool:
        return task.image is not None and task.image.relative_path.startswith(SPOOL)

    def place_spooled(self, task: GenerationTask, now: float) -> ImageRecord:
        name = task.image.relative_path if task.image is not None else ""
        if name not in self.files:
            raise StorageError(ErrorCase.FILE_GONE, "the spooled copy is not there")
        part = self.begin(task.id, task.params.prompt, task.created_at)
        try:
            part.write(self.files[name].data)
            return self.finish(part, now)
        except BaseException:
            part.abort()
            raise

    def settle(self, task: GenerationTask) -> None:
        if task.image is None or task.image.relative_path not in self.files:
            return
        for name in self._of_task(task.id, spooled=True):
            if hashlib.sha256(self.files[name].data).hexdigest() == task.image.sha256:
                del self.files[name]

    def room(self) -> int:
        weather = self.world.weather
        return 0 if weather.folder_gone or weather.disk_full else ROOM

    def find(self, task_id: str, *, spooled: bool) -> ImageRecord | None:
        for name in self._of_task(task_id, spooled=spooled):
            try:
                verify(self.files[name].data)
            except AppError:
                continue
            # The real one syncs what it found before it tells of it.
            self.files[name].synced = self.files[name].named = True
            return self._record(name, self.world.utc())
        return None

    def clean_parts(self) -> None:
        for name in list(self.files):
            if name.endswith(".part") and name not in self._in_use:
                del self.files[name]

    def throw_away(self, task: GenerationTask) -> Departure:
        departed = self.departed(task)
        if departed is not Departure.REFUSED or task.image is None:
            return departed
        if self.world.chance(self.world.weather.rates.disk_picture):
            return Departure.REFUSED
        self.on_thrown_away(task)
        del self.files[task.image.relative_path]
        self.world.crash_point("between the bin and the row")
        return Departure.GONE

    def departed(self, task: GenerationTask) -> Departure:
        if task.image is None:
            return Departure.GONE
        if self.world.weather.folder_gone:
            return Departure.FOLDER_AWAY
        there = task.image.relative_path in self.files
        return Departure.REFUSED if there else Departure.GONE

    def on_thrown_away(self, task: GenerationTask) -> None:
        """Replaced by who watches."""

    def end_session(self) -> None:
        """The program is gone; nobody writes to its part files any more."""
        self._in_use.clear()

    def cut_power(self) -> None:
        """Lose what no sync made sure of."""
        rng = self.world.rng
        for name in list(self.files):
            file = self.files[name]
            if not file.synced:
                file.data = file.data[: rng.randrange(len(file.data) + 1)]
            if not file.named and rng.random() < 0.5:
                del self.files[name]
                if name.endswith(".png") and rng.random() < 0.5:
                    # The rename is lost, the file still has its old name.
                    self.files[self._free_name(name.rpartition("-")[0], ".part")] = file
        for name, file in self._ghosts.items():
            if name not in self.files and rng.random() < 0.8:
                self.files[name] = file
        self._ghosts.clear()

    def fail(self, where: str, name: str) -> None:
        """Raise the StorageError that the weather wants; the spool is on the history's disk."""
        weather = self.world.weather
        case = None
        if weather.disk_full:
            case = ErrorCase.DISK_FULL
        elif weather.folder_gone and not name.startswith(SPOOL):
            case = ErrorCase.FOLDER_MISSING
        elif self.world.chance(weather.rates.disk_picture):
            case = self.world.rng.choice((ErrorCase.DISK_FULL, ErrorCase.FOLDER_MISSING))
        if case is not None:
            self.world.note(f"  {where} of {name} fails")
            raise StorageError(case, where)

    def _of_task(self, task_id: str, *, spooled: bool) -> list[str]:
        stem = f"{SPOOL if spooled else ''}{task_id[:8]}-"
        return [n for n in self.files if n.startswith(stem) and n.endswith(".png")]

    def _record(self, name: str, now: float) -> ImageRecord:
        data = self.files[name].data
        return ImageRecord(
            relative_path=name,
            sha256=hashlib.sha256(data).hexdigest(),
            mime="image/png",
            width=1,
            height=1,
            byte_size=len(data),
            saved_at=now,
        )

    def _free_name(self, stem: str, suffix: str) -> str:
        number = 1
        while f"{stem}-{number}{suffix}" in self.files:
            number += 1
        return f"{stem}-{number}{suffix}"
