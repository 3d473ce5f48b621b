"""The grid: every task as a tile of its true shape, in lines that fill the width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.item_view import Index, Move
from nanobanana_desktop.ui.stage.grid_delegate import RING, GridDelegate
from nanobanana_desktop.ui.stage.justified_layout import JustifiedLayout
from nanobanana_desktop.ui.stage.rubber_band import RubberBand
from nanobanana_desktop.ui.stage.tile_lines import Measures
from nanobanana_desktop.ui.stage.tile_sizes import DEFAULT_STEP, HEIGHTS
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_view import TaskView
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker

_GAP: Final = 8
_MARGIN: Final = 16
_HEADER: Final = 34
_SIDEWAYS: Final = {
    Move.MoveLeft: -1,
    Move.MovePrevious: -1,
    Move.MoveRight: 1,
    Move.MoveNext: 1,
}


class GridView(TaskView):
    """Shares model and selection with the history.

    Signals: `step_changed(int)` when Ctrl and the wheel changed the size of the tiles.
    """

    step_changed = Signal(int)

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
        # The base asks for the geometry while it is being made.
        self._step = DEFAULT_STEP
        self._by_day = False
        self._kept = range(0)
        self._layout = JustifiedLayout(model.ratios)
        self._layout.reset(model.rowCount())
        super().__init__(model, theme, ticker, keys, parent)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        self.setSelectionRectVisible(True)
        self._band = RubberBand(theme)
        self.overdraw = RING + 1
        self.delegate = GridDelegate(theme, thumbnails, ticker, now, self)
        self.setItemDelegate(self.delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        model.dataChanged.connect(self._on_model_data_changed)
        self.follow(thumbnails)

    @property
    def step(self) -> int:
        return self._step

    def set_step(self, step: int) -> None:
        """0 to 4: the size of the tiles."""
        step = min(max(step, 0), len(HEIGHTS) - 1)
        if step == self._step:
            return
        with self.resized():
            self._step = step
        self.step_changed.emit(step)

    @property
    def by_day(self) -> bool:
        return self._by_day

    def set_by_day(self, by_day: bool) -> None:
        """Whether every day begins with a line of its own and its name above it."""
        if by_day == self._by_day:
            return
        with self.resized():
            self._by_day = by_day
            self._layout.reset(self.history.rowCount(), self._breaks)

    @property
    def _breaks(self) -> Sequence[int]:
        return self.history.day_starts if self._by_day else ()

    # -- geometry --------------------------------------------------------------------------------

    def item_geometry(self) -> JustifiedLayout:
        return self._layout

    def fit_geometry(self) -> None:
        px = self._theme.px
        self._layout.configure(
            Measures(
                width=self.viewport().width(),
                target=px(HEIGHTS[self._step]),
                gap=px(_GAP),
                margin=px(_MARGIN),
                header=px(_HEADER) if self._by_day else 0,
            )
        )

    def ground(self) -> QColor:
        return self._theme.color("stage")

    def anchor_edge(self, row: int) -> int:
        # Only what is laid out has an exact place.
        self._layout.reveal_row(row, 0, -1)
        return self._layout.rect(row).top()

    def edge_above(self, row: int) -> int:
        return self._layout.edge_above(row)

    def edge_below(self, row: int) -> int:
        # With the ring around it; the last line with the margin below.
        is_last = self._layout.line_of(row).stop == self.history.rowCount()
        return self._layout.height if is_last else super().edge_below(row) + self.overdraw

    def lay_out(self, top: int, bottom: int) -> int:
        return self._layout.reveal(top, bottom)

    def rows_came(self, first: int, count: int) -> None:
        kept, self._kept = self._kept, range(0)
        self._layout.insert(first, count, kept, self._breaks)

    def rows_went(self, first: int, count: int) -> None:
        kept = self._kept
        self._layout.remove(first, count, kept)
        if self._by_day:
            self._layout.regroup(self._breaks)
        if first + count <= kept.start:
            self._kept = range(kept.start - count, kept.stop - count)

    def rows_rearranged(self, *, all_over: bool) -> None:
        if all_over:
            self._layout.reset(self.history.rowCount(), self._breaks)
        elif self._by_day:
            self._layout.regroup(self._breaks)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if self.isVisible():
            super().scrollTo(index, hint)

    def _lay_out_row(self, row: int) -> None:
        top = self.verticalOffset()
        moved = self._layout.reveal_row(row, top, top + self.viewport().height() - 1)
        self._scroll_silently(lambda: top + moved)

    # -- selection -------------------------------------------------------------------------------

    def rows_between_corners(self, first: QPoint, last: QPoint) -> range:
        ends = [self._layout.row_near(corner) for corner in (first, last)]
        rows = sorted(row for row in ends if row is not None)
        return range(rows[0], rows[-1] + 1) if rows else range(0)

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
        if move in _SIDEWAYS:
            return row + _SIDEWAYS[move]
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

    def _reveal_at(self, y: int) -> int:
        """Have the line at `y` laid out; by how many pixels everything below moved by that."""
        top = self.verticalOffset()
        row = self._layout.rows_between(y, y).start
        moved = self._layout.reveal_row(row, top, top + self.viewport().height() - 1)
        self._scroll_silently(lambda: top + moved)
        return moved

    # -- painting --------------------------------------------------------------------------------

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        self.delegate.paint_tile(painter, rect, index, look)

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
            self.delegate.paint_header(painter, line, self.history.header_at(row))
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

    # -- news ------------------------------------------------------------------------------------

    def _on_model_about_to_change(self) -> None:
        super()._on_model_about_to_change()
        self._keep_visible()

    def _on_model_rows_about_to_be_removed(self, parent: Index, first: int, last: int) -> None:
        super()._on_model_rows_about_to_be_removed(parent, first, last)
        self._keep_visible()

    def _on_model_rows_about_to_be_moved(self, parent: Index, first: int, last: int) -> None:
        super()._on_model_rows_about_to_be_moved(parent, first, last)
        self._keep_visible()

    def _keep_visible(self) -> None:
        """At the top, news are shown where they belong; elsewhere nothing moves."""
        self._kept = range(0) if self.is_at_top else self.visible_rows()

    def _on_model_data_changed(
        self, top_left: QModelIndex, bottom_right: QModelIndex, roles: Sequence[int] = ()
    ) -> None:
        """A ratio that the model chose is known only when the picture has come."""
        if roles:
            return
        self._on_model_about_to_change()
        rows = range(top_left.row(), bottom_right.row() + 1)
        changed = self._layout.change_between(rows.start, rows.stop, self._kept)
        self._kept = range(0)
        place, self._place = self._place, None
        if changed:
            self._restore(place)
