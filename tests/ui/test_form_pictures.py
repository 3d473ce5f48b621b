"""Drops and pastes all over the window, and pictures that tell their prompts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.parameter_texts import FoundParameters
from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError, ValidationError
from nanobanana_desktop.services.reference_service import ToldOrder
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.create.reference_items import ReferenceItem, ReferenceRequest
from nanobanana_desktop.ui.details.reference_preview import ReferencePreview
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.form_pictures import FormPictures
from tests.pictures import gradient
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_task
from tests.ui.fake_tasks import FakeSettings

KEPT = Reference(kind=ReferenceKind.FILE, name="old.png", sha256="a" * 64, mime="image/png")
LINK = Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png")


class FakeReferences:
    """Answers with what a test says."""

    def __init__(self) -> None:
        self.told: ToldOrder | ValidationError | None = None
        self.place_of: Path | None = None
        self.image: QImage | None = gradient()

    async def told_by(self, _path: Path) -> ToldOrder | None:
        if isinstance(self.told, ValidationError):
            raise self.told
        return self.told

    async def place(self, _reference: Reference) -> Path | None:
        return self.place_of

    async def picture(self, reference: Reference, _side: int) -> QImage:
        if self.image is None:
            raise StorageError(ErrorCase.FILE_GONE, "gone", name=reference.name)
        return self.image


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


class Shelf:
    """Own pictures by the ids of their tasks."""

    def __init__(self) -> None:
        self.gone: set[str] = set()

    def path(self, task: GenerationTask) -> Path:
        if task.id in self.gone:
            raise StorageError(ErrorCase.FILE_GONE, "gone")
        return Path(f"/images/{task.id}.png")


class Workers:
    async def run(self, work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)


@dataclass
class In:
    panes: Panes
    history: FakeHistory
    references: FakeReferences = field(default_factory=FakeReferences)
    settings: FakeSettings = field(default_factory=FakeSettings)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    shelf: Shelf = field(default_factory=Shelf)
    workers: Workers = field(default_factory=Workers)
    requests: list[ReferenceRequest] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""

    def links(self) -> list[str]:
        return [request.link for request in self.requests]

    def enter(self, mime: QMimeData, widget: QWidget) -> bool:
        """Drag over a widget, as Qt does: up to the first that takes it."""
        event = QDragEnterEvent(
            widget.rect().center(),
            Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    def drop(self, mime: QMimeData, widget: QWidget) -> bool:
        if not self.enter(mime, widget):
            return False
        event = QDropEvent(
            QPointF(widget.rect().center()),
            Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, event)
        assert event.dropAction() is Qt.DropAction.CopyAction
        return event.isAccepted()


@pytest.fixture
def into(qtbot: QtBot, theme: Theme) -> Iterator[In]:
    source, pictures = FakeHistory(), FakePictures()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.show()
    panes.window.resize(1280, 800)
    made = In(panes, source)
    source.put(make_task("a"))
    panes.history.show_history()
    panes.create.references_requested.connect(made.requests.extend)
    panes.requests.reuse_requested.connect(lambda task: made.asked.append(("reuse", task.id)))
    panes.requests.use_as_reference_requested.connect(
        lambda task: made.asked.append(("use", task.id))
    )
    panes.requests.command_requested.connect(lambda command: panes.actions[command].trigger())
    FormPictures(made, panes)
    QGuiApplication.clipboard().clear()
    yield made
    panes.window.toast.dismiss()
    panes.ticker.set_pace(panes.history.list, 0)
    panes.window.close()
    QGuiApplication.clipboard().clear()


def files(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def words(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


# -- drops -------------------------------------------------------------------------------------


def test_words_are_not_taken_by_stage_and_history(into: In) -> None:
    for pane in (into.panes.stage, into.panes.history):
        assert not into.drop(words("A boat"), pane)
    assert into.requests == []


@pytest.mark.parametrize("pane", ["stage", "history"])
def test_a_file_is_taken_all_over_the_window(into: In, pane: str) -> None:
    widget = getattr(into.panes, pane)
    assert into.enter(files("/tmp/a.png"), widget)
    assert into.panes.create.drops.hint.isVisible()
    assert into.drop(files("/tmp/a.png", "/tmp/Holiday"), widget)
    assert not into.panes.create.drops.hint.isVisible()
    paths = [request.path for request in into.requests]
    assert paths == [Path("/tmp/a.png"), Path("/tmp/Holiday")]


def test_a_drag_that_leaves_takes_its_sheet_along(into: In) -> None:
    into.enter(files("/tmp/a.png"), into.panes.stage)
    QApplication.sendEvent(into.panes.window, QDragLeaveEvent())
    assert not into.panes.create.drops.hint.isVisible()


def test_a_closed_form_opens_for_what_is_dropped(into: In) -> None:
    into.panes.window.show_create(False)
    assert into.enter(files("/tmp/a.png"), into.panes.stage)
    assert not into.panes.create.isVisible()
    assert into.drop(files("/tmp/a.png"), into.panes.stage)
    assert into.panes.create.isVisible()
    assert [request.path for request in into.requests] == [Path("/tmp/a.png")]


def test_own_pictures_become_references_or_tell_their_prompt(into: In) -> None:
    into.history.put(make_task("b", prompt=""))
    into.panes.create.tasks_dropped.emit(("a", "gone"), False, 0)
    into.panes.create.tasks_dropped.emit(("a",), True, 0)
    into.panes.create.tasks_dropped.emit(("b",), True, 0)
    assert into.asked == [("use", "a"), ("reuse", "a"), ("use", "b")]


def test_own_pictures_come_in_before_the_tile_that_was_pointed_at(into: In) -> None:
    references = into.panes.create.references
    for letter in "xy":
        kind = ReferenceKind.FILE
        references.add_reference(Reference(kind=kind, name=letter, sha256=letter * 64), None)
    into.history.put(make_task("b"))
    into.panes.create.tasks_dropped.emit(("a", "b"), False, references.strip.ticket_at(1))
    QApplication.processEvents()
    assert [item.name for item in references.strip.items()] == ["x", "a.png", "b.png", "y"]
    into.panes.requests.use_as_reference_requested.emit(make_task("c"))
    QApplication.processEvents()
    assert references.strip.items()[-1].name == "c.png"


def test_of_several_own_pictures_those_that_fit_are_taken_and_the_others_counted(into: In) -> None:
    for task in [make_task(f"{n}") for n in range(9)]:
        into.panes.requests.use_as_reference_requested.emit(task)
    QApplication.processEvents()
    assert [request.path.stem for request in into.requests if request.path] == list("012345")
    told = into.panes.create.references.problem_text
    assert told == "Only 6 reference images fit. 3 were not added."


def test_an_own_picture_that_is_gone_is_said_and_the_others_are_taken(into: In) -> None:
    into.shelf.gone.add("1")
    for task in [make_task("1"), make_task("2")]:
        into.panes.requests.use_as_reference_requested.emit(task)
    QApplication.processEvents()
    assert into.toast == "The image file is not where it was saved"
    assert [request.path for request in into.requests] == [Path("/images/2.png")]


def test_with_the_form_closed_it_is_said_that_a_picture_went_there(into: In) -> None:
    into.panes.window.show_create(False)
    into.panes.requests.use_as_reference_requested.emit(make_task("1"))
    QApplication.processEvents()
    assert into.toast == "1 image(s) added to the references"
    assert into.panes.create.isHidden()
    into.panes.requests.reuse_requested.emit(make_task("1"))
    assert not into.panes.create.isHidden()
    into.panes.window.show_create(False)
    into.panes.requests.example_chosen.emit("A boat")
    assert not into.panes.create.isHidden()


# -- paste -------------------------------------------------------------------------------------


def test_without_an_image_paste_says_so(into: In) -> None:
    for command in (Command.PASTE_REFERENCE, Command.PASTE):
        into.panes.history.list.setFocus()
        into.panes.window.toast.dismiss()
        into.panes.actions.triggered.emit(command)
        assert into.toast == "There is no image on the clipboard."
    QGuiApplication.clipboard().setText("A boat")
    into.panes.actions.triggered.emit(Command.PASTE)
    assert into.panes.create.prompt.text() == ""


def test_words_are_pasted_where_they_are_written(into: In) -> None:
    QGuiApplication.clipboard().setText("A boat")
    into.panes.create.prompt.editor.setFocus()
    into.panes.actions.triggered.emit(Command.PASTE)
    assert into.panes.create.prompt.text() == "A boat"


@pytest.mark.parametrize("place", ["list", "stage", "button"])
def test_the_key_pastes_an_image_where_no_words_are_written(into: In, place: str) -> None:
    QGuiApplication.clipboard().setImage(gradient())
    into.panes.window.show_create(False)
    if place == "list":
        into.panes.history.list.setFocus()
    elif place == "stage":
        into.panes.stage.focus_stage()
    else:
        into.panes.history.filters.bin.setFocus()
    focused = QApplication.focusWidget()
    QTest.keyClick(focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [request.image for request in into.requests] == [gradient()]
    assert into.panes.create.isVisible()


def test_an_address_is_an_image_when_the_person_says_so(into: In) -> None:
    QGuiApplication.clipboard().setText("https://cdn.example/render?id=7")
    into.panes.history.list.setFocus()
    into.panes.actions.triggered.emit(Command.PASTE)
    assert into.toast == "There is no image on the clipboard."
    into.panes.actions.triggered.emit(Command.PASTE_REFERENCE)
    assert into.links() == ["https://cdn.example/render?id=7"]


def test_the_folder_of_chosen_files_is_where_the_next_choice_begins(
    into: In, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    create = into.panes.create
    create.choose_reference_files()
    dialog = create.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "a.png"))
    dialog.finished.emit(QFileDialog.DialogCode.Accepted)
    assert [request.path for request in into.requests] == [tmp_path / "a.png"]
    assert into.settings.settings.reference_folder == str(tmp_path)
    assert create.choice.folder == str(tmp_path)


def test_copied_files_are_pasted_and_a_folder_among_them_is_told(into: In) -> None:
    QGuiApplication.clipboard().setMimeData(files("/tmp/a.png", "/tmp/Holiday"))
    into.panes.actions.triggered.emit(Command.PASTE_REFERENCE)
    assert len(into.requests) == 2


# -- prompts of pictures -----------------------------------------------------------------------


def test_a_picture_without_a_prompt_says_so_and_is_not_lost(into: In) -> None:
    into.panes.create.prompt_picture_chosen.emit(Path("/tmp/a.png"), False)
    name = isolated("a.png")
    assert into.toast == f"“{name}” tells no prompt."
    assert into.requests == []
    into.panes.create.prompt_picture_chosen.emit(Path("/tmp/a.png"), True)
    assert into.toast == f"“{name}” tells no prompt. It is a reference image now."
    assert [request.path for request in into.requests] == [Path("/tmp/a.png")]


def test_what_is_no_picture_is_named(into: In) -> None:
    into.references.told = ValidationError(ErrorCase.REFERENCE_IS_FOLDER, name="Holiday")
    into.panes.create.prompt_picture_chosen.emit(Path("/tmp/Holiday"), True)
    assert into.toast == "“Holiday” is a folder. Add the images in it instead."
    assert into.requests == []


def test_a_prompt_that_was_read_fills_the_form_and_can_be_taken_back(into: In) -> None:
    create = into.panes.create
    create.prompt.editor.setPlainText("mine")
    found = FoundParameters("A boat", "nano-banana-2", resolution="1k", aspect_ratio="16:9")
    into.references.told = ToldOrder(found, (KEPT,), 3)
    create.prompt_picture_chosen.emit(Path("/tmp/a.png"), True)
    params = create.state().params
    assert (params.prompt, params.model_name) == ("A boat", "nano-banana-2")
    assert (params.aspect_ratio, params.references) == ("16:9", (KEPT,))
    name = isolated("a.png")
    filled = f"Form filled from “{name}”. 2 of its reference images are not here."
    assert into.toast == filled
    button = into.panes.window.toast.findChild(QPushButton)
    assert button is not None
    button.click()
    assert create.state().params.prompt == "mine"


def test_the_commands_of_the_form_are_in_the_menu_bar_too(into: In) -> None:
    create = into.panes.create
    create.prompt.editor.setPlainText("mine")
    create.resolution.set_value("4k")
    into.panes.actions.triggered.emit(Command.RESET_FORM)
    assert create.state().params.resolution == "1k"
    into.panes.actions.triggered.emit(Command.SWAP_FORM)
    assert create.state().params.resolution == "4k"
    into.panes.actions.triggered.emit(Command.PROMPT_FROM_IMAGE)
    dialog = create.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    assert create.state().params.prompt == "mine"


# -- tiles -------------------------------------------------------------------------------------


def test_a_preview_of_what_is_gone_marks_the_tile(into: In) -> None:
    create = into.panes.create
    create.add_reference(KEPT, gradient())
    into.references.image = None
    item = create.references.strip.items()[0]
    create.preview_requested.emit(item)
    assert create.references.has_problem()
    assert into.panes.window.findChildren(ReferencePreview) == []


def test_a_preview_shows_the_picture_and_a_link_the_page(
    into: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(desktop, "open_link", opened.append)
    monkeypatch.setattr(desktop, "show_in_folder", opened.append)
    create = into.panes.create
    create.preview_requested.emit(ReferenceItem(1, "old.png", reference=KEPT))
    preview = into.panes.window.findChild(ReferencePreview)
    assert preview is not None
    preview.close()
    create.preview_requested.emit(ReferenceItem(2, "a.png", reference=LINK))
    create.folder_requested.emit(ReferenceItem(1, "old.png", reference=KEPT))
    assert into.toast == "The copy of this image is not there any more."
    into.references.place_of = Path("/data/references/a.png")
    create.folder_requested.emit(ReferenceItem(1, "old.png", reference=KEPT))
    assert opened == [LINK.url, Path("/data/references/a.png")]


def test_own_drags_stay_where_they_began(into: In) -> None:
    """A drag of this window that is let go beside the form changes nothing."""
    event = _OwnDrag(into.panes.stage, files("/tmp/a.png"))
    QApplication.sendEvent(into.panes.window, event)
    assert not event.isAccepted()


class _OwnDrag(QDragEnterEvent):
    def __init__(self, source: QWidget, mime: QMimeData) -> None:
        super().__init__(
            QPoint(700, 300),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self._source = source

    def source(self) -> QWidget:
        return self._source
