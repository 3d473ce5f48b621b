"""Painting a row of the history: thumbnail or glyph, prompt, state, bar, button, star."""

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
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.history.row_answers import Progress, Role
from nanobanana_desktop.ui.history.row_layout import RowLayout, button_rect
from nanobanana_desktop.ui.history.row_metrics import RowMetrics
from nanobanana_desktop.ui.history.row_text import LineCache
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.labels import plain_tooltip_text
from nanobanana_desktop.ui.status_painting import clock_text, paint_bar, paint_glyph, pixel_ratio
from nanobanana_desktop.ui.task_status import RowAction, StatusKind, TaskStatus, has_picture
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache, draw_thumbnail
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.shapes import draw_box

Index = QModelIndex | QPersistentModelIndex

_ROW_RADIUS: Final = 9
_ROW_INSET: Final = 3
_BUTTON_RADIUS: Final = 7
_DOT: Final = 8
_META_GAP: Final = 10
_SEPARATOR_GAP: Final = 7
_FADED: Final = 0.4

_ICONS: Final = {
    RowAction.RUN_AGAIN: "rotate-cw",
    RowAction.DOWNLOAD_AGAIN: "arrow-down-to-line",
}


class HistoryDelegate(QStyledItemDelegate):
    """Paints a `GenerationTask` at one of the sizes of `RowMetrics`; nothing is scaled in paint.

    `now` gives UTC seconds.

    Signals: `action_clicked(task_id: str, action: RowAction)` – the button at the end of a row.
    """

    action_clicked = Signal(str, object)

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
        self._lines = LineCache()
        self._marked: tuple[str, ...] = ()
        self.metrics = RowMetrics.of(theme)
        theme.theme_changed.connect(self._on_theme_theme_changed)

    def set_marked_words(self, words: tuple[str, ...]) -> None:
        """Words of the search, underlined where they occur."""
        self._marked = words

    def body_rect(self, rect: QRect, header: str) -> QRect:
        """The row itself below its header."""
        return rect.adjusted(0, self.metrics.header_height, 0, 0) if header else QRect(rect)

    # -- painting --------------------------------------------------------------------------------

    def paint_row(self, painter: QPainter, area: QRect, index: Index, look: Look) -> None:
        """Paint the row with its header, if it carries one, into `area`."""
        header = index.data(Role.HEADER)
        rect = self.body_rect(area, header)
        painter.save()
        if header:
            self._paint_header(painter, area, header)
        self._paint_ground(painter, rect, look)
        task: GenerationTask | None = index.data(Role.TASK)
        if task is not None:
            status: TaskStatus = index.data(Role.STATUS)
            progress: Progress | None = index.data(Role.PROGRESS)
            layout = self._layout(rect, task, status)
            self._paint_tile(painter, layout.tile, task, status)
            layout.lines.draw(painter, layout.prompt, self._theme.color("text"))
            painter.setFont(self.metrics.meta_font)
            if status.kind is StatusKind.COMPLETED:
                self._paint_meta(painter, layout.meta, task, bool(look & Look.SELECTED))
            else:
                self._paint_state(painter, layout.meta, task, status, progress)
                self._paint_bar(painter, layout.bar, status, progress)
                self._paint_note(painter, layout.note, task)
            if status.look.action is not RowAction.NONE:
                self._paint_button(painter, layout.button, status)
        painter.restore()

    def motion_region(self, rect: QRect, index: Index) -> QRegion:
        """What of a row in `rect` is in motion: its tile and its bar."""
        task: GenerationTask | None = index.data(Role.TASK)
        if task is None:
            return QRegion()
        status: TaskStatus = index.data(Role.STATUS)
        layout = self._layout(self.body_rect(rect, index.data(Role.HEADER)), task, status)
        return QRegion(layout.tile) + QRegion(layout.bar.adjusted(-1, -1, 1, 1))

    def paint_motion(self, painter: QPainter, rect: QRect, index: Index, look: Look) -> None:
        """Paint no more than `motion_region` needs."""
        task: GenerationTask | None = index.data(Role.TASK)
        if task is None:
            return
        body = self.body_rect(rect, index.data(Role.HEADER))
        status: TaskStatus = index.data(Role.STATUS)
        layout = self._layout(body, task, status)
        self._paint_ground(painter, body, look)
        self._paint_tile(painter, layout.tile, task, status)
        self._paint_bar(painter, layout.bar, status, index.data(Role.PROGRESS))

    def _layout(self, rect: QRect, task: GenerationTask, status: TaskStatus) -> RowLayout:
        note = texts.link_text(task, self._now())
        return RowLayout.of(
            self.metrics, self._lines, rect, task, status, self._marked, has_note=bool(note)
        )

    def _paint_header(self, painter: QPainter, rect: QRect, text: str) -> None:
        metrics = self.metrics
        area = QRect(rect.left() + metrics.inset, rect.top(), rect.width(), metrics.header_height)
        area.adjust(0, self._theme.px(6), 0, 0)
        painter.setFont(metrics.header_font)
        painter.setPen(self._theme.color("text3"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_ground(self, painter: QPainter, rect: QRect, look: Look) -> None:
        px = self._theme.px
        area = QRectF(rect).adjusted(0, px(_ROW_INSET), 0, -px(_ROW_INSET))
        radius = px(_ROW_RADIUS)
        line = self._theme.color("accent_line")
        if look & Look.SELECTED:
            # Without the focus the fill keeps a hairline: the fill alone is too close to white.
            width = 2.0 if look & Look.FOCUSED else 1.0
            draw_box(
                painter, area, radius, fill=self._theme.color("accent_soft"), edge=line, width=width
            )
        elif look & Look.FOCUSED:
            draw_box(painter, area, radius, edge=line, width=2.0)
        elif look & Look.HOVERED:
            draw_box(painter, area, radius, fill=self._theme.color("hover"))

    def _paint_tile(
        self, painter: QPainter, tile: QRect, task: GenerationTask, status: TaskStatus
    ) -> None:
        radius = self.metrics.thumb_radius
        # What is not (or no longer) in its place is shown behind the glyph that says so.
        faded = status.kind is not StatusKind.COMPLETED
        pixmap = None
        if has_picture(task):
            ratio = pixel_ratio(painter)
            pixmap = self._thumbnails.pixmap(task, tile.size(), ratio, radius)
        if pixmap is None or faded:
            draw_box(painter, QRectF(tile), radius, fill=self._theme.color(status.look.tile))
        if pixmap is not None:
            painter.setOpacity(_FADED if faded else 1.0)
            draw_thumbnail(painter, tile, pixmap)
            painter.setOpacity(1.0)
        glyph = self.metrics.glyph
        paint_glyph(painter, tile.center(), glyph, status, self._theme, self._ticker.phase)

    def _paint_bar(
        self, painter: QPainter, area: QRect, status: TaskStatus, progress: Progress | None
    ) -> None:
        phase = self._ticker.phase if self._ticker.motion_allowed else None
        paint_bar(painter, area, status, progress, self._theme, phase)

    def _paint_meta(
        self, painter: QPainter, area: QRect, task: GenerationTask, selected: bool
    ) -> None:
        px = self._theme.px
        color = self._theme.color("text2" if selected else "text3")
        right = area.right() + 1
        middle = area.center().y()
        if task.starred:
            size = self.metrics.small_glyph
            right -= size
            ratio = pixel_ratio(painter)
            star = self._theme.pixmap("star-filled", "accent_line", size, ratio)
            painter.drawPixmap(QPoint(right, middle - size // 2), star)
            right -= px(_SEPARATOR_GAP)
        if texts.is_new(task):
            dot = px(_DOT)
            right -= dot
            circle = QRectF(right, middle - dot / 2 + 0.5, dot, dot)
            draw_box(painter, circle, dot / 2, fill=self._theme.color("accent_line"))
            right -= px(_SEPARATOR_GAP)
        parts = [
            formats.clock_time(task.created_at),
            formats.ratio_label(formats.task_ratio(task)),
            formats.resolution_label(task.params.resolution),
            texts.STAR * task.rating,
        ]
        area = QRect(area.left(), area.top(), right - area.left(), area.height())
        self._paint_row_of(painter, area, parts, color, px(_META_GAP))

    def _paint_state(
        self,
        painter: QPainter,
        area: QRect,
        task: GenerationTask,
        status: TaskStatus,
        progress: Progress | None,
    ) -> None:
        parts = [texts.row_text(status)]
        clock = clock_text(task, status, progress, self._now())
        if clock:
            parts += ["·", clock]
        color = self._theme.color(status.look.colour)
        self._paint_row_of(painter, area, parts, color, self._theme.px(_SEPARATOR_GAP))

    def _paint_note(self, painter: QPainter, area: QRect, task: GenerationTask) -> None:
        if not area.isEmpty():
            text = texts.link_text(task, self._now())
            self._paint_row_of(painter, area, [text], self._theme.color("text3"), 0)

    def _paint_row_of(
        self, painter: QPainter, area: QRect, parts: list[str], color: QColor, gap: int
    ) -> None:
        """Short texts side by side as far as they fit; the last one that begins is cut."""
        painter.setPen(color)
        metrics = QFontMetrics(self.metrics.meta_font)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        left = area.left()
        for part in parts:
            room = area.right() + 1 - left
            if room <= 0:
                return
            text = metrics.elidedText(part, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, area.top(), room, area.height()), flags, text)
            left += metrics.horizontalAdvance(text) + gap

    def _paint_button(self, painter: QPainter, area: QRect, status: TaskStatus) -> None:
        icon = _ICONS[status.look.action]
        edge = QColor(self._theme.color("err"))
        edge.setAlphaF(0.4)
        fill = self._theme.color("surface")
        draw_box(painter, QRectF(area), self._theme.px(_BUTTON_RADIUS), fill=fill, edge=edge)
        size = self.metrics.small_glyph
        glyph = QRect(0, 0, size, size)
        glyph.moveCenter(area.center())
        ratio = pixel_ratio(painter)
        painter.drawPixmap(glyph.topLeft(), self._theme.pixmap(icon, "err", size, ratio))

    # -- mouse -----------------------------------------------------------------------------------

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
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        action = self._action_at(event.position().toPoint(), option, index)
        if action is RowAction.NONE:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.action_clicked.emit(index.data(Role.TASK).id, action)
        return True

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        action = self._action_at(event.pos(), option, index)
        if action is RowAction.NONE:
            return super().helpEvent(event, view, option, index)
        from nanobanana_desktop.ui.card_actions import CardAction, action_word
        from nanobanana_desktop.ui.cost_texts import with_cost

        again = action is RowAction.RUN_AGAIN
        word = action_word(CardAction.RUN_AGAIN if again else CardAction.DOWNLOAD_AGAIN)
        word = with_cost(word, index.data(Role.COST) if again else None)
        QToolTip.showText(event.globalPos(), plain_tooltip_text(word), view)
        return True

    def _action_at(self, position: QPoint, option: QStyleOptionViewItem, index: Index) -> RowAction:
        status = index.data(Role.STATUS)
        if status is None or status.look.action is RowAction.NONE:
            return RowAction.NONE
        body = self.body_rect(option.rect, index.data(Role.HEADER))
        inside = button_rect(self.metrics, body).contains(position)
        return status.look.action if inside else RowAction.NONE

    def _on_theme_theme_changed(self) -> None:
        self.metrics = RowMetrics.of(self._theme)
        self._lines.clear()
