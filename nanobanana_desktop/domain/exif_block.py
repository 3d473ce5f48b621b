"""EXIF blocks (TIFF directories): a few fields added without moving what is there, and read."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final, NamedTuple

BLOCK_LIMIT: Final = 1024 * 1024
"""Bytes; a larger block is not read."""

IMAGE_DESCRIPTION: Final = 0x010E
ORIENTATION: Final = 0x0112
SOFTWARE: Final = 0x0131
EXIF_DIRECTORY: Final = 0x8769
EXIF_VERSION: Final = 0x9000
DATE_TIME_ORIGINAL: Final = 0x9003
OFFSET_TIME_ORIGINAL: Final = 0x9011
USER_COMMENT: Final = 0x9286

_ASCII: Final = 2
_SHORT: Final = 3
_LONG: Final = 4
_UNDEFINED: Final = 7
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_EMPTY: Final = b"MM\0*\0\0\0\x08" + bytes(6)
_ENTRY_LIMIT: Final = 1000
_UNICODE: Final = b"UNICODE\0"
_ASCII_CODE: Final = b"ASCII\0\0\0"
_PREFIX: Final = b"Exif\0\0"


class _Entry(NamedTuple):
    """One field; `raw` are the four bytes that hold its value or tell where it is."""

    kind: int
    number: int
    raw: bytes


class _Directory(NamedTuple):
    entries: dict[int, _Entry]
    following: int


class ExifFields(NamedTuple):
    """What is added. `comment` may be any text; the others are cut to what EXIF can hold.

    `taken` is `YYYY:MM:DD HH:MM:SS` and `offset` `+08:00`, or both are empty.
    """

    comment: str
    description: str
    software: str
    taken: str = ""
    offset: str = ""


def without_prefix(block: bytes) -> bytes:
    """The TIFF part: JPEG puts six bytes before it, some programs do so in WebP too."""
    return block.removeprefix(_PREFIX)


def with_fields(tiff: bytes, fields: ExifFields) -> bytes | None:
    """`tiff` (empty for none) with our fields behind it; None when it cannot be understood.

    What is there keeps its place, so that notes of cameras that point into the block stay right.
    Our comment replaces another; all else that the block says already stays as it is.
    """
    block = tiff or _EMPTY
    try:
        first, order = _first_directory(block)
        pointer = first.entries.get(EXIF_DIRECTORY)
        place = 0 if pointer is None else _number(pointer, order)
        inner = _directory(block, order, place) if place else _Directory({}, 0)
    except (ValueError, struct.error):
        return None
    tail = _Tail(block, order)
    comment = _UNICODE + fields.comment.encode("utf-16-be", "replace")
    version = tail.entry(_UNDEFINED, b"0232")
    inner_entries = {EXIF_VERSION: version, **inner.entries}
    inner_entries[USER_COMMENT] = tail.entry(_UNDEFINED, comment)
    dates = {DATE_TIME_ORIGINAL: fields.taken, OFFSET_TIME_ORIGINAL: fields.offset}
    if DATE_TIME_ORIGINAL not in inner.entries:
        inner_entries |= tail.texts(dates)
    words = {IMAGE_DESCRIPTION: fields.description, SOFTWARE: fields.software}
    first_entries = {**tail.texts(words), **first.entries}
    inner_place = tail.directory(inner_entries, inner.following)
    place_entry = _Entry(_LONG, 1, struct.pack(order + "I", inner_place))
    first_place = tail.directory({**first_entries, EXIF_DIRECTORY: place_entry}, first.following)
    return tail.block_with_first(first_place)


def orientation(tiff: bytes) -> int:
    """How the picture has to be turned, 1 to 8; 1 also when the block does not tell."""
    try:
        first, order = _first_directory(tiff)
        entry = first.entries.get(ORIENTATION)
        if entry is None or entry.kind != _SHORT:
            return 1
        value = int(struct.unpack(order + "H", entry.raw[:2])[0])
    except (ValueError, struct.error):
        return 1
    return value if 1 <= value <= 8 else 1


def only_orientation(value: int) -> bytes:
    """The smallest block that says how to turn the picture, and nothing else."""
    return b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, _SHORT, 1, value, 0, 0)


def user_comment(tiff: bytes) -> str:
    """The comment as text, empty when there is none."""
    try:
        first, order = _first_directory(tiff)
        inner = _directory(tiff, order, _number(first.entries[EXIF_DIRECTORY], order))
        data = _value(tiff, order, inner.entries[USER_COMMENT])
    except (ValueError, KeyError, struct.error):
        return ""
    if data.startswith(_UNICODE):
        return _utf16(data[len(_UNICODE) :])
    return data.removeprefix(_ASCII_CODE).decode("utf-8", "replace").strip("\0 ")


class _Tail:
    """What is appended to a block: values and directories, each at an even place."""

    def __init__(self, block: bytes, order: str) -> None:
        self._data = bytearray(block)
        self._order = order

    def entry(self, kind: int, value: bytes) -> _Entry:
        count = len(value) // _SIZES[kind]
        if len(value) <= 4:
            return _Entry(kind, count, value.ljust(4, b"\0"))
        return _Entry(kind, count, struct.pack(self._order + "I", self._append(value)))

    def texts(self, texts: Mapping[int, str]) -> dict[int, _Entry]:
        # Readers of today take UTF-8 where EXIF only knows ASCII.
        return {
            tag: self.entry(_ASCII, text.encode("utf-8", "replace") + b"\0")
            for tag, text in texts.items()
            if text
        }

    def directory(self, entries: Mapping[int, _Entry], following: int) -> int:
        """Where the directory lies now."""
        parts = [struct.pack(self._order + "H", len(entries))]
        parts += (
            struct.pack(self._order + "HHI", tag, entry.kind, entry.number) + entry.raw
            for tag, entry in sorted(entries.items())
        )
        return self._append(b"".join((*parts, struct.pack(self._order + "I", following))))

    def block_with_first(self, place: int) -> bytes:
        self._data[4:8] = struct.pack(self._order + "I", place)
        return bytes(self._data)

    def _append(self, value: bytes) -> int:
        self._data += bytes(len(self._data) % 2)
        place = len(self._data)
        self._data += value
        return place


def _first_directory(tiff: bytes) -> tuple[_Directory, str]:
    order = {b"MM": ">", b"II": "<"}.get(tiff[:2])
    if order is None or len(tiff) > BLOCK_LIMIT or struct.unpack(order + "H", tiff[2:4])[0] != 42:
        raise ValueError("no TIFF header")
    return _directory(tiff, order, struct.unpack(order + "I", tiff[4:8])[0]), order


def _directory(tiff: bytes, order: str, place: int) -> _Directory:
    count = struct.unpack(order + "H", tiff[place : place + 2])[0]
    if count > _ENTRY_LIMIT:
        raise ValueError("too many entries")
    entries = {}
    for index in range(count):
        start = place + 2 + 12 * index
        tag, kind, number = struct.unpack(order + "HHI", tiff[start : start + 8])
        raw = tiff[start + 8 : start + 12]
        if len(raw) < 4:
            raise ValueError("the block ends too early")
        entries[tag] = _Entry(kind, number, raw)
    end = place + 2 + 12 * count
    # Some programs end the block here.
    following = tiff[end : end + 4].ljust(4, b"\0")
    return _Directory(entries, struct.unpack(order + "I", following)[0])


def _number(entry: _Entry, order: str) -> int:
    if entry.kind != _LONG or entry.number != 1:
        raise ValueError("no place of a directory")
    return int(struct.unpack(order + "I", entry.raw)[0])


def _value(tiff: bytes, order: str, entry: _Entry) -> bytes:
    size = _SIZES.get(entry.kind, 0) * entry.number
    if not 0 < size <= len(tiff):
        raise ValueError("no such value")
    if size <= 4:
        return entry.raw[:size]
    place = struct.unpack(order + "I", entry.raw)[0]
    value = tiff[place : place + size]
    if len(value) < size:
        raise ValueError("a value beyond the end")
    return value


def _utf16(data: bytes) -> str:
    """Programs disagree about the order of bytes; that with more plain letters is right."""
    texts = [data.decode(codec, "replace") for codec in ("utf-16-be", "utf-16-le")]
    best = max(texts, key=lambda text: sum(letter.isascii() and letter != "\0" for letter in text))
    return best.strip("\0 ")
