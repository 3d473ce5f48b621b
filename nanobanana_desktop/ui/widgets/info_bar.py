"""The bar under the header of the stage for what concerns the whole program."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QTimer, Signal
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
LEAST_MS: Final = 3_000
"""So long a message can be read at least; what is over sooner would only flash."""


class InfoBar(LinedFrame):
    """One line with a glyph and at most one action; hidden until `show_bar`.

    Once shown it stays for `LEAST_MS`, unless the person presses its button.

    Which trouble is the worst, and how long it must last before it is shown, is decided outside.

    Signals: `action_triggered()`.
    """

    action_triggered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bar", parent)
        self._glyph = PaintedIcon(theme, *_LOOK["info"], _ICON)
        self._text = plain_label(wrap=True)
        self._action = Button(theme, kind="secondary")
        self._action.clicked.connect(self._on_action_clicked)
        self._is_over = False
        self._least = QTimer(self)
        self._least.setObjectName("least time")
        self._least.setSingleShot(True)
        self._least.setInterval(LEAST_MS)
        self._least.timeout.connect(self._on_least_timeout)
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
        self._is_over = False
        if self.isHidden():
            self._least.start()
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
        """There is nothing to say any more."""
        self._is_over = True
        if not self._least.isActive():
            self.hide()

    def _on_action_clicked(self) -> None:
        self._least.stop()
        if self._is_over:
            self.hide()
        else:
            self.action_triggered.emit()

    def _on_least_timeout(self) -> None:
        if self._is_over:
            self.hide()

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(7), px(12), px(7))
        self._row.setSpacing(px(10))
