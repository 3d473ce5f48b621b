"""Every command of the program, once: its words and its keys."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtGui import QAction

from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP


class Command(StrEnum):
    NEW_PROMPT = "new_prompt"
    ADD_REFERENCES = "add_references"
    PASTE_REFERENCE = "paste_reference"
    PROMPT_FROM_IMAGE = "prompt_from_image"
    RESET_FORM = "reset_form"
    SWAP_FORM = "swap_form"
    TEMPLATES = "templates"
    SAVE_TEMPLATE = "save_template"
    IMPORT_TEMPLATES = "import_templates"
    EXPORT_TEMPLATES = "export_templates"
    SAVE_AS = "save_as"
    EXPORT = "export"
    EXPORT_LIST = "export_list"
    SHOW_IN_FOLDER = "show_in_folder"
    OPEN_FILE = "open_file"
    OPEN_WITH = "open_with"
    OPEN_IMAGE_FOLDER = "open_image_folder"
    VERIFY_LIBRARY = "verify_library"
    SETTINGS = "settings"
    QUIT = "quit"
    COMMAND_PALETTE = "command_palette"
    UNDO = "undo"
    REDO = "redo"
    CUT = "cut"
    COPY = "copy"
    COPY_PROMPT = "copy_prompt"
    COPY_FILE = "copy_file"
    PASTE = "paste"
    SELECT_ALL = "select_all"
    DELETE = "delete"
    RESTORE = "restore"
    EMPTY_BIN = "empty_bin"
    CULL = "cull"
    FIND = "find"
    BIN = "bin"
    GRID = "grid"
    SINGLE = "single"
    COMPARE = "compare"
    GROUP_NONE = "group_none"
    GROUP_BY_DAY = "group_by_day"
    GROUP_BY_BATCH = "group_by_batch"
    GROUP_BY_MODEL = "group_by_model"
    STACKS = "stacks"
    OPEN_STACK = "open_stack"
    SELECT_STACK = "select_stack"
    FULL_SCREEN = "full_screen"
    VIEWER_WINDOW = "viewer_window"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    ZOOM_FIT = "zoom_fit"
    ZOOM_FULL = "zoom_full"
    TOGGLE_ZOOM = "toggle_zoom"
    SWAP = "swap"
    NEXT_COMPARE_MODE = "next_compare_mode"
    SIDE_BY_SIDE = "side_by_side"
    SLIDER = "slider"
    DIFFERENCE = "difference"
    FLICKER = "flicker"
    OTHER_IMAGE = "other_image"
    COMPARE_REFERENCE = "compare_reference"
    TEXT_LARGER = "text_larger"
    TEXT_SMALLER = "text_smaller"
    TEXT_NORMAL = "text_normal"
    CREATE_PANEL = "create_panel"
    HISTORY_PANEL = "history_panel"
    DETAILS_PANEL = "details_panel"
    FILMSTRIP = "filmstrip"
    HIDE_PANELS = "hide_panels"
    RESET_LAYOUT = "reset_layout"
    NEXT_PANE = "next_pane"
    PREVIOUS_PANE = "previous_pane"
    FOCUS_PROMPT = "focus_prompt"
    GENERATE = "generate"
    GENERATE_FIRST = "generate_first"
    RUN_AGAIN = "run_again"
    RUN_FAILED = "run_failed"
    REUSE = "reuse"
    USE_AS_REFERENCE = "use_as_reference"
    STAR = "star"
    RATE_0 = "rate_0"
    RATE_1 = "rate_1"
    RATE_2 = "rate_2"
    RATE_3 = "rate_3"
    RATE_4 = "rate_4"
    RATE_5 = "rate_5"
    TAGS = "tags"
    MANAGE_TAGS = "manage_tags"
    NOTE = "note"
    LOCATE = "locate"
    CHECK_NOW = "check_now"
    CHECK_ALL = "check_all"
    DOWNLOAD_AGAIN = "download_again"
    STOP_WAITING = "stop_waiting"
    SEND_FIRST = "send_first"
    HOLD_BACK = "hold_back"
    SEND_EARLIER = "send_earlier"
    SEND_LATER = "send_later"
    PAUSE_SENDING = "pause_sending"
    FETCH_BY_ID = "fetch_by_id"
    SHORTCUTS = "shortcuts"
    WELCOME = "welcome"
    WHATS_NEW = "whats_new"
    CHECK_UPDATES = "check_updates"
    OPEN_LOG_FOLDER = "open_log_folder"
    SAVE_DIAGNOSTICS = "save_diagnostics"
    REPORT_PROBLEM = "report_problem"
    ABOUT = "about"


class CommandInfo(NamedTuple):
    """`keys` come with the program, in portable words; the first is the one that is shown.

    Keys with Ctrl or Alt and those with F and a number act anywhere in the window, all others in
    Stage and History alone, as all keys of a `local` command do. `fixed` keys belong to the editors
    and cannot be changed. `other_text` are words that stand instead of `text` at times.
    """

    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    local: bool = False
    fixed: bool = False
    other_text: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole


C = Command

COMMANDS: Final[Mapping[Command, CommandInfo]] = {
    C.NEW_PROMPT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&New prompt"), ("Ctrl+N",)),
    C.ADD_REFERENCES: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Add &reference images…"), ("Ctrl+O",)
    ),
    C.PASTE_REFERENCE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Paste as reference"), ("Ctrl+Shift+V",)
    ),
    C.PROMPT_FROM_IMAGE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Paste pro&mpt from image…")),
    C.RESET_FORM: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Reset form to &defaults")),
    C.SWAP_FORM: CommandInfo(QT_TRANSLATE_NOOP("Commands", "S&wap form with previous")),
    C.TEMPLATES: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Templates…"), ("Ctrl+T",)),
    C.SAVE_TEMPLATE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Save form as template…")),
    C.IMPORT_TEMPLATES: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Import templates…")),
    C.EXPORT_TEMPLATES: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Export templates…")),
    C.SAVE_AS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Save image as…"), ("Ctrl+S",)),
    C.EXPORT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "E&xport…"), ("Ctrl+Shift+S",)),
    C.EXPORT_LIST: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Export list as &CSV…")),
    C.SHOW_IN_FOLDER: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Show in &folder"), ("Ctrl+Shift+E",)
    ),
    C.OPEN_FILE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Open with default program")),
    C.OPEN_WITH: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Open wit&h…")),
    C.OPEN_IMAGE_FOLDER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Open &image folder")),
    C.SETTINGS: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "S&ettings…"),
        ("Ctrl+,",),
        role=QAction.MenuRole.PreferencesRole,
    ),
    C.QUIT: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Quit"), ("Ctrl+Q",), role=QAction.MenuRole.QuitRole
    ),
    C.COMMAND_PALETTE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Comm&and palette…"), ("Ctrl+K",)),
    C.UNDO: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Undo"), ("Ctrl+Z",), fixed=True),
    C.REDO: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), local=True, fixed=True
    ),
    C.CUT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Cu&t"), ("Ctrl+X",), local=True, fixed=True),
    C.COPY: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Copy"), ("Ctrl+C",), local=True, fixed=True
    ),
    C.COPY_PROMPT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "C&opy prompt"), ("Ctrl+Shift+C",)),
    C.COPY_FILE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Copy fi&le")),
    C.PASTE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Paste"), ("Ctrl+V",), local=True, fixed=True
    ),
    C.SELECT_ALL: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Select &all"), ("Ctrl+A",), local=True, fixed=True
    ),
    C.DELETE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Move to &bin"), ("Del", "Backspace")),
    C.RESTORE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Re&store from bin")),
    C.EMPTY_BIN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Empty the bin…")),
    C.CULL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Sort out &images…"), ("O",)),
    C.BIN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Bin"), checkable=True),
    C.VERIFY_LIBRARY: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Verify library…")),
    C.LOCATE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "L&ocate missing file…")),
    C.TAGS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Tags…"), ("T",)),
    C.MANAGE_TAGS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Mana&ge tags…")),
    C.NOTE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "N&ote…"), ("N",)),
    C.RATE_0: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&No rating"), ("0",), checkable=True),
    C.RATE_1: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&1 star"), ("1",), checkable=True),
    C.RATE_2: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&2 stars"), ("2",), checkable=True),
    C.RATE_3: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&3 stars"), ("3",), checkable=True),
    C.RATE_4: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&4 stars"), ("4",), checkable=True),
    C.RATE_5: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&5 stars"), ("5",), checkable=True),
    C.FOCUS_PROMPT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Go to the pro&mpt"), ("Ctrl+L",)),
    C.FIND: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Find"), ("Ctrl+F",)),
    C.GRID: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Grid"), ("G",), checkable=True),
    C.SINGLE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Single"), ("Enter",), checkable=True),
    C.COMPARE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Co&mpare"), ("C",), checkable=True),
    C.GROUP_NONE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&No groups"), checkable=True),
    C.GROUP_BY_DAY: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Group by &day"), checkable=True),
    C.GROUP_BY_BATCH: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Group by &batch"), checkable=True),
    C.GROUP_BY_MODEL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Group by &model"), checkable=True),
    C.STACKS: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Stack images ordered together"), checkable=True
    ),
    C.OPEN_STACK: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Open s&tack"),
        ("K", "Shift+Enter"),
        other_text=QT_TRANSLATE_NOOP("Commands", "Close s&tack"),
    ),
    C.SELECT_STACK: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Select the &whole stack")),
    C.FULL_SCREEN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "F&ull screen"), ("F11", "F")),
    C.VIEWER_WINDOW: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Vi&ewer window"), ("Ctrl+Shift+N",), checkable=True
    ),
    C.ZOOM_IN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Zoom &in"), ("Ctrl++", "Ctrl+=")),
    C.ZOOM_OUT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Zoom &out"), ("Ctrl+-",)),
    C.ZOOM_FIT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Fit"), ("Ctrl+0",)),
    C.ZOOM_FULL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&100 %"), ("Ctrl+1",)),
    C.TOGGLE_ZOOM: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Zoom to 100 % and back"), ("Z",)),
    C.SWAP: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "S&wap the compared images"),
        ("X",),
        other_text=QT_TRANSLATE_NOOP("Commands", "Take out of the s&urvey"),
    ),
    C.NEXT_COMPARE_MODE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Next way to compare"), ("M",)),
    C.SIDE_BY_SIDE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Compare side &by side"), checkable=True
    ),
    C.SLIDER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Compare with a s&lider"), checkable=True),
    C.DIFFERENCE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Show what &differs"), checkable=True),
    C.FLICKER: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Compare in &turn (flicker)"), checkable=True
    ),
    C.COMPARE_REFERENCE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Compare with r&eference image")
    ),
    C.OTHER_IMAGE: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Show the &other compared image"),
        ("Space",),
        local=True,
        fixed=True,
    ),
    C.TEXT_LARGER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Larger text")),
    C.TEXT_SMALLER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Smaller text")),
    C.TEXT_NORMAL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Normal text")),
    C.CREATE_PANEL: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&Create panel"), ("Ctrl+B",), checkable=True
    ),
    C.HISTORY_PANEL: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&History"), ("Ctrl+J",), checkable=True
    ),
    C.DETAILS_PANEL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Details"), ("I",), checkable=True),
    C.FILMSTRIP: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Fi&lmstrip"), checkable=True),
    C.HIDE_PANELS: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Hide &panels"), ("Ctrl+\\",), checkable=True
    ),
    C.RESET_LAYOUT: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Reset layout")),
    C.NEXT_PANE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Ne&xt pane"), ("F6",)),
    C.PREVIOUS_PANE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Pre&vious pane"), ("Shift+F6",)),
    C.GENERATE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Generate"), ("Ctrl+Enter",)),
    C.GENERATE_FIRST: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Generate and send firs&t"),
        ("Ctrl+Shift+Enter",),
    ),
    C.RUN_AGAIN: CommandInfo(QT_TRANSLATE_NOOP("Commands", "R&un again")),
    C.RUN_FAILED: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Run f&ailed again…")),
    C.REUSE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Reuse settings"), ("R",)),
    C.USE_AS_REFERENCE: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Use as re&ference"), ("U",)),
    C.STAR: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Star"), ("S",), checkable=True),
    C.CHECK_NOW: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Check now")),
    C.CHECK_ALL: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Check all acti&ve")),
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
        QT_TRANSLATE_NOOP("Commands", "Se&nd earlier"), ("Alt+Shift+Down",), local=True
    ),
    C.SEND_LATER: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "Send &later"), ("Alt+Shift+Up",), local=True
    ),
    C.PAUSE_SENDING: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Pause sending"), checkable=True),
    C.FETCH_BY_ID: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Fetch by task &ID…")),
    C.SHORTCUTS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Keyboard shortcuts"), ("Ctrl+/",)),
    C.WELCOME: CommandInfo(QT_TRANSLATE_NOOP("Commands", "&Welcome")),
    C.WHATS_NEW: CommandInfo(QT_TRANSLATE_NOOP("Commands", "What's &new")),
    C.CHECK_UPDATES: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Check for &updates…")),
    C.OPEN_LOG_FOLDER: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Open &log folder")),
    C.SAVE_DIAGNOSTICS: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Save &diagnostics…")),
    C.REPORT_PROBLEM: CommandInfo(QT_TRANSLATE_NOOP("Commands", "Report a &problem…")),
    C.ABOUT: CommandInfo(
        QT_TRANSLATE_NOOP("Commands", "&About NanoBanana Desktop"), role=QAction.MenuRole.AboutRole
    ),
}


def acts_anywhere(command: Command, key: str) -> bool:
    """Whether `key` works in the whole window, not only in Stage and History."""
    held, _, name = key.rpartition("+") if len(key) > 1 else ("", "", key)
    with_more = "Ctrl" in held or "Alt" in held
    is_function_key = len(name) > 1 and name[0] == "F" and name[1:].isdigit()
    return not COMMANDS[command].local and (with_more or is_function_key)


KEY_NAMES: Final = (
    QT_TRANSLATE_NOOP("QShortcut", "Enter"),
    QT_TRANSLATE_NOOP("QShortcut", "Return"),
)
"""Keys are called by what is written on them, in Chinese too; Qt's own words are other ones."""
