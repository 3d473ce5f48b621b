"""Values of the search language: what people write, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.search_dates import day_word
from nanobanana_desktop.domain.search_terms import (
    Condition,
    CostIn,
    DateIn,
    Has,
    ModelHas,
    ModelIs,
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
    Thing,
)

BEST: Final = 5
PIXEL_LIMIT: Final = 1_000_000

_STATES: Final = {
    StateWord.ACTIVE: ("进行中",),
    StateWord.WAITING: ("ready", "等待", "等待中", "排队"),
    StateWord.DONE: ("completed", "complete", "完成", "已完成"),
    StateWord.FAILED: ("error", "失败"),
    StateWord.UNCONFIRMED: ("unknown", "未确认"),
    StateWord.STOPPED: ("已停止",),
    StateWord.EXPIRED: ("过期", "已过期"),
}
_SHAPES: Final = {
    Shape.LANDSCAPE: ("wide", "横", "横向", "横图", "横版"),
    Shape.PORTRAIT: ("tall", "竖", "竖向", "竖图", "竖版"),
    Shape.SQUARE: ("方", "方形", "正方形", "方图"),
}
_THINGS: Final = {
    Thing.REFERENCE: ("references", "参考", "参考图"),
    Thing.NOTE: ("notes", "备注", "笔记"),
    Thing.PICTURE: ("image", "pictures", "图片", "图像", "图"),
    Thing.TAG: ("tags", "标签"),
    Thing.RATING: ("评分", "星级"),
    Thing.STAR: ("starred", "favourite", "favorite", "星标", "收藏"),
    Thing.COST: ("price", "费用", "价格"),
    Thing.ERROR: ("错误", "失败"),
}

Word = TypeVar("Word", bound=StrEnum)


def _by_name(words: Mapping[Word, tuple[str, ...]]) -> dict[str, Word]:
    return {name: word for word, names in words.items() for name in (word.value, *names)}


_STATE_NAMES: Final = _by_name(_STATES)
_SHAPE_NAMES: Final = _by_name(_SHAPES)
_THING_NAMES: Final = _by_name(_THINGS)

_RESOLUTION: Final = re.compile(r"\d{1,2}k", re.ASCII)
_PIXELS: Final = re.compile(r"(\d+|\?|\*)[x×](\d+|\?|\*)", re.ASCII)
_RATIO: Final = re.compile(r"(\d{1,3})[:x×/](\d{1,3})", re.ASCII)
_SPAN: Final = re.compile(r"(.*?)(?:\.\.\.?|~|至|到)(.*)")
_HYPHEN_SPAN: Final = re.compile(r"([^-]+)-([^-]+)")
_NUMBER: Final = re.compile(r"[¥$€]?(\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})", re.ASCII)


def parse_value(key: SearchKey, text: str, *, quoted: bool = False) -> Condition | None:
    """The condition that `text` behind the colon means; None when it means none.

    The name of a model is the whole name when it is `quoted`, else part of one.
    """
    value = normalise_for_search(text)
    if quoted and key is SearchKey.MODEL:
        return ModelIs(text) if value else None
    return _PARSERS[key](value, text)


def _state(value: str, _text: str) -> Condition | None:
    word = _STATE_NAMES.get(value)
    return None if word is None else StateIs(word)


def _thing(value: str, _text: str) -> Condition | None:
    word = _THING_NAMES.get(value)
    return None if word is None else Has(word)


def _model(value: str, text: str) -> Condition | None:
    return ModelHas(text) if value else None


def _tag(value: str, text: str) -> Condition | None:
    return TagIs(text) if value else None


def _size(value: str, _text: str) -> Condition | None:
    shape = _SHAPE_NAMES.get(value)
    if shape is not None:
        return ShapeIs(shape)
    if _RESOLUTION.fullmatch(value):
        return ResolutionIs(value)
    found = _PIXELS.fullmatch(value)
    if found is None:
        return None
    width, height = (None if side in "?*" else int(side[:9]) for side in found.groups())
    sides = [side for side in (width, height) if side is not None]
    return PixelsAre(width, height) if sides and max(sides) <= PIXEL_LIMIT else None


def _ratio(value: str, _text: str) -> Condition | None:
    if value in ("auto", "自动"):
        return RatioIs("")
    found = _RATIO.fullmatch(value)
    return None if found is None else RatioIs(f"{int(found[1])}:{int(found[2])}")


def _rating(value: str, _text: str) -> Condition | None:
    bounds = _bounds(value.removesuffix("星"), lambda word: word if word.isdecimal() else "")
    if bounds is None:
        return None
    low = int(bounds[0]) + bounds[2] if bounds[0] else 1
    high = int(bounds[1]) - bounds[3] if bounds[1] else BEST
    if bounds[0] and bounds[1]:
        low, high = min(low, high), max(low, high)
    return RatingIn(low, high) if 1 <= low <= high <= BEST else None


def _date(value: str, _text: str) -> Condition | None:
    bounds = _bounds(value, day_word, with_hyphen=False)
    return None if bounds is None else DateIn(*bounds)


def _cost(value: str, _text: str) -> Condition | None:
    bounds = _bounds(value, _cost_word)
    if bounds is None:
        return None
    low, high = (float(word) if word else None for word in bounds[:2])
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return CostIn(low, high, *bounds[2:])


def _cost_word(word: str) -> str:
    found = _NUMBER.fullmatch(word)
    return "" if found is None else found[1]


def _bounds(
    value: str, read: Callable[[str], str], *, with_hyphen: bool = True
) -> tuple[str, str, bool, bool] | None:
    """Lower and upper bound, each read and empty when missing, and whether it is left out."""
    value = value.replace("≥", ">=").replace("≤", "<=").replace(" ", "" if with_hyphen else " ")
    if value[:1] in ("<", ">"):
        bound = read(value.lstrip("<>=").strip())
        is_open = value[1:2] != "="
        if not bound or value[: 2 - is_open].lstrip("<>="):
            return None
        return (bound, "", is_open, False) if value[0] == ">" else ("", bound, False, is_open)
    if value.endswith("+"):
        bound = read(value[:-1].strip())
        return (bound, "", False, False) if bound else None
    single = read(value)
    if single:
        return single, single, False, False
    found = _SPAN.fullmatch(value) or (_HYPHEN_SPAN.fullmatch(value) if with_hyphen else None)
    if found is None:
        return None
    low, high = (part.strip() for part in found.groups())
    bounds = read(low), read(high)
    if bounds == ("", "") or (low and not bounds[0]) or (high and not bounds[1]):
        return None
    return *bounds, False, False


_PARSERS: Final[Mapping[SearchKey, Callable[[str, str], Condition | None]]] = {
    SearchKey.STATE: _state,
    SearchKey.DATE: _date,
    SearchKey.MODEL: _model,
    SearchKey.SIZE: _size,
    SearchKey.RATIO: _ratio,
    SearchKey.RATING: _rating,
    SearchKey.TAG: _tag,
    SearchKey.HAS: _thing,
    SearchKey.COST: _cost,
}
