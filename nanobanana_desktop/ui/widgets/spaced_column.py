"""A column whose gaps are given one by one, in pixels of the design."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from nanobanana_desktop.ui.theme.theme import Theme

_ACROSS = QSizePolicy.Policy.Minimum
_ALONG = QSizePolicy.Policy.Fixed


class SpacedColumn(QVBoxLayout):
    """Like `QVBoxLayout` without spacing; call `fit` when the theme has changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._gaps: list[tuple[QSpacerItem, int]] = []
        self.setSpacing(0)
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            parent.setLayout(self)

    def add_gap(self, design_pixels: int) -> None:
        gap = QSpacerItem(0, self._theme.px(design_pixels), _ACROSS, _ALONG)
        self._gaps.append((gap, design_pixels))
        self.addItem(gap)

    def fit(self, left: int, top: int, right: int, bottom: int) -> None:
        """Set the margins, in pixels of the design, and bring the gaps to the size of the text."""
        px = self._theme.px
        self.setContentsMargins(px(left), px(top), px(right), px(bottom))
        for gap, design_pixels in self._gaps:
            gap.changeSize(0, px(design_pixels), _ACROSS, _ALONG)
        self.invalidate()
