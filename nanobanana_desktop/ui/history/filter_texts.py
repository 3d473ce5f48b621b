"""The filters of a search in words: for chips, for the filter bar, and for what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.params import model_label
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import Problem, ProblemKind
from nanobanana_desktop.domain.search_terms import (
    Expression,
    Has,
    ModelHas,
    ModelIs,
    Part,
    PixelsAre,
    RatingIn,
    RatioIs,
    ResolutionIs,
    SearchKey,
    Shape,
    ShapeIs,
    StateIs,
    StateWord,
    TagIs,
    Term,
    Text,
    Thing,
    key_of,
)
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

BEST: Final = 5

_KEYS: Final[Mapping[SearchKey, str]] = {
    SearchKey.STATE: QT_TRANSLATE_NOOP("Filters", "State"),
    SearchKey.DATE: QT_TRANSLATE_NOOP("Filters", "Date"),
    SearchKey.MODEL: QT_TRANSLATE_NOOP("Filters", "Model"),
    SearchKey.SIZE: QT_TRANSLATE_NOOP("Filters", "Size"),
    SearchKey.RATIO: QT_TRANSLATE_NOOP("Filters", "Aspect ratio"),
    SearchKey.RATING: QT_TRANSLATE_NOOP("Filters", "Rating"),
    SearchKey.TAG: QT_TRANSLATE_NOOP("Filters", "Tag"),
    SearchKey.HAS: QT_TRANSLATE_NOOP("Filters", "Has"),
    SearchKey.COST: QT_TRANSLATE_NOOP("Filters", "Cost"),
}
_STATES: Final[Mapping[StateWord, str]] = {
    StateWord.ACTIVE: QT_TRANSLATE_NOOP("Filters", "In progress"),
    StateWord.WAITING: QT_TRANSLATE_NOOP("Filters", "Waiting to be sent"),
    StateWord.DONE: QT_TRANSLATE_NOOP("Filters", "Completed"),
    StateWord.FAILED: QT_TRANSLATE_NOOP("Filters", "Failed"),
    StateWord.UNCONFIRMED: QT_TRANSLATE_NOOP("Filters", "Not confirmed"),
    StateWord.STOPPED: QT_TRANSLATE_NOOP("Filters", "Stopped"),
    StateWord.EXPIRED: QT_TRANSLATE_NOOP("Filters", "Link expired"),
}
_SHAPES: Final[Mapping[Shape, str]] = {
    Shape.LANDSCAPE: QT_TRANSLATE_NOOP("Filters", "Landscape"),
    Shape.PORTRAIT: QT_TRANSLATE_NOOP("Filters", "Portrait"),
    Shape.SQUARE: QT_TRANSLATE_NOOP("Filters", "Square"),
}
_THINGS: Final[Mapping[Thing, str]] = {
    Thing.REFERENCE: QT_TRANSLATE_NOOP("Filters", "Reference image"),
    Thing.NOTE: QT_TRANSLATE_NOOP("Filters", "Note"),
    Thing.PICTURE: QT_TRANSLATE_NOOP("Filters", "Image"),
    Thing.TAG: QT_TRANSLATE_NOOP("Filters", "Tag"),
    Thing.RATING: QT_TRANSLATE_NOOP("Filters", "Rating"),
    Thing.STAR: QT_TRANSLATE_NOOP("Filters", "Star"),
    Thing.COST: QT_TRANSLATE_NOOP("Filters", "Cost"),
    Thing.ERROR: QT_TRANSLATE_NOOP("Filters", "Error"),
}
DAYS: Final[Mapping[str, str]] = {
    "today": QT_TRANSLATE_NOOP("Filters", "Today"),
    "yesterday": QT_TRANSLATE_NOOP("Filters", "Yesterday"),
    "7d": QT_TRANSLATE_NOOP("Filters", "Last 7 days"),
    "30d": QT_TRANSLATE_NOOP("Filters", "Last 30 days"),
    "this-month": QT_TRANSLATE_NOOP("Filters", "This month"),
    "last-month": QT_TRANSLATE_NOOP("Filters", "Last month"),
    "this-year": QT_TRANSLATE_NOOP("Filters", "This year"),
}
"""Days as the filter bar offers them, by the word of the language."""

_SORTS: Final[Mapping[HistorySort, str]] = {
    HistorySort.NEWEST: QT_TRANSLATE_NOOP("Filters", "Newest first"),
    HistorySort.OLDEST: QT_TRANSLATE_NOOP("Filters", "Oldest first"),
    HistorySort.RATING: QT_TRANSLATE_NOOP("Filters", "Best rated first"),
    HistorySort.SIZE: QT_TRANSLATE_NOOP("Filters", "Largest first"),
    HistorySort.COST: QT_TRANSLATE_NOOP("Filters", "Most expensive first"),
    HistorySort.MODEL: QT_TRANSLATE_NOOP("Filters", "By model"),
}
_TAKES: Final[Mapping[SearchKey, str]] = {
    SearchKey.STATE: QT_TRANSLATE_NOOP(
        "Filters", "active, waiting, done, failed, unconfirmed, stopped or expired"
    ),
    SearchKey.DATE: QT_TRANSLATE_NOOP("Filters", "a day like today, 7d, last-week or 2026-11-02"),
    SearchKey.MODEL: QT_TRANSLATE_NOOP("Filters", "part of a model's name, or all of it in quotes"),
    SearchKey.SIZE: QT_TRANSLATE_NOOP("Filters", "2k, landscape, portrait, square or 1024x1024"),
    SearchKey.RATIO: QT_TRANSLATE_NOOP("Filters", "a ratio like 16:9, or auto"),
    SearchKey.RATING: QT_TRANSLATE_NOOP("Filters", "1 to 5"),
    SearchKey.TAG: QT_TRANSLATE_NOOP("Filters", "the name of a tag"),
    SearchKey.HAS: QT_TRANSLATE_NOOP(
        "Filters", "reference, note, picture, tag, rating, star, cost or error"
    ),
    SearchKey.COST: QT_TRANSLATE_NOOP("Filters", "a number, like 0.5 or 0.1-0.5"),
}


def key_word(key: SearchKey) -> str:
    return _tr(_KEYS[key])


def state_word(state: StateWord) -> str:
    return _tr(_STATES[state])


def shape_word(shape: Shape) -> str:
    return _tr(_SHAPES[shape])


def thing_word(thing: Thing) -> str:
    return _tr(_THINGS[thing])


def sort_word(sort: HistorySort) -> str:
    return _tr(_SORTS[sort])


def day_words(word: str) -> str:
    """The name of a day that the filter bar offers."""
    return _tr(DAYS[word])


def rating_words(low: int) -> str:
    if low == BEST:
        return "★" * BEST
    return _tr(QT_TRANSLATE_NOOP("Filters", "{stars} or more")).format(stars="★" * low)


def term_words(term: Term) -> str:
    """A filter as its chip shows it."""
    parts, key = [], None
    for part in term.parts:
        value, own = part_words(part), key_of(part)
        if own is not None and own is not key:
            pattern = QT_TRANSLATE_NOOP("Filters", "{name}: {value}")
            value = _tr(pattern).format(name=key_word(own), value=value)
        key = own
        parts.append(value)
    text = _tr(QT_TRANSLATE_NOOP("Filters", " or ")).join(parts)
    pattern = QT_TRANSLATE_NOOP("Filters", "Not {filter}")
    return _tr(pattern).format(filter=text) if term.negated else text


def part_words(part: Part) -> str:
    """A value in words, or as it is written where there are none for it."""
    match part:
        case Text(text) | TagIs(text):
            words = isolated(text)
        case StateIs(state):
            words = state_word(state)
        case ModelIs(name):
            words = isolated(model_label(name))
        case ModelHas(text):
            words = _tr(QT_TRANSLATE_NOOP("Filters", "with “{text}”")).format(text=isolated(text))
        case ResolutionIs(resolution):
            words = formats.resolution_label(resolution)
        case ShapeIs(shape):
            words = shape_word(shape)
        case PixelsAre(int(width), int(height)):
            words = formats.pixel_size(width, height)
        case RatioIs(ratio):
            words = formats.ratio_label(ratio or None)
        case RatingIn(low, high) if high == BEST:
            words = rating_words(low)
        case RatingIn(low, high):
            words = "★" * low if low == high else f"{low}–{high}"
        case Has(thing):
            words = thing_word(thing)
        case _:
            value = format_expression(Expression((Term((part,)),))).partition(":")[2]
            words = _tr(DAYS[value]) if value in DAYS else value
    return words


def problem_text(problem: Problem) -> str:
    """What is wrong, and what would be right: "rating: takes 1 to 5"."""
    if problem.kind is ProblemKind.TOO_MANY or problem.key is None:
        return _tr(QT_TRANSLATE_NOOP("Filters", "This is too long; the end is left out."))
    pattern = QT_TRANSLATE_NOOP("Filters", "{key}: takes {values}")
    return _tr(pattern).format(key=problem.key.value, values=_tr(_TAKES[problem.key]))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Filters", text)
