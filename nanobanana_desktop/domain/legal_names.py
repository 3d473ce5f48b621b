"""Names of files and folders that every system takes: Windows, macOS, Linux and ZIP archives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

NAME_LIMIT: Final = 255
"""Bytes of UTF-8 and units of UTF-16 that one name may have; which of them a system counts
differs."""

_ILLEGAL: Final = re.compile(r'[<>:"/\\|?*]+')
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE
)
"""Devices of Windows, also with an ending."""
_JOINERS: Final = frozenset("\u200c\u200d")
_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_EDGES: Final = " .\u00a0\u200c\u200d\ufe0e\ufe0f"
"""Windows drops blanks and dots at the end; at the beginning a dot hides the file elsewhere."""


def legal_name(text: str, limit: int = NAME_LIMIT) -> str:
    """`text` as a name in NFC, at most `limit` bytes and units long; empty when nothing is left.

    What no system shows or some refuse is dropped, what separates folders or has a meaning for a
    system becomes a hyphen, and device names of Windows are marked with an underscore.
    """
    # Beyond four code points per byte allowed nothing can reach the name.
    shown = unicodedata.normalize("NFC", "".join(map(_shown, text[: 4 * limit])))
    name = _cut(" ".join(_ILLEGAL.sub("-", shown).split()), limit)
    if _RESERVED.fullmatch(name):
        name = _cut(f"_{name}", limit)
    return name


def comparable(name: str) -> str:
    """Two names with the same key are one file where case and normal forms do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


class TakenNames:
    """The names given so far, folder by folder; gives each another one.

    Folders are told apart as their names are: without regard to case.
    """

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def knows(self, folder: str) -> bool:
        """Whether the folder's present names were told or one was given there."""
        return comparable(folder) in self._taken

    def add(self, folder: str, names: Iterable[str]) -> None:
        """Names that are there already."""
        self._taken.setdefault(comparable(folder), set()).update(map(comparable, names))

    def take(self, folder: str, stem: str, ending: str) -> str:
        """`stem` + `ending`, or with -2, -3 … before the ending until nobody has that name."""
        key = comparable(folder)
        taken = self._taken.setdefault(key, set())
        start = (key, comparable(stem + ending))
        number = self._numbers.get(start, 0)
        while True:
            number += 1
            name = numbered(stem, ending, number)
            if comparable(name) not in taken:
                break
        self._numbers[start] = number
        taken.add(comparable(name))
        return name


def numbered(stem: str, ending: str, number: int) -> str:
    """The name of the `number`-th file of this stem, at most `NAME_LIMIT` long."""
    suffix = ending if number == 1 else f"-{number}{ending}"
    return _cut(stem, NAME_LIMIT - len(suffix)) + suffix


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    if character in _JOINERS:
        return character
    return "" if unicodedata.category(character) in _UNSAFE else character


def _cut(name: str, limit: int) -> str:
    """At most `limit` bytes and units, without what may not stand at the edges."""
    cut = name.encode("utf-8")[:limit].decode("utf-8", "ignore")
    # Four bytes of UTF-8 are two units and fewer bytes one, so bytes are the narrower limit.
    return cut.strip(_EDGES)
