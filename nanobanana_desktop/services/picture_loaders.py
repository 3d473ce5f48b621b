"""Whole pictures for the window: decoded in a thread, told by task id, late answers dropped.

A large JPEG is decoded at the size of a screen first, which takes a third of the time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.side_threads import SideThreads

if TYPE_CHECKING:
    from pathlib import Path

    from nanobanana_desktop.services.loaded_picture import LoadedPicture
    from nanobanana_desktop.services.picture_difference import PixelDifference

_log = get_logger(__name__)

SCREEN_SIDE: Final = 1_536
"""Pixels of the longer side that are enough to look at a picture as a whole."""
LARGE: Final = 8_000_000
"""Pixels below which a JPEG is decoded before anybody could miss it."""


class Levels(Protocol):
    """A decoded picture, see `LoadedPicture`."""

    @property
    def levels(self) -> Sequence[QImage]: ...


class _Comparison(NamedTuple):
    """What is to be told as `token`: the arguments of `pixel_difference`."""

    token: int
    a: Levels
    b: Levels
    side: int
    gain: int | None


class PictureKeeper(Protocol):
    """Blocking; called in a thread."""

    def decode(self, task: GenerationTask, largest_side: int | None = None) -> QImage: ...
    def path(self, task: GenerationTask) -> Path: ...


class PictureLoader(QObject):
    """Decodes the full picture of the task that is looked at; only the last request counts.

    Requests wait until `start` was called.

    Signals: `screen_loaded(str, QImage)` – a smaller version of a picture that takes long, before
    the picture itself –; `picture_loaded(str, LoadedPicture)`, `picture_failed(str, AppError)`;
    `difference_made(int, PixelDifference)` – what was asked for last with this token.
    """

    screen_loaded = Signal(str, QImage)
    picture_loaded = Signal(str, object)
    picture_failed = Signal(str, object)
    difference_made = Signal(int, object)
    _compared = Signal(int, object)
    _shrunk = Signal(int, str, QImage)
    _finished = Signal(int, str, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._requests = 0
        self._wanted: GenerationTask | None = None
        self._comparisons = 0
        self._comparison: _Comparison | None = None
        self._stopped = False
        self._threads = SideThreads("picture")
        self._shrunk.connect(self._on_shrunk)
        self._finished.connect(self._on_finished)
        self._compared.connect(self._on_compared)

    def start(self, keeper: PictureKeeper) -> None:
        """Begin to work."""
        self._threads.start(1, lambda: self._work(keeper))

    def request(self, task: GenerationTask) -> None:
        with self._changed:
            self._requests += 1
            self._wanted = task
            self._changed.notify()

    def request_difference(self, a: Levels, b: Levels, side: int, gain: int | None = None) -> int:
        """Compare two pictures as `pixel_difference` does; returns the token of the answer.

        Only the last request counts; pictures that are waited for come first.
        """
        with self._changed:
            self._comparisons += 1
            self._comparison = _Comparison(self._comparisons, a, b, side, gain)
            self._changed.notify()
            return self._comparisons

    def stop(self) -> None:
        """Drop what waits and end the thread. Idempotent."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._threads.join()

    # -- in the thread ---------------------------------------------------------------------------

    def _work(self, keeper: PictureKeeper) -> None:
        while (following := self._next()) is not None:
            if isinstance(following, _Comparison):
                self._compare(following)
                # It holds two pictures, the largest things in the program.
                del following
                continue
            request, task = following
            self._show_soon(keeper, request, task)
            if self._is_outdated(request):
                continue
            picture, trouble = _loaded(keeper, task)
            if not self._stopped:
                # It arrives as an event of the window's thread.
                self._finished.emit(request, task.id, picture, trouble)
            # Likewise: it must not stay until the next one is read.
            del picture

    def _compare(self, wanted: _Comparison) -> None:
        from nanobanana_desktop.services.picture_difference import pixel_difference

        try:
            found = pixel_difference(wanted.a.levels, wanted.b.levels, wanted.side, wanted.gain)
        except Exception:
            _log.exception("two pictures were not compared")
            return
        if not self._stopped:
            self._compared.emit(wanted.token, found)

    def _show_soon(self, keeper: PictureKeeper, request: int, task: GenerationTask) -> None:
        side = _screen_side(task)
        if side is None:
            return
        # What is wrong with it is told when the whole picture is read.
        with suppress(Exception):
            image = keeper.decode(task, side).convertToFormat(QImage.Format.Format_RGB32)
            if not self._stopped:
                self._shrunk.emit(request, task.id, image)

    def _is_outdated(self, request: int) -> bool:
        with self._changed:
            return self._stopped or request != self._requests

    def _next(self) -> tuple[int, GenerationTask] | _Comparison | None:
        """The last request and its number, else a comparison; None when the thread is to end."""
        with self._changed:
            while self._wanted is None and self._comparison is None and not self._stopped:
                self._changed.wait()
            if self._stopped:
                return None
            if self._wanted is not None:
                task, self._wanted = self._wanted, None
                return self._requests, task
            comparison, self._comparison = self._comparison, None
            return comparison

    # -- in the window's thread ------------------------------------------------------------------

    def _on_shrunk(self, request: int, task_id: str, image: QImage) -> None:
        if request == self._requests:
            self.screen_loaded.emit(task_id, image)

    def _on_compared(self, token: int, difference: PixelDifference) -> None:
        if token == self._comparisons:
            self.difference_made.emit(token, difference)

    def _on_finished(
        self, request: int, task_id: str, picture: LoadedPicture | None, trouble: AppError | None
    ) -> None:
        if request != self._requests:
            return
        if trouble is not None:
            self.picture_failed.emit(task_id, trouble)
        else:
            self.picture_loaded.emit(task_id, picture)


def _screen_side(task: GenerationTask) -> int | None:
    """The longer side in pixels at which a large JPEG is quickly decoded: half, quarter or eighth.

    None for what has no such shortcut, or needs none.
    """
    image = task.image
    if image is None or image.mime != "image/jpeg":
        return None
    side = max(image.width, image.height)
    if image.width * image.height < LARGE:
        return None
    return next((side // part for part in (2, 4, 8) if side // part <= SCREEN_SIDE), side // 8)


def _loaded(
    keeper: PictureKeeper, task: GenerationTask
) -> tuple[LoadedPicture | None, AppError | None]:
    # Imported here because the first paint, which needs this module, does not wait for it.
    from nanobanana_desktop.services.loaded_picture import loaded_picture

    try:
        return loaded_picture(keeper.decode(task), keeper.path(task)), None
    except AppError as error:
        return None, error
    except Exception as error:
        _log.exception("picture of %s", task.id[:8])
        return None, AppError(ErrorCase.UNKNOWN, repr(error))
