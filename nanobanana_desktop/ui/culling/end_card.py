"""The end of sorting out: what is to happen, and whether it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nanobanana_desktop.domain.culling import Culling
from nanobanana_desktop.ui.culling.bin_list import BinList, TaskOf
from nanobanana_desktop.ui.culling.words import CullingWords
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

_WIDTH = 560


class EndCard(QFrame):
    """Signals: `carry_out_wanted()`, `go_on_wanted()`, `throw_away_wanted()`."""

    carry_out_wanted = Signal()
    go_on_wanted = Signal()
    throw_away_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        words: CullingWords,
        cache: ThumbnailCache,
        task_of: TaskOf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self.setProperty("surface", "card")
        self._title = plain_label(role="title", wrap=True)
        self.list = BinList(theme, cache, task_of, self)
        self._hint = plain_label(role="hint", wrap=True)
        self._facts = plain_label(role="secondary", wrap=True)
        self.warning = plain_label(role="warn", wrap=True)
        self.carry_out = Button(theme, " ", kind="primary")
        self.go_on = Button(theme, " ")
        self.throw_away = Button(theme, " ")
        self._lay_out()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.carry_out.clicked.connect(self.carry_out_wanted)
        self.go_on.clicked.connect(self.go_on_wanted)
        self.throw_away.clicked.connect(self.throw_away_wanted)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), self._theme.px(_WIDTH)), hint.height())

    def show_end(self, culling: Culling) -> None:
        for_bin = culling.for_bin
        self._title.setText(self._words.end_title(culling))
        self.list.show_ids(for_bin)
        self._hint.setVisible(bool(for_bin))
        self._facts.setText("\n".join(self._words.end_facts(culling)))
        self.warning.hide()
        self.carry_out.setText(self._words.carry_out(culling))
        self.throw_away.setEnabled(bool(culling.decided))
        self.retranslate()

    def show_starred(self, count: int) -> None:
        """So many of those for the bin have a star."""
        self.warning.setText(self._words.starred_warning(count))
        self.warning.setVisible(bool(count))

    def tab_stops(self) -> Sequence[QWidget]:
        return (self.list, self.carry_out, self.go_on, self.throw_away)

    def retranslate(self) -> None:
        self._hint.setText(self.tr("Enter looks at an image once more. The bin gives them back."))
        self.list.setAccessibleName(self.tr("For the bin"))
        self.go_on.setText(self.tr("Keep deciding"))
        self.throw_away.setText(self.tr("Throw away the decisions"))

    def _lay_out(self) -> None:
        self._buttons = buttons = FlowLayout()
        for button in (self.carry_out, self.go_on, self.throw_away):
            buttons.addWidget(button)
        self._column = column = QVBoxLayout(self)
        for part in (self._title, self.list, self._hint, self._facts, self.warning):
            column.addWidget(part)
        column.addLayout(buttons)
        for below in (self.list, self._hint, self._facts, self.warning, *self.tab_stops()[1:]):
            # Screen readers are told the children in stacking order.
            below.raise_()

    def _fit(self) -> None:
        px = self._theme.px
        self._buttons.set_gaps(px(8), px(8))
        self._column.setContentsMargins(px(24), px(24), px(24), px(20))
        self._column.setSpacing(px(12))
