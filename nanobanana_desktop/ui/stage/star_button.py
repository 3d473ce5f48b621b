"""The star of a task: filled and in the accent colour when it is set."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton

_ICON: Final = 18


class StarButton(IconButton):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "star", icon_size=_ICON, parent=parent)

    def set_filled(self, filled: bool) -> None:
        name, token = ("star-filled", "accent_line") if filled else ("star", "text2")
        self.setIcon(self._theme.icon(name, token, _ICON))
