"""Pictures by the water: a calm sea with a sailing boat, a city on the shore."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.color import along, color, faded, mixed
from nanobanana_desktop.demo.art.fruit import draw_banana
from nanobanana_desktop.demo.art.landscapes import luminary


def _water(canvas: Canvas, horizon: float) -> None:
    """The sky again, upside down and darker, from the horizon to the lower edge."""
    deep = color(canvas.palette.land[3])
    colors = [
        mixed(along(canvas.palette.sky, 1 - step / 8 * 0.95), deep, 0.1 + 0.42 * step / 8)
        for step in range(9)
    ]
    area = QRectF(0, horizon, canvas.width, canvas.height - horizon)
    canvas.painter.fillRect(area, canvas.vertical(colors, horizon, canvas.height))


def _shimmer(canvas: Canvas, x: float, horizon: float, width: float, tint: QColor) -> None:
    """The broken light of the sun on the water."""
    rng = canvas.rng
    deep = canvas.height - horizon
    y = horizon + deep * 0.012
    while y < canvas.height:
        near = (y - horizon) / deep
        wide = width * (0.5 + 1.5 * near) * rng.uniform(0.35, 1.1)
        tall = canvas.unit * (0.0022 + 0.006 * near)
        left = x - wide / 2 + rng.uniform(-0.3, 0.3) * width * (0.3 + near)
        canvas.painter.setBrush(faded(tint, 0.62 * (1 - near) ** 1.4 + 0.04))
        canvas.painter.drawRoundedRect(QRectF(left, y, wide, tall), tall / 2, tall / 2)
        y += tall * rng.uniform(1.6, 3.2) + deep * 0.008


def _islands(canvas: Canvas, horizon: float) -> None:
    """Far land on both sides of the horizon: itself and its mirror image."""
    for layer in range(2):
        swell = canvas.noise(3.2 - layer, octaves=4)
        high = canvas.height * (0.1 - 0.045 * layer)
        lift = [max(0.0, value + 0.3 - 0.1 * layer) * high for value in swell]
        tint = mixed(
            along(canvas.palette.land, 0.1 + 0.22 * layer), color(canvas.palette.sky[-1]), 0.3
        )
        step = canvas.width / (len(lift) - 1)
        for side, alpha in ((-1.0, 1.0), (0.55, 0.45)):
            path = QPainterPath(QPointF(0, horizon))
            for index, value in enumerate(lift):
                path.lineTo(index * step, horizon + side * value)
            path.lineTo(canvas.width, horizon)
            path.closeSubpath()
            canvas.painter.fillPath(path, faded(tint, alpha))


def _sail(
    points: tuple[QPointF, QPointF, QPointF], belly: float, fill: QLinearGradient, painter: QPainter
) -> None:
    top, front, back = points
    path = QPainterPath(top)
    path.quadTo(
        QPointF((top.x() + front.x()) / 2 + belly, (top.y() + front.y()) / 2 + abs(belly) * 0.5),
        front,
    )
    path.quadTo(QPointF((front.x() + back.x()) / 2, front.y() + abs(belly) * 0.6), back)
    path.closeSubpath()
    painter.fillPath(path, fill)


def _boat_above_water(canvas: Canvas, size: float, banana: bool) -> None:
    """The boat with its water line at the origin; `size` is its length in pixels."""
    painter = canvas.painter
    ink = color(canvas.palette.land[-1])
    cream = color("#fff8ea")
    shade = mixed(cream, color(canvas.palette.land[1]), 0.4)
    deck = size * (0.0 if banana else -0.1)
    fill = QLinearGradient(QPointF(0, deck - size), QPointF(size * 0.3, deck))
    fill.setColorAt(0, cream)
    fill.setColorAt(1, mixed(cream, color(canvas.palette.sky[-1]), 0.5))
    back = QLinearGradient(QPointF(-size * 0.25, deck), QPointF(0, deck - size))
    back.setColorAt(0, shade)
    back.setColorAt(1, mixed(shade, cream, 0.4))
    mast_x = -size * 0.03
    _sail(
        (
            QPointF(mast_x + size * 0.016, deck - size * 0.98),
            QPointF(mast_x + size * 0.4, deck - size * 0.13),
            QPointF(mast_x + size * 0.016, deck - size * 0.07),
        ),
        size * 0.07,
        fill,
        painter,
    )
    _sail(
        (
            QPointF(mast_x - size * 0.018, deck - size * 0.86),
            QPointF(mast_x - size * 0.3, deck - size * 0.1),
            QPointF(mast_x - size * 0.018, deck - size * 0.07),
        ),
        -size * 0.045,
        back,
        painter,
    )
    painter.setBrush(ink)
    painter.drawRoundedRect(
        QRectF(mast_x - size * 0.009, deck - size * 1.02, size * 0.018, size * 1.09), 2, 2
    )
    pennant = QPainterPath(QPointF(mast_x, deck - size * 1.02))
    pennant.lineTo(mast_x - size * 0.12, deck - size * 0.985)
    pennant.lineTo(mast_x, deck - size * 0.95)
    pennant.closeSubpath()
    painter.fillPath(pennant, color(canvas.palette.accent))
    if banana:
        draw_banana(canvas, 0, -size * 0.03, size * 1.04, 0)
        return
    hull = QPainterPath(QPointF(-size * 0.46, deck))
    hull.quadTo(QPointF(0, deck + size * 0.035), QPointF(size * 0.52, deck - size * 0.03))
    hull.cubicTo(
        QPointF(size * 0.45, size * 0.05), QPointF(size * 0.3, size * 0.06), QPointF(0, size * 0.06)
    )
    hull.cubicTo(
        QPointF(-size * 0.3, size * 0.06),
        QPointF(-size * 0.42, size * 0.04),
        QPointF(-size * 0.46, deck),
    )
    hull.closeSubpath()
    wood = QLinearGradient(0, deck, 0, size * 0.06)
    wood.setColorAt(0, mixed(color(canvas.palette.accent), color("#ffffff"), 0.12))
    wood.setColorAt(1, mixed(color(canvas.palette.accent), ink, 0.4))
    painter.fillPath(hull, wood)
    rim = QPainterPath(QPointF(-size * 0.455, deck + size * 0.012))
    rim.quadTo(QPointF(0, deck + size * 0.047), QPointF(size * 0.51, deck - size * 0.018))
    canvas.line(rim, cream, size * 0.012)


def draw_boat(canvas: Canvas, x: float, y: float, size: float, *, banana: bool) -> None:
    """A sailing boat on calm water at (x, y) with its reflection."""
    painter = canvas.painter
    facing = canvas.rng.choice((-1, 1))
    painter.save()
    painter.translate(x, y + size * (0.3 if banana else 0.1))
    painter.scale(facing, -0.5)
    painter.setOpacity(0.26)
    _boat_above_water(canvas, size, banana)
    painter.restore()
    for _ in range(9):
        wide = size * canvas.rng.uniform(0.15, 0.6)
        top = y + size * (canvas.rng.uniform(0.09, 0.58) + (0.14 if banana else 0.0))
        left = x + size * canvas.rng.uniform(-0.5, 0.15)
        painter.setBrush(faded(color(canvas.palette.sky[-1]), 0.22))
        painter.drawRoundedRect(QRectF(left, top, wide, size * 0.009), 2, 2)
    canvas.glow(x, y + size * 0.06, size * 0.5, color(canvas.palette.land[-1]), 0.14)
    painter.save()
    painter.translate(x, y)
    painter.scale(facing, 1)
    _boat_above_water(canvas, size, banana)
    painter.restore()
    foam = QRectF(x - size * 0.36, y + size * (0.2 if banana else 0.055), size * 0.72, size * 0.012)
    painter.setBrush(color("#ffffff", 0.35))
    painter.drawRoundedRect(foam, foam.height() / 2, foam.height() / 2)


def sea(canvas: Canvas) -> None:
    """A mirror-calm sea at the turn of the day, with a little sailing boat."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    horizon = height * rng.uniform(0.55, 0.66)
    canvas.sky(horizon)
    if canvas.palette.dark:
        canvas.stars(320, horizon * 0.9)
    side = rng.choice((-1, 1))
    sun_x = width * (0.5 + side * rng.uniform(0.1, 0.26))
    light = color(canvas.palette.light)
    high = height * rng.uniform(0.09, 0.3) if not canvas.palette.dark else height * 0.38
    banana = "banana" in canvas.things
    canvas.glow(sun_x, horizon - high, unit * 0.85, light, 0.5)
    canvas.disc(sun_x, horizon - high, unit * rng.uniform(0.055, 0.085), light)
    for _ in range(rng.randint(1, 4)):
        canvas.cloud(
            rng.uniform(0, width),
            horizon * rng.uniform(0.15, 0.7),
            unit * rng.uniform(0.25, 0.6),
            faded(mixed(color(canvas.palette.sky[-1]), light, 0.4), 0.34),
        )
    _water(canvas, horizon)
    _islands(canvas, horizon)
    _shimmer(canvas, sun_x, horizon, unit * 0.2, light)
    canvas.painter.fillRect(
        QRectF(0, horizon - unit * 0.001, width, unit * 0.002), faded(light, 0.35)
    )
    boat_x = width * (0.5 - side * rng.uniform(0.04, 0.14))
    size = unit * rng.uniform(0.34, 0.43)
    draw_boat(
        canvas,
        boat_x,
        horizon + (height - horizon) * (0.26 if banana else 0.36),
        size,
        banana=banana,
    )
    canvas.birds(rng.randint(3, 6), sun_x, horizon * 0.42, unit * 0.14, color("#2b2540", 0.5))


def _skyline(
    canvas: Canvas, base: float, tall: float, layer: int
) -> tuple[QPainterPath, list[QRectF]]:
    rng, unit = canvas.rng, canvas.unit
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    houses = []
    x = -unit * 0.02
    while x < canvas.width:
        wide = unit * rng.uniform(0.05, 0.11) * (0.8 + 0.25 * layer)
        middle = 1 - abs((x + wide / 2) / canvas.width - 0.5) * 0.9
        high = tall * rng.uniform(0.3, 1.0) * (0.45 + 0.55 * middle)
        house = QRectF(x, base - high, wide, high + 4)
        path.addRect(house)
        houses.append(house)
        _roof(canvas, path, house)
        x += wide + (unit * 0.012 if rng.random() < 0.25 else 0)
    return path, houses


def _roof(canvas: Canvas, path: QPainterPath, house: QRectF) -> None:
    kind = canvas.rng.randrange(6)
    left, top, wide = house.left(), house.top(), house.width()
    if kind == 0:
        roof = QPainterPath(QPointF(left, top + 1))
        roof.lineTo(left + wide / 2, top - wide * 0.45)
        roof.lineTo(left + wide, top + 1)
        roof.closeSubpath()
        path.addPath(roof)
    elif kind == 1:
        path.addRect(QRectF(left + wide * 0.2, top - wide * 0.3, wide * 0.6, wide * 0.32))
        path.addRect(QRectF(left + wide * 0.47, top - wide * 0.9, wide * 0.05, wide * 0.62))
    elif kind == 2:
        path.addEllipse(QRectF(left + wide * 0.14, top - wide * 0.34, wide * 0.72, wide * 0.7))
        path.addRect(QRectF(left + wide * 0.48, top - wide * 0.6, wide * 0.04, wide * 0.4))
    elif kind == 3:
        slope = QPainterPath(QPointF(left, top + 1))
        slope.lineTo(left + wide, top - wide * 0.55)
        slope.lineTo(left + wide, top + 1)
        slope.closeSubpath()
        path.addPath(slope)


def _windows(canvas: Canvas, house: QRectF, share: float, tint: QColor) -> None:
    rng = canvas.rng
    columns = max(2, int(house.width() / (canvas.unit * 0.015)))
    step = house.width() / (columns + 0.5)
    painter = canvas.painter
    y = house.top() + step * 0.8
    while y < house.bottom() - step:
        for column in range(columns):
            if rng.random() < share:
                painter.fillRect(
                    QRectF(house.left() + step * (column + 0.5), y, step * 0.5, step * 0.62),
                    faded(tint, rng.uniform(0.45, 1.0)),
                )
        y += step * 1.15


def city(canvas: Canvas) -> None:
    """A skyline before a large sun or moon, mirrored in the water."""
    rng, unit, width, height = canvas.rng, canvas.unit, canvas.width, canvas.height
    shore = height * rng.uniform(0.74, 0.82)
    canvas.sky(shore)
    if canvas.palette.dark:
        canvas.stars(320, shore * 0.7)
    sun_x = width * rng.uniform(0.3, 0.7)
    luminary(
        canvas, sun_x, shore - height * rng.uniform(0.28, 0.42), unit * rng.uniform(0.12, 0.19)
    )
    for _ in range(rng.randint(1, 3)):
        canvas.cloud(
            rng.uniform(0, width),
            shore * rng.uniform(0.2, 0.5),
            unit * rng.uniform(0.25, 0.5),
            faded(color(canvas.palette.sky[-1]), 0.35),
        )
    haze = color(canvas.palette.sky[-1])
    rows = []
    for layer in range(3):
        near = layer / 2
        tall = height * (0.46 - 0.12 * near)
        path, houses = _skyline(canvas, shore, tall, layer)
        tint = along(canvas.palette.land, 0.22 + 0.7 * near)
        fill = canvas.vertical(
            (tint, mixed(tint, haze, 0.35 * (1 - near) + 0.06)), shore - tall, shore
        )
        canvas.painter.fillPath(path, fill)
        rows.append((path, tint))
        lamp = color(canvas.palette.accent if layer else "#ffe9c4")
        for house in houses:
            _windows(canvas, house, (0.1, 0.22, 0.32)[layer], faded(lamp, 1.0))
    _water(canvas, shore)
    canvas.painter.save()
    canvas.painter.setClipRect(QRectF(0, shore, width, height - shore))
    canvas.painter.translate(0, shore * 1.42)
    canvas.painter.scale(1, -0.42)
    canvas.painter.setOpacity(0.42)
    for path, tint in rows:
        canvas.painter.fillPath(path, tint)
    canvas.painter.restore()
    _shimmer(canvas, sun_x, shore, unit * 0.24, color(canvas.palette.light))
    canvas.painter.fillRect(
        QRectF(0, shore - unit * 0.003, width, unit * 0.006), color(canvas.palette.land[-1])
    )
