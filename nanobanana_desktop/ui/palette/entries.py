"""What the palette offers: all commands, as they are now, and choices that others add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.ui.actions import COMPARE_MODES, MENUS, Actions, commands_of, without_mark
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.matching import Match, initials, match
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

C = Command

_OTHER_WORDS: Final = 8
"""So much less counts what was found in other words than those that are shown."""

_PICTURE: Final = QT_TRANSLATE_NOOP("Palette", "Needs an image")
_TWO: Final = QT_TRANSLATE_NOOP("Palette", "Needs two images")
_TASK: Final = QT_TRANSLATE_NOOP("Palette", "Needs a selected task")
_PROMPT: Final = QT_TRANSLATE_NOOP("Palette", "Needs a task with a prompt")
_ACTIVE: Final = QT_TRANSLATE_NOOP("Palette", "Needs a task under way")
_WAITING: Final = QT_TRANSLATE_NOOP("Palette", "Needs a task that waits")
COMPARE_COMMANDS: Final = (*COMPARE_MODES, C.NEXT_COMPARE_MODE)
_NEEDS: Final = {
    **dict.fromkeys(
        (C.SAVE_AS, C.SHOW_IN_FOLDER, C.OPEN_FILE, C.OPEN_WITH, C.COPY_FILE, C.USE_AS_REFERENCE),
        _PICTURE,
    ),
    **dict.fromkeys((C.ZOOM_IN, C.ZOOM_OUT, C.ZOOM_FIT, C.ZOOM_FULL, C.TOGGLE_ZOOM), _PICTURE),
    **dict.fromkeys((C.FULL_SCREEN, C.EXPORT), _PICTURE),
    **dict.fromkeys((C.SWAP, C.OTHER_IMAGE, *COMPARE_COMMANDS), _TWO),
    C.COMPARE: QT_TRANSLATE_NOOP("Palette", "Needs two to six images"),
    **dict.fromkeys((C.DELETE, C.STAR, C.TAGS, C.NOTE), _TASK),
    **dict.fromkeys((C.RATE_0, C.RATE_1, C.RATE_2, C.RATE_3, C.RATE_4, C.RATE_5), _TASK),
    **dict.fromkeys((C.COPY_PROMPT, C.RUN_AGAIN, C.REUSE), _PROMPT),
    **dict.fromkeys((C.CHECK_NOW, C.CHECK_ALL, C.STOP_WAITING), _ACTIVE),
    **dict.fromkeys((C.SEND_FIRST, C.HOLD_BACK, C.SEND_EARLIER, C.SEND_LATER), _WAITING),
    C.DOWNLOAD_AGAIN: QT_TRANSLATE_NOOP("Palette", "Needs a task with a link"),
    C.COMPARE_REFERENCE: QT_TRANSLATE_NOOP("Palette", "Needs an image with reference images"),
    C.LOCATE: QT_TRANSLATE_NOOP("Palette", "Needs a missing file"),
    C.RESTORE: QT_TRANSLATE_NOOP("Palette", "Needs something from the bin"),
}
"""Why a command can do nothing now."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette.

    `name` stays the same between sessions. `other` are other words under which it is found, shown
    when they were. `reason` says why it cannot be run now; `checked` is None for what is no switch.
    """

    name: str
    text: str
    run: Callable[[], object]
    other: str = ""
    place: str = ""
    """The menu or the field where it is found without the palette."""
    key: str = ""
    enabled: bool = True
    reason: str = ""
    checked: bool | None = None


class Found(NamedTuple):
    """An entry, which letters of its text matched, and of its other words if those did."""

    entry: Entry
    places: tuple[int, ...] = ()
    other_places: tuple[int, ...] = ()
    is_recent: bool = False


def command_entries(actions: Actions) -> list[Entry]:
    """All commands that there are but the palette itself, in the order of the menus."""
    return [
        _command_entry(
            actions, command, without_mark(QCoreApplication.translate("Commands", title))
        )
        for title, menu in MENUS
        for command in commands_of(menu)
        if command is not C.COMMAND_PALETTE and command not in actions.hidden
    ]


def _command_entry(actions: Actions, command: Command, place: str) -> Entry:
    action, info = actions[command], COMMANDS[command]
    text, english = actions.words(command), without_mark(info.text)
    enabled = action.isEnabled()
    need = "" if enabled else _NEEDS.get(command, "")
    return Entry(
        command.value,
        text,
        action.trigger,
        other=english if english != text and not info.other_text else "",
        place=place,
        key=actions.key_text(command),
        enabled=enabled,
        reason=QCoreApplication.translate("Palette", need) if need else "",
        checked=action.isChecked() if action.isCheckable() else None,
    )


def found(query: str, entries: Iterable[Entry], recent: Sequence[str] = ()) -> list[Found]:
    """The entries that match, the best first; what can be done goes before what cannot.

    Without a query all of them, what was used lately (names, latest first) before the others.
    """
    places = {name: place for place, name in enumerate(recent)}
    ranked: list[tuple[tuple[float, ...], Found]] = []
    for number, entry in enumerate(entries):
        one = _look_at(query, entry)
        if one is None:
            continue
        score, hit = one
        last_used = places.get(entry.name)
        used = len(places) if last_used is None else last_used
        if not query.strip():
            hit = hit._replace(is_recent=last_used is not None and entry.enabled)
            order: tuple[float, ...] = (not entry.enabled, used, number)
        else:
            bonus = 5 if last_used is not None else 0
            order = (not entry.enabled, -(score + bonus), used, number)
        ranked.append((order, hit))
    return [hit for _, hit in sorted(ranked, key=lambda pair: pair[0])]


def _look_at(query: str, entry: Entry) -> tuple[int, Found] | None:
    shown = match(query, entry.text)
    if shown is not None:
        return shown.score, Found(entry, shown.places)
    sounds = initials(entry.text)
    by_sound = _better(query, sounds) if sounds != entry.text else None
    if by_sound is not None:
        return by_sound.score - _OTHER_WORDS, Found(entry, by_sound.places)
    other = match(query, entry.other) if entry.other else None
    if other is not None:
        return other.score - _OTHER_WORDS, Found(entry, (), other.places)
    # "view grid": a word may name the menu.
    both = match(query, f"{entry.text} {entry.place}") if entry.place else None
    if both is None:
        return None
    places = tuple(place for place in both.places if place < len(entry.text))
    return both.score - 2 * _OTHER_WORDS, Found(entry, places)


def _better(query: str, sounds: str) -> Match | None:
    """First letters of sounds follow one another, or nearly anything would be found."""
    word = "".join(query.split()).lower()
    start = sounds.lower().find(word) if len(word) > 1 and word.isascii() else -1
    return None if start < 0 else Match(60 - start, tuple(range(start, start + len(word))))
