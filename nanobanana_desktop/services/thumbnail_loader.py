"""Small pictures for the window: read, made and cut in threads, told by task, nothing repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import TileWish

if TYPE_CHECKING:
    from nanobanana_desktop.services.thumbnail_line import ThumbnailLine
    from nanobanana_desktop.services.thumbnail_threads import ThumbnailKeeper, ThumbnailThreads


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
        self._line: ThumbnailLine | None = None
        self._threads: ThumbnailThreads | None = None
        self._early: list[Callable[[ThumbnailLine], None]] = []
        # They are emitted in threads and arrive as events of this one.
        self._answers_came.connect(self._on_answers_came)
        self._all_written.connect(self._on_all_written)

    def start(self, keeper: ThumbnailKeeper) -> None:
        """Begin to work."""
        # Loaded here because the first paint, which needs this module, does not wait for them.
        from nanobanana_desktop.services.thumbnail_line import ThumbnailLine
        from nanobanana_desktop.services.thumbnail_threads import ThumbnailThreads

        self._line = line = ThumbnailLine()
        early, self._early = self._early, []
        for wish in early:
            wish(line)
        self._threads = ThumbnailThreads(
            line, keeper, self._answers_came.emit, self._all_written.emit
        )

    def request(self, task: GenerationTask, _size_px: int = 0) -> None:
        """Ask for the whole thumbnail of `task`."""
        self._wish(lambda line: line.want_preview(task))

    def want_tiles(self, wishes: Sequence[TileWish]) -> None:
        """Ask for these tiles, in this order. What was wanted before and has not begun is not any
        more."""
        self._wish(lambda line: line.want_tiles(wishes))

    def make_ahead(self, tasks: Iterable[GenerationTask]) -> None:
        """Make the thumbnails of these tasks when nothing else is to do."""
        self._wish(lambda line: line.want_later(tasks))

    def stop(self) -> None:
        """Drop what waits and end the threads. Idempotent."""
        if self._threads is not None:
            self._threads.stop()

    def _wish(self, wish: Callable[[ThumbnailLine], None]) -> None:
        if self._line is None:
            self._early.append(wish)
        else:
            wish(self._line)

    def _on_answers_came(self) -> None:
        if self._line is None or self._threads is None:
            return
        for wish, image, sharp in self._threads.answers():
            self._line.answered(wish.key)
            if isinstance(wish, TileWish):
                self.tile_loaded.emit(wish.key, image, sharp)
            else:
                self.thumbnail_loaded.emit(wish.task.id, image)

    def _on_all_written(self) -> None:
        self.made_ahead.emit()
