"""Small versions of pictures: made from files, and read back from the bytes that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.picture_format import PictureFormat, inspect_picture
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.picture_reader import (
    PinnedReader,
    UnreadablePictureError,
    encode_jpeg,
    read_picture,
)

THUMBNAIL_SIDE: Final = 256
"""Pixels of the longer side."""

THUMBNAIL_QUALITY: Final = 85


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The picture scaled down, for showing at once and for keeping.

    `image` may be larger than what is kept in `jpeg`, if that was asked for.
    """

    image: QImage
    jpeg: bytes


def make_thumbnail(path: Path, side: int = THUMBNAIL_SIDE) -> Thumbnail:
    """The picture of a file and what is kept of it; for a worker thread.

    The image is as `read_picture` gives it, scaled down to `side` or `THUMBNAIL_SIDE` pixels,
    whichever is more; raises the same.
    """
    image = read_picture(path, max(side, THUMBNAIL_SIDE))
    small = image
    if max(image.width(), image.height()) > THUMBNAIL_SIDE:
        wanted = image.size().scaled(
            THUMBNAIL_SIDE, THUMBNAIL_SIDE, Qt.AspectRatioMode.KeepAspectRatio
        )
        small = image.scaled(
            max(1, wanted.width()),
            max(1, wanted.height()),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    try:
        return Thumbnail(image, encode_jpeg(small, THUMBNAIL_QUALITY))
    except UnreadablePictureError as error:
        raise StorageError(ErrorCase.PICTURE_UNREADABLE, str(error)) from error


def read_kept(jpeg: bytes, side: int) -> QImage:
    """The picture of a kept thumbnail, at most `side` pixels.

    Raises StorageError(PICTURE_UNREADABLE) when the bytes are not what `make_thumbnail` gave.
    """
    try:
        facts = inspect_picture(BytesIO(jpeg))
        if facts is None or not facts.complete or facts.format is not PictureFormat.JPEG:
            raise UnreadablePictureError("no whole JPEG")
        if max(facts.width, facts.height) > THUMBNAIL_SIDE:
            raise UnreadablePictureError(f"{facts.width} x {facts.height} pixels")
        return PinnedReader(jpeg, facts).read(side)
    except UnreadablePictureError as error:
        raise StorageError(ErrorCase.PICTURE_UNREADABLE, str(error)) from error
