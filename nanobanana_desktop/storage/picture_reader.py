"""Decodes pictures in the format that their first bytes announce, within fixed limits."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QFile, QFileDevice, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader, QImageWriter, QPainter

from nanobanana_desktop.domain.picture_format import PIXEL_LIMIT, PictureFacts, inspect_picture
from nanobanana_desktop.errors import ErrorCase, StorageError

ALLOCATION_LIMIT: Final = 300
"""MiB that one decoded picture may take; the largest accepted one takes 256."""

LARGE_ALLOCATION: Final = 1100
"""MiB within `room_for_large`."""

Transformation = QImageIOHandler.Transformation


class UnreadablePictureError(Exception):
    """The picture cannot be decoded; the text says why, for the log."""


class PinnedReader:
    """Decodes one picture; Qt never guesses its format, so no other decoder sees the bytes.

    The source is a file, held open as long as the reader lives, or the bytes themselves. A file
    that cannot be opened raises OSError. `pixel_limit` is another than that of all pictures.
    """

    def __init__(
        self, source: Path | bytes, facts: PictureFacts, *, pixel_limit: int = PIXEL_LIMIT
    ) -> None:
        is_large = pixel_limit > PIXEL_LIMIT and 0 < facts.width * facts.height <= pixel_limit
        if not (facts.within_limits or is_large):
            raise UnreadablePictureError(f"{facts.width} x {facts.height} pixels")
        _hold_to_limit()
        name = facts.format.value.encode("ascii")
        self._facts = facts
        self._device = _opened_file(source) if isinstance(source, Path) else _opened_bytes(source)
        self._reader = QImageReader(self._device, name)
        self._reader.setAutoDetectImageFormat(False)
        self._reader.setDecideFormatFromContent(False)
        self._reader.setAutoTransform(True)

    @property
    def is_turned(self) -> bool:
        """Whether the picture is shown otherwise than it is stored (EXIF orientation)."""
        return self._reader.transformation() != Transformation.TransformationNone

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height in pixels as the picture is shown."""
        width, height = self._facts.width, self._facts.height
        return (height, width) if self._is_on_its_side else (width, height)

    @property
    def _is_on_its_side(self) -> bool:
        turned = self._reader.transformation() & Transformation.TransformationRotate90
        return turned != Transformation.TransformationNone

    def read(self, largest_side: int | None = None) -> QImage:
        """The (first) picture, upright; scaled down to `largest_side` pixels when given."""
        expected = self.shown_size
        stored = QSize(self._facts.width, self._facts.height)
        if largest_side is not None and max(expected) > largest_side:
            wanted = stored.scaled(
                largest_side, largest_side, Qt.AspectRatioMode.KeepAspectRatio
            ).expandedTo(QSize(1, 1))
            self._reader.setScaledSize(wanted)
            turned = wanted.transposed() if self._is_on_its_side else wanted
            expected = (turned.width(), turned.height())
        image = self._reader.read()
        if image.isNull():
            raise UnreadablePictureError(self._reader.errorString())
        if (image.width(), image.height()) != expected:
            raise UnreadablePictureError(
                f"{image.width()} x {image.height()} pixels where the header says {expected}"
            )
        return image


@contextmanager
def room_for_large() -> Iterator[None]:
    """Within it a picture may take `LARGE_ALLOCATION`; the toolkit has one limit for all threads.

    Other readers are held to their pixels meanwhile, which they look at themselves.
    """
    with _limit_lock:
        _large.append(True)
        QImageReader.setAllocationLimit(LARGE_ALLOCATION)
    try:
        yield
    finally:
        with _limit_lock:
            _large.pop()
        _hold_to_limit()


def _hold_to_limit() -> None:
    with _limit_lock:
        if not _large:
            QImageReader.setAllocationLimit(ALLOCATION_LIMIT)


_limit_lock: Final = threading.Lock()
_large: Final[list[bool]] = []
"""Not empty while somebody is within `room_for_large`."""


def _opened_file(path: Path) -> QIODevice:
    # Opened here and not by Qt, which would not tell a missing file from a bad picture.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags)
    file = QFile()
    mode, handle = QIODevice.OpenModeFlag.ReadOnly, QFileDevice.FileHandleFlag.AutoCloseHandle
    if not file.open(descriptor, mode, handle):
        os.close(descriptor)
        raise OSError(errno.EIO, file.errorString(), str(path))
    return file


def _opened_bytes(data: bytes) -> QIODevice:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def inspect_file(path: Path) -> PictureFacts | None:
    """`inspect_picture` of a file; OSError passes through."""
    with path.open("rb") as stream:
        return inspect_picture(stream)


def read_picture(path: Path, largest_side: int | None = None) -> QImage:
    """The picture of a file, upright, in sRGB, scaled down to `largest_side` pixels when given.

    Raises StorageError: FILE_GONE when there is no file, PICTURE_UNREADABLE when it cannot be read
    or is no whole PNG, JPEG or WebP within the limits.
    """
    try:
        facts = inspect_file(path)
        if facts is None or not facts.complete:
            raise UnreadablePictureError(facts.defect if facts else "no PNG, JPEG or WebP")
        return as_srgb(PinnedReader(path, facts).read(largest_side))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise StorageError(ErrorCase.FILE_GONE, str(error), file=path.name) from error
    except (OSError, UnreadablePictureError) as error:
        raise StorageError(ErrorCase.PICTURE_UNREADABLE, str(error), file=path.name) from error


def as_srgb(image: QImage) -> QImage:
    """The same colours in the colour space that screens are painted in."""
    space = image.colorSpace()
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if not space.isValid() or space == srgb:
        return image
    converted = image.convertedToColorSpace(srgb)
    return image if converted.isNull() else converted


def encode_jpeg(image: QImage, quality: int) -> bytes:
    """JPEG bytes without any text of the original; what is transparent becomes white."""
    flat = image
    if image.hasAlphaChannel():
        flat = QImage(image.size(), QImage.Format.Format_RGB32)
        flat.fill(Qt.GlobalColor.white)
        with QPainter(flat) as painter:
            painter.drawImage(0, 0, image)
    else:
        # A copy, also without the profile of the original.
        flat = image.convertToFormat(QImage.Format.Format_RGB32)
        flat.setColorSpace(QColorSpace())
    return encode(flat, b"jpeg", quality)


def encode(image: QImage, name: bytes, quality: int = -1) -> bytes:
    """The picture as a file of this format; −1 is the format's usual quality."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, name)
    writer.setQuality(quality)
    if not writer.write(image):
        raise UnreadablePictureError(f"encoding as {name.decode()}: {writer.errorString()}")
    return bytes(buffer.data().data())
