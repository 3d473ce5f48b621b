"""Two lines of a prompt in which words are marked that another prompt does not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanobanana_desktop.domain.prompt_difference import Change, Piece
from nanobanana_desktop.ui.history.row_metrics import line_height_for
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.text_units import utf16_length
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme

LINES: Final = 2
ALIKE: Final = 0.35
"""The part of the longer prompt that must be the same, or marks would be everywhere."""
_LENGTH: Final = 400
"""More of a prompt than this never fits into two lines."""
_BEFORE: Final = 24
"""Characters that are kept before the first mark when the beginning has no room."""
_HEAD: Final = 60
"""A mark that begins so early is in the first line anyhow."""
_TOOLTIP_LENGTH: Final = 1_000


class MarkedPrompt(QWidget):
    """Plain text, painted; its accessible name is the whole prompt.

    Marked words are underlined and bold: the marks do not depend on colour.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pieces: tuple[tuple[str, bool], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def show_prompt(self, prompt: str, pieces: Sequence[Piece], own: Change) -> None:
        """`pieces` make up the difference; those of the kind `own` are only here.

        Nothing is marked in prompts that have hardly anything in common.
        """
        self.setAccessibleName(prompt)
        marks = own if are_alike(pieces) else None
        shown = [(" ".join(_folded(p.text)), p.change is marks) for p in pieces if _is_here(p, own)]
        self._pieces = tuple(_excerpt(shown))
        plain_tooltip(self, shortened(prompt, _TOOLTIP_LENGTH))
        self.update()

    @property
    def marked(self) -> list[str]:
        """The words that are marked, as far as they are shown."""
        return [text for text, is_marked in self._pieces if is_marked]

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), LINES * self._pitch())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setPen(self._theme.color("text"))
        font = self._theme.font()
        metrics = QFontMetrics(font)
        dots = metrics.horizontalAdvance("…")
        text = "".join(part for part, _ in self._pieces)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        end = 0
        for number in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self.width())
            end = line.textStart() + line.textLength()
            if number == LINES - 1 and end < utf16_length(text):
                line.setLineWidth(max(1, self.width() - dots))
            line.setPosition(QPointF(0, number * self._pitch()))
        layout.endLayout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            line.draw(painter, QPointF(0, (self._pitch() - line.height()) / 2))
        if layout.lineCount() and end < utf16_length(text):
            last = layout.lineAt(layout.lineCount() - 1)
            base = last.y() + (self._pitch() - last.height()) / 2 + last.ascent()
            painter.setFont(font)
            painter.drawText(QPointF(last.naturalTextWidth(), base), "…")

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges = []
        start = 0
        for text, is_marked in self._pieces:
            length = utf16_length(text)
            if is_marked and text.strip():
                mark = QTextLayout.FormatRange()
                before = utf16_length(text) - utf16_length(text.lstrip())
                mark.start, mark.length = start + before, utf16_length(text.strip())
                form = QTextCharFormat()
                form.setFontWeight(QFont.Weight.DemiBold)
                form.setFontUnderline(True)
                mark.format = form
                ranges.append(mark)
            start += length
        return ranges

    def _pitch(self) -> int:
        return line_height_for("".join(text for text, _ in self._pieces), self._theme.font())


def are_alike(pieces: Sequence[Piece]) -> bool:
    """Whether a good part of both prompts is the same."""
    same, removed, added = (
        sum(len(piece.text.strip()) for piece in pieces if piece.change is change)
        for change in (Change.SAME, Change.REMOVED, Change.ADDED)
    )
    return same >= ALIKE * (same + max(removed, added))


def _is_here(piece: Piece, own: Change) -> bool:
    return piece.change is own or piece.change is Change.SAME


def _folded(text: str) -> list[str]:
    """The words of one piece; its own outer spaces stay, as single ones."""
    words = text.split()
    if not words:
        return ["", ""] if text else []
    return [
        *([""] if text[0].isspace() else []),
        *words,
        *([""] if text[-1].isspace() else []),
    ]


def _excerpt(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """What fits, from a little before the first mark on."""
    parts = list(pieces)
    if parts and not parts[0][1] and len(parts) > 1 and len(parts[0][0]) > _HEAD:
        parts[0] = ("… " + parts[0][0][-_BEFORE:].lstrip(), False)
    shown: list[tuple[str, bool]] = []
    room = _LENGTH
    for text, is_marked in parts:
        shown.append((text[:room], is_marked))
        room -= len(text)
        if room <= 0:
            break
    return shown
