"""While an input method composes, Enter and Esc belong to it: nothing is sent, closed or lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.history.saved_list import NameLine
from nanobanana_desktop.ui.marks.note_field import NoteEdit, NoteField
from nanobanana_desktop.ui.marks.tag_field import TagLine
from nanobanana_desktop.ui.marks.tags_dialog import TagsDialog
from nanobanana_desktop.ui.theme.theme import Theme

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier
ENDS = [(Key.Key_Return, PLAIN), (Key.Key_Enter, PLAIN), (Key.Key_Return, CTRL)]
ENDS.append((Key.Key_Escape, PLAIN))


class Around(QWidget):
    """What lies around a field; `passed` are the keys that the field let through."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.passed: list[int] = []
        QVBoxLayout(self).addWidget(field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Key.Key_Control:
            self.passed.append(event.key())


def compose(field: QWidget, text: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(text, []))


def commit(field: QWidget, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def written(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize("made", [TagLine, NameLine, NoteEdit])
def test_keys_that_end_the_composing_end_nothing_else(
    qtbot: QtBot, made: type[TagLine | NameLine | NoteEdit]
) -> None:
    field = made()
    around = Around(field)
    qtbot.addWidget(around)
    around.show()
    ended: list[str] = []
    if isinstance(field, NoteEdit):
        field.finished.connect(lambda: ended.append("finished"))
    else:
        field.entered.connect(lambda: ended.append("entered"))
        field.returnPressed.connect(lambda: ended.append("return"))
    if isinstance(field, NameLine):
        field.given_up.connect(lambda: ended.append("given up"))
    compose(field, "hai bian")
    for key, modifier in ENDS:
        QTest.keyClick(field, key, modifier)
    assert (ended, around.passed, written(field)) == ([], [], "")
    commit(field, "海边")
    assert written(field) == "海边"
    QTest.keyClick(field, Key.Key_Return, CTRL)
    QTest.keyClick(field, Key.Key_Escape)
    assert ended or around.passed


def test_a_note_that_is_composed_is_not_saved_half(qtbot: QtBot) -> None:
    field = NoteField()
    qtbot.addWidget(field)
    saved: list[str] = []
    field.written.connect(lambda _task_id, text: saved.append(text))
    field.show_note("a", "")
    field.show()
    compose(field, "hai")
    QTest.keyClick(field, Key.Key_Return, CTRL)
    field.save_now()
    assert saved == []
    commit(field, "海边")
    field.save_now()
    assert saved == ["海边"]


@pytest.mark.parametrize("name", ["search", "name"])
def test_the_window_of_the_tags_stays_while_something_is_composed(
    qtbot: QtBot, theme: Theme, name: str
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    dialog = TagsDialog(theme, host)
    dialog.show()
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    field: QLineEdit = getattr(dialog, name)
    field.setEnabled(True)
    compose(field, "hai")
    for key, modifier in ENDS:
        QTest.keyClick(field, key, modifier)
    assert ended == []
    assert dialog.isVisible()
    commit(field, "海")
    QTest.keyClick(field, Key.Key_Escape)
    assert ended == [QDialog.DialogCode.Rejected]
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
