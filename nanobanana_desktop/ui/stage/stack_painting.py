"""How a stack of tiles looks: sheets below a closed one, a line along an open one, a button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from nanobanana_desktop.ui.stage.grid_stacks import Stack
from nanobanana_desktop.ui.status_painting import pixel_ratio
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_SHADE: Final = QColor(0, 0, 0, 165)
_HEIGHT: Final = 24
_ICON: Final = 14
_ARROW: Final = 12
_GAP: Final = 4
_INSET: Final = 8
_PADDING: Final = 7
_SHEETS: Final = ((8, 1, 2), (16, 4, 2))
"""What is seen of each sheet below a closed stack: how far in and how far down, how high."""
REACH: Final = 5
"""How far the line along an open stack reaches to the next tile."""

_Kind = tuple[str, str, bool]
"""Words, arrow and brightness: what one button differs by from another."""


class StackPainting:
    """Buttons are drawn once for each number; to be forgotten when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._buttons: dict[tuple[_Kind, float], QPixmap] = {}
        self._widths: dict[_Kind, int] = {}

    def forget(self) -> None:
        """Colours or sizes are others now."""
        self._buttons.clear()
        self._widths.clear()

    def badge_rect(self, rect: QRect, stack: Stack) -> QRect:
        """The button of the stack on a tile that fills `rect`, as much of it as fits."""
        px = self._theme.px
        width = min(self._width(_kind(stack)), rect.width() - 2 * px(3))
        right = max(rect.left() + width, rect.right() + 1 - px(_INSET))
        top = rect.top() + min(px(_INSET), px(3) + rect.height() // 8)
        return QRect(right - width, top, width, px(_HEIGHT))

    def paint_under(self, painter: QPainter, rect: QRect, stack: Stack) -> None:
        """What is seen of a stack around its tile; to be painted before it."""
        edge = self._theme.color("border_strong")
        left, width, below = rect.left(), rect.width(), rect.bottom() + 1
        if not stack.is_open:
            # No rounded boxes: there is one for every tile of a screen full of stacks.
            for inset, top, height in _SHEETS:
                if width > 2 * inset:
                    painter.fillRect(left + inset, below + top, width - 2 * inset, height, edge)
            return
        reach = self._theme.px(REACH)
        start = left - (reach if stack.place else 0)
        end = left + width + (reach if stack.place < stack.size - 1 else 0)
        painter.fillRect(start, below + 3, end - start, 2, edge)

    def paint_badge(self, painter: QPainter, rect: QRect, stack: Stack) -> None:
        """How many there are, and which way it goes; bright when all of them are selected."""
        box = self.badge_rect(rect, stack)
        ratio = pixel_ratio(painter)
        kind = _kind(stack)
        button = self._buttons.get((kind, ratio))
        if button is None:
            button = self._buttons[kind, ratio] = self._drawn(kind, ratio)
        part = QRect(QPoint(), QSize(round(box.width() * ratio), button.height()))
        painter.drawPixmap(box.topLeft(), button, part)

    def _drawn(self, kind: _Kind, ratio: float) -> QPixmap:
        theme, px = self._theme, self._theme.px
        words, arrow, bright = kind
        box = QRect(0, 0, self._width(kind), px(_HEIGHT))
        pixmap = QPixmap(QSize(round(box.width() * ratio), round(box.height() * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        light = "on_accent" if bright else "text" if theme.is_dark else "surface"
        fill = theme.color("accent") if bright else _SHADE
        with QPainter(pixmap) as painter:
            draw_box(painter, QRectF(box), px(6), fill=fill)
            painter.setFont(self._font())
            painter.setPen(theme.color(light))
            if not arrow:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
                return pixmap
            middle, left = box.center().y() + 1, px(_PADDING)
            size = px(_ICON)
            icon = theme.pixmap("stack", light, size, ratio)
            painter.drawPixmap(left, middle - size // 2, icon)
            left += size + px(_GAP)
            width = QFontMetrics(self._font()).horizontalAdvance(words)
            area = QRect(left, box.top(), width + 1, box.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
            left += width + px(_GAP)
            size = px(_ARROW)
            icon = theme.pixmap(arrow, light, size, ratio)
            painter.drawPixmap(left, middle - size // 2, icon)
        return pixmap

    def _width(self, kind: _Kind) -> int:
        width = self._widths.get(kind)
        if width is None:
            px = self._theme.px
            width = 2 * px(_PADDING) + QFontMetrics(self._font()).horizontalAdvance(kind[0])
            if kind[1]:
                width += px(_ICON) + px(_ARROW) + 2 * px(_GAP)
            self._widths[kind] = width
        return width

    def _font(self) -> QFont:
        return self._theme.font(0.85, QFont.Weight.DemiBold, tabular=True)


def _kind(stack: Stack) -> _Kind:
    if stack.is_open and stack.place:
        return f"{stack.place + 1}/{stack.size}", "", False
    return str(stack.size), "chevron-down" if stack.is_open else "chevron-right", stack.whole
