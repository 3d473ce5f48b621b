"""Finds the picture in an answer, and never takes an echo of the order for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nanobanana_desktop.api.answer_json import Document
from nanobanana_desktop.domain.remote_text import URL_LIMIT, clean_url, is_clean

_PICTURE_KEYS: Final = ("image_url", "result_url")
_LINK_KEYS: Final = (*_PICTURE_KEYS, "url")
_INLINE_KEY: Final = "b64_json"
_CERTAIN_KEYS: Final = (*_PICTURE_KEYS, _INLINE_KEY)
_RESULT_KEYS: Final = ("result", "data", "output")
_LIST_KEY: Final = "images"
"""Read below `result` only; at the top an answer may repeat what was ordered."""
_ECHO_KEY: Final = "image_urls"
_DEPTH: Final = 4
_WIDTH: Final = 16
_WEB_LINK: Final = re.compile(r"https?://", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}:|//")


def find_picture(
    document: Document, scopes: tuple[Mapping[str, Any], ...], *, under_way: bool
) -> tuple[str, bytes]:
    """The link and the inline bytes of the result; empty where there is none.

    The first http(s) link wins; one that is too long or holds invisible characters is none, because
    cut or cleaned it would lead elsewhere. A link of another kind is given only when there is
    nothing better: it will be refused when opened, but can be shown. While a task is `under_way`
    only fields that certainly hold a picture count: a plain `url` may lead to the task itself.
    """
    echoed = {text.strip() for scope in scopes for text in _echoes(scope)}
    inline = b""
    link = ""
    other = ""
    for scope in scopes:
        for key, text in _candidates(scope, 0):
            stripped = text.strip()
            if stripped in echoed or (under_way and key not in _CERTAIN_KEYS):
                continue
            if key == _INLINE_KEY or document.pictures.names_picture(text):
                inline = inline or document.pictures.decode(text)
            elif _WEB_LINK.match(stripped):
                if not link and is_clean(stripped, URL_LIMIT) and " " not in stripped:
                    link = stripped
            elif key in _LINK_KEYS and _SCHEME.match(stripped):
                other = other or clean_url(stripped)
    if not link and not inline:
        link = other
    return link, inline


def _candidates(fields: Mapping[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    """(field name, text) of every field that may hold the picture."""
    for key in (*_LINK_KEYS, _INLINE_KEY):
        yield from _texts(key, fields.get(key), depth)
    if depth:
        yield from _texts(_LIST_KEY, fields.get(_LIST_KEY), depth)
    for key in _RESULT_KEYS:
        yield from _texts(key, fields.get(key), depth)


def _texts(key: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """The candidates in a text, an object or a list of either."""
    for item in value[:_WIDTH] if isinstance(value, list) else (value,):
        if isinstance(item, str):
            yield key, item
        elif isinstance(item, dict) and depth < _DEPTH:
            yield from _candidates(item, depth + 1)
        elif isinstance(item, list) and depth < _DEPTH:
            yield from _texts(key, item, depth + 1)


def _echoes(fields: Mapping[str, Any]) -> Iterator[str]:
    value = fields.get(_ECHO_KEY)
    for item in value[:_WIDTH] if isinstance(value, list) else (value,):
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            yield from (text for text in item.values() if isinstance(text, str))
