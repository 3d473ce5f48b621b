"""Whether a picture of the window is the one it should be: small, compared with tolerance.

What is kept is half the size, in which no line of a window is lost. Small differences of single
pixels are those between versions of the library that draws letters; what a person sees is more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

PIXEL: Final = 8
"""Of 255: from here on a pixel is another one."""
SHARE: Final = 0.0005
"""Of all pixels: so many may be others."""
BLOCK: Final = 16
"""Pixels of the kept picture: the side of the squares that are looked at."""
BLOCK_SHARE: Final = 0.12
"""Of the pixels of a square: so many may be others."""
BLOCK_TINT: Final = 3
"""Of 255: so much may the mean colour of a square differ."""


@dataclass(frozen=True)
class Difference:
    """`pixels` is a share of all, `block` the worst share of a square, `tint` 0 to 255."""

    pixels: float
    block: float
    tint: int
    place: tuple[int, int]
    """Where the worst square is, in pixels of the window."""

    @property
    def is_seen(self) -> bool:
        return self.pixels > SHARE or self.block > BLOCK_SHARE or self.tint > BLOCK_TINT

    def __str__(self) -> str:
        return (
            f"{self.pixels:.2%} of the pixels, {self.block:.0%} of the square at {self.place},"
            f" mean colour off by {self.tint}"
        )


def kept(image: QImage) -> QImage:
    """What is kept of a picture of a window."""
    half = _scaled(image, QSize(image.width() // 2, image.height() // 2))
    return half.convertToFormat(QImage.Format.Format_RGB32)


def difference(first: QImage, second: QImage) -> Difference:
    """Of two pictures as `kept` makes them. ValueError when their sizes differ."""
    if first.size() != second.size():
        raise ValueError(f"{first.size().toTuple()} and {second.size().toTuple()}")
    others = _differing(first, second)
    blocks = QSize(max(1, first.width() // BLOCK), max(1, first.height() // BLOCK))
    shares = _bytes(_scaled(others, blocks))
    tints = _channels(_distance(_scaled(first, blocks), _scaled(second, blocks)))
    worst = max(range(len(shares)), key=lambda at: (shares[at], tints[at]))
    column, row = worst % blocks.width(), worst // blocks.width()
    side = BLOCK * 2
    return Difference(
        _bytes(others).count(255) / (first.width() * first.height()),
        max(shares) / 255,
        max(tints),
        (column * side, row * side),
    )


_IS_OTHER: Final = bytes(255 if value > PIXEL else 0 for value in range(256))


def _differing(first: QImage, second: QImage) -> QImage:
    """White where the two are not the same."""
    marks = _channels(_distance(first, second)).translate(_IS_OTHER)
    width, height = first.width(), first.height()
    return QImage(marks, width, height, width, QImage.Format.Format_Grayscale8).copy()


def _distance(first: QImage, second: QImage) -> QImage:
    result = second.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, first)
    painter.end()
    return result


def _channels(image: QImage) -> bytes:
    """Of each pixel the largest of its three values."""
    data = bytes(image.constBits())
    return bytes(map(max, data[0::4], data[1::4], data[2::4]))


def _bytes(image: QImage) -> bytes:
    """The values of a grey picture without the bytes that fill its lines."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data, step = bytes(grey.constBits()), grey.bytesPerLine()
    return b"".join(data[y * step : y * step + grey.width()] for y in range(grey.height()))


def _scaled(image: QImage, size: QSize) -> QImage:
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
