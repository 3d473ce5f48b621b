"""Nested arches with a sun and leaves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import color, mixed


def arches(canvas: Canvas) -> None:
    """Nested arches, a sun and leaves in calm mid-century colours."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    inks = [color(ink) for ink in canvas.inks.inks]
    paper = color(canvas.inks.paper)
    canvas.painter.fillRect(
        canvas.rect, canvas.vertical((paper, mixed(paper, inks[1], 0.2)), 0, height)
    )
    floor = height / 2 + unit * 0.36
    side = rng.choice((-1, 1))
    canvas.disc(width / 2 + side * unit * 0.27, height / 2 - unit * 0.25, unit * 0.13, inks[1])
    tones = [inks[0], inks[2], inks[1], mixed(inks[0], paper, 0.55), mixed(inks[2], paper, 0.5)]
    places = [-0.62, 0.62] if width > height * 1.25 else []
    for place in [*places, side * 0.2, -side * 0.17]:
        big = abs(place) < 0.18
        outer = unit * (0.3 if big else rng.uniform(0.2, 0.25))
        tall = unit * (rng.uniform(0.1, 0.2) if big else rng.uniform(0.02, 0.32))
        _arch(canvas, QPointF(width / 2 + unit * place, floor), outer, tall, rng.sample(tones, 4))
    ground = mixed(inks[2], inks[3], 0.45)
    canvas.painter.fillRect(QRectF(0, floor, width, height - floor), ground)
    count = max(3, round(2.6 * width / unit))
    for index in range(count):
        _sprig(
            canvas,
            (index + rng.uniform(0.2, 0.8)) / count * width,
            floor + unit * 0.12,
            unit * rng.uniform(0.2, 0.38),
            mixed(ground, paper, rng.uniform(0.1, 0.55)),
        )
    canvas.speckle(900, inks[3], 0.16)


def _arch(canvas: Canvas, foot: QPointF, outer: float, tall: float, tones: list[QColor]) -> None:
    for band, tone in enumerate([*tones, tones[0]]):
        half = outer * (1 - band / 5.6)
        top = foot.y() - tall - half
        arch = QPainterPath(QPointF(foot.x() - half, foot.y()))
        arch.lineTo(foot.x() - half, foot.y() - tall)
        arch.arcTo(QRectF(foot.x() - half, top, 2 * half, 2 * half), 180, -180)
        arch.lineTo(foot.x() + half, foot.y())
        arch.closeSubpath()
        if band == 0:
            canvas.soft_edge(arch, color(canvas.inks.inks[3]), 0.02)
        canvas.painter.fillPath(arch, tone)


def _sprig(canvas: Canvas, x: float, foot: float, tall: float, tint: QColor) -> None:
    lean = canvas.rng.uniform(-0.25, 0.25) * tall
    stem = QPainterPath(QPointF(x, foot))
    stem.quadTo(QPointF(x, foot - tall * 0.5), QPointF(x + lean, foot - tall))
    canvas.line(stem, tint, canvas.unit * 0.005)
    for index in range(2, 9):
        at = stem.pointAtPercent(index / 9)
        side = 1 if index % 2 else -1
        size = tall * (0.26 - 0.018 * index)
        canvas.painter.save()
        canvas.painter.translate(at)
        canvas.painter.rotate(-90 + side * 50 + lean / tall * 50)
        leaf = QPainterPath(QPointF(0, 0))
        leaf.quadTo(QPointF(size * 0.5, -size * 0.3), QPointF(size, 0))
        leaf.quadTo(QPointF(size * 0.5, size * 0.3), QPointF(0, 0))
        canvas.painter.fillPath(leaf, tint)
        canvas.painter.restore()
