"""What the viewer says instead of a picture: the state of the task, or that there is none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.stage.stage_ground import BLACK, StageGround
from nanobanana_desktop.ui.status_painting import paint_glyph
from nanobanana_desktop.ui.task_keys import asks_for_menu
from nanobanana_desktop.ui.task_status import TaskStatus
from nanobanana_desktop.ui.theme.theme import Theme

_GLYPH: Final = 28


class ViewerNote(StageGround):
    """A sign and a line of words in the middle of the stage's ground.

    Signals: `menu_requested(QPoint)` in global coordinates.
    """

    menu_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = ""
        self._status: TaskStatus | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_words(self, words: str, status: TaskStatus | None, name: str) -> None:
        """`name` says what it is about, for screen readers."""
        self._words, self._status = words, status
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_menu(event):
            self.menu_requested.emit(self.mapToGlobal(self.rect().center()))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        px = self._theme.px
        font = self._theme.font(1.0, QFont.Weight.Medium)
        is_black = self._ground == BLACK
        middle = self.rect().center()
        # The signs of the light theme are too dark for a black ground.
        if self._status is not None and (self._theme.is_dark or not is_black):
            above = QRect(0, 0, px(_GLYPH), px(_GLYPH))
            above.moveCenter(middle)
            above.translate(0, -px(_GLYPH))
            paint_glyph(painter, above.center(), px(_GLYPH), self._status, self._theme, 0.0)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.lightGray if is_black else self._theme.color("text2"))
        room = self.rect().adjusted(px(16), px(12), -px(16), px(12))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self._words)
        if self.hasFocus() and not is_black:
            painter.setPen(self._theme.color("accent_line"))
            for inset in (0, 1):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
