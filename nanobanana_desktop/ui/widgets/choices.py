"""Choosing one of several: painted radio buttons with one tab stop for the whole group."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.reaction import Reaction, reaction_of
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET


class Choice(QRadioButton):
    """A radio button that paints itself: screen readers say "radio button", arrow keys walk."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.updateGeometry)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    @property
    def reaction(self) -> Reaction:
        """How it answers to the pointer now; what is disabled does not."""
        return reaction_of(self)


class Chip(Choice):
    """A pill: a filter or a switch such as "Auto". With `icon` alone it needs a name.

    `padding` is the room left and right of the words.
    """

    _HEIGHT = 26
    _ICON = 15

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        icon: str = "",
        parent: QWidget | None = None,
        *,
        padding: int = 16,
    ) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self._padding = padding

    def set_padding(self, padding: int) -> None:
        """Change the room beside the words (design pixels)."""
        if padding != self._padding:
            self._padding = padding
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        width = 2 * self._theme.px(self._padding if self.text() else self._padding - 2)
        if self.text():
            width += metrics.horizontalAdvance(self.text())
        if self._icon:
            width += self._theme.px(self._ICON + (5 if self.text() else 0))
        return QSize(width, max(self._theme.px(self._HEIGHT), metrics.height() + 6, LEAST_TARGET))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            radius = rect.height() / 2
            checked = self.isChecked()
            fill, edge = self._colors(checked=checked)
            draw_box(painter, rect, radius, fill=theme.color(fill), edge=theme.color(edge))
            if self.hasFocus():
                draw_focus_ring(painter, rect, radius, theme.color("accent_line"), marked=checked)
            token = "disabled" if not self.isEnabled() else "text" if checked else "text2"
            painter.setPen(theme.color(token))
            painter.setFont(self._font())
            if not self._icon:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
                return
            edge_length = theme.px(self._ICON)
            left = theme.px(self._padding if self.text() else self._padding - 2)
            top = (self.height() - edge_length) // 2
            pixmap = theme.pixmap(self._icon, token, edge_length, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, top), pixmap)
            rest = self.rect().adjusted(left + edge_length + theme.px(5), 0, 0, 0)
            painter.drawText(
                rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text()
            )

    def _colors(self, *, checked: bool) -> tuple[str, str]:
        """Tokens of the ground and of the edge."""
        if checked:
            return "accent_soft", "accent_line" if self.isEnabled() else "border"
        fill = {Reaction.NONE: "bg", Reaction.HOVER: "pressed", Reaction.PRESSED: "held"}
        edge = "border" if self.reaction is Reaction.NONE else "control_edge"
        return fill[self.reaction], edge

    def _font(self) -> QFont:
        return self._theme.font(0.92)


class ChoiceGroup(QObject):
    """Exclusive choices by key with roving focus: Tab reaches the chosen one, arrows the others.

    Signals: `chosen(key: str)` when the choice changes, by whomever.
    """

    chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._keys: dict[str, Choice] = {}
        self._fallback = ""
        self._group.buttonToggled.connect(self._on_group_button_toggled)

    def add(self, key: str, choice: Choice) -> None:
        self._keys[key] = choice
        self._group.addButton(choice)
        self._fallback = self._fallback or key
        self._rove()

    def choice(self, key: str) -> Choice:
        return self._keys[key]

    def value(self) -> str | None:
        """The chosen key, None when nothing is chosen."""
        return next((key for key, choice in self._keys.items() if choice.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Choose; None leaves nothing chosen and keeps the tab stop where it was."""
        if key is not None:
            self._keys[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for choice in self._keys.values():
            choice.setChecked(False)
        self._group.setExclusive(True)
        self._rove()

    def focus_choice(self) -> Choice:
        """The one that Tab reaches."""
        return self._keys[self.value() or self._fallback]

    def _on_group_button_toggled(self, button: Choice, checked: bool) -> None:
        if not checked:
            return
        self._rove()
        key = next(key for key, choice in self._keys.items() if choice is button)
        self._fallback = key
        self.chosen.emit(key)

    def _rove(self) -> None:
        stop = self.focus_choice()
        for choice in self._keys.values():
            strong = choice is stop
            choice.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus
            )
