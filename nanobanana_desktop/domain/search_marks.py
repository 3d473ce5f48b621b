"""Where the words of a search stand in a text as the person wrote it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
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
    folded, places = _fold(text[:MARKED_LENGTH])
    found: list[Mark] = []
    for word in words:
        at = folded.find(word) if word else -1
        while at >= 0:
            found.append(Mark(places[at].start, places[at + len(word) - 1].end))
            at = folded.find(word, at + 1)
    return _joined(sorted(found))


def _fold(text: str) -> tuple[str, Sequence[Mark]]:
    """The normalised text, and for each of its characters the place it comes from."""
    letters: list[str] = []
    places: list[Mark] = []
    for start, end in pairwise(_borders(text)):
        piece = text[start:end]
        folded = " " if piece.isspace() else normalise_for_search(piece)
        if folded == " " and (not letters or letters[-1] == " "):
            if places and letters:
                places[-1] = Mark(places[-1].start, end)
            continue
        letters.extend(folded)
        places.extend([Mark(start, end)] * len(folded))
    if letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    whole = "".join(letters)
    return (whole, places) if whole == normalise_for_search(text) else ("", [])


def _borders(text: str) -> list[int]:
    """Places before characters that do not join with what stands before them, and the end."""
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
