"""Short facts of one kind below each other: names at the left, values beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from nanobanana_desktop.ui.details.detail_texts import Line
from nanobanana_desktop.ui.details.field import selectable_label
from nanobanana_desktop.ui.details.read_box import RING
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme


class LineTable(QWidget):
    """Hidden while there are no lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(RING, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def show_lines(self, lines: Sequence[Line]) -> None:
        while len(self._lines) < len(lines):
            pair = (plain_label(role="small"), selectable_label())
            for column, label in enumerate(pair):
                place = Qt.AlignmentFlag.AlignVCenter
                self._grid.addWidget(label, len(self._lines), column, place)
            self._lines.append(pair)
        for number, (name, value) in enumerate(self._lines):
            is_used = number < len(lines)
            name.setVisible(is_used)
            value.setVisible(is_used)
            if is_used:
                name.setText(lines[number].name)
                value.setText(lines[number].text)
                value.setAccessibleName(f"{lines[number].name}: {lines[number].text}")
        self.setVisible(bool(lines))

    def _fit(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.px(10))
        self._grid.setVerticalSpacing(self._theme.px(3))
