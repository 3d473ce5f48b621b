"""Plain text to be read, selected and copied, wrapped wherever it must be."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from nanobanana_desktop.domain.search_marks import find_marks
from nanobanana_desktop.ui.text_units import utf16_length

LARGEST: Final = 14
RING: Final = 2
"""Pixels that are left free for the focus ring."""


class ReadBox(QPlainTextEdit):
    """As high as its text, up to a number of lines, then it scrolls; Tab leads on.

    What is copied out of it is the text to the letter, unlike from a label that was given
    invisible marks where it may wrap.
    """

    def __init__(
        self, parent: QWidget | None = None, *, tab_stop: bool = False, largest: int = LARGEST
    ) -> None:
        super().__init__(parent)
        self._largest = largest
        self._heights: dict[int, int] = {}
        self._paragraphs: list[QTextLayout] = []
        self._marked: tuple[str, ...] = ()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "reading")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab_stop else Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.textChanged.connect(self._forget_heights)

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
            self._mark()

    def mark_words(self, words: Sequence[str]) -> None:
        """Underline these words, which are spelled as they are searched."""
        if tuple(words) != self._marked:
            self._marked = tuple(words)
            self._mark()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.fontMetrics().height() + 2 * RING)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._measured(width)
        return height

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget_heights()

    def _mark(self) -> None:
        marks = []
        for start, end in find_marks(self.toPlainText(), self._marked) if self._marked else ():
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            # Qt counts in UTF-16 units.
            cursor.setPosition(utf16_length(self.toPlainText()[:start]))
            cursor.setPosition(
                utf16_length(self.toPlainText()[:end]), QTextCursor.MoveMode.KeepAnchor
            )
            form = QTextCharFormat()
            form.setFontUnderline(True)
            mark.cursor, mark.format = cursor, form
            marks.append(mark)
        self.setExtraSelections(marks)

    def _forget_heights(self) -> None:
        self._heights.clear()
        self._paragraphs.clear()
        self.updateGeometry()

    def _measured(self, width: int) -> int:
        """Measured apart from the document, which knows its lines for one width only."""
        if not self._paragraphs:
            self._paragraphs = self._shaped()
        room, count, height = max(1, width - 2 * RING), 0, 0.0
        for layout in self._paragraphs:
            layout.beginLayout()
            while count < self._largest:
                line = layout.createLine()
                if not line.isValid():
                    break
                line.setLineWidth(room)
                count, height = count + 1, height + line.height()
            layout.endLayout()
        return ceil(height) + 2 * RING + 1

    def _shaped(self) -> list[QTextLayout]:
        """Ready to be broken into lines. Layouts ask for several widths: the letters stay."""
        option = QTextOption()
        option.setWrapMode(self.wordWrapMode())
        paragraphs = []
        for text in self.toPlainText().split("\n")[: self._largest]:
            layout = QTextLayout(text, self.font())
            layout.setTextOption(option)
            paragraphs.append(layout)
        return paragraphs
