"""The button that opens the filters, with the number of those in force on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.shapes import draw_box

_BADGE_FONT: Final = 0.72


class FilterButton(IconButton):
    """Checked while the filters are open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sliders-horizontal", size=32, parent=parent)
        self._count = 0
        self.setCheckable(True)
        self.retranslate()

    def set_count(self, count: int) -> None:
        """How many filters are in force."""
        if count != self._count:
            self._count = count
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        name = self.tr("Filters")
        if self._count:
            name = self.tr("Filters, %Ln in force", "", self._count)
        self.set_name(name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        with QPainter(self) as painter:
            font = self._theme.font(_BADGE_FONT)
            metrics, text = QFontMetrics(font), count_text(self._count)
            height = metrics.ascent() + self._theme.px(3)
            width = max(height, metrics.horizontalAdvance(text) + self._theme.px(6))
            badge = QRectF(self.width() - width, 0, width, height)
            draw_box(
                painter,
                badge,
                height / 2,
                fill=self._theme.color("accent"),
                edge=self._theme.color("accent_edge"),
            )
            painter.setFont(font)
            painter.setPen(self._theme.color("on_accent"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
