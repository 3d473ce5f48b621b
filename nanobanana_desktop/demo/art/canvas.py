"""The sheet a motif is painted on, and the strokes that several motifs share."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

from nanobanana_desktop.demo.art.color import Inks, Palette, along, faded

Fill = QBrush | QColor | QGradient
Profile = list[float]
"""Heights along the width, evenly spaced, in pixels from the top of the picture."""

RIDGE_POINTS = 640
"""Points of a ridge line; enough for a calm outline on a picture 5,500 pixels wide."""


class Canvas:
    """A picture under work.

    Lengths are pixels; motifs measure in `unit` (the shorter side), so that every size shows the
    same composition. `rng` is the only source of chance. `things` are the subjects that the prompt
    named. Needs no application object and may be used in any one thread.
    """

    def __init__(
        self,
        painter: QPainter,
        size: QSize,
        rng: random.Random,
        palette: Palette,
        inks: Inks,
        things: frozenset[str],
    ) -> None:
        self.rng = rng
        self.palette = palette
        self.inks = inks
        self.things = things
        self.width = float(size.width())
        self.height = float(size.height())
        self.unit = min(self.width, self.height)
        self.painter = painter
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)

    @property
    def rect(self) -> QRectF:
        return QRectF(0, 0, self.width, self.height)

    # Grounds and lights

    def vertical(self, colors: Sequence[QColor], top: float, bottom: float) -> QLinearGradient:
        """A gradient from `top` to `bottom` through the colours, evenly."""
        gradient = QLinearGradient(0, top, 0, bottom)
        for index, item in enumerate(colors):
            gradient.setColorAt(index / max(1, len(colors) - 1), item)
        return gradient

    def sky(self, bottom: float | None = None) -> None:
        """The palette's sky over the whole sheet; its horizon colour is reached at `bottom`."""
        colors = [along(self.palette.sky, step / 8) for step in range(9)]
        end = self.height if bottom is None else bottom
        self.painter.fillRect(self.rect, self.vertical(colors, 0, end))

    def glow(self, x: float, y: float, radius: float, tint: QColor, strength: float) -> None:
        """Soft light around a point; `strength` is the opacity in the middle (0 to 1)."""
        gradient = QRadialGradient(QPointF(x, y), radius)
        for step in range(7):
            place = step / 6
            gradient.setColorAt(place, faded(tint, strength * (1 - place) ** 2.2))
        area = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        self.painter.fillRect(area.intersected(self.rect), gradient)

    def disc(self, x: float, y: float, radius: float, fill: Fill) -> None:
        self.painter.setBrush(fill)
        self.painter.drawEllipse(QPointF(x, y), radius, radius)

    def stars(self, count: int, bottom: float) -> None:
        """Small stars above `bottom`, thinner towards it, a few of them bright."""
        for _ in range(count):
            x = self.rng.uniform(0, self.width)
            y = bottom * self.rng.random() ** 1.35
            bright = self.rng.random()
            size = self.unit * (0.0006 + 0.0014 * bright**4)
            tint = QColor("#fff3dc") if self.rng.random() < 0.3 else QColor("#eef2ff")
            self.disc(x, y, size, faded(tint, 0.25 + 0.7 * bright))
            if bright > 0.985:
                self.glow(x, y, size * 9, tint, 0.5)

    def sparkle(self, x: float, y: float, size: float, tint: QColor) -> None:
        """A four-pointed star."""
        path = QPainterPath(QPointF(x, y - size))
        for angle in (0, 90, 180, 270):
            turn = math.radians(angle)
            tip = QPointF(x + size * math.cos(turn), y + size * math.sin(turn))
            path.quadTo(QPointF(x, y), tip)
        path.quadTo(QPointF(x, y), QPointF(x, y - size))
        self.painter.fillPath(path, tint)

    # Lines of land

    def noise(self, waves: float, octaves: int = 4, roughness: float = 0.5) -> Profile:
        """Smooth noise between about -1 and 1; `waves` is how many bumps fit into the width."""
        total = [0.0] * RIDGE_POINTS
        strength, amplitude = 1.0, 0.0
        for _ in range(octaves):
            knots = [self.rng.uniform(-1, 1) for _ in range(int(waves) + 3)]
            for index in range(RIDGE_POINTS):
                place = index / (RIDGE_POINTS - 1) * waves
                knot = int(place)
                part = place - knot
                ease = part * part * (3 - 2 * part)
                total[index] += strength * (knots[knot] * (1 - ease) + knots[knot + 1] * ease)
            amplitude += strength
            strength *= roughness
            waves *= 2
        return [value / amplitude for value in total]

    def peaks(self, count: int, steepness: float) -> Profile:
        """A line of mountains from 0 (valley) to 1 (highest peak)."""
        summits = []
        for index in range(count):
            x = (index + self.rng.uniform(0.1, 0.9)) / count
            tall = self.rng.uniform(0.45, 1.0)
            summits.append((x, tall, tall * self.rng.uniform(0.8, 1.25) / (count * steepness)))
        jag = self.noise(count * 6.0, octaves=4, roughness=0.62)
        result = []
        for index in range(RIDGE_POINTS):
            place = index / (RIDGE_POINTS - 1)
            lift = 0.0
            for x, tall, half in summits:
                slope = 1 - abs(place - x) / half
                if slope > 0:
                    lift = max(lift, tall * slope**1.18)
            result.append(lift + 0.075 * jag[index] * (0.6 + lift))
        return result

    def below(self, profile: Sequence[float]) -> QPainterPath:
        """The area from the profile down to the lower edge."""
        step = self.width / (len(profile) - 1)
        points = [QPointF(index * step, y) for index, y in enumerate(profile)]
        points += [
            QPointF(self.width + 2, profile[-1]),
            QPointF(self.width + 2, self.height + 2),
            QPointF(-2, self.height + 2),
            QPointF(-2, profile[0]),
        ]
        path = QPainterPath()
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
        return path

    def height_at(self, profile: Sequence[float], x: float) -> float:
        """The profile's y at x, both in pixels."""
        place = max(0.0, min(1.0, x / self.width)) * (len(profile) - 1)
        index = min(int(place), len(profile) - 2)
        return profile[index] + (profile[index + 1] - profile[index]) * (place - index)

    def paper_layer(self, path: QPainterPath, fill: QLinearGradient, shadow: QColor) -> None:
        """A cut sheet: its fill with a soft shadow on what lies behind."""
        for step in range(1, 6):
            lift = self.unit * 0.0024 * step
            self.painter.fillPath(path.translated(0, -lift), faded(shadow, 0.042))
        self.painter.fillPath(path, fill)

    def soft_edge(self, path: QPainterPath, tint: QColor, width: float) -> None:
        """A blurred outline of a simple shape; `width` in units of the shorter side."""
        for step in range(1, 5):
            pen = QPen(faded(tint, 0.05), self.unit * width * step / 4)
            pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
            self.painter.strokePath(path, pen)

    # Small things

    def line(self, path: QPainterPath, tint: QColor, width: float) -> None:
        """A round-ended stroke; `width` in pixels."""
        pen = QPen(tint, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.strokePath(path, pen)

    def birds(self, count: int, x: float, y: float, spread: float, tint: QColor) -> None:
        """A small flock around a point."""
        for _ in range(count):
            left = x + self.rng.uniform(-spread, spread)
            top = y + self.rng.uniform(-spread, spread) * 0.4
            span = self.unit * self.rng.uniform(0.008, 0.016)
            path = QPainterPath(QPointF(left - span, top - span * 0.35))
            path.quadTo(QPointF(left - span * 0.4, top - span * 0.55), QPointF(left, top))
            path.quadTo(
                QPointF(left + span * 0.4, top - span * 0.55),
                QPointF(left + span, top - span * 0.3),
            )
            self.line(path, tint, self.unit * 0.0022)

    def cloud(self, x: float, y: float, width: float, tint: QColor) -> None:
        """A flat-bottomed cloud made of rounded bars."""
        height = width * 0.085
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        lean = self.rng.uniform(-0.1, 0.1)
        for row, (share, shift) in enumerate(((1.0, 0.0), (0.62, -0.05), (0.3, 0.06))):
            part = width * share
            left = x - part / 2 + width * (shift + lean * row)
            bar = QRectF(left, y - row * height * 0.82, part, height)
            path.addRoundedRect(bar, height / 2, height / 2)
        self.painter.fillPath(path, tint)

    def speckle(self, count: int, tint: QColor, alpha: float) -> None:
        """Grains of a print: small dots all over the sheet."""
        for _ in range(count):
            size = self.unit * self.rng.uniform(0.0005, 0.0016)
            x, y = self.rng.uniform(0, self.width), self.rng.uniform(0, self.height)
            self.disc(x, y, size, faded(tint, alpha * self.rng.uniform(0.4, 1)))
