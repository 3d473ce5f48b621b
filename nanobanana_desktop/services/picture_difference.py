"""What two pictures differ in, pixel by pixel, made bright enough to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

GAINS: Final = (16, 8, 4, 2, 1)
"""Brightest first; each is a power of two."""
_BRIGHT: Final = 224
"""Of 255; so bright the strongest part may become."""
_PARTS: Final = 32
"""The picture is looked at in so many parts across and down to find the strongest one."""


@dataclass(frozen=True, slots=True)
class PixelDifference:
    """`image` holds the absolute differences of all channels times `gain`.

    `same` says that no pixel of the whole pictures differs, `unseen` that none does at the size of
    `image`.
    """

    image: QImage
    gain: int
    same: bool
    unseen: bool


def pixel_difference(
    a: Sequence[QImage], b: Sequence[QImage], side: int, gain: int | None = None
) -> PixelDifference:
    """Compare two pictures (see `LoadedPicture.levels`) at up to `side` pixels for the longer side.

    Both are brought to the same length of their longer side, the larger one of the two, and lie
    with their middles on each other; where only one of them is, that one is seen. `gain` is chosen
    so that the strongest part is bright when none is given. This takes tenths of a second: call it
    in a thread.
    """
    side = min(side, max(_longer(a[0]), _longer(b[0])))
    sizes = [_fitting(levels[0], side) for levels in (a, b)]
    canvas = sizes[0].expandedTo(sizes[1])
    image = _laid_out(a, sizes[0], canvas)
    _paint(
        image, _laid_out(b, sizes[1], canvas), QPainter.CompositionMode.CompositionMode_Difference
    )
    strongest = _strongest_part(image)
    unseen = strongest == 0 and image == _black(canvas)
    if gain is None:
        gain = next((gain for gain in GAINS if strongest * gain <= _BRIGHT), 1)
    factor = 1
    while factor < gain:
        _paint(image, image.copy(), QPainter.CompositionMode.CompositionMode_Plus)
        factor *= 2
    return PixelDifference(image, gain, unseen and a[0] == b[0], unseen)


def _longer(image: QImage) -> int:
    return max(image.width(), image.height())


def _fitting(image: QImage, side: int) -> QSize:
    box = QSize(side, side)
    return image.size().scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _black(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    return image


def _laid_out(levels: Sequence[QImage], size: QSize, canvas: QSize) -> QImage:
    """The picture at `size` in the middle of a black `canvas`."""
    image = _black(canvas)
    chosen = levels[0]
    for level in levels[1:]:
        if level.width() < size.width():
            break
        chosen = level
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(image.rect().center())
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, chosen)
    return image


def _paint(image: QImage, other: QImage, mode: QPainter.CompositionMode) -> None:
    with QPainter(image) as painter:
        painter.setCompositionMode(mode)
        painter.drawImage(0, 0, other)


def _strongest_part(image: QImage) -> int:
    """The mean of the part whose channels are largest, 0 to 255."""
    parts = image.scaled(
        _PARTS,
        _PARTS,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    # Without the fourth byte, which stands for alpha and is always full.
    channels = bytes(parts.constBits())
    return max(value for place, value in enumerate(channels) if place % 4 != 3)
