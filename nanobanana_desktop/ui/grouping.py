"""How the tiles of the grid are arranged; known before there is a grid."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Grouping(StrEnum):
    """Groups lie one below the other, each with its name above it."""

    NONE = "none"
    DAY = "day"
    BATCH = "batch"
    MODEL = "model"


class Arrangement(NamedTuple):
    """`stacked`: images that were ordered together lie on one another."""

    grouping: Grouping = Grouping.NONE
    stacked: bool = False


PLAIN_ARRANGEMENT: Final = Arrangement()
