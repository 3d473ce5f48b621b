"""What an order will probably cost, from what the service said of similar ones."""

from __future__ import annotations

import math
from collections.abc import Iterable


def typical_cost(amounts: Iterable[str]) -> float | None:
    """The middle of the costs as they were reported, in whatever currency the service meant.

    None when none of them says that something was paid.
    """
    # Loaded here: with it come fractions and decimals, and the start needs none of them.
    from statistics import median

    paid = [value for value in map(_number, amounts) if value > 0]
    return median(paid) if paid else None


def _number(amount: str) -> float:
    try:
        value = float(amount)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
