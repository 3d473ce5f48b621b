"""Putting more text behind a prompt so that one sees what was put there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from nanobanana_desktop.ui.create.prompt_editor import PromptEditor
from nanobanana_desktop.ui.theme.theme import Theme


def append_to_prompt(editor: PromptEditor, text: str, theme: Theme) -> None:
    """Put `text` on a line of its own at the end, marked until something else is written.

    One step of the editor's Undo takes it away.
    """
    before = editor.toPlainText()
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    gap = "\n" if before.strip() and not before.endswith("\n") else ""
    start = cursor.position() + len(gap)
    cursor.insertText(gap + text)
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()
    mark = QTextEdit.ExtraSelection()
    mark.cursor = QTextCursor(editor.document())
    mark.cursor.setPosition(start)
    mark.cursor.setPosition(cursor.position(), QTextCursor.MoveMode.KeepAnchor)
    look = QTextCharFormat()
    look.setBackground(theme.color("accent_soft"))
    mark.format = look
    editor.setExtraSelections([mark])
    single_shot = Qt.ConnectionType.SingleShotConnection
    editor.textChanged.connect(lambda: editor.setExtraSelections([]), single_shot)
