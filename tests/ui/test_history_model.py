"""The history model against its contract and against a naive list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.history.row_answers import Role
from nanobanana_desktop.ui.selected_tasks import SelectedTasks
from nanobanana_desktop.ui.task_requests import SAMPLE, sample
from nanobanana_desktop.ui.task_status import StatusKind
from tests.ui.fake_history import DAY, HOUR, FakeHistory, make_task
from tests.ui.history_models import headers, make_model, shown

S = TaskState


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


def test_waiting_orders_lie_in_the_order_of_their_line() -> None:
    waiting = [make_task(f"w{n}", S.READY, age=n + 1.0, position=float(n)) for n in range(7)]
    source = FakeHistory([*waiting, *(make_task(f"d{n}") for n in range(7))])
    source.page_size = 3
    model = make_model(source)
    assert shown(model) == ["w6", "w5", "w4"]
    source.answer()
    assert shown(model)[:7] == [f"w{n}" for n in reversed(range(7))]
    assert model.active_count == 7


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
    source.answer()
    model.ensure_read(0, 12)
    assert model.rowCount() == 1000
    assert source.tasks_read <= 100
    assert source.largest_read <= 100


def test_the_days_are_known_without_reading_a_task() -> None:
    source = FakeHistory([make_task(f"t{n:04}", age=n * 2 * HOUR) for n in range(480)])
    model = make_model(source)
    assert len(model.day_starts) == 41
    assert [model.header_at(row) for row in model.day_starts[:2]] == ["Today", "Yesterday"]
    assert source.tasks_read == 0


def test_the_whole_listing_is_added_below_the_first_rows(qtbot: QtBot) -> None:
    source = FakeHistory([make_task(f"t{n:04}", age=n * HOUR) for n in range(130)])
    source.page_size = 20
    model = make_model(source)
    kept = QPersistentModelIndex(model.index(7))
    assert (model.rowCount(), model.is_complete) == (20, False)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as told:
        source.answer()
    assert told.args[1:] == [20, 129]
    assert (model.rowCount(), model.is_complete) == (130, True)
    assert kept.row() == 7
    assert list(headers(model)) == list(headers(make_model(FakeHistory(source.by_id.values()))))


def test_what_happens_before_the_whole_listing_has_come_is_not_lost(qtbot: QtBot) -> None:
    """The listing was read before the news, which come to the model first."""
    source = FakeHistory([make_task(f"t{n:02}", age=n * HOUR) for n in range(30)])
    late = source.put(make_task("late", S.PROCESSING, age=29.5 * HOUR))
    source.page_size = 20
    model = make_model(source)
    old = source.listing(HistoryQuery())
    for news in (
        make_task("late", age=29.5 * HOUR),
        make_task("new", S.READY, age=1),
        make_task("t25", age=25 * HOUR, starred=True),
    ):
        model.task_changed(source.put(news))
    for gone in ("t03", "t28"):
        model.tasks_removed([gone])
        source.remove(gone)
    model.tasks_removed(["t29"])
    assert late.id not in shown(model)[:20]
    with qtbot.assertNotEmitted(model.modelReset):
        source.listed.emit(1, old)
    del source.by_id["t29"]
    assert shown(model) == [task.id for task in source.ordered(HistoryQuery())]
    assert model.task("t25").starred


def test_what_happens_before_quite_another_order_has_come_is_not_lost(qtbot: QtBot) -> None:
    tasks = [make_task(f"t{n:02}", age=n * HOUR, rating=n % 5) for n in range(30)]
    source = FakeHistory(tasks)
    model = make_model(source)
    model.set_query(HistoryQuery(sort=HistorySort.RATING))
    source.answer()
    model.tasks_changed(
        [source.put(replace(task, rating=int(task.created_at) % 3)) for task in tasks]
    )
    old = source.listing(model.query)
    model.task_changed(source.put(make_task("new", age=1, rating=5)))
    model.tasks_removed(["t03"])
    source.remove("t03")
    with qtbot.waitSignal(model.modelReset):
        source.listed.emit(source._token, old)
    assert shown(model) == [task.id for task in source.ordered(model.query)]


def test_a_search_leaves_the_rows_until_its_first_answer(qtbot: QtBot) -> None:
    source = FakeHistory(
        [make_task(f"t{n:02}", age=n, prompt="fox" if n % 2 else "owl") for n in range(60)]
    )
    source.page_size = 20
    model = make_model(source)
    source.answer()
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_query(HistoryQuery("fox"))
        model.task_changed(source.put(make_task("new", S.DONE, age=0.5, prompt="wolf")))
        assert shown(model)[0] == "t00"
        assert shown(model)[1] == "new"
    assert not model.is_complete
    with qtbot.waitSignal(model.modelReset):
        source.tell_first(HistoryQuery("fox"))
    assert shown(model) == [f"t{n:02}" for n in range(1, 40, 2)]
    assert not model.is_complete
    with qtbot.assertNotEmitted(model.modelReset):
        source.answer()
    assert shown(model) == [f"t{n:02}" for n in range(1, 60, 2)]
    assert model.is_complete


def test_an_answer_to_an_older_search_is_not_shown() -> None:
    source = FakeHistory([make_task("a", prompt="fox"), make_task("b", prompt="owl")])
    model = make_model(source)
    model.set_query(HistoryQuery("fox"))
    model.set_query(HistoryQuery("owl"))
    source.listed.emit(1, source.listing(HistoryQuery("fox")))
    assert shown(model) == ["b", "a"]
    source.answer()
    assert shown(model) == ["b"]


def test_looking_once_more_takes_out_and_puts_in_what_differs(qtbot: QtBot) -> None:
    source = FakeHistory([make_task(f"t{n:03}", age=n * HOUR) for n in range(100)])
    model = make_model(source)
    selection = QItemSelectionModel(model)
    selection.select(model.index_of("t070"), QItemSelectionModel.SelectionFlag.Select)
    for n in (0, 3, 4, 50, 99):
        source.remove(f"t{n:03}")
    source.put(make_task("x", age=20.5 * HOUR))
    source.put(make_task("y", S.PROCESSING, age=99 * HOUR))
    model.refresh()
    with qtbot.assertNotEmitted(model.modelReset):
        source.answer()
    assert shown(model) == [task.id for task in source.ordered(HistoryQuery())]
    assert [index.row() for index in selection.selectedIndexes()] == [model.row_of("t070")]
    assert headers(model) == headers(make_model(source))


def test_a_task_that_nobody_can_name_any_more_is_looked_for_once_more(qtbot: QtBot) -> None:
    source = FakeHistory([make_task("a"), make_task("b", age=2 * HOUR)])
    model = make_model(source)
    source.answers_itself = True
    source.remove("a")
    model.tasks_removed(["a"])
    qtbot.waitUntil(lambda: shown(model) == ["b"])


def test_questions_never_read_more_than_500_rows() -> None:
    source = FakeHistory([make_task(f"t{n:04}", age=n * 60.0) for n in range(1700)])
    model = make_model(source)
    source.answer()
    assert len(list(model.tasks_in([range(1650)]))) == 1650
    assert len(model.numbers([range(3, 1700)])) == 1697
    model.ensure_read(0, 1699)
    assert source.largest_read <= 500


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
        qtbot.waitSignal(model.rowsMoved),
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
    with qtbot.waitSignal(model.dataChanged) as told:
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
    model.task_changed(source.put(make_task("c", S.READY, age=5)))
    assert shown(model) == ["c", "b"]


def test_a_task_deleted_behind_the_models_back_is_an_empty_row() -> None:
    source = FakeHistory([make_task("a"), make_task("b", age=2 * HOUR)])
    source.gone.add("a")
    model = make_model(source)
    assert model.index(0).data(Role.TASK) is None
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) is None
    model.tasks_removed(["a"])
    assert shown(model) == ["b"]


def in_order(source: FakeHistory, query: HistoryQuery) -> list[GenerationTask]:
    """What waits with the next one lowest, what is under way, and the rest as the source has it."""
    found = source.ordered(query)
    waiting = [task for task in found if task.state is S.READY]
    waiting.sort(key=lambda task: (task.position, task.created_at, task.id), reverse=True)
    return waiting + [task for task in found if task.state is not S.READY]


def test_a_wish_about_hundreds_reads_as_many_as_are_looked_at() -> None:
    source = FakeHistory([make_task(f"t{n:03}", age=n * 60.0) for n in range(400)])
    model = make_model(source)
    source.answer()
    tasks = SelectedTasks(model, [range(400)], current=250)
    read = source.tasks_read
    assert (len(tasks), tasks[0].id) == (400, "t250")
    assert [task.id for task in sample(tasks)][1:3] == ["t000", "t001"]
    assert source.tasks_read - read <= 2 * SAMPLE
    assert [task.id for task in tasks][-1] == "t399"
