"""PNG: texts, EXIF and XMP in chunks, written and removed without touching the pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from nanobanana_desktop.domain.container_metadata import (
    ContainerError,
    ContainerWords,
    Embedding,
    tells_of_credentials,
)
from nanobanana_desktop.domain.exif_block import only_orientation, orientation, without_prefix
from nanobanana_desktop.domain.parameter_texts import TEXT_LIMIT
from nanobanana_desktop.domain.xmp_packet import joined_packet, new_packet

MAGIC: Final = b"\x89PNG\r\n\x1a\n"
PARAMETERS: Final = "parameters"
OWN: Final = "nanobanana"
XMP_KEYWORD: Final = "XML:com.adobe.xmp"
CREDENTIALS: Final = b"caBX"

_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_BYTES_PER_TEXT: Final = 4 * TEXT_LIMIT
_TEXTS_READ: Final = 100
_WITHOUT_DATA: Final = 12
"""Bytes of a chunk beside its data: length, kind and check sum."""
_FOR_THE_EYE: Final = frozenset(
    {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"mDCV", b"mDCv", b"cLLI"}
    | {b"cLLi", b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT"}
)
"""Ancillary chunks that say how the pixels look, not who made them."""


class _Chunk(NamedTuple):
    """Where a chunk lies in the file, as a whole."""

    kind: bytes
    start: int
    end: int


def embed(data: bytes, what: Embedding) -> bytes:
    """`data` with our texts before its pixels; EXIF is left as it is. Raises ContainerError."""
    chunks, end = _chunks(data)
    present = _word(data, chunks, XMP_KEYWORD)
    packet = joined_packet(present.encode(), what.xmp) if present else new_packet(what.xmp)
    ours = {PARAMETERS: what.text, OWN: what.json, XMP_KEYWORD: packet.decode()}
    written = b"".join(text_chunk(keyword, text) for keyword, text in ours.items())
    first = next((chunk.start for chunk in chunks if chunk.kind == b"IDAT"), None)
    if first is None:
        raise ContainerError("no pixels")
    parts = [MAGIC]
    for chunk in chunks:
        if chunk.start == first:
            parts.append(written)
        if chunk.kind not in _TEXTS or _keyword(data, chunk) not in ours:
            parts.append(data[chunk.start : chunk.end])
    return b"".join((*parts, data[end:]))


def strip(data: bytes) -> bytes:
    """Only what the picture needs to look as it does; what follows the picture goes too.

    How it has to be turned is kept, in an EXIF block that says nothing else.
    """
    chunks, _ = _chunks(data)
    parts = [MAGIC]
    for chunk in chunks:
        if _is_critical(chunk.kind) or chunk.kind in _FOR_THE_EYE:
            parts.append(data[chunk.start : chunk.end])
        elif chunk.kind == b"eXIf":
            turn = orientation(without_prefix(_content(data, chunk)))
            if turn != 1:
                parts.append(make_chunk(b"eXIf", only_orientation(turn)))
    return b"".join(parts)


def has_credentials(data: bytes) -> bool:
    chunks, _ = _chunks(data)
    if any(chunk.kind == CREDENTIALS for chunk in chunks):
        return True
    return tells_of_credentials(_word(data, chunks, XMP_KEYWORD).encode())


def read(data: bytes) -> ContainerWords:
    """Texts of up to 100,000 characters; larger and broken ones are passed over."""
    chunks, _ = _chunks(data)
    texts: dict[str, str] = {}
    for chunk in [chunk for chunk in chunks if chunk.kind in _TEXTS][:_TEXTS_READ]:
        found = _text(chunk.kind, _content(data, chunk))
        if found is not None:
            texts.setdefault(*found)
    exif = next((_content(data, chunk) for chunk in chunks if chunk.kind == b"eXIf"), b"")
    packet = texts.pop(XMP_KEYWORD, "").encode()
    return ContainerWords(texts, without_prefix(exif), packet)


def pixels(data: bytes) -> Iterator[bytes]:
    """Everything that decoding the pixels begins from, chunk by chunk."""
    for chunk in _chunks(data)[0]:
        if _is_critical(chunk.kind) or chunk.kind in _FOR_THE_EYE:
            yield data[chunk.start : chunk.end]


def make_chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def text_chunk(keyword: str, text: str) -> bytes:
    """An iTXt chunk, not compressed: programs that search the bytes find it too."""
    return make_chunk(b"iTXt", keyword.encode("ascii") + bytes(5) + text.encode("utf-8", "replace"))


def _chunks(data: bytes) -> tuple[list[_Chunk], int]:
    """All chunks from IHDR to IEND, and where the picture ends."""
    if not data.startswith(MAGIC):
        raise ContainerError("no PNG")
    chunks: list[_Chunk] = []
    position = len(MAGIC)
    while position + _WITHOUT_DATA <= len(data):
        kind = data[position + 4 : position + 8]
        end = position + _WITHOUT_DATA + int.from_bytes(data[position : position + 4])
        chunks.append(_Chunk(kind, position, end))
        position = end
        if kind == b"IEND" and end <= len(data):
            return chunks, end
    raise ContainerError("no IEND")


def _content(data: bytes, chunk: _Chunk) -> bytes:
    return data[chunk.start + 8 : chunk.end - 4]


def _is_critical(kind: bytes) -> bool:
    return kind[:1].isupper()


def _keyword(data: bytes, chunk: _Chunk) -> str:
    return data[chunk.start + 8 : chunk.end - 4][:80].split(b"\0", 1)[0].decode("latin-1")


def _word(data: bytes, chunks: list[_Chunk], keyword: str) -> str:
    """The text of a keyword, empty when there is none."""
    for chunk in chunks:
        if chunk.kind in _TEXTS and _keyword(data, chunk) == keyword:
            found = _text(chunk.kind, _content(data, chunk))
            if found is not None:
                return found[1]
    return ""


def _text(kind: bytes, content: bytes) -> tuple[str, str] | None:
    """Keyword and text; None for what is broken or too long."""
    name, zero, rest = content.partition(b"\0")
    if not zero or not 1 <= len(name) <= 79:
        return None
    packed, codec = kind == b"zTXt", "latin-1"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed, codec = rest[:1] == b"\1", "utf-8"
        fields = rest[2:].split(b"\0", 2)
        if len(fields) < 3:
            return None
        rest = fields[2]
    if packed:
        unpacked = _unpacked(rest)
        if unpacked is None:
            return None
        rest = unpacked
    if len(rest) > _BYTES_PER_TEXT:
        return None
    return name.decode("latin-1"), rest.decode(codec, "replace")


def _unpacked(data: bytes) -> bytes | None:
    """None also for a few bytes that would grow beyond all measure."""
    try:
        return zlib.decompressobj().decompress(data, _BYTES_PER_TEXT + 1)
    except zlib.error:
        return None
