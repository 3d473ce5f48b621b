"""The look follows the desktop while the program runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Ticker

if TYPE_CHECKING:
    from nanobanana_desktop.ui.theme.desktop_look import DesktopLook


class LookWiring(QObject):
    """On Linux the portal is asked as soon as there is time; Qt itself follows other systems."""

    def __init__(self, theme: Theme, ticker: Ticker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticker = ticker
        self._desktop: DesktopLook | None = None
        theme.motion_changed.connect(self._on_theme_motion_changed)
        self._on_theme_motion_changed()
        if sys.platform == "linux":
            QTimer.singleShot(0, self, self._ask_desktop)

    def _ask_desktop(self) -> None:
        from nanobanana_desktop.ui.theme.desktop_look import DesktopLook

        self._desktop = DesktopLook(self)
        self._desktop.told.connect(self._theme.take_system)
        self._desktop.start()

    def _on_theme_motion_changed(self) -> None:
        self._ticker.set_motion_allowed(not self._theme.reduced_motion)
