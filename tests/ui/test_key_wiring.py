"""The person's keys reach menus, panes, hints and the settings file, also an unfit one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.storage.settings_store import SettingsStore
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.key_wiring import KeyWiring
from tests.ui.shown_panes import shown_panes

C = Command


class Kept(QObject):
    """Settings that change at once; nobody can write them."""

    settings_changed = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def change(self, **fields: object) -> None:
        self.settings = replace(self.settings, **fields)
        self.settings_changed.emit(self.settings)


class Window:
    def __init__(self, qtbot: QtBot, theme: Theme, settings: Settings) -> None:
        self.panes, _ = shown_panes(qtbot, theme)
        panes = self.panes
        panes.history.select("a")
        self.kept = Kept(settings)
        KeyWiring(panes, self.kept, panes)
        self.views: list[str] = []
        self.stars: list[str] = []
        panes.requests.view_requested.connect(self.views.append)
        panes.requests.star_toggled.connect(lambda task_id, _starred: self.stars.append(task_id))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.panes.history.list, key)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    return Window(qtbot, theme, Settings())


def test_a_change_holds_at_once_everywhere_although_nobody_wrote_it(window: Window) -> None:
    panes = window.panes
    assert panes.create.footer._key.text() == "Ctrl+Enter"
    window.kept.change(shortcuts={"grid": ("H",), "generate": ("Ctrl+G",), "star": ("Ctrl+D",)})
    for key in (Qt.Key.Key_H, Qt.Key.Key_G, Qt.Key.Key_S):
        window.press(key)
    assert (window.views, window.stars) == (["grid"], [])
    assert panes.create.footer._key.text() == "Ctrl+G"
    assert "Ctrl+G" in panes.create.footer.generate.toolTip()
    assert panes.actions[C.GRID].text().endswith("\tH")
    assert [key.toString() for key in panes.actions[C.STAR].shortcuts()] == ["Ctrl+D"]
    window.kept.change(shortcuts={"generate": ()})
    assert panes.create.footer._key.text() == ""
    assert panes.create.footer.generate.toolTip() == ""
    window.press(Qt.Key.Key_G)
    window.press(Qt.Key.Key_S)
    assert (window.views, window.stars) == (["grid", "grid"], ["a"])


def test_single_keys_are_switched_off_and_on(window: Window) -> None:
    window.kept.change(single_key_shortcuts=False)
    window.press(Qt.Key.Key_G)
    assert window.views == []
    assert not window.panes.stage.keys.letters
    window.kept.change(single_key_shortcuts=True)
    window.press(Qt.Key.Key_G)
    assert window.views == ["grid"]


@pytest.mark.parametrize(
    "written",
    [
        '{"shortcuts": {"grid": ["H"], "compare": "X", "nonsense": ["Q"], "reuse": ["Ctrl+C"]}}',
        '{"shortcuts": {"grid": ["H"], "star": [7], "": ["Q"], "tags": ["Ctrl+Alt+T"]}}',
        '{"shortcuts": {"grid": ["H"], "single": ["H"], "find": ["a\\u0000b"]}}',
    ],
)
def test_of_a_damaged_settings_file_the_good_keys_hold(
    qtbot: QtBot, theme: Theme, tmp_path: Path, written: str
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(written)
    window = Window(qtbot, theme, SettingsStore(path).load().settings)
    keys = window.panes.actions.keys
    assert keys[C.GRID] == ("H",)
    others = {command for command in COMMANDS if keys[command] != COMMANDS[command].keys}
    assert others == {C.GRID}
    window.press(Qt.Key.Key_H)
    assert window.views == ["grid"]
