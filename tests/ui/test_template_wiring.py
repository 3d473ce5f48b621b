"""Templates into the form and out of it: with Undo, what is missing is told, nothing half."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain import template_book
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import PromptTemplate, TemplateSettings
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.services.template_service import TemplateService
from nanobanana_desktop.storage.template_store import TemplateStore
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.create.form_state import FormState
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.template_wiring import TemplateWiring
from tests.conftest import LogGuard
from tests.ui.shown_panes import shown_panes

C = Command
Key = Qt.Key
LINK = Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png")
HERE = Reference(kind=ReferenceKind.FILE, name="here.png", sha256="a" * 64, mime="image/png")
GONE = Reference(kind=ReferenceKind.FILE, name="gone.png", sha256="b" * 64, mime="image/png")
WIDE = TemplateSettings(resolution="2k", aspect_ratio="16:9", count=3)
BEFORE = FormState(GenerationParams(prompt="what was there", references=(LINK,)), 2)


class Jobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


class Workers:
    async def run(self, work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)


class Pictures:
    """None of them is here."""

    def locate(self, _reference: Reference) -> Path | None:
        return None


class References:
    async def place(self, reference: Reference) -> Path | None:
        return Path("/somewhere") if reference == HERE else None


@dataclass
class Stand:
    """The window over a real file of templates."""

    panes: Panes
    path: Path
    service: TemplateService
    jobs: Jobs = field(default_factory=Jobs)
    references: References = field(default_factory=References)

    def __post_init__(self) -> None:
        self.ordered: list[object] = []
        self.create.submitted.connect(lambda *order: self.ordered.append(order))
        self.wiring = TemplateWiring(self, self.panes)
        self.create.fill(BEFORE.params, BEFORE.count)

    @property
    def templates(self) -> TemplateService:
        return self.service

    @property
    def create(self) -> CreatePane:
        return self.panes.create

    @property
    def prompt(self) -> str:
        return self.create.state().params.prompt

    @property
    def said(self) -> str:
        return self.panes.window.toast.text

    def undo(self) -> None:
        assert self.panes.window.toast.undo()

    def keep(self, template: PromptTemplate) -> PromptTemplate:
        """Save it and give it as it was kept."""
        known = {each.id for each in self.service.templates}
        self.service.save(template)
        return next(each for each in self.service.templates if each.id not in known)

    def names(self) -> list[str]:
        self.service.load()
        return [template.name for template in self.service.templates]

    def run(self, command: Command) -> None:
        self.panes.actions[command].trigger()

    def choose(self, path: Path) -> None:
        dialog = self.panes.window.findChildren(QFileDialog)[-1]
        dialog.selectFile(str(path))
        dialog.selectedFiles = lambda: [str(path)]
        dialog.done(QFileDialog.DialogCode.Accepted)


@pytest.fixture
def stand(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Stand]:
    panes, _ = shown_panes(qtbot, theme)
    path = tmp_path / "data" / "templates.json"
    jobs = Jobs()
    service = TemplateService(TemplateStore(path), Pictures(), Workers(), jobs, panes)
    stand = Stand(panes, path, service, jobs)
    yield stand
    for card in stand.wiring._cards:
        card.dismiss()
    panes.window.toast.dismiss()


def template(name: str, prompt: str | None = None, **others: Any) -> PromptTemplate:
    return PromptTemplate(id="", name=name, prompt=prompt, **others)


def compose(stand: Stand, text: str) -> None:
    QApplication.sendEvent(stand.create.prompt.editor, QInputMethodEvent(text, []))


# -- what goes wrong -----------------------------------------------------------------------------


def test_nothing_is_done_while_the_prompt_is_half_composed(stand: Stand) -> None:
    kept = stand.keep(template("Cat", "a cat"))
    stand.create.prompt.editor.setFocus()
    compose(stand, "xiang jiao")
    stand.wiring.use(kept)
    stand.wiring.append(kept)
    stand.run(C.SAVE_TEMPLATE)
    assert stand.said == "Finish typing first"
    assert stand.prompt == "what was there"
    assert stand.wiring._cards == []
    compose(stand, "")


def test_images_that_are_not_there_any_more_are_named_and_left_out(stand: Stand) -> None:
    kept = stand.keep(template("Cat", "a cat", references=(GONE, LINK, HERE)))
    stand.wiring.use(kept)
    assert [r.name for r in stand.create.state().params.references] == ["a.png", "here.png"]
    assert stand.said == (
        f"Form filled from “{isolated('Cat')}”. "
        f"1 of its reference images are not here: {isolated('gone.png')}"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "“{name}” holds no templates."),
        (b"", "“{name}” holds no templates."),
        (b'{"format": "nanobanana-templates", "version": 9, "templates": []}', "newer version"),
        (b'{"format": "nanobanana-templates", "templates": [{}]}', "No template in"),
        (None, "“{name}” cannot be read."),
    ],
)
def test_a_bad_file_is_told_in_words_and_changes_nothing(
    stand: Stand, tmp_path: Path, content: bytes | None, words: str
) -> None:
    stand.keep(template("Cat", "a cat"))
    before = stand.path.read_bytes()
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_bytes(content)
    stand.run(C.IMPORT_TEMPLATES)
    stand.choose(path)
    assert words.format(name=isolated("bad.json")) in stand.said
    assert stand.path.read_bytes() == before


def test_a_file_that_cannot_be_read_and_one_of_a_newer_version_are_told(stand: Stand) -> None:
    stand.keep(template("Cat", "a cat"))
    stand.path.write_bytes(b"?")
    stand.run(C.TEMPLATES)
    assert "could not be read. It was kept as templates.json.bad-" in stand.said
    assert stand.wiring.library.list.current.name == "Cat"
    content = json.loads(stand.path.read_bytes()) | {"version": 2}
    stand.path.write_text(json.dumps(content))
    stand.wiring.library.remove_wanted.emit(stand.service.templates[0])
    assert "A newer version wrote the templates" in stand.said
    assert stand.names() == ["Cat"]
    stand.wiring.use(stand.service.templates[0])
    assert stand.prompt == "a cat"


def test_too_many_and_a_full_disk_are_told(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, log_guard: LogGuard
) -> None:
    monkeypatch.setattr(template_book, "COUNT_LIMIT", 1)
    stand.keep(template("Cat", "a cat"))
    stand.service.save(template("Dog", "a dog"))
    assert stand.said == "There are too many templates. Delete one first."
    log_guard.expected.append("cannot be read or changed")
    stand.path.unlink()
    stand.path.with_name("templates.json.bak").unlink()
    stand.path.parent.rmdir()
    stand.path.parent.write_bytes(b"in the way")
    stand.service.load()
    assert "folder" in stand.said


def test_a_form_without_a_prompt_replaces_none(stand: Stand) -> None:
    kept = stand.keep(template("Cat", "a cat", settings=WIDE))
    stand.run(C.TEMPLATES)
    stand.create.fill(GenerationParams(prompt=" "))
    stand.wiring.library.replace_wanted.emit(kept)
    assert stand.said == "Write a prompt first."
    stand.create.references.request_links(["https://example.com/b.png"])
    stand.wiring.library.replace_wanted.emit(replace(kept, references=()))
    assert stand.said == "A reference image is still being prepared."
    assert stand.service.templates == (kept,)


# -- into the form -------------------------------------------------------------------------------


def test_a_template_fills_what_it_keeps_and_undo_brings_the_form_back(stand: Stand) -> None:
    for kept, filled in (
        (template("a", "a cat"), replace(BEFORE.params, prompt="a cat")),
        (
            template("b", None, settings=WIDE),
            replace(BEFORE.params, resolution="2k", aspect_ratio="16:9"),
        ),
        (template("c", "x", references=()), replace(BEFORE.params, prompt="x", references=())),
    ):
        stand.wiring.use(stand.keep(kept))
        state = stand.create.state()
        assert (state.params, state.count) == (filled, 3 if kept.settings else 2)
        assert stand.create.prompt.editor.hasFocus()
        stand.undo()
        assert stand.create.state() == BEFORE
    assert stand.ordered == []


def test_images_that_are_being_prepared_stay_when_the_template_has_none(stand: Stand) -> None:
    stand.create.references.request_links(["https://example.com/b.png"])
    stand.wiring.use(stand.keep(template("a", "a cat")))
    assert stand.create.references.is_preparing()
    stand.undo()
    assert stand.create.references.is_preparing()
    assert stand.prompt == "what was there"


def test_variables_are_asked_for_and_remembered(stand: Stand) -> None:
    kept = stand.keep(template("Poster", r"{{who}} at \{{sea}}", settings=WIDE))
    stand.run(C.TEMPLATES)
    QTest.keyClick(stand.wiring.library.search, Key.Key_Return)
    card = stand.wiring.fill_card
    assert card.isVisible()
    assert not stand.wiring.library.isVisible()
    assert stand.prompt == "what was there"
    QTest.keyClicks(QApplication.focusWidget(), "a cat")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert stand.prompt == "a cat at {{sea}}"
    assert stand.create.state().count == 3
    assert stand.create.prompt.variables_text == "{{sea}}: sent as it is written here."
    stand.undo()
    assert stand.create.state() == BEFORE
    assert stand.create.prompt.variables_text == ""
    assert TemplateStore(stand.path).read().book.last_values == {"who": ("a cat",)}
    stand.wiring.use(kept)
    assert [a.text() for a in card.fields[0].value.menu().actions()] == ["a cat"]
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not card.isVisible()
    assert stand.create.state() == BEFORE


def test_a_snippet_is_appended_seen_and_taken_away_again(stand: Stand) -> None:
    editor = stand.create.prompt.editor
    kept = stand.keep(template("Light", "soft {{kind=window}} light", settings=WIDE))
    stand.run(C.TEMPLATES)
    stand.wiring.library.append_button.click()
    stand.wiring.fill_card.fill_button.click()
    assert stand.prompt == "what was there\nsoft window light"
    assert stand.create.state().params.resolution == BEFORE.params.resolution
    marked = [mark.cursor.selectedText() for mark in editor.extraSelections()]
    assert marked == ["soft window light"]
    assert editor.textCursor().atEnd()
    stand.undo()
    assert stand.create.state() == BEFORE
    stand.create.prompt.editor.set_prompt("")
    stand.wiring.append(replace(kept, prompt="alone"))
    assert stand.prompt == "alone"
    QTest.keyClicks(editor, "!")
    assert editor.extraSelections() == []
    stand.wiring.append(replace(kept, prompt="more"))
    editor.undo()
    assert stand.prompt == "alone!"


def test_a_template_is_edited_in_the_form_with_its_variables(stand: Stand) -> None:
    kept = stand.keep(template("Poster", "{{who}} at sea", folder="Work"))
    stand.run(C.TEMPLATES)
    stand.wiring.library.edit_wanted.emit(kept)
    assert stand.prompt == "{{who}} at sea"
    assert not stand.wiring.library.isVisible()
    stand.create.prompt.editor.set_prompt("{{who}} by night")
    stand.wiring.library.replace_wanted.emit(kept)
    assert stand.service.templates == (replace(kept, prompt="{{who}} by night"),)
    assert "fields" not in stand.said
    stand.create.prompt.editor.set_prompt("a cat by night")
    stand.wiring.library.replace_wanted.emit(kept)
    assert stand.said.endswith(". It has no fields to fill in any more.")
    stand.undo()
    assert stand.service.templates == (kept,)


def test_braces_that_are_left_may_be_sent_and_are_told(stand: Stand) -> None:
    stand.create.prompt.editor.set_prompt("{{a}} {{b}} {{c}} {{a}}")
    text = stand.create.prompt.variables_text
    assert text == "{{a}}, {{b}}, …: sent as it is written here."
    stand.create.submit()
    assert [order[0].prompt for order in stand.ordered] == ["{{a}} {{b}} {{c}} {{a}}"]
    stand.create.prompt.editor.set_prompt('{{"a": 1}} {b}')
    assert stand.create.prompt.variables_text == ""


# -- out of the form, and order ------------------------------------------------------------------


def test_the_form_is_saved_from_the_menu_and_found_at_once(stand: Stand) -> None:
    stand.create.header.save_template_wanted.emit()
    card = stand.wiring.save_card
    stand.create.ratio.set_value("21:9")
    assert "21:9" in card.settings_box.text()
    QTest.keyClicks(QApplication.focusWidget(), "Mine")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert stand.said == f"Template “{isolated('Mine')}” saved"
    (kept,) = stand.service.templates
    assert (kept.prompt, kept.references) == ("what was there", (LINK,))
    assert kept.settings == TemplateSettings(aspect_ratio="21:9", count=2)
    stand.create.header.templates_wanted.emit()
    assert stand.wiring.library.list.current == kept
    stand.run(C.TEMPLATES)
    assert not stand.wiring.library.isVisible()


def test_what_is_deleted_renamed_or_moved_comes_back(stand: Stand) -> None:
    kept = stand.keep(template("Cat", "a cat"))
    stand.run(C.TEMPLATES)
    library = stand.wiring.library
    library.remove_wanted.emit(kept)
    assert (stand.names(), library.list.current) == ([], None)
    stand.undo()
    assert (stand.service.templates, library.list.current) == ((kept,), kept)
    for changed, words in (
        (replace(kept, name="Tom"), f"“{isolated('Cat')}” renamed"),
        (replace(kept, folder="A"), f"“{isolated('Cat')}” moved to “{isolated('A')}”"),
    ):
        library.change_wanted.emit(changed)
        assert stand.said == words
        assert stand.service.templates == (changed,)
        stand.undo()
        assert stand.service.templates == (kept,)
    library.change_wanted.emit(replace(kept, id="gone"))
    assert stand.service.templates == (kept,)


def test_files_are_handed_on_and_taken_in(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(desktop, "show_in_folder", shown.append)
    out = tmp_path / "out.json"
    stand.run(C.EXPORT_TEMPLATES)
    stand.choose(out)
    assert stand.said == "There are no templates to export."
    stand.keep(template("Cat", "a cat", references=(LINK,)))
    stand.run(C.EXPORT_TEMPLATES)
    stand.choose(out)
    assert stand.said == "1 template(s) exported"
    stand.service.put(replace(stand.service.templates[0], references=(LINK, HERE)))
    stand.service.hand_on(out)
    assert stand.said.endswith(". 1 reference image(s) could not be put in.")
    stand.panes.window.toast._action.click()
    assert shown == [out]
    stand.run(C.IMPORT_TEMPLATES)
    stand.choose(out)
    assert stand.names() == ["Cat", "Cat (2)"]
    stand.undo()
    assert stand.names() == ["Cat"]


def test_a_closed_form_is_shown_when_templates_are_wanted(stand: Stand) -> None:
    stand.panes.window.show_create(False)
    stand.run(C.TEMPLATES)
    assert stand.create.isVisible()
    assert stand.wiring.library.isVisible()
    stand.run(C.SAVE_TEMPLATE)
    assert not stand.wiring.library.isVisible()
    assert stand.wiring.save_card.isVisible()


def test_the_key_opens_the_library_from_the_prompt(stand: Stand) -> None:
    editor = stand.create.prompt.editor
    editor.setFocus()
    QTest.keyClick(editor, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert stand.wiring.library.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert editor.hasFocus()
    assert stand.prompt == "what was there"
