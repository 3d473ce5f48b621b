"""Glowing things: an orb in soft colours, planets among stars."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QRadialGradient

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import along, color, faded, mixed
from nanobanana_desktop.demo.art.fruit import draw_banana


def aura(canvas: Canvas) -> None:
    """Soft colours that run into each other, with one glassy orb."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    ramp = (
        canvas.palette.sky[0],
        canvas.palette.accent,
        canvas.palette.light,
        canvas.palette.land[1],
        canvas.palette.sky[-1],
    )
    canvas.painter.fillRect(
        canvas.rect,
        canvas.vertical([along(canvas.palette.sky, i / 5) for i in range(6)], 0, height),
    )
    for index in range(9):
        canvas.glow(
            width * rng.random(),
            height * rng.random(),
            max(width, height) * rng.uniform(0.35, 0.65),
            color(ramp[index % len(ramp)]),
            rng.uniform(0.5, 0.9),
        )
    x, y, radius = width / 2, height / 2, unit * rng.uniform(0.24, 0.3)
    canvas.glow(x, y + radius * 0.55, radius * 1.7, color(canvas.palette.land[-1]), 0.4)
    fill = QRadialGradient(QPointF(x - radius * 0.35, y - radius * 0.45), radius * 1.75)
    fill.setColorAt(0, color(canvas.palette.light))
    fill.setColorAt(0.35, color(canvas.palette.accent))
    fill.setColorAt(0.72, color(canvas.palette.land[2]))
    fill.setColorAt(1, color(canvas.palette.land[4]))
    canvas.disc(x, y, radius, fill)
    canvas.painter.save()
    clip = QPainterPath()
    clip.addEllipse(QPointF(x, y), radius, radius)
    canvas.painter.setClipPath(clip)
    canvas.glow(
        x + radius * 0.5, y + radius * 0.7, radius * 0.9, color(canvas.palette.sky[-1]), 0.7
    )
    canvas.glow(x - radius * 0.4, y - radius * 0.5, radius * 0.55, QColor("#ffffff"), 0.65)
    canvas.painter.restore()
    canvas.speckle(500, QColor("#ffffff"), 0.16)


def planets(canvas: Canvas) -> None:
    """A ringed planet with moons and orbits among stars."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    top, bottom = color(canvas.palette.land[4]), color(canvas.palette.land[2])
    canvas.painter.fillRect(
        canvas.rect,
        canvas.vertical((mixed(top, QColor("#04040c"), 0.5), mixed(bottom, top, 0.6)), 0, height),
    )
    canvas.glow(
        width * rng.random(), height * rng.random(), unit * 0.9, color(canvas.palette.land[1]), 0.3
    )
    canvas.glow(
        width * rng.random(), height * rng.random(), unit * 0.8, color(canvas.palette.accent), 0.16
    )
    canvas.stars(520, height * 1.3)
    x, y, radius = width / 2, height / 2, unit * rng.uniform(0.2, 0.26)
    tilt = rng.uniform(-28, 28)
    _rings(canvas, (x, y), radius, tilt, front=False)
    _planet(
        canvas,
        x,
        y,
        radius,
        [color(canvas.palette.light), color(canvas.palette.accent), color(canvas.palette.land[1])],
        tilt,
    )
    _rings(canvas, (x, y), radius, tilt, front=True)
    for _ in range(rng.randint(2, 4)):
        turn = rng.uniform(0, 2 * math.pi)
        away = unit * rng.uniform(0.36, 0.46)
        moon = (x + away * 1.15 * math.cos(turn), y + away * math.sin(turn))
        tone = along(canvas.palette.land, rng.random() * 0.5)
        _planet(canvas, *moon, unit * rng.uniform(0.02, 0.05), [tone.lighter(130), tone], tilt)
    for _ in range(5):
        canvas.sparkle(
            width * rng.random(),
            height * rng.random(),
            unit * rng.uniform(0.006, 0.013),
            color("#fff8ea", 0.9),
        )
    if "banana" in canvas.things:
        draw_banana(canvas, x + unit * 0.3, y - unit * 0.28, unit * 0.14, rng.uniform(-60, 60))


def _planet(
    canvas: Canvas, x: float, y: float, radius: float, tones: list[QColor], tilt: float
) -> None:
    painter = canvas.painter
    canvas.glow(x, y, radius * 1.6, tones[0], 0.3)
    painter.save()
    clip = QPainterPath()
    clip.addEllipse(QPointF(x, y), radius, radius)
    painter.translate(x, y)
    painter.rotate(tilt)
    painter.translate(-x, -y)
    canvas.disc(x, y, radius, tones[-1])
    bands = QPainterPath()
    painter.setClipPath(clip)
    top = y - radius
    while top < y + radius:
        tall = radius * canvas.rng.uniform(0.08, 0.28)
        tone = mixed(canvas.rng.choice(tones), tones[-1], canvas.rng.random() * 0.6)
        bands.clear()
        bands.addRect(QRectF(x - radius, top, 2 * radius, tall))
        painter.fillPath(bands, tone)
        top += tall
    painter.restore()
    shade = QRadialGradient(QPointF(x - radius * 0.4, y - radius * 0.45), radius * 1.7)
    shade.setColorAt(0, QColor(255, 255, 255, 70))
    shade.setColorAt(0.35, QColor(255, 255, 255, 0))
    shade.setColorAt(0.6, QColor(8, 4, 20, 60))
    shade.setColorAt(1, QColor(8, 4, 20, 235))
    canvas.disc(x, y, radius, shade)


def _rings(
    canvas: Canvas, center: tuple[float, float], radius: float, tilt: float, *, front: bool
) -> None:
    painter = canvas.painter
    painter.save()
    painter.translate(*center)
    painter.rotate(tilt)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    light = color(canvas.palette.light)
    for share, thick, alpha in (
        (1.42, 0.05, 0.55),
        (1.58, 0.13, 0.8),
        (1.78, 0.07, 0.6),
        (1.92, 0.02, 0.45),
    ):
        pen = QPen(
            faded(mixed(light, color(canvas.palette.accent), share - 1.3), alpha), radius * thick
        )
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        area = QRectF(
            -radius * share, -radius * share * 0.3, 2 * radius * share, 2 * radius * share * 0.3
        )
        painter.drawArc(area, (180 if front else 0) * 16, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.restore()
