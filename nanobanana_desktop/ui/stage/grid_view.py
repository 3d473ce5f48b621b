"""The grid: every task as a tile of its true shape, in lines that fill the width."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.item_view import Flag, Move
from nanobanana_desktop.ui.row_words import RowWords
from nanobanana_desktop.ui.stage.grid_delegate import RING, GridDelegate
from nanobanana_desktop.ui.stage.grid_stacks import Stack
from nanobanana_desktop.ui.stage.group_names import GroupNames
from nanobanana_desktop.ui.stage.rubber_band import RubberBand
from nanobanana_desktop.ui.stage.stack_painting import REACH
from nanobanana_desktop.ui.stage.tile_view import TileView
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker

_SIDEWAYS: Final = {
    Move.MoveLeft: -1,
    Move.MovePrevious: -1,
    Move.MoveRight: 1,
    Move.MoveNext: 1,
}


class GridView(TileView):
    """Shares model and selection with the history.

    Signals: `stack_toggled()` – one was opened or closed.
    """

    stack_toggled = Signal()

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        selection: QItemSelectionModel,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        keys: TaskKeys,
        now: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, theme, ticker, keys, parent)
        self._names = GroupNames(model, self)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        self.setSelectionRectVisible(True)
        self._band = RubberBand(theme)
        self.delegate = GridDelegate(theme, thumbnails, ticker, now, self)
        self.delegate.stack_at = self.stacks.stack_at
        self.setItemDelegate(self.delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.follow(thumbnails)
        model.add_describer(self.words_of)

    def fit_geometry(self) -> None:
        super().fit_geometry()
        self.overdraw = max(RING, self._theme.px(REACH)) + 1

    def toggle_stack(self, row: int | None = None) -> bool:
        """Open or close the stack with this row, else the current one; False when it is in none.

        When it closes, its cover becomes current in place of what lies behind it.
        """
        row = self.currentIndex().row() if row is None else row
        with self.resized():
            rows = self.stacks.toggle(row)
            self._layout.forget_rows(rows.start, rows.stop)
        if not rows:
            return False
        current = self.currentIndex().row()
        if current in rows and self.stacks.cover_of(current) != current:
            cover = self.history.index(rows.start)
            self.selectionModel().setCurrentIndex(cover, Flag.ClearAndSelect)
        self.scrollTo(self.history.index(rows.start))
        self.stack_toggled.emit()
        return True

    def select_stack(self, row: int) -> None:
        """Select all that lies on one another here; the cover is current."""
        rows = self.stacks.rows_of(row)
        whole = QItemSelection(self.history.index(rows.start), self.history.index(rows.stop - 1))
        self.selectionModel().setCurrentIndex(self.history.index(rows.start), Flag.NoUpdate)
        self.selectionModel().select(whole, Flag.ClearAndSelect)

    def thumbnail_of(self, task: GenerationTask) -> QPixmap | None:
        row = self.history.row_of(task.id)
        if row is None:
            return None
        size = self.visualRect(self.history.index(row)).size()
        return self.delegate.thumbnail(task, size, self.devicePixelRatioF())

    def words_of(self, row: int) -> RowWords:
        """While the person is in the grid: the group that begins here, and what is stacked."""
        if not self.hasFocus():
            return RowWords()
        name = self._names.name(self._groups, row) if self._groups.begins(row) else None
        stack = self.stacks.stack_at(row)
        return RowWords(
            "" if name is None else " ".join(filter(None, name)),
            "" if stack is None else self._names.spoken_stack(stack),
        )

    # -- selection -------------------------------------------------------------------------------

    def rows_between_corners(self, first: QPoint, last: QPoint) -> range:
        """From one tile to another, with all that lies behind them; one tile alone."""
        ends = [self._layout.row_near(corner) for corner in (first, last)]
        rows = sorted(row for row in ends if row is not None)
        if not rows:
            return range(0)
        last_row = rows[-1] if rows[0] == rows[-1] else self.stacks.behind(rows[-1]).stop - 1
        return range(rows[0], last_row + 1)

    def rows_dragged_over(self, area: QRect) -> list[range]:
        """Line by line, the tiles that are touched."""
        found: list[range] = []
        rows = self._layout.rows_between(area.top(), area.bottom())
        while rows:
            line = self._layout.line_of(rows.start)
            touched = [row for row in line if self._layout.rect(row).intersects(area)]
            if touched:
                found.append(range(touched[0], touched[-1] + 1))
            rows = range(line.stop, rows.stop)
        return found

    def cursor_target(self, move: QAbstractItemView.CursorAction, row: int) -> int:
        row = self.stacks.cover_of(row)
        if move in _SIDEWAYS:
            before = _SIDEWAYS[move] < 0
            return self.stacks.cover_of(row - 1) if before else self.stacks.behind(row).stop
        self._lay_out_row(row)
        upwards = move in (Move.MoveUp, Move.MovePageUp)
        line = self._layout.line_of(row)
        neighbour = line.start - 1 if upwards else line.stop
        if not 0 <= neighbour < self.history.rowCount():
            return row
        self._lay_out_row(neighbour)
        rect = self._layout.rect(row)
        y = self._layout.rect(neighbour).center().y()
        if move in (Move.MovePageUp, Move.MovePageDown):
            page = max(rect.height(), self.viewport().height() - rect.height())
            y = max(0, rect.center().y() - page) if upwards else rect.center().y() + page
            y += self._reveal_at(y)
        found = self._layout.row_near(QPoint(rect.center().x(), y))
        return neighbour if found is None or found in line else found

    @guarded(QModelIndex)
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        return self.history.index(self.stacks.cover_of(index.row())) if index.isValid() else index

    def _reveal_at(self, y: int) -> int:
        """Have the line at `y` laid out; by how many pixels everything below moved by that."""
        top = self.verticalOffset()
        row = self._layout.rows_between(y, y).start
        moved = self._layout.reveal_row(row, top, top + self.viewport().height() - 1)
        self._scroll_silently(lambda: top + moved)
        return moved

    # -- painting --------------------------------------------------------------------------------

    def seen_of(self, rows: range) -> Iterable[int]:
        if not self.stacks.apply:
            return rows
        stack_at = self.stacks.stack_at
        return [
            row
            for row in rows
            if (stack := stack_at(row)) is None or stack.is_open or not stack.place
        ]

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        row = index.row()
        stack = self.stacks.stack_at(row) if self.stacks.apply else None
        if stack is not None and not stack.is_open:
            look, stack = self._look_of_stack(row, look, stack)
        self.delegate.paint_tile(painter, rect, index, look, stack)

    def _look_of_stack(self, row: int, look: Look, stack: Stack) -> tuple[Look, Stack]:
        """A closed stack is marked when anything in it is."""
        rows = range(row, row + stack.size)
        selected = [self.selectionModel().isSelected(self.history.index(r)) for r in rows]
        marked = Look(
            any(selected),
            look.focused or self._focused_row() in rows,
            look.hovered or self.hovered_row in rows,
        )
        return marked, stack._replace(whole=all(selected))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            self._paint_over(painter, event.rect())

    def _paint_over(self, painter: QPainter, part: QRect) -> None:
        offset = self.verticalOffset()
        area = part.translated(0, offset)
        for row, top in self._layout.headers_between(area.top(), area.bottom()):
            measures = self._layout.measures
            line = QRect(measures.margin, top - offset, measures.room, measures.header)
            name = self._names.name(self._groups, row)
            self.delegate.paint_header(painter, line, name)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self._band.paint(painter, offset)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self.viewport().update()

    # -- events ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scrollTo(self.currentIndex())
        self._refresh_pace()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_step(self._step + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._band.begin(event.position().toPoint(), self.verticalOffset())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self.viewport().update(
                self._band.move(event.position().toPoint(), self.verticalOffset())
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().update(self._band.end(self.verticalOffset()))
