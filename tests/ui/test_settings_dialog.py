"""The settings dialog: it tells what is chosen and refuses what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Language, Motion, ProxyChoice, Settings, ThemeMode
from nanobanana_desktop.errors import ErrorCase, ValidationError
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.services.proxy_service import PasswordState
from nanobanana_desktop.ui.settings_dialog import PAGE_NAMES, SettingsDialog
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.pseudo_locale import pseudo

NOON = datetime(2026, 11, 23, 12).astimezone().timestamp()
DEFAULT = "https://service.example/base"


def parse_address(text: str) -> str:
    if not text.startswith("https://"):
        raise ValidationError(ErrorCase.BAD_BASE_URL)
    return text.rstrip("/")


def parse_proxy(text: str) -> str:
    if "://" not in text:
        raise ValidationError(ErrorCase.BAD_PROXY)
    return text.rstrip("/")


def make_dialog(
    qtbot: QtBot, theme: Theme, fixed_address: str = "", *, demo: bool = False
) -> SettingsDialog:
    dialog = SettingsDialog(
        theme,
        Settings(),
        default_address=DEFAULT,
        parse_address=parse_address,
        parse_proxy=parse_proxy,
        fixed_address=fixed_address,
        demo=demo,
    )
    qtbot.addWidget(dialog)
    dialog.show_folder(Path("/pictures"))
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> SettingsDialog:
    return make_dialog(qtbot, theme)


def chosen(dialog: SettingsDialog) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []
    dialog.setting_chosen.connect(lambda name, value: told.append((name, value)))
    return told


@pytest.mark.parametrize("text", ["http://other.example", "nonsense", "ftp://x"])
def test_a_bad_address_is_explained_and_not_used(dialog: SettingsDialog, text: str) -> None:
    told = chosen(dialog)
    dialog.account.address_edit.setText(text)
    dialog.account.address_edit.editingFinished.emit()
    assert told == []
    assert "https://" in dialog.account.address_text
    assert dialog.account.address_edit.text() == text


def test_how_reference_images_travel_is_told_where_nothing_can_be_chosen(
    dialog: SettingsDialog,
) -> None:
    texts = [label.text() for label in dialog.advanced.findChildren(QLabel)]
    told = texts[texts.index("Reference images") + 1]
    assert told.startswith("Links go to the service as they are.")
    assert told.endswith("uploaded nowhere else.")


def test_an_address_applies_when_the_field_is_left(dialog: SettingsDialog) -> None:
    told = chosen(dialog)
    edit = dialog.account.address_edit
    edit.setText("https://other.example/")
    edit.editingFinished.emit()
    edit.editingFinished.emit()
    assert told == [("base_url", "https://other.example")]
    assert dialog.account.address_text == ""
    edit.setText("")
    edit.editingFinished.emit()
    assert told[1:] == [("base_url", "")]
    assert edit.text() == DEFAULT


def test_the_default_address_is_one_press_away(dialog: SettingsDialog) -> None:
    dialog.show_settings(Settings(base_url="https://other.example"))
    told = chosen(dialog)
    assert not dialog.account.reset_button.isHidden()
    dialog.account.reset_button.click()
    assert told == [("base_url", "")]
    assert dialog.account.reset_button.isHidden()


def test_an_address_of_the_command_line_cannot_be_changed(qtbot: QtBot, theme: Theme) -> None:
    dialog = make_dialog(qtbot, theme, "http://127.0.0.1:9")
    assert dialog.account.address_edit.text() == "http://127.0.0.1:9"
    assert not dialog.account.address_edit.isEnabled()
    assert dialog.account.address_text == "Given on the command line for this run."


def test_no_empty_key_is_checked(dialog: SettingsDialog) -> None:
    keys: list[str] = []
    dialog.check_requested.connect(keys.append)
    dialog.account.check_button.click()
    assert keys == []
    dialog.account.key_field.edit.setText(' "sk-1" ')
    dialog.account.check_button.click()
    assert keys == ["sk-1"]


def test_the_key_state_is_shown_and_the_key_is_not(dialog: SettingsDialog) -> None:
    page = dialog.account
    assert not page.remove_button.isEnabled()
    page.key_field.edit.setText("sk-1")
    dialog.show_key_state(KeyState(KeyStatus.CHECKING))
    assert not page.check_button.isEnabled()
    dialog.show_key_state(KeyState(KeyStatus.WORKS, usable=True))
    assert page.result_text == "Key works. Checked just now."
    assert page.key_field.edit.text() == ""
    assert page.key_field.edit.placeholderText().endswith("•  Saved")
    dialog.show_key_state(
        KeyState(KeyStatus.SAVED, usable=True, changed_at=NOON, saved_on=date(2026, 11, 22))
    )
    assert page.key_field.edit.placeholderText().endswith("•  Saved 22 Nov")
    assert page.remove_button.isEnabled()


def test_session_only_is_offered_and_told(dialog: SettingsDialog) -> None:
    told: list[str] = []
    dialog.session_only_accepted.connect(lambda _key: told.append("session"))
    dialog.store_retry_requested.connect(lambda: told.append("again"))
    dialog.removal_requested.connect(lambda: told.append("remove"))
    dialog.show_key_state(KeyState(KeyStatus.STORE_LOCKED, usable=True, session_only=True))
    dialog.account.session_button.click()
    dialog.account.retry_button.click()
    dialog.account.remove_button.click()
    assert told == ["session", "again", "remove"]
    assert dialog.account.key_field.edit.placeholderText() == ""


def test_showing_settings_tells_nothing(dialog: SettingsDialog) -> None:
    told = chosen(dialog)
    settings = Settings(
        language=Language.CHINESE,
        theme=ThemeMode.DARK,
        text_size=130,
        motion=Motion.REDUCED,
        concurrency=8,
        base_url="https://other.example",
    )
    dialog.show_settings(settings)
    assert told == []
    assert dialog.appearance.language_box.currentText() == "简体中文"
    assert dialog.appearance.theme_buttons.value() == "dark"
    assert dialog.appearance.size_box.currentData() == 130
    assert dialog.appearance.motion_box.currentData() == "reduced"
    assert dialog.advanced.concurrency_box.currentData() == 8


def test_every_choice_is_told_with_its_own_type(dialog: SettingsDialog) -> None:
    told = chosen(dialog)
    page = dialog.appearance
    for box, index in ((page.language_box, 1), (page.size_box, 4), (page.motion_box, 2)):
        box.setCurrentIndex(index)
        box.activated.emit(index)
    page.theme_buttons.group.choice("dark").click()
    dialog.advanced.concurrency_box.setCurrentIndex(0)
    dialog.advanced.concurrency_box.activated.emit(0)
    assert told == [
        ("language", Language.ENGLISH),
        ("text_size", 150),
        ("motion", Motion.FULL),
        ("theme", ThemeMode.DARK),
        ("concurrency", 1),
    ]
    assert isinstance(told[0][1], Language)


def test_the_folder_is_shown_and_can_be_changed(dialog: SettingsDialog) -> None:
    told: list[object] = []
    dialog.folder_chosen.connect(told.append)
    dialog.folder_show_requested.connect(lambda: told.append("show"))
    dialog.saving.show_button.click()
    dialog.saving.change_button.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.reject()
    assert told == ["show"]
    assert dialog.saving.folder == Path("/pictures")


def test_pages_open_by_name_and_escape_closes(qtbot: QtBot, dialog: SettingsDialog) -> None:
    for name in PAGE_NAMES:
        dialog.open_page(name)
        assert dialog.current_page == name
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_words_follow_the_language_and_nothing_is_cut(
    dialog: SettingsDialog, theme: Theme, pseudo_language: None
) -> None:
    theme.configure(text_scale=150)
    for name in PAGE_NAMES:
        dialog.open_page(name)
        QApplication.processEvents()
        QApplication.processEvents()
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.text():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert dialog.windowTitle() == pseudo("Settings")
    assert dialog.page_list.item(0).text() == pseudo("Account")
    assert dialog.appearance.size_box.itemText(0) == pseudo("{size} %").format(size=90)


def words(dialog: SettingsDialog) -> str:
    labels = dialog.account.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_the_demo_has_no_key_and_no_address_to_change(qtbot: QtBot, theme: Theme) -> None:
    dialog = make_dialog(qtbot, theme, demo=True)
    dialog.show_settings(Settings(base_url="https://kept.example"))
    dialog.show_key_state(KeyState(KeyStatus.SAVED, usable=True))
    dialog.open_page("account")
    page = dialog.account
    assert "The demo needs no key." in words(dialog)
    assert "password store" not in words(dialog)
    assert page.address_edit.text() == ""
    for control in (
        page.key_field.edit,
        page.key_field.paste,
        page.check_button,
        page.address_edit,
        page.remove_button,
    ):
        assert not control.isEnabled()
    assert not page.reset_button.isVisible()
    assert not page.session_button.isVisible()
    assert page.key_field.edit.placeholderText() == ""


def test_what_is_said_of_the_key_never_contradicts_itself(
    qtbot: QtBot, dialog: SettingsDialog
) -> None:
    dialog.open_page("account")
    dialog.show_key_state(KeyState(KeyStatus.SAVED, usable=True))
    assert "never written to a file" in words(dialog)
    dialog.show_key_state(KeyState(KeyStatus.SAVED, usable=True, session_only=True))
    assert "It is not remembered." in words(dialog)
    assert "Kept in" not in words(dialog)
    dialog.show_key_state(KeyState(KeyStatus.STORE_UNAVAILABLE))
    assert "did not answer" not in words(dialog)
    assert not dialog.account.session_button.isVisible()
    qtbot.keyClicks(dialog.account.key_field.edit, "sk-1")
    assert "did not answer" in words(dialog)
    assert "Kept in" not in words(dialog)
    assert dialog.account.session_button.isVisible()


def test_it_opens_on_the_last_page_with_the_focus_in_the_list(dialog: SettingsDialog) -> None:
    dialog.open_page("appearance")
    dialog.appearance.size_box.setFocus()
    dialog.close()
    dialog.open_page()
    QApplication.processEvents()
    assert dialog.current_page == "appearance"
    assert dialog.page_list.hasFocus()


def test_tab_goes_through_the_appearance_as_it_is_laid_out(
    qtbot: QtBot, dialog: SettingsDialog
) -> None:
    dialog.open_page("appearance")
    page = dialog.appearance
    QApplication.processEvents()
    page.language_box.setFocus()
    reached = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached[0].parent() is page.theme_buttons
    boxes = [page.contrast_box, page.size_box, page.motion_box, page.keys_box, page.new_box]
    assert reached[1:] == boxes


def test_diagnostics_are_asked_for_beside_the_log(dialog: SettingsDialog) -> None:
    asked: list[bool] = []
    dialog.advanced.diagnostics_requested.connect(lambda: asked.append(True))
    assert dialog.advanced.diagnostics_button.text() == "Save diagnostics…"
    dialog.advanced.diagnostics_button.click()
    assert asked == [True]


def test_single_keys_and_new_images_are_choices(dialog: SettingsDialog) -> None:
    told = chosen(dialog)
    page = dialog.appearance
    assert page.keys_box.isChecked()
    assert page.new_box.isChecked()
    page.keys_box.click()
    page.new_box.click()
    assert told == [("single_key_shortcuts", False), ("show_new_images", False)]
    dialog.show_settings(Settings(single_key_shortcuts=False))
    assert (page.keys_box.isChecked(), page.new_box.isChecked()) == (False, True)
    assert len(told) == 2


def test_the_small_file_beside_each_image_is_a_choice(dialog: SettingsDialog) -> None:
    told = chosen(dialog)
    box = dialog.saving.sidecar_box
    assert box.isChecked()
    assert box.text() == "Write a small file with prompt and settings beside each image"
    box.click()
    assert told == [("sidecars", False)]
    dialog.show_settings(Settings(sidecars=True))
    assert box.isChecked()
    assert told == [("sidecars", False)]


def test_keeping_the_computer_awake_is_a_choice(dialog: SettingsDialog) -> None:
    told = chosen(dialog)
    box = dialog.advanced.awake_box
    assert not box.isChecked()
    assert box.text() == "Keep the computer awake while images are made"
    box.click()
    assert told == [("keep_awake", True)]
    dialog.show_settings(Settings())
    assert not box.isChecked()


OWN_PROXY = Settings(proxy=ProxyChoice.CUSTOM, proxy_address="http://127.0.0.1:7890")


def test_fields_of_a_proxy_are_shown_where_there_is_one_of_the_person_s_own(
    dialog: SettingsDialog,
) -> None:
    told = chosen(dialog)
    fields = dialog.advanced.proxy
    assert fields.own.isHidden()
    fields.choice_box.setCurrentIndex(2)
    fields.choice_box.activated.emit(2)
    assert told == [("proxy", ProxyChoice.CUSTOM)]
    dialog.show_settings(Settings(proxy=ProxyChoice.CUSTOM))
    assert not fields.own.isHidden()
    assert fields.address_line.text() == "Until there is an address, the system's setting holds."
    dialog.show_settings(OWN_PROXY)
    assert fields.address_edit.text() == "http://127.0.0.1:7890"
    assert fields.address_line.isHidden()
    assert told == [("proxy", ProxyChoice.CUSTOM)]


def test_a_bad_proxy_is_explained_and_the_one_before_stays(dialog: SettingsDialog) -> None:
    dialog.show_settings(OWN_PROXY)
    told = chosen(dialog)
    fields = dialog.advanced.proxy
    fields.address_edit.setText("nonsense")
    fields.address_edit.editingFinished.emit()
    assert told == []
    assert fields.address_line.text().startswith("Use an address with a port, like http://")
    assert fields.address_edit.text() == "nonsense"
    fields.address_edit.setText("socks5://127.0.0.1:1080/")
    fields.address_edit.editingFinished.emit()
    fields.address_edit.editingFinished.emit()
    assert ("proxy_address", "socks5://127.0.0.1:1080") in told


def test_password_of_the_proxy_is_told_once_and_never_shown(dialog: SettingsDialog) -> None:
    dialog.show_settings(replace(OWN_PROXY, proxy_user="ann"))
    fields = dialog.advanced.proxy
    told: list[str] = []
    fields.password_chosen.connect(told.append)
    fields.password_edit.editingFinished.emit()
    assert told == []
    fields.password_edit.setText("correct horse")
    fields.password_edit.setModified(True)
    fields.password_edit.editingFinished.emit()
    fields.password_edit.editingFinished.emit()
    assert told == ["correct horse"]
    fields.show_password(PasswordState.SAVED)
    assert fields.password_edit.text() == ""
    assert fields.password_edit.placeholderText()
    fields.show_password(PasswordState.SESSION_ONLY)
    assert "until you quit" in fields.password_line.text()


def test_reset_can_be_taken_back(dialog: SettingsDialog) -> None:
    told: list[str] = []
    page = dialog.advanced
    page.reset_requested.connect(lambda: told.append("reset"))
    page.reset_undone.connect(lambda: told.append("undone"))
    page.reset_button.click()
    page.show_reset(True)
    assert page.reset_button.text() == "Undo reset"
    page.reset_button.click()
    page.show_reset(False)
    assert told == ["reset", "undone"]
    assert page.reset_button.text() == "Reset all settings"


def test_room_for_images_is_told_once_it_is_known(dialog: SettingsDialog) -> None:
    assert dialog.saving.space_text == ""
    dialog.saving.show_free_space(12_400_000_000)
    assert dialog.saving.space_text == "12.4 GB free there"
