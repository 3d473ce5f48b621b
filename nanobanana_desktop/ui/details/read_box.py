"""Plain text to be read, selected and copied, wrapped wherever it must be."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

LARGEST: Final = 14


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
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "reading")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab_stop else Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumWidth(1)

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """The text is another one now, or has other formats."""
        # The document of a plain text edit counts its height in lines, as they are wrapped now.
        lines = max(1, round(self.document().size().height()))
        block = self.document().firstBlock()
        pitch = self.blockBoundingRect(block).height() / max(1, block.layout().lineCount())
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom()
        height = round(min(lines, self._largest) * pitch) + frame + 1
        if self.height() != height:
            self.setFixedHeight(height)
