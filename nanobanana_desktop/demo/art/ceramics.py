"""Turned vessels, and a still life of them with fruit on a table."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainterPath, QRadialGradient

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import along, color, faded, mixed
from nanobanana_desktop.demo.art.fruit import draw_banana


def lathe(
    x: float, foot: float, tall: float, profile: tuple[tuple[float, float], ...]
) -> QPainterPath:
    """The outline of a turned vessel; `profile` has (height, radius) pairs from foot to lip, in
    shares of `tall`."""
    right = [QPointF(x + tall * radius, foot - tall * high) for high, radius in profile]
    left = [QPointF(2 * x - point.x(), point.y()) for point in right]
    path = QPainterPath(left[0])
    path.lineTo(right[0])
    _smooth_through(path, right)
    path.lineTo(left[-1])
    _smooth_through(path, left[::-1])
    path.closeSubpath()
    return path


def _smooth_through(path: QPainterPath, points: list[QPointF]) -> None:
    for index in range(len(points) - 1):
        p0 = points[max(0, index - 1)]
        p1, p2 = points[index], points[index + 1]
        p3 = points[min(len(points) - 1, index + 2)]
        path.cubicTo(p1 + (p2 - p0) / 6, p2 - (p3 - p1) / 6, p2)


VESSELS = (
    ((0, 0.16), (0.06, 0.2), (0.3, 0.32), (0.52, 0.27), (0.7, 0.11), (0.86, 0.085), (1, 0.13)),
    ((0, 0.12), (0.15, 0.24), (0.35, 0.3), (0.55, 0.24), (0.72, 0.14), (1, 0.17)),
    ((0, 0.2), (0.08, 0.26), (0.4, 0.29), (0.75, 0.25), (0.92, 0.2), (1, 0.21)),
    ((0, 0.1), (0.1, 0.15), (0.28, 0.25), (0.42, 0.2), (0.55, 0.075), (0.9, 0.06), (1, 0.085)),
)


def round_fill(x: float, half: float, tint: QColor) -> QLinearGradient:
    fill = QLinearGradient(x - half, 0, x + half, 0)
    fill.setColorAt(0, mixed(tint, QColor("#ffffff"), 0.1))
    fill.setColorAt(0.28, mixed(tint, QColor("#ffffff"), 0.3))
    fill.setColorAt(0.6, tint)
    fill.setColorAt(1, mixed(tint, QColor("#160d1c"), 0.42))
    return fill


def _floor_shadow(canvas: Canvas, x: float, foot: float, half: float, tall: float) -> None:
    path = QPainterPath(QPointF(x - half, foot))
    path.lineTo(x + half, foot - half * 0.1)
    path.lineTo(x + half + tall * 0.85, foot + tall * 0.16)
    path.lineTo(x + half * 0.4 + tall * 0.7, foot + tall * 0.24)
    path.closeSubpath()
    fill = QLinearGradient(x, foot, x + tall, foot + tall * 0.2)
    fill.setColorAt(0, QColor(40, 20, 20, 80))
    fill.setColorAt(1, QColor(40, 20, 20, 0))
    canvas.painter.fillPath(path, fill)
    canvas.painter.save()
    canvas.painter.translate(x, foot)
    canvas.painter.scale(1, 0.16)
    canvas.glow(0, 0, half * 1.5, QColor("#28141a"), 0.5)
    canvas.painter.restore()


def _room(canvas: Canvas) -> float:
    """Wall, window light and table; returns the y of the table's edge."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    wall = mixed(
        mixed(along(canvas.palette.sky, 0.9), color(canvas.palette.land[0]), 0.35),
        color("#f3e6d8"),
        0.3,
    )
    table = mixed(color(canvas.palette.land[1]), color("#cfa482"), 0.62)
    edge = height * 0.5 + unit * 0.12
    canvas.painter.fillRect(
        canvas.rect, canvas.vertical((wall.darker(112), wall.lighter(104)), 0, edge)
    )
    light = color(canvas.palette.light)
    canvas.glow(width * 0.22, height * 0.2, unit * 0.9, QColor("#fff6e6"), 0.65)
    if rng.random() < 0.75:
        half = unit * rng.uniform(0.2, 0.26)
        x = width * 0.5 + unit * rng.uniform(-0.12, 0.12)
        arch = QPainterPath(QPointF(x - half, edge))
        arch.lineTo(x - half, edge - unit * 0.38)
        arch.arcTo(QRectF(x - half, edge - unit * 0.38 - half, 2 * half, 2 * half), 180, -180)
        arch.lineTo(x + half, edge)
        arch.closeSubpath()
        tone = along(canvas.palette.land, rng.uniform(0.2, 0.5))
        canvas.painter.fillPath(
            arch,
            canvas.vertical(
                (mixed(tone, light, 0.1), mixed(tone, light, 0.42)), edge - unit * 0.6, edge
            ),
        )
    canvas.painter.fillRect(
        QRectF(0, edge, width, height - edge),
        canvas.vertical((table.lighter(112), table.darker(112)), edge, height),
    )
    canvas.painter.fillRect(
        QRectF(0, edge - unit * 0.002, width, unit * 0.005), faded(QColor("#ffffff"), 0.35)
    )
    return edge


def still_life(canvas: Canvas) -> None:
    """Ceramics and fruit on a table in soft light."""
    rng, unit, width = canvas.rng, canvas.unit, canvas.width
    edge = _room(canvas)
    foot = edge + unit * 0.1
    glazes = rng.sample(
        ("#2f5e66", "#c96f4a", "#e8d9c3", "#6b5b95", "#7d9b7f", "#31405f", "#d9a441"), 3
    )
    if "teapot" in canvas.things or rng.random() < 0.3:
        _floor_shadow(canvas, width / 2, foot, unit * 0.2, unit * 0.4)
        _teapot(canvas, width / 2 - unit * 0.03, foot, unit * 0.4, color(glazes[0]))
    else:
        spots = [(-0.17, 0.46), (0.06, 0.34), (0.22, 0.24)]
        rng.shuffle(spots)
        spots.sort(key=lambda spot: -spot[1])
        for (shift, tall), glaze in zip(spots, glazes, strict=True):
            x = width / 2 + unit * shift
            base = foot + unit * (0.46 - tall) * 0.28
            high = unit * tall * rng.uniform(0.92, 1.06)
            shape = rng.choice(VESSELS)
            half = high * max(radius for _, radius in shape)
            _floor_shadow(canvas, x, base, half * 0.8, high)
            canvas.painter.fillPath(lathe(x, base, high, shape), round_fill(x, half, color(glaze)))
            canvas.painter.setBrush(color(glaze).darker(190))
            lip = high * shape[-1][1]
            canvas.painter.drawEllipse(QPointF(x, base - high), lip, lip * 0.2)
    _fruit(canvas, foot + unit * 0.1)


def _fruit(canvas: Canvas, foot: float) -> None:
    rng, unit, width = canvas.rng, canvas.unit, canvas.width
    if "banana" in canvas.things or rng.random() < 0.3:
        x = width / 2 + unit * rng.choice((-0.26, 0.24))
        _floor_shadow(canvas, x, foot, unit * 0.08, unit * 0.12)
        draw_banana(canvas, x, foot - unit * 0.04, unit * 0.24, rng.uniform(-8, 8))
        return
    for shift, size in ((-0.3, 0.05), (-0.23, 0.042)):
        x = width / 2 + unit * shift
        skin = color(rng.choice(("#e58a2f", "#c8492f", "#d9b23a", "#8fae4a")))
        base = foot + unit * rng.uniform(-0.02, 0.02)
        _floor_shadow(canvas, x, base, unit * size * 0.8, unit * size * 2)
        fill = QRadialGradient(
            QPointF(x - unit * size * 0.35, base - unit * size * 1.4), unit * size * 1.9
        )
        fill.setColorAt(0, mixed(skin, QColor("#ffffff"), 0.5))
        fill.setColorAt(0.45, skin)
        fill.setColorAt(1, skin.darker(175))
        canvas.disc(x, base - unit * size * 0.9, unit * size, fill)


def _teapot(canvas: Canvas, x: float, foot: float, tall: float, glaze: QColor) -> None:
    painter = canvas.painter
    handle = QPainterPath(QPointF(x - tall * 0.3, foot - tall * 0.62))
    handle.cubicTo(
        QPointF(x - tall * 0.3, foot - tall * 1.2),
        QPointF(x + tall * 0.3, foot - tall * 1.2),
        QPointF(x + tall * 0.3, foot - tall * 0.62),
    )
    canvas.line(handle, color("#9c6b3f"), tall * 0.045)
    spout = QPainterPath(QPointF(x + tall * 0.32, foot - tall * 0.2))
    spout.cubicTo(
        QPointF(x + tall * 0.62, foot - tall * 0.22),
        QPointF(x + tall * 0.58, foot - tall * 0.5),
        QPointF(x + tall * 0.82, foot - tall * 0.62),
    )
    spout.lineTo(x + tall * 0.72, foot - tall * 0.66)
    spout.cubicTo(
        QPointF(x + tall * 0.5, foot - tall * 0.6),
        QPointF(x + tall * 0.5, foot - tall * 0.48),
        QPointF(x + tall * 0.3, foot - tall * 0.5),
    )
    spout.closeSubpath()
    painter.fillPath(spout, mixed(glaze, QColor("#160d1c"), 0.3))
    shape = (
        (0, 0.24),
        (0.04, 0.3),
        (0.2, 0.43),
        (0.4, 0.44),
        (0.58, 0.34),
        (0.68, 0.2),
        (0.7, 0.19),
    )
    painter.fillPath(lathe(x, foot, tall, shape), round_fill(x, tall * 0.44, glaze))
    lid = ((0.68, 0.2), (0.71, 0.21), (0.76, 0.15), (0.79, 0.05), (0.8, 0.04))
    painter.fillPath(lathe(x, foot, tall, lid), round_fill(x, tall * 0.2, glaze.lighter(112)))
    canvas.disc(x, foot - tall * 0.83, tall * 0.045, color("#b98a55"))
