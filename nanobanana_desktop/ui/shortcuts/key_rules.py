"""Which keys a person may give to a command, and how keys are read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Refusal(StrEnum):
    """Why a key cannot be had."""

    NO_KEY = "no key"
    INPUT_METHOD = "input method"
    ALT_GR = "alt gr"
    SYSTEM = "system"
    MENU = "menu"
    EDITOR = "editor"
    TYPING = "typing"
    MOVING = "moving"
    OWN = "own"


_TEXTS: Final = {
    Refusal.NO_KEY: QT_TRANSLATE_NOOP("Shortcuts", "This key cannot be used."),
    Refusal.INPUT_METHOD: QT_TRANSLATE_NOOP("Shortcuts", "{key} belongs to input methods."),
    Refusal.ALT_GR: QT_TRANSLATE_NOOP(
        "Shortcuts", "Ctrl and Alt together write characters on many keyboards."
    ),
    Refusal.SYSTEM: QT_TRANSLATE_NOOP("Shortcuts", "{key} belongs to the system."),
    Refusal.MENU: QT_TRANSLATE_NOOP("Shortcuts", "Alt and a letter open the menus."),
    Refusal.EDITOR: QT_TRANSLATE_NOOP("Shortcuts", "{key} is needed in text fields."),
    Refusal.TYPING: QT_TRANSLATE_NOOP(
        "Shortcuts", "{key} writes a character. Add Ctrl, or take a letter or a digit."
    ),
    Refusal.MOVING: QT_TRANSLATE_NOOP("Shortcuts", "{key} moves and selects."),
    Refusal.OWN: QT_TRANSLATE_NOOP(
        "Shortcuts", "{key} moves among prompts, references and images."
    ),
}

_NAMED: Final = {
    Refusal.INPUT_METHOD: (
        *("Ctrl+Space", "Shift+Space", "Ctrl+Shift+Space", "Ctrl+.", "Ctrl+;", "Ctrl+`"),
        *("Ctrl+Shift+F", "Ctrl+Shift+U"),
    ),
    Refusal.SYSTEM: (
        *("Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Alt+Shift+Backtab", "Alt+Space", "Alt+Esc"),
        *("Alt+Shift+Esc", "Ctrl+Esc", "Ctrl+Shift+Esc", "Print", "Alt+Print", "F10", "Shift+F10"),
        *("Menu", "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+Backtab", "Ctrl+Shift+Backtab"),
    ),
    Refusal.EDITOR: (
        *("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"),
        *("Shift+Del", "Shift+Ins", "Shift+Backspace", "Alt+Backspace"),
    ),
}
_ON_A_MAC: Final = ("Ctrl+H", "Ctrl+M", "Ctrl+W", "Ctrl+Q")
_ARROWS: Final = {
    Key.Key_Up: "↑",
    Key.Key_Down: "↓",
    Key.Key_Left: "←",
    Key.Key_Right: "→",
}
_MOVING: Final = frozenset((*_ARROWS, Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown))
_WORDS: Final = frozenset((*_MOVING, Key.Key_Backspace, Key.Key_Delete, Key.Key_Insert))
"""With Ctrl they move, delete and copy in text fields."""
_CHOOSING: Final = frozenset((Key.Key_Space, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape))
_BARE: Final = frozenset((Key.Key_Return, Key.Key_Enter, Key.Key_Delete, Key.Key_Backspace))
"""Keys that may stand alone although they are neither letters nor digits."""
_NO_KEYS: Final = frozenset(
    key.value
    for key in (
        *(Key.Key_Shift, Key.Key_Control, Key.Key_Alt, Key.Key_Meta, Key.Key_AltGr),
        *(Key.Key_CapsLock, Key.Key_NumLock, Key.Key_ScrollLock, Key.Key_unknown),
        *(Key.Key_Super_L, Key.Key_Super_R, Key.Key_Hyper_L, Key.Key_Hyper_R),
        *(Key.Key_Mode_switch, Key.Key_Multi_key),
    )
)


def canonical(key: str) -> str:
    """`key` in the one way in which it is kept; empty when it is no single key.

    The two keys with Enter on them are one.
    """
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or _combination(sequence).key().value in _NO_KEYS:
        return ""
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return f"{text.removesuffix('Return')}Enter" if text.endswith("Return") else text


def of_event(key: int, modifiers: Modifier) -> str:
    """The key that was pressed, as `canonical` writes it; empty for Shift and the like alone."""
    if not key or key in _NO_KEYS:
        return ""
    kept = modifiers & ~Modifier.KeypadModifier & ~Modifier.GroupSwitchModifier
    is_symbol = Key.Key_Space.value < key <= Key.Key_AsciiTilde.value and not chr(key).isalnum()
    if is_symbol and kept & ~Modifier.ShiftModifier:
        # What is on a key with Shift and without differs from keyboard to keyboard.
        kept &= ~Modifier.ShiftModifier
    return canonical(QKeySequence(kept.value | key).toString())


def is_character(key: str) -> bool:
    """Whether the key alone writes a letter or a digit."""
    return len(key) == 1 and key.isascii() and key.isalnum()


def readable(key: str) -> str:
    """The key as a person reads it; arrows are drawn, their names are long and differ."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return ""
    pressed = _combination(sequence)
    if pressed.key() in _ARROWS:
        stand_in = QKeySequence(pressed.keyboardModifiers().value | Key.Key_A.value)
        text = stand_in.toString(QKeySequence.SequenceFormat.NativeText)
        return text.removesuffix("A") + _ARROWS[pressed.key()]
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def refusal(key: str) -> Refusal | None:
    """Why nobody may give this key to a command; None when it may be given."""
    key = canonical(key)
    if not key:
        return Refusal.NO_KEY
    by_name = next((reason for reason, names in _NAMED.items() if key in names), None)
    if by_name is not None:
        return by_name
    pressed = _combination(QKeySequence.fromString(key))
    code, held = pressed.key(), pressed.keyboardModifiers()
    if held & Modifier.MetaModifier or (sys.platform == "darwin" and key in _ON_A_MAC):
        return Refusal.SYSTEM
    if held & Modifier.ControlModifier and held & Modifier.AltModifier:
        return Refusal.ALT_GR
    if held & Modifier.ControlModifier:
        return _refusal_with_ctrl(code)
    if held & Modifier.AltModifier:
        return _refusal_with_alt(code)
    if code in _CHOOSING or code in _MOVING:
        return Refusal.MOVING
    is_function_key = Key.Key_F1.value <= code.value <= Key.Key_F35.value
    bare = code in _BARE and (held == Modifier.NoModifier or key == "Shift+Enter")
    return None if is_function_key or bare or is_character(key) else Refusal.TYPING


def _refusal_with_ctrl(code: Qt.Key) -> Refusal | None:
    if code in _WORDS:
        return Refusal.EDITOR
    return Refusal.MOVING if code in _CHOOSING else _refusal_of_script(code)


def _refusal_with_alt(code: Qt.Key) -> Refusal | None:
    if code in _MOVING:
        return Refusal.OWN
    if code.value < Key.Key_Escape.value and chr(code.value).isalnum():
        return Refusal.MENU
    return Refusal.MOVING if code in _CHOOSING else _refusal_of_script(code)


def _refusal_of_script(code: Qt.Key) -> Refusal | None:
    """Characters of other scripts are on few keyboards."""
    is_foreign = Key.Key_AsciiTilde.value < code.value < Key.Key_Escape.value
    return Refusal.TYPING if is_foreign else None


def refusal_text(reason: Refusal, key: str) -> str:
    """In words of the person's language."""
    return QCoreApplication.translate("Shortcuts", _TEXTS[reason]).format(key=readable(key))


def _combination(sequence: QKeySequence) -> QKeyCombination:
    # Qt's description for Python does not tell that a sequence can be indexed.
    return cast("Sequence[QKeyCombination]", sequence)[0]
