"""A bonsai in a pot before a pale disc."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainterPath

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import along, color

LEAF_GREENS = ("#1f4d3f", "#2f6b52", "#4f9070", "#7fb38c")
BLOSSOM = ("#b8577c", "#dc7f9c", "#f2aabb", "#fbd5da")
AUTUMN = ("#8c3b1f", "#c55a28", "#e58a3a", "#f5bd62")


Bends = tuple[tuple[float, float], ...]
Limbs = tuple[tuple[int, float, float, float], ...]

BONSAI: Final[tuple[tuple[Bends, Limbs], ...]] = (
    (
        ((0.0, 0.0), (0.05, 0.1), (-0.035, 0.2), (0.055, 0.31), (0.01, 0.43)),
        (
            (1, -0.17, 0.05, 0.085),
            (2, 0.19, 0.07, 0.095),
            (3, -0.15, 0.045, 0.1),
            (4, 0.02, 0.04, 0.13),
            (4, 0.11, -0.015, 0.09),
        ),
    ),
    (
        ((0.0, 0.0), (-0.012, 0.12), (0.012, 0.24), (-0.006, 0.36), (0.0, 0.46)),
        (
            (1, 0.17, 0.04, 0.09),
            (1, -0.16, 0.1, 0.095),
            (2, 0.14, 0.06, 0.1),
            (3, -0.11, 0.03, 0.1),
            (4, 0.01, 0.03, 0.12),
        ),
    ),
    (
        ((0.06, 0.0), (0.1, 0.11), (0.04, 0.22), (-0.07, 0.3), (-0.17, 0.36)),
        (
            (1, 0.13, 0.06, 0.08),
            (2, 0.12, 0.12, 0.1),
            (3, 0.02, 0.12, 0.11),
            (4, -0.04, 0.03, 0.1),
            (4, 0.03, -0.09, 0.075),
        ),
    ),
)
"""Trunks as (right, up) and limbs as (bend, right, up, size of the leaves), in units."""


def _foliage(canvas: Canvas) -> tuple[str, ...]:
    if "blossom" in canvas.things:
        return BLOSSOM
    if "autumn" in canvas.things:
        return AUTUMN
    return canvas.rng.choice((LEAF_GREENS, LEAF_GREENS, LEAF_GREENS, BLOSSOM, AUTUMN))


def bonsai(canvas: Canvas) -> None:
    """A little tree in a pot before a pale disc."""
    rng, unit = canvas.rng, canvas.unit
    canvas.painter.fillRect(
        canvas.rect,
        canvas.vertical(
            [along(canvas.palette.land, 0.98 - 0.25 * i / 4) for i in range(5)], 0, canvas.height
        ),
    )
    if rng.random() < 0.6 or "space" in canvas.things:
        canvas.stars(160, canvas.height * 0.8)
    x, y = canvas.width / 2, canvas.height / 2 - unit * 0.05
    radius = unit * 0.36
    canvas.glow(x, y, radius * 1.9, color(canvas.palette.sky[-1]), 0.35)
    disc = canvas.vertical((color("#fbeedd"), color("#f0d3b4")), y - radius, y + radius)
    canvas.disc(x, y, radius, disc)
    side = rng.choice((-1, 1))
    foot = y + unit * 0.335
    bends, limbs = rng.choice(BONSAI)
    trunk = [
        QPointF(
            x + side * unit * (dx + rng.uniform(-0.01, 0.01)),
            foot - unit * dy * rng.uniform(0.96, 1.04),
        )
        for dx, dy in bends
    ]
    bark = color("#3b2320")
    _limb(canvas, trunk, unit * 0.036, unit * 0.009, bark)
    pads = []
    for start, dx, dy, size in limbs:
        begin = trunk[start]
        end = QPointF(begin.x() + side * unit * dx, begin.y() - unit * dy)
        middle = QPointF((begin.x() + end.x()) / 2, max(begin.y(), end.y()) - unit * 0.005)
        _limb(canvas, [begin, middle, end], unit * 0.012, unit * 0.005, bark)
        pads.append((end, unit * size * rng.uniform(0.9, 1.12)))
    greens = _foliage(canvas)
    for end, size in pads:
        _leaf_pad(canvas, end, size, greens)
    _pot(canvas, x, foot)


def _limb(canvas: Canvas, points: list[QPointF], thick: float, thin: float, tint: QColor) -> None:
    """A branch through the points that gets thinner, as overlapping discs along a spline."""
    canvas.painter.setBrush(tint)
    count = len(points) - 1
    steps = 46 * count
    for index in range(steps + 1):
        place = index / steps * count
        knot = min(int(place), count - 1)
        part = place - knot
        p0, p1 = points[max(0, knot - 1)], points[knot]
        p2, p3 = points[knot + 1], points[min(count, knot + 2)]
        x = _spline(p0.x(), p1.x(), p2.x(), p3.x(), part)
        y = _spline(p0.y(), p1.y(), p2.y(), p3.y(), part)
        radius = (thick + (thin - thick) * (index / steps) ** 0.8) / 2
        canvas.painter.drawEllipse(QPointF(x, y), radius, radius)


def _spline(before: float, start: float, end: float, after: float, part: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * part
        + (2 * before - 5 * start + 4 * end - after) * part**2
        + (3 * start - before - 3 * end + after) * part**3
    )


def _leaf_pad(canvas: Canvas, center: QPointF, size: float, greens: tuple[str, ...]) -> None:
    rng = canvas.rng
    for tone, lift, share in ((0, 0.1, 1.0), (1, 0.0, 0.92), (2, -0.13, 0.66), (3, -0.2, 0.34)):
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for bump in range(7):
            along_x = (bump - 3) / 3
            reach = size * share * 0.44 * (1.1 - 0.45 * abs(along_x)) * rng.uniform(0.9, 1.1)
            middle = QPointF(
                center.x() + along_x * size * share * 0.82 - size * 0.06 * tone,
                center.y() + size * lift + abs(along_x) * size * 0.05,
            )
            path.addEllipse(middle, reach, reach * 0.72)
        canvas.painter.fillPath(path, color(greens[tone], 1.0 if tone < 2 else 0.9))


def _pot(canvas: Canvas, x: float, foot: float) -> None:
    unit = canvas.unit
    clay = color(canvas.rng.choice(("#b9562f", "#2f6f77", "#8a4b5e", "#c9822f")))
    top = foot - unit * 0.008
    pot = QPainterPath(QPointF(x - unit * 0.135, top))
    pot.lineTo(x + unit * 0.135, top)
    pot.lineTo(x + unit * 0.105, top + unit * 0.075)
    pot.lineTo(x - unit * 0.105, top + unit * 0.075)
    pot.closeSubpath()
    fill = QLinearGradient(x - unit * 0.13, 0, x + unit * 0.13, 0)
    fill.setColorAt(0, clay.lighter(112))
    fill.setColorAt(1, clay.darker(135))
    canvas.painter.fillPath(pot, fill)
    canvas.painter.setBrush(clay.lighter(118))
    canvas.painter.drawRoundedRect(
        QRectF(x - unit * 0.15, top - unit * 0.012, unit * 0.3, unit * 0.026), 4, 4
    )
    canvas.painter.setBrush(clay.darker(170))
    for shift in (-0.085, 0.06):
        canvas.painter.drawRect(
            QRectF(x + unit * shift, top + unit * 0.075, unit * 0.025, unit * 0.014)
        )
