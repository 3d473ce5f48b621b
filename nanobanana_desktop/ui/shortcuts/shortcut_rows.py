"""The list of keys: what it shows, from the one registry of commands, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from nanobanana_desktop.ui.actions import MENUS, commands_of, without_mark
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.culling.cull_keys import KEYS, LISTED
from nanobanana_desktop.ui.matching import Match, initials, match
from nanobanana_desktop.ui.shortcuts.key_rules import readable
from nanobanana_desktop.ui.shortcuts.keymap import Keymap
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NO_INDEX: Final = QModelIndex()

OTHER_KEYS: Final = (
    (QT_TRANSLATE_NOOP("Shortcuts", "Previous or next image"), ("Left", "Right")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Move inside a zoomed image"), ("Up", "Down")),
    (QT_TRANSLATE_NOOP("Shortcuts", "The same by pages"), ("Ctrl+Up", "Ctrl+Down")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Zoom in or out"), ("+", "-")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Compare with another image"), ("Alt+Left", "Alt+Right")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Earlier prompts, in the prompt"), ("Alt+Up", "Alt+Down")),
    (QT_TRANSLATE_NOOP("Shortcuts", "Menu of what is selected"), ("Shift+F10",)),
    (QT_TRANSLATE_NOOP("Shortcuts", "Menu bar"), ("F10",)),
    (QT_TRANSLATE_NOOP("Shortcuts", "Back, close, clear"), ("Esc",)),
)
"""Keys that are no commands and stay as they are."""
_OTHER_TITLE: Final = QT_TRANSLATE_NOOP("Shortcuts", "Always")
_CULLING_TITLE: Final = QT_TRANSLATE_NOOP("Shortcuts", "While sorting out")


class Row(NamedTuple):
    """A command with its keys, as a person reads them; without `command` a title or a fixed key.

    `places` are the letters of `text` that match what is looked for.
    """

    text: str
    keys: tuple[str, ...] = ()
    command: Command | None = None
    is_title: bool = False
    is_changed: bool = False
    places: tuple[int, ...] = ()


class ShortcutRows(QAbstractListModel):
    """All commands below the titles of their menus; `AccessibleTextRole` is words and keys.

    `with_others` adds keys that are no commands.
    """

    def __init__(self, *, with_others: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._with_others = with_others
        self._left_out: Collection[Command] = ()
        self._rows: list[Row] = []

    def leave_out(self, commands: Collection[Command]) -> None:
        """Commands that there are not in this run; from the next `fill` on."""
        self._left_out = commands

    def fill(self, keys: Keymap, wanted: str = "") -> None:
        """Show who has the key `wanted`, else what matches it; all of it when that is empty."""
        groups = self._groups(keys)
        plain = "".join(wanted.split()).lower()
        held = {key.lower() for _, rows in groups for row in rows for key in row.keys}
        self.beginResetModel()
        self._rows = []
        for title, rows in groups:
            if plain in held:
                hits = [row for row in rows if plain in map(str.lower, row.keys)]
            else:
                hits = [hit for row in rows if (hit := _look_at(row, wanted)) is not None]
            if hits:
                self._rows += [Row(title, is_title=True), *hits]
        self.endResetModel()

    def row_at(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def number_of(self, command: Command | None) -> int:
        """Where a command is shown, by default the first one; -1 when it is not."""
        for number, row in enumerate(self._rows):
            if not row.is_title and command in (None, row.command):
                return number
        return -1

    @property
    def count(self) -> int:
        """How many are shown, without titles."""
        return sum(not row.is_title for row in self._rows)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == Role.DisplayRole:
            return row.text
        if role == Role.AccessibleTextRole:
            return self.sentence(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index.row())
        if row is None or row.is_title:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def sentence(self, row: Row) -> str:
        """What is spoken of a row."""
        if row.is_title:
            return row.text
        changed = self.tr("changed") if row.is_changed else ""
        parts = (row.text, *(row.keys or (self.tr("no key"),)), changed)
        return ", ".join(part for part in parts if part)

    def _groups(self, keys: Keymap) -> list[tuple[str, list[Row]]]:
        groups = [
            (
                without_mark(QCoreApplication.translate("Commands", title)),
                [
                    _row(command, keys)
                    for command in commands_of(menu)
                    if command not in self._left_out
                ],
            )
            for title, menu in MENUS
        ]
        if self._with_others:
            others = [
                Row(QCoreApplication.translate("Shortcuts", text), tuple(map(readable, held)))
                for text, held in OTHER_KEYS
            ]
            groups.append((QCoreApplication.translate("Shortcuts", _OTHER_TITLE), others))
            steps = [Row(step.text, tuple(map(readable, KEYS[step]))) for step in LISTED]
            groups.append((QCoreApplication.translate("Shortcuts", _CULLING_TITLE), steps))
        return groups


def command_text(command: Command) -> str:
    """A command as the list calls it."""
    return without_mark(QCoreApplication.translate("Commands", COMMANDS[command].text))


def _row(command: Command, keys: Keymap) -> Row:
    held = keys[command]
    is_changed = held != COMMANDS[command].keys
    return Row(command_text(command), tuple(map(readable, held)), command, is_changed=is_changed)


def _look_at(row: Row, wanted: str) -> Row | None:
    if not wanted.strip():
        return row
    plain = "".join(wanted.split()).lower()
    if len(plain) > 1 and any(plain in key.lower() for key in row.keys):
        return row
    finders: tuple[Callable[[], Match | None], ...] = (
        lambda: match(wanted, row.text),
        lambda: match(wanted, initials(row.text)) if not row.text.isascii() else None,
    )
    hit = next((found for find in finders if (found := find()) is not None), None)
    if hit is not None:
        return row._replace(places=hit.places)
    english = without_mark(COMMANDS[row.command].text) if row.command is not None else ""
    return row if english and match(wanted, english) is not None else None
