"""Where the words of a search stand in a text as the person wrote it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from nanobanana_desktop.domain.history_query import normalise_for_search

MARKED_LENGTH: Final = 4_000
"""Code points of a text that are looked at."""

_HANGUL_VOWELS_AND_FINALS: Final = range(0x1160, 0x1200)
"""Join with what stands before them although they are no combining characters."""


class Mark(NamedTuple):
    """Code points `start` up to but not including `end`."""

    start: int
    end: int


def find_marks(text: str, words: Iterable[str]) -> tuple[Mark, ...]:
    """Every place of every word, in order, joined where they touch.

    `words` are normalised as `normalise_for_search` does. A mark covers whole characters: where one
    character of the text stands for several letters (a ligature), all of it is marked. Nothing is
    marked in a text whose characters change each other in ways that cannot be followed.
    """
    text = text[:MARKED_LENGTH]
    folded = normalise_for_search(text)
    there = [word for word in words if word and word in folded]
    if not there:
        return ()
    starts, ends = _places(text, folded)
    found: list[Mark] = []
    for word in there if starts else ():
        at = folded.find(word)
        while at >= 0:
            found.append(Mark(starts[at], ends[at + len(word) - 1]))
            at = folded.find(word, at + 1)
    return _joined(sorted(found))


def _places(text: str, folded: str) -> tuple[Sequence[int], Sequence[int]]:
    """Where in the text each character of the normalised text comes from: from where to where.

    Nothing when that cannot be followed.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in pairwise(_borders(text)):
        piece = _folded(text[start:end])
        if piece == " " and (not letters or letters[-1] == " "):
            if letters:
                ends[-1] = end
            continue
        count = len(piece)
        letters.append(piece) if count == 1 else letters.extend(piece)
        starts += [start] * count
        ends += [end] * count
    if letters and letters[-1] == " ":
        letters.pop()
    return (starts, ends) if "".join(letters) == folded else ((), ())


@lru_cache(maxsize=8_192)
def _folded(piece: str) -> str:
    """One character, with what joins it, normalised; there are few different ones in any text."""
    return " " if piece.isspace() else normalise_for_search(piece)


def _borders(text: str) -> list[int]:
    """Places before characters that do not join with what stands before them, and the end."""
    if text.isascii():
        return list(range(len(text) + 1))
    borders = [
        at
        for at, char in enumerate(text)
        if at == 0
        or char.isascii()
        or not (unicodedata.combining(char) or ord(char) in _HANGUL_VOWELS_AND_FINALS)
    ]
    return [*borders, len(text)]


def _joined(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for mark in marks:
        if joined and mark.start <= joined[-1].end:
            joined[-1] = Mark(joined[-1].start, max(joined[-1].end, mark.end))
        else:
            joined.append(mark)
    return tuple(joined)
