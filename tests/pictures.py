"""Pictures for tests: whole, cut, turned, too large, and things that only look like pictures."""

from __future__ import annotations

import random
import struct
import zlib

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, qRgb

FORMATS = ("png", "jpeg", "webp")

SVG_WITH_LOCAL_FILE = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">'
    b'<image href="/etc/hostname.png" width="64" height="64"/></svg>'
)

NO_PICTURES = {
    "empty": b"",
    "svg": SVG_WITH_LOCAL_FILE,
    "html": b"<!DOCTYPE html><html><body>Sign in</body></html>",
    "xml": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "pdf": b"%PDF-1.7\n" + bytes(64),
    "exe": b"MZ" + bytes(128),
    "gif": b"GIF89a\x01\0\x01\0\x80\0\0" + bytes(32) + b";",
    "bmp": b"BM" + bytes(64),
    "tiff": b"II*\0" + bytes(64),
    "zeros": bytes(4096),
}


def gradient(width: int = 60, height: int = 40) -> QImage:
    """Red grows to the right and green downwards, so that scaling and turning show."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    for y in range(40):
        for x in range(60):
            image.setPixel(x, y, qRgb(x * 255 // 59, y * 255 // 39, (x * y) & 0xFF))
    if (width, height) == (60, 40):
        return image
    return image.scaled(
        width,
        height,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def noise(width: int, height: int) -> QImage:
    """Does not compress: about as many bytes as an encoder can make of so many pixels."""
    data = random.Random(1).randbytes(width * height * 4)
    return QImage(data, width, height, QImage.Format.Format_RGB32).copy()


def encode(image: QImage, picture_format: str, quality: int = -1) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, picture_format.encode())
    writer.setQuality(quality)
    assert writer.write(image), writer.errorString()
    return bytes(buffer.data().data())


def picture(picture_format: str, width: int = 60, height: int = 40) -> bytes:
    return encode(gradient(width, height), picture_format)


def jpeg_with_orientation(orientation: int, width: int = 60, height: int = 40) -> bytes:
    """A JPEG whose EXIF block says how it has to be turned (1 to 8)."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0" + tiff
    data = encode(gradient(width, height), "jpeg", 95)
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def png_header(width: int, height: int, body: bytes = b"") -> bytes:
    """A well-formed PNG of this size whose pixels are `body` (nothing, as a rule)."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(body)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
