"""Pictures that are larger than the program takes, made to fit with as much left as possible."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.picture_format import (
    BYTE_LIMIT,
    PIXEL_LIMIT,
    SIDE_LIMIT,
    PictureFacts,
    PictureFormat,
    inspect_picture,
)
from nanobanana_desktop.storage.picture_reader import (
    PinnedReader,
    UnreadablePictureError,
    as_srgb,
    encode,
    encode_jpeg,
    inspect_file,
    room_for_large,
)

SOURCE_BYTE_LIMIT: Final = 8 * BYTE_LIMIT
SOURCE_PIXEL_LIMIT: Final = 4 * PIXEL_LIMIT
"""1 GiB when decoded; of larger pictures nothing is read but the first bytes."""

_QUALITIES: Final = (95, 85)
"""Below the last one pixels go first."""
_SHRINK: Final = 0.8
_SMALLEST_SIDE: Final = 256
_GROWS: Final = 1.5
"""A scaled picture without loss may take so many times the bytes that its pixels would."""

_turn = threading.Lock()


def smaller_picture(source: Path | bytes | QImage, byte_limit: int = BYTE_LIMIT) -> bytes:
    """The picture as a file of at most `byte_limit` bytes and 8192 pixels a side.

    All its pixels stay as long as they fit, upright and in sRGB, and what is transparent stays so.
    Encoded without loss where that fits, else as JPEG, or as WebP when it has transparent parts.
    One picture at a time. Raises OSError, and UnreadablePictureError when it is no picture, larger
    than `SOURCE_PIXEL_LIMIT` or `SOURCE_BYTE_LIMIT`, or does not fit at all.
    """
    with _turn:
        image, keeps_exact = _decoded(source, byte_limit)
        for data in _encoded(image, exactly=keeps_exact):
            if len(data) <= byte_limit:
                return data
    raise UnreadablePictureError(f"more than {byte_limit} bytes however small")


def _decoded(source: Path | bytes | QImage, byte_limit: int) -> tuple[QImage, bool]:
    """The picture within the limits of pixels, and whether encoding it without loss may fit."""
    if isinstance(source, QImage):
        side = _side_within(source.width(), source.height())
        return _scaled(source, side), True
    facts, size = _facts(source)
    if size > SOURCE_BYTE_LIMIT or facts.width * facts.height > SOURCE_PIXEL_LIMIT:
        raise UnreadablePictureError(f"{facts.width} x {facts.height} pixels, {size} bytes")
    side = _side_within(facts.width, facts.height)
    with room_for_large():
        reader = PinnedReader(source, facts, pixel_limit=SOURCE_PIXEL_LIMIT)
        image = as_srgb(reader.read(side))
    share = image.width() * image.height() / (facts.width * facts.height)
    # What was compressed with loss only grows when it is written without.
    exactly = facts.format is PictureFormat.PNG and size * share * _GROWS <= byte_limit
    return image, exactly


def _facts(source: Path | bytes) -> tuple[PictureFacts, int]:
    """What the container tells, and its bytes."""
    if isinstance(source, Path):
        facts, size = inspect_file(source), source.stat().st_size
    else:
        facts, size = inspect_picture(io.BytesIO(source)), len(source)
    if facts is None or not facts.complete or not facts.width or not facts.height:
        raise UnreadablePictureError(facts.defect if facts else "no PNG, JPEG or WebP")
    return facts, size


def _side_within(width: int, height: int) -> int:
    return min(SIDE_LIMIT, max(width, height))


def _encoded(image: QImage, *, exactly: bool) -> Iterator[bytes]:
    """The same picture in ever fewer bytes."""
    if exactly:
        yield encode(image, b"png")
    with_loss: Callable[[QImage, int], bytes] = encode_jpeg
    if _is_see_through(image):
        with_loss = _webp
    yield with_loss(image, _QUALITIES[0])
    while True:
        yield with_loss(image, _QUALITIES[-1])
        side = round(max(image.width(), image.height()) * _SHRINK)
        if side < _SMALLEST_SIDE:
            return
        image = _scaled(image, side)


def _webp(image: QImage, quality: int) -> bytes:
    return encode(image, b"webp", quality)


def _is_see_through(image: QImage) -> bool:
    """Whether some pixel is; an alpha channel alone says nothing."""
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    pixels, length = memoryview(alpha.constBits()), alpha.bytesPerLine()
    opaque = b"\xff" * alpha.width()
    # Whole rows are compared: looking at single pixels would take minutes.
    rows = (pixels[row * length :][: alpha.width()] for row in range(alpha.height()))
    return any(row != opaque for row in rows)


def _scaled(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    wanted = image.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
    return image.scaled(
        wanted.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
