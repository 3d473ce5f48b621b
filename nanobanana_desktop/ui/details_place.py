"""The place of the details beside the stage."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nanobanana_desktop.ui.tab_order import put_before, with_children
from nanobanana_desktop.ui.theme.theme import Theme

_SMALLEST: Final = 220


class DetailsPlace(QFrame):
    """Where the details come: made with the window when they are open, filled after its paint.

    `following` is the pane at their right: Tab comes to them before it comes there.
    """

    def __init__(self, theme: Theme, following: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._following = following
        self.setProperty("surface", "pane")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def fill(self, details: QWidget) -> None:
        self._column.addWidget(details)
        # The order of Tab is that of coming into the window; the rest follows the first of them.
        tab = Qt.FocusPolicy.TabFocus
        first = next((part for part in with_children(details) if part.focusPolicy() & tab), None)
        if first is not None:
            put_before(first, self._following)

    def _fit(self) -> None:
        self.setMinimumWidth(self._theme.px(_SMALLEST))
