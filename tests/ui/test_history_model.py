"""The history model against its contract and against a naive list."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery
from nanobanana_desktop.domain.task import ALLOWED, GenerationTask, TaskState
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.row_answers import Role
from nanobanana_desktop.ui.task_status import StatusKind
from tests.ui.fake_history import DAY, HOUR, NOON, FakeHistory, make_task

S = TaskState


def make_model(source: FakeHistory, *, page: int = 500, cache_limit: int = 2000) -> HistoryModel:
    model = HistoryModel(source, lambda: NOON, page=page, cache_limit=cache_limit)
    model.reload()
    return model


def shown(model: HistoryModel) -> list[str]:
    return [model.id_at(row) for row in range(model.rowCount())]


def headers(model: HistoryModel) -> dict[str, str]:
    model.ensure_read(0, model.rowCount() - 1)
    found = {model.id_at(r): model.index(r).data(Role.HEADER) for r in range(model.rowCount())}
    return {task_id: header for task_id, header in found.items() if header}


def test_active_tasks_come_first_then_the_newest() -> None:
    tasks = [
        make_task("old", age=3 * DAY),
        make_task("failed", S.FAILED, age=2 * HOUR),
        make_task("working", S.PROCESSING, age=2 * DAY),
        make_task("queued", S.QUEUED, age=60),
        make_task("new", age=HOUR),
    ]
    assert shown(make_model(FakeHistory(tasks))) == ["queued", "working", "new", "failed", "old"]


def test_waiting_orders_lie_in_their_line_above_what_is_under_way() -> None:
    tasks = [
        make_task("second", S.READY, age=DAY, position=2.0),
        make_task("running", S.PROCESSING, age=60),
        make_task("next", S.READY, age=30, position=1.0),
        make_task("last", S.READY, age=3 * DAY, position=3.0),
        make_task("done", age=HOUR),
    ]
    model = make_model(FakeHistory(tasks))
    assert shown(model) == ["last", "second", "next", "running", "done"]


def test_a_waiting_order_that_moves_in_the_line_moves_its_row(qtbot: QtBot) -> None:
    tasks = [make_task(f"t{n}", S.READY, age=60, position=float(n)) for n in range(4)]
    source = FakeHistory([*tasks, make_task("done")])
    model = make_model(source)
    kept = QPersistentModelIndex(model.index_of("t0"))
    with qtbot.waitSignal(model.rowsMoved):
        model.task_changed(source.put(replace(tasks[0], position=2.5)))
    assert shown(model) == ["t3", "t0", "t2", "t1", "done"]
    assert kept.row() == 1
    with qtbot.waitSignal(model.rowsMoved):
        model.task_changed(source.put(replace(tasks[0], position=-1.0)))
    assert shown(model) == ["t3", "t2", "t1", "t0", "done"]
    with qtbot.assertNotEmitted(model.rowsMoved):
        model.task_changed(source.put(replace(tasks[0], position=0.5)))


def test_all_active_rows_are_there_from_the_first_page() -> None:
    waiting = [make_task(f"w{n}", S.READY, age=n + 1.0, position=float(n)) for n in range(7)]
    model = make_model(FakeHistory([*waiting, *(make_task(f"d{n}") for n in range(7))]), page=3)
    assert shown(model)[:7] == [f"w{n}" for n in reversed(range(7))]
    assert model.rowCount() < 14


def test_the_first_row_of_a_day_carries_its_name_and_active_rows_none() -> None:
    tasks = [
        make_task("working", S.PROCESSING, age=DAY),
        make_task("today", age=HOUR),
        make_task("today2", age=2 * HOUR),
        make_task("yesterday", age=DAY),
        make_task("before", age=3 * DAY),
    ]
    found = headers(make_model(FakeHistory(tasks)))
    assert list(found) == ["today", "yesterday", "before"]
    assert found["today"] == "Today"
    assert found["yesterday"] == "Yesterday"
    assert "19" in found["before"]
    assert "2026" in found["before"]


def test_only_rows_that_are_looked_at_are_read() -> None:
    source = FakeHistory([make_task(f"t{n:04}", age=n * 60.0) for n in range(1000)])
    model = make_model(source)
    model.ensure_read(0, 12)
    assert model.rowCount() == 500
    assert source.tasks_read <= 100
    assert source.largest_read <= 100


def test_pages_follow_on_request_without_gaps_or_repetitions() -> None:
    source = FakeHistory([make_task(f"t{n:04}", age=n * 60.0) for n in range(45)])
    model = make_model(source, page=20)
    while model.canFetchMore(model.index(-1)):
        model.fetchMore(model.index(-1))
    assert shown(model) == [f"t{n:04}" for n in range(45)]
    assert model.is_complete


def test_a_task_that_becomes_finished_between_pages_is_not_shown_twice() -> None:
    source = FakeHistory([make_task(f"t{n:02}", age=n * 60.0) for n in range(30)])
    late = source.put(make_task("late", S.PROCESSING, age=29.5 * 60))
    model = make_model(source, page=20)
    source.put(replace(late, state=S.DONE))
    model.fetchMore(model.index(-1))
    model.task_changed(replace(late, state=S.DONE))
    assert sorted(shown(model)) == sorted(source.by_id)


def test_a_finished_task_moves_to_its_place_in_its_day_and_stays_selected(qtbot: QtBot) -> None:
    source = FakeHistory(
        [
            make_task("new", S.PROCESSING, age=60),
            make_task("working", S.PROCESSING, age=2 * HOUR),
            make_task("today", age=HOUR),
            make_task("yesterday", age=DAY),
        ]
    )
    model = make_model(source)
    selection = QItemSelectionModel(model)
    selection.select(model.index_of("working"), QItemSelectionModel.SelectionFlag.Select)
    place = QPersistentModelIndex(model.index_of("working"))
    done = source.put(replace(source.by_id["working"], state=S.DONE))
    with (
        qtbot.waitSignal(model.rowsMoved, timeout=100),
        qtbot.assertNotEmitted(model.modelReset),
    ):
        model.task_changed(done)
    assert shown(model) == ["new", "today", "working", "yesterday"]
    assert [index.row() for index in selection.selectedIndexes()] == [2]
    assert place.row() == 2
    assert list(headers(model)) == ["today", "yesterday"]


def test_a_change_of_one_task_tells_only_its_row(qtbot: QtBot) -> None:
    source = FakeHistory([make_task(f"t{n}", age=n * 60.0) for n in range(5)])
    model = make_model(source)
    with qtbot.waitSignal(model.dataChanged, timeout=100) as told:
        model.task_changed(replace(source.by_id["t3"], starred=True))
    assert [told.args[0].row(), told.args[1].row()] == [3, 3]
    assert model.index(3).data(Role.TASK).starred


def test_progress_belongs_to_the_download_only() -> None:
    source = FakeHistory([make_task("a", S.DOWNLOADING, age=30)])
    model = make_model(source)
    model.set_progress("a", 4_100_000, 6_800_000)
    index = model.index(0)
    assert index.data(Role.PROGRESS) == (4_100_000, 6_800_000)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "4.1 MB of 6.8 MB"
    model.task_changed(make_task("a", age=30))
    assert model.index_of("a").data(Role.PROGRESS) is None


def test_a_file_found_missing_changes_the_word_and_back() -> None:
    model = make_model(FakeHistory([make_task("a")]))
    model.set_file_missing("a", True)
    assert model.index(0).data(Role.STATUS).kind is StatusKind.FILE_MISSING
    model.set_file_missing("a", False)
    assert model.index(0).data(Role.STATUS).kind is StatusKind.COMPLETED


def test_a_row_is_read_out_as_one_sentence() -> None:
    fresh = make_task("a", age=28 * 60, starred=True, seen=False, prompt="A  ripe\nbanana " * 9)
    model = make_model(FakeHistory([fresh, make_task("b", S.FAILED)]))
    sentence = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    prompt, word, *rest = sentence.split(", ")
    assert prompt.startswith("A ripe banana A ripe")
    assert prompt.endswith("…")
    assert len(prompt) <= 81
    assert word == "Completed"
    assert rest == ["14:32", "16 by 9", "2K", "starred", "new"]
    failed = model.index(1)
    assert "Failed" in failed.data(Qt.ItemDataRole.AccessibleTextRole)
    described = failed.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "Content not allowed. Press Enter for details."


def test_markup_in_a_prompt_stays_text_in_the_tooltip() -> None:
    model = make_model(FakeHistory([make_task("a", prompt="<b>x</b> <img src='file:///etc'>")]))
    tooltip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tooltip


@pytest.mark.parametrize("chosen", list(HistoryFilter))
def test_the_filters_show_what_the_source_finds(chosen: HistoryFilter) -> None:
    source = FakeHistory(
        [make_task(s.value, s, age=n * 60.0, starred=n % 2 == 0) for n, s in enumerate(TaskState)]
    )
    source.put(make_task("gone", trashed_at=1.0))
    model = make_model(source)
    model.set_query(HistoryQuery(filter=chosen))
    assert shown(model) == [task.id for task in source.ordered(HistoryQuery(filter=chosen))]
    assert model.rowCount() > 0


def test_a_task_that_no_longer_matches_leaves_the_list() -> None:
    source = FakeHistory([make_task("a", S.PROCESSING), make_task("b", S.QUEUED)])
    model = make_model(source)
    model.set_query(HistoryQuery(filter=HistoryFilter.ACTIVE))
    model.task_changed(source.put(replace(source.by_id["a"], state=S.FAILED)))
    assert shown(model) == ["b"]
    model.task_added(source.put(make_task("c", S.READY, age=5)))
    assert shown(model) == ["c", "b"]


def test_a_task_deleted_behind_the_models_back_is_an_empty_row() -> None:
    source = FakeHistory([make_task("a"), make_task("b", age=2 * HOUR)])
    source.gone.add("a")
    model = make_model(source)
    assert model.index(0).data(Role.TASK) is None
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) is None
    model.task_removed("a")
    assert shown(model) == ["b"]


def in_order(source: FakeHistory, query: HistoryQuery) -> list[GenerationTask]:
    """What waits with the next one lowest, what is under way, and the rest as the source has it."""
    found = source.ordered(query)
    waiting = [task for task in found if task.state is S.READY]
    waiting.sort(key=lambda task: (task.position, task.created_at, task.id), reverse=True)
    return waiting + [task for task in found if task.state is not S.READY]


def random_change(
    chance: random.Random, source: FakeHistory, model: HistoryModel, number: int
) -> None:
    """One piece of news that the task service could tell, applied to source and model alike."""
    kind = chance.random()
    if kind < 0.35 or not source.by_id:
        age = chance.choice([1.0, HOUR, DAY, 2 * DAY, 9 * DAY]) * chance.random()
        state = chance.choice([S.READY, S.READY, S.DONE, S.FAILED, S.QUEUED])
        model.task_added(source.put(make_task(f"n{number:04}", state, age=age)))
        return
    task: GenerationTask = chance.choice(list(source.by_id.values()))
    if kind < 0.5:
        del source.by_id[task.id]
        model.task_removed(task.id)
    elif kind < 0.6:
        model.task_changed(source.put(replace(task, starred=not task.starred)))
    elif kind < 0.7:
        model.task_changed(source.put(replace(task, position=NOON * chance.random())))
    else:
        states = sorted(ALLOWED[task.state]) or [task.state]
        model.task_changed(source.put(replace(task, state=chance.choice(states))))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("chosen", [HistoryFilter.ALL, HistoryFilter.ACTIVE, HistoryFilter.FAILED])
def test_a_random_walk_agrees_with_a_naive_list(
    qtmodeltester: ModelTester, seed: int, chosen: HistoryFilter
) -> None:
    chance = random.Random(seed)
    source = FakeHistory([make_task(f"s{n:03}", age=n * HOUR / 2) for n in range(220)])
    model = make_model(source, page=60, cache_limit=100)
    query = HistoryQuery(filter=chosen)
    model.set_query(query)
    qtmodeltester.check(model)
    selection = QItemSelectionModel(model)
    for number in range(150):
        if chance.random() < 0.1:
            model.fetchMore(model.index(-1))
        chosen_row = chance.randrange(model.rowCount()) if model.rowCount() else None
        if chosen_row is not None:
            selection.select(
                model.index(chosen_row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        chosen_id = None if chosen_row is None else model.id_at(chosen_row)
        random_change(chance, source, model, number)
        naive = [task.id for task in in_order(source, query)]
        assert shown(model) == naive[: model.rowCount()]
        assert model.rowCount() == len(naive) or not model.is_complete
        if chosen_id in naive and model.row_of(chosen_id) is not None and chosen_id is not None:
            rows = [index.row() for index in selection.selectedIndexes()]
            assert rows in ([model.row_of(chosen_id)], [])
        if number % 4:
            continue
        naive_model = make_model(FakeHistory(source.ordered(query)), page=model.rowCount() or 1)
        assert headers(model) == headers(naive_model)
    assert source.largest_read <= 100
