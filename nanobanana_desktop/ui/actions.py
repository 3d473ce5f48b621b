"""The commands in their menus, and one action for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

__all__ = ["COMMANDS", "MENUS", "RATINGS", "REPEATED", "VIEWS", "Actions", "Command"]

C = Command

_MNEMONIC: Final = re.compile(r"\(&.\)|&")
"""The mark of a menu key: inside a Latin word, or in brackets of its own after Chinese ones."""

REPEATED: Final = frozenset({C.ZOOM_IN, C.ZOOM_OUT, C.UNDO, C.REDO})
"""Commands that go on while their key is held; to repeat any other would cost or surprise."""

VIEWS: Final = (C.GRID, C.SINGLE, C.COMPARE)
"""One of them is checked."""

RATINGS: Final = (C.RATE_0, C.RATE_1, C.RATE_2, C.RATE_3, C.RATE_4, C.RATE_5)
"""In the order of the stars that they give."""


class Submenu(NamedTuple):
    """A menu inside a menu."""

    title: str
    commands: tuple[Command | None, ...]


MARKS_MENU: Final = Submenu(
    QT_TRANSLATE_NOOP("Commands", "&Marks"), (*reversed(RATINGS), None, C.TAGS, C.NOTE)
)

MENUS: Final[tuple[tuple[str, tuple[Command | Submenu | None, ...]], ...]] = (
    (
        QT_TRANSLATE_NOOP("Commands", "&File"),
        (
            C.NEW_PROMPT,
            C.ADD_REFERENCES,
            C.PASTE_REFERENCE,
            None,
            C.SAVE_AS,
            C.EXPORT,
            C.EXPORT_LIST,
            C.SHOW_IN_FOLDER,
            C.OPEN_IMAGE_FOLDER,
            C.VERIFY_LIBRARY,
            None,
            C.SETTINGS,
            C.QUIT,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&Edit"),
        (
            C.UNDO,
            C.REDO,
            None,
            C.CUT,
            C.COPY,
            C.COPY_PROMPT,
            C.PASTE,
            C.SELECT_ALL,
            None,
            C.DELETE,
            C.RESTORE,
            C.EMPTY_BIN,
            None,
            C.FIND,
            C.FOCUS_PROMPT,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&View"),
        (
            C.GRID,
            C.SINGLE,
            C.COMPARE,
            None,
            C.GROUP_BY_DAY,
            None,
            C.ZOOM_IN,
            C.ZOOM_OUT,
            C.ZOOM_FIT,
            C.ZOOM_FULL,
            C.FULL_SCREEN,
            None,
            C.CREATE_PANEL,
            C.HISTORY_PANEL,
            C.DETAILS_PANEL,
            C.HIDE_PANELS,
            C.BIN,
            C.RESET_LAYOUT,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&Task"),
        (
            C.GENERATE,
            C.GENERATE_FIRST,
            C.RUN_AGAIN,
            C.RUN_FAILED,
            None,
            C.REUSE,
            C.USE_AS_REFERENCE,
            C.STAR,
            MARKS_MENU,
            None,
            C.CHECK_NOW,
            C.DOWNLOAD_AGAIN,
            C.LOCATE,
            C.STOP_WAITING,
            None,
            C.SEND_FIRST,
            C.HOLD_BACK,
            C.SEND_EARLIER,
            C.SEND_LATER,
            C.PAUSE_SENDING,
            None,
            C.FETCH_BY_ID,
        ),
    ),
    (QT_TRANSLATE_NOOP("Commands", "&Help"), (C.SHORTCUTS, C.OPEN_LOG_FOLDER, C.ABOUT)),
)
"""None is a separator."""


class Actions(QObject):
    """One QAction for every command; menus, keys and the shortcut list all come from here.

    Signals: `triggered(Command)`.
    """

    triggered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[Command, QAction] = {}
        self._menus: list[tuple[str, QMenu]] = []
        self._otherwise: set[Command] = set()
        self._views = QActionGroup(self)
        for command in VIEWS:
            self._views.addAction(self[command])

    def __getitem__(self, command: Command) -> QAction:
        action = self._actions.get(command)
        if action is None:
            action = self._actions[command] = self._make_action(command)
        return action

    def add_menus(self, bar: QMenuBar) -> None:
        """Put the menus' titles into the bar; `fill_menus` puts the commands into them."""
        for title, _ in MENUS:
            menu = bar.addMenu(QCoreApplication.translate("Commands", title))
            self._menus.append((title, menu))

    def fill_menus(self) -> None:
        """Make commands and keys work; the first paint does not wait for it."""
        for (_, commands), (_, menu) in zip(MENUS, list(self._menus), strict=True):
            self._fill(menu, commands)
        self.retranslate()

    def _fill(self, menu: QMenu, entries: Iterable[Command | Submenu | None]) -> None:
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, Submenu):
                inner = menu.addMenu("")
                self._menus.append((entry.title, inner))
                self._fill(inner, entry.commands)
            else:
                menu.addAction(self[entry])

    def set_enabled(self, commands: Iterable[Command], enabled: bool) -> None:
        for command in commands:
            self[command].setEnabled(enabled)

    def use_other_text(self, command: Command, other: bool) -> None:
        """Show the other words of a command, or its usual ones again."""
        if other is not (command in self._otherwise):
            self._otherwise.symmetric_difference_update((command,))
            self.retranslate()

    def retranslate(self) -> None:
        for command, info in COMMANDS.items():
            words = info.other_text if command in self._otherwise else info.text
            text = QCoreApplication.translate("Commands", words)
            self[command].setText(f"{text}\t{_read(info.hint)}" if info.hint else text)
        for title, menu in self._menus:
            menu.setTitle(QCoreApplication.translate("Commands", title))

    def _make_action(self, command: Command) -> QAction:
        info = COMMANDS[command]
        action = QAction(self)
        action.setObjectName(command.value)
        action.setShortcuts([QKeySequence.fromString(key) for key in info.keys])
        action.setCheckable(info.checkable)
        action.setAutoRepeat(command in REPEATED)
        action.setMenuRole(info.role)
        action.triggered.connect(lambda: self.triggered.emit(command))
        return action

    def shortcut_list(self) -> list[tuple[str, str]]:
        """Command and key as a person reads them, in the order of the menus."""
        rows = []
        for _, entries in MENUS:
            for command in _commands(entries):
                info = COMMANDS[command]
                key = info.hint or (info.keys[0] if info.keys else "")
                if key:
                    words = _MNEMONIC.sub("", QCoreApplication.translate("Commands", info.text))
                    rows.append((words, _read(key)))
        return rows


def _commands(entries: Iterable[Command | Submenu | None]) -> Iterator[Command]:
    for entry in entries:
        if isinstance(entry, Submenu):
            yield from _commands(entry.commands)
        elif entry is not None:
            yield entry


def _read(key: str) -> str:
    """A key as a person reads it; arrows are drawn, their names are long and differ."""
    for name, arrow in _ARROWS.items():
        if key.endswith(f"+{name}"):
            return _read(f"{key.removesuffix(name)}A").removesuffix("A") + arrow
    return QKeySequence.fromString(key).toString(QKeySequence.SequenceFormat.NativeText)


_ARROWS: Final = {"Up": "↑", "Down": "↓"}
