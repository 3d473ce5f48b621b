"""Windows that hold as much text as before when the size of the text changes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme

_SHARE: Final = 0.9
"""Of the height of the screen: no window becomes higher by itself."""
_FINE: Final = 1000


class TextSized(QObject):
    """Gives a window its usual size and lets it grow and shrink with the text from there.

    What a person made wider stays as much wider.
    """

    def __init__(self, theme: Theme, window: QWidget, width: float, height: float) -> None:
        """`width` and `height` are pixels of the design."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._unit = theme.px(_FINE)
        self._resize(theme.px(width), theme.px(height))
        theme.theme_changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        before, self._unit = self._unit, self._theme.px(_FINE)
        if before != self._unit:
            size = self._window.size()
            scale = self._unit / before
            self._resize(round(size.width() * scale), round(size.height() * scale))

    def _resize(self, width: int, height: int) -> None:
        # What is too high scrolls. Words beside each other need their width.
        most = round(self._window.screen().availableGeometry().height() * _SHARE)
        self._window.resize(width, min(height, most))
