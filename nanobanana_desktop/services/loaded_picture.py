"""A decoded picture as the stage draws it: at full size and halved again and again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

SMALLEST: Final = 64
"""Pixels of the shorter side below which a picture is not halved."""


@dataclass(frozen=True, slots=True)
class LoadedPicture:
    """`levels` are the picture at full, half, quarter … size; `path` is its file.

    They are in the formats that painting takes without converting, so that no picture is too large
    to be drawn at any size within a frame.
    """

    levels: tuple[QImage, ...]
    path: Path


def loaded_picture(image: QImage, path: Path) -> LoadedPicture:
    """Make the levels. This takes a few hundredths of a second: call it in a thread."""
    opaque = not image.hasAlphaChannel()
    wanted = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    level = image.convertToFormat(wanted)
    level.setDevicePixelRatio(1.0)
    levels = [level]
    while min(level.width(), level.height()) >= 2 * SMALLEST:
        level = _halved(level)
        levels.append(level)
    return LoadedPicture(tuple(levels), path)


def _halved(image: QImage) -> QImage:
    half = QImage(image.width() // 2, image.height() // 2, image.format())
    with QPainter(half) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        # At half the size this is the mean of four pixels each, and six times as fast as `scaled`.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(half.rect(), image, QRect(0, 0, image.width(), image.height()))
    return half
