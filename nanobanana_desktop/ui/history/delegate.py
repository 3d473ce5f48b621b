"""Painting a row of the history: thumbnail or glyph, prompt, state, bar, button, star."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyleOptionViewItem,
    QToolTip,
)

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.row_answers import Progress, Role
from nanobanana_desktop.ui.history.row_layout import RowLayout, button_rect
from nanobanana_desktop.ui.history.row_metrics import RowMetrics
from nanobanana_desktop.ui.history.row_text import LineCache
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.labels import plain_tooltip_text
from nanobanana_desktop.ui.status_painting import clock_text, paint_bar, pixel_ratio
from nanobanana_desktop.ui.task_delegate import Index, TaskDelegate, mark_at, paint_mark, shown_at
from nanobanana_desktop.ui.task_status import RowAction, StatusKind, TaskStatus
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.reaction import FILLED
from nanobanana_desktop.ui.widgets.shapes import draw_box

_ROW_RADIUS: Final = 9
_ROW_INSET: Final = 3
_BUTTON_RADIUS: Final = 7
_DOT: Final = 8
_META_GAP: Final = 10
_SEPARATOR_GAP: Final = 7

_ICONS: Final = {
    RowAction.RUN_AGAIN: "rotate-cw",
    RowAction.DOWNLOAD_AGAIN: "arrow-down-to-line",
    RowAction.CANCEL: "x",
}


class HistoryDelegate(TaskDelegate):
    """Paints a `GenerationTask` at one of the sizes of `RowMetrics`; nothing is scaled in paint.

    Its button is the `RowAction` at the end of a row. `is_selected` tells whether a row is.
    """

    def __init__(
        self,
        theme: Theme,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        now: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(theme, thumbnails, ticker, now, parent)
        self._lines = LineCache()
        self._marked: tuple[str, ...] = ()
        self.is_selected: Callable[[Index], bool] = lambda _index: False
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
        shown = shown_at(index)
        if shown is not None:
            task, status, progress = shown
            layout = self._layout(rect, task, status)
            self._paint_tile(painter, layout.tile, task, status)
            mark = mark_at(index, task.id)
            if mark:
                paint_mark(
                    painter, QPointF(layout.tile.topLeft()) - QPointF(2, 2), mark, self._theme
                )
            layout.lines.draw(painter, layout.prompt, self._theme.color("text"))
            painter.setFont(self.metrics.meta_font)
            if status.kind is StatusKind.COMPLETED:
                self._paint_meta(painter, layout.meta, task, look.selected)
            else:
                self._paint_state(painter, layout.meta, task, status, progress)
                self._paint_bar(painter, layout.bar, status, progress)
                self._paint_note(painter, layout.note, task)
            action = _action(status, selected=look.selected)
            if action is not RowAction.NONE:
                self._paint_button(painter, layout.button, action, index)
        painter.restore()

    def thumbnail(self, task: GenerationTask, ratio: float) -> QPixmap | None:
        """The picture as it stands in a row."""
        edge, radius = self.metrics.thumb, self.metrics.thumb_radius
        return self._thumbnails.pixmap(task, QSize(edge, edge), ratio, radius)

    def motion_region(self, rect: QRect, index: Index) -> QRegion:
        """What of a row in `rect` is in motion: its tile and its bar."""
        shown = shown_at(index)
        if shown is None:
            return QRegion()
        body = self.body_rect(rect, index.data(Role.HEADER))
        layout = self._layout(body, shown.task, shown.status)
        return QRegion(layout.tile) + QRegion(layout.bar.adjusted(-1, -1, 1, 1))

    def paint_motion(self, painter: QPainter, rect: QRect, index: Index, look: Look) -> None:
        """Paint no more than `motion_region` needs."""
        shown = shown_at(index)
        if shown is None:
            return
        task, status, progress = shown
        body = self.body_rect(rect, index.data(Role.HEADER))
        layout = self._layout(body, task, status)
        self._paint_ground(painter, body, look)
        self._paint_tile(painter, layout.tile, task, status)
        self._paint_bar(painter, layout.bar, status, progress)

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
        if look.selected:
            # Without the focus the fill keeps a hairline: the fill alone is too close to white.
            width = 2.0 if look.focused else 1.0
            draw_box(
                painter, area, radius, fill=self._theme.color("accent_soft"), edge=line, width=width
            )
        elif look.focused:
            draw_box(painter, area, radius, edge=line, width=2.0)
        elif look.hovered:
            draw_box(painter, area, radius, fill=self._theme.color("hover"))

    def _paint_tile(
        self, painter: QPainter, tile: QRect, task: GenerationTask, status: TaskStatus
    ) -> None:
        radius, glyph = self.metrics.thumb_radius, self.metrics.glyph
        self.paint_small(painter, tile, task, status, radius, glyph)

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
        ]
        if task.rating:
            parts.append(texts.STAR * task.rating)
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
        metrics = self.metrics.meta_font_metrics
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        left = area.left()
        for part in parts:
            room = area.right() + 1 - left
            if room <= 0:
                return
            width = metrics.horizontalAdvance(part)
            fits = width <= room
            text = part if fits else metrics.elidedText(part, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, area.top(), room, area.height()), flags, text)
            left += width + gap

    def _paint_button(
        self, painter: QPainter, area: QRect, action: RowAction, index: Index
    ) -> None:
        cancels = action is RowAction.CANCEL
        edge = QColor(self._theme.color("control_edge" if cancels else "err"))
        if not cancels:
            edge.setAlphaF(0.4)
        fill = self._theme.color(FILLED[self.reaction(index, action)])
        draw_box(painter, QRectF(area), self._theme.px(_BUTTON_RADIUS), fill=fill, edge=edge)
        size = self.metrics.small_glyph
        glyph = QRect(0, 0, size, size)
        glyph.moveCenter(area.center())
        ratio = pixel_ratio(painter)
        colour = "text2" if cancels else "err"
        icon = self._theme.pixmap(_ICONS[action], colour, size, ratio)
        painter.drawPixmap(glyph.topLeft(), icon)

    # -- mouse -----------------------------------------------------------------------------------

    def button_at(self, position: QPoint, rect: QRect, index: Index) -> RowAction | None:
        status: TaskStatus | None = index.data(Role.STATUS)
        if status is None:
            return None
        action = _action(status, selected=self.is_selected(index))
        if action is RowAction.NONE:
            return None
        body = self.body_rect(rect, index.data(Role.HEADER))
        inside = button_rect(self.metrics, body).contains(position)
        return action if inside else None

    @guarded(bool)
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        action = self.button_at(event.pos(), option.rect, index)
        if action is None:
            return super().helpEvent(event, view, option, index)
        from nanobanana_desktop.ui.card_actions import CardAction, action_word
        from nanobanana_desktop.ui.cost_texts import with_cost

        words = {
            RowAction.RUN_AGAIN: CardAction.RUN_AGAIN,
            RowAction.DOWNLOAD_AGAIN: CardAction.DOWNLOAD_AGAIN,
            RowAction.CANCEL: CardAction.CANCEL_TASK,
        }
        cost = index.data(Role.COST) if action is RowAction.RUN_AGAIN else None
        word = with_cost(action_word(words[action]), cost)
        QToolTip.showText(event.globalPos(), plain_tooltip_text(word), view)
        return True

    def _on_theme_theme_changed(self) -> None:
        self.metrics = RowMetrics.of(self._theme)
        self._lines.clear()


def _action(status: TaskStatus, *, selected: bool) -> RowAction:
    """The button of a row. Nobody is to cancel a row by the way, on selecting it."""
    if status.local:
        return RowAction.CANCEL if selected else RowAction.NONE
    return status.look.action
