"""The aspect ratio as shapes: ten tiles, and Auto to let the model choose."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import ASPECT_RATIOS
from nanobanana_desktop.ui.labels import plain_label, plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.choices import Chip, Choice, ChoiceGroup
from nanobanana_desktop.ui.widgets.reaction import FILLED, Reaction
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring

_COLUMNS: Final = 5
_HEIGHT: Final = 46
_GAP: Final = 6
_RADIUS: Final = 7
_GLYPH_CENTER: Final = 15
_LABEL_CENTER: Final = 34
_TALLEST: Final = 17.0
_WIDEST: Final = 18.5
_SQUARE: Final = 15.0
_PANORAMA: Final = 20.0
_STROKE: Final = 1.6


class RatioTile(Choice):
    """One ratio: its shape and its numbers."""

    def __init__(self, theme: Theme, ratio: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, ratio, parent)
        width, _, height = ratio.partition(":")
        self.width_part, self.height_part = int(width), int(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(0.85, QFont.Weight.Bold))
        return QSize(metrics.horizontalAdvance("00:00") + 8, self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            radius = theme.px(_RADIUS)
            checked = self.isChecked()
            if checked:
                fill, edge, width = theme.color("accent_soft"), theme.color("accent_line"), 1.5
            else:
                fill = theme.color(FILLED[self.reaction])
                edge = theme.color("border" if self.reaction is Reaction.NONE else "control_edge")
                width = 1.0
            draw_box(painter, rect, radius, fill=fill, edge=edge, width=width)
            if self.hasFocus():
                draw_focus_ring(painter, rect, radius, theme.color("accent_line"), marked=checked)
            token = "text" if checked else "text2"
            ink = theme.color(token if self.isEnabled() else "disabled")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink, _STROKE * theme.em() / 16))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._glyph_rect(), theme.px(2), theme.px(2))
            painter.setPen(ink)
            painter.setFont(theme.font(0.85, QFont.Weight.Bold if checked else QFont.Weight.Normal))
            label = QRectF(
                0, theme.px(_LABEL_CENTER) - rect.height() / 2, rect.width(), rect.height()
            )
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self.text())

    def _glyph_rect(self) -> QRectF:
        shape = self.width_part / self.height_part
        if shape < 1:
            width, height = _TALLEST * shape, _TALLEST
        elif shape == 1:
            width = height = _SQUARE
        else:
            width = _PANORAMA if shape > 2 else _WIDEST
            height = width / shape
        scale = self._theme.em() / 16
        width, height = width * scale, height * scale
        left = (self.width() - width) / 2
        return QRectF(left, _GLYPH_CENTER * scale - height / 2, width, height)


class AutoChip(Chip):
    """A radio button of its own group that a second press releases."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _colors(self, *, checked: bool) -> tuple[str, str]:
        if checked and self.reaction is not Reaction.NONE:
            return "accent_soft_press", "accent_line"
        return super()._colors(checked=checked)

    def release(self) -> None:
        # Qt keeps the one checked button of an exclusive group checked.
        self.setAutoExclusive(False)
        self.setChecked(False)
        self.setAutoExclusive(True)

    def nextCheckState(self) -> None:
        if self.isChecked():
            self.release()
        else:
            self.setChecked(True)


class RatioPicker(QWidget):
    """Label, Auto and the tiles. While Auto is on no tile is chosen.

    Signals: `changed()`.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._last_ratio = "1:1"
        self._label = plain_label(role="label", wrap=True)
        self.auto = AutoChip(theme, self)
        self.group = ChoiceGroup(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._label, 1)
        self._head.addWidget(self.auto)
        self._grid = QGridLayout()
        for index, ratio in enumerate(ASPECT_RATIOS):
            tile = RatioTile(theme, ratio, self)
            self.group.add(ratio, tile)
            self._grid.addWidget(tile, index // _COLUMNS, index % _COLUMNS)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addLayout(self._grid)
        self.group.set_value(self._last_ratio)
        self.group.chosen.connect(self._on_group_chosen)
        self.auto.toggled.connect(self._on_auto_toggled)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def value(self) -> str | None:
        """The ratio, None when the model shall choose."""
        return None if self.auto.isChecked() else self.group.value()

    def set_value(self, ratio: str | None) -> None:
        if ratio is None:
            self.auto.setChecked(True)
        elif ratio in ASPECT_RATIOS:
            self.group.set_value(ratio)

    def retranslate(self) -> None:
        self._label.setText(self.tr("Aspect ratio"))
        self.auto.setText(self.tr("Auto"))
        plain_tooltip(self.auto, self.tr("Let the model choose the ratio"))
        for ratio in ASPECT_RATIOS:
            tile = self.group.choice(ratio)
            if isinstance(tile, RatioTile):
                tile.setAccessibleName(self._spoken(tile.width_part, tile.height_part))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _spoken(self, width: int, height: int) -> str:
        if width == height:
            text = self.tr("{width} by {height}, square")
        elif width > height:
            text = self.tr("{width} by {height}, landscape")
        else:
            text = self.tr("{width} by {height}, portrait")
        return text.format(width=width, height=height)

    def _on_group_chosen(self, ratio: str) -> None:
        self._last_ratio = ratio
        self.auto.release()
        self.changed.emit()

    def _on_auto_toggled(self, checked: bool) -> None:
        if checked:
            self.group.set_value(None)
            self.changed.emit()
        elif self.group.value() is None:
            self.group.set_value(self._last_ratio)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(6))
        self._grid.setSpacing(px(_GAP))
        self._label.setMinimumHeight(px(20))
