"""What is visible of a list, remembered while something above it comes, goes or changes size."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex
from PySide6.QtWidgets import QScrollBar


class Scrolled(Protocol):
    """The view whose place is kept."""

    @property
    def is_at_top(self) -> bool: ...
    def visible_rows(self) -> range: ...
    def verticalOffset(self) -> int: ...
    def verticalScrollBar(self) -> QScrollBar: ...
    def model(self) -> QAbstractItemModel: ...

    def anchor_edge(self, row: int) -> int:
        """The content y that stays where it is when something changes above."""
        ...


class KeptPlace(NamedTuple):
    """A row and how far below the top of the viewport it begins, in pixels."""

    row: QPersistentModelIndex
    edge: int

    def restore(self, view: Scrolled) -> None:
        """Scroll so that the row is where it was; it may be gone."""
        if self.row.isValid():
            view.verticalScrollBar().setValue(view.anchor_edge(self.row.row()) - self.edge)


def place_of(view: Scrolled) -> KeptPlace | None:
    """The first row that is visible and where it is; None at the top, where news are shown."""
    rows = view.visible_rows()
    if view.is_at_top or not rows:
        return None
    offset = view.verticalOffset()
    whole = (row for row in rows if view.anchor_edge(row) >= offset)
    row = next(whole, rows.start)
    edge = view.anchor_edge(row) - offset
    return KeptPlace(QPersistentModelIndex(view.model().index(row, 0)), edge)
