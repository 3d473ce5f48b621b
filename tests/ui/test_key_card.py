"""The first-run card: every way a key can fail, and the one it works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Language
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.key_texts import key_result, store_name
from nanobanana_desktop.ui.stage.card_page import CardPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.key_field import KeyField, cleaned_key


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> Iterator[KeyCard]:
    card = KeyCard(theme, store="Windows Credential Manager")
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.activateWindow()
    yield card
    QGuiApplication.clipboard().clear()


def asked(card: KeyCard) -> list[str]:
    keys: list[str] = []
    card.check_requested.connect(keys.append)
    return keys


def test_an_empty_field_is_not_checked(card: KeyCard) -> None:
    keys = asked(card)
    card.key_field.edit.setText("  \"' ")
    card.check_button.click()
    assert keys == []
    assert card.result_text == "Paste or type your key first."
    assert card.key_field.edit.hasFocus()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (KeyStatus.REFUSED, "The service did not accept this key."),
        (KeyStatus.UNREACHABLE, "Could not reach the service. The key was saved"),
        (KeyStatus.UNDECIDED, "Saved. It will be proved with your first image."),
        (KeyStatus.WORKS, "Key works. Checked just now."),
        (KeyStatus.STORE_UNAVAILABLE, "did not answer. The key can be used until you quit"),
        (KeyStatus.STORE_LOCKED, "Unlock it to use your saved key."),
        (KeyStatus.TOO_LONG, "too long for the system password store"),
        (KeyStatus.MISSING, ""),
    ],
)
def test_every_end_of_a_check_has_its_words(card: KeyCard, status: KeyStatus, words: str) -> None:
    card.show_state(KeyState(KeyStatus.CHECKING))
    card.show_state(KeyState(status))
    assert words in card.result_text
    assert bool(words) is bool(card.result_text)
    assert card.check_button.isEnabled()


def test_while_checking_nothing_can_be_pressed_twice(qtbot: QtBot, card: KeyCard) -> None:
    keys = asked(card)
    card.key_field.edit.setText("sk-1")
    width = card.check_button.width()
    card.show_state(KeyState(KeyStatus.CHECKING))
    assert not card.check_button.isEnabled()
    card.findChild(QTimer, "busy sign").timeout.emit()
    QApplication.processEvents()
    assert card.check_button.text() == "Checking…"
    assert not card.check_button.isEnabled()
    assert card.check_button.width() >= width
    qtbot.keyClick(card.key_field.edit, Qt.Key.Key_Return)
    assert keys == []


def test_a_refused_key_stays_to_be_mended_and_a_good_one_goes(card: KeyCard) -> None:
    card.key_field.edit.setText("sk-wrong")
    card.show_state(KeyState(KeyStatus.REFUSED))
    assert card.key_field.key() == "sk-wrong"
    card.show_state(KeyState(KeyStatus.WORKS, usable=True))
    assert card.key_field.key() == ""


def test_without_a_password_store_the_key_can_be_used_until_the_end(card: KeyCard) -> None:
    told: list[str] = []
    card.session_only_accepted.connect(lambda _key: told.append("session"))
    card.store_retry_requested.connect(lambda: told.append("again"))
    assert not card.session_button.isVisible()
    card.show_state(KeyState(KeyStatus.CHECKING))
    card.show_state(KeyState(KeyStatus.STORE_UNAVAILABLE))
    assert card.session_button.isVisible()
    card.session_button.click()
    card.retry_button.click()
    assert told == ["session", "again"]
    card.show_state(KeyState(KeyStatus.SAVED, usable=True, session_only=True))
    assert card.result_text == "The key is used until you quit. It is not remembered."
    assert not card.session_button.isVisible()


def test_a_missing_store_is_no_news_before_there_is_a_key(qtbot: QtBot, card: KeyCard) -> None:
    card.show_state(KeyState(KeyStatus.STORE_UNAVAILABLE))
    assert card.result_text == ""
    assert not card.session_button.isVisible()
    qtbot.keyClicks(card.key_field.edit, "sk-1")
    assert "did not answer" in card.result_text
    assert card.session_button.isVisible()
    card.key_field.edit.selectAll()
    qtbot.keyClick(card.key_field.edit, Qt.Key.Key_Delete)
    assert card.result_text == ""
    assert not card.session_button.isVisible()


def test_a_locked_store_is_told_at_once(card: KeyCard) -> None:
    card.show_state(KeyState(KeyStatus.STORE_LOCKED))
    assert "Unlock it to use your saved key." in card.result_text
    assert card.retry_button.isVisible()


def test_its_page_follows_the_height_of_the_card(qtbot: QtBot, theme: Theme) -> None:
    card = KeyCard(theme, store="your desktop's password store")
    page = CardPage(theme, card)
    qtbot.addWidget(page)
    page.resize(700, 700)
    with qtbot.waitExposed(page):
        page.show()
    before = card.height()
    card.check_button.click()
    qtbot.waitUntil(lambda: card.height() > before)
    card.show_state(KeyState(KeyStatus.CHECKING))
    card.show_state(KeyState(KeyStatus.STORE_UNAVAILABLE))
    for label in card.findChildren(QLabel):
        if label.isVisible() and label.text():
            qtbot.waitUntil(lambda of=label: of.height() >= of.heightForWidth(of.width()))
    qtbot.waitUntil(lambda: card.height() == card.sizeHint().height())


def test_typing_takes_the_last_answer_away(qtbot: QtBot, card: KeyCard) -> None:
    card.show_state(KeyState(KeyStatus.REFUSED))
    qtbot.keyClicks(card.key_field.edit, "s")
    assert card.result_text == ""


@pytest.mark.parametrize(
    "copied", ["sk-1", "  sk-1\n", '"sk-1"', "“sk-1”", "'sk-1' ", "`sk-1`", "\tsk-1\r\n"]
)
def test_paste_brings_the_key_without_its_wrapping(card: KeyCard, copied: str) -> None:
    keys = asked(card)
    QGuiApplication.clipboard().setText(copied)
    card.key_field.paste.click()
    card.check_button.click()
    assert keys == ["sk-1"]
    assert cleaned_key(copied) == "sk-1"


def test_paste_of_nothing_keeps_what_is_there(card: KeyCard) -> None:
    card.key_field.edit.setText("sk-1")
    QGuiApplication.clipboard().setText("   ")
    card.key_field.paste.click()
    assert card.key_field.key() == "sk-1"


def test_enter_checks(qtbot: QtBot, card: KeyCard) -> None:
    keys = asked(card)
    qtbot.keyClicks(card.key_field.edit, "sk-2")
    qtbot.keyClick(card.key_field.edit, Qt.Key.Key_Return)
    assert keys == ["sk-2"]


def test_the_eye_shows_the_key_for_a_moment_only(card: KeyCard) -> None:
    field = card.key_field
    eye = field.edit.actions()[0]
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    assert eye.text() == "Show key"
    eye.trigger()
    assert field.is_shown
    assert eye.text() == "Hide key"
    assert 9_000 <= field.time_until_hidden_ms <= 11_000
    field.hide_key()
    assert not field.is_shown
    eye.trigger()
    eye.trigger()
    assert not field.is_shown
    assert field.time_until_hidden_ms <= 0


NOON = datetime(2026, 11, 23, 12).astimezone().timestamp()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Saved"),
        (date(2026, 11, 22), "Saved 22 Nov"),
        (date(2025, 12, 31), "Saved 31 Dec 2025"),
    ],
)
def test_a_saved_key_is_never_shown_only_since_when(
    card: KeyCard, day: date | None, words: str
) -> None:
    kept = KeyState(KeyStatus.SAVED, usable=True, changed_at=NOON, saved_on=day)
    card.show_state(kept)
    assert card.key_field.edit.text() == ""
    assert card.key_field.edit.placeholderText() == f"••••••••••••  {words}"
    card.show_state(replace(kept, session_only=True))
    assert card.key_field.edit.placeholderText() == ""


def test_the_note_of_a_saved_key_is_whole_where_there_is_little_room(
    qtbot: QtBot, theme: Theme
) -> None:
    field = KeyField(theme)
    qtbot.addWidget(field)
    field.show_saved("Saved 22 Nov")
    field.show()
    dots = []
    for width in (600, 280, 260, 600):
        field.resize(width, field.sizeHint().height())
        QApplication.processEvents()
        shown = field.edit.placeholderText()
        assert shown.endswith("•  Saved 22 Nov")
        dots.append(shown.count("•"))
        room = field.edit.width() - field.edit.height()
        assert field.edit.fontMetrics().horizontalAdvance(shown) < room or dots[-1] == 3
    assert dots[0] == dots[3] == 12
    assert dots[2] < dots[1] < 12


def test_the_language_is_chosen_and_preselected(card: KeyCard) -> None:
    chosen: list[Language] = []
    card.language_chosen.connect(chosen.append)
    card.set_language(Language.CHINESE)
    assert card.language_box.currentText() == "简体中文"
    assert chosen == []
    card.language_box.activated.emit(0)
    assert chosen == [Language.CHINESE]


def test_the_link_is_only_told(card: KeyCard) -> None:
    told: list[None] = []
    card.get_key_requested.connect(lambda: told.append(None))
    card.get_key_button.click()
    assert told == [None]


def test_names_for_screen_readers(card: KeyCard) -> None:
    interface = QAccessible.queryAccessibleInterface(card.key_field.edit)
    assert interface.text(QAccessible.Text.Name) == "API key"
    button = QAccessible.queryAccessibleInterface(card.check_button)
    assert button.role() == QAccessible.Role.Button
    assert button.text(QAccessible.Text.Name) == "Check and save"
    language = QAccessible.queryAccessibleInterface(card.language_box)
    assert language.text(QAccessible.Text.Name) == "Language"


@pytest.mark.parametrize("status", [KeyStatus.MISSING, KeyStatus.STORE_UNAVAILABLE])
def test_nothing_is_cut_at_any_size(
    card: KeyCard, theme: Theme, pseudo_language: None, status: KeyStatus
) -> None:
    theme.configure(text_scale=150)
    card.show_state(KeyState(KeyStatus.CHECKING))
    card.show_state(KeyState(status))
    QApplication.processEvents()
    card.resize(card.sizeHint())
    QApplication.processEvents()
    for label in card.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in (card.check_button, card.get_key_button):
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(card, button.rect().bottomRight()).x() < card.width()


def test_the_store_has_a_name_on_each_system() -> None:
    assert store_name("win32") == "Windows Credential Manager"
    assert store_name("darwin") == "your macOS keychain"
    assert store_name("linux") == "your desktop's password store"


def test_nothing_is_said_while_loading() -> None:
    assert key_result(KeyState(KeyStatus.LOADING)) == ("", "hint")
