"""Which two pictures are compared, and the way from one partner to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.task_status import has_picture

REACH: Final = 300
"""Rows that are looked through for a partner; beyond, there is none."""
_GLANCE: Final = 50
"""Rows from the top that tell whether there is anything to compare: asked at every step."""


class ComparePair:
    """Two tasks of the history by id: A stays, B is stepped through. Both have pictures."""

    def __init__(self, model: HistoryModel) -> None:
        self._model = model
        self.a = ""
        self.b = ""

    def is_possible(self) -> bool:
        """Whether the list holds two pictures near its top."""
        first = self._next_row(-1, 1, _GLANCE)
        return first is not None and self._next_row(first, 1, _GLANCE) is not None

    def choose(self, selected: Sequence[int], current: int) -> bool:
        """Take the upper two that are selected, or the current one and the next.

        False when there are no two.
        """
        rows = [row for row in selected if self._has_picture(row)]
        if len(rows) >= 2:
            first, second = sorted(rows)[:2]
        else:
            found = self._nearest(rows[0] if rows else max(current, 0))
            if found is None:
                return False
            first, second = found
        self.a, self.b = self._model.id_at(first), self._model.id_at(second)
        return True

    def step(self, direction: int, *, first: bool = False) -> bool:
        """Replace B (or A) by the next picture that is not the other one; False at the end."""
        moving, staying = (self.a, self.b) if first else (self.b, self.a)
        row = self._model.row_of(moving)
        while row is not None:
            row = self._next_row(row, direction)
            if row is not None and self._model.id_at(row) != staying:
                found = self._model.id_at(row)
                self.a, self.b = (found, staying) if first else (staying, found)
                return True
        return False

    def choose_partner(self, first: str, partner: str) -> bool:
        """Take `partner` for B and `first` for A; False when one has no picture or both are one."""
        if first == partner or not (self._is_picture(first) and self._is_picture(partner)):
            return False
        self.a, self.b = first, partner
        return True

    def choose_first(self, first: str) -> bool:
        """Take `first` for A beside the B there is; what B shows changes places with it."""
        if first == self.b:
            self.swap()
            return True
        return first != self.a and self.choose_partner(first, self.b)

    def swap(self) -> None:
        self.a, self.b = self.b, self.a

    def is_complete(self) -> bool:
        """Whether both are still in the list."""
        return all(self._model.row_of(task_id) is not None for task_id in (self.a, self.b))

    def _nearest(self, row: int) -> tuple[int, int] | None:
        """The picture at or after `row` and the one behind it, else the one before it."""
        if not self._model.rowCount():
            return None
        first = row if self._has_picture(row) else self._next_row(row, 1)
        if first is None:
            first = self._next_row(row, -1)
        if first is None:
            return None
        second = self._next_row(first, 1)
        if second is None:
            second = self._next_row(first, -1)
        return None if second is None else (first, second)

    def _next_row(self, row: int, direction: int, reach: int = REACH) -> int | None:
        for distance in range(1, reach):
            found = row + distance * direction
            if not 0 <= found < self._model.rowCount():
                return None
            if self._has_picture(found):
                return found
        return None

    def _is_picture(self, task_id: str) -> bool:
        row = self._model.row_of(task_id)
        return row is not None and self._has_picture(row)

    def _has_picture(self, row: int) -> bool:
        if not 0 <= row < self._model.rowCount():
            return False
        task = self._model.task_at(row)
        return task is not None and has_picture(task)
