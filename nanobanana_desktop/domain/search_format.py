"""A search written back as text, each thing in one spelling."""

from __future__ import annotations

from nanobanana_desktop.domain.search_signs import BARS, MINUSES, QUOTES, key_before
from nanobanana_desktop.domain.search_terms import (
    Condition,
    CostIn,
    DateIn,
    Expression,
    Has,
    ModelHas,
    ModelIs,
    PixelsAre,
    RatingIn,
    RatioIs,
    ResolutionIs,
    SearchKey,
    ShapeIs,
    StateIs,
    TagIs,
    Term,
    Text,
    key_of,
)


def format_expression(expression: Expression) -> str:
    """The text from which `parse` makes the same expression."""
    return " ".join(map(_format_term, expression.terms))


def _format_term(term: Term) -> str:
    key: SearchKey | None = None
    pieces = []
    for part in term.parts:
        own = key_of(part)
        if isinstance(part, Text):
            # A bare word behind a key would be taken for another value of it.
            is_bare = key is None and _is_word(part.text)
            pieces.append(part.text if is_bare else _quoted(part.text))
        else:
            value = _format_value(part)
            # In quotes it would be words, and one that looks like a key would be that.
            goes_on = own is key and value[0] not in QUOTES and key_before(value, 0) is None
            pieces.append(value if goes_on else f"{own}:{value}")
        key = own
    return "-" * term.negated + "|".join(pieces)


def _is_word(text: str) -> bool:
    return _is_bare(text) and text[0] not in MINUSES and key_before(text, 0) is None


def _is_bare(text: str) -> bool:
    has_end = any(char.isspace() or char in BARS for char in text)
    return bool(text) and not has_end and text[0] not in QUOTES


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _format_value(condition: Condition) -> str:
    match condition:
        case StateIs(word):
            value = word.value
        case ShapeIs(shape):
            value = shape.value
        case Has(thing):
            value = thing.value
        case ModelIs(name):
            value = _quoted(name)
        case ModelHas(text):
            # In quotes it would be the whole name; spaces and hyphens are the same there.
            value = text if _is_bare(text) else "-".join(text.split())
        case TagIs(text):
            value = text if _is_bare(text) else _quoted(text)
        case ResolutionIs(resolution):
            value = resolution
        case RatioIs(ratio):
            value = ratio or "auto"
        case PixelsAre(width, height):
            value = f"{_side(width)}x{_side(height)}"
        case RatingIn(low, high):
            value = str(low) if low == high else f"{low}-{high}"
        case DateIn(first, last, first_open, last_open):
            value = _span(first, last, first_open, last_open)
        case CostIn(least, most, least_open, most_open):
            value = _span(_cost(least), _cost(most), least_open, most_open)
    return value


def _side(pixels: int | None) -> str:
    return "?" if pixels is None else str(pixels)


def _cost(cost: float | None) -> str:
    return "" if cost is None else f"{cost:.6f}".rstrip("0").rstrip(".")


def _span(low: str, high: str, low_open: bool, high_open: bool) -> str:
    if low and high:
        return low if low == high else f"{low}..{high}"
    sign, bound, is_open = (">", low, low_open) if low else ("<", high, high_open)
    return f"{sign}{'' if is_open else '='}{bound}"
