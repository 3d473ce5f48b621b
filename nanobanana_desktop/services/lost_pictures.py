"""Pictures whose files are not where they were saved: looked for by their bytes, and taken back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.events import Event, Saved
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.storage.picture_search import CalledOffError

_log = get_logger(__name__)

REST: Final = 1.0
"""Seconds in which missing files gather before the image folder is searched for all of them."""
ROWS: Final = 500
SEEN_STEP: Final = 250
"""Files after which is told how many were looked at."""
_ABOUT_ONE_FILE: Final = (ErrorCase.FILE_GONE, ErrorCase.RESULT_BAD, ErrorCase.DOWNLOAD_FAILED)
"""What goes wrong with one file; the others can be taken all the same."""


class LostReport(NamedTuple):
    """How many pictures are in their place again, and how many were looked for."""

    found: int
    wanted: int
    called_off: bool = False


class RowStore(Protocol):
    async def tasks_at(self, numbers: Sequence[int]) -> Sequence[tuple[int, GenerationTask]]:
        """Of up to 500 rows."""
        ...

    async def unknown_paths(self, relative_paths: Collection[str]) -> list[str]: ...


class Search(Protocol):
    """Blocking looks for files, see `PictureSearch`."""

    def is_there(self) -> bool: ...
    def find(
        self,
        wanted: Sequence[ImageRecord],
        folder: Path | None,
        go_on: Callable[[], bool],
        on_seen: Callable[[int], object],
    ) -> Mapping[str, Sequence[Path]]: ...
    def relative(self, path: Path) -> str: ...
    def bring(
        self, task: GenerationTask, source: Path, now: float, go_on: Callable[[], bool]
    ) -> ImageRecord: ...


class Tasks(Protocol):
    async def fetch_again(self, task: GenerationTask) -> Event: ...
    async def amend(
        self, task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None: ...


class LostPictures(QObject):
    """One search at a time.

    A file that lies in an image folder under another name is taken where it is, unless another
    task has it; one from elsewhere is copied to where pictures belong.

    Signals: `found(GenerationTask)` – its picture is in its place again –,
    `not_fetched(GenerationTask)` – its link gives no picture –, `seen_changed(int)` – files that
    were looked at so far –, `ended(LostReport)` – a search that the person asked for is over –,
    `trouble(AppError)`.
    """

    found = Signal(object)
    not_fetched = Signal(object)
    seen_changed = Signal(int)
    ended = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        store: RowStore,
        search: Search,
        tasks: Tasks,
        keep_sidecar: Callable[[GenerationTask], bool],
        worker: Workers,
        jobs: Jobs,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._search = search
        self._tasks = tasks
        self._keep_sidecar = keep_sidecar
        self._worker = worker
        self._jobs = jobs
        self._clock = clock
        self._turn = asyncio.Lock()
        self._called_off = threading.Event()
        self._is_over = threading.Event()
        self._gathered: dict[str, GenerationTask] = {}
        self._looked_for: set[str] = set()

    def look_around(self, task: GenerationTask) -> None:
        """The file is missing: look for it below the image folders, once in a session."""
        if task.id in self._looked_for or task.state is not TaskState.DONE:
            return
        self._looked_for.add(task.id)
        if not self._gathered:
            self._jobs.start("look around", self._look_around())
        self._gathered[task.id] = task

    def locate(self, numbers: Sequence[int], folder: Path) -> None:
        """Look for the files of these rows below `folder`; `ended` follows."""
        self._called_off.clear()
        self._jobs.start("locate", self._locate(numbers, folder))

    def fetch_again(self, task: GenerationTask) -> None:
        """Fetch the picture from its link, while that lives; `found` or `not_fetched` follows."""
        self._jobs.start("fetch again", self._fetch_again(task))

    def call_off(self) -> None:
        """End the search that the person asked for; what was found so far stays."""
        self._called_off.set()

    def stop(self) -> None:
        """The program ends: so does every search."""
        self._is_over.set()
        self._called_off.set()

    async def _look_around(self) -> None:
        await asyncio.sleep(REST)
        tasks, self._gathered = list(self._gathered.values()), {}
        await self._look_for(tasks, None, lambda: not self._is_over.is_set())

    async def _locate(self, numbers: Sequence[int], folder: Path) -> None:
        def go_on() -> bool:
            return not self._called_off.is_set()

        found = await self._look_for_rows(numbers, folder, go_on)
        self.ended.emit(LostReport(found, len(numbers), called_off=not go_on()))

    async def _look_for_rows(
        self, numbers: Sequence[int], folder: Path, go_on: Callable[[], bool]
    ) -> int:
        tasks: list[GenerationTask] = []
        try:
            for begin in range(0, len(numbers), ROWS):
                rows = await self._store.tasks_at(numbers[begin : begin + ROWS])
                tasks += [task for _, task in rows]
        except StorageError as error:
            self._tell(error)
        return await self._look_for(tasks, folder, go_on)

    async def _fetch_again(self, task: GenerationTask) -> None:
        event = await self._tasks.fetch_again(task)
        if not isinstance(event, Saved):
            _log.info("task %s: its picture was not fetched again", task.id[:8])
            self.not_fetched.emit(task)
            return
        try:
            await self._take(task, event.image)
        except StorageError as error:
            self._tell(error)

    async def _take(self, task: GenerationTask, record: ImageRecord) -> int:
        """1 when the task has its picture again, 0 when it is gone. Raises StorageError."""
        amended = await self._tasks.amend(task.id, _taking(record))
        if amended is None:
            return 0
        await self._worker.run(self._keep_sidecar, amended)
        self.found.emit(amended)
        return 1

    def _tell(self, error: AppError) -> None:
        _log.warning("missing pictures cannot be looked for: %s", error)
        self.trouble.emit(error)

    async def _look_for(
        self,
        tasks: Sequence[GenerationTask],
        folder: Path | None,
        go_on: Callable[[], bool],
    ) -> int:
        """How many were found, also when the search ended early."""
        loop, run = asyncio.get_running_loop(), self._worker.run

        def on_seen(number: int) -> None:
            if number % SEEN_STEP == 0:
                loop.call_soon_threadsafe(self.seen_changed.emit, number)

        records = [task.image for task in tasks if task.image is not None]
        count = 0
        async with self._turn:
            if folder is None and not await run(self._search.is_there):
                return 0
            try:
                paths = await run(self._search.find, records, folder, go_on, on_seen)
                for task in tasks:
                    same = paths.get(task.image.sha256, ()) if task.image is not None else ()
                    count += await self._take_first(task, same, go_on)
            except CalledOffError:
                _log.info("the search for missing pictures was called off")
            except AppError as error:
                self._tell(error)
        return count

    async def _take_first(
        self, task: GenerationTask, paths: Sequence[Path], go_on: Callable[[], bool]
    ) -> int:
        for path in paths:
            try:
                record = await self._record_of(task, path, go_on)
            except AppError as error:
                if error.case not in _ABOUT_ONE_FILE:
                    raise
                _log.info("a found file cannot be taken: %s", error)
                continue
            if record is not None:
                return await self._take(task, record)
        return 0

    async def _record_of(
        self, task: GenerationTask, path: Path, go_on: Callable[[], bool]
    ) -> ImageRecord | None:
        relative = self._search.relative(path)
        if not relative or task.image is None:
            now = self._clock.utc()
            return await self._worker.run(self._search.bring, task, path, now, go_on)
        if relative == task.image.relative_path:
            return task.image
        if not await self._store.unknown_paths([relative]):
            return None
        return replace(task.image, relative_path=relative)


def _taking(record: ImageRecord) -> Callable[[GenerationTask], GenerationTask]:
    return lambda task: replace(task, image=record)
