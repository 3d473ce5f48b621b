"""The sheet over the create pane that says where a dragged image would go."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_INSET = 10
_RADIUS = 12
_ICON = 24


class DropHint(QWidget):
    """Covers `host` while shown; it takes no mouse events, so the drag goes through to the host."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        veil = QColor(theme.color("bg"))
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        inset = theme.px(_INSET)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        edge = theme.color("accent_line")
        draw_box(painter, box, theme.px(_RADIUS), edge=edge, width=2, dash=[3.0, 2.5])
        icon_edge = theme.px(_ICON)
        middle = self.rect().center()
        pixmap = theme.pixmap("image-plus", "accent_line", icon_edge, self.devicePixelRatioF())
        painter.drawPixmap(middle - QPoint(icon_edge // 2, icon_edge + theme.px(6)), pixmap)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(1.0, 500))
        text_box = box.adjusted(inset, box.height() / 2, -inset, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        wrap = Qt.TextFlag.TextWordWrap
        text = self.tr("Drop to add as reference image")
        painter.drawText(text_box, int(flags) | int(wrap), text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.update()
