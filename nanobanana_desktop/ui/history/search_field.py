"""The search field of the history: looks while you type, Esc clears, Esc again leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.icon_line import IconLine

DEBOUNCE_MS: Final = 80
_LENGTH_LIMIT: Final = 1_000
_WAVE: Final = 2.0
"""Half the length of a wave, and its height, in design pixels."""


class Stretch(NamedTuple):
    """UTF-16 units `start` up to but not including `end`, as Qt counts."""

    start: int
    end: int


class SearchField(IconLine):
    """One line of search words.

    What an input method is composing is not looked for, and its keys are its own.

    Signals: `search_changed(str)` 80 ms after the last change, at once when it is cleared;
    `left()` when the person wants to go on to the list (Esc, Down or Enter).
    """

    search_changed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "search", parent)
        self._is_composing = False
        self._faults: tuple[Stretch, ...] = ()
        self.setMaxLength(_LENGTH_LIMIT)
        self._clear = self.addAction(
            theme.icon("x", "text2"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear_search)
        self._wait = QTimer(self)
        self._wait.setObjectName("search debounce")
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE_MS)
        self._wait.timeout.connect(self._tell)
        self._told = ""
        self.textChanged.connect(self._on_text_changed)
        self.retranslate()

    def clear_search(self) -> None:
        self.set_search("")

    def set_search(self, text: str) -> None:
        """Look for `text` at once."""
        self.setText(text)
        self._tell()

    def set_faults(self, faults: Sequence[Stretch]) -> None:
        """Underline with waves what cannot be understood."""
        if tuple(faults) != self._faults:
            self._faults = tuple(faults)
            self.update()

    @property
    def faults(self) -> tuple[Stretch, ...]:
        return self._faults

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Search prompts"))
        self.setAccessibleName(self.tr("Search prompts"))
        self._clear.setText(self.tr("Clear search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._is_composing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear_search()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._is_composing:
            self._wait.stop()
        elif self.text() != self._told:
            self._wait.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._faults or self._is_composing:
            return
        wave = max(1.0, self._theme.px(100 * _WAVE) / 100)
        # The words end before the cross that clears them.
        right = self.width() - self._theme.px(30)
        bottom = self.cursorRect().bottom() - wave
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("warn"), 1.2))
            painter.setClipRect(self._theme.px(30), 0, right - self._theme.px(30), self.height())
            for fault in self._faults:
                x, end = self._x_of(fault.start), self._x_of(fault.end)
                points = [
                    QPointF(x + step * wave, bottom + wave * (step % 2))
                    for step in range(int((end - x) / wave) + 2)
                ]
                painter.drawPolyline(points)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _x_of(self, place: int) -> float:
        """Where the text before `place` ends, as far as it is scrolled."""
        units = self.text().encode("utf-16-le")
        cursor = self.cursorPosition()
        first, last = sorted((place, cursor))
        between = units[2 * first : 2 * last].decode("utf-16-le", "replace")
        advance = self.fontMetrics().horizontalAdvance(between)
        return self.cursorRect().center().x() + (advance if place > cursor else -advance)

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        # What is underlined may lie elsewhere now.
        self.set_faults(())
        if not self._is_composing:
            self._wait.start()

    def _tell(self) -> None:
        self._wait.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.search_changed.emit(self._told)
