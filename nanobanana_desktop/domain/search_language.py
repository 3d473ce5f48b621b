"""The search language: text into terms and back, never with an error.

    red fox            both words              "red fox"        exactly this
    -word              not this                a|b              one of them
    rating:>=4         tag:cat|dog             date:last-week   -has:note
    model:pro          part of a name          model:"nano-banana"   the whole name

Keys may be Chinese, and colon, quotes, minus and bar full-width. What cannot be understood is left
out and told as a problem, so that a search goes on while it is typed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.search_signs import BARS, MINUSES, QUOTES, key_before
from nanobanana_desktop.domain.search_terms import (
    Expression,
    Part,
    SearchKey,
    Term,
    Text,
)
from nanobanana_desktop.domain.search_values import parse_value

LIMIT: Final = 1_000
"""Code points of a text that are looked at."""

PART_LIMIT: Final = 32
"""Words and conditions beyond this number are left out."""

_TWO_WORDS: Final = frozenset({"last", "this"})
"""The first words of days of two words."""


class ProblemKind(StrEnum):
    """What is wrong with a value; the key says what it takes."""

    NO_VALUE = "no value"
    BAD_VALUE = "bad value"
    TOO_MANY = "too many"


class Problem(NamedTuple):
    """Code points `start` to `end` of the text were left out. `key` is None with TOO_MANY."""

    start: int
    end: int
    kind: ProblemKind
    key: SearchKey | None = None


class Place(NamedTuple):
    """Code points `start` to `end` of the text are this term; None where nothing was understood."""

    start: int
    end: int
    term: Term | None


class Parsed(NamedTuple):
    """`places` are in the order of the text, with what is said twice twice."""

    expression: Expression
    problems: tuple[Problem, ...] = ()
    places: tuple[Place, ...] = ()


def parse(text: str) -> Parsed:
    """What `text` asks for; its first `LIMIT` code points are looked at."""
    return _Parser(text[:LIMIT]).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._count = 0
        self._problems: list[Problem] = []

    def parse(self) -> Parsed:
        places: list[Place] = []
        self._skip_space()
        while self._at < len(self._text):
            start = self._at
            term = self._term()
            places.append(Place(start, self._at, term))
            self._skip_space()
        terms = dict.fromkeys(place.term for place in places if place.term is not None)
        return Parsed(Expression(tuple(terms)), tuple(self._problems), tuple(places))

    def _term(self) -> Term | None:
        negated = self._peek() in MINUSES and not self._ends_word(self._at + 1)
        self._at += negated
        parts: list[Part] = []
        key: SearchKey | None = None
        while True:
            part, key = self._part(key)
            if part is not None and part not in parts:
                parts.append(part)
            if not self._take_bar():
                return Term(tuple(parts), negated) if parts else None

    def _part(self, key: SearchKey | None) -> tuple[Part | None, SearchKey | None]:
        """The part that begins here, and the key that a bare value behind the next bar has."""
        start = self._at
        if self._peek() in QUOTES:
            return self._counted(start, _words(self._quoted())), None
        own = self._key() or key
        if own is None:
            return self._counted(start, _words(self._bare())), None
        quoted = self._peek() in QUOTES
        value = self._quoted() if quoted else self._bare()
        if own is SearchKey.DATE and value.casefold() in _TWO_WORDS:
            value = self._with_next(value)
        condition = parse_value(own, value, quoted=quoted)
        if condition is None:
            kind = ProblemKind.BAD_VALUE if value.strip() else ProblemKind.NO_VALUE
            self._problems.append(Problem(start, self._at, kind, own))
            return None, own
        return self._counted(start, condition), own

    def _counted(self, start: int, part: Part | None) -> Part | None:
        if part is None:
            return None
        self._count += 1
        if self._count > PART_LIMIT:
            self._problems.append(Problem(start, self._at, ProblemKind.TOO_MANY))
            return None
        return part

    def _key(self) -> SearchKey | None:
        found = key_before(self._text, self._at)
        if found is None:
            return None
        key, self._at = found
        return key

    def _quoted(self) -> str:
        """Up to the closing quote or the end; two quotes in a row are one of the text."""
        closing = QUOTES[self._peek()]
        doubled = self._peek() == '"'
        self._at += 1
        found = []
        while self._at < len(self._text):
            char = self._text[self._at]
            self._at += 1
            if char in closing:
                if not (doubled and char == '"' == self._peek()):
                    break
                self._at += 1
            found.append(char)
        return "".join(found)

    def _bare(self) -> str:
        start = self._at
        while not self._ends_word(self._at):
            self._at += 1
        return self._text[start : self._at]

    def _with_next(self, value: str) -> str:
        """`last week` is one value although there is a space in it."""
        behind = self._at
        self._skip_space()
        together = f"{value} {self._bare()}"
        if parse_value(SearchKey.DATE, together) is not None:
            return together
        self._at = behind
        return value

    def _take_bar(self) -> bool:
        behind = self._at
        self._skip_space()
        if self._peek() not in BARS:
            self._at = behind
            return False
        while self._peek() in BARS or self._is_space(self._at):
            self._at += 1
        return self._at < len(self._text)

    def _skip_space(self) -> None:
        while self._is_space(self._at):
            self._at += 1

    def _peek(self) -> str:
        """The next character; one that is in no text at the end."""
        return self._text[self._at] if self._at < len(self._text) else "\0\0"

    def _is_space(self, at: int) -> bool:
        return at < len(self._text) and self._text[at].isspace()

    def _ends_word(self, at: int) -> bool:
        return at >= len(self._text) or self._text[at].isspace() or self._text[at] in BARS


def _words(text: str) -> Part | None:
    """A search for `text`; None when nothing of it can be seen."""
    return Text(text) if normalise_for_search(text) else None
