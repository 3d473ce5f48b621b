"""What a `GeometryView` needs to know of its items: where they lie and how they look."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QPoint, QRect


class ItemGeometry(Protocol):
    """Where items lie, in content coordinates: x from the viewport's left, y from the first row."""

    @property
    def height(self) -> int:
        """Height of all items with the margins; of those side by side, their width."""
        ...

    def rect(self, row: int) -> QRect:
        """The whole rectangle that is painted for the row."""
        ...

    def row_at(self, position: QPoint) -> int | None:
        """The row that a click at `position` means."""
        ...

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows whose rectangles touch the stripe; of those side by side, an upright one."""
        ...


class Look(NamedTuple):
    """What distinguishes an item for the moment: `focused` is the current one with the focus."""

    selected: bool = False
    focused: bool = False
    hovered: bool = False


PLAIN: Final = Look()
