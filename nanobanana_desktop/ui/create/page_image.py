"""The picture in a scrap of a web page, as browsers put it into a drag or on the clipboard."""

from __future__ import annotations

import html
import re
from typing import Final

SCRAP_LIMIT: Final = 100_000_000
"""Code points; a `data:` picture of the largest size that is taken fits."""
_MOST_TAGS: Final = 60
"""A scrap with more is a piece of a page, not a picture."""
_NAME: Final = re.compile(r"<\s*img\b", re.IGNORECASE)
_SOURCE: Final = re.compile(r"\ssrc\s*=\s*([\"']?)", re.IGNORECASE)
_ATTRIBUTES: Final = 4_096
"""So far from the beginning of a tag its source is looked for; the source itself may be long."""


def only_image(page: str) -> str:
    """The address of the one picture; empty when there is none, several, or words beside it.

    The time it takes grows with the length of the page and no faster: pages are not to be trusted.
    """
    if len(page) > SCRAP_LIMIT:
        return ""
    sources: list[str] = []
    position = 0
    for _ in range(_MOST_TAGS):
        begin = page.find("<", position)
        between = page[position:begin] if begin >= 0 else page[position:]
        if between.strip(" \t\r\n\0\ufeff"):
            return ""
        if begin < 0:
            return sources[0] if len(sources) == 1 else ""
        end = page.find(">", begin)
        if end < 0:
            return ""
        if _NAME.match(page, begin, end):
            sources.append(_source(page, begin, end))
        position = end + 1
    return ""


def _source(page: str, begin: int, end: int) -> str:
    found = _SOURCE.search(page, begin, min(end, begin + _ATTRIBUTES))
    if found is None:
        return ""
    quote = found[1]
    stop = page.find(quote, found.end(), end) if quote else end
    value = page[found.end() : stop if stop >= 0 else end]
    if not quote:
        value = value.split(maxsplit=1)[0].rstrip("/") if value.strip() else ""
    return html.unescape(value).strip()
