"""The details follow the selection, are made late, and read files only when it rests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.create.reference_items import ReferenceState
from nanobanana_desktop.ui.details.details_pane import DetailsPane
from nanobanana_desktop.ui.details.reference_preview import ReferencePreview
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.details_wiring import DetailsWiring
from nanobanana_desktop.ui.wiring.preparation import Preparation
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task
from tests.ui.fake_tasks import FakeClock

SAIL = Reference(kind=ReferenceKind.FILE, name="sail.png", sha256="1" * 64)
LINK = Reference(kind=ReferenceKind.LINK, name="boat.png", url="https://example.com/boat.png")
Flag = QItemSelectionModel.SelectionFlag


class JobsAtOnce:
    """Carries jobs out while they are started."""

    def start(self, _name: str, work: Coroutine[object, None, None]) -> None:
        with pytest.raises(StopIteration):
            work.send(None)


class WorkersHere:
    async def run(self, work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)


@dataclass
class FakeShelf:
    folder: Path
    asked: list[str] = field(default_factory=list)

    def path(self, task: GenerationTask) -> Path:
        self.asked.append(task.id)
        path = self.folder / f"{task.id}.png"
        if not path.exists():
            raise StorageError(ErrorCase.FILE_GONE)
        return path


@dataclass
class FakeReferences:
    asked: list[tuple[str, int]] = field(default_factory=list)
    is_gone: bool = False

    async def picture(self, reference: Reference, side: int) -> QImage:
        self.asked.append((reference.name, side))
        if self.is_gone:
            raise StorageError(ErrorCase.FILE_GONE)
        image = QImage(32, 32, QImage.Format.Format_RGB32)
        image.fill("#336699")
        return image


class FakeEvents:
    """Accepted changes by task id; tells who was asked about."""

    def __init__(self) -> None:
        self.accepted: dict[str, float] = {}

    def change_accepted_at(self, task_id: str) -> float | None:
        return self.accepted.get(task_id)


@dataclass
class Parts:
    panes: Panes
    shelf: FakeShelf
    references: FakeReferences
    workers: WorkersHere
    jobs: JobsAtOnce
    clock: FakeClock
    history: FakeEvents = field(default_factory=FakeEvents)


@dataclass
class Window:
    parts: Parts
    wiring: DetailsWiring
    made: list[DetailsPane]

    @property
    def pane(self) -> DetailsPane:
        assert self.wiring.pane is not None
        return self.wiring.pane

    def open(self) -> DetailsPane:
        self.parts.panes.window.show_details(True)
        QApplication.processEvents()
        return self.pane

    def select(self, task_id: str) -> None:
        self.parts.panes.history.select(task_id)
        QApplication.processEvents()

    def rest(self) -> None:
        timer = self.wiring.findChild(QTimer, "details file")
        assert timer is not None
        if timer.isActive():
            timer.stop()
            timer.timeout.emit()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Window]:
    tasks = [make_task(f"t{n}", age=HOUR * (n + 1), amount="0.1") for n in range(5)]
    tasks[1] = replace(tasks[1], params=replace(tasks[1].params, references=(SAIL, LINK)))
    failed = make_task("f", TaskState.FAILED, age=9 * HOUR)
    pictures = FakePictures()
    panes = Panes(
        theme, FakeHistory([*tasks, failed]), pictures, pictures, lambda: NOON, demo=False
    )
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.show()
    panes.history.show_history()
    parts = Parts(
        panes, FakeShelf(tmp_path), FakeReferences(), WorkersHere(), JobsAtOnce(), FakeClock(NOON)
    )
    wiring = DetailsWiring(parts, panes)
    made: list[DetailsPane] = []
    wiring.pane_made.connect(made.append)
    QApplication.processEvents()
    yield Window(parts, wiring, made)
    panes.window.show_details(False)
    QApplication.processEvents()
    panes.window.toast.dismiss()
    panes.ticker.set_pace(panes.history.list, 0)
    panes.window.close()


def test_the_pane_is_made_when_it_is_first_shown(window: Window) -> None:
    assert window.wiring.pane is None
    header = window.parts.panes.stage.header
    header.details_button.click()
    QApplication.processEvents()
    assert window.made == [window.pane]
    assert window.pane.isVisible()
    assert header.details_button.isChecked()
    window.pane.close_button.click()
    assert not window.parts.panes.window.shows_details
    assert not header.details_button.isChecked()
    window.open()
    assert len(window.made) == 1


def test_made_ahead_it_stays_closed_and_tells_of_the_current_task(window: Window) -> None:
    panes = window.parts.panes
    window.select("t0")
    window.wiring.make()
    window.wiring.fill_ahead()
    window.rest()
    assert not panes.window.shows_details
    assert window.pane.one.task_id.value.toPlainText() == "t0"
    assert window.parts.shelf.asked == []
    window.select("t2")
    assert window.open() is window.made[0]
    assert len(window.made) == 1
    assert window.pane.isVisible()
    assert window.pane.one.task_id.value.toPlainText() == "t2"
    window.rest()
    assert window.parts.shelf.asked == ["t2"]
    window.wiring.fill_ahead()
    assert window.pane.one.task_id.value.toPlainText() == "t2"


def test_what_comes_next_is_prepared_bit_by_bit_once_a_task_is_looked_at(window: Window) -> None:
    panes = window.parts.panes
    preparation = Preparation(panes.history, window.wiring, panes)
    breath = preparation.findChild(QTimer, "preparation")
    assert breath is not None

    def rest() -> int:
        portions = 0
        while breath.isActive():
            breath.stop()
            breath.timeout.emit()
            portions += 1
        return portions

    preparation.begin()
    assert rest() > 0
    assert window.made == []
    window.select("t0")
    breath.stop()
    # Who goes on puts it off.
    window.select("t1")
    assert breath.isActive()
    assert rest() > 1
    assert window.made == [window.pane]
    assert not panes.window.shows_details
    assert window.pane.one.task_id.value.toPlainText() == "t1"
    assert "nanobanana_desktop.ui.stage.compare" in sys.modules
    window.select("t2")
    assert rest() == 0


def test_i_and_the_menu_open_and_close_it(window: Window) -> None:
    panes = window.parts.panes
    window.select("t0")
    panes.history.list.setFocus()
    QTest.keyClick(panes.history.list, "i")
    assert panes.window.shows_details
    QTest.keyClick(panes.history.list, "i")
    assert not panes.window.shows_details
    panes.actions[Command.DETAILS_PANEL].trigger()
    assert panes.window.shows_details
    assert panes.actions[Command.DETAILS_PANEL].isChecked()


def test_when_the_history_makes_room_the_focus_goes_to_the_stage(
    window: Window, theme: Theme
) -> None:
    panes = window.parts.panes
    panes.window.resize(theme.px(1120), 700)
    QApplication.processEvents()
    window.select("t0")
    panes.window.activateWindow()
    panes.history.list.setFocus()
    window.open()
    assert panes.history.isHidden()
    assert panes.window.focusWidget() is panes.stage.picture
    panes.window.resize(theme.px(1500), 700)
    window.pane.one.prompt.value.setFocus()
    panes.window.resize(theme.px(1450), 700)
    QApplication.processEvents()
    assert panes.window.focusWidget() is window.pane.one.prompt.value


def test_more_below_a_long_prompt_opens_it(window: Window) -> None:
    panes = window.parts.panes
    window.select("t0")
    panes.stage.show_task(make_task("t0", prompt="a very long prompt " * 60))
    QApplication.processEvents()
    whole = panes.stage.single.caption.whole
    assert whole.isVisible()
    whole.click()
    assert panes.window.shows_details
    whole.click()
    assert panes.window.shows_details
    panes.stage.show_task(make_task("t0"))
    assert not whole.isVisible()


def test_it_describes_what_is_selected(window: Window) -> None:
    pane = window.open()
    window.select("t2")
    assert pane.one.task_id.value.toPlainText() == "t2"
    window.select("f")
    assert pane.one.task_id.value.toPlainText() == "f"
    history = window.parts.panes.history
    for name in ("t0", "t1"):
        history.selection_model.select(history.model.index_of(name), Flag.Select)
    QApplication.processEvents()
    assert not pane.one.isVisible()
    assert "3 item(s) selected" in pane.note.text()
    history.selection_model.clear()
    QApplication.processEvents()
    assert pane.note.text() == "Select an image to see how it was made."


def test_news_of_the_task_are_shown(window: Window) -> None:
    pane = window.open()
    window.select("t2")
    task = window.parts.panes.history.current_task()
    assert task is not None
    window.parts.panes.history.task_changed(replace(task, amount="0.77"))
    QApplication.processEvents()
    assert pane.one.cost.value.text() == "0.77"


def test_a_closed_pane_reads_nothing(window: Window) -> None:
    window.open()
    window.parts.panes.window.show_details(False)
    window.select("t1")
    window.rest()
    assert window.parts.shelf.asked == []
    assert window.parts.references.asked == []


def test_a_file_is_read_once_the_selection_rests(window: Window, tmp_path: Path) -> None:
    (tmp_path / "t2.png").write_bytes(b"\x89PNG\r\n\x1a\n not whole")
    pane = window.open()
    for name in ("t0", "t1", "t2"):
        window.select(name)
    assert window.parts.shelf.asked == []
    window.rest()
    assert window.parts.shelf.asked == ["t2"]
    assert pane.one.file_name.toPlainText() == "t2.png"
    assert not pane.one.missing.isVisible()
    window.select("t3")
    window.rest()
    assert pane.one.missing.isVisible()
    window.select("f")
    window.rest()
    assert window.parts.shelf.asked == ["t2", "t3"]


def test_an_answer_that_comes_late_is_dropped(window: Window, tmp_path: Path) -> None:
    pane = window.open()
    window.select("t2")
    late = window.wiring._read_file(window.wiring._asked)
    window.select("t3")
    with pytest.raises(StopIteration):
        late.send(None)
    assert not pane.one.missing.isVisible()


def test_pictures_of_references_are_read_once(window: Window) -> None:
    pane = window.open()
    window.select("t1")
    window.select("t0")
    window.select("t1")
    assert window.parts.references.asked == [("sail.png", 192)]
    states = [tile._item.state for tile in pane.one.references.tiles]
    assert states == [ReferenceState.READY, ReferenceState.READY]


def test_a_reference_that_is_gone_is_marked(window: Window) -> None:
    window.parts.references.is_gone = True
    pane = window.open()
    window.select("t1")
    assert pane.one.references.tiles[0].accessibleDescription() == "Not available any more"
    pane.one.references.menu(0).actions()[0].trigger()
    assert window.parts.panes.window.findChildren(ReferencePreview) == []


def test_references_are_previewed_and_used(window: Window, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("nanobanana_desktop.ui.desktop.open_link", opened.append)
    pane = window.open()
    window.select("t1")
    pane.one.references.menu(0).actions()[0].trigger()
    (preview,) = window.parts.panes.window.findChildren(ReferencePreview)
    assert preview.isVisible()
    assert window.parts.references.asked[-1] == ("sail.png", 2048)
    preview.close()
    pane.one.references.menu(1).actions()[0].trigger()
    assert opened == [LINK.url]
    pane.one.references.menu(1).actions()[1].trigger()
    assert window.parts.panes.create.references.references() == (LINK,)


def test_copying_is_told(window: Window) -> None:
    pane = window.open()
    window.select("t2")
    pane.one.task_id.copy.click()
    assert QGuiApplication.clipboard().text() == "t2"
    assert window.parts.panes.window.toast.text == "Copied"


def test_very_many_selected_tasks_are_only_counted(window: Window) -> None:
    history = window.parts.panes.history
    source = FakeHistory([make_task(f"n{n}", age=60.0 * (n + 1)) for n in range(620)])
    for task in source.tasks([f"n{n}" for n in range(620)]):
        history._source.put(task)
    history.show_history()
    pane = window.open()
    history.list.selectAll()
    read = history._source.tasks_read
    QApplication.processEvents()
    assert "Select fewer" in pane.note.text()
    assert history._source.tasks_read - read < 500


def test_an_accepted_change_is_told_with_its_time(window: Window) -> None:
    pane = window.open()
    window.select("t0")
    assert pane.one.accepted.isHidden()
    window.parts.history.accepted["t0"] = NOON
    window.wiring.refresh()
    assert pane.one.accepted.isVisible()
    assert "accepted as it is on 22 Nov 2026" in pane.one.accepted.text()
    window.select("t2")
    assert pane.one.accepted.isHidden()
