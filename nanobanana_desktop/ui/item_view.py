"""A list view that scrolls by our own geometry, and keeps in place what is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.ui.guarded import guarded, nothing
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.kept_place import KeptPlace, place_of, place_of_current
from nanobanana_desktop.ui.painted_view import Index, PaintedView

__all__ = ["STEPS", "WHEEL_STEP", "Flag", "GeometryView", "Index", "Move"]

WHEEL_STEP: Final = 24

Move = QAbstractItemView.CursorAction
Flag = QItemSelectionModel.SelectionFlag

STEPS: Final = {
    Move.MoveUp: -1,
    Move.MoveLeft: -1,
    Move.MovePrevious: -1,
    Move.MoveDown: 1,
    Move.MoveRight: 1,
    Move.MoveNext: 1,
}
"""Cursor keys where one item follows the other, below or beside it."""


class GeometryView(PaintedView):
    """Scrolls by an `ItemGeometry` instead of Qt's own layout.

    While it is scrolled away from the top, rows that come, go or move above leave what is visible
    where it is. Subclasses whose geometry has a memory also give the hooks below.
    """

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        # The base asks for the geometry while it is being made.
        self._place: KeptPlace | None = None
        self._held: KeptPlace | None = None
        """What stays in its place through one change of size after the other, until one scrolls."""
        self._number: tuple[int, int] | None = None
        """Number and edge of what stays in its place when other rows are shown."""
        self._settling = False
        self._fits = (-1, -1)
        """Extent of the viewport and of the content for which the scroll bar was set up."""
        super().__init__(model, parent)
        self.bar().setSingleStep(WHEEL_STEP)
        # Before the selection model hears of it: it forgets what is removed.
        model.rowsAboutToBeRemoved.connect(self._on_model_rows_about_to_be_removed)
        self.setModel(model)
        model.rowsAboutToBeInserted.connect(self._on_model_about_to_change)
        model.rowsAboutToBeMoved.connect(self._on_model_rows_about_to_be_moved)
        model.layoutAboutToBeChanged.connect(self._on_model_about_to_change)
        model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        model.rowsInserted.connect(self._on_model_rows_inserted)
        model.rowsRemoved.connect(self._on_model_rows_removed)
        model.rowsMoved.connect(self._on_model_rows_moved)
        model.layoutChanged.connect(self._on_model_layout_changed)
        model.modelReset.connect(self._on_model_reset)

    # -- for subclasses --------------------------------------------------------------------------

    def anchor_edge(self, row: int) -> int:
        """The content y that stays where it is when something changes above."""
        return self.item_geometry().rect(row).top()

    def edge_above(self, row: int) -> int:
        """The content y of what is to be seen along with the row, when one comes from below."""
        return self.item_geometry().rect(row).top()

    def edge_below(self, row: int) -> int:
        """The content y up to which is to be seen along with the row, when one comes from above."""
        return self.item_geometry().rect(row).bottom() + 1

    def fit_geometry(self) -> None:
        """The view's size or the theme may be others now."""

    def lay_out(self, _top: int, _bottom: int) -> int:
        """Have the stripe laid out; by how many pixels that moved what was visible in it."""
        return 0

    def rows_came(self, first: int, count: int) -> None:
        """The model has these rows now."""

    def rows_went(self, first: int, count: int) -> None:
        """The model has these rows no more."""

    def rows_moved(self, first: int, count: int, target: int) -> None:
        """These rows are now those from `target` on."""
        self.rows_went(first, count)
        self.rows_came(target, count)

    def rows_rearranged(self, *, all_over: bool) -> None:
        """Days begin with other rows; or, `all_over`, any row may be another one."""

    @property
    def is_at_top(self) -> bool:
        """Whether news at the top are seen at once; a few pixels away is there all the same."""
        return self.bar().value() < WHEEL_STEP

    def put_at(self, place: KeptPlace) -> None:
        """Scroll until the row of the place is where it was, as far as there are rows for that."""
        self._restore(place)

    # -- geometry for Qt -------------------------------------------------------------------------

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self.fit_geometry()
        self._settle()
        QAbstractItemView.updateGeometries(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self.resized():
            QAbstractItemView.resizeEvent(self, event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._settling:
            return
        self._held = None
        if self._settle():
            self.viewport().update()
        else:
            self.viewport().scroll(dx, dy)

    @guarded(nothing)
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        self._lay_out_row(index.row())
        bar = self.verticalScrollBar()
        rect = self.visualRect(index)
        height = self.viewport().height()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < 0 or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(self.edge_above(index.row()))
        elif rect.bottom() >= height or hint is QAbstractItemView.ScrollHint.PositionAtBottom:
            below = self.edge_below(index.row()) - height
            bar.setValue(min(below, self.edge_above(index.row())))

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, top_left, bottom_right, list(roles))

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, first, last)

    # -- news ------------------------------------------------------------------------------------

    @contextmanager
    def resized(self) -> Iterator[None]:
        """What is visible stays while items become larger or smaller."""
        if self._held is None or not self._held.row.isValid():
            self._held = place_of_current(self)
        held = self._held
        self._settling, settling = True, self._settling
        try:
            yield
        finally:
            self._settling = settling
        self.fit_geometry()
        self._restore(held)
        self._held = held

    def _on_model_about_to_change(self) -> None:
        self._place = place_of(self)

    def _on_model_rows_about_to_be_removed(self, _parent: Index, first: int, last: int) -> None:
        self._place = place_of(self, range(first, last + 1))

    def _on_model_rows_about_to_be_moved(self, _parent: Index, first: int, last: int) -> None:
        self._place = place_of(self, range(first, last + 1))

    def _on_model_about_to_be_reset(self) -> None:
        place = place_of_current(self)
        row = -1 if place is None else place.row.row()
        self._number = None
        if place is not None and row >= 0:
            self._number = self.history.number_at(row), place.edge

    def _on_model_rows_inserted(self, _parent: Index, first: int, last: int) -> None:
        self._change(lambda: self.rows_came(first, last + 1 - first))

    def _on_model_rows_removed(self, _parent: Index, first: int, last: int) -> None:
        self._change(lambda: self.rows_went(first, last + 1 - first))

    def _on_model_rows_moved(
        self, _parent: Index, first: int, last: int, _target: Index, place: int
    ) -> None:
        count = last + 1 - first
        target = place - count if place > first else place
        self._change(lambda: self.rows_moved(first, count, target))

    def _on_model_layout_changed(self) -> None:
        self._change(lambda: self.rows_rearranged(all_over=False))

    def _on_model_reset(self) -> None:
        self.hovered_row = -1
        self._held = None
        self.rows_rearranged(all_over=True)
        number, self._number = self._number, None
        row = None if number is None else self.history.row_of_number(number[0])
        place = None
        if number is not None and row is not None:
            place = KeptPlace(QPersistentModelIndex(self.history.index(row)), number[1])
        else:
            self._scroll_silently(lambda: 0)
        self._restore(place)

    def _change(self, change: Callable[[], object]) -> None:
        """The model changed; what was visible before stays in its place."""
        self.hovered_row = -1
        change()
        place, self._place = self._place, None
        self._restore(place)

    def _restore(self, place: KeptPlace | None) -> None:
        if place is not None and place.row.isValid():
            row, edge = place.row.row(), place.edge
            self._scroll_silently(lambda: self.anchor_edge(row) - edge)
        self.updateGeometries()
        self.viewport().update()

    def _scroll_silently(self, wanted: Callable[[], int]) -> None:
        """Scroll without looking at what is passed; `wanted` may have things laid out."""
        self._settling, settling = True, self._settling
        try:
            value = wanted()
            self._fit_scroll_bar()
            self.bar().setValue(value)
        finally:
            self._settling = settling

    def _settle(self) -> bool:
        """Have laid out and read what is visible; True when the content jumped by that.

        What was laid out before keeps its place. A hidden view reads nothing.
        """
        if self._settling:
            return False
        self._fit_scroll_bar()
        if not self.isVisible():
            return False
        self._settling = True
        jumped = False
        bar = self.bar()
        was_at_end = bar.value() >= bar.maximum() > 0
        try:
            for _ in range(4):
                value = bar.value()
                moved = self.lay_out(value, value + self.extent() - 1)
                self._fit_scroll_bar()
                bar.setValue(value + moved if moved or not was_at_end else bar.maximum())
                if bar.value() == value + moved:
                    break
                jumped = True
        finally:
            self._settling = False
        rows = self.visible_rows()
        self.history.ensure_read(rows.start, rows.stop - 1)
        return jumped

    def _lay_out_row(self, row: int) -> None:
        """Have the surroundings of a row laid out, while what is visible keeps its place."""

    def _fit_scroll_bar(self) -> None:
        fits = self.extent(), self.item_geometry().height
        if fits == self._fits:
            return
        self._fits = fits
        bar = self.bar()
        bar.setPageStep(fits[0])
        bar.setRange(0, max(0, fits[1] - fits[0]))
        # One that keeps its place with nothing to scroll shows no handle.
        bar.setEnabled(bar.maximum() > 0)
