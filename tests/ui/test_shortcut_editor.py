"""Changing keys: what is refused, what is asked about, and what is chosen in the end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.settings.shortcuts_page import ShortcutsPage
from nanobanana_desktop.ui.shortcuts.keymap import changes_for, keymap
from nanobanana_desktop.ui.shortcuts.shortcut_editor import ShortcutEditor
from nanobanana_desktop.ui.shortcuts.shortcut_rows import ShortcutRows
from nanobanana_desktop.ui.theme.theme import Theme

C = Command
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Page:
    """The page of the settings, which keeps what is chosen as the program does."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.page = ShortcutsPage(theme)
        self.settings = Settings()
        self.told: list[object] = []
        self.page.setting_chosen.connect(self._on_page_setting_chosen)
        self.page.show_settings(self.settings)
        qtbot.addWidget(self.page)
        self.page.resize(560, 520)
        with qtbot.waitExposed(self.page):
            self.page.show()
            self.page.activateWindow()

    def _on_page_setting_chosen(self, name: str, value: object) -> None:
        self.told.append((name, value))
        self.settings = Settings(shortcuts=dict(value))
        self.page.show_settings(self.settings)

    @property
    def editor(self) -> ShortcutEditor:
        return self.page.editor

    @property
    def message(self) -> str:
        return self.editor.message.text()

    def begin(self, command: Command) -> None:
        self.editor.list.setFocus()
        self.editor.list.choose(command)
        QTest.keyClick(self.editor.list, Key.Key_Return)

    def press(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.editor.capture, key, held)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Page:
    return Page(qtbot, theme)


def test_a_new_key_is_one_press(page: Page) -> None:
    page.begin(C.GRID)
    assert QApplication.focusWidget() is page.editor.capture
    assert "“Grid”" in page.message
    for key in (Key.Key_Shift, Key.Key_Control, Key.Key_Meta):
        page.press(key)
    assert page.told == []
    page.press(Key.Key_H, CTRL)
    assert page.told == [("shortcuts", {"grid": ("Ctrl+H",)})]
    assert page.editor.capture.isHidden()
    assert QApplication.focusWidget() is page.editor.list
    assert page.editor.list.current is C.GRID


def test_refused_keys_say_why_and_the_next_one_counts(page: Page) -> None:
    page.begin(C.GRID)
    page.press(Key.Key_C, CTRL)
    assert page.message == "Ctrl+C is needed in text fields."
    page.press(Key.Key_G, CTRL | Qt.KeyboardModifier.AltModifier)
    assert page.message == "Ctrl and Alt together write characters on many keyboards."
    page.press(Key.Key_Space, CTRL)
    assert "input methods" in page.message
    page.press(Key.Key_Left)
    assert (page.told, page.editor.capture.isVisible()) == ([], True)
    page.press(Key.Key_7)
    assert page.told == [("shortcuts", {"grid": ("7",)})]


def test_a_key_of_another_command_is_asked_about_by_its_name(page: Page) -> None:
    page.begin(C.GRID)
    page.press(Key.Key_C)
    assert page.message == "C belongs to “Compare”, which would have no key any more."
    assert QApplication.focusWidget() is page.editor.use_button
    QTest.keyClick(page.editor.use_button, Key.Key_Escape)
    assert page.told == []
    assert page.editor.use_button.isHidden()
    page.begin(C.GRID)
    page.press(Key.Key_C)
    page.editor.cancel_button.click()
    assert (page.told, page.editor.change_button.isVisible()) == ([], True)
    page.begin(C.GRID)
    page.press(Key.Key_C)
    page.editor.use_button.click()
    assert page.told == [("shortcuts", {"grid": ("C",), "compare": ()})]


def test_keys_that_came_with_the_program_can_be_had_back(page: Page) -> None:
    page.settings = Settings(shortcuts={"grid": ("C",), "compare": (), "later": ("Ctrl+9",)})
    page.page.show_settings(page.settings)
    page.editor.list.choose(C.COMPARE)
    assert page.editor.reset_button.isEnabled()
    page.editor.reset_button.click()
    assert "“Grid”" in page.message
    page.editor.use_button.click()
    assert page.settings.shortcuts == {"grid": (), "later": ("Ctrl+9",)}
    page.editor.list.choose(C.GRID)
    page.editor.reset_button.click()
    assert page.settings.shortcuts == {"later": ("Ctrl+9",)}
    assert not page.editor.reset_button.isEnabled()
    assert not page.editor.reset_all_button.isEnabled()


def test_delete_takes_the_key_away_and_all_can_be_reset(page: Page) -> None:
    page.editor.list.setFocus()
    for command in (C.GRID, C.GENERATE):
        page.editor.list.choose(command)
        QTest.keyClick(page.editor.list, Key.Key_Delete)
    assert page.settings.shortcuts == {"grid": (), "generate": ()}
    assert not page.editor.clear_button.isEnabled()
    QTest.keyClick(page.editor.list, Key.Key_Delete)
    page.editor.reset_all_button.click()
    assert page.settings.shortcuts == {}


def test_keys_of_the_editors_stay(page: Page) -> None:
    page.editor.list.choose(C.PASTE)
    assert not page.editor.change_button.isEnabled()
    assert "text fields" in page.message
    QTest.keyClick(page.editor.list, Key.Key_Return)
    assert page.editor.capture.isHidden()


def test_escape_and_leaving_give_up(page: Page) -> None:
    page.begin(C.GRID)
    page.press(Key.Key_Escape)
    assert page.editor.capture.isHidden()
    assert QApplication.focusWidget() is page.editor.list
    page.begin(C.GRID)
    page.editor.filter.setFocus()
    assert page.editor.capture.isHidden()
    assert page.told == []


def test_what_is_composed_is_no_key(page: Page) -> None:
    capture = page.editor.capture
    assert not capture.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    page.begin(C.GRID)
    QApplication.sendEvent(capture, QInputMethodEvent("xiang", []))
    assert page.told == []
    assert capture.text() == ""


def test_the_keys_of_the_program_are_not_carried_out_meanwhile(page: Page) -> None:
    actions = Actions(page.page)
    carried_out: list[Command] = []
    actions.triggered.connect(carried_out.append)
    page.page.addAction(actions[C.GENERATE])
    page.begin(C.GRID)
    page.press(Key.Key_Return, CTRL)
    assert carried_out == []
    assert "“Generate”" in page.message


def test_words_keys_and_english_find_a_command(page: Page) -> None:
    rows, found = page.editor.rows, []
    for words in ("grid", "ctrl+k", "G", "zzz", "F11"):
        page.editor.filter.setText(words)
        shown = [rows.row_at(number) for number in range(rows.rowCount())]
        found.append([row.command for row in shown if not row.is_title])
    assert C.GRID in found[0]
    assert found[1] == [C.COMMAND_PALETTE]
    assert found[2] == [C.GRID]
    assert found[3] == []
    assert found[4] == [C.FULL_SCREEN]
    page.editor.filter.setText("zzz")
    assert page.message == "No command or key matches this."
    assert not page.editor.change_button.isEnabled()
    QTest.keyClick(page.editor.filter, Key.Key_Escape)
    assert rows.count > 50
    QTest.keyClick(page.editor.filter, Key.Key_Down)
    assert QApplication.focusWidget() is page.editor.list


def test_every_row_is_spoken_with_its_keys(page: Page) -> None:
    page.settings = Settings(shortcuts={"grid": ()})
    page.page.show_settings(page.settings)
    face = QAccessible.queryAccessibleInterface(page.editor.list)
    names = {face.child(n).text(QAccessible.Text.Name) for n in range(face.childCount())}
    assert {"Grid, no key, changed", "Full screen, F11, F", "Quit, Ctrl+Q", "View"} <= names
    assert QAccessible.queryAccessibleInterface(page.editor.capture).text(
        QAccessible.Text.Name
    ) == ("New key")


def test_the_list_of_the_help_has_keys_that_are_no_commands(qapp: QApplication) -> None:
    rows = ShortcutRows(with_others=True)
    rows.fill(keymap({}), "menu")
    texts = [rows.row_at(number).text for number in range(rows.rowCount())]
    assert texts[-3:] == ["Always", "Menu of what is selected", "Menu bar"]


def test_in_a_small_window_no_button_is_cut(
    page: Page, theme: Theme, pseudo_language: None
) -> None:
    editor = page.editor
    theme.configure(text_scale=150)
    page.page.resize(theme.px(320), theme.px(360))
    editor.retranslate()
    QApplication.processEvents()
    QApplication.processEvents()
    usual = (
        editor.change_button,
        editor.clear_button,
        editor.reset_button,
        editor.reset_all_button,
    )
    for button in usual:
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width(), button.text()
        assert button.geometry().right() <= editor.width()
    places = [button.geometry() for button in usual]
    assert not [1 for n, one in enumerate(places) for two in places[:n] if one.intersects(two)]


def test_a_changed_key_is_marked(page: Page) -> None:
    page.editor.list.choose(C.GRID)
    view = page.editor.list

    def picture() -> object:
        return view.grab(view.visualRect(view.currentIndex())).toImage()

    before = picture()
    page.settings = Settings(shortcuts=changes_for(keymap({"grid": ("G", "F9")}), {}))
    page.page.show_settings(page.settings)
    assert view.current is C.GRID
    assert picture() != before
