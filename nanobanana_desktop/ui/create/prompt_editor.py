"""The prompt editor: plain text, safe with input methods, images pasted become references."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from nanobanana_desktop.domain.remote_text import well_formed
from nanobanana_desktop.ui.create.offered import is_data_link, offered_images, offers_images
from nanobanana_desktop.ui.theme.theme import Theme

_MINIMUM_HEIGHT = 132
_STEPS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_ALT: Final = Qt.KeyboardModifier.AltModifier
WALK_KEYS: Final = _ALT | Qt.KeyboardModifier.ControlModifier if sys.platform == "darwin" else _ALT
"""With an arrow: through earlier prompts. Alone, Option moves by paragraphs on macOS."""


class PromptEditor(QPlainTextEdit):
    """Enter is a new line; Tab leaves. Rich text is pasted as plain text.

    Signals: `images_offered(Offered)` when an image is pasted or dropped instead of text;
    `step_requested(int)` – 1 for an earlier prompt, -1 for a later one.
    """

    images_offered = Signal(object)
    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint = ""
        self.setTabChangesFocus(True)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def prompt(self) -> str:
        """The committed text; what is still being composed is not in it."""
        return well_formed(self.toPlainText())

    def set_prompt(self, text: str) -> None:
        """Replace the text in one step that the editor's Undo takes back."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self.setPlaceholderText(hint)

    def is_composing(self) -> bool:
        """Whether an input method still holds text that is not committed."""
        return bool(self.textCursor().block().layout().preeditAreaText())

    def finish_composing(self) -> bool:
        """Ask the input method to commit; False when it did not and text would be lost."""
        input_method = QGuiApplication.inputMethod()
        input_method.commit()
        return not self.is_composing()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        # WORKAROUND: Qt 6.11 draws the placeholder under the text being composed.
        self.setPlaceholderText("" if event.preeditString() else self._hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step is not None and modifiers == WALK_KEYS:
            self.step_requested.emit(step)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Images belong to the whole pane, which says so while they are dragged."""
        if offers_images(event.mimeData(), any_file=True):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return offers_images(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        offered = offered_images(source) if not _has_own_text(source) else None
        if offered is not None:
            self.images_offered.emit(offered)
        elif source.hasText():
            self.insertPlainText(source.text())
            self.ensureCursorVisible()

    def sizeHint(self) -> QSize:
        """Small: the editor takes all the room that the rest of the form leaves."""
        return QSize(self._theme.px(200), self._theme.px(_MINIMUM_HEIGHT))

    def _fit(self) -> None:
        self.setMinimumHeight(self._theme.px(_MINIMUM_HEIGHT))


def _has_own_text(source: QMimeData) -> bool:
    """Word processors put a picture of the text beside the text; the text is meant."""
    if not source.hasText() or source.hasUrls():
        return False
    text = source.text().strip()
    return bool(text) and not is_data_link(text)
