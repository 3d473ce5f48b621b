"""Short facts in one line; what differs from the other picture is bold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.theme.theme import Theme

_GAP: Final = 9
_MORE: Final = "…"


class DifferenceLine(QWidget):
    """Painted as far as whole facts fit; the tooltip and the accessible name are the whole line."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letter = letter
        self._parts: list[tuple[str, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[tuple[str, bool]]) -> None:
        """Texts, and whether each differs; empty ones are left out."""
        self._parts = [(self._letter, False), *((text, differs) for text, differs in parts if text)]
        whole = spoken_list(text for text, _ in self._parts)
        self.setAccessibleName(whole)
        plain_tooltip(self, whole)
        self.update()

    @property
    def bold(self) -> list[str]:
        """What differs."""
        return [text for text, differs in self._parts if differs]

    def sizeHint(self) -> QSize:
        return QSize(100, QFontMetrics(self._theme.font(0.92)).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        gap = self._theme.px(_GAP)
        left = 0
        more = QFontMetrics(self._theme.font(0.92)).horizontalAdvance(_MORE)
        for number, (text, differs) in enumerate(self._parts):
            font = self._theme.font(0.92, QFont.Weight.Bold if differs else QFont.Weight.Normal)
            metrics = QFontMetrics(font)
            shown = text if number == 0 else f"·{' ' * 3}{text}"
            width = metrics.horizontalAdvance(shown)
            is_last = number == len(self._parts) - 1
            end = left + width if is_last else left + width + gap + more
            fits = end <= self.width()
            room = QRect(left, 0, max(0, self.width() - left), self.height())
            painter.setFont(font)
            painter.setPen(self._theme.color("text2" if differs else "text3"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown if fits else _MORE)
            if not fits:
                return
            left += width + gap
