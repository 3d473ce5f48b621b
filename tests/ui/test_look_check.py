"""Every icon is there, is used, and can be seen in every theme; an installation can tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import QApplication

from devtools.layout import ROOT
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.ui.theme import look_check, theme
from nanobanana_desktop.ui.theme.look_check import ICONS, LookError, check_look

SOURCES = ROOT / "nanobanana_desktop"
TAKES_A_NAME = {"pixmap", "icon", "set_icon", "change_icon", "IconButton", "WordButton"}


@pytest.fixture(autouse=True)
def _look_is_kept(qapp: QApplication) -> Iterator[None]:
    font, sheet = QFont(qapp.font()), qapp.styleSheet()
    yield
    assert (qapp.font(), qapp.styleSheet()) == (font, sheet)


def literals() -> set[str]:
    """Every text in the source of the program."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def named_as_icons() -> set[str]:
    """What is handed on as the name of an icon."""
    found: set[str] = set()
    for path in (SOURCES / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            name = called.id if isinstance(called, ast.Name) else called
            given = [k.value for k in node.keywords if k.arg == "icon"]
            if name in TAKES_A_NAME:
                given += node.args[:2]
            found |= {g.value for g in given if isinstance(g, ast.Constant) and g.value}
    return {text.removesuffix("-filled") for text in found if isinstance(text, str)}


def test_the_list_of_icons_is_what_ships_and_nothing_ships_in_vain() -> None:
    shipped = {path.stem for path in resource_path("icons").glob("*.svg")}
    assert set(ICONS) == shipped
    used = {text.removesuffix("-filled") for text in literals()}
    assert shipped - used - {"app"} == set()


def test_every_icon_that_is_asked_for_is_in_the_list() -> None:
    tokens = set(theme.LIGHT)
    asked = named_as_icons() - tokens - {"Generate", " "}
    assert len(asked) > 20
    assert asked - set(ICONS) == set()


def test_every_theme_and_icon_is_seen(qapp: QApplication) -> None:
    assert check_look(qapp, ICONS) == [
        "light, standard contrast",
        "light, high contrast",
        "dark, standard contrast",
        "dark, high contrast",
    ]


def test_a_missing_icon_is_told(qapp: QApplication) -> None:
    with pytest.raises(LookError, match="no icon unicorn"):
        check_look(qapp, ["copy", "unicorn"])


def test_an_icon_that_shows_nothing_is_told(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def empty(*_asked: object) -> QPixmap:
        pixmap = QPixmap(16, 16)
        pixmap.fill("transparent")
        return pixmap

    monkeypatch.setattr(theme.Theme, "pixmap", empty)
    with pytest.raises(LookError, match="icon copy is empty"):
        check_look(qapp, ["copy"])


def test_a_style_sheet_without_effect_is_told(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "make_style_sheet", lambda *_: "")
    with pytest.raises(LookError, match="style sheets have no effect"):
        check_look(qapp, [])
    assert Path(look_check.__file__).exists()
