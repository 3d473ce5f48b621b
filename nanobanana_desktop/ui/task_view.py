"""What the list and the grid of tasks share: selection, keys, menu, and motion where it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.task import POLLED, GenerationTask
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_view import Flag, GeometryView, Index, Move
from nanobanana_desktop.ui.selected_tasks import SelectedTasks, selected_ranges
from nanobanana_desktop.ui.task_delegate import TaskDelegate
from nanobanana_desktop.ui.task_keys import TaskKeys, asks_for_menu
from nanobanana_desktop.ui.task_status import has_picture
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Pace, Ticker
from nanobanana_desktop.ui.window_activity import WindowActivity

if TYPE_CHECKING:
    from nanobanana_desktop.ui.drag_out import DragOut


class TaskView(GeometryView):
    """Keys that it does not know go to its parent. It ticks only what is visible.

    Subclasses give `cursor_target` and `rows_between_corners`; where a drag selects what it passes
    over and not what lies between its ends, also `rows_dragged_over`.

    Signals: `menu_requested(QPoint)` in global coordinates; `files_wanted(FileWish)` before the
    selected pictures are dragged away.
    """

    menu_requested = Signal(object)
    files_wanted = Signal(object)

    def __init__(
        self,
        model: HistoryModel,
        theme: Theme,
        ticker: Ticker,
        keys: TaskKeys,
        parent: QWidget | None = None,
    ) -> None:
        # The base asks for the geometry while it is being made.
        self._theme = theme
        self._ticker = ticker
        self._keys = keys
        self._ticking: list[int] = []
        self._moving: list[int] = []
        self._drag_out: DragOut | None = None
        self._neighbour = -1
        """The row that takes the place of all that is selected, when that goes."""
        super().__init__(model, parent)
        model.dataChanged.connect(self._refresh_pace)
        ticker.second_passed.connect(self._on_ticker_second_passed)
        ticker.frame_due.connect(self._on_ticker_frame_due)
        theme.theme_changed.connect(self._on_theme_theme_changed)
        WindowActivity(self, self._refresh_pace)

    # -- for subclasses --------------------------------------------------------------------------

    def cursor_target(self, move: QAbstractItemView.CursorAction, row: int) -> int:
        """The row that a cursor key leads to from `row`; may lie outside the list."""
        raise NotImplementedError

    def rows_between_corners(self, first: QPoint, last: QPoint) -> range:
        """The rows from one place of the content to another."""
        raise NotImplementedError

    def rows_dragged_over(self, area: QRect) -> list[range]:
        """The rows that a drag over this part of the content selects."""
        rows = self.rows_between_corners(area.topLeft(), area.bottomRight())
        return [rows] if rows else []

    def thumbnail_of(self, task: GenerationTask) -> QPixmap | None:
        """The picture of a task as it is painted here."""
        raise NotImplementedError

    def follow(self, thumbnails: ThumbnailCache) -> None:
        """Say what is visible, and paint pictures when they came."""
        thumbnails.pixmap_ready.connect(self.update_task)
        thumbnails.visible_asked.connect(self.tell_visible)
        thumbnails.size_rested.connect(self.viewport().repaint)

    # -- selection -------------------------------------------------------------------------------

    def selected_ranges(self) -> list[range]:
        """Stretches of rows in ascending order."""
        return selected_ranges(self.selectionModel().selection())

    def selected_tasks(self) -> Sequence[GenerationTask]:
        """The tasks that are selected, the current one first."""
        return SelectedTasks(self.history, self.selected_ranges(), self.currentIndex().row())

    def selectAll(self) -> None:
        # Qt's own list asks for each row whether it is hidden.
        if self.history.rowCount():
            rows = QItemSelection(
                self.history.index(0), self.history.index(self.history.rowCount() - 1)
            )
            self.selectionModel().select(rows, Flag.ClearAndSelect)

    @guarded(QModelIndex)
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

    def setSelection(self, rect: QRect, command: Flag) -> None:
        first, last = rect.topLeft() + self.shift(), rect.bottomRight() + self.shift()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            parts = self.rows_dragged_over(QRect(first, last).normalized())
        else:
            rows = self.rows_between_corners(first, last)
            parts = [rows] if rows else []
        chosen = QItemSelection()
        for part in parts:
            chosen.select(self.history.index(part.start), self.history.index(part.stop - 1))
        self.selectionModel().select(chosen, command)

    @guarded(QRegion)
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        rows = self.visible_rows()
        for part in selected_ranges(selection):
            for row in range(max(part.start, rows.start), min(part.stop, rows.stop)):
                region += self._painted_rect(self.history.index(row))
        return region

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        # Qt's own list makes an index of every selected row here when a screen reader listens.
        if QAccessible.isActive():
            self._tell_reader(QAccessible.Event.SelectionAdd, selected)
            self._tell_reader(QAccessible.Event.SelectionRemove, deselected)
        QAbstractItemView.selectionChanged(self, selected, deselected)

    def currentChanged(self, current: Index, previous: Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            self._tell_row(QAccessible.Event.Focus, current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by keyboard selects what the cursor is on, so that keys act on it."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), Flag.Select)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here, not a search."""

    def _on_model_rows_about_to_be_removed(self, parent: Index, first: int, last: int) -> None:
        super()._on_model_rows_about_to_be_removed(parent, first, last)
        selected = self.selected_ranges()
        if selected and first <= selected[0].start and selected[-1].stop - 1 <= last:
            self._neighbour = first

    def _on_model_rows_removed(self, parent: Index, first: int, last: int) -> None:
        super()._on_model_rows_removed(parent, first, last)
        row, self._neighbour = min(self._neighbour, self.history.rowCount() - 1), -1
        if row >= 0:
            self.selectionModel().setCurrentIndex(self.history.index(row), Flag.ClearAndSelect)

    def _tell_reader(self, kind: QAccessible.Event, selection: QItemSelection) -> None:
        if selection.count():
            self._tell_row(kind, selection.at(0).top())

    def _tell_row(self, kind: QAccessible.Event, row: int) -> None:
        event = QAccessibleEvent(self, kind)
        event.setChild(row)
        QAccessible.updateAccessibility(event)

    # -- events ----------------------------------------------------------------------------------

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._refresh_pace()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._refresh_pace()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_pace()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh_pace()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_menu(event):
            self._show_menu_of_current()
        elif not self._keys.handle(event, self.selected_tasks()):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self._drag_out is not None:
            self._drag_out.end()
        task = self.task_under(position)
        # What has no picture to give is selected by dragging over it.
        self.setDragEnabled(task is not None and has_picture(task))
        is_beside = not self.indexAt(position).isValid()
        if self._keys.handle_press(event, task) or (
            is_beside and not self.isSelectionRectVisible()
        ):
            event.accept()
        else:
            super().mousePressEvent(event)
        self._heat(position, down=event.button() == Qt.MouseButton.LeftButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pressed = event.buttons() & Qt.MouseButton.LeftButton
        if pressed and self._drag_out is not None and self._drag_out.holds:
            # Qt would select what is passed over.
            event.accept()
        else:
            super().mouseMoveEvent(event)
        self._heat(event.position().toPoint(), down=bool(pressed))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag_out is not None:
            self._drag_out.end()
        super().mouseReleaseEvent(event)
        self._heat(event.position().toPoint(), down=False)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._heat(None, down=False)

    def _heat(self, position: QPoint | None, *, down: bool) -> None:
        """Let the painted button below the pointer answer."""
        delegate = self.itemDelegate()
        if not isinstance(delegate, TaskDelegate):
            return
        index = QModelIndex() if position is None else self.indexAt(position)
        button = None
        if position is not None and index.isValid():
            button = delegate.button_at(position, self.visualRect(index), index)
        before = delegate.hot_row
        if delegate.heat(index.row(), button, down=down):
            for row in {before, delegate.hot_row} - {-1}:
                self.update_row(row)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        self._made_drag_out().begin(self.selected_tasks())

    def _made_drag_out(self) -> DragOut:
        if self._drag_out is None:
            # Late: the first paint drags nothing.
            from nanobanana_desktop.ui.drag_out import DragOut

            self._drag_out = DragOut(self, self._theme, self._preview)
            self._drag_out.files_wanted.connect(self.files_wanted)
        return self._drag_out

    def _preview(self, task: GenerationTask) -> QImage | None:
        pixmap = self.thumbnail_of(task)
        return None if pixmap is None else pixmap.toImage()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._show_menu_of_current()
        elif self.indexAt(event.pos()).isValid():
            self.menu_requested.emit(event.globalPos())

    def _show_menu_of_current(self) -> None:
        place = self.visualRect(self.currentIndex()).center()
        self.menu_requested.emit(self.viewport().mapToGlobal(place))

    # -- time and motion -------------------------------------------------------------------------

    def _refresh_pace(self) -> None:
        """Find out which visible rows tick or move, and ask for no more wake-ups than they need."""
        self._ticking, self._moving = [], []
        active = self.history.rowCount()
        if self.history.query.sort is HistorySort.NEWEST:
            active = self.history.active_count
        rows = self.visible_rows() if active and self.isVisible() else range(0)
        rows = range(rows.start, min(rows.stop, active))
        for row in rows:
            task = self.history.task_at(row)
            if task is None:
                continue
            if task.state in POLLED:
                self._ticking.append(row)
            if self.history.status(task).moves:
                self._moving.append(row)
        pace = Pace.STILL
        if self.isActiveWindow() and self._moving:
            pace = Pace.FRAMES
        elif self._ticking:
            pace = Pace.SECONDS
        self._ticker.set_pace(self, pace)

    def _on_ticker_second_passed(self) -> None:
        for row in self._ticking:
            self.update_row(row)
        if self._ticking:
            self._refresh_pace()

    def _on_ticker_frame_due(self) -> None:
        for row in self._moving:
            self.update_row(row)

    def _on_theme_theme_changed(self) -> None:
        with self.resized():
            pass
