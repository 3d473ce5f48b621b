"""What a person reads in the window of a running program, and what they do to it beside typing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from tests.e2e.conftest import Running


def labels(running: Running) -> list[str]:
    """The texts of all labels that are shown in the window and its dialogs."""
    return [label.text() for label in running.window.findChildren(QLabel) if label.isVisible()]


def says(running: Running, words: str) -> bool:
    """Whether a label that is shown holds these words."""
    return any(words in text for text in labels(running))


def rows(running: Running) -> list[str]:
    """What a screen reader says for each row of the history, from the top."""
    return _of_rows(running, Qt.ItemDataRole.AccessibleTextRole)


def row_reasons(running: Running) -> list[str]:
    """What a screen reader adds to each row that needs the person; empty for the others."""
    return _of_rows(running, Qt.ItemDataRole.AccessibleDescriptionRole)


def has_row(running: Running, word: str) -> bool:
    """Whether the history has exactly one row and its state word is this one."""
    found = rows(running)
    return len(found) == 1 and f", {word}, " in found[0]


def can_generate(running: Running) -> bool:
    return running.find(QPushButton, "Generate").isEnabled()


def paste_prompt(running: Running, text: str) -> None:
    """As typing, for texts that are too long for that."""
    running.find(QPlainTextEdit, "Prompt").insertPlainText(text)


def order(running: Running, prompt: str) -> None:
    """Replace the prompt and press Generate."""
    running.find(QPlainTextEdit, "Prompt").clear()
    running.type_prompt(prompt)
    assert can_generate(running), labels(running)
    running.click(QPushButton, "Generate")


def confirm(running: Running, question: str, answer: str) -> None:
    """Press a button of the small window that asks."""
    asking = running.find(QFrame, question)
    button = next(b for b in asking.findChildren(QPushButton) if b.text() == answer)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def drop_files(running: Running, files: Sequence[Path], place: QPoint | None = None) -> None:
    """Drag files over the create pane and let them go there, by default in its middle."""
    pane: QWidget = running.program.window.create_pane
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place = place or pane.rect().center()
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, *none)
    QApplication.sendEvent(pane, enter)
    assert enter.isAccepted(), "the pane does not take these files"
    QApplication.sendEvent(pane, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, *none))


def reference_names(running: Running) -> list[str]:
    """The accessible names of the reference tiles that are shown."""
    return [
        button.accessibleName()
        for button in running.window.findChildren(QPushButton)
        if button.isVisible() and button.accessibleName().startswith("Reference image ")
    ]


def _of_rows(running: Running, role: Qt.ItemDataRole) -> list[str]:
    model = running.program.window.history_pane.model
    return [model.index(row).data(role) or "" for row in range(model.rowCount())]
