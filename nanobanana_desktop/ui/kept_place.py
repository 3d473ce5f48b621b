"""What is visible of a list, remembered while something above it comes, goes or changes size."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QScrollBar


class Scrolled(Protocol):
    """The view whose place is kept."""

    @property
    def is_at_top(self) -> bool: ...
    def visible_rows(self) -> range: ...
    def bar(self) -> QScrollBar: ...
    def model(self) -> QAbstractItemModel: ...
    def currentIndex(self) -> QModelIndex: ...

    def anchor_edge(self, row: int) -> int:
        """The content's pixel that stays where it is when something changes before."""
        ...


class KeptPlace(NamedTuple):
    """A row and how far from the beginning of the viewport it begins, in pixels."""

    row: QPersistentModelIndex
    edge: int


def place_of(view: Scrolled, moving: range = range(0)) -> KeptPlace | None:
    """The first row that is visible and where it is; None at the top, where news are shown.

    What is `moving` does not count.
    """
    rows = view.visible_rows()
    if view.is_at_top or not rows:
        return None
    offset = view.bar().value()
    staying = [row for row in rows if row not in moving]
    whole = (row for row in staying if view.anchor_edge(row) >= offset)
    row = next(whole, staying[0] if staying else rows.start)
    return _place(view, row)


def place_of_current(view: Scrolled) -> KeptPlace | None:
    """The current row if it is visible, else as `place_of`."""
    row = view.currentIndex().row()
    if view.is_at_top or row not in view.visible_rows():
        return place_of(view)
    return _place(view, row)


def _place(view: Scrolled, row: int) -> KeptPlace:
    edge = view.anchor_edge(row) - view.bar().value()
    return KeptPlace(QPersistentModelIndex(view.model().index(row, 0)), edge)
