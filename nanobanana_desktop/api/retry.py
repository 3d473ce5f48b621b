"""How long to wait before asking again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

RETRY_AFTER_LIMIT: Final = 600.0
"""Seconds; a service that asks for more is asked again after ten minutes."""
BACKOFF_LIMIT: Final = 60.0
_SECONDS: Final = re.compile(r"(\d+)(?:\.\d*)?", re.ASCII)
_MANY_DIGITS: Final = 9


def parse_retry_after(text: str | None, now: float) -> float | None:
    """Seconds of a `Retry-After` header, 0..600; None when absent or not understood.

    Both forms of RFC 9110 section 10.2.3 are read: seconds (also with decimals) and an HTTP date,
    which is compared with `now` (UTC seconds since 1970).
    """
    text = (text or "").strip()
    match = _SECONDS.fullmatch(text)
    if match:
        too_long = len(match[1].lstrip("0")) > _MANY_DIGITS
        return RETRY_AFTER_LIMIT if too_long else min(RETRY_AFTER_LIMIT, float(text))
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait = moment.timestamp() - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(RETRY_AFTER_LIMIT, max(0.0, wait))


def backoff(attempt: int, random: Callable[[], float]) -> float:
    """Seconds before repeat number `attempt` (0 is the first): full jitter up to min(60, 2·2ⁿ).

    `random` gives a number in [0, 1).
    """
    ceiling = min(BACKOFF_LIMIT, 2.0 * 2.0 ** min(max(attempt, 0), 10))
    return random() * ceiling
