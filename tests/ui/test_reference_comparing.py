"""A picture beside its own reference images, which are files of the reference store."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.loaded_picture import loaded_picture
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.compare import Compare
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.reference_comparing import ReferenceComparing
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_record, make_task

SIZE = (600, 400)
LINK = Reference(kind=ReferenceKind.LINK, name="far.png", url="https://example.com/far.png")
Key = Qt.Key


class JobsAtOnce:
    """Carries jobs out while they are started."""

    def start(self, _name: str, work: Coroutine[object, None, None]) -> None:
        with pytest.raises(StopIteration):
            work.send(None)


class WorkersHere:
    async def run(self, work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)


class Kept:
    """The store as the reference service asks it."""

    def __init__(self, store: ReferenceStore) -> None:
        self.store = store

    async def picture(self, reference: Reference, side: int) -> QImage:
        return self.store.thumbnail(reference, side)

    async def place(self, reference: Reference) -> Path | None:
        return self.store.locate(reference)


@dataclass
class Parts:
    panes: Panes
    references: Kept
    workers: WorkersHere
    jobs: JobsAtOnce


class Window:
    """t0 was made from a red and a green image and a link, t1 from a link, t2 from nothing."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self.folder, store = folder / "references", ReferenceStore(folder / "references")
        self.references = [self._kept(folder, store, name) for name in ("#aa0000", "#00aa00")]
        tasks = [
            make_task(f"t{n}", age=HOUR * (n + 1), image=make_record(f"t{n}", *SIZE))
            for n in range(3)
        ]
        tasks[0] = made_from(tasks[0], self.references[0], LINK, self.references[1])
        tasks[1] = made_from(tasks[1], LINK)
        self.source, self.pictures = FakeHistory(tasks), FakePictures()
        panes = Panes(theme, self.source, FakePictures(), self.pictures, lambda: NOON, demo=False)
        qtbot.addWidget(panes.window)
        self.panes = panes
        panes.actions.fill_menus()
        panes.window.resize(1300, 800)
        with qtbot.waitExposed(panes.window):
            panes.show()
            panes.history.show_history()
            panes.requests.select_requested.connect(panes.history.select)
            panes.window.activateWindow()
        self.wiring = ReferenceComparing(
            Parts(panes, Kept(store), WorkersHere(), JobsAtOnce()), panes
        )
        panes.history.select("t0")

    @property
    def compare(self) -> Compare:
        assert self.panes.stage.compare is not None
        return self.panes.stage.compare

    @property
    def action_is_on(self) -> bool:
        return self.panes.actions[Command.COMPARE_REFERENCE].isEnabled()

    def begin(self) -> None:
        self.panes.actions[Command.COMPARE_REFERENCE].trigger()
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor("#0000aa"))
        self.pictures.picture_loaded.emit("t0", loaded_picture(image, Path("/t0.png")))
        QApplication.processEvents()

    def _kept(self, folder: Path, store: ReferenceStore, color: str) -> Reference:
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(color))
        path = folder / f"{color[1:]}.png"
        assert image.save(str(path))
        return store.add_file(path)


def made_from(task: GenerationTask, *references: Reference) -> GenerationTask:
    return replace(task, params=replace(task.params, references=references))


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Window]:
    window = Window(qtbot, theme, tmp_path)
    yield window
    window.panes.window.close()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key, modifiers)


def seen(view: QWidget) -> str:
    return view.grab().toImage().pixelColor(view.rect().center()).name()


def test_a_picture_is_seen_beside_its_reference(window: Window) -> None:
    window.begin()
    view = window.compare.view
    assert window.panes.stage.view == COMPARE
    assert (seen(view.a), seen(view.b)) == ("#0000aa", "#aa0000")
    assert view.b.accessibleName() == window.references[0].name
    assert (view.b.zoom.width, view.b.zoom.height) == (300, 200)
    assert window.panes.history.model.compare_mark("t0") == "A"
    line = window.compare.caption.lines[1].accessibleName()
    assert "Reference image" in line


def test_arrows_step_through_the_references_that_are_kept(window: Window) -> None:
    window.begin()
    view = window.compare.view
    press(Key.Key_Right)
    assert seen(view.b) == "#00aa00"
    press(Key.Key_Right)
    assert seen(view.b) == "#00aa00"
    press(Key.Key_Left)
    assert seen(view.b) == "#aa0000"
    press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(Key.Key_X)
    assert (seen(view.a), seen(view.b)) == ("#0000aa", "#aa0000")
    window.panes.requests.compare_step_requested.emit(1)
    assert seen(view.b) == "#00aa00"


def test_it_is_offered_for_finished_pictures_with_kept_references_alone(window: Window) -> None:
    def words(task: GenerationTask) -> list[str]:
        menu = window.panes.stage.menus.menu([task], window.panes.stage)
        return [action.text() for action in menu.actions()]

    tasks = window.source.by_id
    offered = "Compare with reference image"
    assert [offered in words(tasks[f"t{n}"]) for n in range(3)] == [True, False, False]
    failed = replace(tasks["t0"], state=TaskState.FAILED, image=None)
    assert offered not in words(failed)
    on = []
    for name in ("t0", "t1", "t2"):
        window.panes.history.select(name)
        on.append(window.action_is_on)
    assert on == [True, False, False]
    window.panes.requests.compare_reference_requested.emit(failed)
    window.panes.requests.compare_reference_requested.emit(tasks["t1"])
    assert window.panes.stage.view == SINGLE


def test_what_is_of_two_pictures_is_away_and_comes_back(window: Window) -> None:
    window.begin()
    caption = window.compare.caption
    parts = (caption.star_b, caption.swap, caption.differences)
    assert [part.isVisible() for part in parts] == [False] * 3
    assert caption.star_a.isVisible()
    assert caption.prompts[1].accessibleName() == window.references[0].name
    window.panes.requests.compare_with_requested.emit("t1")
    assert [part.isVisible() for part in parts] == [True] * 3
    assert (window.compare.pair.a, window.compare.pair.b) == ("t0", "t1")
    assert not window.compare.reference.is_on


@pytest.mark.parametrize("damage", ["removed", "spoilt"])
def test_a_reference_that_is_gone_says_so(window: Window, damage: str) -> None:
    for path in window.folder.iterdir():
        if damage == "removed":
            path.unlink()
        else:
            path.write_bytes(b"no picture")
    window.begin()
    view = window.compare.view
    assert view.b.accessibleDescription() == "File missing"
    assert seen(view.a) == "#0000aa"
    window.compare.show_mode("difference")
    assert view.difference.accessibleDescription() == "File missing"


def test_a_late_reference_is_dropped(window: Window) -> None:
    window.begin()
    view = window.compare.view
    press(Key.Key_Right)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    late = loaded_picture(image, Path("/late.png"))
    window.compare.show_reference(window.references[0], late)
    assert seen(view.b) == "#00aa00"
    window.panes.stage.set_view(GRID)
    window.compare.show_reference(window.references[1], late)
    assert seen(view.b) != "#ffffff"


def test_the_task_goes_and_others_are_chosen(window: Window) -> None:
    window.begin()
    window.panes.history.select("t2")
    assert window.panes.stage.view == SINGLE
    assert window.panes.stage.task.id == "t2"
    window.panes.history.select("t0")
    window.begin()
    window.source.remove("t0")
    window.panes.history.tasks_removed(["t0"])
    window.panes.stage.tasks_removed(["t0"])
    assert window.panes.stage.view != COMPARE
    assert not window.compare.reference.is_on


def test_a_reference_is_compared_in_every_way(window: Window) -> None:
    window.begin()
    for mode in ("slider", "flicker", "difference"):
        window.panes.requests.compare_mode_requested.emit(mode)
        assert window.compare.view.mode.value == mode
    a, b, _, _ = window.pictures.difference_requests[-1]
    assert (a.levels[0].width(), b.levels[0].width()) == (600, 300)
