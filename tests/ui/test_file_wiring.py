"""Pictures on their way out: what cannot be read is said, what can be arrives as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.file_wiring import FileWiring
from tests.pictures import encode, gradient
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_record, make_task
from tests.ui.fake_tasks import FakeSettings

C = Command


class Shelf:
    """Pictures in a folder; tasks named in `gone` have no file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gone: set[str] = set()

    def path(self, task: GenerationTask) -> Path:
        if task.id in self.gone or task.image is None:
            raise StorageError(ErrorCase.FILE_GONE, "gone")
        path = self.folder / Path(task.image.relative_path).name
        path.write_bytes(encode(gradient(), "png"))
        return path

    def decode(self, task: GenerationTask) -> QImage:
        return QImage(str(self.path(task)))

    def save_copy(self, task: GenerationTask, target: Path) -> None:
        source = self.path(task)
        if not target.parent.is_dir():
            raise StorageError(ErrorCase.FOLDER_MISSING, "no folder")
        target.write_bytes(source.read_bytes())


class HeldWork:
    """Jobs that run when they are told to, each work at once."""

    def __init__(self) -> None:
        self.jobs: list[Coroutine[Any, Any, object]] = []
        self.holds = False

    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        self.jobs.append(work)
        if not self.holds:
            self.finish()

    def finish(self) -> None:
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            asyncio.run(job)

    async def run(self, work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)


@dataclass
class Out:
    panes: Panes
    shelf: Shelf
    settings: FakeSettings
    jobs: HeldWork
    source: FakeHistory
    opened: list[tuple[str, Path]] = field(default_factory=list)

    @property
    def workers(self) -> HeldWork:
        return self.jobs

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""

    def show(self, *tasks: GenerationTask) -> None:
        for task in tasks:
            self.source.put(task)
        self.panes.history.show_history()
        assert self.panes.history.select(tasks[0].id)

    def select_all(self) -> None:
        history = self.panes.history
        model = history.model
        for row in range(model.rowCount()):
            history.selection_model.select(
                model.index(row), QItemSelectionModel.SelectionFlag.Select
            )

    def dialog(self) -> QFileDialog:
        found = self.panes.window.findChildren(QFileDialog)
        assert len(found) == 1
        return found[0]


@pytest.fixture
def out(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Out]:
    source, pictures = FakeHistory(), FakePictures()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.show()
    (tmp_path / "images").mkdir()
    made = Out(panes, Shelf(tmp_path / "images"), FakeSettings(), HeldWork(), source)
    for name in ("show_in_folder", "open_file", "choose_program"):
        monkeypatch.setattr(desktop, name, lambda path, name=name: made.opened.append((name, path)))
    FileWiring(made, panes)
    QGuiApplication.clipboard().clear()
    yield made
    panes.window.toast.dismiss()
    panes.ticker.set_pace(panes.history.list, 0)
    panes.window.close()
    QGuiApplication.clipboard().clear()


def copied_paths() -> list[Path]:
    data = QGuiApplication.clipboard().mimeData()
    return [] if data is None else [Path(url.toLocalFile()) for url in data.urls()]


# -- trouble -----------------------------------------------------------------------------------


def test_a_missing_file_is_said_and_the_clipboard_stays(out: Out) -> None:
    task = make_task("a")
    out.show(task)
    out.shelf.gone.add("a")
    QGuiApplication.clipboard().setText("mine")
    for signal in (out.panes.requests.copy_requested, out.panes.requests.open_file_requested):
        signal.emit(task)
        assert out.toast == "The image file is not where it was saved"
    out.panes.requests.copy_files_requested.emit([task])
    assert QGuiApplication.clipboard().text() == "mine"
    assert out.opened == []


def test_of_several_files_those_that_are_there_are_copied(out: Out) -> None:
    tasks = [make_task(name) for name in "abc"]
    out.show(*tasks)
    out.shelf.gone.add("b")
    out.panes.requests.copy_files_requested.emit(tasks)
    assert [path.name for path in copied_paths()] == ["a.png", "c.png"]
    assert out.toast == "2 file(s) copied. 1 could not be read or written."


def test_the_copy_that_was_asked_for_last_is_the_one_on_the_clipboard(out: Out) -> None:
    tasks = [make_task(name) for name in "ab"]
    out.show(*tasks)
    out.jobs.holds = True
    out.panes.requests.copy_requested.emit(tasks[0])
    out.panes.requests.copy_requested.emit(tasks[1])
    slow, quick = out.jobs.jobs
    out.jobs.jobs = [quick, slow]
    out.jobs.finish()
    assert [path.name for path in copied_paths()] == ["b.png"]


def test_a_folder_that_is_not_there_is_said_and_not_remembered(out: Out, tmp_path: Path) -> None:
    task = make_task("a")
    out.show(task)
    out.panes.requests.save_as_requested.emit(task)
    out.dialog().selectFile(str(tmp_path / "none" / "a.png"))
    out.dialog().finished.emit(QFileDialog.DialogCode.Accepted)
    assert out.settings.settings.save_folder == ""
    assert out.toast != ""
    assert not out.toast.startswith("Saved")


def test_nothing_selected_copies_and_saves_nothing(out: Out) -> None:
    for command in (C.COPY_FILE, C.COPY_PROMPT, C.SAVE_AS, C.OPEN_FILE, C.OPEN_WITH):
        out.panes.actions.triggered.emit(command)
    assert (out.toast, copied_paths(), out.opened) == ("", [], [])


def test_a_task_without_a_picture_gives_its_prompt(out: Out) -> None:
    out.show(make_task("a", TaskState.PROCESSING, prompt="A boat"))
    QApplication.focusWidget().clearFocus()
    out.panes.actions.triggered.emit(C.COPY)
    assert QGuiApplication.clipboard().text() == "A boat"
    for command in (C.COPY_FILE, C.SAVE_AS, C.OPEN_FILE, C.OPEN_WITH):
        out.panes.actions.triggered.emit(command)
    assert (copied_paths(), out.opened) == ([], [])
    assert out.panes.window.findChildren(QFileDialog) == []


# -- the clipboard -----------------------------------------------------------------------------


def test_a_copied_picture_is_a_file_its_bytes_and_its_pixels(out: Out) -> None:
    task = make_task("a")
    out.show(task)
    QApplication.focusWidget().clearFocus()
    out.panes.actions.triggered.emit(C.COPY)
    data = QGuiApplication.clipboard().mimeData()
    assert data.formats()[0] == "text/uri-list"
    assert copied_paths() == [out.shelf.folder / "a.png"]
    assert bytes(data.data("image/png").data()) == (out.shelf.folder / "a.png").read_bytes()
    assert data.imageData() == gradient()
    assert not data.hasFormat(desktop.COPIED_FILES_MIME)
    assert out.toast == "Image copied"


def test_the_words_of_an_editor_are_copied_first(out: Out) -> None:
    out.show(make_task("a"))
    editor = out.panes.create.prompt.editor
    editor.setPlainText("mine")
    editor.selectAll()
    editor.setFocus()
    out.panes.actions.triggered.emit(C.COPY)
    assert QGuiApplication.clipboard().text() == "mine"


def test_copied_files_are_known_to_file_managers(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop.sys, "platform", "linux")
    record = make_record("boat, 帆船")
    out.show(make_task("a", image=record))
    out.panes.actions.triggered.emit(C.COPY_FILE)
    path = out.shelf.folder / "boat, 帆船.png"
    assert copied_paths() == [path]
    special = bytes(QGuiApplication.clipboard().mimeData().data(desktop.COPIED_FILES_MIME).data())
    address = QUrl.fromLocalFile(str(path)).toEncoded().data()
    assert special == b"copy\n" + address
    assert b"%E5%B8%86" in special
    assert out.toast == "1 file(s) copied"


def test_several_that_are_selected_are_copied_as_files_and_their_prompts_as_text(out: Out) -> None:
    out.show(make_task("a", prompt="A boat"), make_task("b", prompt="A fox", age=7200))
    out.select_all()
    QApplication.focusWidget().clearFocus()
    out.panes.actions.triggered.emit(C.COPY)
    assert sorted(path.name for path in copied_paths()) == ["a.png", "b.png"]
    out.panes.actions.triggered.emit(C.COPY_PROMPT)
    assert sorted(QGuiApplication.clipboard().text().split("\n\n")) == ["A boat", "A fox"]
    assert out.toast == "2 prompt(s) copied"


# -- folders and programs ----------------------------------------------------------------------


def test_the_name_of_a_copy_says_its_day_and_what_it_shows(out: Out, tmp_path: Path) -> None:
    task = make_task("a")
    out.show(task)
    out.settings.change(save_folder=str(tmp_path))
    out.panes.actions.triggered.emit(C.SAVE_AS)
    suggested = Path(out.dialog().selectedFiles()[0])
    assert suggested == tmp_path / "2026-11-22 ripe banana carved.png"
    out.dialog().finished.emit(QFileDialog.DialogCode.Accepted)
    assert suggested.read_bytes() == (out.shelf.folder / "a.png").read_bytes()
    assert out.toast == "Saved as 2026-11-22 ripe banana carved.png"


def test_the_folder_of_the_last_copy_is_remembered(out: Out, tmp_path: Path) -> None:
    out.show(make_task("a"))
    out.panes.actions.triggered.emit(C.SAVE_AS)
    out.dialog().selectFile(str(tmp_path / "mine.png"))
    out.dialog().finished.emit(QFileDialog.DialogCode.Accepted)
    assert (tmp_path / "mine.png").exists()
    assert out.settings.settings.save_folder == str(tmp_path)


def test_several_copies_replace_nothing_and_are_counted(out: Out, tmp_path: Path) -> None:
    target = tmp_path / "Wall"
    target.mkdir()
    (target / "2026-11-22 RIPE banana carved.png").write_text("mine")
    tasks = [make_task(name) for name in "abc"]
    out.show(*tasks)
    out.shelf.gone.add("c")
    out.select_all()
    out.panes.actions.triggered.emit(C.SAVE_AS)
    out.dialog().selectFile(str(target))
    out.dialog().finished.emit(QFileDialog.DialogCode.Accepted)
    assert sorted(path.name for path in target.iterdir()) == [
        "2026-11-22 RIPE banana carved.png",
        "2026-11-22 ripe banana carved-2.png",
        "2026-11-22 ripe banana carved-3.png",
    ]
    assert out.toast == "2 image(s) saved to “Wall”. 1 could not be read or written."
    assert out.settings.settings.save_folder == str(target)


def test_a_picture_opens_where_the_person_wants(out: Out) -> None:
    task = make_task("a")
    out.show(task)
    path = out.shelf.folder / "a.png"
    out.panes.actions.triggered.emit(C.OPEN_FILE)
    out.panes.actions.triggered.emit(C.OPEN_WITH)
    out.panes.requests.show_in_folder_requested.emit(task)
    assert out.opened == [
        ("open_file", path),
        ("choose_program", path),
        ("show_in_folder", path),
    ]


def test_no_program_for_the_file_is_said(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "open_file", lambda _path: False)
    out.show(make_task("a"))
    out.panes.actions.triggered.emit(C.OPEN_FILE)
    assert out.toast == "No program was found for this file."


def test_the_menus_count_what_they_copy_and_save(out: Out) -> None:
    out.show(make_task("a"))
    tasks = [make_task("a"), make_task("b"), make_task("c", TaskState.FAILED)]
    asked: list[list[str]] = []
    out.panes.requests.save_all_requested.connect(lambda some: asked.append([t.id for t in some]))
    menus = TaskMenus(out.panes.requests, out.panes)
    menu = menus.menu(tasks, out.panes.window)
    entries = {action.text(): action for action in menu.actions()}
    assert {
        "Copy 3 prompt(s)",
        "Copy 2 file(s)",
        "Save 2 image(s) to folder…",
    } <= entries.keys()
    entries["Save 2 image(s) to folder…"].trigger()
    assert asked == [["a", "b"]]
    one = menus.menu([replace(tasks[0])], out.panes.window)
    assert "Open with default program" in [action.text() for action in one.actions()]
