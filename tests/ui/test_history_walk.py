"""The history model against a naive list, whatever happens and in whatever order it is told."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.modeltest import ModelTester

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.domain.task import ALLOWED, GenerationTask, TaskState
from nanobanana_desktop.ui.history.listing_change import steps_between
from nanobanana_desktop.ui.history.row_order import BY_TIME
from tests.ui.fake_history import DAY, HOUR, NOON, FakeHistory, make_task
from tests.ui.history_models import headers, make_model, shown

S = TaskState
SORTS = list(HistorySort)
QUERIES = [
    *(HistoryQuery(filter=chosen) for chosen in HistoryFilter),
    *(HistoryQuery(sort=sort) for sort in SORTS),
    HistoryQuery("fox"),
    HistoryQuery("owl", HistoryFilter.STARRED, HistorySort.OLDEST),
]


class Walk:
    """News, queries and late answers in any order, for the model and the history alike."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.source = FakeHistory([self.made(f"s{n:03}") for n in range(160)])
        self.source.page_size = self.chance.choice((30, 60, 500))
        self.model = make_model(self.source, cache_limit=100)
        self.steps = 0
        self.found_before: tuple[HistoryQuery, HistoryListing] | None = None

    def made(self, task_id: str) -> GenerationTask:
        chance = self.chance
        state = chance.choice([S.READY, S.DONE, S.DONE, S.DONE, S.FAILED, S.QUEUED])
        # Coarse, so that some were ordered at the very same time.
        age = chance.choice([600.0, HOUR, DAY]) * chance.randrange(1, 40)
        return self.marked(make_task(task_id, state, age=age, position=float(chance.random())))

    def marked(self, task: GenerationTask) -> GenerationTask:
        chance = self.chance
        prompt = chance.choice(("fox", "owl", "fox and owl"))
        name = chance.choice(("pro", "flash", "flash-lite"))
        return replace(
            task,
            params=replace(task.params, prompt=prompt, model_name=name),
            starred=chance.random() < 0.3,
            rating=chance.randrange(6),
            amount=chance.choice(("", "0.5", "0.05")),
            trashed_at=NOON if chance.random() < 0.1 else None,
        )

    def step(self) -> None:
        self.steps += 1
        source, model, kind = self.source, self.model, self.chance.random()
        if kind < 0.2 or not source.by_id:
            model.task_changed(source.put(self.made(f"n{self.steps:04}")))
        elif kind < 0.25:
            self.add_many()
        elif kind < 0.4:
            count = self.chance.choice((1, 1, 1, 2, 5, 40))
            gone = self.chance.sample(list(source.by_id), min(count, len(source.by_id)))
            model.tasks_removed(gone)
            for task_id in gone:
                source.remove(task_id)
        elif kind < 0.55:
            self.change(self.marked)
        elif kind < 0.7:
            self.change(self.moved_on)
        elif kind < 0.8:
            self.change_many()
        elif kind < 0.86:
            model.set_query(self.chance.choice(QUERIES))
            self.found_before = None
        elif kind < 0.9:
            model.refresh()
            self.found_before = None
        elif kind < 0.95 and source.requested is not None:
            # It is found now, and told later.
            self.found_before = source.requested, source.listing(source.requested)
        else:
            self.answer()

    def answer(self) -> None:
        if self.found_before is not None:
            _, listing = self.found_before
            self.found_before = self.source.requested = None
            self.source.listed.emit(self.source._token, listing)
        else:
            self.source.answer()

    def change(self, change: Callable[[GenerationTask], GenerationTask]) -> None:
        task = self.chance.choice(list(self.source.by_id.values()))
        self.model.task_changed(self.source.put(change(task)))

    def add_many(self) -> None:
        count = self.chance.randrange(2, 50)
        tasks = [self.made(f"n{self.steps:04}-{number}") for number in range(count)]
        self.model.tasks_changed([self.source.put(task) for task in tasks])
        self.see_what_depends_on_others()

    def see_what_depends_on_others(self) -> None:
        """Orders that do not follow the time are looked for anew."""
        if self.model._shown_query.sort not in BY_TIME:
            self.found_before = None
            self.source.answer()

    def change_many(self) -> None:
        """Neighbours, or any; some of them come or go, and some do both in turn."""
        tasks = self.source.ordered(HistoryQuery()) or list(self.source.by_id.values())
        count = min(len(tasks), self.chance.randrange(2, 40))
        first = self.chance.randrange(len(tasks) - count + 1)
        chosen = tasks[first : first + count]
        if self.chance.random() < 0.3:
            chosen = self.chance.sample(list(self.source.by_id.values()), count)
        away = self.chance.choice((None, NOON))
        change = self.chance.choice((self.marked, lambda task: replace(task, trashed_at=away)))
        self.model.tasks_changed([self.source.put(change(task)) for task in chosen])
        self.see_what_depends_on_others()

    def moved_on(self, task: GenerationTask) -> GenerationTask:
        if task.state is S.READY and self.chance.random() < 0.5:
            return replace(task, position=self.chance.random())
        state = self.chance.choice(sorted(ALLOWED[task.state]) or [task.state])
        fresh = make_task(task.id, state)
        return replace(task, state=state, image=fresh.image)

    def check(self) -> None:
        model, query = self.model, self.model._shown_query
        naive = [task.id for task in self.source.ordered(query)]
        assert shown(model) == naive[: model.rowCount()]
        assert model.rowCount() == len(naive) or not model._rows.complete
        assert list(model.ratios(0, model.rowCount())) == list(
            self.source.listing(query).ratios[: model.rowCount()]
        )
        for task_id in self.chance.sample(naive, min(5, len(naive))):
            place = naive.index(task_id)
            assert model.row_of(task_id) == (place if place < model.rowCount() else None)


@pytest.mark.parametrize("seed", [*range(12), 120, 136])
def test_a_random_walk_agrees_with_a_naive_list(qtmodeltester: ModelTester, seed: int) -> None:
    walk = Walk(seed)
    model = walk.model
    qtmodeltester.check(model)
    selection = QItemSelectionModel(model)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    for _ in range(200):
        count = model.rowCount()
        row = walk.chance.randrange(count) if count else None
        if row is not None:
            selection.select(model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        chosen = "" if row is None else model.id_at(row)
        resets.clear()
        walk.step()
        walk.check()
        if chosen and not resets:
            now = model.row_of(chosen)
            assert [part.row() for part in selection.selectedIndexes()] in ([now], [])
    walk.answer()
    walk.check()
    naive = make_model(walk.source)
    naive.set_query(HistoryQuery(filter=HistoryFilter.STARRED))
    walk.source.answer()
    model.set_query(naive.query)
    walk.source.answer()
    assert headers(model) == headers(naive)
    assert walk.source.largest_read <= 500


@pytest.mark.parametrize("seed", range(4))
def test_the_days_of_a_list_that_changed_are_those_of_a_fresh_one(seed: int) -> None:
    walk = Walk(seed)
    for query in (HistoryQuery(), HistoryQuery(sort=HistorySort.OLDEST)):
        walk.model.set_query(query)
        walk.source.answer()
        for _ in range(60):
            walk.change(walk.chance.choice((walk.marked, walk.moved_on)))
            fresh = make_model(FakeHistory(walk.source.by_id.values()))
            fresh.set_query(query)
            assert headers(walk.model) == headers(fresh)
            assert list(walk.model.day_starts) == list(fresh.day_starts)


@pytest.mark.parametrize("seed", range(5))
def test_steps_lead_from_one_list_to_the_other(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        old = array("q", sorted(chance.sample(range(90), chance.randrange(70))))
        new = array("q", sorted(chance.sample(range(90), chance.randrange(70))))
        steps = steps_between(old, new)
        assert steps is not None
        rows = list(old)
        for step in steps:
            del rows[step.row : step.row + step.removed]
            rows[step.row : step.row] = new[step.first : step.end]
        assert rows == list(new)
        removed = sum(step.removed for step in steps)
        assert removed == len(set(old) - set(new))
    assert steps_between(array("q", [1, 2, 3]), array("q", [1, 3, 2])) is None


def test_many_that_go_and_come_back_do_so_at_once() -> None:
    source = FakeHistory([make_task(f"t{n:03}", age=HOUR * n) for n in range(200)])
    model = make_model(source)
    source.answer()
    selection = QItemSelectionModel(model)
    selection.select(model.index(150), QItemSelectionModel.SelectionFlag.Select)
    ranges: list[tuple[str, int, int]] = []
    model.rowsRemoved.connect(lambda _, first, last: ranges.append(("went", first, last)))
    model.rowsInserted.connect(lambda _, first, last: ranges.append(("came", first, last)))
    chosen = [f"t{n:03}" for n in (*range(20, 60), *range(90, 95))]
    for trashed_at in (NOON, None):
        model.tasks_changed(
            [source.put(replace(source.by_id[i], trashed_at=trashed_at)) for i in chosen]
        )
    assert ranges == [("went", 90, 94), ("went", 20, 59), ("came", 50, 54), ("came", 20, 59)]
    assert [index.row() for index in selection.selectedIndexes()] == [150]
    assert shown(model) == [f"t{n:03}" for n in range(200)]


def test_changes_all_over_the_list_are_told_as_one() -> None:
    source = FakeHistory([make_task(f"t{n:03}", age=HOUR * n) for n in range(200)])
    model = make_model(source)
    source.answer()
    told: list[str] = []
    model.rowsRemoved.connect(lambda: told.append("went"))
    model.rowsInserted.connect(lambda: told.append("came"))
    model.modelReset.connect(lambda: told.append("reset"))
    model.dataChanged.connect(lambda *_: told.append("changed"))
    chosen = [f"t{n:03}" for n in range(0, 200, 3)]
    starred = [source.put(replace(source.by_id[i], starred=True)) for i in chosen]
    model.tasks_changed(starred)
    assert told == ["changed"]
    for trashed_at, left in ((NOON, 133), (None, 200)):
        told.clear()
        model.tasks_changed(
            [source.put(replace(source.by_id[i], trashed_at=trashed_at)) for i in chosen]
        )
        assert (told, model.rowCount()) == (["reset"], left)
        assert shown(model) == [task.id for task in source.ordered(HistoryQuery())]
        assert headers(model) == headers(make_model(source))


def test_words_are_looked_for_in_all_changed_tasks_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = FakeHistory([make_task(f"t{n:03}", age=HOUR * n, prompt="fox") for n in range(60)])
    model = make_model(source)
    model.set_query(HistoryQuery("fox"))
    source.answer()
    asked: list[int] = []
    matching = source.matching

    def counted(query: HistoryQuery, ids: Sequence[str]) -> set[str]:
        asked.append(len(ids))
        return matching(query, ids)

    monkeypatch.setattr(source, "matching", counted)
    model.tasks_changed([source.put(replace(task, rating=3)) for task in source.by_id.values()])
    assert asked == [60]
