"""The bar under the header of the stage for what concerns the whole program."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.stage.painted_icon import PaintedIcon
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

Severity = Literal["info", "warning", "error"]

_LOOK = {
    "info": ("info", "info"),
    "warning": ("triangle-alert", "warn"),
    "error": ("circle-alert", "err"),
}
_ICON = 16


class InfoBar(LinedFrame):
    """One line with a glyph and at most one action; hidden until `show_bar`.

    Which trouble is the worst, and how long it must last before it is shown, is decided outside.

    Signals: `action_triggered()`.
    """

    action_triggered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bar", parent)
        self._glyph = PaintedIcon(theme, *_LOOK["info"], _ICON)
        self._text = plain_label(wrap=True)
        self._action = Button(theme, kind="secondary")
        self._action.clicked.connect(self.action_triggered)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._glyph)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._action)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_bar(
        self, severity: Severity, text: str, action_text: str = "", icon: str = ""
    ) -> None:
        """Show or replace the message; `icon` overrides the glyph of the severity."""
        changed = text != self._text.text() or self.isHidden()
        glyph, token = _LOOK[severity]
        self._glyph.show_icon(icon or glyph, token)
        self.setProperty("severity", severity)
        self.style().unpolish(self)
        self.style().polish(self)
        self._text.setText(text)
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self.show()
        if changed:
            announce(self, text)

    def clear(self) -> None:
        self.hide()

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(7), px(12), px(7))
        self._row.setSpacing(px(10))
