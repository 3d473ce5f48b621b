"""Whether the picture that came is the one that was asked for, in pixels and shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nanobanana_desktop.domain.params import GenerationParams

LONGER_SIDE: Final = {"1k": 1024, "2k": 2048, "4k": 4096}
"""Pixels of the longer side at least; wide pictures usually have more."""
SIZE_TOLERANCE: Final = 0.1
RATIO_TOLERANCE: Final = 0.02
"""Services round both sides to multiples of 16 or 32: 2752 x 1536 is sold as 16:9."""


@dataclass(frozen=True, slots=True)
class SizeGap:
    """What of an order was not kept: the resolution, the aspect ratio, or both."""

    smaller: bool
    other_ratio: bool


def size_gap(params: GenerationParams, width: int, height: int) -> SizeGap | None:
    """How a picture of `width` x `height` pixels falls short of `params`; None when it does not.

    A larger picture is no gap, and what was left to the model (Auto, an unknown resolution) cannot
    be missed.
    """
    if width <= 0 or height <= 0:
        return None
    wanted = LONGER_SIDE.get(params.resolution.lower(), 0)
    smaller = max(width, height) < wanted * (1 - SIZE_TOLERANCE)
    other_ratio = _is_other_ratio(params.aspect_ratio, width / height)
    return SizeGap(smaller, other_ratio) if smaller or other_ratio else None


def _is_other_ratio(asked: str | None, shape: float) -> bool:
    across, _, down = (asked or "").partition(":")
    if not (across.isdigit() and down.isdigit() and int(across) and int(down)):
        return False
    return abs(shape * int(down) / int(across) - 1) > RATIO_TOLERANCE
