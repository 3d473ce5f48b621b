"""The grid: every task as a tile of its true shape, in rows that fill the width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.domain.task import POLLED
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.item_view import GeometryView, Move
from nanobanana_desktop.ui.kept_place import place_of
from nanobanana_desktop.ui.stage.grid_delegate import RING, GridDelegate
from nanobanana_desktop.ui.stage.justified_layout import DEFAULT_STEP, HEIGHTS, JustifiedLayout
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Pace, Ticker

_GAP: Final = 8
_MARGIN: Final = 16
_SIDEWAYS: Final = {
    Move.MoveLeft: -1,
    Move.MovePrevious: -1,
    Move.MoveRight: 1,
    Move.MoveNext: 1,
}


class GridView(GeometryView):
    """Shares model and selection with the history; keys that it does not know go to its parent.

    Signals: `menu_requested(QPoint)` in global coordinates, `step_changed(int)` when Ctrl and the
    wheel changed the size of the tiles.
    """

    menu_requested = Signal(object)
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
        self._theme = theme
        self._ticker = ticker
        self._keys = keys
        self._step = DEFAULT_STEP
        self._ratios: dict[str, float] = {}
        self._layout = JustifiedLayout(self._ratio_of)
        self._ticking: list[int] = []
        super().__init__(model, parent)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        self.overdraw = RING + 1
        self.delegate = GridDelegate(theme, thumbnails, ticker, now, self)
        self.setItemDelegate(self.delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        model.dataChanged.connect(self._on_model_data_changed)
        ticker.second_passed.connect(self._on_ticker_second_passed)
        ticker.frame_due.connect(self._on_ticker_second_passed)
        theme.theme_changed.connect(self._on_theme_theme_changed)
        thumbnails.pixmap_ready.connect(self._on_thumbnails_pixmap_ready)
        thumbnails.visible_asked.connect(self.tell_visible)
        self._on_theme_theme_changed()

    @property
    def step(self) -> int:
        return self._step

    def set_step(self, step: int) -> None:
        """0 to 4: the size of the tiles."""
        step = min(max(step, 0), len(HEIGHTS) - 1)
        if step == self._step:
            return
        place = place_of(self)
        self._step = step
        self._restore(place)
        self.step_changed.emit(step)

    # -- geometry --------------------------------------------------------------------------------

    def item_geometry(self) -> JustifiedLayout:
        px = self._theme.px
        self._layout.configure(
            width=self.viewport().width(),
            target=px(HEIGHTS[self._step]),
            gap=px(_GAP),
            margin=px(_MARGIN),
        )
        self._layout.set_count(self.history.rowCount())
        return self._layout

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        self.delegate.paint_tile(painter, rect, index, look)

    def cursor_target(self, move: QAbstractItemView.CursorAction, row: int) -> int:
        if move in _SIDEWAYS:
            return row + _SIDEWAYS[move]
        layout = self.item_geometry()
        rect = layout.rect(row)
        page = max(rect.height(), self.viewport().height() - rect.height())
        distance = page if move in (Move.MovePageUp, Move.MovePageDown) else rect.height()
        upwards = move in (Move.MoveUp, Move.MovePageUp)
        line = layout.line_of(row)
        neighbour = line.start - 1 if upwards else line.stop
        if not 0 <= neighbour < self.history.rowCount():
            return row
        if distance > rect.height():
            y = rect.center().y() + (-distance if upwards else distance)
            rows = layout.rows_between(max(y, 0), max(y, 0))
            if rows and rows.start not in line:
                neighbour = rows.start
        middle = rect.center().x()
        candidates = layout.line_of(neighbour)
        return min(candidates, key=lambda r: abs(layout.rect(r).center().x() - middle))

    def _ratio_of(self, row: int) -> float:
        task_id = self.history.id_at(row)
        ratio = self._ratios.get(task_id)
        if ratio is None:
            task = self.history.task_at(row)
            name = formats.task_ratio(task) if task is not None else None
            ratio = self._ratios[task_id] = formats.ratio_value(name or "1:1")
        return ratio

    # -- events ----------------------------------------------------------------------------------

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._refresh_pace()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._refresh_pace()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scrollTo(self.currentIndex())
        self._refresh_pace()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh_pace()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._refresh_pace()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_step(self._step + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.handle(event, self.selected_tasks()):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._keys.handle_press(event, self.task_under(event.position().toPoint())):
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).center()
            self.menu_requested.emit(self.viewport().mapToGlobal(place))
        elif self.indexAt(event.pos()).isValid():
            self.menu_requested.emit(event.globalPos())

    # -- news ------------------------------------------------------------------------------------

    def _on_model_changed(self) -> None:
        self._layout.forget_from(0)
        super()._on_model_changed()

    def _on_model_reset(self) -> None:
        self._ratios.clear()
        self._layout.forget_from(0)
        super()._on_model_reset()

    def _on_model_data_changed(self, top_left: QModelIndex, bottom_right: QModelIndex) -> None:
        """A ratio that the model chose is known only when the picture has come."""
        for row in range(top_left.row(), bottom_right.row() + 1):
            before = self._ratios.pop(self.history.id_at(row), None)
            if before is not None and before != self._ratio_of(row):
                place = place_of(self)
                self._layout.forget_from(row)
                self._restore(place)
        self._refresh_pace()

    def _refresh_pace(self) -> None:
        self._ticking = []
        pace = Pace.STILL
        if self.isVisible():
            rows = self.visible_rows()
            for row in range(rows.start, min(rows.stop, self.history.active_count)):
                task = self.history.task_at(row)
                if task is None:
                    continue
                moves = self.history.status(task).moves
                if moves or task.state in POLLED:
                    self._ticking.append(row)
                    wanted = Pace.FRAMES if moves and self.isActiveWindow() else Pace.SECONDS
                    pace = max(pace, wanted)
        self._ticker.set_pace(self, pace)

    def _on_ticker_second_passed(self) -> None:
        for row in self._ticking:
            self.update_row(row)

    def _on_thumbnails_pixmap_ready(self, task_id: str) -> None:
        row = self.history.row_of(task_id) if self.isVisible() else None
        if row is not None:
            self.update_row(row)

    def _on_theme_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("stage"))
        self.setPalette(palette)
        self.updateGeometries()
        self.viewport().update()
