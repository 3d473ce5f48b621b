"""One picture, what was decided about it, and all that can be decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.culling import Culling, Decision
from nanobanana_desktop.ui.culling.cull_keys import CullStep
from nanobanana_desktop.ui.culling.key_button import KeyButton
from nanobanana_desktop.ui.culling.words import CullingWords, icon_of
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.stage.painted_icon import PaintedIcon
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

S = CullStep

_RATINGS: Final = (S.RATE_1, S.RATE_2, S.RATE_3, S.RATE_4, S.RATE_5)
_ICON: Final = 16


class _Verdict(QWidget):
    """What was decided about the picture: glyph and words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon = PaintedIcon(theme, "check", "ok", _ICON, self)
        self.text = plain_label(role="label", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.icon)
        row.addWidget(self.text)

    def show_decision(self, decision: Decision | None, words: str) -> None:
        """None hides it."""
        if decision is not None:
            self.icon.show_icon(*icon_of(decision))
        self.text.setText(words)
        self.setVisible(decision is not None)


class DeckPage(QWidget):
    """Signals: `step_taken(CullStep)` – a button was pressed."""

    step_taken = Signal(object)

    def __init__(self, theme: Theme, words: CullingWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._letters = True
        self.picture = PictureView(theme, self)
        self.picture.set_ground(BLACK)
        self.picture.drags_out = False
        self.scope = plain_label(role="pane")
        self.progress = plain_label(role="secondary")
        self.verdict = _Verdict(theme)
        self.previous = IconButton(theme, "chevron-left")
        self.next = IconButton(theme, "chevron-right")
        self.finish = KeyButton(theme, S.END, parent=self)
        self.rate_label = plain_label(role="secondary")
        self.deciding = (
            KeyButton(theme, S.KEEP, icon="check", parent=self),
            KeyButton(theme, S.BIN, icon="trash-2", parent=self),
            KeyButton(theme, S.STAR, icon="star", parent=self),
        )
        self.rating = tuple(KeyButton(theme, step, bare=True, parent=self) for step in _RATINGS)
        self.back = KeyButton(theme, S.BACK, icon="undo-2", parent=self)
        self.zoom = KeyButton(theme, S.ZOOM, icon="zoom-in", parent=self)
        self._header = LinedFrame(theme, "header")
        self._footer = LinedFrame(theme, "footer")
        self._groups: list[QHBoxLayout] = []
        self._lay_out()
        for button in self._buttons:
            button.clicked.connect(lambda _on=False, step=button.step: self.step_taken.emit(step))
        self.previous.clicked.connect(lambda: self.step_taken.emit(S.PREVIOUS))
        self.next.clicked.connect(lambda: self.step_taken.emit(S.NEXT))
        theme.theme_changed.connect(self._fit)
        self._fit()

    @property
    def _buttons(self) -> tuple[KeyButton, ...]:
        return (*self.deciding, *self.rating, self.back, self.zoom, self.finish)

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        head = (self.previous, self.next, self.finish)
        return [*head, self.picture, *self.deciding, *self.rating, self.back, self.zoom]

    def show_state(self, culling: Culling) -> None:
        """How far it is, and what was decided about the picture in view."""
        decision = culling.decision(culling.current)
        self.scope.setText(self._words.scope(culling.scope))
        self.progress.setText(self._words.progress(culling))
        words = "" if decision is None else self._words.decision(decision)
        self.verdict.show_decision(decision, words)
        self.picture.setAccessibleDescription(words)
        self.back.setEnabled(bool(culling.decided))

    def retranslate(self, *, letters: bool) -> None:
        """Without `letters` keys are shown that are none."""
        for button in self._buttons:
            button.retranslate(letters=letters)
        for arrow, step in ((self.previous, S.PREVIOUS), (self.next, S.NEXT)):
            arrow.set_name(step.text, f"{step.text} ({step.key_text()})")
        self.rate_label.setText(self.tr("Rate and keep"))

    def _lay_out(self) -> None:
        self._head = head = QHBoxLayout(self._header)
        self._told = told = FlowLayout()
        for part in (self.scope, self.progress, self.verdict):
            told.addWidget(part)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(told)
        middle.addStretch(1)
        head.addLayout(middle, 1)
        for button in (self.previous, self.next, self.finish):
            head.addWidget(button)
        self._flow = flow = FlowLayout()
        self._foot = foot = QVBoxLayout(self._footer)
        foot.addLayout(flow)
        # What belongs together stays in one line.
        for group in (self.deciding, (self.rate_label, *self.rating), (self.back, self.zoom)):
            flow.addWidget(self._grouped(group))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.picture, 1)
        column.addWidget(self._footer)
        for below in (self._header, self.picture, self._footer):
            # Screen readers are told the children in stacking order.
            below.raise_()

    def _grouped(self, parts: Sequence[QWidget]) -> QWidget:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            row.addWidget(part)
        self._groups.append(row)
        return group

    def _fit(self) -> None:
        px = self._theme.px
        for row in self._groups:
            row.setSpacing(px(6))
        self._header.setMinimumHeight(px(48))
        self._head.setContentsMargins(px(16), px(6), px(12), px(6))
        self._head.setSpacing(px(12))
        self._foot.setContentsMargins(px(16), px(10), px(16), px(10))
        self._told.set_gaps(px(16), px(2))
        self._flow.set_gaps(px(20), px(8))
