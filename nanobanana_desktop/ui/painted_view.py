"""A list view that finds, paints and hovers its items by a geometry of its own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollBar, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import ItemGeometry, Look

Index = QModelIndex | QPersistentModelIndex


class PaintedView(QListView):
    """Where items lie and how they look; it stays a QListView, so screen readers see a list.

    The geometry is asked for visible rows only. Subclasses give `item_geometry`, `paint_item` and
    `ground`; those whose items do not follow each other downwards also `bar`, `stripe` and `shift`.
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
        self.overdraw = 1
        """Pixels that items paint beyond their rectangles.

        One at least: at 125 % the edge of an item lies in the middle of a pixel of the screen.
        """
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

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

    def seen_of(self, rows: range) -> Iterable[int]:
        """Those of the rows that are painted."""
        return rows

    def bar(self) -> QScrollBar:
        """The one that scrolls the way in which the items follow each other."""
        return self.verticalScrollBar()

    def stripe(self, part: QRect) -> range:
        """The pixels of a part of the viewport or of the content in that way."""
        return range(part.top(), part.bottom() + 1)

    def extent(self) -> int:
        """How many of them the viewport has."""
        return len(self.stripe(self.viewport().rect()))

    def shift(self) -> QPoint:
        """From places of the viewport to those of the content."""
        return QPoint(0, self.verticalOffset())

    # -- what is visible -------------------------------------------------------------------------

    def visible_rows(self) -> range:
        first = self.bar().value()
        return self.item_geometry().rows_between(first, first + self.extent() - 1)

    def task_under(self, position: QPoint) -> GenerationTask | None:
        """The task at a place of the viewport."""
        row = self.indexAt(position).row()
        return None if row < 0 else self.history.task_at(row)

    def tell_visible(self, told: list[set[str]]) -> None:
        """Append the ids of the tasks that can be seen now."""
        rows = self.visible_rows() if self.isVisible() else range(0)
        told.append({task.id for row in rows if (task := self.history.task_at(row)) is not None})

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

    @guarded(QRect)
    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self.history.rowCount():
            return QRect()
        return self.item_geometry().rect(index.row()).translated(-self.shift())

    @guarded(QModelIndex)
    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self.item_geometry().row_at(point + self.shift())
        return QModelIndex() if row is None else self.history.index(row)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    # -- mouse and paint -------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        before, self.hovered_row = self.hovered_row, row
        for changed in (before, row):
            if 0 <= changed < self.history.rowCount():
                self.update_row(changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Closed whatever happens: one that is left open takes the whole program with it.
        with QPainter(self.viewport()) as painter:
            self._paint_items(painter, event.rect())

    def _paint_items(self, painter: QPainter, part: QRect) -> None:
        painter.setBackground(self.ground())
        # `fillRect` knows gradients: its first call loads all their presets.
        painter.eraseRect(part)
        shift, beyond = self.shift(), self.overdraw
        area = self.stripe(part.translated(shift).adjusted(-beyond, -beyond, beyond, beyond))
        geometry = self.item_geometry()
        selection, focused = self.selectionModel(), self._focused_row()
        for row in self.seen_of(geometry.rows_between(area.start, area.stop - 1)):
            rect = geometry.rect(row).translated(-shift)
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
