"""No sign below 300 ms, and none for less than 500 ms: one rule for all that takes its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui.create.reference_items import ReferenceItem
from nanobanana_desktop.ui.create.reference_tile import ReferenceTile
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.settings.account_page import AccountPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.busy_sign import LEAST_MS, PATIENCE_MS, BusySign
from nanobanana_desktop.ui.widgets.busy_toast import BusyToast
from nanobanana_desktop.ui.widgets.spinner import Spinner
from nanobanana_desktop.ui.widgets.toast import Toast


class Shown:
    """A sign whose clock is turned by hand."""

    def __init__(self, owner: QWidget) -> None:
        self.sign = BusySign(owner)
        self.told: list[bool] = []
        self.sign.changed.connect(lambda: self.told.append(self.sign.is_shown))

    @property
    def timer(self) -> QTimer:
        return self.sign.findChild(QTimer, "busy sign")

    def ring(self) -> None:
        assert self.timer.isActive()
        self.timer.stop()
        self.timer.timeout.emit()


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    yield Shown(owner)
    owner.hide()


def test_what_is_done_at_once_shows_nothing(shown: Shown) -> None:
    shown.sign.set_busy(True)
    assert shown.timer.interval() == PATIENCE_MS == 300
    shown.sign.set_busy(False)
    assert shown.told == []
    assert not shown.timer.isActive()


def test_a_sign_stays_for_a_while(shown: Shown) -> None:
    shown.sign.set_busy(True)
    shown.ring()
    assert shown.timer.interval() == LEAST_MS == 500
    shown.sign.set_busy(False)
    assert shown.sign.is_shown
    shown.ring()
    assert shown.told == [True, False]


def test_after_that_it_goes_at_once(shown: Shown) -> None:
    shown.sign.set_busy(True)
    shown.ring()
    shown.ring()
    assert shown.sign.is_shown
    shown.sign.set_busy(False)
    assert shown.told == [True, False]


def test_what_begins_anew_meanwhile_keeps_the_sign(shown: Shown) -> None:
    shown.sign.set_busy(True)
    shown.ring()
    shown.sign.set_busy(False)
    shown.sign.set_busy(True)
    shown.ring()
    assert shown.told == [True]


def test_a_hidden_owner_needs_no_timer_and_is_shown_again(shown: Shown) -> None:
    owner = shown.sign.parent()
    shown.sign.set_busy(True)
    owner.hide()
    assert not shown.timer.isActive()
    owner.show()
    shown.ring()
    assert shown.told == [True]


def test_the_key_card_obeys_it(qtbot: QtBot, theme: Theme) -> None:
    card = KeyCard(theme)
    qtbot.addWidget(card)
    card.show()
    spinner, clock = card.findChild(Spinner), card.findChild(QTimer, "busy sign")
    card.show_state(KeyState(KeyStatus.CHECKING))
    assert (spinner.isVisible(), card.check_button.isEnabled()) == (False, False)
    assert card.check_button.text() == "Check and save"
    clock.timeout.emit()
    assert spinner.isVisible()
    assert card.check_button.text() == "Checking…"
    card.show_state(KeyState(KeyStatus.REFUSED))
    assert (card.result_text, spinner.isVisible()) == ("", True)
    clock.timeout.emit()
    assert not spinner.isVisible()
    assert card.result_text.startswith("The service did not accept this key.")
    clock.stop()


def test_the_account_page_obeys_it(qtbot: QtBot, theme: Theme) -> None:
    page = AccountPage(theme, default_address="https://service.example", parse_address=str)
    qtbot.addWidget(page)
    page.show()
    page.show_key_state(KeyState(KeyStatus.CHECKING))
    assert (page.check_button.text(), page.check_button.isEnabled()) == ("Check and save", False)
    clock = page.findChild(QTimer, "busy sign")
    clock.timeout.emit()
    assert page.check_button.text() == "Checking…"
    page.show_key_state(KeyState(KeyStatus.WORKS, usable=True))
    assert page.result_text == ""
    clock.timeout.emit()
    assert page.check_button.text() == "Check and save"
    assert page.result_text == "Key works. Checked just now."
    clock.stop()


def test_a_reference_that_is_ready_at_once_shows_no_ring(qtbot: QtBot, theme: Theme) -> None:
    tile = ReferenceTile(theme)
    qtbot.addWidget(tile)
    tile.show()
    tile.show_item(ReferenceItem(1, "sail.png"), 1)
    still = tile.grab().toImage()
    clock = tile.findChild(QTimer, "busy sign")
    clock.timeout.emit()
    assert tile.grab().toImage() != still
    clock.stop()
    tile.hide()


# -- toasts ------------------------------------------------------------------------------------


class Told:
    """A toast about something under way, whose clock is turned by hand."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        self.toast = Toast(theme, window)
        self.busy = BusyToast(self.toast, window)
        self._timer = self.busy.findChild(QTimer, "busy sign")

    @property
    def text(self) -> str:
        return self.toast.text if self.toast.isVisible() else ""

    def ring(self) -> None:
        assert self._timer.isActive()
        self._timer.stop()
        self._timer.timeout.emit()

    def say(self, text: str) -> Callable[[], object]:
        return lambda: self.toast.show_message(text)


@pytest.fixture
def told(qtbot: QtBot, theme: Theme) -> Iterator[Told]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    told = Told(window, theme)
    yield told
    told.toast.dismiss()
    window.hide()


def test_what_is_done_at_once_tells_only_what_came_of_it(told: Told) -> None:
    told.busy.tell("Deleting…")
    assert told.text == ""
    told.busy.end(told.say("3 deleted"))
    assert told.text == "3 deleted"


def test_what_came_of_it_waits_until_the_toast_was_read(told: Told) -> None:
    told.busy.tell("1 of 9")
    told.ring()
    told.busy.tell("8 of 9")
    assert told.text == "8 of 9"
    told.busy.end(told.say("9 deleted"))
    assert told.text == "8 of 9"
    told.ring()
    assert told.text == "9 deleted"


def test_without_an_end_to_tell_the_toast_goes(told: Told) -> None:
    told.busy.tell("1 of 9")
    told.ring()
    told.ring()
    told.busy.end(lambda: None)
    assert told.text == ""


def test_it_can_be_stopped_and_comes_back_after_another_message(told: Told) -> None:
    stopped: list[bool] = []
    told.busy.tell("Looking…", "Stop", lambda: stopped.append(True))
    told.ring()
    told.toast.show_message("Copied")
    told.busy.tell("12 files looked at…")
    assert told.text == "12 files looked at…"
    told.toast.findChild(QPushButton).click()
    assert stopped == [True]


def test_nothing_is_told_behind_a_hidden_window(told: Told) -> None:
    told.toast.window().hide()
    told.busy.tell("1 of 9")
    told.busy.end(told.say("9 deleted"))
    assert told.toast.text == "9 deleted"
