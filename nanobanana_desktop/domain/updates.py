"""Newer versions of the program: what a feed may say, and which version is newer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from nanobanana_desktop.domain.remote_text import is_clean

DAYS_BETWEEN_CHECKS: Final = 7
NOTES_LIMIT: Final = 30
NOTE_LIMIT: Final = 600
"""Code points of one note."""
LINK_LIMIT: Final = 2_048
LANGUAGES: Final = ("en", "zh_CN")

_VERSION: Final = re.compile(
    r"([0-9]{1,6})((?:\.[0-9]{1,6}){1,3})(?:(a|b|rc)([0-9]{1,4}))?", re.ASCII
)
_STAGES: Final = {"a": 0, "b": 1, "rc": 2, None: 3}


class BadFeedError(ValueError):
    """The feed is not what it should be; the text says how."""


@dataclass(frozen=True, slots=True)
class Update:
    """A version that can be fetched at `page`; `notes` by language, for each of `LANGUAGES`."""

    version: str
    released: date
    notes: Mapping[str, tuple[str, ...]]
    page: str


def version_key(version: str) -> tuple[tuple[int, ...], int, int]:
    """For comparing: `1.10` is newer than `1.9`, `1.2` is `1.2.0`, `1.2rc1` is older than `1.2`.

    Raises ValueError for what is no version.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"no version: {version[:40]!r}")
    numbers = [int(part) for part in f"{found[1]}{found[2]}".split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), _STAGES[found[3]], int(found[4] or 0)


def is_newer(version: str, than: str) -> bool:
    """Raises ValueError when one of them is no version."""
    return version_key(version) > version_key(than)


def read_feed(document: object) -> Update:
    """What a parsed feed says. Raises BadFeedError unless all of it is as it should be."""
    if not isinstance(document, Mapping):
        raise BadFeedError("no object")
    version = _text(document, "version", 40)
    try:
        version_key(version)
        released = date.fromisoformat(_text(document, "date", 10))
    except ValueError as error:
        raise BadFeedError(str(error)) from None
    notes = document.get("notes")
    if not isinstance(notes, Mapping):
        raise BadFeedError("no notes")
    in_all = {language: _notes(notes.get(language), language) for language in LANGUAGES}
    return Update(version, released, in_all, _page(_text(document, "page", LINK_LIMIT)))


def is_due(checked_on: str, now: float) -> bool:
    """Whether the last check (a day such as `2026-11-23`, empty for never) is a week old.

    `now` is in seconds since 1970. A day in the future is one of a clock that was wrong.
    """
    try:
        last = date.fromisoformat(checked_on)
    except ValueError:
        return True
    age = day_of(now) - last
    return age < timedelta(0) or age >= timedelta(days=DAYS_BETWEEN_CHECKS)


def day_of(now: float) -> date:
    """The day in UTC of a time in seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).date()


def _text(document: Mapping[object, object], name: str, limit: int) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value or not is_clean(value, limit):
        raise BadFeedError(f"no usable {name}")
    return value


def _notes(value: object, language: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise BadFeedError(f"no notes in {language}")
    usable = [note for note in value if isinstance(note, str) and note]
    if len(usable) != len(value) or len(value) > NOTES_LIMIT:
        raise BadFeedError(f"unusable notes in {language}")
    if not all(is_clean(note, NOTE_LIMIT) for note in usable):
        raise BadFeedError(f"notes in {language} that are too long or cannot be shown")
    return tuple(usable)


def _page(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "https" and bool(parts.hostname) and not parts.username
    except ValueError:
        usable = False
    if not usable:
        raise BadFeedError("the page is no https address")
    return address
