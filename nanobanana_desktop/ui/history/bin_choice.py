"""The bin among the filters: an icon beside the search, so that the chips keep to one line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.choices import Choice
from nanobanana_desktop.ui.widgets.reaction import Reaction
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring

_EDGE = 32
_ICON = 16
_RADIUS = 7


class BinChoice(Choice):
    """Looks like the button of the filters; it has no words and needs a name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)

    def sizeHint(self) -> QSize:
        edge = self._theme.px(_EDGE)
        return QSize(edge, edge)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            rect, radius = QRectF(self.rect()), theme.px(_RADIUS)
            if self.isChecked():
                fill, edge = theme.color("accent_soft"), theme.color("accent_line")
                draw_box(painter, rect, radius, fill=fill, edge=edge)
            elif self.reaction is not Reaction.NONE:
                held = self.reaction is Reaction.PRESSED
                draw_box(painter, rect, radius, fill=theme.color("held" if held else "pressed"))
            if self.hasFocus():
                ring = theme.color("accent_line")
                draw_focus_ring(painter, rect, radius, ring, marked=self.isChecked())
            size = theme.px(_ICON)
            token = "text" if self.isChecked() else "text2"
            token = token if self.isEnabled() else "disabled"
            pixmap = theme.pixmap("trash-2", token, size, self.devicePixelRatioF())
            place = QPoint((self.width() - size) // 2, (self.height() - size) // 2)
            painter.drawPixmap(place, pixmap)
