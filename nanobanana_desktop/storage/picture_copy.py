"""Copies of pictures for others: in another format, with or without words about their making."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageWriter, QPainter

from nanobanana_desktop.domain.container_metadata import ContainerError, Embedding
from nanobanana_desktop.domain.export_plan import CopyWish
from nanobanana_desktop.domain.picture_format import (
    BYTE_LIMIT,
    PictureFacts,
    PictureFormat,
    inspect_picture,
)
from nanobanana_desktop.domain.picture_metadata import (
    embedded,
    has_credentials,
    has_same_pixels,
    is_moving,
    stripped,
)
from nanobanana_desktop.storage.picture_reader import (
    PinnedReader,
    UnreadablePictureError,
    as_srgb,
)
from nanobanana_desktop.storage.result_errors import ResultBadError

SRGB = QColorSpace(QColorSpace.NamedColorSpace.SRgb)


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """The bytes of a copy, and what had to be different from what was wished.

    `untouched`: the original carries content credentials, so it is copied to the byte.
    `lost_credentials`: it carries some, the copy does not. `is_still`: it moves, the copy holds
    its first frame.
    """

    data: bytes
    format: PictureFormat
    untouched: bool = False
    lost_credentials: bool = False
    is_still: bool = False


def make_copy(original: bytes, wish: CopyWish, embedding: Embedding) -> PictureCopy:
    """The copy that is wished for; the original's pixels stay unless its format changes.

    Raises ResultBadError for an original that is damaged or no picture.
    """
    facts = inspect_picture(BytesIO(original))
    if facts is None or not facts.complete or len(original) > BYTE_LIMIT:
        raise ResultBadError("the original is damaged" if facts else "no PNG, JPEG or WebP")
    try:
        signed = has_credentials(original)
        if wish.format in (None, facts.format):
            if not wish.embeds:
                data = stripped(original)
            elif signed:
                return PictureCopy(original, facts.format, untouched=True)
            else:
                data = embedded(original, embedding)
            _assert_looks_the_same(original, data, facts)
            return PictureCopy(data, facts.format, lost_credentials=signed)
        wanted = wish.format or facts.format
        data = stripped(encode(_shown(original, facts), wanted, wish.quality))
        if wish.embeds:
            data = embedded(data, embedding)
        still = is_moving(original)
    except (ContainerError, UnreadablePictureError) as error:
        raise ResultBadError(str(error)) from error
    return PictureCopy(data, wanted, lost_credentials=signed, is_still=still)


def read_original(path: Path) -> bytes:
    """All bytes of a picture; OSError passes through, ResultBadError for more than 64 MiB."""
    with path.open("rb") as file:
        data = file.read(BYTE_LIMIT + 1)
    if len(data) > BYTE_LIMIT:
        raise ResultBadError(f"more than {BYTE_LIMIT} bytes")
    return data


def encode(image: QImage, picture_format: PictureFormat, quality: int) -> bytes:
    """The upright, whole picture as sRGB; what is transparent becomes white in a JPEG."""
    if image.format() == QImage.Format.Format_CMYK8888:
        image = _from_cmyk(image)
    image = as_srgb(image)
    if picture_format is PictureFormat.JPEG:
        image = _on_white(image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, picture_format.value.encode("ascii"))
    if picture_format is not PictureFormat.PNG:
        writer.setQuality(quality)
    if not writer.write(image):
        raise UnreadablePictureError(f"encoding: {writer.errorString()}")
    return bytes(buffer.data().data())


def _shown(data: bytes, facts: PictureFacts) -> QImage:
    return PinnedReader(data, facts).read()


def _from_cmyk(image: QImage) -> QImage:
    """Inks as light: by the picture's own profile where it has one that can be used."""
    if image.colorSpace().isValid():
        converted = image.convertedToColorSpace(SRGB, QImage.Format.Format_RGB32)
        if not converted.isNull():
            return converted
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    plain.setColorSpace(SRGB)
    return plain


def _on_white(image: QImage) -> QImage:
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    with QPainter(flat) as painter:
        painter.drawImage(0, 0, image)
    flat.setColorSpace(SRGB)
    return flat


def _assert_looks_the_same(original: bytes, copy: bytes, facts: PictureFacts) -> None:
    """Refuse a copy that would not decode to what the original decodes to."""
    if not has_same_pixels(original, copy):
        raise ContainerError("the copy has other pixels")
    copied = inspect_picture(BytesIO(copy))
    if copied is None or not copied.complete:
        raise ContainerError("the copy has no end")
    # One after the other: each may take 256 MiB.
    if _digest(_shown(original, facts)) != _digest(_shown(copy, copied)):
        raise ContainerError("the copy looks different")


def _digest(image: QImage) -> str:
    """Of pixels, size and colours; lines without padding, which may hold anything."""
    deep = image.pixelFormat().redSize() > 8 or image.depth() > 32
    if deep:
        image = image.convertToFormat(QImage.Format.Format_RGBA64)
    elif image.format() != QImage.Format.Format_CMYK8888:
        image = image.convertToFormat(QImage.Format.Format_ARGB32)
    digest = hashlib.sha256(bytes(image.colorSpace().iccProfile().data()))
    digest.update(f"{image.width()} {image.height()} {image.format()}".encode())
    digest.update(image.constBits())
    return digest.hexdigest()
