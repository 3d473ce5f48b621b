"""A cat that looks at the moon."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainterPath

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import along, color, faded, mixed


def cat(canvas: Canvas) -> None:
    """A cat that looks at the moon from a hill."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    canvas.sky(height * 0.95)
    if canvas.palette.dark:
        canvas.stars(300, height * 0.8)
    x, y = width / 2 + unit * rng.uniform(-0.08, 0.08), height / 2 - unit * 0.04
    light = color(canvas.palette.light)
    canvas.glow(x, y, unit * 0.75, light, 0.5)
    canvas.disc(x, y, unit * 0.31, mixed(light, color(canvas.palette.sky[-1]), 0.12))
    for _ in range(3):
        canvas.cloud(
            width * rng.random(),
            y + unit * rng.uniform(-0.3, 0.2),
            unit * rng.uniform(0.25, 0.5),
            faded(color(canvas.palette.sky[-1]), 0.3),
        )
    for layer in range(3):
        near = layer / 2
        swell = canvas.noise(1.6 + (1 - near), octaves=2, roughness=0.35)
        base = height / 2 + unit * (0.24 + 0.16 * near)
        profile = [base + unit * 0.045 * value for value in swell]
        tint = along(canvas.palette.land, 0.45 + 0.5 * near)
        if layer == 1:
            _cat_shape(
                canvas, x - unit * 0.03, canvas.height_at(profile, x) + unit * 0.035, unit * 0.36
            )
        fill = canvas.vertical((tint, tint.darker(125)), base - unit * 0.05, height)
        canvas.paper_layer(canvas.below(profile), fill, tint.darker(150))
    grass = along(canvas.palette.land, 1.0)
    for _ in range(70):
        left = rng.uniform(0, width)
        blade = QPainterPath(QPointF(left, height + 2))
        tip = QPointF(
            left + rng.uniform(-0.03, 0.03) * unit, height - unit * rng.uniform(0.03, 0.1)
        )
        blade.quadTo(QPointF(left, height - unit * 0.04), tip)
        canvas.line(blade, grass, unit * 0.005)


def _cat_shape(canvas: Canvas, x: float, foot: float, tall: float) -> None:
    ink = mixed(color(canvas.palette.land[-1]), QColor("#08060e"), 0.4)

    def at(right: float, up: float) -> QPointF:
        return QPointF(x + tall * right, foot - tall * up)

    body = QPainterPath(at(-0.2, 0.0))
    body.cubicTo(at(-0.34, 0.12), at(-0.3, 0.34), at(-0.17, 0.52))
    body.cubicTo(at(-0.13, 0.58), at(-0.14, 0.62), at(-0.17, 0.68))
    body.cubicTo(at(-0.21, 0.77), at(-0.2, 0.86), at(-0.185, 1.0))
    body.cubicTo(at(-0.13, 0.97), at(-0.1, 0.93), at(-0.07, 0.9))
    body.cubicTo(at(-0.02, 0.915), at(0.04, 0.915), at(0.09, 0.9))
    body.cubicTo(at(0.12, 0.93), at(0.15, 0.97), at(0.205, 1.0))
    body.cubicTo(at(0.22, 0.86), at(0.23, 0.77), at(0.19, 0.68))
    body.cubicTo(at(0.16, 0.62), at(0.15, 0.58), at(0.19, 0.52))
    body.cubicTo(at(0.32, 0.34), at(0.36, 0.12), at(0.22, 0.0))
    body.closeSubpath()
    canvas.painter.fillPath(body, ink)
    tail = QPainterPath(at(0.18, 0.05))
    tail.cubicTo(at(0.52, 0.0), at(0.6, 0.22), at(0.46, 0.3))
    tail.cubicTo(at(0.4, 0.34), at(0.37, 0.42), at(0.44, 0.48))
    canvas.line(tail, ink, tall * 0.07)
