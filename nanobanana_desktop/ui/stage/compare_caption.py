"""Below two pictures: both prompts, what differs marked, and the few things to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.prompt_difference import Change, Piece, prompt_difference
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.stage.compare_facts import compare_facts
from nanobanana_desktop.ui.stage.difference_line import DifferenceLine
from nanobanana_desktop.ui.stage.difference_panel import DifferencePanel
from nanobanana_desktop.ui.stage.marked_prompt import MarkedPrompt
from nanobanana_desktop.ui.stage.word_button import WordButton, fit_words
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

_OWN: Final = (Change.REMOVED, Change.ADDED)
"""What only A has counts as removed, what only B has as added."""


class CompareCaption(LinedFrame):
    """Signals: `swap_requested()`, `slider_requested(bool)`."""

    swap_requested = Signal()
    slider_requested = Signal(bool)

    def __init__(self, theme: Theme, requests: TaskRequests, parent: QWidget | None = None) -> None:
        super().__init__(theme, "footer", parent)
        self._requests = requests
        self._pair: tuple[GenerationTask, GenerationTask] | None = None
        self._compared: tuple[str, str] | None = None
        self._pieces: tuple[Piece, ...] = ()
        self._with_slider = False
        self.prompts = (MarkedPrompt(theme, self), MarkedPrompt(theme, self))
        self.lines = (DifferenceLine(theme, "A", self), DifferenceLine(theme, "B", self))
        self.panel = DifferencePanel(theme, self)
        self.panel.hide()
        self.star_a = WordButton(theme, "star", self)
        self.star_b = WordButton(theme, "star", self)
        self.star_a.short, self.star_b.short = "A", "B"
        self.swap = WordButton(theme, "arrow-left-right", self)
        self.slider = WordButton(theme, "scan", self)
        self.differences = WordButton(theme, "sliders-horizontal", self)
        self.differences.setCheckable(True)
        self._buttons = (self.star_a, self.star_b, self.swap, self.slider, self.differences)
        self._connect()
        self._lay_out()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_pair(self, a: GenerationTask, b: GenerationTask) -> None:
        self._pair = (a, b)
        prompts = (texts.heading(a), texts.heading(b))
        if prompts != self._compared:
            self._compared, self._pieces = prompts, prompt_difference(*prompts)
        facts = compare_facts(a, b)
        for number, task in enumerate((a, b)):
            self.prompts[number].show_prompt(prompts[number], self._pieces, _OWN[number])
            parts = [((fact.a, fact.b)[number], fact.differs) for fact in facts]
            # A narrow window cuts the end: what differs comes first.
            parts.sort(key=lambda part: not part[1])
            parts.append((formats.clock_time(task.created_at), False))
            self.lines[number].show_parts(parts)
        if self.panel.isVisibleTo(self):
            self.panel.show_pair(a, b, self._pieces)
        self._name_buttons()

    def show_mode(self, with_slider: bool) -> None:
        """Whether the pictures lie on each other."""
        self._with_slider = with_slider
        self._name_buttons()

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        return [self.panel.prompt, *self._buttons]

    def retranslate(self) -> None:
        self._name_buttons()
        if self._pair is not None:
            self.show_pair(*self._pair)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    # -- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.star_a.clicked.connect(lambda: self._star(0))
        self.star_b.clicked.connect(lambda: self._star(1))
        self.swap.clicked.connect(self.swap_requested)
        self.slider.clicked.connect(lambda: self.slider_requested.emit(not self._with_slider))
        self.differences.toggled.connect(self._on_differences_toggled)

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        for column in (0, 1):
            self._grid.addWidget(self.prompts[column], 0, column)
            self._grid.addWidget(self.lines[column], 1, column)
            self._grid.setColumnStretch(column, 1)
        self._actions = QHBoxLayout()
        for button in self._buttons:
            self._actions.addWidget(button)
        self._actions.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.panel)
        self._column.addLayout(self._actions)

    def _name_buttons(self) -> None:
        starred = [task.starred for task in self._pair] if self._pair else [False, False]
        self.star_a.set_words(self.tr("Remove star A") if starred[0] else self.tr("Star A"))
        self.star_b.set_words(self.tr("Remove star B") if starred[1] else self.tr("Star B"))
        self.star_a.change_icon("star-filled" if starred[0] else "star")
        self.star_b.change_icon("star-filled" if starred[1] else "star")
        self.swap.set_words(self.tr("Swap"), self.tr("Swap (X)"))
        if self._with_slider:
            self.slider.set_words(self.tr("Side by side"), self.tr("Show them side by side (M)"))
        else:
            self.slider.set_words(self.tr("Slider"), self.tr("Lay them on each other (M)"))
        self.slider.change_icon("columns-2" if self._with_slider else "scan")
        self.differences.set_words(
            self.tr("Differences"), self.tr("Prompts and settings, word by word")
        )
        self._fit_words()

    def _fit_words(self) -> None:
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        fit_words(self._buttons, room, self._actions.spacing())

    def _star(self, which: int) -> None:
        if self._pair is not None:
            task = self._pair[which]
            self._requests.star_toggled.emit(task.id, not task.starred)

    def _on_differences_toggled(self, shown: bool) -> None:
        if shown and self._pair is not None:
            self.panel.show_pair(*self._pair, self._pieces)
        self.panel.setVisible(shown)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(13), px(12))
        self._column.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._actions.setSpacing(px(6))
        self._fit_words()
