"""Text from outside made safe to store and to show: always plain, short and well-formed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ID_LIMIT: Final = 128
STATUS_LIMIT: Final = 64
ERROR_LIMIT: Final = 2_000
URL_LIMIT: Final = 4_096

_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_DIRECTIONAL_ISOLATE: Final = "\u2069"
_JOINERS: Final = "\u200c\u200d"
_SPACES: Final = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_REPLACEMENT: Final = "\ufffd"
# Compiled when first needed, here and below: the first paint does not wait for it.
_PLAIN: Final = r"[ -~\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e]*"
"""Printable ASCII and common Chinese text: nothing in it needs a closer look."""
_CONTRACT_ID: Final = r"(?=[^0-9]*[0-9])[A-Za-z0-9._:-]{6,128}"
_LOOK_AHEAD: Final = 4
"""How many times the limit is examined: dropped characters should not shorten ordinary text."""


def clean(text: str, limit: int) -> str:
    """At most `limit` code points of `text` without anything invisible that could mislead.

    Line breaks and tabs become spaces, lone surrogates U+FFFD. Control characters (Cc) and format
    characters (Cf: bidirectional overrides, zero-width marks, byte-order marks) are dropped, except
    the joiners ZWJ and ZWNJ that emoji and some scripts need. Surrounding space is removed.
    """
    examined = text[: limit * _LOOK_AHEAD]
    if not _is_plain(examined):
        examined = "".join(map(_safe_character, examined))
    return examined.strip()[:limit].rstrip()


def _is_plain(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or re.fullmatch(_PLAIN, text) is not None


def clean_id(text: str) -> str:
    return clean(text, ID_LIMIT)


def clean_status(text: str) -> str:
    return clean(text, STATUS_LIMIT)


def clean_error(text: str) -> str:
    return clean(text, ERROR_LIMIT)


def clean_url(text: str) -> str:
    """For showing a link only: a cut or cleaned link is not one that may be opened."""
    return clean(text, URL_LIMIT)


def is_clean(text: str, limit: int) -> bool:
    """Whether `clean` would leave `text` as it is, so that it may be used and not only shown."""
    return len(text) <= limit and clean(text, limit) == text


def is_usable_id(text: str) -> bool:
    """Whether the service can be asked for a task of this id."""
    return text not in ("", ".", "..") and is_clean(text, ID_LIMIT)


def is_contract_id(text: str) -> bool:
    """Whether the text has the form in which the service gives ids, so that it is no mere word."""
    return re.fullmatch(_CONTRACT_ID, text) is not None


def well_formed(text: str) -> str:
    """`text` with lone surrogates replaced by U+FFFD, so that it can be encoded as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def isolated(text: str) -> str:
    """Cleaned `text` between FSI and PDI, so that its direction cannot reorder what surrounds it.

    For display only. Directional controls inside are dropped: they could close the isolate.
    """
    inner = "".join(map(_safe_character_in_lines, text))
    return f"{_FIRST_STRONG_ISOLATE}{inner}{_POP_DIRECTIONAL_ISOLATE}"


def _safe_character(character: str) -> str:
    if character in _SPACES:
        return " "
    category = unicodedata.category(character)
    if category == "Cs":
        return _REPLACEMENT
    if category == "Cc" or (category == "Cf" and character not in _JOINERS):
        return ""
    return character


def _safe_character_in_lines(character: str) -> str:
    return character if character == "\n" else _safe_character(character)
