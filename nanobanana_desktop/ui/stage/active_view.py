"""A task in work on the stage: its future shape, what is being done, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.status_painting import (
    Progress,
    clock_text,
    paint_bar,
    paint_glyph,
)
from nanobanana_desktop.ui.task_status import TaskStatus
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.shapes import draw_box

_MARGIN: Final = 24
_RADIUS: Final = 8
_GLYPH: Final = 32
_BAR_WIDTH: Final = 160
_BAR_HEIGHT: Final = 4
_GAP: Final = 8


class ActiveView(QLabel):
    """The place of a picture that is being made, in the shape it will have.

    It is an image for screen readers, named by the prompt and described by the state.
    `now` gives UTC seconds.
    """

    def __init__(
        self,
        theme: Theme,
        ticker: Ticker,
        now: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticker = ticker
        self._now = now
        self._task: GenerationTask | None = None
        self._status: TaskStatus | None = None
        self._progress: Progress | None = None
        self._note = ""
        self.setPixmap(QPixmap(1, 1))
        self.setMinimumSize(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_task(
        self,
        task: GenerationTask,
        status: TaskStatus,
        progress: Progress | None,
        note: str = "",
    ) -> None:
        """`note` is a line below the clock, for instance that it takes longer than usual."""
        self._task, self._status, self._progress = task, status, progress
        self._note = note
        self.setAccessibleName(texts.heading(task))
        clock = clock_text(task, status, progress, self._now())
        parts = (texts.state_word(status.kind), clock, note)
        self.setAccessibleDescription(texts.spoken_list(parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def picture_rect(self) -> QRect:
        """Where the picture will be if it fills the stage."""
        margin = self._theme.px(_MARGIN)
        room = self.rect().adjusted(margin, margin, -margin, -margin)
        ratio = formats.ratio_value(self._ratio())
        width = min(room.width(), round(room.height() * ratio))
        size = QSize(max(1, width), max(1, round(width / ratio)))
        area = QRect(QPoint(0, 0), size)
        area.moveCenter(room.center())
        return area

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.color("stage"))
        if self._task is None or self._status is None:
            return
        area = self.picture_rect()
        radius = self._theme.px(_RADIUS)
        edge = self._theme.color("border")
        draw_box(painter, QRectF(area), radius, fill=self._theme.color("surface"), edge=edge)
        self._paint_state(painter, area, self._task, self._status)
        if self.hasFocus():
            painter.setPen(self._theme.color("accent_line"))
            for inset in (0, 1):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))

    def _paint_state(
        self, painter: QPainter, area: QRect, task: GenerationTask, status: TaskStatus
    ) -> None:
        px = self._theme.px
        word_font = self._theme.font(1.15, QFont.Weight.DemiBold)
        small_font = self._theme.font(1.0, tabular=True)
        clock = clock_text(task, status, self._progress, self._now())
        lines = [
            self._state_line(status),
            clock,
            self._note,
        ]
        fonts = (word_font, small_font, small_font)
        colors = (status.look.colour, "text2", "text3")
        shown = [row for row in zip(lines, fonts, colors, strict=True) if row[0]]
        heights = [QFontMetrics(font).height() for _, font, _ in shown]
        gap = px(_GAP)
        glyph, bar = px(_GLYPH), px(_BAR_HEIGHT)
        total = glyph + gap + sum(heights) + gap * len(heights) + bar
        y = area.center().y() - total // 2
        center = QPoint(area.center().x(), y + glyph // 2)
        paint_glyph(painter, center, glyph, status, self._theme, self._ticker.phase)
        y += glyph + gap
        for (text, font, token), height in zip(shown, heights, strict=True):
            painter.setFont(font)
            painter.setPen(self._theme.color(token))
            room = area.width() - 2 * gap
            fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            line = QRect(area.left(), y, area.width(), height)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, fitting)
            y += height + (gap if text == self._note else gap // 2)
        width = min(px(_BAR_WIDTH), area.width() - 4 * gap)
        place = QRect(area.center().x() - width // 2, y + gap // 2, width, bar)
        phase = self._ticker.phase if self._ticker.motion_allowed else None
        paint_bar(painter, place, status, self._progress, self._theme, phase)

    @staticmethod
    def _state_line(status: TaskStatus) -> str:
        if status.case is None or status.stalled:
            return texts.row_text(status)
        return texts.state_word(status.kind)

    def _ratio(self) -> str:
        if self._task is None:
            return "1:1"
        return formats.task_ratio(self._task) or "1:1"
