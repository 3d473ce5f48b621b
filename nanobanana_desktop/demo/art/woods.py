"""Conifers: a forest in fog, and a starry night above dark hills."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainterPath, QRadialGradient

from nanobanana_desktop.demo.art.canvas import Canvas, Profile
from nanobanana_desktop.demo.art.color import along, color, faded, mixed
from nanobanana_desktop.demo.art.landscapes import luminary


def pine(x: float, foot: float, tall: float, lean: float) -> QPainterPath:
    """The outline of a conifer standing at (x, foot), in pixels."""
    tiers = 6
    half = tall * 0.2
    path = QPainterPath(QPointF(x + lean, foot - tall))
    right = []
    for tier in range(1, tiers + 1):
        share = tier / tiers
        y = foot - tall * 0.97 + tall * 0.88 * share
        reach = half * (0.25 + 0.75 * share)
        right.append((reach, y))
    for reach, y in right:
        path.lineTo(x + reach, y)
        path.lineTo(x + reach * 0.55, y - tall * 0.012)
    path.lineTo(x + half * 0.12, foot - tall * 0.09)
    path.lineTo(x + half * 0.12, foot + tall * 0.05)
    path.lineTo(x - half * 0.12, foot + tall * 0.05)
    path.lineTo(x - half * 0.12, foot - tall * 0.09)
    for reach, y in reversed(right):
        path.lineTo(x - reach * 0.55, y - tall * 0.012)
        path.lineTo(x - reach, y)
    path.closeSubpath()
    return path


def _pine_row(
    canvas: Canvas, profile: Profile, tall: float, gap: float, fill: QLinearGradient
) -> None:
    """Trees of about that height along a line of land, and the land below them."""
    rng = canvas.rng
    canvas.painter.fillPath(canvas.below(profile), fill)
    x = -gap * rng.random()
    while x < canvas.width + gap:
        size = tall * rng.uniform(0.5, 1.0)
        foot = canvas.height_at(profile, x) + size * 0.115
        canvas.painter.fillPath(pine(x, foot, size, rng.uniform(-0.01, 0.01) * size), fill)
        x += gap * rng.uniform(0.35, 1.3)


def forest(canvas: Canvas) -> None:
    """Rows of conifers behind each other in morning fog."""
    rng, unit, height = canvas.rng, canvas.unit, canvas.height
    canvas.sky(height * 0.75)
    if canvas.palette.dark:
        canvas.stars(220, height * 0.5)
    luminary(
        canvas,
        canvas.width * rng.uniform(0.25, 0.75),
        height * rng.uniform(0.2, 0.34),
        unit * rng.uniform(0.06, 0.1),
    )
    haze = mixed(color(canvas.palette.sky[-1]), color(canvas.palette.light), 0.35)
    back = [height * 0.44 - height * 0.16 * value for value in canvas.peaks(4, 0.6)]
    crest = along(canvas.palette.land, 0.0)
    canvas.paper_layer(
        canvas.below(back),
        canvas.vertical((crest, haze), min(back), height * 0.62),
        crest.darker(150),
    )
    layers = 5
    for layer in range(layers):
        near = (layer + 0.6) / (layers - 0.4)
        base = height * (0.5 + 0.5 * near**1.25)
        line = canvas.noise(1.5 + layer * 0.4, octaves=3)
        profile = [base + height * 0.05 * value for value in line]
        tall = unit * (0.1 + 0.3 * near**1.3)
        crest = along(canvas.palette.land, near)
        foot = mixed(crest, haze, 0.7 * (1 - near) + 0.04)
        fill = canvas.vertical((crest, foot), base - tall, base + height * 0.16)
        _pine_row(canvas, profile, tall, tall * (0.34 - 0.04 * near), fill)
        if layer < layers - 1:
            mist = canvas.vertical(
                (faded(haze, 0.0), faded(haze, 0.3 * (1 - near)), faded(haze, 0.0)),
                base - tall * 0.3,
                base + height * 0.2,
            )
            canvas.painter.fillRect(
                QRectF(0, base - tall * 0.3, canvas.width, tall * 0.3 + height * 0.2), mist
            )
    canvas.birds(
        rng.randint(3, 5), canvas.width * 0.5, height * 0.3, unit * 0.2, color("#2b3a3a", 0.6)
    )


def night(canvas: Canvas) -> None:
    """A starry sky with the Milky Way above dark hills, trees and a lit tent."""
    rng, unit, height, width = canvas.rng, canvas.unit, canvas.height, canvas.width
    canvas.sky(height * 0.95)
    _milky_way(canvas)
    canvas.stars(520, height * 0.9)
    moon = (width * rng.uniform(0.2, 0.8), height * rng.uniform(0.18, 0.34))
    luminary(canvas, *moon, unit * rng.uniform(0.06, 0.1))
    for _ in range(rng.randint(4, 7)):
        canvas.sparkle(
            rng.uniform(0, width),
            height * rng.uniform(0.04, 0.55),
            unit * rng.uniform(0.006, 0.014),
            color("#fff6e0", 0.9),
        )
    _shooting_star(canvas)
    for layer in range(4):
        near = layer / 3
        base = height * (0.7 + 0.24 * near)
        shape = canvas.noise(2.0 + 1.4 * (1 - near), octaves=3 + (layer < 2))
        profile = [base + height * 0.06 * value for value in shape]
        crest = along(canvas.palette.land, 0.35 + 0.65 * near)
        foot = mixed(crest, color(canvas.palette.sky[-1]), 0.3 * (1 - near))
        fill = canvas.vertical((crest, foot), min(profile), base + height * 0.2)
        if layer == 2:
            _tent(canvas, profile)
        if layer >= 2:
            tall = unit * (0.07 + 0.09 * (layer - 2))
            _pine_row(canvas, profile, tall, tall * 0.75, fill)
        else:
            canvas.painter.fillPath(canvas.below(profile), fill)


def _milky_way(canvas: Canvas) -> None:
    rng, unit = canvas.rng, canvas.unit
    slope = rng.choice((-1, 1)) * rng.uniform(0.4, 0.8)
    tints = (color(canvas.palette.land[0]), color("#9db4ff"), color("#ffd9c2"))
    for index in range(34):
        place = index / 33
        x = canvas.width * place + rng.gauss(0, 0.03) * unit
        y = canvas.height * (0.4 + slope * (place - 0.5)) + rng.gauss(0, 0.04) * unit
        canvas.glow(x, y, unit * rng.uniform(0.1, 0.26), rng.choice(tints), rng.uniform(0.05, 0.14))
    for _ in range(420):
        place = rng.random()
        x = canvas.width * place
        y = canvas.height * (0.4 + slope * (place - 0.5)) + rng.gauss(0, 0.06) * unit
        canvas.disc(
            x, y, unit * rng.uniform(0.0004, 0.0011), color("#ffffff", rng.uniform(0.3, 0.8))
        )


def _shooting_star(canvas: Canvas) -> None:
    rng, unit = canvas.rng, canvas.unit
    head = QPointF(canvas.width * rng.uniform(0.25, 0.75), canvas.height * rng.uniform(0.1, 0.4))
    tail = QPointF(head.x() + unit * rng.choice((-0.2, 0.2)), head.y() - unit * 0.1)
    fill = QLinearGradient(head, tail)
    fill.setColorAt(0, QColor(255, 255, 255, 230))
    fill.setColorAt(1, QColor(255, 255, 255, 0))
    path = QPainterPath(tail)
    path.lineTo(head.x(), head.y() - unit * 0.0018)
    path.lineTo(head.x(), head.y() + unit * 0.0018)
    path.closeSubpath()
    canvas.painter.fillPath(path, fill)


def _tent(canvas: Canvas, profile: Profile) -> None:
    size = canvas.unit * 0.045
    x = canvas.width * canvas.rng.uniform(0.3, 0.7)
    foot = canvas.height_at(profile, x) + size * 0.25
    warm = color(canvas.palette.accent)
    canvas.glow(x, foot - size * 0.5, size * 4.5, warm, 0.55)
    path = QPainterPath(QPointF(x, foot - size * 1.25))
    path.lineTo(x + size, foot)
    path.lineTo(x - size, foot)
    path.closeSubpath()
    fill = QRadialGradient(QPointF(x, foot - size * 0.2), size * 1.3)
    fill.setColorAt(0, color("#fff1c4"))
    fill.setColorAt(1, warm)
    canvas.painter.fillPath(path, fill)
    flap = QPainterPath(QPointF(x, foot - size * 1.25))
    flap.lineTo(x + size * 0.3, foot)
    flap.lineTo(x - size * 0.1, foot)
    flap.closeSubpath()
    canvas.painter.fillPath(flap, color(canvas.palette.land[-1], 0.75))
