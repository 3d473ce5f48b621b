"""The pattern for names of new images: refused with a word, shown by example, kept when left."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.ui.settings.name_fields import NameFields
from nanobanana_desktop.ui.theme.theme import Theme


@pytest.fixture
def names(qtbot: QtBot, theme: Theme) -> NameFields:
    made = NameFields(theme)
    qtbot.addWidget(made)
    made.show_root(len("/srv/somebody/Pictures"))
    made.show_settings(Settings())
    made.show()
    return made


def told(names: NameFields) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    names.setting_chosen.connect(lambda name, value: found.append((name, value)))
    return found


def example(names: NameFields) -> str:
    return names.example.text().replace("\u200b", "").replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("{sequence}", "There is no field “sequence” (character 1)."),
        ("{date} {seq}", "“seq” (character 8) is not known yet when an image is saved."),
        ("{date", "The bracket at character 1 is not closed."),
        ("/", "Write a name."),
        ("{prompt:9999}", "“prompt:9999” (character 1) needs a length from 1 to 200, or none."),
        ("a/" * 10, "There are more than 8 folders in the name."),
    ],
)
def test_a_pattern_that_cannot_be_used_is_not_taken(
    names: NameFields, pattern: str, problem: str
) -> None:
    found = told(names)
    names.edit.setText(pattern)
    assert example(names) == problem
    names.edit.editingFinished.emit()
    assert found == []
    assert names.edit.text() == pattern, "so that it can be mended"


def test_without_a_pattern_the_example_is_the_usual_name(names: NameFields) -> None:
    usual = "2026/11/2026-11-23_a-ripe-banana-carved-into-a-tiny-boat_1a2b3c4d.png"
    assert example(names) == f"Example: {usual}"


def test_the_example_follows_what_is_typed_and_the_pattern_holds_when_left(
    names: NameFields,
) -> None:
    found = told(names)
    names.edit.setFocus()
    QTest.keyClicks(names.edit, "{date}/{prompt:14}")
    assert example(names) == "Example: 2026-11-23/A ripe banana_1a2b3c4d.png"
    assert found == []
    names.edit.editingFinished.emit()
    names.edit.editingFinished.emit()
    assert found == [("picture_names", "{date}/{prompt:14}")]
    names.edit.setText("  ")
    names.edit.editingFinished.emit()
    assert found[1:] == [("picture_names", "")]


def test_fields_are_put_in_where_the_cursor_is(names: NameFields) -> None:
    names.edit.setText("ab")
    names.edit.setCursorPosition(1)
    actions = {action.text(): action for action in names.field_menu().actions()}
    assert not any("{seq}" in text or "{rating}" in text for text in actions)
    actions["Date\t{date}"].trigger()
    actions["Folder\t/"].trigger()
    assert names.edit.text() == "a{date}/b"


def test_a_folder_that_is_too_deep_is_told(names: NameFields) -> None:
    names.edit.setText("{prompt}")
    names.show_root(230)
    assert example(names) == "In this folder such names are too long. Images get the usual ones."


def test_what_is_being_written_is_left_alone(names: NameFields, qtbot: QtBot) -> None:
    names.activateWindow()
    names.edit.setFocus()
    qtbot.waitUntil(names.edit.hasFocus)
    QTest.keyClicks(names.edit, "{date")
    names.show_settings(Settings(picture_names="{id}"))
    assert names.edit.text() == "{date"
