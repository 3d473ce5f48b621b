"""The letters of the menus are underlined only while Alt is held; they work all the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QStyleOptionMenuItem
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.menu_bar import Menu, MenuBar, without_letter
from tests.ui.scenes import Look, opened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("&File", "File"),
        ("Grid la&yout\tG", "Grid layout\tG"),
        ("文件(&F)", "文件"),
        ("保存诊断信息(&D)…", "保存诊断信息…"),
        ("Search && replace", "Search && replace"),
        ("Plain (as it is)", "Plain (as it is)"),
    ],
)
def test_the_sign_of_the_letter_goes(text: str, shown: str) -> None:
    assert without_letter(text) == shown


class Window:
    """A bar with two menus in a window, and a field that has the focus."""

    def __init__(self, theme: Theme) -> None:
        self.window = QMainWindow()
        self.bar = MenuBar(theme)
        self.window.setMenuBar(self.bar)
        self.menus = [self.bar.add(title) for title in ("&File", "文件(&E)")]
        # An empty menu does not open.
        self.entry, _other = [menu.addAction("&Open") for menu in self.menus]
        self.field = QLineEdit()
        self.window.setCentralWidget(self.field)
        self.window.show()
        self.field.setFocus()
        QApplication.processEvents()
        # Alt may have been held last, in another test.
        QTest.keyClick(self.field, Qt.Key.Key_Home)

    def title(self, place: int = 0) -> str:
        return text_of(self.bar, self.bar.actions()[place])

    def pressed(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key, Qt.KeyboardModifier.AltModifier)


def text_of(owner: MenuBar | Menu, action: QAction) -> str:
    if isinstance(owner, MenuBar):
        return owner.shown_text(action)
    option = QStyleOptionMenuItem()
    owner.initStyleOption(option, action)
    return option.text


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    window = Window(theme)
    qtbot.addWidget(window.window)
    yield window
    for menu in window.menus:
        menu.close()
    window.window.close()


def test_the_bar_shows_them_while_alt_is_held(window: Window) -> None:
    assert (window.title(0), window.title(1)) == ("File", "文件")
    place = window.bar.actionGeometry(window.bar.actions()[1])
    window.bar.set_alt_held(True)
    assert (window.title(0), window.title(1)) == ("&File", "文件(&E)")
    assert window.bar.actionGeometry(window.bar.actions()[1]) == place
    window.bar.set_alt_held(False)
    assert (window.title(0), window.title(1)) == ("File", "文件")


def test_a_menu_opened_by_the_mouse_shows_none(window: Window) -> None:
    menu = window.menus[0]
    menu.popup(QPoint(0, 0))
    assert text_of(menu, window.entry) == "Open"
    menu.close()
    window.bar.set_alt_held(True)
    menu.popup(QPoint(0, 0))
    assert text_of(menu, window.entry) == "&Open"


def test_letters_go_with_the_last_menu(window: Window) -> None:
    first, second = window.menus
    window.bar.set_alt_held(True)
    first.popup(QPoint(0, 0))
    first.close()
    second.popup(QPoint(0, 0))
    QApplication.processEvents()
    assert window.bar.shows_letters
    second.close()
    QApplication.processEvents()
    assert not window.bar.shows_letters


def test_the_letter_opens_its_menu_all_the_same(window: Window) -> None:
    window.pressed(Qt.Key.Key_F)
    assert window.menus[0].isVisible()


def test_alt_is_heard_from_the_field_that_has_the_focus(qapp: QApplication) -> None:
    with opened(qapp, "composing", Look()) as scene:
        bar = scene.panes.window.menuBar()
        focused = qapp.focusWidget()
        assert focused is not None
        QTest.keyPress(focused, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
        held = text_of(bar, bar.actions()[0])
        QTest.keyRelease(focused, Qt.Key.Key_Alt)
        walking = (bar.hasFocus(), text_of(bar, bar.actions()[0]))
        QTest.keyClick(bar, Qt.Key.Key_Escape)
        left = (bar.hasFocus(), text_of(bar, bar.actions()[0]))
    assert held == "&File"
    assert walking == (True, "&File")
    assert left == (False, "File")
