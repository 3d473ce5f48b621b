"""The commands in their menus, and one action for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from nanobanana_desktop.ui.commands import COMMANDS, Command, acts_anywhere
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP
from nanobanana_desktop.ui.widgets.menu_bar import Menu, MenuBar

__all__ = ["COMMANDS", "GROUPINGS", "MENUS", "RATINGS", "REPEATED", "VIEWS", "Actions", "Command"]

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

TEMPLATES_MENU: Final = Submenu(
    QT_TRANSLATE_NOOP("Commands", "&Templates"),
    (C.TEMPLATES, C.SAVE_TEMPLATE, None, C.IMPORT_TEMPLATES, C.EXPORT_TEMPLATES),
)

GROUPINGS: Final = (C.GROUP_NONE, C.GROUP_BY_DAY, C.GROUP_BY_BATCH, C.GROUP_BY_MODEL)
"""One of them is checked."""

GRID_MENU: Final = Submenu(
    QT_TRANSLATE_NOOP("Commands", "Grid la&yout"),
    (*GROUPINGS, None, C.STACKS, C.OPEN_STACK, C.SELECT_STACK),
)

COMPARE_MODES: Final = (C.SIDE_BY_SIDE, C.SLIDER, C.DIFFERENCE, C.FLICKER)
"""One of them is checked while two images are compared."""

COMPARE_MENU: Final = Submenu(
    QT_TRANSLATE_NOOP("Commands", "Compari&ng"),
    (
        *(*COMPARE_MODES, None, C.NEXT_COMPARE_MODE, C.OTHER_IMAGE, C.SWAP),
        *(None, C.COMPARE_REFERENCE),
    ),
)

TEXT_SIZE_MENU: Final = Submenu(
    QT_TRANSLATE_NOOP("Commands", "&Text size"), (C.TEXT_LARGER, C.TEXT_SMALLER, C.TEXT_NORMAL)
)

MENUS: Final[tuple[tuple[str, tuple[Command | Submenu | None, ...]], ...]] = (
    (
        QT_TRANSLATE_NOOP("Commands", "&File"),
        (
            C.NEW_PROMPT,
            C.PROMPT_FROM_IMAGE,
            C.RESET_FORM,
            C.SWAP_FORM,
            TEMPLATES_MENU,
            None,
            C.ADD_REFERENCES,
            C.PASTE_REFERENCE,
            None,
            C.SAVE_AS,
            C.EXPORT,
            C.EXPORT_LIST,
            C.SHOW_IN_FOLDER,
            C.OPEN_FILE,
            C.OPEN_WITH,
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
            C.COPY_FILE,
            C.PASTE,
            C.SELECT_ALL,
            None,
            C.DELETE,
            C.RESTORE,
            C.EMPTY_BIN,
            C.CULL,
            None,
            C.FIND,
            C.FOCUS_PROMPT,
            None,
            C.MANAGE_TAGS,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&View"),
        (
            C.GRID,
            C.SINGLE,
            C.COMPARE,
            None,
            GRID_MENU,
            COMPARE_MENU,
            TEXT_SIZE_MENU,
            None,
            C.ZOOM_IN,
            C.ZOOM_OUT,
            C.ZOOM_FIT,
            C.ZOOM_FULL,
            C.TOGGLE_ZOOM,
            C.FULL_SCREEN,
            C.VIEWER_WINDOW,
            None,
            C.CREATE_PANEL,
            C.HISTORY_PANEL,
            C.DETAILS_PANEL,
            C.FILMSTRIP,
            C.HIDE_PANELS,
            C.BIN,
            C.RESET_LAYOUT,
            None,
            C.NEXT_PANE,
            C.PREVIOUS_PANE,
            C.COMMAND_PALETTE,
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
            C.CHECK_ALL,
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
    (
        QT_TRANSLATE_NOOP("Commands", "&Help"),
        (
            C.SHORTCUTS,
            C.WELCOME,
            C.WHATS_NEW,
            C.CHECK_UPDATES,
            None,
            C.OPEN_LOG_FOLDER,
            C.SAVE_DIAGNOSTICS,
            C.REPORT_PROBLEM,
            None,
            C.ABOUT,
        ),
    ),
)
"""None is a separator."""


class Actions(QObject):
    """One QAction for every command; menus, keys and the shortcut list all come from here.

    Signals: `triggered(Command)`, `keys_changed()`.
    """

    triggered = Signal(object)
    keys_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[Command, QAction] = {}
        self._menus: list[tuple[str, Menu]] = []
        self._otherwise: set[Command] = set()
        self._hidden: set[Command] = set()
        self._keys = {command: info.keys for command, info in COMMANDS.items()}
        self._views = QActionGroup(self)
        for command in VIEWS:
            self._views.addAction(self[command])
        self._groupings = QActionGroup(self)
        for command in GROUPINGS:
            self._groupings.addAction(self[command])
        self[C.GROUP_NONE].setChecked(True)

    def __getitem__(self, command: Command) -> QAction:
        action = self._actions.get(command)
        if action is None:
            action = self._make_action(command)
        return action

    def add_menus(self, bar: MenuBar) -> None:
        """Put the menus' titles into the bar; `fill_menus` puts the commands into them."""
        for title, _ in MENUS:
            menu = bar.add(QCoreApplication.translate("Commands", title))
            self._menus.append((title, menu))

    def fill_menus(self) -> None:
        """Make commands and keys work; the first paint does not wait for it."""
        for (_, commands), (_, menu) in zip(MENUS, list(self._menus), strict=True):
            self._fill(menu, commands)
        self.retranslate()

    def _fill(self, menu: Menu, entries: Iterable[Command | Submenu | None]) -> None:
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, Submenu):
                inner = menu.add_inner()
                self._menus.append((entry.title, inner))
                self._fill(inner, entry.commands)
            else:
                menu.addAction(self[entry])

    def menu_of(self, command: Command) -> Menu | None:
        """The menu of the bar in which a command is; None before there are menus."""
        titles = (title for title, entries in MENUS if command in commands_of(entries))
        title = next(titles, None)
        return next((menu for known, menu in self._menus if known == title), None)

    def set_enabled(self, commands: Iterable[Command], enabled: bool) -> None:
        for command in commands:
            self[command].setEnabled(enabled)

    def hide(self, command: Command) -> None:
        """There is no such command in this run: it is in no menu and no list, and has no keys."""
        self[command].setVisible(False)
        self._hidden.add(command)

    @property
    def hidden(self) -> Set[Command]:
        return self._hidden

    def use_other_text(self, command: Command, other: bool) -> None:
        """Show the other words of a command, or its usual ones again."""
        if other is not (command in self._otherwise):
            self._otherwise.symmetric_difference_update((command,))
            self.retranslate()

    @property
    def keys(self) -> Mapping[Command, tuple[str, ...]]:
        """The keys of every command, in portable words."""
        return self._keys

    def use_keys(self, keys: Mapping[Command, tuple[str, ...]]) -> None:
        """Other keys from now on, in menus, lists and hints too."""
        changed = [command for command in COMMANDS if keys[command] != self._keys[command]]
        self._keys = {command: keys[command] for command in COMMANDS}
        for command in changed:
            if command in self._actions:
                self._set_shortcuts(command)
        if changed:
            self.retranslate()
            self.keys_changed.emit()

    def key_text(self, command: Command) -> str:
        """The first key of a command as a person reads it; empty when it has none."""
        # The first paint shows no keys.
        from nanobanana_desktop.ui.shortcuts.key_rules import readable

        keys = self._keys[command]
        return readable(keys[0]) if keys else ""

    def words(self, command: Command) -> str:
        """The command as its menu calls it now, without the mark of a menu key."""
        return without_mark(self._text(command))

    def retranslate(self) -> None:
        for command, keys in self._keys.items():
            text = self._text(command)
            is_shown_by_qt = not keys or acts_anywhere(command, keys[0])
            key = "" if is_shown_by_qt else self.key_text(command)
            self[command].setText(f"{text}\t{key}" if key else text)
        for title, menu in self._menus:
            menu.setTitle(QCoreApplication.translate("Commands", title))

    def _text(self, command: Command) -> str:
        info = COMMANDS[command]
        words = info.other_text if command in self._otherwise else info.text
        return QCoreApplication.translate("Commands", words)

    def _make_action(self, command: Command) -> QAction:
        info = COMMANDS[command]
        action = QAction(self)
        action.setObjectName(command.value)
        action.setCheckable(info.checkable)
        action.setAutoRepeat(command in REPEATED)
        action.setMenuRole(info.role)
        self._actions[command] = action
        self._set_shortcuts(command)
        action.triggered.connect(lambda: self.triggered.emit(command))
        return action

    def _set_shortcuts(self, command: Command) -> None:
        keys = [key for key in self._keys[command] if acts_anywhere(command, key)]
        both = [key.replace("Enter", "Return") for key in keys if key.endswith("Enter")]
        self[command].setShortcuts([QKeySequence.fromString(key) for key in (*keys, *both)])


def without_mark(text: str) -> str:
    """Words of a menu without the mark of their menu key."""
    return _MNEMONIC.sub("", text)


def commands_of(entries: Iterable[Command | Submenu | None]) -> Iterator[Command]:
    """The commands of a menu and of the menus inside it, in their order."""
    for entry in entries:
        if isinstance(entry, Submenu):
            yield from commands_of(entry.commands)
        elif entry is not None:
            yield entry
