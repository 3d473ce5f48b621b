"""Pictures for the scenes: flat and quickly drawn, the same on every machine."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from nanobanana_desktop.services.loaded_picture import LoadedPicture, loaded_picture

SKIES = {
    "boat": ("#39457F", "#C98A7A", "#5B5486"),
    "mountains": ("#F6DCC6", "#9C7C96", "#2A2B55"),
    "teapot": ("#DCCBB5", "#C8A88A", "#3C5F60"),
    "poster": ("#F3E7D3", "#E5542D", "#1F2D44"),
    "night": ("#191A42", "#8A5560", "#3B2A4F"),
    "bean": ("#FAF5EC", "#E2B86C", "#2A1C10"),
    "valley": ("#2A6478", "#8CC3AF", "#173F47"),
    "bonsai": ("#141432", "#F0D9C4", "#2F6A4B"),
}
"""Of each picture: the sky, the sun, the hills."""


@cache
def drawn(name: str, width: int, height: int) -> QImage:
    """A sky with a sun and hills before it."""
    sky, sun, hills = (QColor(color) for color in SKIES[name])
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(sky)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sun)
    radius = min(width, height) * 0.18
    seed = sum(map(ord, name))
    center = QPointF(width * (0.3 + seed % 5 * 0.1), height * 0.34)
    painter.drawEllipse(center, radius, radius)
    for layer, (shade, base) in enumerate(((135, 0.62), (115, 0.74), (100, 0.86))):
        painter.setBrush(hills.lighter(shade))
        painter.drawPolygon(_hills(width, height, base, seed + layer * 7))
    painter.end()
    return image


def _hills(width: int, height: int, base: float, seed: int) -> QPolygonF:
    ground = QRectF(0, 0, width, height)
    points = [ground.bottomLeft()]
    for step in range(41):
        wave = math.sin(step * 0.37 + seed) + 0.5 * math.sin(step * 0.83 + seed * 2)
        points.append(QPointF(width * step / 40, height * (base + wave * 0.06)))
    return QPolygonF([*points, ground.bottomRight()])


@cache
def whole(name: str, width: int, height: int) -> LoadedPicture:
    return loaded_picture(drawn(name, width, height), Path(f"/pictures/{name}.png"))
