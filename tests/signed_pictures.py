"""Pictures with content credentials, notes and movement, built byte by byte for tests."""

from __future__ import annotations

import struct

from nanobanana_desktop.domain import jpeg_metadata, png_metadata, webp_metadata
from tests.pictures import encode, gradient, picture

_JUMBF = b"\0\0\0\x26jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10\x80\0\0\xaa\x008\x9bq\x03c2pa\0"
APP11_BOX = b"JP\0\x01\0\0\0\x01" + _JUMBF


def with_segment(marker: int, content: bytes, data: bytes | None = None) -> bytes:
    """A JPEG with one more segment behind its first."""
    data = picture("jpeg") if data is None else data
    place = 4 + int.from_bytes(data[4:6])
    return data[:place] + jpeg_metadata.make_segment(marker, content) + data[place:]


def signed(picture_format: str) -> bytes:
    """A picture in which something that looks like a C2PA manifest lies."""
    data = picture(picture_format)
    if picture_format == "png":
        return data[:33] + png_metadata.make_chunk(b"caBX", _JUMBF) + data[33:]
    if picture_format == "jpeg":
        return with_segment(0xEB, APP11_BOX, data)
    body = data[8:] + webp_metadata.make_chunk(b"C2PA", _JUMBF)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated_webp() -> bytes:
    """Two frames of 60 x 40 pixels."""
    frames = b""
    for image in (gradient(), gradient().rgbSwapped()):
        coded = encode(image, "webp", 100)[12:]
        place = bytes(6) + (59).to_bytes(3, "little") + (39).to_bytes(3, "little")
        frame = place + (100).to_bytes(3, "little") + b"\0" + coded
        frames += webp_metadata.make_chunk(b"ANMF", frame)
    header = b"\x02\0\0\0" + (59).to_bytes(3, "little") + (39).to_bytes(3, "little")
    body = b"WEBP" + webp_metadata.make_chunk(b"VP8X", header)
    body += webp_metadata.make_chunk(b"ANIM", bytes(6)) + frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


def exif_with_note(note: bytes, turn: int, order: str = "MM", comment: bytes = b"") -> bytes:
    """A TIFF block with an orientation, a camera's note behind it and, if given, a comment."""
    sign = ">" if order == "MM" else "<"
    inner_count = 2 if comment else 1
    first = struct.pack(sign + "H", 2) + struct.pack(sign + "HHIHH", 0x0112, 3, 1, turn, 0)
    inner_place = 8 + 2 + 24 + 4
    first += struct.pack(sign + "HHII", 0x8769, 4, 1, inner_place) + bytes(4)
    values_place = inner_place + 2 + 12 * inner_count + 4
    inner = struct.pack(sign + "H", inner_count)
    padded = note.ljust(8, b"\0")
    inner += struct.pack(sign + "HHII", 0x927C, 7, len(padded), values_place)
    if comment:
        place = values_place + len(padded)
        inner += struct.pack(sign + "HHII", 0x9286, 7, len(comment), place)
    head = order.encode() + struct.pack(sign + "HI", 42, 8)
    return head + first + inner + bytes(4) + padded + comment
