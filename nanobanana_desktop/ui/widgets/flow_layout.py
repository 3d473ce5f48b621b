"""A layout that puts items in a row and starts a new row when there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then down; items keep their hinted size and share the middle of their row.

    The last one takes the rest of its row if it expands. Hidden items take no room.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, row_gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._row_gap = row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def set_gaps(self, gap: int, row_gap: int) -> None:
        self._gap, self._row_gap = gap, row_gap
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        if not sizes:
            return QSize(0, 0)
        width = sum(s.width() for s in sizes) + self._gap * (len(sizes) - 1)
        return self._with_margins(QSize(width, max(s.height() for s in sizes)))

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size.grownBy(margins)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items if `move`; returns the height that the rows need."""
        inner = rect.marginsRemoved(self.contentsMargins())
        y = inner.y()
        rows = self._rows(inner.width())
        if rows:
            self._stretch_last(rows[-1], inner.width())
        for row in rows:
            row_height = max(hint.height() for _, hint in row)
            x = inner.x()
            for item, hint in row:
                if move:
                    top = y + (row_height - hint.height()) // 2
                    item.setGeometry(QRect(QPoint(x, top), hint))
                x += hint.width() + self._gap
            y += row_height + self._row_gap
        bottom = y - self._row_gap if rows else y
        return bottom - rect.y() + self.contentsMargins().bottom()

    def _stretch_last(self, row: list[tuple[QLayoutItem, QSize]], width: int) -> None:
        item, hint = row[-1]
        if item.expandingDirections() & Qt.Orientation.Horizontal:
            before = sum(other.width() + self._gap for _, other in row[:-1])
            row[-1] = item, QSize(max(hint.width(), width - before), hint.height())

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            hint.setWidth(min(hint.width(), max(width, item.minimumSize().width())))
            if not rows or used + self._gap + hint.width() > width:
                rows.append([])
                used = -self._gap
            used += self._gap + hint.width()
            rows[-1].append((item, hint))
        return rows
