"""A grid beside its list over a history in memory, and orders of several images."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.batch import BATCH_STEP
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.grouping import Arrangement, Grouping
from nanobanana_desktop.ui.history.delegate import HistoryDelegate
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.view import HistoryList
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_record, make_task

STACKED = Arrangement(Grouping.NONE, stacked=True)


@dataclass
class Both:
    source: FakeHistory
    model: HistoryModel
    grid: GridView
    history: HistoryList
    requests: TaskRequests

    @property
    def selected(self) -> list[int]:
        return [row for part in self.grid.selected_ranges() for row in part]

    @property
    def tiles(self) -> list[int]:
        """The rows that have a tile of their own, all of them laid out."""
        self.grid.item_geometry().reveal(0, 10**9)
        stacks, count = self.grid.stacks, self.model.rowCount()
        return [row for row in range(count) if stacks.cover_of(row) == row]


def show_both(qtbot: QtBot, theme: Theme, tasks: list[GenerationTask]) -> Both:
    source = FakeHistory(tasks)
    source.answers_itself = False
    model = HistoryModel(source, lambda: NOON)
    model.reload()
    source.answer()
    thumbnails, ticker = ThumbnailCache(FakePictures()), Ticker()
    requests = TaskRequests()
    keys = TaskKeys(requests)
    delegate = HistoryDelegate(theme, thumbnails, ticker, lambda: NOON, model)
    history = HistoryList(theme, model, delegate, ticker, keys)
    # Of the model's own, for it outlives both views.
    selection = QItemSelectionModel(model, model)
    history.setSelectionModel(selection)
    grid = GridView(theme, model, selection, thumbnails, ticker, keys, lambda: NOON)
    qtbot.addWidget(grid)
    qtbot.addWidget(history)
    grid.resize(700, 620)
    with qtbot.waitExposed(grid):
        grid.show()
    QApplication.processEvents()
    return Both(source, model, grid, history, requests)


def order(
    name: str,
    size: int,
    age: float,
    state: TaskState = TaskState.DONE,
    *,
    model: str = "nano-banana-pro",
    width: int = 2048,
) -> list[GenerationTask]:
    """`size` tasks that were ordered together `age` seconds before `NOON`."""
    made = []
    for number in range(size):
        task_id = f"{name}{number}"
        task = make_task(task_id, state, age=age - number * BATCH_STEP, batch_id=name)
        image = make_record(task_id, width, 1536) if state is TaskState.DONE else None
        params = replace(task.params, model_name=model, prompt=f"Order {name}")
        made.append(replace(task, image=image, params=params))
    return made
