"""What was asked for beside what came; differences are marked by a sign, a word and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from nanobanana_desktop.ui.details.detail_texts import Wish
from nanobanana_desktop.ui.details.field import selectable_label
from nanobanana_desktop.ui.details.read_box import RING
from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.stage.painted_icon import PaintedIcon
from nanobanana_desktop.ui.theme.theme import Theme

_ICON: Final = 13
_NAME, _ASKED, _MARK, _CAME = range(4)


class WishTable(QWidget):
    """One line for each wish."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wishes: Sequence[Wish] = ()
        self._lines: list[tuple[QLabel, QLabel, PaintedIcon, QLabel]] = []
        self._heads = (plain_label(role="small"), plain_label(role="small"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(RING, 0, 0, 0)
        self._grid.addWidget(self._heads[0], 0, _ASKED)
        self._grid.addWidget(self._heads[1], 0, _CAME)
        self._grid.setColumnStretch(_ASKED, 1)
        self._grid.setColumnStretch(_CAME, 3)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_wishes(self, wishes: Sequence[Wish]) -> None:
        self._wishes = wishes
        while len(self._lines) < len(wishes):
            self._add_line()
        for wish, (name, asked, mark, came) in zip(wishes, self._lines, strict=False):
            name.setText(wish.name)
            asked.setText(wish.asked)
            came.setText(wish.received or self.tr("Not yet"))
            set_label_role(came, "warn" if wish.differs else "label" if wish.received else "hint")
            mark.setVisible(wish.differs)
            spoken = self.tr("{name}: asked for {asked}, received {received}")
            if wish.differs:
                spoken = self.tr("{name} differs: asked for {asked}, received {received}")
            came.setAccessibleName(
                spoken.format(name=wish.name, asked=wish.asked, received=came.text())
            )

    @property
    def marked(self) -> list[str]:
        """The names of what differs."""
        return [wish.name for wish in self._wishes if wish.differs]

    def retranslate(self) -> None:
        """Of the wishes themselves, only what is shown from now on is in the new language."""
        self._heads[0].setText(self.tr("Asked"))
        self._heads[1].setText(self.tr("Received"))

    def _add_line(self) -> None:
        row = len(self._lines) + 1
        line = (
            plain_label(role="small"),
            selectable_label(),
            PaintedIcon(self._theme, "triangle-alert", "warn", _ICON),
            selectable_label(),
        )
        for column, part in enumerate(line):
            self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)
        self._lines.append(line)

    def _fit(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.px(8))
        self._grid.setVerticalSpacing(self._theme.px(4))
