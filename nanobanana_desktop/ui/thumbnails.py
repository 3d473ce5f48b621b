"""Small pictures ready to be drawn: cropped, rounded and kept at device-pixel size."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.ports import ThumbnailSource

BYTE_LIMIT: Final = 64 * 1024 * 1024

_Key = tuple[str, int, int, float]
"""Task id, width and height in logical pixels, device pixels for each."""


class ThumbnailCache(QObject):
    """Pixmaps by task and size, the least recently used dropped beyond a fixed number of bytes.

    A picture that is not there yet is asked for once and reported when it came; painting never
    scales. One cache serves all views.

    Signals: `pixmap_ready(task_id: str)`.
    """

    pixmap_ready = Signal(str)

    def __init__(
        self, source: ThumbnailSource, parent: QObject | None = None, byte_limit: int = BYTE_LIMIT
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._byte_limit = byte_limit
        self._bytes = 0
        self._pixmaps: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._wanted: dict[str, dict[_Key, float]] = {}
        self._without: set[str] = set()
        source.thumbnail_loaded.connect(self._on_source_thumbnail_loaded)

    def pixmap(
        self, task: GenerationTask, size: QSize, ratio: float, radius: float
    ) -> QPixmap | None:
        """The picture of `task` covering `size` with round corners, None until it has come."""
        key = (task.id, size.width(), size.height(), ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is not None:
            self._pixmaps.move_to_end(key)
            return pixmap
        if task.image is not None and task.id not in self._without:
            self._ask(task, key, radius)
        return None

    def forget(self, task_id: str) -> None:
        """Drop what is known of a picture: it was removed, or its file was found again."""
        for key in [key for key in self._pixmaps if key[0] == task_id]:
            self._bytes -= _cost(self._pixmaps.pop(key))
        self._wanted.pop(task_id, None)
        self._without.discard(task_id)

    def _ask(self, task: GenerationTask, key: _Key, radius: float) -> None:
        wanted = self._wanted.setdefault(task.id, {})
        if key in wanted:
            return
        wanted[key] = radius
        _, width, height, ratio = key
        longest = float(max(width, height))
        if task.image is not None and task.image.width and task.image.height:
            scale = max(width / task.image.width, height / task.image.height)
            longest = scale * max(task.image.width, task.image.height)
        self._source.request(task, round(longest * ratio + 0.5))

    def _on_source_thumbnail_loaded(self, task_id: str, image: QImage) -> None:
        wanted = self._wanted.pop(task_id, {})
        if image.isNull():
            self._without.add(task_id)
            return
        for key, radius in wanted.items():
            self._keep(key, _covering(image, key, radius))
        if wanted:
            self.pixmap_ready.emit(task_id)

    def _keep(self, key: _Key, pixmap: QPixmap) -> None:
        self._pixmaps[key] = pixmap
        self._bytes += _cost(pixmap)
        while self._bytes > self._byte_limit and len(self._pixmaps) > 1:
            _, dropped = self._pixmaps.popitem(last=False)
            self._bytes -= _cost(dropped)


def _cost(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _covering(image: QImage, key: _Key, radius: float) -> QPixmap:
    """`image` scaled to cover the size of `key`, its middle cut out and its corners rounded."""
    _, width, height, ratio = key
    device = QSize(round(width * ratio), round(height * ratio))
    scaled = image.scaled(
        device,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    canvas = QImage(device, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(canvas.rect()), radius * ratio, radius * ratio)
    painter.setClipPath(path)
    left = (device.width() - scaled.width()) // 2
    painter.drawImage(left, (device.height() - scaled.height()) // 2, scaled)
    painter.end()
    pixmap = QPixmap.fromImage(canvas)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
