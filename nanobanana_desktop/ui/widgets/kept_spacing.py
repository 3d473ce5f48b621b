"""Gaps between widgets that grow and shrink with the text."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QGridLayout

from nanobanana_desktop.ui.theme.theme import Theme


class KeptSpacing(QObject):
    """The spacing of a layout in pixels of the design; `beside` is another one of a grid's columns.

    It lives as long as the layout.
    """

    def __init__(
        self,
        theme: Theme,
        layout: QBoxLayout | QGridLayout,
        spacing: float,
        beside: float | None = None,
    ) -> None:
        super().__init__(layout)
        self._theme = theme
        self._layout = layout
        self._spacing = spacing
        self._beside = beside
        theme.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._layout.setSpacing(self._theme.px(self._spacing))
        if self._beside is not None and isinstance(self._layout, QGridLayout):
            self._layout.setHorizontalSpacing(self._theme.px(self._beside))
