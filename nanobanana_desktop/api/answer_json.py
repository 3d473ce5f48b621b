"""The JSON of an answer, read under the contract for input from outside."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from nanobanana_desktop.api.inline_pictures import InlinePictures, cut_pictures
from nanobanana_desktop.api.limits import ANSWER_LIMIT


class NotJsonError(ValueError):
    """The body is no JSON, or JSON that nobody sends in earnest."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed answer. Long inline pictures are cut out before parsing, decoded on demand."""

    value: Any
    pictures: InlinePictures = field(default_factory=InlinePictures, repr=False)


def parse_document(body: bytes | bytearray) -> Document:
    """Parse the bytes of an answer. Raises NotJsonError, nothing else.

    Byte-order marks, UTF-16 and broken UTF-8 are survived (unreadable bytes become U+FFFD). NaN and
    infinities are refused, fractions become `Decimal`; deep nesting and giant numbers are errors.
    """
    small, pictures = cut_pictures(bytes(body))
    if len(small) > ANSWER_LIMIT:
        raise NotJsonError("too long")
    try:
        text = small.decode(json.detect_encoding(small), "replace")
        value = json.loads(
            text.removeprefix("\ufeff"),
            parse_constant=_refuse_constant,
            parse_float=_decimal,
            strict=False,
        )
    except (ValueError, RecursionError) as error:
        raise NotJsonError(f"no JSON: {type(error).__name__}") from None
    return Document(value, pictures)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("number out of range") from None
