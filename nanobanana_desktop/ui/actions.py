"""Every command of the program, once: its words, its keys and its place in the menus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP


class Command(StrEnum):
    NEW_PROMPT = "new_prompt"
    ADD_REFERENCES = "add_references"
    PASTE_REFERENCE = "paste_reference"
    SAVE_AS = "save_as"
    SHOW_IN_FOLDER = "show_in_folder"
    OPEN_IMAGE_FOLDER = "open_image_folder"
    SETTINGS = "settings"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    CUT = "cut"
    COPY = "copy"
    COPY_PROMPT = "copy_prompt"
    PASTE = "paste"
    SELECT_ALL = "select_all"
    DELETE = "delete"
    FIND = "find"
    GRID = "grid"
    SINGLE = "single"
    COMPARE = "compare"
    FULL_SCREEN = "full_screen"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    ZOOM_FIT = "zoom_fit"
    ZOOM_FULL = "zoom_full"
    CREATE_PANEL = "create_panel"
    HISTORY_PANEL = "history_panel"
    HIDE_PANELS = "hide_panels"
    RESET_LAYOUT = "reset_layout"
    FOCUS_PROMPT = "focus_prompt"
    GENERATE = "generate"
    GENERATE_FIRST = "generate_first"
    RUN_AGAIN = "run_again"
    RUN_FAILED = "run_failed"
    REUSE = "reuse"
    USE_AS_REFERENCE = "use_as_reference"
    STAR = "star"
    CHECK_NOW = "check_now"
    DOWNLOAD_AGAIN = "download_again"
    STOP_WAITING = "stop_waiting"
    SEND_FIRST = "send_first"
    HOLD_BACK = "hold_back"
    SEND_EARLIER = "send_earlier"
    SEND_LATER = "send_later"
    PAUSE_SENDING = "pause_sending"
    FETCH_BY_ID = "fetch_by_id"
    SHORTCUTS = "shortcuts"
    OPEN_LOG_FOLDER = "open_log_folder"
    ABOUT = "about"


class CommandInfo(NamedTuple):
    """`keys` are real shortcuts; `hint` is shown only: such keys act in Stage and History alone.

    `other_text` are words that stand instead of `text` at times.
    """

    text: str
    keys: tuple[str, ...] = ()
    hint: str = ""
    checkable: bool = False
    other_text: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole


C = Command

_MNEMONIC: Final = re.compile(r"\(&.\)|&")
"""The mark of a menu key: inside a Latin word, or in brackets of its own after Chinese ones."""

COMMANDS: Final[Mapping[Command, CommandInfo]] = {
    C.NEW_PROMPT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&New prompt"), ("Ctrl+N",)),
    C.ADD_REFERENCES: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Add &reference images…"), ("Ctrl+O",)
    ),
    C.PASTE_REFERENCE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Paste as reference"), ("Ctrl+Shift+V",)
    ),
    C.SAVE_AS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Save image as…"), ("Ctrl+S",)),
    C.SHOW_IN_FOLDER: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Show in &folder"), ("Ctrl+Shift+E",)
    ),
    C.OPEN_IMAGE_FOLDER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Open &image folder")),
    C.SETTINGS: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "S&ettings…"),
        ("Ctrl+,",),
        role=QAction.MenuRole.PreferencesRole,
    ),
    C.QUIT: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Quit"), ("Ctrl+Q",), role=QAction.MenuRole.QuitRole
    ),
    C.UNDO: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Undo"), hint="Ctrl+Z"),
    C.REDO: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Redo"), hint="Ctrl+Shift+Z"),
    C.CUT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Cu&t"), hint="Ctrl+X"),
    C.COPY: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Copy"), hint="Ctrl+C"),
    C.COPY_PROMPT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "C&opy prompt"), ("Ctrl+Shift+C",)),
    C.PASTE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Paste"), hint="Ctrl+V"),
    C.SELECT_ALL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Select &all"), hint="Ctrl+A"),
    C.DELETE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Move to &bin"), hint="Del"),
    C.FOCUS_PROMPT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Go to the pro&mpt"), ("Ctrl+L",)),
    C.FIND: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Find"), ("Ctrl+F",)),
    C.GRID: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Grid"), hint="G", checkable=True),
    C.SINGLE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Single"), hint="Enter", checkable=True),
    C.COMPARE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Co&mpare"), hint="C", checkable=True),
    C.FULL_SCREEN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "F&ull screen"), ("F11",)),
    C.ZOOM_IN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Zoom &in"), ("Ctrl++", "Ctrl+=")),
    C.ZOOM_OUT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Zoom &out"), ("Ctrl+-",)),
    C.ZOOM_FIT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Fit"), ("Ctrl+0",)),
    C.ZOOM_FULL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&100 %"), ("Ctrl+1",)),
    C.CREATE_PANEL: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Create panel"), ("Ctrl+B",), checkable=True
    ),
    C.HISTORY_PANEL: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&History"), ("Ctrl+J",), checkable=True
    ),
    C.HIDE_PANELS: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Hide &panels"), ("Ctrl+\\",), checkable=True
    ),
    C.RESET_LAYOUT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Reset layout")),
    C.GENERATE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Generate"), ("Ctrl+Enter", "Ctrl+Return")
    ),
    C.GENERATE_FIRST: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Generate and send firs&t"),
        ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
    ),
    C.RUN_AGAIN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "R&un again")),
    C.RUN_FAILED: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Run f&ailed again…")),
    C.REUSE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Reuse settings"), hint="R"),
    C.USE_AS_REFERENCE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Use as re&ference"), hint="U"),
    C.STAR: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Star"), hint="S", checkable=True),
    C.CHECK_NOW: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Check now")),
    C.DOWNLOAD_AGAIN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Download again")),
    C.STOP_WAITING: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Stop &waiting"),
        other_text=QT_TRANSLATE_NOOP("Commands", "Cancel tas&k"),
    ),
    C.SEND_FIRST: CommandInfo(QT_TRANSLATE_NOOP("Commands", "S&end first")),
    C.HOLD_BACK: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Hold back"),
        other_text=QT_TRANSLATE_NOOP("Commands", "Send w&hen it is its turn"),
    ),
    C.SEND_EARLIER: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Se&nd earlier"), hint="Alt+Shift+Down"
    ),
    C.SEND_LATER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Send &later"), hint="Alt+Shift+Up"),
    C.PAUSE_SENDING: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Pause sending"), checkable=True),
    C.FETCH_BY_ID: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Fetch by task &ID…")),
    C.SHORTCUTS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Keyboard shortcuts"), ("Ctrl+/",)),
    C.OPEN_LOG_FOLDER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Open &log folder")),
    C.ABOUT: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&About NanoBanana Desktop"), role=QAction.MenuRole.AboutRole
    ),
}

KEY_NAMES: Final = (
    QT_TRANSLATE_NOOP("QShortcut", "Enter"),
    QT_TRANSLATE_NOOP("QShortcut", "Return"),
)
"""Keys are called by what is written on them, in Chinese too; Qt's own words are other ones."""

REPEATED: Final = frozenset({C.ZOOM_IN, C.ZOOM_OUT, C.UNDO, C.REDO})
"""Commands that go on while their key is held; to repeat any other would cost or surprise."""

VIEWS: Final = (C.GRID, C.SINGLE, C.COMPARE)
"""One of them is checked."""

MENUS: Final[tuple[tuple[str, tuple[Command | None, ...]], ...]] = (
    (
        QT_TRANSLATE_NOOP("Commands", "&File"),
        (
            C.NEW_PROMPT,
            C.ADD_REFERENCES,
            C.PASTE_REFERENCE,
            None,
            C.SAVE_AS,
            C.SHOW_IN_FOLDER,
            C.OPEN_IMAGE_FOLDER,
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
            C.ZOOM_IN,
            C.ZOOM_OUT,
            C.ZOOM_FIT,
            C.ZOOM_FULL,
            C.FULL_SCREEN,
            None,
            C.CREATE_PANEL,
            C.HISTORY_PANEL,
            C.HIDE_PANELS,
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
            None,
            C.CHECK_NOW,
            C.DOWNLOAD_AGAIN,
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
        for (_, commands), (_, menu) in zip(MENUS, self._menus, strict=True):
            for command in commands:
                if command is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self[command])
        self.retranslate()

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
        for _, commands in MENUS:
            for command in commands:
                if command is None:
                    continue
                info = COMMANDS[command]
                key = info.hint or (info.keys[0] if info.keys else "")
                if key:
                    words = _MNEMONIC.sub("", QCoreApplication.translate("Commands", info.text))
                    rows.append((words, _read(key)))
        return rows


def _read(key: str) -> str:
    """A key as a person reads it; arrows are drawn, their names are long and differ."""
    for name, arrow in _ARROWS.items():
        if key.endswith(f"+{name}"):
            return _read(f"{key.removesuffix(name)}A").removesuffix("A") + arrow
    return QKeySequence.fromString(key).toString(QKeySequence.SequenceFormat.NativeText)


_ARROWS: Final = {"Up": "↑", "Down": "↓"}
