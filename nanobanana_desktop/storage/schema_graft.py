"""Puts the header or the schema of an empty history into a copy whose own is damaged.

Histories are built by the same steps in the same order, so their tables begin at the same pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HEADER_SIZE: Final = 100
_INTERIOR: Final = 5
_WAL: Final = b"\x02\x02"
_NO_WAL: Final = b"\x01\x01"


def patch_header(copy: Path, pattern: bytes) -> None:
    """Replace the file's first 100 bytes by those of `pattern`, an empty history's bytes."""
    _overwrite(copy, {0: _header(copy, pattern)})


def patch_schema(copy: Path, pattern: bytes) -> None:
    """Replace every page that says which tables there are, and the header."""
    size = int.from_bytes(pattern[16:18])
    pages = {page * size: pattern[page * size : (page + 1) * size] for page in _schema(pattern)}
    pages[0] = _header(copy, pattern) + pages[0][_HEADER_SIZE:]
    _overwrite(copy, pages)


def _header(copy: Path, pattern: bytes) -> bytes:
    header = bytearray(pattern[:_HEADER_SIZE])
    has_log = copy.with_name(copy.name + "-wal").exists()
    header[18:20] = _WAL if has_log else _NO_WAL
    # Two counters that differ: SQLite then takes the number of pages from the file's size.
    header[24:28] = (1).to_bytes(4)
    header[28:32] = bytes(4)
    header[92:96] = bytes(4)
    # No free pages: what the damaged file says of them is not needed for reading.
    header[32:40] = bytes(8)
    return bytes(header)


def _schema(pattern: bytes) -> list[int]:
    """Pages of the schema, counted from 0; at most two levels, as small as it is."""
    pages = [0]
    if pattern[_HEADER_SIZE] == _INTERIOR:
        count = int.from_bytes(pattern[103:105])
        pages.append(int.from_bytes(pattern[108:112]) - 1)
        for cell in range(count):
            place = int.from_bytes(pattern[112 + 2 * cell : 114 + 2 * cell])
            pages.append(int.from_bytes(pattern[place : place + 4]) - 1)
    return pages


def _overwrite(copy: Path, pieces: dict[int, bytes]) -> None:
    with copy.open("r+b") as file:
        for place, piece in pieces.items():
            file.seek(place)
            file.write(piece)
