"""The ways in which two pictures are looked at together."""

from __future__ import annotations

from enum import StrEnum


class CompareMode(StrEnum):
    SIDE = "side"
    """Beside or above each other."""
    SLIDER = "slider"
    """On each other, with a border that moves."""
    DIFFERENCE = "difference"
    """What they differ in, pixel by pixel."""
    FLICKER = "flicker"
    """On each other, now the one and now the other."""

    @property
    def following(self) -> CompareMode:
        """The next one in the round."""
        modes = list(CompareMode)
        return modes[(modes.index(self) + 1) % len(modes)]


def mode_named(name: object) -> CompareMode | None:
    """The mode of this name; None for anything else."""
    return next((mode for mode in CompareMode if mode.value == name), None)
