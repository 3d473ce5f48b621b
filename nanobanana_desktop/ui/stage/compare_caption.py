"""Below two pictures: both prompts, what differs in bold, and the few things to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.stage.prompt_label import PromptLabel
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_GAP: Final = 9


class DifferenceLine(QWidget):
    """Short facts in one line; those that differ from the other picture's are bold."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letter = letter
        self._parts: list[tuple[str, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_parts(self, own: list[str], other: list[str]) -> None:
        padded = other + [""] * (len(own) - len(other))
        differs = [mine != its for mine, its in zip(own, padded, strict=False)]
        self._parts = [(self._letter, False), *zip(own, differs, strict=True)]
        self.setAccessibleName(", ".join(text for text, _ in self._parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, QFontMetrics(self._theme.font(0.92)).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = self._theme.px(_GAP)
        left = 0
        for number, (text, differs) in enumerate(self._parts):
            font = self._theme.font(0.92, QFont.Weight.Bold if differs else QFont.Weight.Normal)
            metrics = QFontMetrics(font)
            shown = text if number == 0 else f"·{' ' * 3}{text}"
            room = QRect(left, 0, max(0, self.width() - left), self.height())
            painter.setFont(font)
            painter.setPen(self._theme.color("text2" if differs else "text3"))
            fitting = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fitting)
            left += metrics.horizontalAdvance(shown) + gap


class CompareCaption(QFrame):
    """Signals: `swap_requested()`."""

    swap_requested = Signal()

    def __init__(self, theme: Theme, requests: TaskRequests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._requests = requests
        self._pair: tuple[GenerationTask, GenerationTask] | None = None
        self.setProperty("surface", "footer")
        self.prompts = (PromptLabel(theme, self), PromptLabel(theme, self))
        self.lines = (DifferenceLine(theme, "A", self), DifferenceLine(theme, "B", self))
        self.star_a = Button(theme, " ", icon="star")
        self.star_b = Button(theme, " ", icon="star")
        self.swap = Button(theme, " ", icon="arrow-left-right")
        self.star_a.clicked.connect(lambda: self._star(0))
        self.star_b.clicked.connect(lambda: self._star(1))
        self.swap.clicked.connect(self.swap_requested)
        self._grid = QGridLayout()
        for column in (0, 1):
            self._grid.addWidget(self.prompts[column], 0, column)
            self._grid.addWidget(self.lines[column], 1, column)
            self._grid.setColumnStretch(column, 1)
        self._actions = QHBoxLayout()
        for button in (self.star_a, self.star_b, self.swap):
            self._actions.addWidget(button)
        self._actions.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._column.addLayout(self._actions)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_pair(self, a: GenerationTask, b: GenerationTask) -> None:
        self._pair = (a, b)
        parts = [texts.compare_parts(task) for task in (a, b)]
        self.prompts[0].set_prompt(texts.heading(a))
        self.prompts[1].set_prompt(texts.heading(b))
        self.lines[0].show_parts(parts[0], parts[1])
        self.lines[1].show_parts(parts[1], parts[0])
        self.retranslate()

    def retranslate(self) -> None:
        starred = [task.starred for task in self._pair] if self._pair else [False, False]
        self.star_a.setText(self.tr("Remove star A") if starred[0] else self.tr("Star A"))
        self.star_b.setText(self.tr("Remove star B") if starred[1] else self.tr("Star B"))
        self.star_a.set_icon("star-filled" if starred[0] else "star")
        self.star_b.set_icon("star-filled" if starred[1] else "star")
        self.swap.setText(self.tr("Swap"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _star(self, which: int) -> None:
        if self._pair is not None:
            task = self._pair[which]
            self._requests.star_toggled.emit(task.id, not task.starred)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(13), px(12))
        self._column.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._actions.setSpacing(px(6))
