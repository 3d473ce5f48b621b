"""Painting a tile of the grid: the whole picture, or the state in the picture's shape."""

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
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QLinearGradient,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QToolTip

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.card_actions import CardAction, action_word
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.row_answers import Progress, Role
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.labels import plain_tooltip_text
from nanobanana_desktop.ui.stage.grid_stacks import Stack
from nanobanana_desktop.ui.stage.group_names import GroupName
from nanobanana_desktop.ui.stage.stack_painting import StackPainting
from nanobanana_desktop.ui.stage.tile_button import TileButton
from nanobanana_desktop.ui.status_painting import clock_text, paint_bar, paint_glyph, pixel_ratio
from nanobanana_desktop.ui.task_delegate import Index, TaskDelegate, mark_at, paint_mark, shown_at
from nanobanana_desktop.ui.task_status import RING as RING_GLYPH
from nanobanana_desktop.ui.task_status import Bar, RowAction, StatusKind, TaskStatus
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache, draw_thumbnail
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.reaction import FILLED, Reaction
from nanobanana_desktop.ui.widgets.shapes import draw_box

RING: Final = 5
"""How far the selection reaches beyond a tile: a gap of 2 and a ring of 3 pixels."""
_RADIUS: Final = 8
_GLYPH: Final = 24
_BUTTON: Final = (30, 28)
_WORD_MARGIN: Final = 8
_SHADE: Final = QColor(0, 0, 0, 150)
_ON_PICTURE: Final[dict[Reaction, tuple[QColor, QColor | None]]] = {
    Reaction.NONE: (_SHADE, None),
    Reaction.HOVER: (QColor(0, 0, 0, 215), QColor(255, 255, 255, 150)),
    Reaction.PRESSED: (QColor(70, 70, 76), QColor(255, 255, 255)),
}
"""Fill and edge of a button that lies on a picture."""
_WORDS: Final = {
    RowAction.RUN_AGAIN: CardAction.RUN_AGAIN,
    RowAction.DOWNLOAD_AGAIN: CardAction.DOWNLOAD_AGAIN,
}


def _no_stack(_row: int) -> Stack | None:
    return None


class GridDelegate(TaskDelegate):
    """Its buttons are `TileButton`. `stack_at` tells of what stack the tile of a row is part."""

    stack_at: Callable[[int], Stack | None] = staticmethod(_no_stack)

    def __init__(
        self,
        theme: Theme,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        now: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(theme, thumbnails, ticker, now, parent)
        self.stack_painting = StackPainting(theme)
        theme.theme_changed.connect(self._on_theme_theme_changed)

    def _on_theme_theme_changed(self) -> None:
        self.stack_painting.forget()

    def paint_tile(
        self,
        painter: QPainter,
        rect: QRect,
        index: Index,
        look: Look,
        stack: Stack | None = None,
    ) -> None:
        """Paint into `rect`; the selection reaches `RING` pixels beyond it."""
        shown = shown_at(index)
        painter.save()
        if stack is not None:
            self.stack_painting.paint_under(painter, rect, stack)
        if shown is None:
            draw_box(painter, QRectF(rect), self._radius, fill=self._theme.color("sunken"))
        else:
            task, status, progress = shown
            free = rect if stack is None else self._beside_badge(rect, stack)
            if status.kind is StatusKind.COMPLETED:
                self._paint_picture(painter, rect, task)
                if look.hovered or look.focused:
                    self._paint_buttons(painter, rect, task, index)
                self._paint_news(painter, free, task)
            elif status.kept:
                self._paint_picture(painter, rect, task)
                self._paint_news(painter, free, task)
                self._paint_badge(painter, free, status.look.glyph)
            else:
                self._paint_state(painter, rect, task, status, progress)
                action = self.action_rect(rect, status)
                if not action.isEmpty():
                    self._paint_action(painter, action, status, index)
            if task.starred:
                self._paint_star(painter, rect)
            if task.rating:
                self._paint_rating(painter, free, task)
            mark = mark_at(index, task.id)
            if mark:
                corner = QPointF(rect.left() + 8, rect.bottom() - self._theme.px(28))
                paint_mark(painter, corner, mark, self._theme)
            if stack is not None:
                self.stack_painting.paint_badge(painter, rect, stack)
        line = self._theme.color("accent_line")
        if look.selected:
            ring = QRectF(rect).adjusted(-RING, -RING, RING, RING)
            draw_box(painter, ring, self._radius + RING, edge=line, width=3.0)
        elif look.focused:
            ring = QRectF(rect).adjusted(-3, -3, 3, 3)
            draw_box(painter, ring, self._radius + 3, edge=line, width=2.0)
        painter.restore()

    def thumbnail(self, task: GenerationTask, size: QSize, ratio: float) -> QPixmap | None:
        """The picture as it lies in a tile of this size."""
        return self._thumbnails.pixmap(task, size, ratio, self._radius)

    def paint_header(self, painter: QPainter, rect: QRect, name: GroupName) -> None:
        """The name of a group above its first line; the note is always whole."""
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        gap = self._theme.px(10)
        small = self._theme.font(0.85, tabular=True)
        note_width = QFontMetrics(small).horizontalAdvance(name.note)
        font = self._theme.font(0.92, QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        room = rect.width() - (note_width + gap if name.note else 0)
        title = metrics.elidedText(name.title, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(self._theme.color("text2"))
        painter.drawText(rect, flags, title)
        if name.note:
            painter.setFont(small)
            painter.setPen(self._theme.color("text3"))
            left = metrics.horizontalAdvance(title) + gap
            painter.drawText(rect.adjusted(left, 0, 0, 0), flags, name.note)

    @property
    def _radius(self) -> int:
        return self._theme.px(_RADIUS)

    def _paint_picture(self, painter: QPainter, rect: QRect, task: GenerationTask) -> None:
        ratio = pixel_ratio(painter)
        pixmap = self._thumbnails.pixmap(task, rect.size(), ratio, self._radius)
        if pixmap is None:
            draw_box(painter, QRectF(rect), self._radius, fill=self._theme.color("sunken"))
        else:
            draw_thumbnail(painter, rect, pixmap)

    def _beside_badge(self, rect: QRect, stack: Stack) -> QRect:
        """The part of a tile whose upper right corner nothing covers."""
        badge = self.stack_painting.badge_rect(rect, stack)
        return rect.adjusted(0, 0, badge.left() - rect.right() - self._theme.px(2), 0)

    def _paint_news(self, painter: QPainter, rect: QRect, task: GenerationTask) -> None:
        if texts.is_new(task):
            dot = self._theme.px(8)
            place = QRectF(rect.right() - 2 * dot, rect.top() + dot, dot, dot)
            draw_box(painter, place, dot / 2, fill=self._theme.color("accent"), edge=_SHADE)

    def _paint_state(
        self,
        painter: QPainter,
        rect: QRect,
        task: GenerationTask,
        status: TaskStatus,
        progress: Progress | None,
    ) -> None:
        px = self._theme.px
        fill = "err_soft" if status.look.tile == "err_soft" else "surface"
        edge = self._theme.color("border")
        draw_box(painter, QRectF(rect), self._radius, fill=self._theme.color(fill), edge=edge)
        word_font = self._theme.font(0.92, QFont.Weight.DemiBold)
        small_font = self._theme.font(0.85, tabular=True)
        action = self.action_rect(rect, status)
        clock = clock_text(task, status, progress, self._now())
        if not clock and action.isEmpty():
            clock = texts.link_text(task, self._now())
        shows_bar = status.look.bar is Bar.PROGRESS
        glyph, gap = px(_GLYPH), px(5)
        word_height = QFontMetrics(word_font).height()
        small_height = QFontMetrics(small_font).height() if clock and not shows_bar else 0
        total = glyph + gap + word_height + small_height
        total += px(9) if shows_bar else 0
        total += action.height() + gap if not action.isEmpty() else 0
        y = rect.center().y() - total // 2
        center = QPoint(rect.center().x(), y + glyph // 2)
        paint_glyph(painter, center, glyph, status, self._theme, self._ticker.phase)
        y += glyph + gap
        word = texts.tile_word(status)
        if QFontMetrics(word_font).horizontalAdvance(word) > rect.width() - _WORD_MARGIN:
            # In a very small tile the state is more than half of the reason.
            word = texts.state_word(status.kind)
        self._paint_line(painter, rect, y, word_font, status.look.colour, word)
        y += word_height
        if small_height:
            self._paint_line(painter, rect, y, small_font, "text2", clock)
        elif shows_bar:
            width = min(rect.width() - 4 * gap, px(70))
            bar = QRect(rect.center().x() - width // 2, y + gap, width, max(3, px(3)))
            paint_bar(painter, bar, status, progress, self._theme, None)

    def _paint_line(
        self, painter: QPainter, rect: QRect, y: int, font: QFont, token: str, text: str
    ) -> None:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - _WORD_MARGIN)
        line = QRect(rect.left(), y, rect.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, fitting)

    def _paint_action(
        self, painter: QPainter, area: QRect, status: TaskStatus, index: Index
    ) -> None:
        edge = QColor(self._theme.color("err"))
        edge.setAlphaF(0.6)
        fill = self._theme.color(FILLED[self.reaction(index, TileButton.ACTION)])
        draw_box(painter, QRectF(area), self._theme.px(7), fill=fill, edge=edge)
        font = self._theme.font(0.92, QFont.Weight.DemiBold)
        word = action_word(_WORDS[status.look.action])
        top = area.top() + (area.height() - QFontMetrics(font).height()) // 2
        self._paint_line(painter, area, top, font, "err", word)

    def _paint_star(self, painter: QPainter, rect: QRect) -> None:
        px = self._theme.px
        box = QRect(rect.left() + px(8), rect.top() + px(8), px(24), px(24))
        self._paint_in_shade(painter, box, "star-filled", "accent")

    def _paint_rating(self, painter: QPainter, rect: QRect, task: GenerationTask) -> None:
        """Stars in a row, behind the one that says that the picture is kept."""
        px = self._theme.px
        font = self._theme.font(0.8)
        text = texts.STAR * task.rating
        width = QFontMetrics(font).horizontalAdvance(text) + px(10)
        left = rect.left() + px(8) + (px(28) if task.starred else 0)
        box = QRect(left, rect.top() + px(8), width, px(24))
        if box.right() > rect.right() - px(8):
            return
        draw_box(painter, QRectF(box), px(6), fill=_SHADE)
        painter.setFont(font)
        painter.setPen(self._theme.color("text" if self._theme.is_dark else "surface"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_badge(self, painter: QPainter, rect: QRect, glyph: str) -> None:
        """What is the matter with a picture that is shown all the same."""
        if not glyph or glyph == RING_GLYPH:
            return
        px = self._theme.px
        box = QRect(rect.right() + 1 - px(32), rect.top() + px(8), px(24), px(24))
        self._paint_in_shade(painter, box, glyph, "text" if self._theme.is_dark else "surface")

    def _paint_in_shade(self, painter: QPainter, box: QRect, icon: str, token: str) -> None:
        px = self._theme.px
        draw_box(painter, QRectF(box), px(6), fill=_SHADE)
        size = px(15)
        glyph = QRect(0, 0, size, size)
        glyph.moveCenter(box.center())
        pixmap = self._theme.pixmap(icon, token, size, pixel_ratio(painter))
        painter.drawPixmap(glyph.topLeft(), pixmap)

    def _paint_buttons(
        self, painter: QPainter, rect: QRect, task: GenerationTask, index: Index
    ) -> None:
        areas = self.button_rects(rect)
        half = QPoint(0, rect.height() // 2)
        shade = QLinearGradient(rect.bottomLeft(), rect.bottomLeft() - half)
        shade.setColorAt(0.0, _SHADE)
        shade.setColorAt(1.0, QColor(0, 0, 0, 0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(shade))
        painter.drawRoundedRect(rect, self._radius, self._radius)
        painter.restore()
        ratio = pixel_ratio(painter)
        size = self._theme.px(16)
        light = "text" if self._theme.is_dark else "surface"
        for button, area in areas.items():
            fill, edge = _ON_PICTURE[self.reaction(index, button)]
            draw_box(painter, QRectF(area), self._theme.px(6), fill=fill, edge=edge)
            name = button.value
            if button is TileButton.STAR and task.starred:
                name = "star-filled"
            glyph = QRect(0, 0, size, size)
            glyph.moveCenter(area.center())
            painter.drawPixmap(glyph.topLeft(), self._theme.pixmap(name, light, size, ratio))

    # -- mouse -----------------------------------------------------------------------------------

    def button_rects(self, rect: QRect) -> dict[TileButton, QRect]:
        """The buttons of a finished tile, as many as fit, from the right."""
        px = self._theme.px
        width, height = px(_BUTTON[0]), px(_BUTTON[1])
        gap, inset = px(4), px(6)
        areas: dict[TileButton, QRect] = {}
        right = rect.right() + 1 - inset
        top = rect.bottom() + 1 - inset - height
        for button in (TileButton.MORE, TileButton.COPY, TileButton.USE, TileButton.STAR):
            if right - width < rect.left() + inset or height + 2 * inset > rect.height():
                break
            areas[button] = QRect(right - width, top, width, height)
            right -= width + gap
        return areas

    def action_rect(self, rect: QRect, status: TaskStatus) -> QRect:
        """The button of a tile that failed; empty when it has none or no room for it."""
        if status.look.action is RowAction.NONE:
            return QRect()
        px = self._theme.px
        font = self._theme.font(0.92, QFont.Weight.DemiBold)
        word = action_word(_WORDS[status.look.action])
        width = QFontMetrics(font).horizontalAdvance(word) + px(26)
        height = max(px(26), QFontMetrics(font).height() + px(8))
        if width > rect.width() - px(8) or rect.height() < px(_GLYPH) + 2 * height + px(16):
            return QRect()
        below = px(_GLYPH) + px(5) + QFontMetrics(font).height() + px(5)
        top = rect.center().y() - (below + height) // 2 + below
        return QRect(rect.center().x() - width // 2, top, width, height)

    @guarded(bool)
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if self.button_at(event.pos(), option.rect, index) is not TileButton.STACK:
            return super().helpEvent(event, view, option, index)
        stack = self.stack_at(index.row())
        is_open = stack is not None and stack.is_open
        word = self.tr("Close the stack") if is_open else self.tr("Open the stack")
        QToolTip.showText(event.globalPos(), plain_tooltip_text(word), view)
        return True

    def button_at(self, position: QPoint, rect: QRect, index: Index) -> TileButton | None:
        stack = self.stack_at(index.row())
        if stack is not None and self.stack_painting.badge_rect(rect, stack).contains(position):
            return TileButton.STACK
        status: TaskStatus | None = index.data(Role.STATUS)
        if status is None:
            return None
        if self.action_rect(rect, status).contains(position):
            return TileButton.ACTION
        if status.kind is not StatusKind.COMPLETED:
            return None
        areas = self.button_rects(rect)
        return next((b for b, area in areas.items() if area.contains(position)), None)
