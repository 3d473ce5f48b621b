"""The text cursor blinks while somebody types and rests afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.caret import REST_AFTER_MS, CaretRest


@pytest.fixture
def blinking(qapp: QApplication) -> Iterator[int]:
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(1000)
    yield 1000
    qapp.setCursorFlashTime(before)


def test_it_rests_after_a_while_and_blinks_at_the_next_key(
    qtbot: QtBot, qapp: QApplication, blinking: int
) -> None:
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    rest = CaretRest(qapp, editor).findChild(QTimer, "caret rest")
    for _ in range(2):
        assert rest.isActive()
        assert rest.interval() == REST_AFTER_MS == 10_000
        assert qapp.cursorFlashTime() == blinking
        # Its clock is turned by hand.
        rest.stop()
        rest.timeout.emit()
        assert qapp.cursorFlashTime() == 0
        QTest.keyClick(editor.windowHandle(), Qt.Key.Key_A)
    assert qapp.cursorFlashTime() == blinking
