"""Dragging a waiting order to another place in its line, by mouse and inside the list only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.ui.history.view import HistoryList

SCROLL_MS: Final = 16
_EDGE: Final = 36
"""So near to an edge of the list it scrolls."""
_SCROLL_STEP: Final = 12
_LINE: Final = 2
_KNOB: Final = 4


class LineDrag(QObject):
    """From the press on a waiting row to its drop. The waiting rows are the first of the list.

    Positions are those of the viewport. While it `is_active` the list paints `row` faint and lets
    it `paint` over all rows.

    Signals: `dropped(task_id: str, before: str)` – to be sent just before that order, or last
    when it is empty.
    """

    dropped = Signal(str, str)

    def __init__(self, view: HistoryList, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._task_id = ""
        self._pressed = QPoint()
        self._pointer = QPoint()
        self._gap: int | None = None
        self.is_active = False
        self._is_spent = False
        self._scroll = QTimer(self)
        self._scroll.setObjectName("line drag")
        self._scroll.setInterval(SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll_timeout)
        model = view.history
        for changed in (
            model.rowsInserted,
            model.rowsRemoved,
            model.rowsMoved,
            model.modelReset,
            model.dataChanged,
        ):
            changed.connect(self.follow)

    @property
    def has_mouse(self) -> bool:
        """Whether a waiting row is held, moved or not, or was let go with the button down."""
        return bool(self._task_id) or self._is_spent

    @property
    def row(self) -> int:
        """The row that is dragged; -1 when none is."""
        row = self._view.history.row_of(self._task_id) if self.is_active else None
        return -1 if row is None else row

    @property
    def gap(self) -> int | None:
        """The row before which it would be dropped; None where it cannot be, or is already."""
        return self._gap

    def press(self, position: QPoint) -> None:
        """The button went down here: a waiting row is held when there is another one."""
        row = self._view.indexAt(position).row()
        if 0 <= row < self._waiting_count() > 1:
            self._task_id = self._view.history.id_at(row)
            self._pressed = QPoint(position)

    def move(self, position: QPoint) -> None:
        if self._is_spent:
            return
        self._pointer = QPoint(position)
        far = (position - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self.is_active = self.is_active or far
        self.follow()

    def release(self) -> None:
        """Drop it where it is, if it was moved at all."""
        self.follow()
        task_id, gap = self._task_id, self._gap
        above = self._view.history.id_at(gap - 1) if gap else ""
        self.cancel(for_good=True)
        if gap is not None:
            self.dropped.emit(task_id, above)

    def cancel(self, *, for_good: bool = False) -> None:
        """Let go; nothing moves. Until it is `for_good`, the mouse does nothing else either."""
        was_active = self.is_active
        self._is_spent = not for_good and (was_active or self._is_spent)
        self._task_id, self._gap, self.is_active = "", None, False
        self._scroll.stop()
        if was_active:
            self._view.viewport().unsetCursor()
            self._view.viewport().update()

    def follow(self) -> None:
        """The pointer, the rows or the scroll position are others now."""
        if not self.is_active:
            return
        count = self._waiting_count()
        if not 0 <= self.row < count:
            self.cancel()
            return
        inside = self._is_inside(count)
        gap = self._gap_at(count) if inside else self.row
        self._gap = None if gap in (self.row, self.row + 1) else gap
        shape = Qt.CursorShape.ClosedHandCursor if inside else Qt.CursorShape.ForbiddenCursor
        self._view.viewport().setCursor(shape)
        self._view.viewport().update()
        if self._scroll_step(count) and not self._scroll.isActive():
            self._scroll.start()

    def paint(self, painter: QPainter) -> None:
        """The line between the rows where it would lie, over both of them."""
        if self._gap is None:
            return
        px = self._theme.px
        knob = px(_KNOB)
        rect = self._view.visualRect(self._view.history.index(self.row))
        top = self._gap * rect.height() - self._view.verticalOffset()
        bottom = self._view.viewport().height()
        y = float(min(max(top, knob), bottom - knob))
        color = self._theme.color("accent_line")
        solid, cap = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, px(_LINE), solid, cap))
        painter.drawLine(QPointF(rect.left() + 2 * knob, y), QPointF(rect.right() - knob, y))
        painter.setBrush(self._theme.color("surface"))
        painter.drawEllipse(QPointF(rect.left() + knob, y), knob - 1, knob - 1)

    def _waiting_count(self) -> int:
        history = self._view.history
        for row in range(history.active_count):
            task = history.task_at(row)
            if task is None or task.state is not TaskState.READY:
                return row
        return history.active_count

    def _row_height(self) -> int:
        return self._view.visualRect(self._view.history.index(0)).height()

    def _is_inside(self, count: int) -> bool:
        """Whether the pointer is over the waiting rows, or so near that they are meant."""
        viewport, height = self._view.viewport().rect(), self._row_height()
        near = viewport.adjusted(0, -height, 0, height).contains(self._pointer)
        below = self._pointer.y() + self._view.verticalOffset() - count * height
        return near and below < height // 2

    def _gap_at(self, count: int) -> int:
        height = self._row_height()
        y = self._pointer.y() + self._view.verticalOffset()
        return min(max((y + height // 2) // height, 0), count)

    def _scroll_step(self, count: int) -> int:
        """Pixels to scroll now: down above 0, up below."""
        if not self._is_inside(count):
            return 0
        bottom = self._view.viewport().height()
        offset, edge = self._view.verticalOffset(), self._theme.px(_EDGE)
        y, step = self._pointer.y(), self._theme.px(_SCROLL_STEP)
        if y < edge:
            return -min(step, offset)
        if y > bottom - edge:
            return max(0, min(step, count * self._row_height() - offset - bottom))
        return 0

    def _on_scroll_timeout(self) -> None:
        step = self._scroll_step(self._waiting_count()) if self.is_active else 0
        if not step:
            self._scroll.stop()
            return
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + step)
