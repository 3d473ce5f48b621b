"""The grid in the window: its menu, the order of models, files for a drag, and what is compared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.drag_out import DRAG_LIMIT, FileWish
from nanobanana_desktop.ui.grouping import Arrangement, Grouping
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.drag_wiring import DragWiring
from nanobanana_desktop.ui.wiring.grid_wiring import GridWiring
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures
from tests.ui.fake_tasks import FakeSettings
from tests.ui.grid_views import order

C = Command
Role = Qt.ItemDataRole


class Shelf:
    """Every picture has its file but those of the tasks in `gone`."""

    def __init__(self) -> None:
        self.gone: set[str] = set()

    def path(self, task: GenerationTask) -> Path:
        if task.id in self.gone:
            raise StorageError(ErrorCase.FILE_GONE, "gone")
        return Path("/pictures") / task.id

    def decode(self, task: GenerationTask) -> QImage:
        raise NotImplementedError

    def save_copy(self, task: GenerationTask, target: Path) -> None:
        raise NotImplementedError


class WorkAtOnce:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)

    async def run(self, work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)


@dataclass
class Opened:
    panes: Panes
    source: FakeHistory
    shelf: Shelf = field(default_factory=Shelf)
    settings: FakeSettings = field(default_factory=FakeSettings)
    jobs: WorkAtOnce = field(default_factory=WorkAtOnce)

    @property
    def workers(self) -> WorkAtOnce:
        return self.jobs

    @property
    def grid(self) -> GridView:
        self.panes.stage.set_view("grid")
        self.settle()
        found = self.panes.stage.grid
        assert found is not None
        return found

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""

    def settle(self) -> None:
        QApplication.processEvents()
        self.source.answer()
        QApplication.processEvents()

    def headers(self) -> int:
        layout = self.grid.item_geometry()
        layout.reveal(0, 10**6)
        return len(layout.headers_between(0, 10**6))

    def told(self, task_id: str) -> str:
        model = self.panes.history.model
        return str(model.index_of(task_id).data(Role.AccessibleTextRole))


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Iterator[Opened]:
    tasks = [*order("a", 3, HOUR), *order("b", 2, 2 * HOUR, model="other"), *order("c", 1, 90.0)]
    source, pictures = FakeHistory(tasks), FakePictures()
    source.answers_itself = False
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.window.resize(1280, 900)
    panes.show()
    panes.history.show_history()
    made = Opened(panes, source)
    GridWiring(panes.actions, panes.stage, panes.history, panes)
    DragWiring(made, panes)
    made.settle()
    assert panes.history.select("c0")
    yield made
    panes.window.toast.dismiss()
    panes.ticker.set_pace(panes.history.list, 0)
    panes.window.close()


def test_the_menu_arranges_the_grid_that_is_there_and_the_one_that_comes(opened: Opened) -> None:
    actions = opened.panes.actions
    actions[C.GROUP_BY_BATCH].trigger()
    assert opened.grid.arrangement == Arrangement(Grouping.BATCH)
    assert opened.headers() == 3
    actions[C.STACKS].trigger()
    assert opened.grid.arrangement == Arrangement(Grouping.BATCH, stacked=True)
    actions[C.GROUP_NONE].trigger()
    assert opened.headers() == 0


def test_models_bring_their_order_and_take_it_away(opened: Opened) -> None:
    actions, panel = opened.panes.actions, opened.panes.history.panel
    actions[C.GROUP_BY_MODEL].trigger()
    opened.settle()
    assert panel.query.sort is HistorySort.MODEL
    assert opened.headers() == 2
    actions[C.GROUP_BY_DAY].trigger()
    opened.settle()
    assert panel.query.sort is HistorySort.NEWEST
    assert opened.headers() == 1
    actions[C.GROUP_BY_MODEL].trigger()
    panel.set_sort(HistorySort.OLDEST)
    opened.settle()
    assert actions[C.GROUP_NONE].isChecked()
    assert panel.query.sort is HistorySort.OLDEST


def test_the_commands_of_a_stack_are_for_tiles_of_stacks(opened: Opened) -> None:
    actions, history = opened.panes.actions, opened.panes.history
    actions[C.STACKS].trigger()
    grid = opened.grid
    assert not actions[C.OPEN_STACK].isEnabled()
    assert history.select("a2")
    assert actions[C.OPEN_STACK].isEnabled()
    words = actions[C.OPEN_STACK].text()
    actions[C.OPEN_STACK].trigger()
    assert grid.stacks.is_open(history.model.index_of("a0").row())
    assert actions[C.OPEN_STACK].text() != words
    actions[C.SELECT_STACK].trigger()
    assert sorted(task.id for task in history.selected_tasks()) == ["a0", "a1", "a2"]
    opened.panes.stage.set_view("single")
    assert not actions[C.OPEN_STACK].isEnabled()


def test_the_header_offers_the_same_beside_the_sizes(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = opened.panes.stage.header
    assert header.grid_button is None
    grid, button = opened.grid, header.grid_button
    assert grid.isVisible()
    assert button is not None
    assert button.isVisible()
    assert button.accessibleName() == "Groups and stacks"
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: shown.append(menu))
    button.click()
    commands = [action.objectName() for action in shown[0].actions() if action.objectName()]
    assert commands[:4] == ["group_none", "group_by_day", "group_by_batch", "group_by_model"]
    assert "stacks" in commands
    opened.panes.stage.set_view("single")
    assert not button.isVisible()


def wish_for(opened: Opened, beyond: int = 0) -> list[list[Path | None]]:
    """Ask for the files of all that is there; the answers."""
    given: list[list[Path | None]] = []
    tasks = list(opened.source.by_id.values())
    wish = FileWish(tasks, lambda paths: given.append(list(paths)), beyond)
    opened.panes.requests.files_wanted.emit(wish)
    assert given == [], "a drag begins outside of every job"
    opened.settle()
    return given


def test_files_for_a_drag_are_found_and_missing_ones_said(opened: Opened) -> None:
    (paths,) = wish_for(opened)
    assert None not in paths
    assert opened.toast == ""
    opened.shelf.gone = {"a1", "b0"}
    (paths,) = wish_for(opened)
    assert paths.count(None) == 2
    assert "2 file" in opened.toast
    model = opened.panes.history.model
    assert model.is_file_missing(opened.source.by_id["a1"])
    assert not model.is_file_missing(opened.source.by_id["a0"])


def test_a_drag_of_very_many_says_how_many_go_along(opened: Opened) -> None:
    wish_for(opened, beyond=12)
    assert str(DRAG_LIMIT) in opened.toast


def test_without_any_file_that_is_said(opened: Opened) -> None:
    opened.shelf.gone = set(opened.source.by_id)
    wish_for(opened, beyond=12)
    assert "nothing to drag" in opened.toast
    assert str(DRAG_LIMIT) not in opened.toast


def test_what_is_compared_is_marked_in_list_and_grid(opened: Opened) -> None:
    history, stage = opened.panes.history, opened.panes.stage
    opened.settle()
    rect = history.list.visualRect(history.model.index_of("b1"))
    before = history.list.viewport().grab(rect).toImage()
    opened.panes.requests.compare_with_requested.emit("b1")
    opened.settle()
    assert [history.model.compare_mark(task_id) for task_id in ("c0", "b1", "a0")] == ["A", "B", ""]
    assert opened.told("b1").endswith("compared as B")
    assert opened.told("c0").endswith("compared as A")
    assert history.list.viewport().grab(rect).toImage() != before
    opened.panes.requests.compare_swap_requested.emit()
    assert history.model.compare_mark("b1") == "A"
    stage.set_view("single")
    assert history.model.compare_mark("b1") == ""
    assert "compared" not in opened.told("b1")


def test_the_mark_lies_on_a_tile(opened: Opened) -> None:
    grid, model = opened.grid, opened.panes.history.model
    rect = grid.visualRect(model.index_of("a0"))
    before = grid.viewport().grab(rect).toImage()
    model.set_compared("c0", "a0")
    QApplication.processEvents()
    after = grid.viewport().grab(rect).toImage()
    assert after != before
    model.set_compared()
    QApplication.processEvents()
    assert grid.viewport().grab(rect).toImage() == before
