"""What the bytes of a picture say about it: format, pixel size, and whether the end is there.

The format follows from the first bytes alone, never from a name or a header of a transfer. Only
the container is read here; nothing is decoded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final

SIDE_LIMIT: Final = 8192
"""Pixels of the longer side; larger pictures are refused before anything is decoded."""

PIXEL_LIMIT: Final = SIDE_LIMIT * SIDE_LIMIT
"""67 megapixels: 256 MiB when decoded to four bytes per pixel."""

BYTE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a picture file."""

HEAD_SIZE: Final = 12
"""So many first bytes decide about the format."""

_PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_MAGIC: Final = b"\xff\xd8\xff"
_BLOCK: Final = 256 * 1024
_MARKER_IN_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside entropy-coded data FF00 is a literal FF, FFD0-FFD7 are restarts and FFFF is padding."""


class PictureFormat(StrEnum):
    """The formats that are accepted, by the name that Qt's readers and writers use."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"

    @property
    def mime(self) -> str:
        return f"image/{self.value}"

    @property
    def extension(self) -> str:
        """Of a file's name, without the dot."""
        return "jpg" if self is PictureFormat.JPEG else self.value

    @classmethod
    def from_mime(cls, mime: str) -> PictureFormat | None:
        return next((known for known in cls if known.mime == mime), None)


EXTENSIONS: Final = frozenset(known.extension for known in PictureFormat)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the container tells. Width and height are pixels as stored, before any rotation.

    Both are 0 when the header does not tell them. `complete` is False when the end is missing;
    `defect` then says what is.
    """

    format: PictureFormat
    width: int
    height: int
    complete: bool
    defect: str = ""

    @property
    def within_limits(self) -> bool:
        return (
            0 < self.width <= SIDE_LIMIT
            and 0 < self.height <= SIDE_LIMIT
            and self.width * self.height <= PIXEL_LIMIT
        )


def detect_format(head: bytes) -> PictureFormat | None:
    """The format that the first `HEAD_SIZE` bytes announce, or None for anything else."""
    if head.startswith(_PNG_MAGIC):
        return PictureFormat.PNG
    if head.startswith(_JPEG_MAGIC):
        return PictureFormat.JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return PictureFormat.WEBP
    return None


def inspect_picture(stream: BinaryIO) -> PictureFacts | None:
    """Walk through the container from its first byte; None when it is no accepted format.

    Bytes after the end of the picture are allowed: some services append a signature. Never raises
    for bad content; the stream's own OSError passes through.
    """
    stream.seek(0)
    picture_format = detect_format(stream.read(HEAD_SIZE))
    if picture_format is PictureFormat.PNG:
        return _inspect_png(stream)
    if picture_format is PictureFormat.JPEG:
        return _inspect_jpeg(stream)
    if picture_format is PictureFormat.WEBP:
        return _inspect_webp(stream)
    return None


def _stream_size(stream: BinaryIO) -> int:
    return stream.seek(0, 2)


def _inspect_png(stream: BinaryIO) -> PictureFacts:
    """PNG: chunks of length, type, data and check sum up to IEND."""
    size = _stream_size(stream)
    width = height = 0
    position = len(_PNG_MAGIC)
    while position + 12 <= size:
        stream.seek(position)
        header = stream.read(8)
        length = int.from_bytes(header[:4])
        kind = header[4:8]
        if kind == b"IHDR" and length >= 8:
            pixels = stream.read(8)
            width, height = int.from_bytes(pixels[:4]), int.from_bytes(pixels[4:])
        position += 12 + length
        if kind == b"IEND" and position <= size:
            return PictureFacts(PictureFormat.PNG, width, height, complete=True)
    return PictureFacts(PictureFormat.PNG, width, height, complete=False, defect="no IEND")


_FRAME_HEADERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_END_OF_IMAGE: Final = 0xD9
_START_OF_SCAN: Final = 0xDA


def _inspect_jpeg(stream: BinaryIO) -> PictureFacts:
    """JPEG: segments up to the end marker FFD9; an embedded preview's own end does not count."""
    size = _stream_size(stream)
    width = height = 0
    position = 2
    while position + 2 <= size:
        stream.seek(position)
        start, marker = stream.read(2)
        if start != 0xFF:
            return PictureFacts(PictureFormat.JPEG, width, height, complete=False, defect="marker")
        if marker == _END_OF_IMAGE:
            return PictureFacts(PictureFormat.JPEG, width, height, complete=True)
        if marker == 0xFF:
            position += 1
            continue
        position += 2
        if marker in _WITHOUT_LENGTH:
            continue
        segment = stream.read(7)
        length = int.from_bytes(segment[:2])
        if marker in _FRAME_HEADERS and len(segment) == 7:
            height, width = int.from_bytes(segment[3:5]), int.from_bytes(segment[5:7])
        position += max(2, length)
        if marker == _START_OF_SCAN:
            position = _end_of_scan(stream, position, size)
    return PictureFacts(PictureFormat.JPEG, width, height, complete=False, defect="no FFD9")


def _end_of_scan(stream: BinaryIO, position: int, size: int) -> int:
    """Where the next marker after entropy-coded data begins, or `size` when there is none."""
    while position < size:
        stream.seek(position)
        block = stream.read(_BLOCK)
        found = _MARKER_IN_SCAN.search(block)
        if found:
            return position + found.start()
        if len(block) < _BLOCK:
            break
        # A marker may lie across two blocks.
        position += len(block) - 1
    return size


def _inspect_webp(stream: BinaryIO) -> PictureFacts:
    """WebP: the size in the RIFF header tells where the file must end."""
    size = _stream_size(stream)
    stream.seek(0)
    head = stream.read(30)
    width, height = _webp_pixels(head)
    announced = int.from_bytes(head[4:8], "little") + 8
    if announced < HEAD_SIZE + 8 or announced > size:
        defect = f"{size} of {announced} bytes"
        return PictureFacts(PictureFormat.WEBP, width, height, complete=False, defect=defect)
    return PictureFacts(PictureFormat.WEBP, width, height, complete=True)


def _webp_pixels(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if len(head) < 30:
        return 0, 0
    if kind == b"VP8X":
        return (
            int.from_bytes(head[24:27], "little") + 1,
            int.from_bytes(head[27:30], "little") + 1,
        )
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return (
            int.from_bytes(head[26:28], "little") & 0x3FFF,
            int.from_bytes(head[28:30], "little") & 0x3FFF,
        )
    if kind == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0
