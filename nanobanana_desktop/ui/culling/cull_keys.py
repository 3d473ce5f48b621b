"""What a person can do while sorting out, and the keys for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from nanobanana_desktop.ui.shortcuts.key_rules import is_character, of_event, readable
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP


class CullStep(StrEnum):
    KEEP = "keep"
    BIN = "bin"
    STAR = "star"
    RATE_1 = "rate 1"
    RATE_2 = "rate 2"
    RATE_3 = "rate 3"
    RATE_4 = "rate 4"
    RATE_5 = "rate 5"
    BACK = "back"
    PREVIOUS = "previous"
    NEXT = "next"
    ZOOM = "zoom"
    END = "end"

    @property
    def rating(self) -> int:
        """1 to 5; 0 for a step that rates nothing."""
        return int(self.value[-1]) if self.value.startswith("rate") else 0

    @property
    def text(self) -> str:
        """In words of the person's language."""
        return QCoreApplication.translate("Culling", _TEXTS[self])

    def key_text(self, *, letters: bool = True) -> str:
        """The key that is shown; without `letters` one that is neither letter nor digit."""
        keys = (key for key in KEYS[self] if letters or not is_character(key))
        return readable(next(keys, ""))


S = CullStep

KEYS: Final[Mapping[CullStep, tuple[str, ...]]] = {
    S.KEEP: ("K", "Space"),
    S.BIN: ("X", "Del"),
    S.STAR: ("S",),
    S.RATE_1: ("1",),
    S.RATE_2: ("2",),
    S.RATE_3: ("3",),
    S.RATE_4: ("4",),
    S.RATE_5: ("5",),
    S.BACK: ("Backspace", "Ctrl+Z"),
    S.PREVIOUS: ("Left", "Up", "PgUp"),
    S.NEXT: ("Right", "Down", "PgDown"),
    S.ZOOM: ("Z",),
    S.END: ("Esc",),
}
"""In portable words; they act in the window for sorting out alone. The first one is shown."""

LISTED: Final = (S.KEEP, S.BIN, S.STAR, S.BACK)
"""What the list of keys tells beside the keys that do elsewhere what they do here."""
_REPEATED: Final = frozenset({S.PREVIOUS, S.NEXT})
"""A key that is held decides about one picture only."""

_TEXTS: Final = {
    S.KEEP: QT_TRANSLATE_NOOP("Culling", "Keep"),
    S.BIN: QT_TRANSLATE_NOOP("Culling", "To the bin"),
    S.STAR: QT_TRANSLATE_NOOP("Culling", "Star and keep"),
    S.RATE_1: QT_TRANSLATE_NOOP("Culling", "Rate 1 and keep"),
    S.RATE_2: QT_TRANSLATE_NOOP("Culling", "Rate 2 and keep"),
    S.RATE_3: QT_TRANSLATE_NOOP("Culling", "Rate 3 and keep"),
    S.RATE_4: QT_TRANSLATE_NOOP("Culling", "Rate 4 and keep"),
    S.RATE_5: QT_TRANSLATE_NOOP("Culling", "Rate 5 and keep"),
    S.BACK: QT_TRANSLATE_NOOP("Culling", "Take back"),
    S.PREVIOUS: QT_TRANSLATE_NOOP("Culling", "Previous image"),
    S.NEXT: QT_TRANSLATE_NOOP("Culling", "Next image"),
    S.ZOOM: QT_TRANSLATE_NOOP("Culling", "Zoom"),
    S.END: QT_TRANSLATE_NOOP("Culling", "Finish"),
}


def step_of(event: QKeyEvent, *, letters: bool) -> CullStep | None:
    """What the key means; without `letters` those keys mean nothing."""
    key = of_event(event.key(), Qt.KeyboardModifier(event.modifiers()))
    if not letters and is_character(key):
        return None
    step = next((step for step, keys in KEYS.items() if key in keys), None)
    return None if step not in _REPEATED and event.isAutoRepeat() else step
