"""A check box whose edge and tick are seen in both themes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.reaction import FILLED, Reaction, reaction_of
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring

_BOX: Final = 16
_TICK: Final = 12
_GAP: Final = 8
_RADIUS: Final = 4
_HEIGHT: Final = 24
_UNBOUNDED: Final = 10_000
_FLAGS: Final = int(
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
)


_CHECKED_FILLS: Final = {
    Reaction.NONE: "accent",
    Reaction.HOVER: "accent_hover",
    Reaction.PRESSED: "accent_press",
}


class TickBox(QCheckBox):
    """A `QCheckBox` that paints itself and wraps its text where it is narrow."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        width = self._indent() + self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width + self._theme.px(4), self._line_height())

    def minimumSizeHint(self) -> QSize:
        """Room for the longest word; what does not fit beside it wraps."""
        longest = self._text_rect(1).width()
        return QSize(self._indent() + longest, self._line_height())

    def heightForWidth(self, width: int) -> int:
        lines = self._text_rect(width - self._indent()).height()
        return max(self._theme.px(_HEIGHT), lines)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            rest = self.rect().adjusted(self._indent(), 0, 0, 0)
            first_line = (self.height() - self._text_rect(rest.width()).height()) // 2
            middle = first_line + self.fontMetrics().height() // 2
            box = QRect(0, middle - px(_BOX) // 2, px(_BOX), px(_BOX))
            checked = self.isChecked()
            fill, edge, tick_token = self._colors(checked=checked)
            draw_box(
                painter, QRectF(box), px(_RADIUS), fill=theme.color(fill), edge=theme.color(edge)
            )
            if checked:
                tick = QRect(0, 0, px(_TICK), px(_TICK))
                tick.moveCenter(box.center())
                pixmap = theme.pixmap("check", tick_token, tick.width(), self.devicePixelRatioF())
                painter.drawPixmap(tick.topLeft(), pixmap)
            if self.hasFocus():
                line = theme.color("on_accent" if checked else "accent_line")
                draw_focus_ring(painter, QRectF(box), px(_RADIUS), line)
            painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
            painter.drawText(rest, _FLAGS, self.text())

    def _colors(self, *, checked: bool) -> tuple[str, str, str]:
        """Tokens of the box, of its edge and of the tick."""
        if not self.isEnabled():
            return "sunken" if checked else "bg", "border", "disabled"
        reaction = reaction_of(self)
        if checked:
            return _CHECKED_FILLS[reaction], "accent_edge", "on_accent"
        edge = "border_strong" if reaction is Reaction.NONE else "text"
        return FILLED[reaction], edge, "on_accent"

    def _indent(self) -> int:
        return self._theme.px(_BOX) + self._theme.px(_GAP)

    def _line_height(self) -> int:
        return max(self._theme.px(_HEIGHT), self.fontMetrics().height())

    def _text_rect(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width), _UNBOUNDED)
        return self.fontMetrics().boundingRect(room, _FLAGS, self.text())
