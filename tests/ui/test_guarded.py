"""Overrides that Qt asks for a value: an error in one neither ends the program nor floods it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

import nanobanana_desktop
from nanobanana_desktop.ui.guarded import guarded, nothing

PACKAGE = Path(nanobanana_desktop.__file__).parent
DANGEROUS = {
    "eventFilter",
    "visualRect",
    "indexAt",
    "visualRegionForSelection",
    "moveCursor",
    "scrollTo",
    "helpEvent",
    "editorEvent",
}


def unguarded(source: str) -> list[tuple[str, int]]:
    """The overrides with one of the names that no `guarded` stands above."""
    methods = [
        node
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.ClassDef)
        for node in each.body
        if isinstance(node, ast.FunctionDef) and node.name in DANGEROUS
    ]
    return [
        (node.name, node.lineno)
        for node in methods
        if not any(ast.unparse(each).startswith("guarded(") for each in node.decorator_list)
    ]


def test_an_override_without_guard_is_noticed() -> None:
    bare = "class A:\n    def eventFilter(self, watched, event):\n        return False\n"
    assert unguarded(bare) == [("eventFilter", 2)]
    assert unguarded(bare.replace("    def", "    @guarded(bool)\n    def")) == []


def test_every_override_that_could_end_the_program_is_guarded() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    found = {path.name: unguarded(path.read_text(encoding="utf-8")) for path in modules}
    assert len(modules) > 100
    assert {name: methods for name, methods in found.items() if methods} == {}


class _Broken(QListView):
    """Fails where Qt asks it for places."""

    @guarded(QRect)
    def visualRect(self, _index: QModelIndex) -> QRect:
        raise ValueError("places are lost")

    @guarded(nothing)
    def scrollTo(self, *_arguments: object) -> None:
        raise ValueError("nowhere to go")


def test_what_failed_is_answered_and_told_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: told.append(str(error)))
    view = _Broken()
    qtbot.addWidget(view)
    answers = [view.visualRect(QModelIndex()) for _ in range(3)]
    view.scrollTo(QModelIndex())
    assert answers == [QRect()] * 3
    assert told == ["places are lost", "nowhere to go"]


def test_what_works_is_answered_as_it_is(qtbot: QtBot) -> None:
    class Watching(QObject):
        @guarded(bool)
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            return event.type() == QEvent.Type.Enter

    widget = QWidget()
    qtbot.addWidget(widget)
    watching = Watching(widget)
    assert watching.eventFilter(widget, QEvent(QEvent.Type.Enter))
    assert not watching.eventFilter(widget, QEvent(QEvent.Type.Leave))


PROGRAM = """
import sys
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from nanobanana_desktop.ui.guarded import guarded

class Filter(QObject):
    @guarded(bool)
    def eventFilter(self, watched, event):
        raise ValueError("broken filter")

sys.excepthook = lambda kind, error, trace: print(error)
app = QApplication(["x"])
widget, broken = QWidget(), Filter()
widget.installEventFilter(broken)
widget.show()
QTimer.singleShot(0, lambda: app.exit(3))
status = app.exec()
widget.removeEventFilter(broken)
sys.exit(status)
"""


def test_a_broken_filter_does_not_end_the_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (3, "broken filter\n")
