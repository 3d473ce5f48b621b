"""The handle between two pictures that lie on each other: left of it A, right of it B."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

GRIP: Final = 44
WHOLE: Final = 100
_PAGE: Final = 10
_ICON: Final = 20
_EDGE: Final = QColor(0, 0, 0, 150)
_GRIP_FILL: Final = QColor(27, 27, 31, 215)
_HELD_FILL: Final = QColor(70, 70, 76)
_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class CompareHandle(QSlider):
    """A slider whose value is the part of A, in percent of the room it was given.

    It moves itself: its middle is where the pictures meet. Arrow keys move it while it has the
    focus; all other keys belong to the one around.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._left = 0.0
        self._width = 1.0
        self.setRange(0, WHOLE)
        self.setValue(WHOLE // 2)
        self.setPageStep(_PAGE)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.valueChanged.connect(self._place)

    def set_room(self, left: float, width: float) -> None:
        """Where it may go, in pixels of the parent."""
        self._left, self._width = left, max(1.0, width)
        self._place()

    @property
    def border(self) -> int:
        """The first pixel of the parent that is B's."""
        return round(self._left + self._width * self.value() / WHOLE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setSliderDown(True)
            self.update()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            x = self.mapToParent(event.position().toPoint()).x()
            self.setValue(round((x - self._left) / self._width * WHOLE))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms the picture below."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key(event.key()) in _KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        middle = self.width() // 2
        painter.fillRect(middle - 2, 0, 4, self.height(), _EDGE)
        painter.fillRect(middle - 1, 0, 2, self.height(), Qt.GlobalColor.white)
        grip = float(self._theme.px(GRIP))
        circle = QRectF(0, 0, grip, grip)
        circle.moveCenter(QPointF(middle, self.height() / 2))
        edge = self._theme.color("accent") if self.hasFocus() else QColor(Qt.GlobalColor.white)
        width = 3.0 if self.hasFocus() or self._is_hovered else 2.0
        fill = _HELD_FILL if self.isSliderDown() else _GRIP_FILL
        draw_box(painter, circle, grip / 2, fill=fill, edge=edge, width=width)
        # The icons follow the theme; this one lies on a picture and is white in both.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        reach, half = self._theme.px(_ICON) / 2, self._theme.px(_ICON) / 4
        for side in (-1, 1):
            tip = circle.center() + QPointF(side * reach * 1.3, 0)
            base = circle.center().x() + side * reach * 0.6
            painter.drawPolygon(
                [
                    tip,
                    QPointF(base, tip.y() - half),
                    QPointF(base, tip.y() + half),
                ]
            )

    @property
    def _is_hovered(self) -> bool:
        return self.isEnabled() and self.underMouse()

    def _place(self) -> None:
        width = self._theme.px(GRIP)
        parent = self.parentWidget()
        height = 0 if parent is None else parent.height()
        self.setGeometry(self.border - width // 2, 0, width, height)
        self.raise_()
