"""The place of the details beside the stage."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nanobanana_desktop.ui.theme.theme import Theme

_SMALLEST: Final = 220


class DetailsPlace(QFrame):
    """Where the details come: made with the window when they are open, filled after its paint."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("surface", "pane")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def fill(self, details: QWidget) -> None:
        self._column.addWidget(details)

    def _fit(self) -> None:
        self.setMinimumWidth(self._theme.px(_SMALLEST))
