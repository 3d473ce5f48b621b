"""What is to be sorted out: the question before it begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanobanana_desktop.domain.culling import MOST_PICTURES, Culling, CullScope
from nanobanana_desktop.ui.culling.words import CullingWords
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_WIDTH = 460


class StartCard(QFrame):
    """Either goes on with what was kept, or offers the pictures that could be sorted out.

    Signals: `chosen(CullScope)`, `go_on_wanted()`, `throw_away_wanted()`, `take_back_wanted()` –
    what was just thrown away –, `cancelled()`.
    """

    chosen = Signal(object)
    go_on_wanted = Signal()
    throw_away_wanted = Signal()
    take_back_wanted = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, words: CullingWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self.setProperty("surface", "card")
        self._title = plain_label(role="title")
        self._text = plain_label(role="secondary", wrap=True)
        self.go_on = Button(theme, " ", kind="primary")
        self.throw_away = Button(theme, " ")
        self.take_back = Button(theme, " ", kind="link")
        self.cancel = Button(theme, " ")
        self.scopes: dict[CullScope, Button] = {}
        self._most = plain_label(role="hint", wrap=True)
        self._choices = QVBoxLayout()
        self._lay_out()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.go_on.clicked.connect(self.go_on_wanted)
        self.throw_away.clicked.connect(self.throw_away_wanted)
        self.take_back.clicked.connect(self.take_back_wanted)
        self.cancel.clicked.connect(self.cancelled)

    def ask_to_go_on(self, culling: Culling) -> None:
        """Somebody was in the middle of something."""
        self._show_scopes({})
        self._title.setText(self.tr("Go on sorting out?"))
        self._text.setText(self._words.kept_question(culling))
        self._show(self.go_on, self.throw_away)

    def ask_what(self, counts: Mapping[CullScope, int], *, can_take_back: bool = False) -> None:
        """`counts` are the pictures of each scope that there is, the likeliest scope first.

        `can_take_back` tells that decisions were thrown away just now.
        """
        self._show_scopes(counts)
        self._title.setText(self.tr("Which images do you want to sort out?"))
        self._text.setText(
            self.tr(
                "One after the other: keep it, or put it aside for the bin. Nothing happens to "
                "your images before you say so at the end."
            )
        )
        self._show(*([self.take_back] if can_take_back else []))
        self._most.setVisible(max(counts.values(), default=0) >= MOST_PICTURES)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), self._theme.px(_WIDTH)), hint.height())

    def first(self) -> QWidget:
        """What Enter would do."""
        if not self.go_on.isHidden():
            return self.go_on
        return next(iter(self.scopes.values()), self.cancel)

    def retranslate(self) -> None:
        self.go_on.setText(self.tr("Go on"))
        self.throw_away.setText(self.tr("Throw away the decisions"))
        self.take_back.setText(self.tr("Decisions thrown away. Undo"))
        self.cancel.setText(self.tr("Cancel"))
        most = self.tr("Of more than {count} images the first ones are sorted out.")
        self._most.setText(most.format(count=count_text(MOST_PICTURES)))

    def tab_stops(self) -> Sequence[QWidget]:
        return (*self.scopes.values(), self.take_back, self.go_on, self.throw_away, self.cancel)

    def _show(self, *shown: QWidget) -> None:
        for button in (self.go_on, self.throw_away, self.take_back):
            button.setVisible(button in shown)
        self._most.hide()
        self.retranslate()

    def _show_scopes(self, counts: Mapping[CullScope, int]) -> None:
        for button in self.scopes.values():
            button.hide()
            button.deleteLater()
        self.scopes = {}
        for scope, count in counts.items():
            text = self.tr("{scope} · {count}").format(
                scope=self._words.scope(scope), count=count_text(count)
            )
            button = Button(self._theme, text, parent=self)
            button.setProperty("align", "left")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self.chosen.emit, scope))
            self._choices.addWidget(button)
            button.show()
            self.scopes[scope] = button
        below = (self._most, self.take_back, self.go_on, self.throw_away, self.cancel)
        for part in (*self.scopes.values(), *below):
            # Screen readers are told the children in stacking order.
            part.raise_()

    def _lay_out(self) -> None:
        self._foot = foot = QHBoxLayout()
        for button in (self.go_on, self.throw_away):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        self._column = column = QVBoxLayout(self)
        for part in (self._title, self._text):
            column.addWidget(part)
        column.addLayout(self._choices)
        column.addWidget(self._most)
        column.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(foot)

    def _fit(self) -> None:
        px = self._theme.px
        self._foot.setSpacing(px(8))
        self._choices.setSpacing(px(6))
        self._column.setContentsMargins(px(24), px(24), px(24), px(20))
        self._column.setSpacing(px(12))
