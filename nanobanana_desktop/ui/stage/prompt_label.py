"""The prompt below the picture: two lines that can be selected, the rest in the tooltip."""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.history.row_metrics import line_height_for
from nanobanana_desktop.ui.history.row_text import PROMPT_LIMIT, cut_lines
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme

LINES: Final = 2
_TOOLTIP_LENGTH: Final = 1_000


class PromptLabel(QLabel):
    """Plain text; its accessible name is the whole prompt.

    Signals: `cut_changed()` – ask `is_cut` whether all of it is shown.
    """

    cut_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prompt = ""
        self.is_cut = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_prompt(self, prompt: str) -> None:
        self._prompt = prompt
        self.setAccessibleName(prompt)
        self._cut()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), LINES * self._line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._cut()

    def _line_height(self) -> int:
        # Where letters are not hinted a line ends between two pixels, and the next one below both.
        exactly = ceil(QFontMetricsF(self.font()).lineSpacing())
        return max(exactly, line_height_for(self._prompt[:PROMPT_LIMIT], self.font()))

    def _cut(self) -> None:
        lines = cut_lines(self._prompt, self.font(), max(1, self.width()), LINES)
        self.setText("\n".join(lines))
        # A line that ends at a space has lost it.
        whole = "".join("".join(lines).split()) == "".join(self._prompt.split())
        plain_tooltip(self, "" if whole else texts.shortened(self._prompt, _TOOLTIP_LENGTH))
        self.updateGeometry()
        if self.is_cut is whole:
            self.is_cut = not whole
            self.cut_changed.emit()
