"""Below two pictures: both prompts, what differs marked, and the few things to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.prompt_difference import Change, Piece, prompt_difference
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.stage.compare_facts import compare_facts
from nanobanana_desktop.ui.stage.compare_modes import CompareMode
from nanobanana_desktop.ui.stage.difference_line import DifferenceLine
from nanobanana_desktop.ui.stage.difference_panel import DifferencePanel
from nanobanana_desktop.ui.stage.marked_prompt import MarkedPrompt
from nanobanana_desktop.ui.stage.word_button import WordButton, fit_words
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.hairline import LinedFrame
from nanobanana_desktop.ui.widgets.segments import SegmentButtons

_MODES: Final = {
    CompareMode.SIDE: "columns-2",
    CompareMode.SLIDER: "separator-vertical",
    CompareMode.DIFFERENCE: "blend",
    CompareMode.FLICKER: "repeat-2",
}
_OWN: Final = (Change.REMOVED, Change.ADDED)
"""What only A has counts as removed, what only B has as added."""


class CompareCaption(LinedFrame):
    """Signals: `swap_requested()`, `mode_chosen(str)` – the value of a `CompareMode`."""

    swap_requested = Signal()
    mode_chosen = Signal(str)

    def __init__(self, theme: Theme, requests: TaskRequests, parent: QWidget | None = None) -> None:
        super().__init__(theme, "footer", parent)
        self._requests = requests
        self._pair: tuple[GenerationTask, GenerationTask] | None = None
        self._with_reference = False
        self._compared: tuple[str, str] | None = None
        self._pieces: tuple[Piece, ...] = ()
        self.prompts = (MarkedPrompt(theme, self), MarkedPrompt(theme, self))
        self.lines = (DifferenceLine(theme, "A", self), DifferenceLine(theme, "B", self))
        self.panel = DifferencePanel(theme, self)
        self.panel.hide()
        self.star_a = WordButton(theme, "star", self)
        self.star_b = WordButton(theme, "star", self)
        self.star_a.short, self.star_b.short = "A", "B"
        self.swap = WordButton(theme, "arrow-left-right", self)
        self.modes = SegmentButtons(theme, parent=self)
        for mode, icon in _MODES.items():
            self.modes.add(mode.value, "", icon)
        self.modes.set_value(CompareMode.SIDE.value)
        self.differences = WordButton(theme, "sliders-horizontal", self)
        self.differences.setCheckable(True)
        self._buttons = (self.star_a, self.star_b, self.swap, self.differences)
        self._connect()
        self._lay_out()
        theme.theme_changed.connect(self._fit)
        theme.motion_changed.connect(self._name_modes)
        self._fit()
        self.retranslate()

    def show_pair(
        self, a: GenerationTask, b: GenerationTask, *, with_reference: bool = False
    ) -> None:
        """`with_reference` says that B stands for a reference image: it has no prompt."""
        self._pair, self._with_reference = (a, b), with_reference
        for part in (self.star_b, self.swap, self.differences):
            part.setVisible(not with_reference)
        if with_reference:
            self._show_reference(a, b)
            return
        prompts = (texts.heading(a), texts.heading(b))
        if prompts != self._compared:
            self._compared, self._pieces = prompts, prompt_difference(*prompts)
        self.panel.setVisible(self.differences.isChecked())
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

    def show_mode(self, mode: CompareMode) -> None:
        """How the pictures are looked at now."""
        self.modes.set_value(mode.value)

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        modes = [self.modes.group.choice(mode.value) for mode in _MODES]
        stars_and_swap, differences = self._buttons[:3], self._buttons[3:]
        return [self.panel.prompt, *stars_and_swap, *modes, *differences]

    def retranslate(self) -> None:
        self._name_modes()
        self._name_buttons()
        if self._pair is not None:
            self.show_pair(*self._pair, with_reference=self._with_reference)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    # -- inside ----------------------------------------------------------------------------------

    def _show_reference(self, a: GenerationTask, reference: GenerationTask) -> None:
        """The prompt of A, and the name and the size of the image."""
        self._compared = None
        self.panel.hide()
        for number, task in enumerate((a, reference)):
            text = texts.heading(task)
            self.prompts[number].show_prompt(text, [Piece(Change.SAME, text)], _OWN[number])
            image = task.image
            pixels = "" if image is None else formats.pixel_size(image.width, image.height)
            parts = [(pixels, False)]
            if task is a:
                parts.append((formats.clock_time(task.created_at), False))
            else:
                parts.insert(0, (self.tr("Reference image"), False))
            self.lines[number].show_parts(parts)
        self._name_buttons()

    def _connect(self) -> None:
        self.star_a.clicked.connect(lambda: self._star(0))
        self.star_b.clicked.connect(lambda: self._star(1))
        self.swap.clicked.connect(self.swap_requested)
        self.modes.chosen.connect(self.mode_chosen)
        self.differences.toggled.connect(self._on_differences_toggled)

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        for column in (0, 1):
            self._grid.addWidget(self.prompts[column], 0, column)
            self._grid.addWidget(self.lines[column], 1, column)
            self._grid.setColumnStretch(column, 1)
        self._actions = QHBoxLayout()
        for part in (self.star_a, self.star_b, self.swap, self.modes, self.differences):
            self._actions.addWidget(part)
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
        self.differences.set_words(
            self.tr("Prompts"), self.tr("Prompts and settings, word by word")
        )
        self._fit_words()

    def _name_modes(self) -> None:
        by_hand = self.tr("One after the other: hold Space or click to see the other one (M)")
        turns = self.tr("One after the other; a click stops it, Space held shows the other one (M)")
        words = {
            CompareMode.SIDE: (self.tr("Side by side"), self.tr("Beside or above each other (M)")),
            CompareMode.SLIDER: (self.tr("Slider"), self.tr("On each other, with a border (M)")),
            CompareMode.DIFFERENCE: (
                self.tr("Difference"),
                self.tr("What differs, pixel by pixel (M)"),
            ),
            CompareMode.FLICKER: (
                self.tr("Flicker"),
                by_hand if self._theme.reduced_motion else turns,
            ),
        }
        for mode, (word, tip) in words.items():
            self.modes.set_text(mode.value, word)
            self.modes.group.choice(mode.value).setAccessibleName(word)
            plain_tooltip(self.modes.group.choice(mode.value), tip)
        self._fit_words()

    def _fit_words(self) -> None:
        """The buttons keep their words longest; the modes are told apart by their icons."""
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        gap = self._actions.spacing()
        fit_words(self._buttons, room - self.modes.bare_width() - gap, gap)
        shown = [each for each in self._buttons if not each.isHidden()]
        self.modes.fit_words(room - sum(each.sizeHint().width() + gap for each in shown))

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
