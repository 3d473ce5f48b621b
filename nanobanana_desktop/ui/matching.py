"""Finding commands by a few letters: whole words before parts of words, parts before letters."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Final, NamedTuple

_FIRST_OF_WORD: Final = 100
_WHOLE: Final = 15
_INSIDE: Final = 60
_SCATTERED: Final = 20
_INITIAL: Final = 6
_GAP: Final = 2
"""What each place costs at which the letters of a word do not follow one another."""

_GB_BEGINS: Final = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC),
    *(0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9),
    0xD4D1,
)
"""The common characters are ordered by sound in GB 2312: where each first letter begins."""
_GB_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
_GB_END: Final = 0xD7FA


class Match(NamedTuple):
    """How well a text was found: the larger, the better; `places` are its letters that matched."""

    score: int
    places: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """Whether every word of `query` is somewhere in `text`, whatever its case; None if not.

    A word of several letters may also be scattered: "gn" finds "Generate".
    """
    plain = _plain(text)
    score, places = 0, set[int]()
    words = _plain(query).split()
    for word in words:
        found = _find(word, plain)
        if found is None:
            return None
        score += found.score
        places.update(found.places)
    if not words:
        return Match(0, ())
    # Of two equal finds the shorter text says less else.
    whole = _WHOLE if len(places) == len(plain) else 0
    return Match(score + whole - len(plain) // 8, tuple(sorted(places)))


def initials(text: str) -> str:
    """`text` with the first letter of its sound for each Chinese character, as long as before."""
    return "".join(map(_initial, text))


def _find(word: str, text: str) -> Match | None:
    start = text.find(word)
    best: Match | None = None
    while start >= 0:
        is_first = start == 0 or not text[start - 1].isalnum() or not word[0].isascii()
        found = Match(
            (_FIRST_OF_WORD if is_first else _INSIDE) - min(start, 20),
            tuple(range(start, start + len(word))),
        )
        if best is None or found.score > best.score:
            best = found
        start = text.find(word, start + 1)
    return best or _scattered(word, text)


def _scattered(word: str, text: str) -> Match | None:
    """The letters in their order, beginning with that of a word."""
    if len(word) < 2:
        return None
    places: list[int] = []
    for letter in word:
        after = places[-1] + 1 if places else 0
        place = _place_of(letter, text, after, first_of_word=not places)
        if place < 0:
            return None
        places.append(place)
    starts = sum(_is_first(text, place) for place in places)
    gaps = sum(later - place > 1 for place, later in pairwise(places))
    if gaps > starts + 1:
        return None
    return Match(_SCATTERED + _INITIAL * starts - _GAP * gaps, tuple(places))


def _place_of(letter: str, text: str, after: int, *, first_of_word: bool) -> int:
    """The next such letter: the one that goes on, or one that begins a word, before any other."""
    if not first_of_word and text[after : after + 1] == letter:
        return after
    place = text.find(letter, after)
    fallback = -1 if first_of_word else place
    while place >= 0:
        if _is_first(text, place):
            return place
        place = text.find(letter, place + 1)
    return fallback


def _is_first(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _plain(text: str) -> str:
    """In small letters, as long as before."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _initial(character: str) -> str:
    if character.isascii():
        return character
    code = int.from_bytes(character.encode("gb2312", "ignore"), "big")
    if not _GB_BEGINS[0] <= code < _GB_END:
        return character
    return _GB_LETTERS[bisect_right(_GB_BEGINS, code) - 1]
