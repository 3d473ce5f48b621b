"""How a stack of tiles looks: sheets below a closed one, a line along an open one, a button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

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
_SHEETS: Final = ((12, 6), (6, 3))
"""Of each sheet below a closed stack: how much narrower at each side, how much lower."""
_REACH: Final = 5
"""How far the line along an open stack reaches to the next tile."""


def badge_rect(rect: QRect, stack: Stack, theme: Theme) -> QRect:
    """The button of the stack on a tile that fills `rect`, as much of it as fits."""
    px = theme.px
    width = 2 * px(_PADDING) + QFontMetrics(_font(theme)).horizontalAdvance(_words(stack))
    if not _is_member(stack):
        width += px(_ICON) + px(_ARROW) + 2 * px(_GAP)
    inset = px(_INSET)
    width = min(width, rect.width() - 2 * px(3))
    right = max(rect.left() + width, rect.right() + 1 - inset)
    top = rect.top() + min(inset, px(3) + rect.height() // 8)
    return QRect(right - width, top, width, px(_HEIGHT))


def paint_under(painter: QPainter, rect: QRect, stack: Stack, theme: Theme) -> None:
    """What is seen of a stack around its tile; to be painted before it."""
    edge = theme.color("border_strong")
    if stack.is_open:
        line = QRectF(rect.left(), rect.bottom() + 4, rect.width(), 2)
        line.adjust(0 if stack.place == 0 else -_REACH, 0, 0, 0)
        if stack.place < stack.size - 1:
            line.adjust(0, 0, _REACH, 0)
        painter.fillRect(line, edge)
        return
    for narrower, lower in _SHEETS:
        sheet = QRectF(rect).adjusted(narrower, 2 * theme.px(_INSET), -narrower, lower)
        if sheet.width() > 0 and sheet.height() > 0:
            draw_box(painter, sheet, theme.px(8), fill=theme.color("raised"), edge=edge)


def paint_badge(painter: QPainter, rect: QRect, stack: Stack, theme: Theme) -> None:
    """How many there are, and which way it goes; bright when all of them are selected."""
    px = theme.px
    box = badge_rect(rect, stack, theme)
    ratio = pixel_ratio(painter)
    light = "on_accent" if stack.whole else "text" if theme.is_dark else "surface"
    fill = theme.color("accent") if stack.whole else _SHADE
    draw_box(painter, QRectF(box), px(6), fill=fill)
    painter.save()
    painter.setClipRect(box)
    painter.setFont(_font(theme))
    painter.setPen(theme.color(light))
    if _is_member(stack):
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _words(stack))
        painter.restore()
        return
    middle, left = box.center().y() + 1, box.left() + px(_PADDING)
    size = px(_ICON)
    painter.drawPixmap(left, middle - size // 2, theme.pixmap("stack", light, size, ratio))
    left += size + px(_GAP)
    width = QFontMetrics(_font(theme)).horizontalAdvance(_words(stack))
    words = QRect(left, box.top(), width + 1, box.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, _words(stack))
    left += width + px(_GAP)
    arrow = "chevron-down" if stack.is_open else "chevron-right"
    size = px(_ARROW)
    painter.drawPixmap(left, middle - size // 2, theme.pixmap(arrow, light, size, ratio))
    painter.restore()


def _is_member(stack: Stack) -> bool:
    """A tile of an open stack that is not its first."""
    return stack.is_open and stack.place > 0


def _words(stack: Stack) -> str:
    return f"{stack.place + 1}/{stack.size}" if _is_member(stack) else str(stack.size)


def _font(theme: Theme) -> QFont:
    return theme.font(0.85, QFont.Weight.DemiBold, tabular=True)
