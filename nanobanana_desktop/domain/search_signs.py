"""The signs of the search language, half and full width, and its keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from nanobanana_desktop.domain.search_terms import SearchKey

MINUSES: Final = frozenset("-\N{FULLWIDTH HYPHEN-MINUS}\N{MINUS SIGN}")
BARS: Final = frozenset("|\N{FULLWIDTH VERTICAL LINE}")
COLONS: Final = frozenset(":\N{FULLWIDTH COLON}")
_CURLY: Final = "“”\N{FULLWIDTH QUOTATION MARK}\N{QUOTATION MARK}"
QUOTES: Final[Mapping[str, str]] = {
    '"': '"',
    "“": _CURLY,
    "”": _CURLY,
    "„": _CURLY,
    "\N{FULLWIDTH QUOTATION MARK}": _CURLY,
    "「": "」",
    "『": "』",
}
"""What begins a phrase, and what ends it."""

KEY_NAMES: Final[Mapping[SearchKey, tuple[str, ...]]] = {
    SearchKey.STATE: ("state", "status", "is", "状态"),
    SearchKey.DATE: ("date", "日期", "时间"),
    SearchKey.MODEL: ("model", "模型"),
    SearchKey.SIZE: ("size", "resolution", "尺寸", "大小", "分辨率"),
    SearchKey.RATIO: ("ratio", "aspect", "比例", "宽高比"),
    SearchKey.RATING: ("rating", "stars", "评分", "星级"),
    SearchKey.TAG: ("tag", "tags", "标签"),
    SearchKey.HAS: ("has", "有", "含", "包含"),
    SearchKey.COST: ("cost", "price", "费用", "花费", "价格"),
}
_KEYS: Final = {name: key for key, names in KEY_NAMES.items() for name in names}
_LONGEST: Final = max(map(len, _KEYS))


def key_before(text: str, start: int) -> tuple[SearchKey, int] | None:
    """The key that stands at `start`, and where its value begins."""
    for colon in range(start + 1, min(start + _LONGEST + 1, len(text))):
        if text[colon] in COLONS:
            name = unicodedata.normalize("NFKC", text[start:colon]).casefold()
            key = _KEYS.get(name)
            return None if key is None else (key, colon + 1)
    return None
