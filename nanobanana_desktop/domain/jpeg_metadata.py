"""JPEG: EXIF and XMP in segments, written and removed without touching the pixels."""

from __future__ import annotations

import re
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

SEGMENT_LIMIT: Final = 65_533
"""Bytes that one segment may hold."""
EXIF_PREFIX: Final = b"Exif\0\0"
XMP_PREFIX: Final = b"http://ns.adobe.com/xap/1.0/\0"

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_END_MARKER: Final = 0xD9
_COMMENT: Final = 0xFE
_APP0, _APP1, _APP2, _APP11, _APP14 = 0xE0, 0xE1, 0xE2, 0xEB, 0xEE
_APPLICATION: Final = range(0xE0, 0xF0)
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""
_MARKER_IN_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_COLOURS: Final = b"ICC_PROFILE\0"
_JFIF_LENGTH: Final = 14


class _Segment(NamedTuple):
    """Where a segment lies, from its marker on; for a scan with the coded pixels behind it."""

    marker: int
    start: int
    content: int
    end: int


def embed(data: bytes, what: Embedding) -> bytes:
    """`data` with EXIF and XMP at its beginning. Raises ContainerError.

    What does not fit into a segment is left out, the JSON first; a block that is there and cannot
    be understood stays as it is.
    """
    segments, end = _segments(data)
    words = _words(data, segments)
    exif = _exif(words.exif, what)
    xmp = _xmp(words.xmp, what)
    head = [_START]
    rest: list[bytes] = []
    at_top = True
    for segment in segments:
        piece = data[segment.start : segment.end]
        at_top = at_top and segment.marker == _APP0
        if at_top:
            head.append(piece)
        elif not (exif and _is_exif(data, segment)) and not (xmp and _is_xmp(data, segment)):
            rest.append(piece)
    return b"".join((*head, exif, xmp, *rest, data[end:]))


def strip(data: bytes) -> bytes:
    """Only what the picture needs to look as it does: tables, pixels and its colour profile.

    How it has to be turned is kept, in an EXIF block that says nothing else. What follows the
    picture goes too.
    """
    segments, _ = _segments(data)
    turn = orientation(_words(data, segments).exif)
    parts: list[bytes] = []
    for segment in segments:
        piece = data[segment.start : segment.end]
        content = data[segment.content : segment.end]
        if segment.marker == _APP0:
            if content.startswith(b"JFIF\0") and len(content) >= _JFIF_LENGTH:
                parts.append(make_segment(_APP0, content[: _JFIF_LENGTH - 2] + bytes(2)))
        elif segment.marker == _APP2:
            parts += [piece] if content.startswith(_COLOURS) else []
        elif segment.marker == _APP14:
            parts += [piece] if content.startswith(b"Adobe") else []
        elif segment.marker not in _APPLICATION and segment.marker != _COMMENT:
            parts.append(piece)
    if turn != 1:
        has_jfif = parts and parts[0][1] == _APP0
        small = make_segment(_APP1, EXIF_PREFIX + only_orientation(turn))
        parts.insert(1 if has_jfif else 0, small)
    return b"".join((_START, *parts))


def has_credentials(data: bytes) -> bool:
    """Whether there is a JUMBF box, in which content credentials come, or word of one."""
    segments, _ = _segments(data)
    for segment in segments:
        content = data[segment.content : min(segment.end, segment.content + 16)]
        if segment.marker == _APP11 and content[:2] == b"JP" and content[12:16] == b"jumb":
            return True
    return tells_of_credentials(_words(data, segments).xmp)


def read(data: bytes) -> ContainerWords:
    return _words(data, _segments(data)[0])


def pixels(data: bytes) -> Iterator[bytes]:
    """Everything that decoding the pixels begins from, segment by segment."""
    for segment in _segments(data)[0]:
        if segment.marker not in _APPLICATION and segment.marker != _COMMENT:
            yield data[segment.start : segment.end]


def make_segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def _segments(data: bytes) -> tuple[list[_Segment], int]:
    """All segments up to the end marker, which is the last, and where the picture ends."""
    if not data.startswith(_START):
        raise ContainerError("no JPEG")
    segments: list[_Segment] = []
    position = len(_START)
    while position + 2 <= len(data):
        if data[position] != 0xFF:
            raise ContainerError("no marker where one must be")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker == _END_MARKER:
            segments.append(_Segment(marker, position, position + 2, position + 2))
            return segments, position + 2
        elif marker in _ALONE:
            segments.append(_Segment(marker, position, position + 2, position + 2))
            position += 2
        else:
            end = position + 2 + max(2, int.from_bytes(data[position + 2 : position + 4]))
            if marker == _SCAN:
                found = _MARKER_IN_SCAN.search(data, end)
                end = found.start() if found else len(data)
            segments.append(_Segment(marker, position, position + 4, end))
            position = end
    raise ContainerError("no end marker")


def _is_exif(data: bytes, segment: _Segment) -> bool:
    return segment.marker == _APP1 and data.startswith(EXIF_PREFIX, segment.content)


def _is_xmp(data: bytes, segment: _Segment) -> bool:
    return segment.marker == _APP1 and data.startswith(XMP_PREFIX, segment.content)


def _words(data: bytes, segments: list[_Segment]) -> ContainerWords:
    def first(prefix: bytes) -> bytes:
        for segment in segments:
            if segment.marker == _APP1 and data.startswith(prefix, segment.content):
                return data[segment.content + len(prefix) : segment.end]
        return b""

    return ContainerWords(exif=without_prefix(first(EXIF_PREFIX)), xmp=first(XMP_PREFIX))


def _exif(present: bytes, what: Embedding) -> bytes:
    """The segment, or nothing where it cannot be written."""
    block = with_fields(present, what.exif)
    if block is None or len(EXIF_PREFIX) + len(block) > SEGMENT_LIMIT:
        return b""
    return make_segment(_APP1, EXIF_PREFIX + block)


def _xmp(present: bytes, what: Embedding) -> bytes:
    """The segment, without the JSON where that is too long, or nothing."""
    for facts in (replace(what.xmp, json=what.json), what.xmp):
        packet = joined_packet(present, facts) if present else new_packet(facts)
        if len(XMP_PREFIX) + len(packet) <= SEGMENT_LIMIT:
            return make_segment(_APP1, XMP_PREFIX + packet)
    return b""
