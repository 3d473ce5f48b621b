"""Buttons that take their icon from the theme."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_focus_ring
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET

Kind = Literal["primary", "secondary", "quiet", "link", "danger", "toast"]

_PRIMARY_RADIUS = 9
_ROW_RADIUS = 7
_RING_INSET = 3
"""At the edge the ring would lie between two colours, and one of them is always like it."""
_ICON_TOKENS = {
    "primary": "on_accent",
    "quiet": "text2",
    "link": "accent_line",
    "danger": "err",
    "toast": "toast_link",
}


class Button(QPushButton):
    """A button with words; `kind` chooses its look, `icon` stands before the words."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        kind: Kind = "secondary",
        icon: str = "",
        icon_size: int = 15,
        gap: int = 5,
        in_row: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`in_row` makes a primary button as high as the others beside it."""
        super().__init__(text, parent)
        if in_row:
            self.setProperty("scale", "row")
        self._theme = theme
        self._kind = kind
        self._icon_size = icon_size
        self._gap = gap if text else 0
        self._has_icon = False
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if kind == "link":
            self.setMinimumHeight(LEAST_TARGET)
        if icon:
            self.set_icon(icon)

    def set_icon(self, name: str) -> None:
        """Show another icon; an empty name removes it."""
        if not self._has_icon:
            self._theme.theme_changed.connect(self._fit_icon)
            self._has_icon = True
        if not name:
            self.setIcon(QIcon())
            return
        token = _ICON_TOKENS.get(self._kind, "text")
        self.setIcon(self._theme.icon(name, token, self._icon_size, self._gap))
        self._fit_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._kind == "primary" and self.hasFocus():
            inset = self._theme.px(_RING_INSET)
            ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            edge = _ROW_RADIUS if self.property("scale") == "row" else _PRIMARY_RADIUS
            radius = self._theme.px(edge) - inset
            with QPainter(self) as painter:
                draw_focus_ring(painter, ring, radius, self._theme.color("on_accent"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, outside of dialogs too."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_enter and plain and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _fit_icon(self) -> None:
        self.setIconSize(self._theme.icon_size(self._icon_size, self._gap))


class IconButton(Button):
    """A square, quiet button without words; it always has a name and a tooltip."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str = "",
        *,
        size: int = 30,
        icon_size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, kind="quiet", icon=icon, icon_size=icon_size, parent=parent)
        self._edge = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._fit_edge)
        self._fit_edge()
        self.set_name(name)

    def set_name(self, name: str, tooltip: str = "") -> None:
        """`name` is spoken; `tooltip` is shown and may hold the key, it is the name by default."""
        self.setAccessibleName(name)
        plain_tooltip(self, tooltip or name)

    def _fit_edge(self) -> None:
        edge = max(LEAST_TARGET, self._theme.px(self._edge))
        self.setFixedSize(edge, edge)
