"""How the width of the window is shared between its panes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

CREATE: Final = "create"
DETAILS: Final = "details"
HISTORY: Final = "history"
SIDES: Final = (CREATE, DETAILS, HISTORY)
_CUT_FIRST: Final = (HISTORY, DETAILS, CREATE)
DEFAULTS: Final[Mapping[str, float]] = {CREATE: 336, DETAILS: 248, HISTORY: 304}
"""Pixels of the design."""


class Side(NamedTuple):
    """A pane beside the stage that is open: pixels that it should have, and needs at least."""

    wanted: int
    least: int


def shared(room: int, sides: Mapping[str, Side], stage_least: int) -> dict[str, int]:
    """Widths of the open sides in `room` pixels; the stage has the rest and is the last to be cut.

    What is lacking is taken from the history, then from the details, then from the form.
    """
    widths = {name: side.wanted for name, side in sides.items()}
    lacks = max(0, stage_least - (room - sum(widths.values())))
    for name in _CUT_FIRST:
        if name in sides:
            given = min(lacks, max(0, widths[name] - sides[name].least))
            widths[name] -= given
            lacks -= given
    return widths


def fit_at_all(room: int, sides: Mapping[str, Side], stage_least: int) -> bool:
    """Whether all of them and the stage have at least what they need."""
    return sum(side.least for side in sides.values()) + stage_least <= room
