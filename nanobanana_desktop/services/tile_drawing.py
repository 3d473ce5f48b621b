"""Cuts a picture into the shape of a tile, ready to be drawn; for worker threads."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from nanobanana_desktop.domain.tile import TileShape


def cut_tile(image: QImage, shape: TileShape) -> QImage:
    """The middle of `image`, covering the shape, with round and smooth corners.

    A picture that is too small is stretched.
    """
    size = QSize(shape.width, shape.height)
    if image.width() < shape.width or image.height() < shape.height:
        image = image.scaled(
            size,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
    tile = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # Filling with the picture is quicker than drawing it through a clip.
    painter.setBrush(QBrush(image))
    painter.setBrushOrigin(
        QPoint((shape.width - image.width()) // 2, (shape.height - image.height()) // 2)
    )
    painter.drawRoundedRect(QRectF(tile.rect()), shape.radius, shape.radius)
    painter.end()
    tile.setDevicePixelRatio(shape.ratio)
    return tile
