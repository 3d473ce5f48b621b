"""The threads that read, make and cut small pictures for the window."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import PictureKey, TileWish, picture_key
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.side_threads import SideThreads
from nanobanana_desktop.services.thumbnail_line import (
    FILES_AT_ONCE,
    MakeAhead,
    ReadKept,
    ShowFile,
    ShowKept,
    ThumbnailLine,
    Wish,
    Work,
)
from nanobanana_desktop.services.tile_drawing import cut_tile

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


class Answer(NamedTuple):
    wish: Wish
    image: QImage
    sharp: bool


class ThumbnailThreads:
    """Fulfils the wishes in `line`.

    `on_answers` and `on_written` are called in the threads: when there are `answers`, and when all
    that was made is written.
    """

    def __init__(
        self,
        line: ThumbnailLine,
        keeper: ThumbnailKeeper,
        on_answers: Callable[[], object],
        on_written: Callable[[], object],
    ) -> None:
        self._line = line
        self._keeper = keeper
        self._on_answers = on_answers
        self._on_written = on_written
        self._answers: deque[Answer] = deque()
        self._told_at = 0.0
        self._threads = SideThreads("thumbnail")
        self._threads.start(THREADS, self._work)

    def answers(self) -> Iterator[Answer]:
        """Take the answers that have come."""
        while self._answers:
            yield self._answers.popleft()

    def stop(self) -> None:
        """Drop what waits and end the threads. Idempotent."""
        self._line.stop()
        self._threads.join()
        self._answers.clear()

    def _work(self) -> None:
        while True:
            work = self._line.next(wait=False)
            if not isinstance(work, ShowKept):
                # Something slow comes next, or nothing.
                self._tell()
            work = work or self._line.next()
            if work is None:
                return
            try:
                self._carry_out(work)
            except Exception as error:
                if not isinstance(error, AppError):
                    _log.exception("%s", type(work).__name__)
                self._give_up(work, error)
            finally:
                self._line.done(work)

    def _carry_out(self, work: Work) -> None:
        keeper = self._keeper
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
            self._call(self._on_written)

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
            sharp = sharp or _side(wish) <= KEPT_SIDE
            image = cut_tile(image, wish.key.shape)
        self._answers.append(Answer(wish, image, sharp))
        if time.monotonic() - self._told_at >= TELL_EVERY:
            self._tell()

    def _tell(self) -> None:
        if self._answers:
            self._told_at = time.monotonic()
            self._call(self._on_answers)

    def _call(self, told: Callable[[], object]) -> None:
        if not self._line.is_stopped:
            told()


def _side(wish: Wish) -> int:
    if not isinstance(wish, TileWish) or wish.task.image is None:
        return KEPT_SIDE
    return wish.key.shape.covering_side(wish.task.image)
