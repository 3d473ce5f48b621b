"""Small pictures ready to be drawn, kept at device-pixel size; what is looked at is asked for."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import (
    PictureKey,
    TileKey,
    TileShape,
    TileWish,
    picture_key,
)
from nanobanana_desktop.ui.ports import ThumbnailSource

BYTE_LIMIT: Final = 64 * 1024 * 1024

WISH_LIMIT: Final = 256
"""Tiles that are asked for at the same time; more than two views show."""

ABSENT_LIMIT: Final = 1024
"""Pictures that are known not to be there."""
ASK_AGAIN: Final = 60.0
"""Seconds after which a picture that was not there is looked for again: a drive may be back."""

ALIKE_LIMIT: Final = 2
"""Sizes of one shape that are kept of a picture: that of now, and the one before it changed."""
REST_MS: Final = 100
"""A size that nothing changed for so long is there to stay."""
_ALIKE: Final = 0.06
"""How far shapes may differ and still stand in for each other (logarithm of the ratios)."""


class _Kept(NamedTuple):
    pixmap: QPixmap
    sharp: bool


class _Wanted(NamedTuple):
    wish: TileWish
    since: int
    """The number of the turn in which it was first asked for."""


class ThumbnailCache(QObject):
    """Pixmaps by picture and shape, the least recently used dropped beyond a fixed number of bytes.

    What is not there yet is asked for after the painting of now, as long as it is visible, and
    reported when it came. While a size changes nothing of it is asked for: what was there stands
    in, until it rests. One cache serves all views.

    Signals: `pixmap_ready(task_id: str)`; `visible_asked(told: list[set[str]])` – each view appends
    the ids of the tasks that it shows now; if none does, everything counts as visible;
    `size_rested()` – each view paints at once, and what it lacks then is asked for.
    """

    pixmap_ready = Signal(str)
    visible_asked = Signal(object)
    size_rested = Signal()
    _ask_due = Signal()

    def __init__(
        self,
        source: ThumbnailSource,
        parent: QObject | None = None,
        byte_limit: int = BYTE_LIMIT,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._byte_limit = byte_limit
        self._now = now
        self._bytes = 0
        self._kept: OrderedDict[TileKey, _Kept] = OrderedDict()
        self._keys: dict[PictureKey, list[TileKey]] = {}
        self._wanted: dict[TileKey, _Wanted] = {}
        self._absent: OrderedDict[PictureKey, float] = OrderedDict()
        self._asks = False
        self._turn = 0
        self._rests = False
        """The views are painting what is to stay."""
        self._rest = QTimer(self)
        self._rest.setObjectName("tile sizes")
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        # After the painting that found them missing, all of them at once.
        self._ask_due.connect(self._ask, Qt.ConnectionType.QueuedConnection)
        source.tile_loaded.connect(self._on_source_tile_loaded)

    def pixmap(
        self, task: GenerationTask, size: QSize, ratio: float, radius: float
    ) -> QPixmap | None:
        """The picture of `task` covering `size` with round corners, None until it has come.

        Until then it may be one of another size and about the same shape: see `draw_thumbnail`.
        """
        if task.image is None or size.isEmpty():
            return None
        shape = TileShape(
            round(size.width() * ratio), round(size.height() * ratio), radius * ratio, ratio
        )
        key = TileKey(picture_key(task), shape)
        if self._wanted:
            # What is visible may be something else now.
            self._ask_soon()
        kept = self._kept.get(key)
        if kept is None:
            stand_in = self._stand_in(key)
            if stand_in is None or self._rests:
                self._want(TileWish(key, task))
            else:
                self._rest.start()
            return stand_in
        self._kept.move_to_end(key)
        if not kept.sharp:
            self._want(TileWish(key, task, sharp=True))
        return kept.pixmap

    def stop(self) -> None:
        """Nothing is shown any more; no size is waited for."""
        self._rest.stop()

    def forget(self, task_id: str) -> None:
        """Drop what is known of a picture: it was removed, or its file was found again."""
        for picture in [picture for picture in self._keys if picture.task_id == task_id]:
            for key in list(self._keys[picture]):
                self._drop(key)
        for wanted in [key for key in self._wanted if key.picture.task_id == task_id]:
            del self._wanted[wanted]
        for absent in [picture for picture in self._absent if picture.task_id == task_id]:
            del self._absent[absent]

    # -- asking ----------------------------------------------------------------------------------

    def _on_rest_timeout(self) -> None:
        self._rests = True
        self.size_rested.emit()
        self._rests = False

    def _want(self, wish: TileWish) -> None:
        wanted = self._wanted.get(wish.key)
        if wanted is not None and wanted.wish.sharp == wish.sharp:
            return
        if not wish.sharp:
            since = self._absent.get(wish.key.picture)
            if since is not None and self._now() - since < ASK_AGAIN:
                return
        self._wanted[wish.key] = _Wanted(wish, self._turn)
        self._ask_soon()

    def _ask_soon(self) -> None:
        if not self._asks:
            self._asks = True
            self._ask_due.emit()

    def _ask(self) -> None:
        self._asks = False
        self._turn += 1
        told: list[set[str]] = []
        self.visible_asked.emit(told)
        seen = set[str]().union(*told)
        visible = [
            (key, wanted)
            for key, wanted in self._wanted.items()
            if not told or key.picture.task_id in seen
        ]
        # What is not there at all before what is not sharp; of each the newest first.
        visible.sort(key=lambda item: (item[1].wish.sharp, -item[1].since))
        self._wanted = dict(visible[:WISH_LIMIT])
        self._source.want_tiles([wanted.wish for wanted in self._wanted.values()])

    # -- keeping ---------------------------------------------------------------------------------

    def _on_source_tile_loaded(self, key: TileKey, image: QImage, sharp: bool) -> None:
        wanted = self._wanted.get(key)
        if wanted is None:
            # It was removed, or scrolled away, meanwhile.
            return
        if sharp or not wanted.wish.sharp:
            del self._wanted[key]
        kept = self._kept.get(key)
        if not image.isNull():
            self._absent.pop(key.picture, None)
            self._keep(key, _Kept(QPixmap.fromImage(image), sharp))
            self.pixmap_ready.emit(key.picture.task_id)
        elif kept is not None:
            # It does not get any sharper than that.
            self._kept[key] = kept._replace(sharp=True)
        else:
            self._absent[key.picture] = self._now()
            self._absent.move_to_end(key.picture)
            while len(self._absent) > ABSENT_LIMIT:
                self._absent.popitem(last=False)

    def _keep(self, key: TileKey, kept: _Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        self._bytes += _cost(kept.pixmap)
        keys = self._keys.setdefault(key.picture, [])
        keys.append(key)
        alike = self._alike(key)
        if len(alike) > ALIKE_LIMIT:
            self._drop(alike[0])
        while self._bytes > self._byte_limit and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: TileKey) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self._bytes -= _cost(kept.pixmap)
        keys = self._keys[key.picture]
        keys.remove(key)
        if not keys:
            del self._keys[key.picture]

    def _stand_in(self, key: TileKey) -> QPixmap | None:
        """The newest pixmap of about the same shape, while a size is changed."""
        alike = self._alike(key)
        return self._kept[alike[-1]].pixmap if alike else None

    def _alike(self, key: TileKey) -> list[TileKey]:
        slope = _slope(key.shape)
        keys = self._keys.get(key.picture, ())
        return [other for other in keys if abs(_slope(other.shape) - slope) < _ALIKE]


def draw_thumbnail(painter: QPainter, rect: QRect, pixmap: QPixmap) -> None:
    """Draw what `ThumbnailCache.pixmap` gave for the size of `rect`.

    What only stands in is drawn quickly, not smoothly: it changes again with the next frame.
    """
    if pixmap.deviceIndependentSize().toSize() == rect.size():
        painter.drawPixmap(rect.topLeft(), pixmap)
    else:
        painter.drawPixmap(rect, pixmap)


def _cost(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _slope(shape: TileShape) -> float:
    return math.log(shape.width / max(1, shape.height))
