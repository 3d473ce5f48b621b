"""Images that were ordered together: how their times tell it, so that no row has to be read."""

from __future__ import annotations

from typing import Final

BATCH_LIMIT: Final = 50
"""Images of one order."""

BATCH_STEP: Final = 0.001
"""Seconds between the times of two tasks of one order, which is placed in one moment."""

_EXACT: Final = 0.005
"""Of a step: nothing but one order keeps to whole steps so exactly."""


def ordered_together(first: float, second: float) -> bool:
    """Whether tasks of these times (UTC seconds) are parts of one order; some may lie between."""
    steps = abs(first - second) / BATCH_STEP
    return 0.5 < steps < BATCH_LIMIT and abs(steps - round(steps)) < _EXACT
