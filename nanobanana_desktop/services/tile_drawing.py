"""Cuts a picture into the shape of a tile, ready to be drawn; for worker threads."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from nanobanana_desktop.domain.tile import TileShape

SPARE: Final = 4
"""Pixels; a thumbnail's sides are rounded, so a tile's may be one short if it is read exactly."""

_Format = QImage.Format


def cut_tile(image: QImage, shape: TileShape) -> QImage:
    """The middle of `image`, covering the shape, with round and smooth corners.

    A picture that is `SPARE` pixels larger than needed, or less, is cut without scaling it.
    """
    wanted = image.size().scaled(
        shape.width, shape.height, Qt.AspectRatioMode.KeepAspectRatioByExpanding
    )
    if not 0 <= image.width() - wanted.width() <= SPARE or image.height() < shape.height:
        image = image.scaled(
            wanted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    middle = QRect(0, 0, shape.width, shape.height)
    middle.moveTo((image.width() - shape.width) // 2, (image.height() - shape.height) // 2)
    if middle != image.rect():
        image = image.copy(middle)
    tile = image.convertToFormat(_Format.Format_ARGB32_Premultiplied)
    tile.setDevicePixelRatio(1.0)
    if shape.radius > 0:
        _round_corners(tile, shape.radius)
    tile.setDevicePixelRatio(shape.ratio)
    return tile


def _round_corners(tile: QImage, radius: float) -> None:
    # Only the corners are touched: Python holds back all other threads while Qt paints.
    mask = _corners(radius)
    side = mask.width() // 2
    right, bottom = tile.width() - side, tile.height() - side
    with QPainter(tile) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        for x, mask_x in ((0, 0), (right, side)):
            for y, mask_y in ((0, 0), (bottom, side)):
                painter.drawImage(QPointF(x, y), mask, QRectF(mask_x, mask_y, side, side))


@lru_cache(maxsize=16)
def _corners(radius: float) -> QImage:
    """The four corners side by side: what of them is inside."""
    side = math.ceil(radius)
    mask = QImage(2 * side, 2 * side, _Format.Format_ARGB32_Premultiplied)
    mask.fill(Qt.GlobalColor.transparent)
    with QPainter(mask) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawRoundedRect(QRectF(mask.rect()), radius, radius)
    return mask
