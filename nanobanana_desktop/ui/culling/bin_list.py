"""The small pictures of those that are for the bin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.texts import heading, shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache, draw_thumbnail
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring

Index = QModelIndex | QPersistentModelIndex
TaskOf = Callable[[str], GenerationTask | None]
_NO_INDEX: Final = QModelIndex()
_EDGE: Final = 72
_GAP: Final = 6
_RADIUS: Final = 7
_ROWS: Final = 3
"""So many rows are seen at once; the others are scrolled to."""
_NAME: Final = 80
"""Code points of a prompt that are spoken."""


def _no_answer() -> object:
    return None


class BinRows(QAbstractListModel):
    """Tasks by id; each is read when it is seen."""

    def __init__(self, task_of: TaskOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task_of = task_of
        self._ids: Sequence[str] = ()
        self._tasks: dict[str, GenerationTask | None] = {}

    def show_ids(self, ids: Sequence[str]) -> None:
        self.beginResetModel()
        self._ids, self._tasks = ids, {}
        self.endResetModel()

    def id_at(self, row: int) -> str:
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def task_at(self, row: int) -> GenerationTask | None:
        task_id = self.id_at(row)
        if task_id and task_id not in self._tasks:
            self._tasks[task_id] = self._task_of(task_id)
        return self._tasks.get(task_id)

    def row_of(self, task_id: str) -> int:
        return self._ids.index(task_id) if task_id in self._ids else -1

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @guarded(_no_answer)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            task = self.task_at(index.row())
            return "" if task is None else shortened(heading(task), _NAME)
        return None


class _Thumbnails(QStyledItemDelegate):
    def __init__(self, theme: Theme, cache: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cache = cache

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        edge = self._theme.px(_EDGE) + self._theme.px(_GAP)
        return QSize(edge, edge)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, rect = option.widget, option.rect
        model = index.model()
        if not isinstance(model, BinRows) or not isinstance(view, QWidget):
            return
        gap, radius = self._theme.px(_GAP), self._theme.px(_RADIUS)
        tile = QRect(rect.left() + gap // 2, rect.top() + gap // 2, rect.width() - gap, 0)
        tile.setHeight(rect.height() - gap)
        task = model.task_at(index.row())
        pixmap = None
        if task is not None:
            ratio = view.devicePixelRatioF()
            pixmap = self._cache.pixmap(task, tile.size(), ratio, radius)
        if pixmap is None:
            draw_box(painter, tile.toRectF(), radius, fill=self._theme.color("sunken"))
        else:
            draw_thumbnail(painter, tile, pixmap)
        focused = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected
        if option.state & focused == focused:
            color = self._theme.color("accent_line")
            draw_focus_ring(painter, tile.toRectF(), radius, color)


class BinList(QListView):
    """Signals: `look_wanted(str)` – this picture is to be looked at once more."""

    look_wanted = Signal(str)

    def __init__(
        self, theme: Theme, cache: ThumbnailCache, task_of: TaskOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = BinRows(task_of, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Thumbnails(theme, cache, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        # As needed, it would be subtracted while rows are made and each of them would end early.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(
            lambda index: self.look_wanted.emit(self.rows.id_at(index.row()))
        )
        cache.pixmap_ready.connect(self._on_cache_pixmap_ready)
        cache.visible_asked.connect(self._tell_visible)
        theme.theme_changed.connect(self._fit)

    def show_ids(self, ids: Sequence[str]) -> None:
        self.rows.show_ids(ids)
        if ids:
            self.setCurrentIndex(self.rows.index(0))
        self.setVisible(bool(ids))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.look_wanted.emit(self.rows.id_at(self.currentIndex().row()))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = -(-self.rows.rowCount() // self._across)
        self.setFixedHeight(self._step * max(1, min(rows, _ROWS)))

    @property
    def _step(self) -> int:
        """From one picture to the next."""
        return self._theme.px(_EDGE) + self._theme.px(_GAP)

    @property
    def _across(self) -> int:
        """Pictures in a row."""
        return max(1, self.viewport().width() // self._step)

    def _tell_visible(self, told: list[set[str]]) -> None:
        if not self.isVisible():
            told.append(set())
            return
        rows, step = range(self.rows.rowCount()), self._step
        above, below = self.verticalOffset(), self.verticalOffset() + self.viewport().height()
        seen = rows[above // step * self._across : (below // step + 1) * self._across]
        told.append({self.rows.id_at(row) for row in seen})

    def _on_cache_pixmap_ready(self, task_id: str) -> None:
        row = self.rows.row_of(task_id)
        if row >= 0 and self.isVisible():
            self.viewport().update(self.visualRect(self.rows.index(row)))
