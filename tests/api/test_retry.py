"""Waiting times: what a service asks for is honoured within reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.api.retry import backoff, parse_retry_after

NOW = 1_700_000_000.0
"""Tue, 14 Nov 2023 22:13:20 GMT"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("0x10", None),
        ("12 s", None),
        ("Tue, 99 Foo 2023", None),
        ("0", 0.0),
        (" 12 ", 12.0),
        ("1.5", 1.5),
        ("599", 599.0),
        ("1000000000", 600.0),
        ("9" * 10_000, 600.0),
        ("000000000000005", 5.0),
        ("Tue, 14 Nov 2023 22:14:20 GMT", 60.0),
        ("Tue, 14 Nov 2023 22:14:20", 60.0),
        ("Tue, 14 Nov 2023 23:14:20 +0100", 60.0),
        ("Tue, 14 Nov 2023 22:00:00 GMT", 0.0),
        ("Tue, 14 Nov 2090 22:00:00 GMT", 600.0),
    ],
)
def test_retry_after(text: str | None, expected: float | None) -> None:
    assert parse_retry_after(text, NOW) == expected


@given(st.text(max_size=60))
def test_any_header_gives_a_sane_wait(text: str) -> None:
    wait = parse_retry_after(text, NOW)
    assert wait is None or 0.0 <= wait <= 600.0


@pytest.mark.parametrize(
    ("attempt", "ceiling"), [(0, 2.0), (1, 4.0), (4, 32.0), (5, 60.0), (10_000, 60.0), (-1, 2.0)]
)
def test_backoff_is_full_jitter_below_a_ceiling(attempt: int, ceiling: float) -> None:
    assert backoff(attempt, lambda: 0.0) == 0.0
    assert backoff(attempt, lambda: 0.5) == ceiling / 2
    assert backoff(attempt, lambda: 0.999) < ceiling
