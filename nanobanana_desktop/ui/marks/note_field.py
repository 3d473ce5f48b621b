"""A note on a task in plain text that is saved by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from nanobanana_desktop.domain.marks import clean_note

SAVE_MS: Final = 800
"""Milliseconds without a key after which the note is saved."""

_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ENDS: Final = (*_ENTERS, Qt.Key.Key_Escape)


class NoteEdit(QPlainTextEdit):
    """Plain text on several lines.

    Signals: `finished()` – Ctrl+Enter, which sends the order of the form elsewhere.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_finish(event):
            event.accept()
            return True
        return super().event(event)

    @property
    def is_composing(self) -> bool:
        """Whether an input method shows text that is not written yet."""
        return bool(self.textCursor().block().layout().preeditAreaText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_composing and event.key() in _ENDS:
            # It ends the composing, not the note.
            event.accept()
        elif _is_finish(event):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class NoteField(NoteEdit):
    """Edits the note of one task at a time; what was written is never lost to another one.

    Signals: `written(task_id: str, text: str)`.
    """

    written = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task_id = ""
        self._saved = ""
        self._wait = QTimer(self)
        self._wait.setObjectName("note save")
        self._wait.setSingleShot(True)
        self._wait.setInterval(SAVE_MS)
        self._wait.timeout.connect(self.save_now)
        self.textChanged.connect(self._wait.start)
        self.finished.connect(self.save_now)
        self.retranslate()

    @property
    def task_id(self) -> str:
        return self._task_id

    def show_note(self, task_id: str, text: str) -> None:
        """Edit the note of this task; that of the one before is saved.

        The same task's note is left alone while something is written that is not saved yet.
        """
        if task_id == self._task_id:
            if self._is_dirty or text == self._saved:
                return
        else:
            self.save_now()
        self._task_id = task_id
        self._saved = text
        self.setPlainText(text)
        self._wait.stop()

    def save_now(self) -> None:
        """Tell of what was written since the last time."""
        self._wait.stop()
        if self._task_id and self._is_dirty:
            self._saved = clean_note(self.toPlainText())
            self.written.emit(self._task_id, self._saved)

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Write a note"))
        self.setAccessibleName(self.tr("Note"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.save_now()

    def hideEvent(self, event: QHideEvent) -> None:
        self.save_now()
        super().hideEvent(event)

    @property
    def _is_dirty(self) -> bool:
        return clean_note(self.toPlainText()) != self._saved


def _is_finish(event: QEvent) -> bool:
    """Whether Ctrl+Enter is pressed."""
    if not isinstance(event, QKeyEvent):
        return False
    is_enter = event.key() in _ENTERS
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
