"""Which version is newer, and what a feed of updates may say."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest

from nanobanana_desktop import __version__
from nanobanana_desktop.domain.updates import (
    NOTE_LIMIT,
    NOTES_LIMIT,
    BadFeedError,
    is_due,
    is_newer,
    read_feed,
    version_key,
)

GOOD: dict[str, Any] = {
    "version": "1.10.0",
    "date": "2026-12-01",
    "notes": {"en": ["Faster."], "zh_CN": ["更快。"]},
    "page": "https://example.org/download",
}
IN_ORDER = ("0.1.0", "0.9", "0.10", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.1", "1.9.9", "1.10")


def test_versions_are_compared_as_numbers_and_not_as_texts() -> None:
    for older, newer in itertools.combinations(IN_ORDER, 2):
        assert is_newer(newer, older), (newer, older)
        assert not is_newer(older, newer), (older, newer)


def test_zeros_at_the_end_say_nothing() -> None:
    assert version_key("1.2") == version_key("1.2.0") == version_key("1.2.0.0")
    assert not is_newer("1.2.0", "1.2")


def test_this_version_is_one() -> None:
    assert not is_newer(__version__, __version__)


@pytest.mark.parametrize(
    "text", ["", "1", "v1.2", "1.2-3", "1.2.", "1.2.3.4.5", "\uff11.\uff12", "1.2\n"]
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        version_key(text)


def test_good_feed() -> None:
    update = read_feed({**GOOD, "of later feeds": {"more": 1}})
    assert (update.version, update.released) == ("1.10.0", date(2026, 12, 1))
    assert update.notes == {"en": ("Faster.",), "zh_CN": ("更快。",)}
    assert update.page == "https://example.org/download"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 1.2},
        {"version": "latest"},
        {"version": "1.2\u202e"},
        {"date": "yesterday"},
        {"date": None},
        {"page": "http://example.org/download"},
        {"page": "javascript:alert(1)"},
        {"page": "file:///etc/passwd"},
        {"page": "https://"},
        {"page": "https://[::1"},
        {"page": "https://me:secret@example.org/"},
        {"page": "https://example.org/" + "x" * 4_000},
        {"notes": []},
        {"notes": {"en": ["Only English."]}},
        {"notes": {"en": "text", "zh_CN": ["更快。"]}},
        {"notes": {"en": [], "zh_CN": []}},
        {"notes": {"en": [1], "zh_CN": ["更快。"]}},
        {"notes": {"en": ["x" * (NOTE_LIMIT + 1)], "zh_CN": ["更快。"]}},
        {"notes": {"en": ["x"] * (NOTES_LIMIT + 1), "zh_CN": ["更快。"]}},
        {"notes": {"en": ["a\u0007b"], "zh_CN": ["更快。"]}},
    ],
    ids=str,
)
def test_bad_feed_is_refused_as_a_whole(change: dict[str, object]) -> None:
    with pytest.raises(BadFeedError):
        read_feed({**GOOD, **change})


@pytest.mark.parametrize("document", [None, [], "text", 1, {}])
def test_something_else_than_a_feed(document: object) -> None:
    with pytest.raises(BadFeedError):
        read_feed(document)


@pytest.mark.parametrize(
    ("checked_on", "due"),
    [
        ("", True),
        ("rubbish", True),
        ("2026-11-23", False),
        ("2026-11-17", False),
        ("2026-11-16", True),
        ("2025-01-01", True),
        ("2027-01-01", True),
    ],
)
def test_a_week_is_over(checked_on: str, due: bool) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
    assert is_due(checked_on, now) is due
