"""Small pictures for the window: read, made and cut in threads, told by task, nothing repeated."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import PictureKey, TileKey, TileWish, picture_key
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.side_threads import SideThreads
from nanobanana_desktop.services.thumbnail_line import (
    FILES_AT_ONCE,
    MakeAhead,
    Preview,
    ReadKept,
    ShowFile,
    ShowKept,
    ThumbnailLine,
    Wish,
    Work,
)

_log = get_logger(__name__)

THREADS: Final = FILES_AT_ONCE + 1
KEPT_SIDE: Final = 256
"""Pixels of the longer side of what is kept."""
TELL_EVERY: Final = 0.01
"""Seconds; what comes within one frame is told, and painted, together."""


class ThumbnailKeeper(Protocol):
    """Blocking; called in threads. Raises AppError when there is no picture to be had."""

    def kept(self, pictures: Sequence[PictureKey]) -> dict[PictureKey, bytes]:
        """The kept thumbnails of these pictures, as far as there are any."""
        ...

    def read(self, jpeg: bytes, side: int) -> QImage:
        """A kept thumbnail, at most `side` pixels."""
        ...

    def make(self, task: GenerationTask, side: int) -> QImage:
        """The task's picture at `side` pixels at most; from now on its thumbnail is kept."""
        ...

    def read_file(self, task: GenerationTask, side: int) -> QImage:
        """The task's picture at `side` pixels at most."""
        ...

    def write_made(self) -> None:
        """There is time to write what was made."""
        ...


class _Answer(NamedTuple):
    wish: Wish
    image: QImage
    sharp: bool


class ThumbnailLoader(QObject):
    """Gives previews and tiles of finished tasks: what is looked at, and the newest, first.

    What is wanted waits until `start` was called, so the loader can be there before what it works
    with.

    Signals: `thumbnail_loaded(str, QImage)` – task id and preview;
    `tile_loaded(TileKey, QImage, bool)` – the tile and whether it is sharp; the image is null when
    there is none; `made_ahead()` – nothing waits to be made ahead any more.
    """

    thumbnail_loaded = Signal(str, QImage)
    tile_loaded = Signal(object, QImage, bool)
    made_ahead = Signal()
    _answers_came = Signal()
    _all_written = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = ThumbnailLine()
        self._threads = SideThreads("thumbnail")
        self._answers: deque[_Answer] = deque()
        self._told_at = 0.0
        self._answers_came.connect(self._on_answers_came)
        self._all_written.connect(self._on_all_written)

    def start(self, keeper: ThumbnailKeeper) -> None:
        """Begin to work."""
        self._threads.start(THREADS, lambda: self._work(keeper))

    def request(self, task: GenerationTask, _size_px: int = KEPT_SIDE) -> None:
        """Ask for the whole thumbnail of `task`."""
        self._line.want_preview(Preview(task))

    def want_tiles(self, wishes: Sequence[TileWish]) -> None:
        """Ask for these tiles, in this order. What was wanted before and has not begun is not any
        more."""
        self._line.want_tiles(wishes)

    def make_ahead(self, tasks: Iterable[GenerationTask]) -> None:
        """Make the thumbnails of these tasks when nothing else is to do."""
        self._line.want_later(tasks)

    def stop(self) -> None:
        """Drop what waits and end the threads. Idempotent."""
        self._line.stop()
        self._threads.join()
        self._answers.clear()

    # -- in threads ------------------------------------------------------------------------------

    def _work(self, keeper: ThumbnailKeeper) -> None:
        while True:
            work = self._line.next(wait=False)
            if not isinstance(work, ShowKept):
                # Something slow comes next, or nothing.
                self._tell()
            work = work or self._line.next()
            if work is None:
                return
            try:
                self._carry_out(work, keeper)
            except Exception as error:
                if not isinstance(error, AppError):
                    _log.exception("%s", type(work).__name__)
                self._give_up(work, error)
            finally:
                self._line.done(work)

    def _carry_out(self, work: Work, keeper: ThumbnailKeeper) -> None:
        if isinstance(work, ReadKept):
            self._line.kept(work, keeper.kept(work.pictures))
        elif isinstance(work, ShowKept):
            # What is cut off is quicker than what is stretched by a pixel.
            side = min(_side(work.wish) + 2, KEPT_SIDE)
            self._answer(work.wish, keeper.read(work.jpeg, side))
        elif isinstance(work, ShowFile):
            load = keeper.read_file if work.quiet else keeper.make
            self._answer(work.wish, load(work.wish.task, _side(work.wish)), sharp=True)
        elif isinstance(work, MakeAhead):
            if not keeper.kept([picture_key(work.task)]):
                keeper.make(work.task, KEPT_SIDE)
        else:
            keeper.write_made()
            self._emit(self._all_written)

    def _give_up(self, work: Work, error: Exception) -> None:
        if isinstance(work, ReadKept):
            self._line.kept(work, {})
        elif isinstance(work, ShowKept):
            _log.info("a kept thumbnail is made anew: %s", error)
            self._line.is_damaged(work.wish)
        elif isinstance(work, ShowFile):
            _log.info("thumbnail of %s: %s", work.wish.task.id[:8], error)
            self._answer(work.wish, QImage(), sharp=work.quiet)

    def _answer(self, wish: Wish, image: QImage, *, sharp: bool = False) -> None:
        if isinstance(wish, TileWish) and not image.isNull():
            from nanobanana_desktop.services.tile_drawing import cut_tile

            sharp = sharp or _side(wish) <= KEPT_SIDE
            image = cut_tile(image, wish.key.shape)
        self._answers.append(_Answer(wish, image, sharp))
        if time.monotonic() - self._told_at >= TELL_EVERY:
            self._tell()

    def _tell(self) -> None:
        if self._answers:
            self._told_at = time.monotonic()
            # It arrives as an event of the window's thread, which takes all that have come.
            self._emit(self._answers_came)

    def _emit(self, signal: SignalInstance) -> None:
        if not self._line.is_stopped:
            signal.emit()

    # -- in the window's thread ------------------------------------------------------------------

    def _on_answers_came(self) -> None:
        while self._answers:
            wish, image, sharp = self._answers.popleft()
            key: PictureKey | TileKey = wish.key
            self._line.answered(key)
            if isinstance(wish, TileWish):
                self.tile_loaded.emit(wish.key, image, sharp)
            else:
                self.thumbnail_loaded.emit(wish.task.id, image)

    def _on_all_written(self) -> None:
        self.made_ahead.emit()


def _side(wish: Wish) -> int:
    if not isinstance(wish, TileWish) or wish.task.image is None:
        return KEPT_SIDE
    return wish.key.shape.covering_side(wish.task.image)
