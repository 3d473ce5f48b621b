"""Commands: what a held key may repeat."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.settings import Language
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.ui.actions import (
    COMMANDS,
    MENUS,
    REPEATED,
    VIEWS,
    Actions,
    Command,
    Submenu,
    commands_of,
)
from nanobanana_desktop.ui.i18n import Translations


@pytest.mark.parametrize("command", list(Command))
def test_a_held_key_repeats_only_what_is_harmless(qapp: QApplication, command: Command) -> None:
    assert Actions()[command].autoRepeat() is (command in REPEATED)
    assert Command.GENERATE not in REPEATED


def test_every_command_is_in_the_menus_once() -> None:
    listed = [command for _, entries in MENUS for command in commands_of(entries)]
    assert sorted(listed) == sorted(Command)
    assert set(COMMANDS) == set(Command)


def test_every_entry_has_a_letter_that_no_other_of_its_menu_has() -> None:
    menus = [entries for _, entries in MENUS]
    menus += [one.commands for entries in menus for one in entries if isinstance(one, Submenu)]
    for entries in menus:
        texts = [
            one.title if isinstance(one, Submenu) else COMMANDS[one].text for one in entries if one
        ]
        letters = [text.partition("&")[2][:1].casefold() for text in texts]
        assert "" not in letters, texts
        assert sorted(set(letters)) == sorted(letters), texts


def test_one_view_is_checked_and_its_keys_are_called_as_on_the_keyboard(qapp: QApplication) -> None:
    actions = Actions()
    actions.retranslate()
    for view in VIEWS:
        actions[view].setChecked(True)
        assert [other for other in VIEWS if actions[other].isChecked()] == [view]
    assert actions[Command.SINGLE].text().endswith("\tEnter")


def test_the_chinese_shortcuts_keep_the_words_of_the_keys(qapp: QApplication) -> None:
    translations = Translations(qapp, resource_path("i18n"))
    translations.use(Language.CHINESE)
    actions = Actions()
    keys = [actions.key_text(command) for command in Command]
    shortcuts = [key for command in Command for key in actions[command].shortcuts()]
    translations.use(Language.ENGLISH)
    assert len(set(shortcuts)) == len(shortcuts)
    assert {"Ctrl+Enter", "Ctrl+Return"} <= {key.toString() for key in shortcuts}
    assert "Ctrl+Enter" in keys
    assert "Alt+Shift+↑" in keys
    # Nothing is written on the space bar: it has its Chinese name.
    assert "空格" in keys
    drawn = str.maketrans("", "", "↑↓空格")
    assert not [key for key in keys if not key.translate(drawn).isascii()]
