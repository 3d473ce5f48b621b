"""The filmstrip: the rows of the history as one line of small pictures below the stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollBar, QVBoxLayout, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.guarded import guarded, nothing
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.item_view import STEPS, WHEEL_STEP, Index, Move
from nanobanana_desktop.ui.stage.filmstrip_delegate import RING, FilmstripDelegate
from nanobanana_desktop.ui.stage.filmstrip_geometry import FilmstripGeometry
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_view import TaskView
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

_EDGE: Final = 64
_GAP: Final = 10
_MARGIN: Final = 14
_ABOVE: Final = 10
_BELOW: Final = 6
_NOTCH: Final = 120
"""Of the wheel, in eighths of a degree."""


class Filmstrip(TaskView):
    """Shares model and selection with the history; asks only for the pictures that are seen.

    What becomes current elsewhere is brought into the middle when it, or a neighbour of it, is not
    to be seen as a whole.
    """

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
        self._geometry = _geometry(theme)
        super().__init__(model, theme, ticker, keys, parent)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        self._delegate = FilmstripDelegate(theme, thumbnails, ticker, now, self)
        self.setItemDelegate(self._delegate)
        self._turned = 0.0
        """Parts of a pixel by which the wheel was turned farther than was scrolled."""
        self.overdraw = RING + 1
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.follow(thumbnails)
        self._fit()
        self.retranslate()

    # -- geometry --------------------------------------------------------------------------------

    def item_geometry(self) -> FilmstripGeometry:
        return self._geometry._replace(row_count=self.history.rowCount())

    def bar(self) -> QScrollBar:
        return self.horizontalScrollBar()

    def stripe(self, part: QRect) -> range:
        return range(part.left(), part.right() + 1)

    def shift(self) -> QPoint:
        return QPoint(self.horizontalOffset(), 0)

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return 0

    def anchor_edge(self, row: int) -> int:
        return self.item_geometry().rect(row).left()

    @guarded(nothing)
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid() or not self.isVisible():
            return
        rect, room = self.visualRect(index), self.extent()
        beside = self.item_geometry().pitch
        is_hidden = rect.left() < beside or rect.right() >= room - beside
        if is_hidden or hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            self.bar().setValue(self.bar().value() + rect.center().x() - room // 2)

    def cursor_target(self, move: QAbstractItemView.CursorAction, row: int) -> int:
        if move in STEPS:
            return row + STEPS[move]
        page = max(1, self.extent() // self.item_geometry().pitch - 1)
        return row - page if move is Move.MovePageUp else row + page

    def rows_between_corners(self, first: QPoint, last: QPoint) -> range:
        ends = sorted((first.x(), last.x()))
        return self.item_geometry().rows_between(*ends)

    # -- painting --------------------------------------------------------------------------------

    def ground(self) -> QColor:
        return self._theme.color("bg")

    def paint_item(self, painter: QPainter, rect: QRect, index: QModelIndex, look: Look) -> None:
        self._delegate.paint_small_tile(painter, rect, index, look)

    def thumbnail_of(self, task: GenerationTask) -> QPixmap | None:
        size = self.item_geometry().rect(0).size()
        return self._delegate.thumbnail(task, size, self.devicePixelRatioF())

    # -- words and events ------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Filmstrip"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        value, was_seen = self.bar().value(), self.currentIndex()
        before = range(value, value + event.oldSize().width())
        if was_seen.row() not in self.item_geometry().rows_between(before.start, before.stop - 1):
            was_seen = QModelIndex()
        super().resizeEvent(event)
        self.scrollTo(was_seen)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turned or pushed either way it scrolls sideways, by pixels."""
        pixels = _larger(event.pixelDelta())
        if not pixels:
            notches = _larger(event.angleDelta()) / _NOTCH
            pixels = notches * QApplication.wheelScrollLines() * WHEEL_STEP
        self._turned += pixels
        whole = int(self._turned)
        self._turned -= whole
        self.bar().setValue(self.bar().value() - whole)
        event.accept()

    def _on_theme_theme_changed(self) -> None:
        # Not before: a new style has the view laid out, and what is seen is to stay there.
        with self.resized():
            self._geometry = _geometry(self._theme)
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(px(_ABOVE) + px(_EDGE) + px(_BELOW) + bar)


class FilmstripFrame(LinedFrame):
    """The filmstrip below a line, as the other feet of the stage."""

    def __init__(self, theme: Theme, strip: Filmstrip, parent: QWidget | None = None) -> None:
        super().__init__(theme, "footer", parent)
        self.strip = strip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.addWidget(strip)


def _geometry(theme: Theme) -> FilmstripGeometry:
    px = theme.px
    return FilmstripGeometry(0, edge=px(_EDGE), gap=px(_GAP), margin=px(_MARGIN), top=px(_ABOVE))


def _larger(distance: QPoint) -> float:
    """What it is farther, across or down."""
    across, down = distance.x(), distance.y()
    return across if abs(across) > abs(down) else down
