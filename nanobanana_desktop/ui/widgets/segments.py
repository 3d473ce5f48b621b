"""Segments: a few words side by side in one sunken track, one of them raised."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.choices import Choice, ChoiceGroup
from nanobanana_desktop.ui.widgets.reaction import Reaction
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET

_HEIGHT = 34
_INSET = 3
_RADIUS = 8
_KNOB_RADIUS = 6
_PADDING = 17
_ICON = 15
_ICON_GAP = 7
_VEILS: Final = {Reaction.HOVER: 0.06, Reaction.PRESSED: 0.13}
"""How much of the text's colour lies over the track."""


class Segment(Choice):
    """One word of `SegmentButtons`, with an icon before it if given."""

    def __init__(self, theme: Theme, text: str, icon: str = "", parent: QWidget | None = None):
        super().__init__(theme, text, parent)
        self._icon = icon
        self._shows_words = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, visible: bool) -> None:
        """Without words only the icon is left; the name stays."""
        if visible is not self._shows_words:
            self._shows_words = visible
            self.updateGeometry()
            self.update()

    def width_of_words(self) -> int:
        """What showing the words takes, beside the icon."""
        gap = self._theme.px(_ICON_GAP) if self._icon else 0
        return gap + QFontMetrics(self._text_font()).horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._text_font())
        width = 2 * self._theme.px(_PADDING)
        if self._icon:
            width += self._theme.px(_ICON)
        if self._shows_words:
            width += self.width_of_words()
        height = max(self._theme.px(_HEIGHT - 2 * _INSET), metrics.height() + 4, LEAST_TARGET)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            radius = theme.px(_KNOB_RADIUS)
            checked = self.isChecked()
            if checked:
                fill, edge = theme.color("raised"), theme.color("control_edge")
                draw_box(painter, rect, radius, fill=fill, edge=edge)
            elif self.reaction is not Reaction.NONE:
                # No colour of its own: in the dark theme it would look as if it were chosen.
                veil = QColor(theme.color("text"))
                veil.setAlphaF(_VEILS[self.reaction])
                draw_box(painter, rect, radius, fill=veil)
            if self.hasFocus():
                draw_focus_ring(painter, rect, radius, theme.color("accent_line"))
            token = "disabled" if not self.isEnabled() else "text" if checked else "text2"
            painter.setPen(theme.color(token))
            font = self._text_font()
            painter.setFont(font)
            self._draw_content(painter, QFontMetrics(font), token)

    def _draw_content(self, painter: QPainter, metrics: QFontMetrics, token: str) -> None:
        if not self._icon:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
            return
        icon_edge = self._theme.px(_ICON)
        if not self._shows_words:
            place = QPoint((self.width() - icon_edge) // 2, (self.height() - icon_edge) // 2)
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(place, self._theme.pixmap(self._icon, token, icon_edge, ratio))
            return
        before_text = icon_edge + self._theme.px(_ICON_GAP)
        text_width = metrics.horizontalAdvance(self.text())
        left = (self.width() - before_text - text_width) // 2
        pixmap = self._theme.pixmap(self._icon, token, icon_edge, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(left, (self.height() - icon_edge) // 2), pixmap)
        rest = QRect(left + before_text, 0, text_width + 2, self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rest, flags, self.text())

    def _text_font(self) -> QFont:
        return self._theme.font(1.0, 500)


class SegmentButtons(QWidget):
    """Words side by side, of which one is chosen.

    Signals: `chosen(key: str)`.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, stretch: bool = False, parent: QWidget | None = None):
        """`stretch` shares the whole width equally; otherwise each is as wide as its word."""
        super().__init__(parent)
        self._theme = theme
        self._stretch = stretch
        self.group = ChoiceGroup(self)
        self.group.chosen.connect(self.chosen)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(2 if stretch else 0)
        horizontal = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Maximum
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def add(self, key: str, text: str, icon: str = "", name: str = "") -> Segment:
        """`name` is what screen readers say when it is not the text."""
        segment = Segment(self._theme, text, icon, self)
        if name:
            segment.setAccessibleName(name)
        self.group.add(key, segment)
        self._row.addWidget(segment, 1 if self._stretch else 0)
        return segment

    def set_text(self, key: str, text: str) -> None:
        self.group.choice(key).setText(text)

    def fit_words(self, room: int) -> None:
        """Leave the icons alone where `room` pixels cannot hold the words; all of them have one."""
        segments = self.findChildren(Segment)
        needed = self.bare_width() + sum(segment.width_of_words() for segment in segments)
        for segment in segments:
            segment.show_words(needed <= room)

    def bare_width(self) -> int:
        """What the icons alone take."""
        bare = 2 * self._theme.px(_PADDING) + self._theme.px(_ICON)
        return 2 * self._theme.px(_INSET) + bare * len(self.findChildren(Segment))

    def set_choice_enabled(self, key: str, enabled: bool) -> None:
        self.group.choice(key).setEnabled(enabled)

    def value(self) -> str | None:
        return self.group.value()

    def set_value(self, key: str) -> None:
        self.group.set_value(key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_box(
                painter,
                QRectF(self.rect()),
                self._theme.px(_RADIUS),
                fill=self._theme.color("sunken"),
                edge=self._theme.color("border"),
            )

    def _on_theme_changed(self) -> None:
        inset = self._theme.px(_INSET)
        self._row.setContentsMargins(inset, inset, inset, inset)
        self.update()
