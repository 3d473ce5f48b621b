"""The Chinese texts as people meet them: house rules, menu letters, sentences put together."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.actions import COMMANDS, MENUS, Actions, Submenu
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.key_texts import key_result
from nanobanana_desktop.ui.texts import spoken_list
from tests.ui.catalogues import Catalogue, catalogue
from tests.ui.fake_history import DAY, NOON

ROW_LIMIT = 22
HAN = "\u4e00-\u9fff"

CATALOGUE = {key: forms[0] for key, forms in catalogue("zh_CN").items()}


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    before, translator = QLocale(), Catalogue("zh_CN")
    QLocale.setDefault(QLocale("zh_CN"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def menu_letter(text: str) -> str:
    marks = re.findall("&(.)", CATALOGUE["Commands", text])
    assert len(marks) == 1, text
    return str(marks[0])


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("[!！您]", id="shouting or stiff"),
        pytest.param(f"[{HAN}][,.;:?]", id="half-width punctuation"),
        pytest.param(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", id="no space beside Latin"),
    ],
)
def test_every_text_keeps_to_the_house_rules(fault: str) -> None:
    # The letters of a date pattern are not text.
    faulty = [
        text
        for (_, source), text in CATALOGUE.items()
        if not source.startswith("d MMM") and re.search(fault, text)
    ]
    assert len(CATALOGUE) > 400
    assert faulty == []


def is_submenu(entry: object) -> bool:
    return isinstance(entry, Submenu)


def test_menu_letters_are_unique() -> None:
    menus = [[title for title, _ in MENUS]]
    entries = [commands for _, commands in MENUS]
    entries += [one.commands for commands in entries for one in commands if is_submenu(one)]
    menus += [
        [one.title if is_submenu(one) else COMMANDS[one].text for one in commands if one]
        for commands in entries
    ]
    for texts in menus:
        letters = [menu_letter(text) for text in texts]
        assert sorted(set(letters)) == sorted(letters), texts


@pytest.mark.parametrize("case", ErrorCase)
def test_rows_are_short(chinese: None, case: ErrorCase) -> None:
    row = error_text(case).row
    assert 0 < len(row) <= ROW_LIMIT
    assert re.search(f"[{HAN}]", row)


def test_list_of_keys_shows_commands_without_menu_letters(chinese: None) -> None:
    actions = Actions()
    words = [actions.words(command) for command in COMMANDS]
    assert "添加参考图…" in words
    assert not [word for word in words if "&" in word or "(" in word]


def test_sentences_are_joined_the_chinese_way(chinese: None) -> None:
    text, _ = key_result(KeyState(KeyStatus.STORE_LOCKED))
    assert text == "系统密码库已锁定。解锁后即可使用已保存的密钥。"
    assert spoken_list(["下载中", "", "62%"]) == "下载中，62%"


def test_days_are_written_the_chinese_way(chinese: None) -> None:
    assert formats.day_and_time(NOON - DAY, NOON).startswith("11月21日 ")
    assert formats.duration(72) == "1 分 12 秒"
