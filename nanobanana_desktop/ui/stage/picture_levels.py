"""A picture and its halves, so that a small view of a large picture is sharp and quick."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

_SMALLEST: Final = 64


class PictureLevels:
    """The picture at full, half, quarter … size; each level is made when it is first needed."""

    def __init__(self, image: QImage) -> None:
        self.width = image.width()
        self.height = image.height()
        self.has_alpha = image.hasAlphaChannel()
        self._images = [image]
        self._pixmaps: dict[int, QPixmap] = {}

    def pixmap(self, scale: float) -> QPixmap:
        """The smallest level that is not smaller than `scale` times the full size."""
        level = 0
        while scale <= 0.5 ** (level + 1) and self._has_level(level + 1):
            level += 1
        pixmap = self._pixmaps.get(level)
        if pixmap is None:
            pixmap = QPixmap.fromImage(self._level(level))
            self._pixmaps[level] = pixmap
        return pixmap

    def _has_level(self, level: int) -> bool:
        return min(self.width, self.height) >> level >= _SMALLEST

    def _level(self, level: int) -> QImage:
        while len(self._images) <= level:
            last = self._images[-1]
            half = last.scaled(
                max(1, last.width() // 2),
                max(1, last.height() // 2),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._images.append(half)
        return self._images[level]
