"""Painting a picture of the filmstrip: small, with its state, its marks and the selection."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.item_geometry import Look
from nanobanana_desktop.ui.status_painting import paint_bar, pixel_ratio
from nanobanana_desktop.ui.task_delegate import Index, TaskDelegate, mark_at, paint_mark, shown_at
from nanobanana_desktop.ui.task_status import Bar
from nanobanana_desktop.ui.widgets.shapes import draw_box

RING: Final = 4
"""How far the selection reaches beyond a picture, in pixels."""
_RADIUS: Final = 7
_GLYPH: Final = 20
_STAR: Final = 18
_DOT: Final = 8
_SHADE: Final = QColor(0, 0, 0, 150)


class FilmstripDelegate(TaskDelegate):
    """It has no buttons."""

    def paint_small_tile(self, painter: QPainter, rect: QRect, index: Index, look: Look) -> None:
        """Paint into `rect`; the selection reaches `RING` pixels beyond it."""
        px = self._theme.px
        shown = shown_at(index)
        painter.save()
        if shown is None:
            draw_box(painter, QRectF(rect), self._radius, fill=self._theme.color("sunken"))
        else:
            task, status, progress = shown
            self.paint_small(painter, rect, task, status, self._radius, px(_GLYPH))
            if status.look.bar is not Bar.NONE:
                height = max(3, px(3))
                inset = px(8)
                bar = QRect(rect.left(), rect.bottom() + 1 - inset, rect.width(), height)
                phase = self._ticker.phase if self._ticker.motion_allowed else None
                bar.adjust(inset, 0, -inset, 0)
                paint_bar(painter, bar, status, progress, self._theme, phase)
            self._paint_marks(painter, rect, index, task)
        self._paint_ring(painter, rect, look)
        painter.restore()

    def thumbnail(self, task: GenerationTask, size: QSize, ratio: float) -> QPixmap | None:
        """The picture as it lies in a square of this size."""
        return self._thumbnails.pixmap(task, size, ratio, self._radius)

    def button_at(self, _position: QPoint, _rect: QRect, _index: Index) -> None:
        return None

    @property
    def _radius(self) -> int:
        return self._theme.px(_RADIUS)

    def _paint_marks(
        self, painter: QPainter, rect: QRect, index: Index, task: GenerationTask
    ) -> None:
        px = self._theme.px
        if task.starred:
            box = QRect(rect.left() + px(4), rect.top() + px(4), px(_STAR), px(_STAR))
            draw_box(painter, QRectF(box), px(5), fill=_SHADE)
            glyph = QRect(0, 0, px(12), px(12))
            glyph.moveCenter(box.center())
            star = self._theme.pixmap("star-filled", "accent", px(12), pixel_ratio(painter))
            painter.drawPixmap(glyph.topLeft(), star)
        if texts.is_new(task):
            dot = px(_DOT)
            place = QRectF(rect.right() + 1 - px(5) - dot, rect.top() + px(5), dot, dot)
            draw_box(painter, place, dot / 2, fill=self._theme.color("accent"), edge=_SHADE)
        mark = mark_at(index, task.id)
        if mark:
            corner = QPointF(rect.left() + px(4), rect.bottom() - px(24))
            paint_mark(painter, corner, mark, self._theme)

    def _paint_ring(self, painter: QPainter, rect: QRect, look: Look) -> None:
        """Heavier with the focus; without the selection the focus alone has a thin one."""
        line = self._theme.color("accent_line")
        if look.selected or look.focused:
            width = 2.0 + (look.selected and look.focused)
            ring = QRectF(rect).adjusted(-RING, -RING, RING, RING)
            draw_box(painter, ring, self._radius + RING, edge=line, width=width)
        elif look.hovered:
            ring = QRectF(rect).adjusted(-2, -2, 2, 2)
            edge = self._theme.color("border_strong")
            draw_box(painter, ring, self._radius + 2, edge=edge)
