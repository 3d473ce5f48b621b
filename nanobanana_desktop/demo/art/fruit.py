"""Bananas: one drawn fruit, and the pictures that are about it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import color, faded, mixed

SKIN = "#f6c92f"
SKIN_LIGHT = "#ffe27a"
SKIN_SHADE = "#d99a1e"
TIP = "#5b4326"


def banana_body() -> QPainterPath:
    """The fruit's outline, one unit long, centred, curved like a smile."""
    path = QPainterPath(QPointF(-0.5, -0.17))
    path.cubicTo(QPointF(-0.43, 0.16), QPointF(-0.12, 0.3), QPointF(0.12, 0.26))
    path.cubicTo(QPointF(0.32, 0.22), QPointF(0.46, 0.05), QPointF(0.51, -0.15))
    path.lineTo(QPointF(0.465, -0.165))
    path.cubicTo(QPointF(0.37, -0.02), QPointF(0.23, 0.055), QPointF(0.05, 0.06))
    path.cubicTo(QPointF(-0.15, 0.065), QPointF(-0.33, -0.02), QPointF(-0.45, -0.19))
    path.closeSubpath()
    return path


def draw_banana(canvas: Canvas, x: float, y: float, length: float, angle: float) -> None:
    """A banana centred at (x, y); `angle` in degrees, `length` in pixels."""
    painter = canvas.painter
    painter.save()
    painter.translate(x, y)
    painter.rotate(angle)
    painter.scale(length, length)
    body = banana_body()
    fill = QLinearGradient(0, -0.15, 0, 0.3)
    fill.setColorAt(0, color(SKIN_LIGHT))
    fill.setColorAt(0.55, color(SKIN))
    fill.setColorAt(1, color(SKIN_SHADE))
    painter.fillPath(body, fill)
    side = QPainterPath(QPointF(-0.49, -0.16))
    side.cubicTo(QPointF(-0.38, 0.1), QPointF(-0.12, 0.19), QPointF(0.1, 0.165))
    side.cubicTo(QPointF(0.3, 0.14), QPointF(0.43, 0.02), QPointF(0.5, -0.15))
    side.cubicTo(QPointF(0.45, 0.08), QPointF(0.32, 0.23), QPointF(0.12, 0.265))
    side.cubicTo(QPointF(-0.12, 0.3), QPointF(-0.43, 0.16), QPointF(-0.49, -0.16))
    painter.fillPath(side, color(SKIN_SHADE, 0.55))
    tips = QPainterPath(QPointF(-0.5, -0.17))
    tips.lineTo(-0.512, -0.215)
    tips.lineTo(-0.462, -0.235)
    tips.lineTo(-0.45, -0.19)
    tips.closeSubpath()
    tips.moveTo(0.51, -0.15)
    tips.lineTo(0.53, -0.235)
    tips.lineTo(0.487, -0.245)
    tips.lineTo(0.465, -0.165)
    tips.closeSubpath()
    painter.fillPath(tips, color(TIP))
    painter.restore()


def _shadow(canvas: Canvas, x: float, y: float, length: float, angle: float) -> None:
    painter = canvas.painter
    painter.save()
    painter.translate(x, y)
    painter.rotate(angle)
    painter.scale(length, length)
    painter.fillPath(banana_body(), color("#1a1026", 0.16))
    painter.restore()


def banana_pattern(canvas: Canvas) -> None:
    """Fruits strewn over a plain ground, like wrapping paper."""
    rng, unit = canvas.rng, canvas.unit
    ground = color(rng.choice((canvas.inks.inks[0], canvas.inks.inks[2], canvas.inks.paper)))
    deeper = mixed(ground, color(canvas.inks.inks[3]), 0.12)
    canvas.painter.fillRect(canvas.rect, canvas.vertical((ground, deeper), 0, canvas.height))
    step = unit * rng.choice((0.24, 0.3, 0.38))
    rows = int(canvas.height / step) + 3
    columns = int(canvas.width / step) + 3
    dot = faded(color(canvas.inks.paper if canvas.inks.paper != ground.name() else SKIN), 0.8)
    lean = rng.uniform(-40, 40)
    for row in range(rows):
        for column in range(columns):
            x = (column - 0.75 + (row % 2) * 0.5) * step
            y = (row - 0.75) * step * 0.92
            canvas.disc(x + step * 0.5, y + step * 0.02, unit * 0.008, dot)
            angle = lean + (180 if (row + column) % 2 else 0) + rng.uniform(-9, 9)
            drop = unit * 0.012
            _shadow(canvas, x + drop, y + drop * 1.4, step * 0.66, angle)
            draw_banana(canvas, x, y, step * 0.66, angle)


def banana_poster(canvas: Canvas) -> None:
    """One large fruit before a disc, with a long flat shadow."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    back, disc = rng.sample(canvas.inks.inks[:3], 2)
    if back == canvas.inks.inks[1]:
        back = canvas.inks.paper
    if disc == canvas.inks.inks[1]:
        disc = canvas.inks.paper
    canvas.painter.fillRect(
        canvas.rect,
        canvas.vertical((mixed(color(back), color("#ffffff"), 0.12), color(back)), 0, height),
    )
    x, y = width / 2, height * 0.5
    canvas.disc(x, y, unit * 0.36, color(disc))
    floor = height * 0.5 + unit * 0.13
    canvas.painter.save()
    clip = QPainterPath()
    clip.addEllipse(QPointF(x, y), unit * 0.36, unit * 0.36)
    canvas.painter.setClipPath(clip)
    canvas.painter.fillRect(
        QRectF(0, floor, width, height), mixed(color(disc), color(canvas.inks.inks[3]), 0.2)
    )
    canvas.painter.restore()
    canvas.painter.save()
    canvas.painter.translate(x + unit * 0.06, floor + unit * 0.05)
    canvas.painter.scale(1, 0.24)
    canvas.disc(0, 0, unit * 0.27, color("#140c1e", 0.25))
    canvas.painter.restore()
    angle = rng.uniform(-26, 26)
    draw_banana(canvas, x, y + unit * 0.03, unit * 0.66, angle)
    for _ in range(rng.randint(3, 6)):
        canvas.sparkle(
            x + rng.uniform(-0.42, 0.42) * unit,
            y - rng.uniform(0.12, 0.42) * unit,
            unit * rng.uniform(0.012, 0.03),
            color(canvas.inks.inks[3], 0.85),
        )
    canvas.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    canvas.speckle(700, color(canvas.inks.inks[3]), 0.16)
    canvas.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    canvas.painter.setPen(Qt.PenStyle.NoPen)


def bananas(canvas: Canvas) -> None:
    """One of the fruit pictures."""
    canvas.rng.choice((banana_pattern, banana_poster))(canvas)
