"""Pictures that come as base64 inside a JSON answer: found, cut out and decoded in slices.

A picture may be 60 MB of text. Parsing that in one go would hold the interpreter's lock, and with
it the window, for longer than a person overlooks; slices of 256 KiB do not.
"""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from nanobanana_desktop.api.limits import ANSWER_LIMIT

INLINE_MARK: Final = re.compile(
    rb'"b64_json"\s*:\s*"|(?<!\\)"data:image(?:/|\\/)[a-z0-9.+-]{1,32};base64,', re.IGNORECASE
)
"""Where the text of an inline picture begins in the bytes of an answer."""

_URI_BYTES: Final = re.compile(rb"data:image(?:/|\\/)[a-z0-9.+-]{1,32};base64,", re.IGNORECASE)
_URI: Final = re.compile(r"data:image/[a-z0-9.+-]{1,32};base64,", re.IGNORECASE)
_CUT_FROM: Final = 4_096
"""Shorter texts stay where they are; they cost nothing."""
_PLACEHOLDER: Final = "\x00picture "
_SLICE: Final = 256 * 1024
_LONGEST_ESCAPE: Final = 6


class InlinePictures:
    """The pictures cut out of one answer; the answer's texts name them by placeholder."""

    def __init__(self, sources: tuple[memoryview, ...] = ()) -> None:
        self._sources = sources

    def names_picture(self, text: str) -> bool:
        """Whether `text` is a `data:image` URI or stands for a picture that was cut out."""
        return text.startswith(_PLACEHOLDER) or _URI.match(text) is not None

    def decode(self, text: str) -> bytes:
        """The bytes of a placeholder, a `data:image` URI or plain base64; empty when it is none."""
        prefix = _URI.match(text)
        rest = text[prefix.end() :] if prefix else text
        pieces: Iterable[str] = (rest,)
        if rest.startswith(_PLACEHOLDER):
            number = rest.removeprefix(_PLACEHOLDER)
            if not (number.isdecimal() and int(number) < len(self._sources)):
                return b""
            pieces = _unescaped(self._sources[int(number)])
        try:
            return _decoded(pieces)
        except ValueError:
            return b""


def cut_pictures(body: bytes) -> tuple[bytes, InlinePictures]:
    """`body` with long inline pictures replaced by placeholders, and the pictures."""
    view = memoryview(body)
    kept: list[memoryview | bytes] = []
    sources: list[memoryview] = []
    position = 0
    # Searching goes on behind each picture and not beyond the limit for everything else: a pattern
    # is slow over megabytes, `find` is not.
    search_from = 0
    while match := INLINE_MARK.search(body, search_from, search_from + ANSWER_LIMIT):
        start = match.end()
        end = body.find(b'"', start)
        if end < 0:
            break
        if end - start >= _CUT_FROM:
            kept.append(view[position:start])
            kept.append(f"\\u0000picture {len(sources)}".encode("ascii"))
            prefix = _URI_BYTES.match(body, start, end)
            sources.append(view[prefix.end() if prefix else start : end])
            position = end
        search_from = end
    if not sources:
        return body, InlinePictures()
    kept.append(view[position:])
    return b"".join(kept), InlinePictures(tuple(sources))


def _unescaped(source: memoryview) -> Iterator[str]:
    """The text of a JSON string in slices that split no escape (base64 may come with `\\/`)."""
    position = 0
    while position < len(source):
        raw = bytes(source[position : position + _SLICE])
        if position + len(raw) < len(source):
            escape = raw.rfind(b"\\", len(raw) - _LONGEST_ESCAPE)
            if escape > 0:
                raw = raw[:escape]
        position += len(raw)
        text = raw.decode("ascii")
        yield str(json.loads(f'"{text}"', strict=False)) if "\\" in text else text


def _decoded(pieces: Iterable[str]) -> bytes:
    """Raises ValueError when the pieces are no base64; blanks in it are skipped."""
    decoded = bytearray()
    waiting = ""
    for piece in pieces:
        waiting += "".join(piece.split())
        # The last group may lack its padding and waits for the end.
        whole = max(0, len(waiting) - 1) // 4 * 4
        decoded += binascii.a2b_base64(waiting[:whole], strict_mode=True)
        waiting = waiting[whole:]
    waiting += "=" * (-len(waiting) % 4)
    decoded += binascii.a2b_base64(waiting, strict_mode=True)
    return bytes(decoded)
