"""What painting a row and painting a tile have in common: the buttons that are painted, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.model import HistoryModel, Shown
from nanobanana_desktop.ui.status_painting import paint_glyph, pixel_ratio
from nanobanana_desktop.ui.task_status import StatusKind, TaskStatus, has_picture
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache, draw_thumbnail
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.reaction import Reaction
from nanobanana_desktop.ui.widgets.shapes import draw_box

_FADED: Final = 0.4
"""How much is seen of a picture that something is the matter with."""

Index = QModelIndex | QPersistentModelIndex


class TaskDelegate(QStyledItemDelegate):
    """Subclasses paint, and give `button_at`. `now` gives UTC seconds.

    Signals: `button_clicked(task_id: str, button: object)` – what `button_at` called it.
    """

    button_clicked = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        now: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnails = thumbnails
        self._ticker = ticker
        self._now = now
        self._hot: tuple[int, object, bool] | None = None
        self._pressed: tuple[str, object] | None = None

    def heat(self, row: int, button: object | None, *, down: bool) -> bool:
        """The pointer is on a button of a row, or on none; whether that is another one now."""
        hot = None if button is None else (row, button, down)
        changed = hot != self._hot
        self._hot = hot
        return changed

    @property
    def hot_row(self) -> int:
        """The row whose button the pointer is on; -1 for none."""
        return -1 if self._hot is None else self._hot[0]

    def reaction(self, index: Index, button: object) -> Reaction:
        """How a painted button answers to the pointer."""
        if self._hot is None or self._hot[:2] != (index.row(), button):
            return Reaction.NONE
        return Reaction.PRESSED if self._hot[2] else Reaction.HOVER

    def button_at(self, position: QPoint, rect: QRect, index: Index) -> object | None:
        """The button at `position` of an item that fills `rect`."""
        raise NotImplementedError

    def paint_small(
        self,
        painter: QPainter,
        tile: QRect,
        task: GenerationTask,
        status: TaskStatus,
        radius: int,
        glyph: int,
    ) -> None:
        """A small picture, and the sign of its state in `glyph` logical pixels over it."""
        # What is not (or no longer) in its place is shown behind the glyph that says so.
        faded = status.kind is not StatusKind.COMPLETED
        pixmap = None
        if has_picture(task):
            pixmap = self._thumbnails.pixmap(task, tile.size(), pixel_ratio(painter), radius)
        if pixmap is None or faded:
            draw_box(painter, QRectF(tile), radius, fill=self._theme.color(status.look.tile))
        if pixmap is not None:
            painter.setOpacity(_FADED if faded else 1.0)
            draw_thumbnail(painter, tile, pixmap)
            painter.setOpacity(1.0)
        paint_glyph(painter, tile.center(), glyph, status, self._theme, self._ticker.phase)

    @guarded(bool)
    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
        if event.type() not in kinds or not isinstance(event, QMouseEvent):
            return False
        # A button that came with the press itself was not meant.
        pressed, self._pressed = self._pressed, None
        shown = shown_at(index)
        if event.button() != Qt.MouseButton.LeftButton or shown is None:
            return False
        button = self.button_at(event.position().toPoint(), option.rect, index)
        if button is None:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = (shown.task.id, button)
        elif pressed == (shown.task.id, button):
            self.button_clicked.emit(shown.task.id, button)
        return True


def mark_at(index: Index, task_id: str) -> str:
    """A or B on the two that are compared."""
    model = index.model()
    return model.compare_mark(task_id) if isinstance(model, HistoryModel) else ""


def paint_mark(painter: QPainter, corner: QPointF, mark: str, theme: Theme) -> None:
    """The letter with its upper left corner there."""
    # Late: the first paint compares nothing.
    from nanobanana_desktop.ui.compare_mark import paint_compare_mark

    paint_compare_mark(painter, corner, mark, theme)


def shown_at(index: Index) -> Shown | None:
    """What is to be painted; asked for without the detour by Qt's roles, which takes longer."""
    model = index.model()
    return model.shown_at(index.row()) if isinstance(model, HistoryModel) else None
