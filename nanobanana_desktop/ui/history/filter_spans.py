"""Filters with two ends: days from one to another, costs from one to another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nanobanana_desktop.domain.search_dates import day_word
from nanobanana_desktop.domain.search_filters import about, only_choice, with_choice
from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import Problem, ProblemKind
from nanobanana_desktop.domain.search_terms import CostIn, DateIn, Expression, SearchKey, Term
from nanobanana_desktop.domain.search_values import parse_value
from nanobanana_desktop.ui.history.filter_texts import DAYS, day_words, problem_text
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.kept_spacing import KeptSpacing

_ANY: Final = 0


class EndLine(QLineEdit):
    """One end; Enter takes it over and stays."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class SpanRow(QWidget):
    """Two lines beside each other, and below them what is wrong with them.

    Signals: `edited()` when a person has written an end.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = EndLine(self), EndLine(self)
        self.wrong = plain_label(role="warn", wrap=True)
        row = QHBoxLayout()
        KeptSpacing(theme, row, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        KeptSpacing(theme, column, 4)
        for line in (self.low, self.high):
            line.setMaxLength(20)
            line.editingFinished.connect(self._on_editing_finished)
            row.addWidget(line, 1)
        column.addLayout(row)
        column.addWidget(self.wrong)
        self.wrong.hide()

    def show_ends(self, low: str, high: str) -> None:
        """An end that is being written is left alone."""
        for line, text in ((self.low, low), (self.high, high)):
            if not (line.hasFocus() and line.isModified()):
                line.setText(text)

    def say_wrong(self, key: SearchKey | None) -> None:
        """Tell what the ends take; None when they can be understood."""
        self.wrong.setVisible(key is not None)
        if key is not None:
            self.wrong.setText(problem_text(Problem(0, 0, ProblemKind.BAD_VALUE, key)))

    def _on_editing_finished(self) -> None:
        if self.low.isModified() or self.high.isModified():
            self.low.setModified(False)
            self.high.setModified(False)
            self.edited.emit()


class DateFilter(QWidget):
    """Days that are often asked for, or from one day to another.

    Signals: `text_wanted(str)`.
    """

    text_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._words = tuple(DAYS)
        self._wants_span = False
        self.combo = Combo(theme, self)
        self.span = SpanRow(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        KeptSpacing(theme, column, 6)
        column.addWidget(self.combo)
        column.addWidget(self.span)
        self.combo.activated.connect(self._on_combo_activated)
        self.span.edited.connect(self._on_span_edited)
        self.retranslate()

    @property
    def _span_row(self) -> int:
        return len(self._words) + 1

    def show_text(self, text: str) -> None:
        self._text = text
        found = about(text, (DateIn,))
        only = only_choice(text, DateIn)
        if only is not None and only in map(_day, self._words):
            self._wants_span = False
            row = 1 + [_day(word) for word in self._words].index(only)
        else:
            self._wants_span |= bool(found)
            row = self._span_row if self._wants_span else _ANY
        if only is not None and row == self._span_row:
            self.span.show_ends(only.first, only.last)
        elif not found:
            self.span.show_ends("", "")
        self.combo.setCurrentIndex(row)
        self.span.setVisible(row == self._span_row)

    def retranslate(self) -> None:
        self.combo.clear()
        names = [day_words(word) for word in self._words]
        self.combo.addItems([self.tr("Any time"), *names, self.tr("From – to…")])
        for line, name in ((self.span.low, self.tr("From")), (self.span.high, self.tr("To"))):
            line.setPlaceholderText(self.tr("{name}: 2026-11-02").format(name=name))
            line.setAccessibleName(self.tr("{name} which day").format(name=name))
        self.show_text(self._text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_combo_activated(self, row: int) -> None:
        self._wants_span = row == self._span_row
        if self._wants_span:
            self.show_text(self._text)
            self.span.low.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        choice = None if row == _ANY else _day(self._words[row - 1])
        self.text_wanted.emit(with_choice(self._text, (DateIn,), choice))

    def _on_span_edited(self) -> None:
        written = [line.text().strip() for line in (self.span.low, self.span.high)]
        words = [day_word(text.casefold()) for text in written]
        wrong = any(text and not word for text, word in zip(written, words, strict=True))
        self.span.say_wrong(SearchKey.DATE if wrong else None)
        if not wrong:
            choice = DateIn(words[0], words[1]) if any(words) else None
            self.text_wanted.emit(with_choice(self._text, (DateIn,), choice))


class CostFilter(SpanRow):
    """Costs as they were reported.

    Signals: `text_wanted(str)`.
    """

    text_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._text = ""
        self.edited.connect(self._on_edited)
        self.retranslate()

    def show_text(self, text: str) -> None:
        self._text = text
        cost = only_choice(text, CostIn)
        ends = (None, None) if cost is None else (cost.low, cost.high)
        low, high = map(_cost_text, ends)
        self.show_ends(low, high)

    def retranslate(self) -> None:
        self.low.setPlaceholderText(self.tr("At least"))
        self.low.setAccessibleName(self.tr("Cost at least"))
        self.high.setPlaceholderText(self.tr("At most"))
        self.high.setAccessibleName(self.tr("Cost at most"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_edited(self) -> None:
        ends: list[float | None] = []
        wrong = False
        for line in (self.low, self.high):
            text = line.text().strip()
            cost = parse_value(SearchKey.COST, text) if text else None
            is_one = isinstance(cost, CostIn) and cost.low == cost.high
            wrong |= bool(text) and not is_one
            ends.append(cost.low if isinstance(cost, CostIn) and is_one else None)
        self.say_wrong(SearchKey.COST if wrong else None)
        if not wrong:
            low, high = ends
            if low is not None and high is not None:
                low, high = min(low, high), max(low, high)
            choice = None if (low, high) == (None, None) else CostIn(low, high)
            self.text_wanted.emit(with_choice(self._text, (CostIn,), choice))


def _day(word: str) -> DateIn:
    return DateIn(word, word)


def _cost_text(cost: float | None) -> str:
    """As the search spells it."""
    if cost is None:
        return ""
    text = format_expression(Expression((Term((CostIn(cost, cost),)),)))
    return text.partition(":")[2]
