"""What can be pressed inside a tile of the grid."""

from __future__ import annotations

from enum import Enum


class TileButton(Enum):
    """The value is the icon's name; ACTION is the button of a tile that failed."""

    STAR = "star"
    USE = "image-plus"
    COPY = "copy"
    MORE = "ellipsis"
    ACTION = "action"
    STACK = "stack"
