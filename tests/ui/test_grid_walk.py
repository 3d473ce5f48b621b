"""Groups and stacks of the grid against a model that looks at every task."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.domain.task import ACTIVE, GenerationTask, TaskState
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.grouping import Arrangement, Grouping
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import HOUR, make_record
from tests.ui.grid_views import Both, order, show_both

S = TaskState
ORDERS = (HistorySort.NEWEST, HistorySort.OLDEST, HistorySort.MODEL, HistorySort.RATING)


class Walk:
    """Orders, results, removals, other orders of the rows, and a person who opens stacks."""

    def __init__(self, qtbot: QtBot, theme: Theme, seed: int) -> None:
        self.chance = random.Random(seed)
        self.steps = 0
        tasks = [task for _ in range(70) for task in self.made(S.DONE)]
        self.both: Both = show_both(qtbot, theme, tasks)
        self.opened: set[str] = set()

    def made(self, state: TaskState) -> list[GenerationTask]:
        chance = self.chance
        self.steps += 1
        return order(
            f"o{self.steps}-",
            chance.choice((1, 1, 2, 4, 7)),
            HOUR * chance.randrange(1, 300) + self.steps,
            state,
            model=chance.choice(("nano-banana-pro", "nano-banana-2", "other")),
            width=chance.choice((1024, 1536, 2752)),
        )

    def step(self) -> None:
        chance, source, model = self.chance, self.both.source, self.both.model
        kind, ids = chance.random(), list(source.by_id)
        if kind < 0.2:
            for task in self.made(chance.choice((S.READY, S.DONE))):
                model.tasks_changed([source.put(task)])
        elif kind < 0.4 and ids:
            task = source.by_id[chance.choice(ids)]
            if task.state in ACTIVE:
                task = replace(task, state=S.DONE, image=make_record(task.id, 1536))
            else:
                task = replace(task, starred=not task.starred, rating=chance.randrange(6))
            model.tasks_changed([source.put(task)])
        elif kind < 0.6 and ids:
            task_id = chance.choice(ids)
            source.remove(task_id)
            model.tasks_removed([task_id])
        elif kind < 0.75 and model.rowCount():
            self.toggle(chance.randrange(model.rowCount()))
        elif kind < 0.9:
            chosen = chance.choice(list(Grouping))
            self.both.grid.arrange(Arrangement(chosen, chance.random() < 0.7))
        else:
            found = chance.choice((HistoryFilter.ALL, HistoryFilter.ALL, HistoryFilter.STARRED))
            model.set_query(HistoryQuery(filter=found, sort=chance.choice(ORDERS)))
        source.answer()
        bar = self.both.grid.verticalScrollBar()
        bar.setValue(chance.randrange(bar.maximum() + 1))

    def toggle(self, row: int) -> None:
        batch = self.tasks()[row].batch_id
        is_open = self.both.grid.stacks.is_open(row)
        if self.both.grid.toggle_stack(row):
            (self.opened.discard if is_open else self.opened.add)(batch)

    def tasks(self) -> list[GenerationTask]:
        model = self.both.model
        return [self.both.source.by_id[model.id_at(row)] for row in range(model.rowCount())]

    # -- the same by looking at every task -------------------------------------------------------

    def starts(self, tasks: list[GenerationTask]) -> set[int]:
        """Rows that begin a group."""
        by_time = self.both.model.shown_sort in (HistorySort.NEWEST, HistorySort.OLDEST)
        by_model = self.both.model.shown_sort is HistorySort.MODEL
        settled = range(self.both.model.active_count, len(tasks))
        grouping = self.both.grid.arrangement.grouping
        keys: dict[int, object] = {}
        if grouping is Grouping.DAY and by_time:
            keys = {row: formats.local_day(tasks[row].created_at) for row in settled}
        elif grouping is Grouping.BATCH and (by_time or by_model):
            keys = {row: tasks[row].batch_id for row in settled}
        elif grouping is Grouping.MODEL and by_model:
            keys = {row: tasks[row].params.model_name for row in settled}
        return {row for row, key in keys.items() if row - 1 not in keys or keys[row - 1] != key}

    def hidden(self, tasks: list[GenerationTask]) -> set[int]:
        sort, first = self.both.model.shown_sort, self.both.model.active_count
        if not self.both.grid.arrangement.stacked or sort is HistorySort.RATING:
            return set()
        starts = self.starts(tasks)
        return {
            row
            for row in range(first + 1, len(tasks))
            if tasks[row].batch_id == tasks[row - 1].batch_id
            and tasks[row].batch_id not in self.opened
            and row not in starts
        }

    def check(self) -> None:
        tasks, grid = self.tasks(), self.both.grid
        layout = grid.item_geometry()
        hidden, starts = self.hidden(tasks), self.starts(tasks)
        assert self.both.tiles == [row for row in range(len(tasks)) if row not in hidden]
        assert {row for row, _ in layout.headers_between(0, 10**9)} == starts
        last, bottom = QRect(), -1
        for row, task in enumerate(tasks):
            rect = layout.rect(row)
            if row in hidden:
                assert rect == last
                assert row in layout.line_of(row - 1)
                continue
            image = task.image
            ratio = image.width / image.height if image else 16 / 9
            assert rect.width() / rect.height() == pytest.approx(ratio, rel=0.08)
            if rect.top() != last.top() or last.isEmpty():
                assert rect.top() > bottom
                assert rect.left() == layout.measures.margin
            else:
                assert rect.left() > last.right()
            bottom = max(bottom, rect.bottom())
            last = rect


@pytest.mark.parametrize("seed", range(8))
def test_groups_and_stacks_are_those_of_the_tasks(qtbot: QtBot, theme: Theme, seed: int) -> None:
    walk = Walk(qtbot, theme, seed)
    walk.check()
    for number in range(140):
        walk.step()
        if number % 2:
            walk.check()
    walk.check()
