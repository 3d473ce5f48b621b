"""A search as SQL; what was typed is bound, never pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nanobanana_desktop.domain.search_dates import days_of, start_of_day
from nanobanana_desktop.domain.search_terms import (
    Condition,
    CostIn,
    DateIn,
    Expression,
    Has,
    ModelHas,
    ModelIs,
    Part,
    PixelsAre,
    RatingIn,
    RatioIs,
    ResolutionIs,
    Shape,
    ShapeIs,
    StateIs,
    TagIs,
    Term,
    Text,
    Thing,
)
from nanobanana_desktop.storage.compiled_search import EVERYTHING, CompiledSearch, Sql

GRAM: Final = 3
"""Code points from which on the full-text index knows a word."""

NAME_LENGTH: Final = 6
"""From so many code points on a word is also looked for in ids and file names."""

_LAST_CHARACTER: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What day it is, and when days begin (UTC seconds)."""

    today: Callable[[], date] = date.today
    start_of_day: Callable[[date], float] = start_of_day


def compile_search(expression: Expression, calendar: Calendar) -> CompiledSearch:
    conditions = [_term(term, calendar) for term in expression.terms]
    words = [
        term.parts
        for term in expression.terms
        if not term.negated and all(map(_is_indexed, term.parts))
    ]
    return CompiledSearch(
        _joined(" AND ", conditions) if conditions else EVERYTHING,
        any(isinstance(part, Text) for term in expression.terms for part in term.parts),
        " AND ".join(map(_match, words)) or None,
        tuple(sql for parts in words for part in parts for sql in _elsewhere(part)),
    )


def grams(word: str) -> tuple[str, ...]:
    """Pieces of `GRAM` code points that cover the word, as few as possible.

    Every third one: the index is asked for fewer of them in less time, and what it finds beyond
    the word is left out by the condition.
    """
    last = len(word) - GRAM
    starts = sorted({*range(0, last + 1, GRAM), last})
    return tuple(dict.fromkeys(word[start : start + GRAM] for start in starts))


def _is_indexed(part: Part) -> bool:
    return isinstance(part, Text) and len(part.folded) >= GRAM


def _match(parts: Sequence[Part]) -> str:
    ways = [_match_word(part.folded) for part in parts if isinstance(part, Text)]
    return f"({' OR '.join(ways)})"


def _match_word(word: str) -> str:
    quoted = ('"' + gram.replace('"', '""') + '"' for gram in grams(word))
    return f"({' AND '.join(quoted)})"


def _elsewhere(part: Part) -> tuple[Sql, ...]:
    """Numbers of tasks that have the word where the full-text index does not look."""
    if not isinstance(part, Text):
        return ()
    word = part.folded
    tagged = Sql(_TAGGED, (word,))
    if len(word) < NAME_LENGTH:
        return (tagged,)
    bounds = (word, word + _LAST_CHARACTER)
    return tagged, Sql(_BY_ID, bounds), Sql(_BY_REMOTE_ID, bounds)


def _term(term: Term, calendar: Calendar) -> Sql:
    condition = _joined(" OR ", [_part(part, calendar) for part in term.parts])
    return Sql(f"NOT {condition.text}", condition.values) if term.negated else condition


def _joined(word: str, pieces: Sequence[Sql]) -> Sql:
    text = word.join(piece.text for piece in pieces)
    return Sql(f"({text})", tuple(value for piece in pieces for value in piece.values))


def _part(part: Part, calendar: Calendar) -> Sql:
    if isinstance(part, Text):
        return _text(part)
    if isinstance(part, DateIn):
        return _date(part, calendar)
    return _condition(part)


def _text(part: Text) -> Sql:
    word = part.folded
    columns = ["search_text", "note_text"]
    if len(word) >= NAME_LENGTH:
        columns.append("file_name")
    ways = [Sql(f"s.{column} GLOB ?", (_anywhere(word),)) for column in columns]
    ways += [Sql(f"s.task_number IN ({sql.text})", sql.values) for sql in _elsewhere(part)]
    return _joined(" OR ", ways)


def _anywhere(word: str) -> str:
    """The pattern of texts that have the word in them. GLOB is faster here than instr and LIKE."""
    plain = word.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
    return f"*{plain}*"


def _date(term: DateIn, calendar: Calendar) -> Sql:
    days = days_of(term, calendar.today())
    bounds = []
    if days.first is not None:
        bounds.append(Sql("t.created_at >= ?", (calendar.start_of_day(days.first),)))
    if days.end is not None:
        bounds.append(Sql("t.created_at < ?", (calendar.start_of_day(days.end),)))
    return _joined(" AND ", bounds)


def _condition(part: Condition) -> Sql:
    match part:
        case StateIs(word):
            states = sorted(word.states)
            sql = Sql(f"t.state IN ({', '.join('?' * len(states))})", tuple(states))
        case ModelHas():
            sql = Sql(f"instr({_MODEL}, ?)", (_model(part.text),))
        case ModelIs(name):
            sql = Sql(f"(t.model_name = ? OR {_MODEL} = ?)", (name, _model(name)))
        case ResolutionIs(resolution):
            sql = Sql("lower(t.resolution) = ?", (resolution,))
        case ShapeIs(shape):
            sql = Sql(_SHAPES[shape])
        case PixelsAre(width, height):
            sql = _pixels(width, height)
        case RatioIs(ratio):
            sql = Sql("ifnull(t.aspect_ratio, '') = ?", (ratio,))
        case RatingIn(low, high):
            sql = Sql("t.rating BETWEEN ? AND ?", (low, high))
        case TagIs():
            sql = Sql(f"t.number IN ({_WITH_TAG})", (part.folded,))
        case Has(thing):
            sql = Sql(_THINGS[thing])
        case CostIn():
            sql = _cost(part)
        case DateIn():
            sql = EVERYTHING
    return sql


def _model(name: str) -> str:
    return Text(name).folded.replace(" ", "-")


def _pixels(width: int | None, height: int | None) -> Sql:
    sides = ((_WIDTH, width), (_HEIGHT, height))
    return _joined(" AND ", [Sql(sql, (side,)) for sql, side in sides if side is not None])


def _cost(part: CostIn) -> Sql:
    bounds = [Sql("t.amount <> ''")]
    if part.low is not None:
        sign = ">" if part.low_open else ">="
        bounds.append(Sql(f"CAST(t.amount AS REAL) {sign} ?", (part.low,)))
    if part.high is not None:
        sign = "<" if part.high_open else "<="
        bounds.append(Sql(f"CAST(t.amount AS REAL) {sign} ?", (part.high,)))
    return _joined(" AND ", bounds)


_MODEL: Final = "replace(lower(t.model_name), ' ', '-')"
_TAGGED: Final = """
SELECT task_number FROM tags CROSS JOIN task_tags ON tag_number = tags.number WHERE instr(folded, ?)
"""
_WITH_TAG: Final = """
SELECT task_number FROM tags CROSS JOIN task_tags ON tag_number = tags.number WHERE folded = ?
"""
_BY_ID: Final = "SELECT number FROM tasks WHERE id >= ? AND id < ?"
_BY_REMOTE_ID: Final = """
SELECT number FROM tasks
WHERE remote_id <> '' AND lower(remote_id) >= ? AND lower(remote_id) < ?
"""
_WIDTH: Final = "EXISTS (SELECT 1 FROM images WHERE task_number = t.number AND width = ?)"
_HEIGHT: Final = "EXISTS (SELECT 1 FROM images WHERE task_number = t.number AND height = ?)"
_SHAPES: Final = {
    Shape.LANDSCAPE: "ifnull(t.ratio, 1.0) > 1.005",
    Shape.PORTRAIT: "ifnull(t.ratio, 1.0) < 0.995",
    Shape.SQUARE: "ifnull(t.ratio, 1.0) BETWEEN 0.995 AND 1.005",
}
_THINGS: Final = {
    Thing.REFERENCE: "EXISTS (SELECT 1 FROM task_references WHERE task_number = t.number)",
    Thing.NOTE: "t.note <> ''",
    Thing.PICTURE: "EXISTS (SELECT 1 FROM images WHERE task_number = t.number)",
    Thing.TAG: "EXISTS (SELECT 1 FROM task_tags WHERE task_number = t.number)",
    Thing.RATING: "t.rating > 0",
    Thing.STAR: "t.starred = 1",
    Thing.COST: "t.amount <> ''",
    Thing.ERROR: "t.error_case IS NOT NULL",
}
