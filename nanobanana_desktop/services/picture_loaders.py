"""Pictures for the window: decoded in threads, told by task id, late answers dropped."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.log import get_logger

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    from nanobanana_desktop.services.loaded_picture import LoadedPicture

_log = get_logger(__name__)

WAITING_LIMIT: Final = 128
"""Requests kept in line; older ones belong to rows that scrolled away."""


class PictureKeeper(Protocol):
    """Blocking; called in a thread."""

    def load_or_make(self, task: GenerationTask) -> QImage: ...
    def decode(self, task: GenerationTask) -> QImage: ...
    def path(self, task: GenerationTask) -> Path: ...


class ThumbnailLoader(QObject):
    """Gives 256 px pictures of finished tasks, newest request first.

    Requests wait until `start` was called, so the loader can be there before what it works with.

    Signals: `thumbnail_loaded(str, QImage)` – task id and picture, null when there is none.
    """

    thumbnail_loaded = Signal(str, QImage)
    _finished = Signal(str, QImage)

    def __init__(self, threads: int = 2, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._keeper: PictureKeeper | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: OrderedDict[str, GenerationTask] = OrderedDict()
        self._running: set[str] = set()
        self._finished.connect(self._on_finished)

    def start(self, keeper: PictureKeeper) -> None:
        """Begin to work."""
        # Loaded here because the first paint, which needs this module, does not wait for it.
        from concurrent.futures import ThreadPoolExecutor

        self._keeper = keeper
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="thumbnail")
        self._pump()

    def request(self, task: GenerationTask, size_px: int) -> None:
        """Ask for the thumbnail of `task`; `size_px` up to 256 is what will be shown."""
        if task.id in self._running:
            return
        self._waiting[task.id] = task
        self._waiting.move_to_end(task.id)
        while len(self._waiting) > WAITING_LIMIT:
            self._waiting.popitem(last=False)
        self._pump()

    def stop(self) -> None:
        """Drop what waits and end the threads. Idempotent."""
        self._waiting.clear()
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _pump(self) -> None:
        keeper, pool = self._keeper, self._pool
        if keeper is None or pool is None:
            return
        while self._waiting and len(self._running) < self._threads:
            task_id, task = self._waiting.popitem(last=True)
            self._running.add(task_id)
            pool.submit(self._load, keeper.load_or_make, task)

    def _load(self, load: Callable[[GenerationTask], QImage], task: GenerationTask) -> None:
        image = QImage()
        try:
            image = load(task)
        except AppError as error:
            _log.info("thumbnail of %s: %s", task.id[:8], error)
        except Exception:
            _log.exception("thumbnail of %s", task.id[:8])
        # Emitted in a thread: it arrives as an event of the window's thread.
        self._finished.emit(task.id, image)

    def _on_finished(self, task_id: str, image: QImage) -> None:
        self._running.discard(task_id)
        self.thumbnail_loaded.emit(task_id, image)
        self._pump()


class PictureLoader(QObject):
    """Decodes the full picture of the task that is looked at; only the last request counts.

    Requests wait until `start` was called.

    Signals: `picture_loaded(str, LoadedPicture)`, `picture_failed(str, AppError)`.
    """

    picture_loaded = Signal(str, object)
    picture_failed = Signal(str, object)
    _finished = Signal(str, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper: PictureKeeper | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._wanted: GenerationTask | None = None
        self._busy = False
        self._finished.connect(self._on_finished)

    def start(self, keeper: PictureKeeper) -> None:
        """Begin to work."""
        # Loaded here because the first paint, which needs this module, does not wait for it.
        from concurrent.futures import ThreadPoolExecutor

        self._keeper = keeper
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="picture")
        self._pump()

    def request(self, task: GenerationTask) -> None:
        self._wanted = task
        self._pump()

    def stop(self) -> None:
        """Drop what waits and end the thread. Idempotent."""
        self._wanted = None
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _pump(self) -> None:
        task, keeper, pool = self._wanted, self._keeper, self._pool
        if task is None or keeper is None or pool is None or self._busy:
            return
        self._wanted, self._busy = None, True
        pool.submit(self._load, keeper, task)

    def _load(self, keeper: PictureKeeper, task: GenerationTask) -> None:
        from nanobanana_desktop.services.loaded_picture import loaded_picture

        picture, trouble = None, None
        try:
            picture = loaded_picture(keeper.decode(task), keeper.path(task))
        except AppError as error:
            trouble = error
        except Exception as error:
            _log.exception("picture of %s", task.id[:8])
            trouble = AppError(ErrorCase.UNKNOWN, repr(error))
        self._finished.emit(task.id, picture, trouble)

    def _on_finished(
        self, task_id: str, picture: LoadedPicture | None, trouble: AppError | None
    ) -> None:
        self._busy = False
        if self._wanted is None:
            if trouble is not None:
                self.picture_failed.emit(task_id, trouble)
            else:
                self.picture_loaded.emit(task_id, picture)
        self._pump()
