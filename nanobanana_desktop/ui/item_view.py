"""A list view whose items lie where our own geometry puts them, at any number of items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollBar, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import ItemGeometry, Look
from nanobanana_desktop.ui.kept_place import KeptPlace, place_of, place_of_current

WHEEL_STEP: Final = 24

Move = QAbstractItemView.CursorAction
Flag = QItemSelectionModel.SelectionFlag
Index = QModelIndex | QPersistentModelIndex


class GeometryView(QListView):
    """Paints and scrolls by an `ItemGeometry` instead of Qt's own layout.

    It stays a QListView, so screen readers see a list. The geometry is asked for visible rows
    only. While it is scrolled away from the top, rows that come, go or move above leave what is
    visible where it is. Subclasses give `item_geometry` and `paint_item`; one whose geometry has a
    memory also the hooks below them.
    """

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Asking for a viewport that Qt made loads every widget class of the binding: 8 ms at start.
        self.setViewport(QWidget())
        # Scrolling moves what was painted, and only what comes into view is painted then.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
        self.history = model
        self.hovered_row = -1
        self.overdraw = 0
        """Pixels that items paint beyond their rectangles."""
        self._place: KeptPlace | None = None
        self._held: KeptPlace | None = None
        """What stays in its place through one change of size after the other, until one scrolls."""
        self._number: tuple[int, int] | None = None
        """Number and edge of what stays in its place when other rows are shown."""
        self._settling = False
        self._fits = (-1, -1)
        """Height of the viewport and of the content for which the scroll bar was set up."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(WHEEL_STEP)
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

    def item_geometry(self) -> ItemGeometry:
        """The geometry for the rows and the size of now."""
        raise NotImplementedError

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        """Draw one item in viewport coordinates."""
        raise NotImplementedError

    def ground(self) -> QColor:
        """What is painted below the items."""
        raise NotImplementedError

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

    def rows_rearranged(self, *, all_over: bool) -> None:
        """Days begin with other rows; or, `all_over`, any row may be another one."""

    # -- what is visible -------------------------------------------------------------------------

    def visible_rows(self) -> range:
        top = self.verticalOffset()
        return self.item_geometry().rows_between(top, top + self.viewport().height() - 1)

    def task_under(self, position: QPoint) -> GenerationTask | None:
        """The task at a place of the viewport."""
        row = self.indexAt(position).row()
        return None if row < 0 else self.history.task_at(row)

    def tell_visible(self, told: list[set[str]]) -> None:
        """Append the ids of the tasks that can be seen now."""
        rows = self.visible_rows() if self.isVisible() else range(0)
        told.append({task.id for row in rows if (task := self.history.task_at(row)) is not None})

    @property
    def is_at_top(self) -> bool:
        """Whether news at the top are seen at once; a few pixels away is there all the same."""
        return self.verticalScrollBar().value() < WHEEL_STEP

    def update_row(self, row: int) -> None:
        self.viewport().update(self._painted_rect(self.history.index(row)))

    def update_task(self, task_id: str) -> None:
        """Paint a task anew if it is visible."""
        row = self.history.row_among(task_id, self.visible_rows()) if self.isVisible() else None
        if row is not None:
            self.update_row(row)

    def _painted_rect(self, index: Index) -> QRect:
        beyond = self.overdraw
        return self.visualRect(index).adjusted(-beyond, -beyond, beyond, beyond)

    # -- geometry for Qt -------------------------------------------------------------------------

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self.history.rowCount():
            return QRect()
        return self.item_geometry().rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self.item_geometry().row_at(point + QPoint(0, self.verticalOffset()))
        return QModelIndex() if row is None else self.history.index(row)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

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

        def change() -> None:
            self.rows_went(first, count)
            self.rows_came(place - count if place > first else place, count)

        self._change(change)

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
            self.verticalScrollBar().setValue(value)
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
        bar = self.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() > 0
        try:
            for _ in range(4):
                value = bar.value()
                moved = self.lay_out(value, value + self.viewport().height() - 1)
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
        fits = self.viewport().height(), self.item_geometry().height
        if fits == self._fits:
            return
        self._fits = fits
        bar = self.verticalScrollBar()
        bar.setPageStep(fits[0])
        bar.setRange(0, max(0, fits[1] - fits[0]))
        # One that keeps its place with nothing to scroll shows no handle.
        bar.setEnabled(bar.maximum() > 0)

    # -- mouse and paint -------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        before, self.hovered_row = self.hovered_row, row
        for changed in (before, row):
            if 0 <= changed < self.history.rowCount():
                self.update_row(changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setBackground(self.ground())
        # `fillRect` knows gradients: its first call loads all their presets.
        painter.eraseRect(event.rect())
        offset = self.verticalOffset()
        beyond = self.overdraw
        area = event.rect().translated(0, offset).adjusted(-beyond, -beyond, beyond, beyond)
        geometry = self.item_geometry()
        selection, focused = self.selectionModel(), self._focused_row()
        for row in geometry.rows_between(area.top(), area.bottom()):
            rect = geometry.rect(row).translated(0, -offset)
            index = self.history.index(row)
            look = Look(selection.isSelected(index), row == focused, row == self.hovered_row)
            self.paint_item(painter, rect, index, look)

    def look_of(self, row: int) -> Look:
        return Look(
            self.selectionModel().isSelected(self.history.index(row)),
            row == self._focused_row(),
            row == self.hovered_row,
        )

    def _focused_row(self) -> int:
        return self.currentIndex().row() if self.hasFocus() else -1
