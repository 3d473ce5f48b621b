"""How a control that paints itself answers to the pointer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from PySide6.QtWidgets import QAbstractButton


class Reaction(Enum):
    """At rest, below the pointer, or held down."""

    NONE = "none"
    HOVER = "hover"
    PRESSED = "pressed"


FILLED: Final[Mapping[Reaction, str]] = {
    Reaction.NONE: "surface",
    Reaction.HOVER: "hover",
    Reaction.PRESSED: "pressed",
}
"""Tokens of the ground of what stands out from its pane."""


def reaction_of(button: QAbstractButton) -> Reaction:
    """What is disabled does not react; keys press, too. It needs `WA_Hover` to be painted anew."""
    if not button.isEnabled():
        return Reaction.NONE
    if button.isDown():
        return Reaction.PRESSED
    return Reaction.HOVER if button.underMouse() else Reaction.NONE
