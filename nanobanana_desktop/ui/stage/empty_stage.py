"""The stage while nothing is selected: where to begin, and three prompts to try."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSpacerItem, QVBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.stage.painted_icon import PaintedIcon
from nanobanana_desktop.ui.stage.stage_ground import StageGround
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_ICON: Final = 40
_EXAMPLES: Final = 3


class EmptyStage(StageGround):
    """Signals: `example_chosen(str)` – fills the form and sends nothing."""

    example_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._icon = PaintedIcon(theme, "image", "text3", _ICON)
        self._title = plain_label(role="title")
        self._line = plain_label(role="secondary", wrap=True)
        self._try = plain_label(role="hint")
        self.examples = [Button(theme, " ", kind="link") for _ in range(_EXAMPLES)]
        self._gaps = (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._column = column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacerItem(self._gaps[0])
        for label in (self._title, self._line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacerItem(self._gaps[1])
        self._try.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._try)
        for example in self.examples:
            column.addWidget(example, 0, Qt.AlignmentFlag.AlignHCenter)
            example.clicked.connect(lambda _=False, button=example: self._choose(button))
        column.addStretch(1)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Nothing selected yet"))
        self._line.setText(self.tr("Write a prompt on the left and press Generate."))
        self._try.setText(self.tr("Or start with one of these:"))
        prompts = (
            self.tr("A ripe banana carved into a tiny sailing boat"),
            self.tr("Layered paper-cut mountains in morning fog"),
            self.tr("A matte ceramic teapot in soft window light"),
        )
        for button, prompt in zip(self.examples, prompts, strict=True):
            button.setText(prompt)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(6))
        for gap, height in zip(self._gaps, (4, 12), strict=True):
            gap.changeSize(0, px(height))
        self._column.invalidate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _choose(self, button: Button) -> None:
        self.example_chosen.emit(button.text())
