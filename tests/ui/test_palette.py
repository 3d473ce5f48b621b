"""The command palette: what is found, what runs, and that nothing runs by mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Language, ThemeMode
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.services.saved_searches import SavedSearch
from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.i18n import Translations
from nanobanana_desktop.ui.matching import initials, match
from nanobanana_desktop.ui.palette import palette as palette_module
from nanobanana_desktop.ui.palette.choices import (
    PAGES,
    form_entries,
    search_entries,
    settings_entries,
)
from nanobanana_desktop.ui.palette.entries import Entry, command_entries, found
from nanobanana_desktop.ui.palette.palette import Palette
from nanobanana_desktop.ui.settings_dialog import PAGE_NAMES
from nanobanana_desktop.ui.theme.theme import Theme

C = Command
Key = Qt.Key


def entry(name: str, text: str = "", **others: object) -> Entry:
    return replace(Entry(name, text or name, lambda: None), **others)


def names(query: str, entries: Sequence[Entry], recent: Sequence[str] = ()) -> list[str]:
    return [one.entry.name for one in found(query, entries, recent)]


# -- matching ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "text", "places"),
    [
        ("", "Grid", ()),
        ("  ", "Grid", ()),
        ("gr", "Grid", (0, 1)),
        ("RID", "Grid", (1, 2, 3)),
        ("gn", "Generate", (0, 2)),
        ("ra", "Run again", (0, 4)),
        ("again run", "Run again", (0, 1, 2, 4, 5, 6, 7, 8)),
        ("图", "添加参考图…", (4,)),
        ("x", "Grid", None),
        ("gx", "Grid", None),
        ("grid x", "Grid", None),
        ("rd", "Grid", None),
        ("ß", "Straße", (4,)),
        ("i", "İstanbul", None),
    ],
)
def test_letters_find_words(query: str, text: str, places: tuple[int, ...] | None) -> None:
    hit = match(query, text)
    assert (hit.places if hit is not None else None) == places


def test_beginnings_of_words_go_before_what_is_inside_and_scattered() -> None:
    entries = [entry(text) for text in ("Generate", "Gone in time", "Imagine", "Gin")]
    assert names("gin", entries) == ["Gin", "Imagine", "Gone in time"]


def test_chinese_is_found_by_the_first_letters_of_its_sounds() -> None:
    assert initials("生成 2 张网格啊座") == "sc 2 zwgaz"
    assert initials("🍌é") == "🍌é"
    entries = [entry("grid", "网格", other="Grid"), entry("generate", "生成", other="Generate")]
    assert names("wg", entries) == ["grid"]
    assert names("生", entries) == ["generate"]
    english = found("gri", entries)
    assert [(one.entry.name, one.places, one.other_places) for one in english] == [
        ("grid", (), (0, 1, 2))
    ]
    assert names("w", entries) == []


def test_recent_commands_come_first_and_what_cannot_be_done_last() -> None:
    entries = [
        entry("one", "Open one"),
        entry("off", "Open", enabled=False),
        entry("two", "Open two"),
        entry("three", "Open three"),
    ]
    assert names("", entries, ["three", "gone", "off", "one"]) == ["three", "one", "two", "off"]
    assert names("open", entries, ["two"]) == ["two", "one", "three", "off"]
    recent = [one.entry.name for one in found("", entries, ["three", "off"]) if one.is_recent]
    assert recent == ["three"]


def test_the_menu_of_a_command_can_be_named_too() -> None:
    entries = [entry("grid", "Grid", place="View"), entry("view", "Viewer")]
    assert names("view grid", entries) == ["grid"]
    assert names("view", entries) == ["view", "grid"]


# -- what is offered -----------------------------------------------------------------------------


def test_all_commands_are_offered_as_they_are(qapp: QApplication) -> None:
    actions = Actions()
    actions.retranslate()
    actions[C.GRID].setChecked(True)
    actions.set_enabled((C.SAVE_AS,), False)
    offered = {one.name: one for one in command_entries(actions)}
    assert set(offered) == {command.value for command in COMMANDS} - {"command_palette"}
    assert (offered["grid"].checked, offered["single"].checked) == (True, False)
    assert (offered["grid"].key, offered["quit"].key) == ("G", "Ctrl+Q")
    assert not offered["save_as"].enabled
    assert offered["save_as"].reason == "Needs an image"
    assert offered["generate"].place == "Task"
    assert not [one for one in offered.values() if "&" in one.text or "\t" in one.text]


def test_english_words_find_commands_in_the_chinese_window(qapp: QApplication) -> None:
    translations = Translations(qapp, resource_path("i18n"))
    translations.use(Language.CHINESE)
    actions = Actions()
    actions.retranslate()
    entries = command_entries(actions)
    translations.use(Language.ENGLISH)
    assert names("compare", entries)[0] == "compare"
    assert names("对比", entries)[0] == "compare"
    assert names("Generate", entries)[0] == "generate"


def test_choices_of_the_form_and_the_settings_are_offered(qtbot: QtBot, theme: Theme) -> None:
    create = CreatePane(theme)
    qtbot.addWidget(create)
    asked: list[object] = []
    offered = {one.name: one for one in form_entries(create)}
    assert offered["model nano-banana-pro"].checked
    with qtbot.waitSignal(create.draft_changed, timeout=3_000):
        offered["model nano-banana"].run()
    offered["resolution 4k"].run()
    assert (create.model.value(), create.resolution.value()) == ("nano-banana", "4k")
    more = settings_entries(asked.append, ThemeMode.DARK, asked.append)
    assert tuple(PAGES) == PAGE_NAMES
    assert [one.name for one in more if one.checked] == ["theme dark"]
    more[0].run()
    more[-1].run()
    saved = SavedSearch(3, "<b>{cats}</b>", "cat")
    searches = search_entries([saved], asked.append)
    searches[0].run()
    assert asked == ["account", ThemeMode.DARK, saved]
    assert "<b>{cats}</b>" in searches[0].text


# -- the overlay ---------------------------------------------------------------------------------


class Stand:
    """A window with an editor and a palette over it."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.window = QMainWindow()
        self.editor = QLineEdit("before", self.window)
        self.other = QPushButton("other", self.window)
        self.window.setCentralWidget(self.editor)
        self.window.resize(900, 700)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
            self.window.activateWindow()
        self.other.setGeometry(0, 0, 50, 20)
        self.other.show()
        self.editor.setFocus()
        self.ran: list[str] = []
        self.palette = Palette(theme, self.window)
        self.palette.ran.connect(lambda one: self.ran.append(f"closed {one.name}"))

    def open(self, *more: Entry, count: int = 30) -> None:
        def runner(name: str) -> Entry:
            return Entry(name, name.title(), lambda: self.ran.append(name))

        entries = [runner(f"command {number}") for number in range(count)]
        self.palette.open([*entries, *more], (), ("Ctrl+K",))

    @property
    def chosen(self) -> str:
        current = self.palette.list.current
        return current.entry.name if current is not None else ""

    def press(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.palette.line, key, held)


@pytest.fixture
def stand(qtbot: QtBot, theme: Theme) -> Iterator[Stand]:
    stand = Stand(qtbot, theme)
    yield stand
    stand.palette.dismiss()


def test_escape_and_its_key_close_it_and_the_focus_goes_back(stand: Stand) -> None:
    for key, held in (
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    ):
        stand.open()
        assert QApplication.focusWidget() is stand.palette.line
        stand.press(key, held)
        assert stand.palette.isHidden()
        assert QApplication.focusWidget() is stand.editor
    assert stand.ran == []


def test_arrows_pages_and_tab_choose_and_the_focus_stays(stand: Stand) -> None:
    stand.open()
    seen = []
    for key in (Key.Key_Down, Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Tab, Key.Key_PageDown):
        stand.press(key)
        seen.append(stand.chosen)
    assert seen[:5] == ["command 1", "command 0", "command 29", "command 0", "command 1"]
    assert int(seen[5].split()[1]) > 5
    stand.press(Key.Key_PageUp)
    stand.press(Key.Key_PageUp)
    assert stand.chosen == "command 0"
    stand.press(Key.Key_Backtab)
    assert stand.chosen == "command 29"
    assert QApplication.focusWidget() is stand.palette.line


def test_enter_closes_then_runs_once(stand: Stand) -> None:
    stand.open()
    QTest.keyClicks(stand.palette.line, "comm 7")
    assert stand.chosen == "command 7"
    stand.press(Key.Key_Return)
    assert stand.ran == ["closed command 7", "command 7"]
    assert stand.palette.isHidden()
    assert QApplication.focusWidget() is stand.editor
    stand.palette.run_current()


def test_what_cannot_be_done_and_nothing_do_not_run(stand: Stand) -> None:
    off = Entry("off", "Zzz", lambda: stand.ran.append("off"), enabled=False, reason="No")
    stand.open(off)
    QTest.keyClicks(stand.palette.line, "zz")
    assert stand.chosen == "off"
    stand.press(Key.Key_Enter)
    assert not stand.palette.isHidden()
    QTest.keyClicks(stand.palette.line, "zq")
    assert stand.chosen == ""
    assert stand.palette.nothing.text() == "No command matches “zzzq”."
    assert stand.palette.list.isHidden()
    stand.press(Key.Key_Return)
    stand.press(Key.Key_Down)
    assert stand.ran == []


def test_what_is_being_composed_runs_nothing(stand: Stand) -> None:
    stand.open()
    QApplication.sendEvent(stand.palette.line, QInputMethodEvent("xiang jiao", []))
    for key in (Key.Key_Return, Key.Key_Escape, Key.Key_Down):
        stand.press(key)
    assert (stand.chosen, stand.ran) == ("command 0", [])
    assert not stand.palette.isHidden()
    committed = QInputMethodEvent("", [])
    committed.setCommitString("7")
    QApplication.sendEvent(stand.palette.line, committed)
    assert stand.chosen == "command 7"
    stand.press(Key.Key_Return)
    assert stand.ran[-1] == "command 7"


def test_keys_of_the_window_do_not_act_behind_it(qtbot: QtBot, stand: Stand) -> None:
    actions = Actions(stand.window)
    told: list[Command] = []
    actions.triggered.connect(told.append)
    for command in (C.GENERATE, C.NEW_PROMPT, C.FULL_SCREEN):
        stand.window.addAction(actions[command])
    stand.open()
    ctrl = Qt.KeyboardModifier.ControlModifier
    for key, held in ((Key.Key_Return, ctrl), (Key.Key_N, ctrl)):
        stand.press(key, held)
    stand.press(Key.Key_F11)
    assert (told, stand.ran) == ([], [])
    assert not stand.palette.isHidden()


def test_it_goes_when_the_focus_goes_elsewhere_and_leaves_it_there(stand: Stand) -> None:
    stand.open()
    stand.other.setFocus()
    assert stand.palette.isHidden()
    assert QApplication.focusWidget() is stand.other
    stand.open()
    stand.editor.hide()
    stand.other.hide()
    stand.press(Key.Key_Escape)
    assert stand.palette.isHidden()


def test_a_click_runs(stand: Stand) -> None:
    stand.open()
    view = stand.palette.list
    place = view.visualRect(view.results.index(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stand.ran == ["closed command 2", "command 2"]


def test_it_stays_inside_a_small_window_and_near_the_top(stand: Stand) -> None:
    stand.open()
    top = stand.palette.geometry().top()
    assert 0 <= top < 100
    assert abs(stand.palette.geometry().center().x() - stand.window.rect().center().x()) <= 1
    stand.window.resize(320, 260)
    QApplication.sendEvent(stand.window, QEvent(QEvent.Type.Resize))
    assert stand.palette.geometry().right() <= stand.window.width() + 12
    assert stand.palette.geometry().bottom() <= stand.window.height() + 12
    assert stand.palette.list.height() >= 34


def test_more_entries_do_not_move_what_is_chosen(stand: Stand) -> None:
    stand.open()
    stand.press(Key.Key_Down)
    stand.palette.offer_more([Entry("late", "Late", lambda: None)])
    assert stand.chosen == "command 1"
    QTest.keyClicks(stand.palette.line, "late")
    assert stand.chosen == "late"


def test_everything_has_a_name_and_the_number_is_told(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(palette_module, "announce", lambda _widget, text: told.append(text))
    on = Entry("star", "Star", lambda: None, key="S", checked=True)
    off = Entry("save", "Save as…", lambda: None, key="Ctrl+S", enabled=False, reason="No image")
    stand.open(on, off, count=0)
    assert stand.palette.accessibleName() == "Command palette"
    face = QAccessible.queryAccessibleInterface(stand.palette.line)
    assert face.text(QAccessible.Text.Name) == "Command palette"
    assert stand.palette.list.focusPolicy() is Qt.FocusPolicy.NoFocus
    lines = QAccessible.queryAccessibleInterface(stand.palette.list)
    assert lines.role() == QAccessible.Role.List
    spoken = [lines.child(n).text(QAccessible.Text.Name) for n in range(2)]
    assert spoken == ["Star, on, S", "Save as…, No image, Ctrl+S"]
    stand.palette._tell.timeout.emit()
    stand.press(Key.Key_Down)
    stand.press(Key.Key_Return)
    QTest.keyClicks(stand.palette.line, "qqq")
    stand.palette._tell.timeout.emit()
    assert told == [
        "2 command(s). Star, on, S",
        "Save as…, No image, Ctrl+S",
        "Save as…, No image, Ctrl+S",
        "No command matches “qqq”.",
    ]


def test_the_chosen_line_is_painted_apart(stand: Stand) -> None:
    stand.open(Entry("long", "x" * 300, lambda: None, key="Ctrl+Shift+E", reason="why"))
    view = stand.palette.list
    image = view.grab().toImage()
    rows = [view.visualRect(view.results.index(row)) for row in (0, 1)]
    inside = [QPoint(rect.left() + 60, rect.bottom() - 5) for rect in rows]
    assert image.pixelColor(inside[0]) != image.pixelColor(inside[1])
    QTest.keyClicks(stand.palette.line, "xxx")
    assert view.grab().toImage() != image
