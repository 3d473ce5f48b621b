"""What the window says about newer versions; without a place to ask at it says nothing."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop import __version__
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.domain.updates import Update
from nanobanana_desktop.services.update_service import UpdateAnswer
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.palette.entries import command_entries
from nanobanana_desktop.ui.settings.advanced_page import AdvancedPage
from nanobanana_desktop.ui.shortcuts.keymap import keymap
from nanobanana_desktop.ui.shortcuts.shortcut_rows import ShortcutRows, command_text
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.update_wiring import UpdateWiring
from tests.ui.test_help import Toast

PAGE = "https://example.org/download"
MARKUP = "<b>Faster</b> by half & <img src='http://example.org/x'>."
NEWER = Update(
    "9.9.0", date(2026, 12, 1), {"en": (MARKUP, "Nicer."), "zh_CN": ("更快。", "更好看。")}, PAGE
)
LIST = (Command.CHECK_UPDATES,)


class FakeUpdates(QObject):
    answered = Signal(object)
    found = Signal(object)

    def __init__(self, *, available: bool = True) -> None:
        super().__init__()
        self.available = available
        self.newest: Update | None = None
        self.asked = 0
        self.skipped: list[str] = []

    def check_now(self) -> None:
        self.asked += 1

    def skip(self, version: str) -> None:
        self.skipped.append(version)


class Window:
    """The wiring with everything around it that it needs."""

    def __init__(
        self, qtbot: QtBot, theme: Theme, language: str = "en", *, available: bool = True
    ) -> None:
        self.window = QDialog()
        qtbot.addWidget(self.window)
        self.toast = Toast()
        self.window.toast = self.toast
        self.actions = Actions(self.window)
        self.updates = FakeUpdates(available=available)
        parts = SimpleNamespace(
            panes=SimpleNamespace(window=self.window, theme=theme, actions=self.actions),
            updates=self.updates,
            translations=SimpleNamespace(language=SimpleNamespace(value=language)),
        )
        self.wiring = UpdateWiring(parts, self.window)

    def answer(self, answer: UpdateAnswer) -> None:
        self.updates.newest = NEWER if answer is UpdateAnswer.NEWER else None
        self.updates.answered.emit(answer)

    @property
    def dialog(self) -> QDialog:
        (found,) = self.window.findChildren(QDialog)
        assert found.isVisible()
        assert not found.isModal()
        return found

    def press(self, text: str) -> None:
        buttons = self.dialog.findChildren(QPushButton)
        (button,) = [one for one in buttons if one.text() == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_an_address_the_command_is_nowhere(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme, available=False)
    action = window.actions[Command.CHECK_UPDATES]
    assert not action.isVisible()
    names = [entry.name for entry in command_entries(window.actions)]
    assert Command.CHECK_UPDATES.value not in names
    rows = ShortcutRows()
    rows.leave_out(window.actions.hidden)
    rows.fill(keymap({}))
    texts = [rows.index(row).data() for row in range(rows.rowCount())]
    assert command_text(Command.ABOUT) in texts
    assert command_text(Command.CHECK_UPDATES) not in texts
    window.actions.triggered.emit(Command.CHECK_UPDATES)
    assert window.updates.asked == 0


def test_with_an_address_it_is_everywhere_and_asks(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme)
    names = [entry.name for entry in command_entries(window.actions)]
    assert Command.CHECK_UPDATES.value in names
    assert window.actions.hidden == set()
    window.actions[Command.CHECK_UPDATES].trigger()
    assert window.updates.asked == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (UpdateAnswer.CURRENT, f"Version {__version__} is the newest."),
        (UpdateAnswer.UNREACHABLE, "Whether there is a newer version could not be found out."),
        (UpdateAnswer.LATER, "Looking for a newer version once your tasks are done."),
    ],
)
def test_answers_are_calm(qtbot: QtBot, theme: Theme, answer: UpdateAnswer, told: str) -> None:
    window = Window(qtbot, theme)
    window.answer(answer)
    ((text, action),) = window.toast.told
    assert text.startswith(told)
    assert action == ""
    assert window.window.findChildren(QDialog) == []


def test_a_look_that_takes_its_time_is_told(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme)
    window.window.show()
    window.actions[Command.CHECK_UPDATES].trigger()
    assert window.toast.told == []
    sign = window.window.findChild(QTimer, "busy sign")
    sign.timeout.emit()
    assert window.toast.told == [("Looking for a newer version…", "")]
    window.answer(UpdateAnswer.CURRENT)
    assert len(window.toast.told) == 1
    sign.timeout.emit()
    assert window.toast.told[1][0] == f"Version {__version__} is the newest."
    sign.stop()


def test_what_was_asked_for_is_shown_at_once_as_plain_text(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme)
    window.answer(UpdateAnswer.NEWER)
    labels = {label.text(): label for label in window.dialog.findChildren(QLabel)}
    assert "Version 9.9.0 is available" in labels
    assert f"Released on 1 Dec 2026. You have version {__version__}." in labels
    assert labels[MARKUP].textFormat() is Qt.TextFormat.PlainText


def test_notes_are_in_the_language_of_the_window(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme, "zh_CN")
    window.answer(UpdateAnswer.NEWER)
    texts = [label.text() for label in window.dialog.findChildren(QLabel)]
    assert "更快。" in texts
    assert MARKUP not in texts


def test_what_was_found_by_itself_waits_to_be_looked_at(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(desktop, "open_link", opened.append)
    window = Window(qtbot, theme)
    window.updates.newest = NEWER
    window.updates.found.emit(NEWER)
    assert window.toast.told == [("Version 9.9.0 is available.", "What's new")]
    assert window.window.findChildren(QDialog) == []
    assert callable(window.toast.act)
    window.toast.act()
    window.press("Open download page")
    assert opened == [PAGE]
    window.press("Skip this version")
    assert window.updates.skipped == ["9.9.0"]
    assert opened == [PAGE]


def test_setting_is_there_with_an_address_alone(qtbot: QtBot, theme: Theme) -> None:
    page = AdvancedPage(theme, str)
    qtbot.addWidget(page)
    page.show()
    page.show_settings(Settings())
    assert page.updates_box.isHidden()
    page.offer_updates(True)
    assert page.updates_box.isVisible()
    assert page.updates_box.isChecked()
    with qtbot.waitSignal(page.setting_chosen) as told:
        page.updates_box.click()
    assert told.args == ["check_updates", False]
