"""A list view whose items lie where our own geometry puts them, at any number of items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollBar,
    QWidget,
)

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import ItemGeometry, Look
from nanobanana_desktop.ui.kept_place import KeptPlace, place_of

WHEEL_STEP: Final = 24
FETCH_AHEAD: Final = 100
"""The next page of ids is read when so few rows are left below."""

Move = QAbstractItemView.CursorAction
Flag = QItemSelectionModel.SelectionFlag


class GeometryView(QListView):
    """Paints, scrolls and selects by an `ItemGeometry` instead of Qt's own layout.

    It stays a QListView, so screen readers see a list. The geometry is asked for visible rows
    only. While it is scrolled away from the top, rows that come, go or move above leave what is
    visible where it is. Subclasses give `item_geometry`, `cursor_target` and `paint_item`.
    """

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Asking for a viewport that Qt made loads every widget class of the binding: 8 ms at start.
        self.setViewport(QWidget())
        self.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
        self.history = model
        self.hovered_row = -1
        self.overdraw = 0
        """Pixels that items paint beyond their rectangles."""
        self._place: KeptPlace | None = None
        self._settling = False
        self._loses_selection = False
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
        for about in (
            model.rowsAboutToBeInserted,
            model.rowsAboutToBeRemoved,
            model.rowsAboutToBeMoved,
            model.layoutAboutToBeChanged,
        ):
            about.connect(self._on_model_about_to_change)
        for done in (
            model.rowsInserted,
            model.rowsRemoved,
            model.rowsMoved,
            model.layoutChanged,
        ):
            done.connect(self._on_model_changed)
        model.modelReset.connect(self._on_model_reset)

    # -- for subclasses --------------------------------------------------------------------------

    def item_geometry(self) -> ItemGeometry:
        """The geometry for the rows read so far and the size of now."""
        raise NotImplementedError

    def cursor_target(self, move: QAbstractItemView.CursorAction, row: int) -> int:
        """The row that a cursor key leads to from `row`; may lie outside the list."""
        raise NotImplementedError

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        """Draw one item in viewport coordinates."""
        raise NotImplementedError

    def anchor_edge(self, row: int) -> int:
        """The content y that stays where it is when something changes above."""
        return self.item_geometry().rect(row).top()

    # -- what is visible -------------------------------------------------------------------------

    def visible_rows(self) -> range:
        top = self.verticalOffset()
        return self.item_geometry().rows_between(top, top + self.viewport().height() - 1)

    def tell_visible(self, told: list[set[str]]) -> None:
        """Append the ids of the tasks that can be seen now."""
        rows = self.visible_rows() if self.isVisible() else range(0)
        told.append({task.id for row in rows if (task := self.history.task_at(row)) is not None})

    @property
    def is_at_top(self) -> bool:
        return self.verticalScrollBar().value() <= 0

    def selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def selected_tasks(self) -> list[GenerationTask]:
        """The tasks that are selected, the current one first."""
        current = self.currentIndex().row()
        rows = sorted(self.selected_rows(), key=lambda row: (row != current, row))
        return [task for row in rows if (task := self.history.task_at(row)) is not None]

    def task_under(self, place: QPoint) -> GenerationTask | None:
        """The task whose item lies at `place` of the viewport."""
        index = self.indexAt(place)
        return self.history.task_at(index.row()) if index.isValid() else None

    def update_row(self, row: int) -> None:
        self.viewport().update(self._painted_rect(self.history.index(row)))

    def _painted_rect(self, index: QModelIndex) -> QRect:
        beyond = self.overdraw
        return self.visualRect(index).adjusted(-beyond, -beyond, beyond, beyond)

    # -- geometry for Qt -------------------------------------------------------------------------

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
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

    def isIndexHidden(self, _index: QModelIndex | QPersistentModelIndex) -> bool:
        return False

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self._settle()
        QAbstractItemView.updateGeometries(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = place_of(self)
        QAbstractItemView.resizeEvent(self, event)
        self._restore(place)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._settling:
            return
        if self._settle():
            self.viewport().update()
        else:
            self.viewport().scroll(dx, dy)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        bar = self.verticalScrollBar()
        rect = self.visualRect(index)
        height = self.viewport().height()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < 0 or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= height or hint is QAbstractItemView.ScrollHint.PositionAtBottom:
            bar.setValue(bar.value() + min(rect.bottom() + 1 - height, rect.top()))

    # -- selection -------------------------------------------------------------------------------

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        count = self.history.rowCount()
        if not count:
            return QModelIndex()
        current = self.currentIndex().row()
        if current < 0:
            target = max(0, self.visible_rows().start)
        elif action is Move.MoveHome:
            target = 0
        elif action is Move.MoveEnd:
            target = count - 1
        else:
            target = self.cursor_target(action, current)
        return self.history.index(min(max(target, 0), count - 1))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        area = rect.normalized().translated(0, self.verticalOffset())
        geometry = self.item_geometry()
        rows = [
            row
            for row in geometry.rows_between(area.top(), area.bottom())
            if geometry.rect(row).intersects(area)
        ]
        chosen = QItemSelection()
        if rows:
            chosen.select(self.history.index(rows[0]), self.history.index(rows[-1]))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        rows = self.visible_rows()
        for number in range(selection.count()):
            part = selection.at(number)
            first, last = max(part.top(), rows.start), min(part.bottom(), rows.stop - 1)
            for row in range(first, last + 1):
                region += self._painted_rect(self.history.index(row))
        return region

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by keyboard selects what the cursor is on, so that keys act on it."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), Flag.Select)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here, not a search."""

    # -- news ------------------------------------------------------------------------------------

    def dataChanged(
        self,
        top_left: QModelIndex | QPersistentModelIndex,
        bottom_right: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        QAbstractItemView.dataChanged(self, top_left, bottom_right, list(roles))

    def rowsInserted(
        self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int
    ) -> None:
        QAbstractItemView.rowsInserted(self, parent, first, last)

    def _on_model_about_to_change(self) -> None:
        self._place = place_of(self)

    def _on_model_rows_about_to_be_removed(
        self, _parent: QModelIndex, first: int, last: int
    ) -> None:
        selected = self.selected_rows()
        self._loses_selection = bool(selected) and all(first <= row <= last for row in selected)

    def _on_model_changed(self) -> None:
        self.hovered_row = -1
        self._restore(self._place)
        self._place = None
        if self._loses_selection:
            self._loses_selection = False
            self.selectionModel().select(self.currentIndex(), Flag.ClearAndSelect)

    def _on_model_reset(self) -> None:
        self.hovered_row = -1
        self.verticalScrollBar().setValue(0)
        self.updateGeometries()
        self.viewport().update()

    def _restore(self, place: KeptPlace | None) -> None:
        self.updateGeometries()
        if place is not None:
            place.restore(self)
        self.viewport().update()

    def _settle(self) -> bool:
        """Read what is visible until nothing new turns up; True when items moved by that.

        Reading can discover that a row begins a day, or the shape of a picture. What is visible
        then keeps its place. A hidden view reads nothing.
        """
        if self._settling:
            return False
        if not self.isVisible():
            self._fit_scroll_bar()
            return False
        self._settling = True
        moved = False
        try:
            for _ in range(4):
                self._fit_scroll_bar()
                place = place_of(self)
                rows = self.visible_rows()
                if not self.history.ensure_read(rows.start - 1, rows.stop):
                    break
                moved = True
                self._fit_scroll_bar()
                if place is not None:
                    place.restore(self)
        finally:
            self._settling = False
        self._fetch_ahead()
        return moved

    def _fit_scroll_bar(self) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height()
        bar.setPageStep(page)
        bar.setRange(0, max(0, self.item_geometry().height - page))

    def _fetch_ahead(self) -> None:
        root = QModelIndex()
        nears_end = self.visible_rows().stop > self.history.rowCount() - FETCH_AHEAD
        if nears_end and self.history.canFetchMore(root):
            self.history.fetchMore(root)

    # -- mouse and paint -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)
        else:
            event.accept()

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
        offset = self.verticalOffset()
        beyond = self.overdraw
        area = event.rect().translated(0, offset).adjusted(-beyond, -beyond, beyond, beyond)
        geometry = self.item_geometry()
        for row in geometry.rows_between(area.top(), area.bottom()):
            rect = geometry.rect(row).translated(0, -offset)
            self.paint_item(painter, rect, self.history.index(row), self.look_of(row))

    def look_of(self, row: int) -> Look:
        """Selected, current with the focus, under the pointer."""
        look = Look.PLAIN
        if self.selectionModel().isSelected(self.history.index(row)):
            look |= Look.SELECTED
        if self.hasFocus() and row == self.currentIndex().row():
            look |= Look.FOCUSED
        if row == self.hovered_row:
            look |= Look.HOVERED
        return look
