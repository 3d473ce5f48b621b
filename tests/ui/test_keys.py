"""Keys: which may be chosen, what the settings make of them, and where they act."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.shortcuts.key_rules import (
    Refusal,
    canonical,
    of_event,
    readable,
    refusal,
    refusal_text,
)
from nanobanana_desktop.ui.shortcuts.key_tips import KeyTips
from nanobanana_desktop.ui.shortcuts.keymap import changes_for, given, holder, keymap
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from tests.fakes import make_task

C = Command
Key = Qt.Key
Modifier = Qt.KeyboardModifier

REFUSED = [
    ("", Refusal.NO_KEY),
    ("nonsense", Refusal.NO_KEY),
    ("Ctrl", Refusal.NO_KEY),
    ("Ctrl+K, Ctrl+C", Refusal.NO_KEY),
    ("Ctrl+Space", Refusal.INPUT_METHOD),
    ("Shift+Space", Refusal.INPUT_METHOD),
    ("Ctrl+.", Refusal.INPUT_METHOD),
    ("Ctrl+;", Refusal.INPUT_METHOD),
    ("Ctrl+Shift+F", Refusal.INPUT_METHOD),
    ("Ctrl+Alt+G", Refusal.ALT_GR),
    ("Ctrl+Alt+Shift+Del", Refusal.ALT_GR),
    ("Alt+F4", Refusal.SYSTEM),
    ("Meta+G", Refusal.SYSTEM),
    ("Ctrl+Esc", Refusal.SYSTEM),
    ("F10", Refusal.SYSTEM),
    ("Shift+F10", Refusal.SYSTEM),
    ("Alt+G", Refusal.MENU),
    ("Alt+Shift+1", Refusal.MENU),
    ("Ctrl+C", Refusal.EDITOR),
    ("Ctrl+Z", Refusal.EDITOR),
    ("Ctrl+Y", Refusal.EDITOR),
    ("Ctrl+Left", Refusal.EDITOR),
    ("Ctrl+Shift+Home", Refusal.EDITOR),
    ("Ctrl+Backspace", Refusal.EDITOR),
    ("Shift+Ins", Refusal.EDITOR),
    ("Alt+Up", Refusal.OWN),
    ("Alt+Shift+Left", Refusal.OWN),
    ("Up", Refusal.MOVING),
    ("PgDown", Refusal.MOVING),
    ("Space", Refusal.MOVING),
    ("Tab", Refusal.MOVING),
    ("Esc", Refusal.MOVING),
    ("+", Refusal.TYPING),
    ("/", Refusal.TYPING),
    ("Shift+G", Refusal.TYPING),
    ("é", Refusal.TYPING),
    ("Ctrl+ж", Refusal.TYPING),
    ("Alt+香", Refusal.MENU),
]


@pytest.mark.parametrize(("key", "reason"), REFUSED)
def test_keys_that_others_need_are_refused_with_the_reason(key: str, reason: Refusal) -> None:
    assert refusal(key) is reason
    assert refusal_text(reason, canonical(key) or "A")


@pytest.mark.parametrize(
    "key",
    [
        "G",
        "7",
        "F5",
        "Shift+F9",
        "Ctrl+G",
        "Ctrl+Shift+G",
        "Del",
        "Enter",
        "Shift+Enter",
        "Alt+Enter",
    ],
)
def test_other_keys_are_free(key: str) -> None:
    assert refusal(key) is None


def test_the_keys_that_come_with_the_program_are_in_order() -> None:
    keys = [key for info in COMMANDS.values() for key in info.keys]
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if canonical(key) != key] == []
    movable = [key for info in COMMANDS.values() if not info.fixed for key in info.keys]
    assert [key for key in movable if refusal(key)] == ["Alt+Shift+Down", "Alt+Shift+Up"]
    assert keymap({}) == {command: info.keys for command, info in COMMANDS.items()}


@pytest.mark.parametrize(
    ("code", "held", "key"),
    [
        (Key.Key_Shift, Modifier.ShiftModifier, ""),
        (Key.Key_Control, Modifier.ControlModifier, ""),
        (Key.Key_AltGr, Modifier.NoModifier, ""),
        (Key.Key_unknown, Modifier.NoModifier, ""),
        (Key.Key_G, Modifier.NoModifier, "G"),
        (Key.Key_Plus, Modifier.ControlModifier | Modifier.ShiftModifier, "Ctrl++"),
        (Key.Key_Enter, Modifier.ControlModifier | Modifier.KeypadModifier, "Ctrl+Enter"),
        (Key.Key_Return, Modifier.ControlModifier, "Ctrl+Enter"),
        (Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier, "Ctrl+Shift+G"),
    ],
)
def test_a_press_is_one_key_or_none(code: Key, held: Modifier, key: str) -> None:
    assert of_event(code.value, held) == key


def test_a_press_that_an_input_method_took_is_no_key() -> None:
    assert of_event(0, Modifier.NoModifier) == ""


def test_arrows_are_drawn() -> None:
    assert readable("Alt+Shift+Up") == "Alt+Shift+↑"
    assert readable("Down") == "↓"
    assert readable("") == ""


# -- what the settings hold ----------------------------------------------------------------------


def changed(changes: Mapping[str, tuple[str, ...]]) -> dict[Command, tuple[str, ...]]:
    keys = keymap(changes)
    return {
        command: keys[command] for command in COMMANDS if keys[command] != COMMANDS[command].keys
    }


@pytest.mark.parametrize(
    "broken",
    [
        {"no_such_command": ("Ctrl+G",)},
        {"grid": ("nonsense",)},
        {"grid": ("Ctrl+C",)},
        {"grid": ("Ctrl+Alt+G",)},
        {"grid": ("Alt+Up",)},
        {"copy": ("Ctrl+G",)},
        {"undo": ()},
    ],
)
def test_what_cannot_be_used_leaves_the_rest(broken: dict[str, tuple[str, ...]]) -> None:
    assert changed(broken | {"reuse": ("W",)}) == {C.REUSE: ("W",)}


def test_keys_can_be_switched_off_and_written_in_other_ways() -> None:
    assert changed({"grid": (), "compare": ("ctrl+return", "Ctrl+Enter", "junk")}) == {
        C.GRID: (),
        C.COMPARE: ("Ctrl+Enter",),
        C.GENERATE: (),
    }


def test_of_two_commands_that_claim_a_key_one_has_it() -> None:
    found = keymap({"grid": ("C",), "reuse": ("C", "Q")})
    assert (found[C.GRID], found[C.REUSE], found[C.COMPARE]) == (("C",), ("Q",), ())
    held = [key for keys in found.values() for key in keys]
    assert len(set(held)) == len(held)


def test_a_taken_key_moves_and_only_differences_are_kept() -> None:
    keys = keymap({})
    assert holder("C", keys) is C.COMPARE
    assert holder("Ctrl+G", keys) is None
    moved = given(keys, C.GRID, ("C",))
    kept = changes_for(moved, {"of_a_newer_version": ("Ctrl+9",)})
    assert kept == {"of_a_newer_version": ("Ctrl+9",), "grid": ("C",), "compare": ()}
    assert keymap(kept) == moved
    assert changes_for(keymap({}), kept) == {"of_a_newer_version": ("Ctrl+9",)}


# -- where they act ------------------------------------------------------------------------------


def press(
    keys: TaskKeys, key: Key, held: Modifier = Modifier.NoModifier, again: bool = False
) -> bool:
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, "", again)
    return keys.handle(event, [make_task(id="a")])


def test_other_keys_act_at_once_and_the_former_ones_no_more(qapp: QApplication) -> None:
    requests, seen = TaskRequests(), []
    requests.view_requested.connect(seen.append)
    requests.command_requested.connect(seen.append)
    keys = TaskKeys(requests)
    assert press(keys, Key.Key_G)
    keys.use_keys(keymap({"grid": ("H",), "export": ("G",), "reuse": ("Ctrl+R",)}))
    assert press(keys, Key.Key_H)
    assert press(keys, Key.Key_G)
    assert not press(keys, Key.Key_R)
    assert not press(keys, Key.Key_R, Modifier.ControlModifier)
    assert seen == ["grid", "grid", C.EXPORT]


def test_a_held_key_orders_once(qapp: QApplication) -> None:
    requests, seen = TaskRequests(), []
    requests.command_requested.connect(seen.append)
    keys = TaskKeys(requests)
    keys.use_keys(keymap({"generate": ("G",)}))
    assert press(keys, Key.Key_G)
    assert press(keys, Key.Key_G, again=True)
    assert seen == [C.GENERATE]


def test_letters_that_are_switched_off_stay_off_under_other_names(qapp: QApplication) -> None:
    requests, seen = TaskRequests(), []
    requests.command_requested.connect(seen.append)
    requests.delete_requested.connect(seen.append)
    keys = TaskKeys(requests)
    keys.use_keys(keymap({"export": ("7",)}))
    keys.letters = False
    assert not press(keys, Key.Key_7)
    assert press(keys, Key.Key_Delete)
    assert seen == [["a"]]


def test_menus_follow_the_keys(qapp: QApplication) -> None:
    actions = Actions()
    actions.retranslate()
    told: list[bool] = []
    actions.keys_changed.connect(lambda: told.append(True))
    actions.use_keys(keymap({}))
    assert told == []
    actions.use_keys(keymap({"grid": ("Ctrl+G",), "generate": (), "settings": ("7",)}))
    assert told == [True]
    assert [key.toString() for key in actions[C.GRID].shortcuts()] == ["Ctrl+G"]
    assert "\t" not in actions[C.GRID].text()
    assert actions[C.GENERATE].shortcuts() == []
    assert actions[C.SETTINGS].text().endswith("\t7")
    assert actions[C.SETTINGS].shortcuts() == []
    actions.use_keys(keymap({}))
    assert {key.toString() for key in actions[C.GENERATE].shortcuts()} == {
        "Ctrl+Enter",
        "Ctrl+Return",
    }
    assert actions[C.GRID].text().endswith("\tG")


# -- what is told --------------------------------------------------------------------------------


def test_tooltips_name_the_key_of_today(qapp: QApplication) -> None:
    actions = Actions()
    tips = KeyTips(actions)
    told = (
        "Grid (G)",
        "Full screen (F)",
        "Show history (Ctrl+J)",
        "Nothing (else)",
        "",
        "网格（G）",
    )
    assert tuple(map(tips.tip, told)) == told
    actions.use_keys(keymap({"grid": ("H",), "history_panel": (), "full_screen": ("F",)}))
    assert tuple(map(tips.tip, told)) == (
        "Grid (H)",
        "Full screen (F)",
        "Show history",
        "Nothing (else)",
        "",
        "网格（H）",
    )


def test_a_tooltip_is_shown_with_the_key_of_today(qtbot: QtBot) -> None:
    actions = Actions()
    tips = KeyTips(actions)
    button = QPushButton()
    button.setToolTip("Grid (G)")
    qtbot.addWidget(button)
    button.show()
    actions.use_keys(keymap({"grid": ("H",)}))
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), button.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(button, event)
    assert QToolTip.text() == "Grid (H)"
    assert tips.tip(button.toolTip()) == "Grid (H)"
    QToolTip.hideText()
