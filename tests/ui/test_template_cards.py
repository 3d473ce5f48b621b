"""The cards of the templates: nothing is taken half, nothing is sent by mistake, keys suffice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import (
    TEXT_LIMIT,
    PromptTemplate,
    TemplateSettings,
    in_order,
)
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.create.form_state import FormState
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.templates import library_card as library_module
from nanobanana_desktop.ui.templates.card import TemplateCard
from nanobanana_desktop.ui.templates.fill_card import FillCard
from nanobanana_desktop.ui.templates.library_card import LibraryCard
from nanobanana_desktop.ui.templates.save_card import SaveCard
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.shown_panes import shown_panes

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LINK = Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png")


def template(name: str, prompt: str | None = "x", folder: str = "") -> PromptTemplate:
    settings = TemplateSettings(resolution="2k", count=2) if prompt is None else None
    return PromptTemplate(id=name, name=name, folder=folder, prompt=prompt, settings=settings)


POSTER = template("Poster", "{{event}} in {{colour=red}}, {{place=}} {{event}}", "Work")
CAT, SIZE = template("Cat", "a cat\nat sea"), template("Size", None)
ZEBRA, CHINESE = template("Zebra", "striped", "Work"), template("产品照", "白色背景", "工作")
ALL = in_order([POSTER, CAT, SIZE, ZEBRA, CHINESE])


class Stand:
    """The window; `said` is what the card asked for, `ordered` what was sent."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.panes: Panes = shown_panes(qtbot, theme)[0]
        self.theme = theme
        self.said: list[object] = []
        self.ordered: list[object] = []
        self.panes.create.submitted.connect(lambda *order: self.ordered.append(order))
        self.panes.actions.triggered.connect(self._on_actions_triggered)

    def _on_actions_triggered(self, command: Command) -> None:
        if command in (Command.GENERATE, Command.GENERATE_FIRST):
            self.ordered.append(command)

    def fill(self, chosen: PromptTemplate, *last: str) -> FillCard:
        card = FillCard(self.theme, self.panes.create)
        card.filled.connect(lambda *filled: self.said.append(filled))
        card.open_for(chosen, lambda name: last if name == "event" else ())
        return card

    def library(self, templates: Sequence[PromptTemplate] = ALL) -> LibraryCard:
        card = LibraryCard(self.theme, self.panes.create, self.panes.window.toast)
        for name in ("use", "append", "edit", "replace", "change", "remove"):
            wanted = getattr(card, f"{name}_wanted")
            wanted.connect(lambda chosen, name=name: self.said.append((name, chosen)))
        for name in ("save", "import", "export"):
            wanted = getattr(card, f"{name}_wanted")
            wanted.connect(lambda name=name: self.said.append(name))
        card.show_templates(templates)
        card.open()
        return card

    def saver(self, params: GenerationParams, *, preparing: bool = False) -> SaveCard:
        card = SaveCard(self.theme, self.panes.create)
        card.save_wanted.connect(self.said.append)
        card.open_for(FormState(params, 3), ["Work"], preparing=preparing)
        return card

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()


@pytest.fixture
def stand(qtbot: QtBot, theme: Theme) -> Iterator[Stand]:
    stand = Stand(qtbot, theme)
    yield stand
    for card in stand.panes.window.findChildren(TemplateCard):
        card.dismiss()


def compose(field: QWidget, text: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(text, []))


def menu_words(menu: QMenu) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def press(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


# -- filling in ----------------------------------------------------------------------------------


def test_a_variable_without_a_value_is_refused_and_stays_to_be_seen(stand: Stand) -> None:
    card = stand.fill(POSTER)
    assert [field.variable.name for field in card.fields] == ["event", "colour", "place"]
    assert [field.value.text for field in card.fields] == ["", "red", ""]
    assert card.preview.toPlainText() == "{{event}} in red,  {{event}}"
    QTest.keyClicks(stand.focus, "   ")
    card.fill_button.click()
    assert card.isVisible()
    assert card.note.isVisible()
    assert "event" in card.note.text()
    assert stand.focus is card.fields[0].value.line
    QTest.keyClicks(stand.focus, "jazz")
    assert not card.note.isVisible()
    assert stand.said == []


def test_ctrl_enter_fills_and_never_sends_the_form(stand: Stand) -> None:
    stand.panes.create.fill(GenerationParams(prompt="what was there before"))
    for shift in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        card = stand.fill(POSTER)
        QTest.keyClick(stand.focus, Key.Key_Return, CTRL | shift)
        assert card.isVisible()
        QTest.keyClicks(stand.focus, "jazz")
        QTest.keyClick(stand.focus, Key.Key_Return, CTRL | shift)
        assert not card.isVisible()
    values = {"event": "jazz", "colour": "red", "place": ""}
    assert stand.said == [(POSTER, values, False)] * 2
    assert stand.ordered == []


def test_what_is_being_composed_is_not_taken_over(stand: Stand) -> None:
    card = stand.fill(POSTER)
    line = card.fields[0].value.line
    line.setText("爵")
    compose(line, "shi")
    for key, held in (
        (Key.Key_Return, CTRL),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(line, key, held)
    card.fill_button.click()
    assert card.isVisible()
    assert card.note.text() == "Finish typing first"
    assert stand.said == []
    committed = QInputMethodEvent("", [])
    committed.setCommitString("士")
    QApplication.sendEvent(line, committed)
    assert card.preview.toPlainText().startswith("爵士 in")
    card.fill_button.click()
    assert stand.said == [(POSTER, {"event": "爵士", "colour": "red", "place": ""}, False)]


def test_enter_goes_from_field_to_field_and_fills_behind_the_last(stand: Stand) -> None:
    card = stand.fill(POSTER)
    seen = []
    for words in ("jazz", "blue", "Ghent"):
        seen.append(card.fields.index(next(f for f in card.fields if f.value.line.hasFocus())))
        QTest.keyClick(stand.focus, Key.Key_A, CTRL)
        QTest.keyClicks(stand.focus, words)
        assert words in card.preview.toPlainText()
        QTest.keyClick(stand.focus, Key.Key_Return)
    assert seen == [0, 1, 2]
    assert stand.said == [(POSTER, {"event": "jazz", "colour": "blue", "place": "Ghent"}, False)]


def test_a_default_can_be_emptied(stand: Stand) -> None:
    card = stand.fill(POSTER)
    card.fields[0].value.line.setText("jazz")
    card.fields[1].value.line.clear()
    assert card.preview.toPlainText() == "jazz in ,  jazz"
    card.fill_button.click()
    assert stand.said[0][1]["colour"] == ""


def test_what_was_written_before_is_offered_and_not_put_in_by_itself(stand: Stand) -> None:
    card = stand.fill(POSTER, "book & fair", "jazz")
    event = card.fields[0].value
    assert event.text == ""
    assert list(menu_words(event.menu())) == ["book && fair", "jazz"]
    assert not card.fields[1].value.button.isVisible()
    press(event.menu(), "book && fair")
    assert card.preview.toPlainText().startswith("book & fair in red")
    QTest.keyClick(event.line, Key.Key_Down)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    QApplication.activePopupWidget().close()


def test_markup_and_braces_in_values_stay_text(stand: Stand) -> None:
    card = stand.fill(template("t", "{{a}} {{b}}"))
    card.fields[0].value.line.setText("<b>{{b}}</b>")
    card.fields[1].value.line.setText("two\nlines")
    card.fill_button.click()
    assert stand.said[0][1] == {"a": "<b>{{b}}</b>", "b": "two lines"}


def test_the_same_card_asks_for_another_template(stand: Stand) -> None:
    card = stand.fill(POSTER)
    card.open_for(template("t", "{{a}}"), lambda _name: (), appends=True)
    assert [field.variable.name for field in card.fields] == ["a"]
    assert card.fill_button.text() == "Append to prompt"
    QTest.keyClicks(stand.focus, "1")
    QTest.keyClick(stand.focus, Key.Key_Return)
    assert stand.said[0][1:] == ({"a": "1"}, True)


def test_tab_goes_through_a_card_as_it_is_read(stand: Stand) -> None:
    card = stand.fill(POSTER, "jazz")
    card.open_for(POSTER, lambda name: ("jazz",) if name == "event" else ())
    event, colour, place = (field.value for field in card.fields)
    card.close_button.setFocus()
    seen = []
    for _ in range(6):
        QTest.keyClick(stand.focus, Key.Key_Tab)
        seen.append(stand.focus)
    assert seen == [
        event.line,
        event.button,
        colour.line,
        place.line,
        card.preview,
        card.fill_button,
    ]


def test_many_variables_scroll_and_the_one_with_the_focus_is_seen(stand: Stand) -> None:
    card = stand.fill(template("t", " ".join(f"{{{{v{number}}}}}" for number in range(40))))
    QApplication.processEvents()
    window = stand.panes.window
    assert window.rect().contains(card.geometry())
    last = card.fields[-1].value.line
    last.setFocus()
    QApplication.processEvents()
    assert card.rect().contains(last.mapTo(card, QPoint(0, 0)))
    assert card.fill_button.isVisible()


# -- saving --------------------------------------------------------------------------------------


def test_what_cannot_be_kept_says_why(stand: Stand) -> None:
    card = stand.saver(GenerationParams(prompt=""))
    assert not card.prompt_box.isEnabled()
    assert not card.references_box.isEnabled()
    card.name.line.setText(" \u202e ")
    card.save_button.click()
    assert card.note.text() == "Give the template a name."
    assert stand.focus is card.name.line
    card.name.line.setText("x")
    card.settings_box.setChecked(False)
    card.save_button.click()
    assert card.note.text() == "Choose what is to be kept."
    card.show_form(FormState(GenerationParams(prompt="x" * (TEXT_LIMIT + 1)), 1), preparing=True)
    card.prompt_box.setChecked(True)
    card.save_button.click()
    assert card.note.text() == "The prompt is too long to be kept."
    card.references_box.setChecked(True)
    card.save_button.click()
    assert card.note.text() == "A reference image is still being prepared."
    compose(card.name.line, "mao")
    card.save_button.click()
    assert card.note.text() == "Finish typing first"
    assert stand.said == []


def test_the_form_is_kept_as_it_is_when_it_is_saved(stand: Stand) -> None:
    params = GenerationParams(
        prompt="A ripe banana carved into a tiny sailing boat, at dawn",
        resolution="4k",
        references=(LINK,),
    )
    card = stand.saver(params)
    assert card.name.text == "A ripe banana carved into a tiny sailing"
    assert "4K" in card.settings_box.text()
    QTest.keyClicks(stand.focus, "Boat")
    card.folder.line.setText(" New  folder ")
    card.show_form(
        FormState(GenerationParams(prompt="now {{x}}", aspect_ratio=None), 2), preparing=False
    )
    assert not card.references_box.isEnabled()
    QTest.keyClick(stand.focus, Key.Key_Return)
    assert stand.said == [
        PromptTemplate(
            id="",
            name="Boat",
            folder="New folder",
            prompt="now {{x}}",
            settings=TemplateSettings(aspect_ratio=None, count=2),
        )
    ]
    assert not card.isVisible()


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a cat", "a cat"),
        ("\n\n  a cat  \nand more", "a cat"),
        ("Soft light, 85 mm", "Soft light"),
        ("Version 2.5 of it. More", "Version 2.5 of it"),
        ("{{who}} at sea", "{{who}} at sea"),
        ("word " * 30, "word word word word word word word word"),
        ("x" * 100, "x" * 40),
        ("一根熟透的香蕉雕成的小帆船，黎明时分", "一根熟透的香蕉雕成的小帆船"),
        ("猫" * 60, "猫" * 20),
        ("...", ".."),
        ("", "1:1, 1K, Nano Banana Pro, 3 image(s)"),
    ],
)
def test_a_name_is_proposed(stand: Stand, prompt: str, name: str) -> None:
    assert stand.saver(GenerationParams(prompt=prompt)).name.text == name


def test_only_what_is_ticked_is_kept(stand: Stand) -> None:
    card = stand.saver(GenerationParams(prompt="a\nb", references=(LINK,)))
    assert card.name.text == "a"
    card.settings_box.click()
    card.references_box.click()
    press(card.folder.menu(), "Work")
    card.save_button.click()
    assert stand.said == [PromptTemplate(id="", name="a", folder="Work", prompt="a\nb")]


# -- the library ---------------------------------------------------------------------------------


def listed(card: LibraryCard) -> list[str]:
    rows = card.list.rows
    return [str(rows.index(row).data()) for row in range(rows.rowCount())]


def test_an_empty_library_and_a_vain_search_say_so(stand: Stand) -> None:
    card = stand.library([])
    assert card.nothing.isVisible()
    assert "No templates yet" in card.nothing.text()
    assert not card.append_button.isEnabled()
    assert not card.more_button.isEnabled()
    QTest.keyClick(stand.focus, Key.Key_Return)
    QTest.keyClick(stand.focus, Key.Key_Down)
    QTest.keyClick(stand.focus, Key.Key_F2)
    card.show_templates(ALL)
    QTest.keyClicks(stand.focus, "qqq")
    assert card.nothing.text() == "No template matches “qqq”."
    QTest.keyClick(stand.focus, Key.Key_Return)
    assert stand.said == []
    QTest.keyClick(stand.focus, Key.Key_Escape)
    assert card.isVisible()
    assert card.search.text() == ""
    QTest.keyClick(stand.focus, Key.Key_Escape)
    assert not card.isVisible()


def test_what_is_composed_is_no_search_yet(stand: Stand) -> None:
    card = stand.library()
    compose(card.search, "chan pin")
    for key in (Key.Key_Return, Key.Key_Escape, Key.Key_Down, Key.Key_F2):
        QTest.keyClick(card.search, key)
    QTest.keyClick(card.search, Key.Key_Return, CTRL)
    assert (stand.said, card.isVisible(), card.list.current) == ([], True, CAT)
    committed = QInputMethodEvent("", [])
    committed.setCommitString("产品")
    QApplication.sendEvent(card.search, committed)
    assert listed(card) == ["产品照"]


def test_what_a_search_found_is_spoken(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(library_module, "announce", lambda _widget, text: spoken.append(text))
    card = stand.library()
    QTest.keyClick(stand.focus, Key.Key_Down)
    for words in ("post", "qqq"):
        card.search.setText(words)
        card._tell.stop()
        card._tell.timeout.emit()
    assert [isolated("Size") in spoken[0], isolated("Poster") in spoken[1]] == [True, True]
    assert spoken[2] == "No template matches “qqq”."


def test_folders_are_headings_and_the_search_knows_names_texts_folders_and_sounds(
    stand: Stand,
) -> None:
    card = stand.library()
    assert listed(card) == ["Cat", "Size", "Work", "Poster", "Zebra", "工作", "产品照"]
    for words, names in (
        ("post", ["Poster"]),
        ("striped", ["Zebra"]),
        ("work z", ["Zebra"]),
        ("cpz", ["产品照"]),
        ("at sea", ["Cat"]),
        ("a sea", ["Cat"]),
        ("aea", []),
    ):
        card.search.setText(words)
        assert listed(card) == names
    card.search.clear()
    assert card.list.current == CAT


def test_keys_choose_and_use_and_headings_are_passed(stand: Stand) -> None:
    card = stand.library()
    seen = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_PageUp):
        QTest.keyClick(stand.focus, key)
        seen.append(card.list.current.name)
    assert seen == ["Size", "Poster", "Size", "Cat", "产品照", "Cat"]
    assert stand.focus is card.search
    QTest.keyClick(stand.focus, Key.Key_Return)
    QTest.keyClick(stand.focus, Key.Key_Return, CTRL)
    assert stand.said == [("use", CAT), ("use", CAT)]
    assert stand.ordered == []


def test_the_list_has_keys_of_its_own(stand: Stand) -> None:
    card = stand.library()
    QTest.keyClick(stand.focus, Key.Key_Tab)
    assert stand.focus is card.list
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Return):
        QTest.keyClick(card.list, key)
    QTest.keyClick(card.list, Key.Key_Delete)
    assert stand.said == [("use", POSTER), ("remove", POSTER)]
    QTest.keyClick(card.list, Key.Key_F2)
    assert stand.focus is card.renaming.line
    QTest.keyClick(stand.focus, Key.Key_Escape)
    assert stand.focus is card.list
    assert card.isVisible()
    for _ in range(2):
        QTest.keyClick(stand.focus, Key.Key_Tab)
    assert stand.focus is card.more_button


def test_a_press_uses_a_template_and_its_sign_opens_the_menu(stand: Stand) -> None:
    card = stand.library()
    place = card.list.visualRect(card.list.rows.index(3))
    QTest.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert stand.said == [("use", POSTER)]
    heading = card.list.visualRect(card.list.rows.index(2)).center()
    QTest.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    sign = QPoint(place.right() - stand.theme.px(20), place.center().y())
    QTest.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()
    for reason, where in (
        (QContextMenuEvent.Reason.Mouse, card.list.visualRect(card.list.rows.index(0)).center()),
        (QContextMenuEvent.Reason.Keyboard, QPoint(0, 0)),
    ):
        event = QContextMenuEvent(reason, where, card.list.viewport().mapToGlobal(where))
        QApplication.sendEvent(card.list.viewport(), event)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, QMenu)
        popup.close()
    assert card.list.current == CAT
    assert stand.said == [("use", POSTER)]
    assert card.isVisible()


def test_the_menu_does_what_it_says(stand: Stand) -> None:
    card = stand.library()
    assert menu_words(card.menu(SIZE))["Append to prompt"] is False
    for words in (
        "Fill the form",
        "Append to prompt",
        "Edit in the form",
        "Replace with current form",
        "Delete",
    ):
        press(card.menu(POSTER), words)
    assert stand.said == [(name, POSTER) for name in ("use", "append", "edit", "replace", "remove")]
    stand.said.clear()
    menu = card.menu(POSTER)
    folders = next(a.menu() for a in menu.actions() if a.text() == "Move to folder")
    assert list(menu_words(folders)) == ["No folder", "Work", "工作", "New folder…"]
    assert [a.text() for a in folders.actions() if a.isChecked()] == ["Work"]
    press(folders, "Work")
    press(folders, "工作")
    press(folders, "No folder")
    moved = [("change", template("Poster", POSTER.prompt, folder)) for folder in ("工作", "")]
    assert stand.said == moved
    assert list(menu_words(card.files_menu()).items()) == [("Import…", True), ("Export all…", True)]
    for words in ("Import…", "Export all…"):
        press(card.files_menu(), words)
    card.save_button.click()
    assert stand.said[2:] == ["import", "export", "save"]


def test_a_template_gets_another_name_or_folder(stand: Stand) -> None:
    card = stand.library()
    QTest.keyClick(stand.focus, Key.Key_F2)
    line = card.renaming.line
    assert (stand.focus, line.text()) == (line, "Cat")
    assert not card.append_button.isVisible()
    line.setText("  ")
    QTest.keyClick(line, Key.Key_Return)
    assert card.renaming.isVisible()
    compose(line, "mao")
    QTest.keyClick(line, Key.Key_Return)
    card.renaming.button.click()
    assert card.renaming.isVisible()
    compose(line, "")
    line.setText("Tom cat")
    QTest.keyClick(line, Key.Key_Return)
    assert stand.said == [("change", PromptTemplate(id="Cat", name="Tom cat", prompt=CAT.prompt))]
    assert card.append_button.isVisible()
    folders = next(a.menu() for a in card.menu(CAT).actions() if a.text() == "Move to folder")
    press(folders, "New folder…")
    assert line.text() == ""
    QTest.keyClicks(line, "Animals")
    card.renaming.button.click()
    assert stand.said[1] == ("change", template("Cat", CAT.prompt, "Animals"))
    card.renaming.rename(CAT)
    QTest.keyClick(line, Key.Key_Return)
    assert len(stand.said) == 2


def test_what_is_current_stays_current_while_the_list_changes(stand: Stand) -> None:
    card = stand.library()
    card.show_current("Poster")
    card.show_templates([each for each in ALL if each != CAT])
    assert card.list.current == POSTER
    card.show_templates([each for each in ALL if each != POSTER])
    assert card.list.current == ZEBRA
    card.show_templates([CAT])
    assert card.list.current == CAT


def test_it_closes_when_the_focus_goes_elsewhere_and_gives_it_back_by_esc(stand: Stand) -> None:
    editor = stand.panes.create.prompt.editor
    editor.setFocus()
    card = stand.library()
    QTest.keyClick(stand.focus, Key.Key_Escape)
    assert stand.focus is editor
    card.open()
    stand.panes.window.toast.show_undo("Deleted", lambda: None)
    stand.panes.window.toast._action.setFocus()
    assert card.isVisible()
    stand.panes.history.list.setFocus()
    assert not card.isVisible()
    assert stand.panes.history.list.hasFocus()
    stand.panes.window.toast.dismiss()


def test_keys_of_the_window_do_not_act_behind_a_card(stand: Stand) -> None:
    ran: list[Command] = []
    stand.panes.actions.triggered.connect(ran.append)
    card = stand.library()
    for key in (Key.Key_G, Key.Key_C, Key.Key_S, Key.Key_Space):
        QTest.keyClick(card.list, key)
    assert ran == []


def test_cards_stay_in_the_window_and_go_with_the_form(stand: Stand) -> None:
    card = stand.library()
    window = stand.panes.window
    for width, height in ((982, 600), (1500, 900)):
        window.resize(width, height)
        QApplication.processEvents()
        assert window.rect().contains(card.geometry())
    window.show_create(False)
    assert not card.isVisible()
