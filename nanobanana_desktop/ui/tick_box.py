"""A check box whose edge and tick are seen in both themes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring

_BOX: Final = 16
_TICK: Final = 12
_GAP: Final = 8
_RADIUS: Final = 4


class TickBox(QCheckBox):
    """A `QCheckBox` that paints itself."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        theme.theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        px = self._theme.px
        width = px(_BOX) + px(_GAP) + metrics.horizontalAdvance(self.text()) + px(4)
        return QSize(width, max(px(24), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        box = QRect(0, (self.height() - px(_BOX)) // 2, px(_BOX), px(_BOX))
        checked = self.isChecked()
        fill = theme.color("accent" if checked else "surface")
        edge = theme.color("accent_edge" if checked else "border_strong")
        draw_box(painter, QRectF(box), px(_RADIUS), fill=fill, edge=edge)
        if checked:
            tick = QRect(0, 0, px(_TICK), px(_TICK))
            tick.moveCenter(box.center())
            pixmap = theme.pixmap("check", "on_accent", tick.width(), self.devicePixelRatioF())
            painter.drawPixmap(tick.topLeft(), pixmap)
        if self.hasFocus():
            line = theme.color("text" if checked else "accent_line")
            draw_focus_ring(painter, QRectF(box), px(_RADIUS), line)
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        rest = self.rect().adjusted(px(_BOX) + px(_GAP), 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rest, flags, self.text())
