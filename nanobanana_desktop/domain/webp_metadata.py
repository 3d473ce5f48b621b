"""WebP: EXIF and XMP in chunks, written and removed without touching the pixels."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from nanobanana_desktop.domain.container_metadata import (
    ContainerError,
    ContainerWords,
    Embedding,
    tells_of_credentials,
)
from nanobanana_desktop.domain.exif_block import (
    only_orientation,
    orientation,
    with_fields,
    without_prefix,
)
from nanobanana_desktop.domain.xmp_packet import joined_packet, new_packet

CREDENTIALS: Final = b"C2PA"

_HEADER: Final = 12
_HEAD_OF_CHUNK: Final = 8
_COLOURS, _ALPHA, _EXIF, _XMP, _ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02
_PIXELS: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_LOSSY_MARK: Final = b"\x9d\x01\x2a"
_LOSSLESS_MARK: Final = 0x2F


class _Chunk(NamedTuple):
    """`end` is where the content ends; a byte of padding may follow."""

    kind: bytes
    start: int
    end: int


def embed(data: bytes, what: Embedding) -> bytes:
    """`data` with EXIF and XMP at its end. Raises ContainerError.

    An EXIF block that is there and cannot be understood stays as it is.
    """
    chunks, end = _chunks(data)
    words = _words(data, chunks)
    exif = with_fields(words.exif, what.exif)
    facts = replace(what.xmp, json=what.json)
    packet = joined_packet(words.xmp, facts) if words.xmp else new_packet(facts)
    header = _extended_header(data, chunks)
    header[0] |= _EXIF | _XMP
    replaced = {b"VP8X", b"XMP "} | ({b"EXIF"} if exif is not None else set())
    parts = [make_chunk(b"VP8X", bytes(header))]
    parts += (_whole(data, chunk) for chunk in chunks if chunk.kind not in replaced)
    parts += [make_chunk(b"EXIF", exif)] if exif is not None else []
    parts.append(make_chunk(b"XMP ", packet))
    return _riff(parts) + data[end:]


def strip(data: bytes) -> bytes:
    """Only what the picture needs to look as it does: pixels, movement and colour profile.

    How it has to be turned is kept, in an EXIF block that says nothing else. What follows the
    picture goes too.
    """
    chunks, _ = _chunks(data)
    turn = orientation(_words(data, chunks).exif)
    kept = [_whole(data, chunk) for chunk in chunks if chunk.kind in _PIXELS]
    if turn == 1 and not any(chunk.kind == b"VP8X" for chunk in chunks):
        return _riff(kept)
    header = _extended_header(data, chunks)
    header[0] &= ~(_EXIF | _XMP)
    if turn != 1:
        header[0] |= _EXIF
        kept.append(make_chunk(b"EXIF", only_orientation(turn)))
    return _riff([make_chunk(b"VP8X", bytes(header)), *kept])


def has_credentials(data: bytes) -> bool:
    chunks, _ = _chunks(data)
    if any(chunk.kind == CREDENTIALS for chunk in chunks):
        return True
    return tells_of_credentials(_words(data, chunks).xmp)


def is_animated(data: bytes) -> bool:
    return any(chunk.kind == b"ANMF" for chunk in _chunks(data)[0])


def read(data: bytes) -> ContainerWords:
    return _words(data, _chunks(data)[0])


def pixels(data: bytes) -> Iterator[bytes]:
    """Everything that decoding the pixels begins from, chunk by chunk."""
    for chunk in _chunks(data)[0]:
        if chunk.kind in _PIXELS:
            yield data[chunk.start : chunk.end]


def make_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _chunks(data: bytes) -> tuple[list[_Chunk], int]:
    """All chunks, and where the picture ends."""
    if not data.startswith(b"RIFF") or data[8:12] != b"WEBP":
        raise ContainerError("no WebP")
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise ContainerError("the file ends too early")
    chunks: list[_Chunk] = []
    position = _HEADER
    while position + _HEAD_OF_CHUNK <= end:
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        stop = position + _HEAD_OF_CHUNK + size
        if stop > end:
            raise ContainerError("a chunk beyond the end")
        chunks.append(_Chunk(data[position : position + 4], position, stop))
        position = stop + size % 2
    if not any(chunk.kind in (b"VP8 ", b"VP8L", b"ANMF") for chunk in chunks):
        raise ContainerError("no pixels")
    return chunks, end


def _content(data: bytes, chunk: _Chunk) -> bytes:
    return data[chunk.start + _HEAD_OF_CHUNK : chunk.end]


def _whole(data: bytes, chunk: _Chunk) -> bytes:
    return make_chunk(chunk.kind, _content(data, chunk))


def _words(data: bytes, chunks: list[_Chunk]) -> ContainerWords:
    def first(kind: bytes) -> bytes:
        return next((_content(data, chunk) for chunk in chunks if chunk.kind == kind), b"")

    return ContainerWords(exif=without_prefix(first(b"EXIF")), xmp=first(b"XMP "))


def _extended_header(data: bytes, chunks: list[_Chunk]) -> bytearray:
    """The content of VP8X: the present one, or one made for the picture as it is."""
    first = chunks[0]
    content = _content(data, first)
    if first.kind == b"VP8X" and len(content) >= 10:
        return bytearray(content)
    flags, width, height = 0, 0, 0
    if first.kind == b"VP8 " and content[3:6] == _LOSSY_MARK:
        width, height = struct.unpack("<HH", content[6:10])
        width, height = width & 0x3FFF, height & 0x3FFF
    elif first.kind == b"VP8L" and len(content) >= 5 and content[0] == _LOSSLESS_MARK:
        bits = int.from_bytes(content[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags = _ALPHA if bits >> 28 & 1 else 0
    if not width or not height:
        raise ContainerError("no size")
    edges = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytearray(bytes((flags, 0, 0, 0)) + edges)


def _riff(parts: list[bytes]) -> bytes:
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
