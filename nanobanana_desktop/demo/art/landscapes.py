"""Open country: paper-cut mountains and dunes, with the sun or the moon above."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainterPath

from nanobanana_desktop.demo.art.canvas import Canvas, Profile
from nanobanana_desktop.demo.art.color import along, color, faded, mixed
from nanobanana_desktop.demo.art.fruit import draw_banana


def luminary(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Sun or moon with its light; a crescent banana when the prompt asks for bananas."""
    light = color(canvas.palette.light)
    canvas.glow(x, y, radius * 7, light, 0.42)
    canvas.glow(x, y, radius * 2.6, light, 0.5)
    if "banana" in canvas.things:
        draw_banana(canvas, x, y, radius * 2.5, canvas.rng.uniform(35, 60))
        return
    canvas.disc(x, y, radius, light)
    if canvas.palette.dark:
        _craters(canvas, x, y, radius)


def _craters(canvas: Canvas, x: float, y: float, radius: float) -> None:
    shade = mixed(color(canvas.palette.light), color(canvas.palette.sky[1]), 0.22)
    for turn, away, size in (
        (0.6, 0.45, 0.2),
        (2.4, 0.3, 0.27),
        (4.1, 0.55, 0.16),
        (5.2, 0.2, 0.1),
    ):
        angle = turn + canvas.rng.uniform(-0.3, 0.3)
        place = (x + radius * away * math.cos(angle), y + radius * away * math.sin(angle))
        canvas.disc(*place, radius * size, faded(shade, 0.55))


def mountains(canvas: Canvas) -> None:
    """Layered ridges that fade into fog, with a sun or moon."""
    rng, unit, height = canvas.rng, canvas.unit, canvas.height
    horizon = height * rng.uniform(0.4, 0.52)
    canvas.sky(horizon * 1.5)
    if canvas.palette.dark:
        canvas.stars(260, horizon)
    sun_x = canvas.width * rng.choice((rng.uniform(0.18, 0.38), rng.uniform(0.62, 0.82)))
    luminary(canvas, sun_x, horizon * rng.uniform(0.42, 0.66), unit * rng.uniform(0.05, 0.085))
    if not canvas.palette.dark:
        for _ in range(rng.randint(0, 3)):
            canvas.cloud(
                rng.uniform(0, canvas.width),
                horizon * rng.uniform(0.15, 0.75),
                unit * rng.uniform(0.2, 0.45),
                faded(color(canvas.palette.sky[-1]), 0.5),
            )
    wide = max(1.0, canvas.width / height)
    layers = rng.randint(5, 6)
    haze = mixed(color(canvas.palette.sky[-1]), color(canvas.palette.light), 0.3)
    for layer in range(layers):
        near = layer / (layers - 1)
        shape = canvas.peaks(round((6.5 - 3.6 * near) * wide**0.7), 0.62 + 0.2 * near)
        base = horizon + (height * 1.05 - horizon) * near**1.1
        lift = height * (0.17 + 0.17 * near)
        profile = [base - lift * value for value in shape]
        crest = along(canvas.palette.land, near)
        foot = mixed(crest, haze, 0.62 * (1 - near) + 0.05)
        top = min(profile)
        fill = canvas.vertical((crest, foot), top, top + height * (0.34 + 0.1 * near))
        canvas.paper_layer(canvas.below(profile), fill, crest.darker(150))
        if "snow" in canvas.things and 0 < layer < layers - 1:
            _snow_caps(canvas, profile, top, height * 0.05 * (1 + near))
        if layer == 1:
            canvas.birds(
                rng.randint(3, 6), sun_x, horizon, unit * 0.12, faded(crest.darker(190), 0.7)
            )


def _snow_caps(canvas: Canvas, profile: Profile, top: float, depth: float) -> None:
    """White on the summits, with a ragged lower edge that follows the slopes."""
    jag = canvas.noise(38, octaves=2)
    lower = [
        y + max(0.0, (top + depth * 2.6 - y) * 0.52 + depth * 0.5 * jag[index])
        for index, y in enumerate(profile)
    ]
    path = canvas.below(profile).subtracted(canvas.below(lower))
    white = QColor(255, 255, 255, 235)
    canvas.painter.fillPath(
        path, canvas.vertical((white, faded(white, 0.5)), top, top + depth * 2.6)
    )


def dunes(canvas: Canvas) -> None:
    """Sweeping sand: each dune has a lit slope and, behind its winding crest, a shaded one."""
    rng, height, width = canvas.rng, canvas.height, canvas.width
    horizon = height * rng.uniform(0.38, 0.48)
    canvas.sky(horizon * 1.2)
    if canvas.palette.dark:
        canvas.stars(300, horizon)
    sun_x = width * rng.uniform(0.25, 0.75)
    luminary(canvas, sun_x, horizon * rng.uniform(0.4, 0.7), canvas.unit * rng.uniform(0.08, 0.12))
    far = along(canvas.palette.land, 0.08)
    ridge = [horizon + height * 0.03 - height * 0.06 * value for value in canvas.peaks(5, 0.55)]
    haze = mixed(far, color(canvas.palette.sky[-1]), 0.5)
    canvas.painter.fillPath(canvas.below(ridge), haze)
    layers = 5
    side = 1 if sun_x < width / 2 else -1
    for layer in range(layers):
        near = layer / (layers - 1)
        base = horizon + (height - horizon) * (0.08 + 0.8 * near**1.1)
        _dune_row(canvas, base, near, side * (1 if layer % 2 else -1))
    canvas.birds(
        rng.randint(2, 4), width * 0.5, horizon * 0.5, canvas.unit * 0.2, color("#3a2a2a", 0.55)
    )


def _dune_row(canvas: Canvas, base: float, near: float, side: int) -> None:
    rng, width, height = canvas.rng, canvas.width, canvas.height
    lit = mixed(along(canvas.palette.land, 0.1 + 0.42 * near), color(canvas.palette.light), 0.22)
    shade = along(canvas.palette.land, 0.36 + 0.5 * near)
    rise = height * (0.05 + 0.13 * near)
    peak = width * (0.5 + side * rng.uniform(0.06, 0.3))
    foot = height + 4
    crest = QPainterPath(QPointF(-4, base + rise * rng.uniform(0.15, 0.5)))
    crest.cubicTo(
        QPointF(peak * 0.45, base + rise * 0.55),
        QPointF(peak * 0.72, base - rise),
        QPointF(peak, base - rise),
    )
    crest.cubicTo(
        QPointF(peak + (width - peak) * 0.3, base - rise),
        QPointF(peak + (width - peak) * 0.55, base + rise * 0.5),
        QPointF(width + 4, base + rise * rng.uniform(0.1, 0.45)),
    )
    body = QPainterPath(crest)
    body.lineTo(width + 4, foot)
    body.lineTo(-4, foot)
    body.closeSubpath()
    canvas.painter.fillPath(
        body,
        canvas.vertical(
            (mixed(lit, color(canvas.palette.light), 0.25), lit, shade),
            base - rise,
            base + height * 0.5,
        ),
    )
    edge = -4 if side > 0 else width + 4
    sweep = abs(edge - peak)
    dark = QPainterPath(QPointF(peak, base - rise))
    dark.cubicTo(
        QPointF(peak + side * sweep * 0.06, base - rise * 0.2),
        QPointF(peak - side * sweep * 0.42, base + rise * 0.25),
        QPointF(peak - side * sweep * 0.2, base + rise * 1.2),
    )
    dark.cubicTo(
        QPointF(peak - side * sweep * 0.1, base + rise * 1.8),
        QPointF(peak - side * sweep * 0.5, base + rise * 2.2),
        QPointF(peak - side * sweep * 0.6, base + rise * 3.2),
    )
    dark.lineTo(edge, base + rise * 3.2)
    dark.lineTo(edge, base - rise * 1.2)
    dark.closeSubpath()
    canvas.painter.fillPath(
        dark.intersected(body),
        canvas.vertical((shade, mixed(shade, lit, 0.75)), base - rise, base + rise * 2.8),
    )
