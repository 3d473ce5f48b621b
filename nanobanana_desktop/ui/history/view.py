"""The list of the history: rows with day headers, motion only where it is seen, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.delegate import HistoryDelegate
from nanobanana_desktop.ui.history.list_geometry import ListGeometry
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.item_view import STEPS, Move
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_view import TaskView
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Ticker

if TYPE_CHECKING:
    from nanobanana_desktop.ui.history.line_drag import LineDrag

_MARGIN: Final = 8
_LIFTED: Final = 0.5
"""How much is seen of a row in its place while it is dragged."""


class HistoryList(TaskView):
    """The rows of the history. What moves is painted as far as it moves.

    Signals: `scrolled()`,
    `order_dropped(task_id: str, before: str)` – see `LineDrag.dropped`.
    """

    scrolled = Signal()
    order_dropped = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        delegate: HistoryDelegate,
        ticker: Ticker,
        keys: TaskKeys,
        parent: QWidget | None = None,
    ) -> None:
        # The base asks for the geometry while it is being made.
        self._delegate = delegate
        self._bar_width = 0
        """Its room is always left free, so that rows do not change their width."""
        self._motion = QRegion()
        self._drag: LineDrag | None = None
        super().__init__(model, theme, ticker, keys, parent)
        self.setItemDelegate(delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # -- geometry --------------------------------------------------------------------------------

    def item_geometry(self) -> ListGeometry:
        metrics = self._delegate.metrics
        margin = self._theme.px(_MARGIN)
        return ListGeometry(
            row_count=self.history.rowCount(),
            starts=self.history.day_starts,
            row_height=metrics.row_height,
            header_height=metrics.header_height,
            left=margin,
            width=max(1, self.width() - self._bar_width - 2 * margin),
        )

    def fit_geometry(self) -> None:
        self._bar_width = self.verticalScrollBar().sizeHint().width()

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        if self._drag is not None and self._drag.row == index.row():
            painter.setOpacity(_LIFTED)
        self._delegate.paint_row(painter, rect, index, look)
        painter.setOpacity(1.0)

    def thumbnail_of(self, task: GenerationTask) -> QPixmap | None:
        return self._delegate.thumbnail(task, self.devicePixelRatioF())

    def ground(self) -> QColor:
        return self._theme.color("bg")

    def anchor_edge(self, row: int) -> int:
        return self.item_geometry().body_top(row)

    def cursor_target(self, move: QAbstractItemView.CursorAction, row: int) -> int:
        if move in STEPS:
            return row + STEPS[move]
        page = max(1, self.viewport().height() // self._delegate.metrics.row_height - 1)
        return row - page if move is Move.MovePageUp else row + page

    def rows_between_corners(self, first: QPoint, last: QPoint) -> range:
        ends = sorted((first.y(), last.y()))
        return self.item_geometry().rows_between(*ends)

    # -- events ----------------------------------------------------------------------------------

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._drag is not None:
            self._drag.follow()
        self.scrolled.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._drag is not None and self._drag.is_active:
            if event.key() == Qt.Key.Key_Escape:
                self._let_go()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._motion.isEmpty() or event.region() != self._motion:
            self._motion = QRegion()
            super().paintEvent(event)
            self._paint_drag()
            return
        self._motion = QRegion()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self.ground())
            for row in self._moving:
                index, look = self.history.index(row), self.look_of(row)
                self._delegate.paint_motion(painter, self.visualRect(index), index, look)
        self._paint_drag()

    # -- dragging a waiting order ----------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._let_go(for_good=left)
        super().mousePressEvent(event)
        if left and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._take_hold(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and self._drag.has_mouse:
            self._drag.move(event.position().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and self._drag.is_active:
            self._drag.release()
            return
        self._let_go(for_good=True)
        super().mouseReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._let_go()

    def _take_hold(self, position: QPoint) -> None:
        if self.indexAt(position).row() not in range(self.history.active_count):
            return
        if self._drag is None:
            # Imported here: the first paint does not need it.
            from nanobanana_desktop.ui.history.line_drag import LineDrag

            self._drag = LineDrag(self, self._theme)
            self._drag.dropped.connect(self.order_dropped)
        self._drag.press(position)

    def _let_go(self, *, for_good: bool = False) -> None:
        """Drop nothing; `for_good` when the button is up or begins something else."""
        if self._drag is not None:
            self._drag.cancel(for_good=for_good)

    def _paint_drag(self) -> None:
        if self._drag is not None and self._drag.is_active:
            with QPainter(self.viewport()) as painter:
                self._drag.paint(painter)

    # -- motion ----------------------------------------------------------------------------------

    def _on_ticker_frame_due(self) -> None:
        region = QRegion()
        for row in self._moving:
            index = self.history.index(row)
            region += self._delegate.motion_region(self.visualRect(index), index)
        self._motion = region & self.viewport().rect()
        self.viewport().update(self._motion)
