"""No error in a `paintEvent` may leave its painter open: that would end the whole program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import nanobanana_desktop

PACKAGE = Path(nanobanana_desktop.__file__).parent
FOLDERS = sorted({path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")})


def left_open(source: str) -> list[int]:
    """The lines on which a painter begins that no `with` closes."""
    tree = ast.parse(source)
    closed = {
        id(item.context_expr)
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "QPainter"
        and id(node) not in closed
    ]


def test_a_painter_without_with_is_noticed() -> None:
    assert left_open("def paintEvent(self, event):\n    painter = QPainter(self)\n") == [2]
    assert left_open("with QPainter(self) as painter:\n    painter.drawLine()\n") == []


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_painter_is_closed_whatever_happens(folder: Path) -> None:
    modules = sorted((PACKAGE / folder).glob("*.py"))
    assert modules
    found = {path.name: left_open(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_folder_that_paints_is_looked_at() -> None:
    painting = [path for path in PACKAGE.rglob("*.py") if "QPainter(" in path.read_text("utf-8")]
    assert {path.parent.name for path in painting} >= {"create", "widgets", "theme", "services"}
    assert {path.parent.relative_to(PACKAGE) for path in painting} <= set(FOLDERS)
