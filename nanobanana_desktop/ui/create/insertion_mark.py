"""The line between two reference images that says where the next one comes in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import MARKED_WIDTH, draw_box

_HALO = 1


class InsertionMark(QWidget):
    """Stands over its parent, as high as that; it takes no mouse events."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._host = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def stand_at(self, middle: float) -> None:
        """Show it at this place of the parent, as far inside as it needs to be whole."""
        width = round(MARKED_WIDTH) + 2 * _HALO
        left = min(max(0, round(middle - width / 2)), max(0, self._host.width() - width))
        self.setGeometry(left, 0, width, self._host.height())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            whole = QRectF(self.rect())
            # Pictures have any colour: the line stands out from its own edge.
            draw_box(painter, whole, whole.width() / 2, fill=self._theme.color("surface"))
            line = whole.adjusted(_HALO, 0, -_HALO, 0)
            draw_box(painter, line, line.width() / 2, fill=self._theme.color("accent_line"))
