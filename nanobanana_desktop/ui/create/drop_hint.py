"""The sheet over a pane that says where a dragged image would go."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_INSET = 10
_RADIUS = 12
_ICON = 24


class _Zone(NamedTuple):
    box: QRect
    icon: str
    text: str
    is_chosen: bool


class DropHint(QWidget):
    """Covers `host` while shown; it takes no mouse events, so the drag goes through to the host.

    A part of it may be for the prompt: what is dropped there is read instead of added. Another
    part stays free, where it can be seen between which tiles something comes in.
    """

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._prompt = QRect()
        self._in_prompt = False
        self._tiles = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, prompt: QRect | None = None) -> None:
        """`prompt` is the part of the host where a picture tells its prompt."""
        self._prompt = QRect() if prompt is None else prompt
        self._tiles = QRect()
        self._in_prompt = False
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.update()

    def leave_free(self, tiles: QRect) -> None:
        """This part of the host is seen as it is."""
        if tiles != self._tiles:
            self._tiles = tiles
            self.update()

    def point_at(self, place: QPoint) -> bool:
        """The pointer is here now; whether that is in the part for the prompt."""
        inside = self._prompt.contains(place)
        if inside is not self._in_prompt:
            self._in_prompt = inside
            self.update()
        return inside

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            veil = QColor(self._theme.color("bg"))
            veil.setAlpha(235)
            painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(self._tiles)))
            painter.fillRect(self.rect(), veil)
            for zone in self._zones():
                self._draw(painter, zone)

    def _zones(self) -> list[_Zone]:
        inset = self._theme.px(_INSET)
        whole = self.rect().adjusted(inset, inset, -inset, -inset)
        add = self.tr("Drop to add as reference image")
        if self._prompt.isEmpty():
            return [_Zone(whole, "image-plus", add, True)]
        read = self.tr("Drop to read its prompt and settings")
        above = whole.adjusted(0, 0, 0, self._prompt.bottom() - whole.bottom())
        below = whole.adjusted(0, self._prompt.bottom() + inset - whole.top(), 0, 0)
        return [
            _Zone(above, "corner-up-left", read, self._in_prompt),
            _Zone(below, "image-plus", add, not self._in_prompt),
        ]

    def _draw(self, painter: QPainter, zone: _Zone) -> None:
        theme, box = self._theme, QRectF(zone.box)
        token = "accent_line" if zone.is_chosen else "text3"
        edge = theme.color(token if zone.is_chosen else "border_strong")
        width = 2 if zone.is_chosen else 1
        draw_box(painter, box, theme.px(_RADIUS), edge=edge, width=width, dash=[3.0, 2.5])
        size = theme.px(_ICON)
        middle = zone.box.center()
        pixmap = theme.pixmap(zone.icon, token, size, self.devicePixelRatioF())
        painter.drawPixmap(middle - QPoint(size // 2, size + theme.px(6)), pixmap)
        painter.setPen(theme.color("text" if zone.is_chosen else "text2"))
        painter.setFont(theme.font(1.0, 500))
        inset = theme.px(_INSET)
        text_box = box.adjusted(inset, box.height() / 2, -inset, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(text_box, int(flags) | int(Qt.TextFlag.TextWordWrap), zone.text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.update()
