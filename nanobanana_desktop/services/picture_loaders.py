"""Pictures for the window: decoded in threads, told by task id, late answers dropped."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)

WAITING_LIMIT: Final = 128
"""Requests kept in line; older ones belong to rows that scrolled away."""


class ThumbnailKeeper(Protocol):
    """Blocking; called in a thread."""

    def load_or_make(self, task: GenerationTask) -> QImage: ...


class PictureKeeper(Protocol):
    """Blocking; called in a thread."""

    def decode(self, task: GenerationTask) -> QImage: ...


class ThumbnailLoader(QObject):
    """Gives 256 px pictures of finished tasks, newest request first.

    Signals: `thumbnail_loaded(str, QImage)` – task id and picture, null when there is none.
    """

    thumbnail_loaded = Signal(str, QImage)

    def __init__(
        self,
        keeper: ThumbnailKeeper,
        workers: Workers,
        jobs: Jobs,
        threads: int = 2,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._workers = workers
        self._jobs = jobs
        self._threads = threads
        self._waiting: OrderedDict[str, GenerationTask] = OrderedDict()
        self._running: set[str] = set()

    def request(self, task: GenerationTask, size_px: int) -> None:
        """Ask for the thumbnail of `task`; `size_px` up to 256 is what will be shown."""
        if task.id in self._running:
            return
        self._waiting[task.id] = task
        self._waiting.move_to_end(task.id)
        while len(self._waiting) > WAITING_LIMIT:
            self._waiting.popitem(last=False)
        self._pump()

    def _pump(self) -> None:
        while self._waiting and len(self._running) < self._threads:
            task_id, task = self._waiting.popitem(last=True)
            self._running.add(task_id)
            self._jobs.start("thumbnail", self._load(task))

    async def _load(self, task: GenerationTask) -> None:
        try:
            image = await self._workers.run(self._keeper.load_or_make, task)
            self.thumbnail_loaded.emit(task.id, image)
        except AppError as error:
            _log.info("thumbnail of %s: %s", task.id[:8], error)
            self.thumbnail_loaded.emit(task.id, QImage())
        finally:
            self._running.discard(task.id)
            self._pump()


class PictureLoader(QObject):
    """Decodes the full picture of the task that is looked at; only the last request counts.

    Signals: `picture_loaded(str, QImage)`, `picture_failed(str, AppError)`.
    """

    picture_loaded = Signal(str, QImage)
    picture_failed = Signal(str, object)

    def __init__(
        self,
        keeper: PictureKeeper,
        workers: Workers,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._workers = workers
        self._jobs = jobs
        self._wanted: GenerationTask | None = None
        self._busy = False

    def request(self, task: GenerationTask) -> None:
        self._wanted = task
        if not self._busy:
            self._busy = True
            self._jobs.start("picture", self._load())

    async def _load(self) -> None:
        try:
            while (task := self._wanted) is not None:
                self._wanted = None
                try:
                    image = await self._workers.run(self._keeper.decode, task)
                except AppError as error:
                    self.picture_failed.emit(task.id, error)
                    continue
                if self._wanted is None:
                    self.picture_loaded.emit(task.id, image)
        finally:
            self._busy = False
