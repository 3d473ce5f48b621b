"""Flowers in a vase, cut from coloured paper."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QTransform

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.ceramics import VESSELS, lathe, round_fill
from nanobanana_desktop.demo.art.color import color, faded, mixed


def flowers(canvas: Canvas) -> None:
    """A loose bunch in a vase, cut from coloured paper."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    dark = color(canvas.inks.inks[3])
    canvas.painter.fillRect(
        canvas.rect,
        canvas.vertical(
            (
                color(canvas.inks.paper).lighter(103),
                mixed(color(canvas.inks.paper), color(canvas.inks.inks[1]), 0.2),
            ),
            0,
            height,
        ),
    )
    x, foot = width / 2, height / 2 + unit * 0.42
    canvas.disc(
        x + unit * rng.uniform(-0.08, 0.08),
        height / 2 - unit * 0.06,
        unit * 0.34,
        mixed(color(canvas.inks.inks[1]), color(canvas.inks.paper), 0.45),
    )
    canvas.painter.fillRect(
        QRectF(0, foot - unit * 0.03, width, height),
        mixed(color(canvas.inks.inks[2]), color(canvas.inks.paper), 0.15),
    )
    lip = foot - unit * 0.3
    stem = mixed(color("#3f7d58"), dark, 0.2)
    heads = []
    count = rng.randint(6, 8)
    for index in range(count):
        turn = math.radians(-64 + 128 * index / (count - 1) + rng.uniform(-6, 6))
        reach = unit * rng.uniform(0.3, 0.46) * (1.08 - 0.3 * abs(math.sin(turn)))
        end = QPointF(x + reach * math.sin(turn), lip - reach * math.cos(turn))
        path = QPainterPath(QPointF(x + (index - count / 2) * unit * 0.008, lip + unit * 0.05))
        path.quadTo(QPointF(x + (end.x() - x) * 0.3, lip - reach * 0.55), end)
        canvas.line(path, stem, unit * 0.0065)
        for share in (0.42, 0.66):
            where = path.pointAtPercent(share)
            _leaf(
                canvas,
                where,
                unit * rng.uniform(0.05, 0.085),
                math.degrees(turn) - 90 + rng.choice((-52, 52)),
                mixed(stem, color("#a9c78a"), rng.random() * 0.6),
            )
        heads.append((end, turn))
    rng.shuffle(heads)
    for index, (end, turn) in enumerate(heads):
        ink = color(
            (canvas.inks.inks[0], canvas.inks.inks[1], canvas.inks.inks[2], "#f7efe6")[index % 4]
        )
        size = unit * rng.uniform(0.055, 0.085)
        rng.choice((_daisy, _poppy, _tulip))(canvas, end, size, ink, math.degrees(turn))
    shape = rng.choice(VESSELS[:3])
    tall = unit * 0.31
    vase = color(rng.choice((canvas.inks.inks[0], canvas.inks.inks[3])))
    canvas.painter.fillPath(
        lathe(x, foot + unit * 0.02, tall, shape), round_fill(x, tall * 0.32, vase)
    )


def _leaf(canvas: Canvas, at: QPointF, size: float, angle: float, tint: QColor) -> None:
    path = QPainterPath(QPointF(0, 0))
    path.quadTo(QPointF(size * 0.5, -size * 0.36), QPointF(size, 0))
    path.quadTo(QPointF(size * 0.5, size * 0.36), QPointF(0, 0))
    turn = QTransform().translate(at.x(), at.y()).rotate(angle)
    canvas.painter.fillPath(turn.map(path), tint)


def _daisy(canvas: Canvas, at: QPointF, size: float, ink: QColor, angle: float) -> None:
    petal = QPainterPath(QPointF(0, 0))
    petal.cubicTo(
        QPointF(-size * 0.34, -size * 0.5), QPointF(-size * 0.2, -size), QPointF(0, -size)
    )
    petal.cubicTo(QPointF(size * 0.2, -size), QPointF(size * 0.34, -size * 0.5), QPointF(0, 0))
    count = canvas.rng.choice((9, 11, 13))
    for index in range(count):
        turn = QTransform().translate(at.x(), at.y()).rotate(angle + index * 360 / count)
        canvas.painter.fillPath(turn.map(petal), ink if index % 2 else ink.lighter(108))
    canvas.disc(
        at.x(), at.y(), size * 0.27, mixed(color(canvas.inks.inks[3]), color("#f2b632"), 0.75)
    )


def _poppy(canvas: Canvas, at: QPointF, size: float, ink: QColor, angle: float) -> None:
    for index in range(5):
        turn = math.radians(angle + index * 72)
        middle = (at.x() + size * 0.45 * math.cos(turn), at.y() + size * 0.45 * math.sin(turn))
        canvas.disc(*middle, size * 0.56, faded(ink.darker(100 + 6 * (index % 3)), 0.94))
    dark = color(canvas.inks.inks[3])
    canvas.disc(at.x(), at.y(), size * 0.25, dark)
    for index in range(12):
        turn = math.radians(index * 30)
        canvas.disc(
            at.x() + size * 0.4 * math.cos(turn),
            at.y() + size * 0.4 * math.sin(turn),
            size * 0.03,
            dark,
        )


def _tulip(canvas: Canvas, at: QPointF, size: float, ink: QColor, angle: float) -> None:
    turn = QTransform().translate(at.x(), at.y()).rotate(angle)
    for shift, tone in ((-0.34, 116), (0.34, 116), (0.0, 100)):
        petal = QPainterPath(QPointF(0, size * 0.7))
        petal.cubicTo(
            QPointF(size * (shift - 0.75), size * 0.5),
            QPointF(size * (shift * 1.5 - 0.35), -size * 0.5),
            QPointF(size * shift * 1.7, -size),
        )
        petal.cubicTo(
            QPointF(size * (shift * 1.5 + 0.35), -size * 0.5),
            QPointF(size * (shift + 0.75), size * 0.5),
            QPointF(0, size * 0.7),
        )
        canvas.painter.fillPath(turn.map(petal), ink.darker(tone))
