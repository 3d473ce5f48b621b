"""All that tells two pictures apart: settings, references, and the prompts word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanobanana_desktop.domain.prompt_difference import Change, Piece
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.details.read_box import ReadBox
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.stage.compare_facts import compare_facts, reference_notes
from nanobanana_desktop.ui.texts import shortened, spoken_list
from nanobanana_desktop.ui.theme.theme import Theme

_LINES: Final = 7
_SPOKEN_LENGTH: Final = 400


class DifferencePanel(QWidget):
    """Below the short prompts, on demand.

    Words that only A has are struck through, those that only B has underlined. Every text is shown
    as it is, never as markup.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pieces: tuple[Piece, ...] = ()
        self._pair: tuple[GenerationTask, GenerationTask] | None = None
        self.facts = plain_label(role="secondary", wrap=True, parent=self)
        self.prompt = ReadBox(self, tab_stop=True, largest=_LINES)
        self.legend = plain_label(role="hint", wrap=True, parent=self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.facts, self.prompt, self.legend):
            self._column.addWidget(part)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def show_pair(self, a: GenerationTask, b: GenerationTask, pieces: tuple[Piece, ...]) -> None:
        """`pieces` are the difference of the two prompts."""
        self._pair, self._pieces = (a, b), pieces
        self.retranslate()

    def retranslate(self) -> None:
        if self._pair is None:
            return
        lines = [
            self.tr("{name}: A {a}, B {b}").format(name=fact.name, a=fact.a, b=fact.b)
            for fact in compare_facts(*self._pair)
            if fact.differs and fact.a != fact.b
        ]
        lines += reference_notes(*self._pair)
        self.facts.setText("\n".join(lines) or self.tr("The settings are the same."))
        same = all(piece.change is Change.SAME for piece in self._pieces)
        legend = self.tr("Struck through: only in A. Underlined: only in B.")
        self.legend.setText(self.tr("The prompts are the same.") if same else legend)
        self.prompt.setVisible(not same)
        self.prompt.setAccessibleName(self.tr("Difference of the prompts"))
        self.prompt.setAccessibleDescription(self._spoken())
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _spoken(self) -> str:
        """The same for screen readers, which are not told how letters look."""
        only_a = _words(self._pieces, Change.REMOVED)
        only_b = _words(self._pieces, Change.ADDED)
        parts = []
        if only_a:
            parts.append(self.tr("Only in A: {words}").format(words=only_a))
        if only_b:
            parts.append(self.tr("Only in B: {words}").format(words=only_b))
        return ". ".join(parts)

    def _fill(self) -> None:
        document = self.prompt.document()
        self.prompt.clear()
        cursor = QTextCursor(document)
        for change, text in self._pieces:
            cursor.insertText(text, self._format(change))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.prompt.setTextCursor(cursor)

    def _format(self, change: Change) -> QTextCharFormat:
        form = QTextCharFormat()
        if change is Change.REMOVED:
            form.setFontStrikeOut(True)
            form.setForeground(self._theme.color("err"))
            form.setBackground(self._theme.color("err_soft"))
        elif change is Change.ADDED:
            form.setFontUnderline(True)
            form.setForeground(self._theme.color("ok"))
            form.setBackground(self._theme.color("ok_soft"))
        else:
            form.setForeground(self._theme.color("text"))
        return form

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(6))
        self._fill()


def _words(pieces: Sequence[Piece], change: Change) -> str:
    words = spoken_list(piece.text.strip() for piece in pieces if piece.change is change)
    return shortened(words, _SPOKEN_LENGTH)
