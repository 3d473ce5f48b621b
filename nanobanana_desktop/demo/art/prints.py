"""Printed pictures: risograph posters and overlapping shapes."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import color, faded, mixed
from nanobanana_desktop.demo.art.fruit import banana_body, draw_banana


def _overprint(canvas: Canvas) -> None:
    """Inks darken each other from here on, as on paper; on dark paper they lighten."""
    dark = color(canvas.inks.paper).lightnessF() < 0.4
    mode = QPainter.CompositionMode
    canvas.painter.setCompositionMode(
        mode.CompositionMode_Screen if dark else mode.CompositionMode_Multiply
    )


def _plain_print(canvas: Canvas) -> None:
    canvas.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _halftone(canvas: Canvas, area: QPainterPath, tint: QColor, step: float) -> None:
    """Dots that grow downwards, inside the area."""
    bounds = area.boundingRect()
    canvas.painter.save()
    canvas.painter.setClipPath(area)
    canvas.painter.setBrush(tint)
    rows = int(bounds.height() / step) + 2
    for row in range(rows):
        radius = step * (0.06 + 0.44 * row / rows)
        y = bounds.top() + row * step
        for column in range(int(bounds.width() / step) + 2):
            x = bounds.left() + (column + (row % 2) / 2) * step
            canvas.painter.drawEllipse(QPointF(x, y), radius, radius)
    canvas.painter.restore()


def poster(canvas: Canvas) -> None:
    """A risograph poster: a striped sun, waves or hills, and bars where words would be."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    inks = [color(ink) for ink in canvas.inks.inks]
    canvas.painter.fillRect(canvas.rect, color(canvas.inks.paper))
    x, y = width / 2, height * 0.5 - unit * 0.1
    radius = unit * 0.32
    sun = QPainterPath()
    sun.addEllipse(QPointF(x, y), radius, radius)
    slits = QPainterPath()
    for index in range(6):
        top = y + radius * (0.12 + 0.155 * index)
        slits.addRect(QRectF(0, top, width, radius * (0.022 + 0.012 * index)))
    canvas.painter.fillPath(
        sun.subtracted(slits),
        canvas.vertical((inks[0], mixed(inks[0], inks[1], 0.55)), y - radius, y + radius),
    )
    _overprint(canvas)
    kind = "banana" if "banana" in canvas.things else rng.choice(("banana", "hills", "waves"))
    if kind == "banana":
        _plain_print(canvas)
        canvas.painter.save()
        canvas.painter.translate(x + unit * 0.012, y + unit * 0.012)
        canvas.painter.rotate(-22)
        canvas.painter.scale(unit * 0.58, unit * 0.58)
        canvas.painter.fillPath(banana_body(), faded(inks[3], 0.85))
        canvas.painter.restore()
        draw_banana(canvas, x, y, unit * 0.58, -22)
    else:
        for index in range(3):
            waves = canvas.noise(2.2 + index, octaves=1 if kind == "waves" else 3)
            base = y + radius * (0.62 + 0.3 * index)
            profile = [base - unit * 0.06 * value for value in waves]
            band = canvas.below(profile)
            limit = QPainterPath()
            limit.addRect(QRectF(0, 0, width, y + radius * 1.27))
            tint = (inks[2], mixed(inks[2], inks[3], 0.5), inks[3])[index]
            canvas.painter.fillPath(band.intersected(limit), faded(tint, 0.88))
        _halftone(canvas, sun, faded(inks[1], 0.5), unit * 0.014)
    _plain_print(canvas)
    bar = unit * 0.024
    left = x - radius
    top = height / 2 + unit * 0.32
    for share in (1.0, 0.66, 0.42):
        canvas.painter.fillRect(QRectF(left, top, 2 * radius * share, bar), inks[3])
        top += bar * 1.9
    _overprint(canvas)
    canvas.speckle(1400, inks[3], 0.2)
    _plain_print(canvas)


def shapes(canvas: Canvas) -> None:
    """Overlapping printed shapes with a slight misfit of the inks."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    canvas.painter.fillRect(canvas.rect, color(canvas.inks.paper))
    _overprint(canvas)
    inks = [color(ink, 0.9) for ink in canvas.inks.inks]
    grid = rng.uniform(0.24, 0.3) * unit
    columns, rows = math.ceil(width / grid), math.ceil(height / grid)
    left, top = (width - columns * grid) / 2, (height - rows * grid) / 2
    for row in range(rows):
        for column in range(columns):
            cell = QRectF(left + column * grid, top + row * grid, grid, grid)
            ink = rng.choice(inks[:3] if rng.random() < 0.8 else inks[3:])
            _cell_shape(canvas, cell, ink)
    for _ in range(rng.randint(2, 3)):
        radius = unit * rng.uniform(0.16, 0.3)
        area = QPainterPath()
        area.addEllipse(
            QPointF(width * rng.uniform(0.15, 0.85), height * rng.uniform(0.15, 0.85)),
            radius,
            radius,
        )
        ink = rng.choice(inks[:3])
        if rng.random() < 0.5:
            _halftone(canvas, area, ink, unit * 0.017)
        else:
            canvas.painter.fillPath(area, faded(ink, 0.8))
    canvas.speckle(1500, color(canvas.inks.inks[3]), 0.2)
    _plain_print(canvas)


def _cell_shape(canvas: Canvas, cell: QRectF, ink: QColor) -> None:
    painter, rng = canvas.painter, canvas.rng
    kind = rng.randrange(7)
    size = cell.width()
    painter.save()
    painter.translate(cell.center())
    painter.rotate(90 * rng.randrange(4))
    half = size / 2
    painter.setBrush(ink)
    if kind == 0:
        painter.drawPie(QRectF(-half - size, -half - size, 2 * size, 2 * size), 270 * 16, 90 * 16)
    elif kind == 1:
        painter.drawPie(QRectF(-half, -half, size, size), 0, 180 * 16)
    elif kind == 2:
        painter.drawEllipse(QPointF(0, 0), half * 0.86, half * 0.86)
    elif kind == 3:
        for index in range(5):
            painter.drawRect(QRectF(-half, -half + size * index / 5, size, size / 10))
    elif kind == 4:
        for share in (1.0, 0.66, 0.33):
            pen = QPen(ink, size * 0.11)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            reach = size * share * 0.92
            painter.drawArc(QRectF(-half - reach, half - reach, 2 * reach, 2 * reach), 0, 90 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
    elif kind == 5:
        leaf = QPainterPath(QPointF(-half, -half))
        leaf.quadTo(QPointF(half, -half), QPointF(half, half))
        leaf.quadTo(QPointF(-half, half), QPointF(-half, -half))
        painter.fillPath(leaf, ink)
    else:
        painter.drawRect(QRectF(-half, -half, size, half))
    painter.restore()
