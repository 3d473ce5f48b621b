"""What costs once more is asked about; orders are taken back; the line is moved and paused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.order_grace import OrderGrace
from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.run_again_note import RunAgainNote
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring import line_wiring
from nanobanana_desktop.ui.wiring.grace_wiring import GraceWiring
from nanobanana_desktop.ui.wiring.line_wiring import LineWiring
from nanobanana_desktop.ui.wiring.order_wiring import OrderWiring
from tests.ui.fake_history import FakeHistory, make_task
from tests.ui.fake_tasks import FakeClock, FakeRecord, FakeSettings, FakeTasks

S = TaskState


@dataclass
class Desk:
    window: QWidget
    requests: TaskRequests
    tasks: FakeTasks
    history: FakeHistory
    settings: FakeSettings
    record: FakeRecord
    note: RunAgainNote
    toast: Toast
    clock: FakeClock
    actions: Actions
    orders: OrderWiring
    grace: GraceWiring
    line: LineWiring

    @property
    def question(self) -> str:
        return self.note.findChildren(QLabel)[0].text() if self.note.isVisible() else ""

    def undo(self) -> QPushButton:
        return self.toast.findChild(QPushButton)

    def put(self, *tasks: GenerationTask) -> None:
        for task in tasks:
            self.history.put(task)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Iterator[Desk]:
    window = QWidget()
    window.resize(600, 400)
    qtbot.addWidget(window)
    window.show()
    requests, tasks, settings = TaskRequests(), FakeTasks(), FakeSettings()
    history, clock, actions, record = FakeHistory(), FakeClock(), Actions(), FakeRecord()
    toast, note = Toast(theme, window), RunAgainNote(theme, window)
    orders = OrderWiring(requests, tasks, history, settings, record, note, toast)
    grace = GraceWiring(tasks, toast, clock)
    line = LineWiring(requests, tasks, settings, actions, window)
    yield Desk(
        window,
        requests,
        tasks,
        history,
        settings,
        record,
        note,
        toast,
        clock,
        actions,
        orders,
        grace,
        line,
    )
    toast.dismiss()
    note.close()


# -- paid once more ------------------------------------------------------------------------------


def test_an_unconfirmed_order_is_never_sent_again_unasked(desk: Desk) -> None:
    desk.settings.change(run_again_note_seen=True)
    desk.put(make_task("u", S.SUBMIT_UNKNOWN))
    desk.requests.order_again_requested.emit("u")
    assert desk.question == "This task may have been accepted already. It may be charged twice."
    assert not desk.note.silence.isVisible()
    desk.note.cancel_button.click()
    assert desk.tasks.asked == []
    desk.requests.order_again_requested.emit("u")
    desk.note.run_button.click()
    assert desk.tasks.asked == [("order_again", "u")]


def test_run_again_of_an_unconfirmed_task_makes_no_second_task(desk: Desk) -> None:
    desk.settings.change(run_again_note_seen=True)
    desk.put(make_task("u", S.SUBMIT_UNKNOWN))
    desk.requests.run_again_requested.emit("u")
    desk.note.run_button.click()
    assert desk.tasks.asked == [("order_again", "u")]


def test_the_question_of_one_order_does_not_stay_for_the_next(desk: Desk) -> None:
    desk.put(make_task("u", S.SUBMIT_UNKNOWN), make_task("f", S.FAILED))
    desk.requests.order_again_requested.emit("u")
    desk.note.cancel_button.click()
    desk.requests.run_again_requested.emit("f")
    assert desk.question == "This sends a new paid task."
    assert desk.note.silence.isVisible()
    desk.note.silence.setChecked(True)
    desk.note.run_button.click()
    assert desk.settings.settings.run_again_note_seen
    desk.requests.run_again_requested.emit("f")
    assert desk.question == ""
    assert desk.tasks.asked == [("run_again", "f"), ("run_again", "f")]


def test_what_the_last_one_cost_is_said_where_it_is_known(desk: Desk) -> None:
    desk.put(make_task("f", S.DONE, amount="0.26"), make_task("n", S.DONE))
    desk.requests.run_again_requested.emit("f")
    assert desk.question == "This sends a new paid task. The last one cost \u20680.26\u2069."
    assert desk.note.accessibleName() == desk.question
    assert desk.note.silence.isVisible()
    desk.note.cancel_button.click()
    desk.requests.run_again_requested.emit("n")
    assert desk.question == "This sends a new paid task."


def test_what_similar_ones_cost_is_said_before_an_order_is_repeated(desk: Desk) -> None:
    model = make_task("f").params.model_name
    desk.record.costs[model] = 0.264
    desk.put(make_task("f", S.FAILED, amount="9"), make_task("u", S.SUBMIT_UNKNOWN))
    desk.requests.run_again_requested.emit("f")
    assert desk.question == "This sends a new paid task. It costs about 0.26."
    desk.note.cancel_button.click()
    desk.requests.order_again_requested.emit("u")
    assert desk.question.endswith("It may be charged twice. It costs about 0.26.")


def test_several_orders_have_one_price_or_none(desk: Desk) -> None:
    model = make_task("a").params.model_name
    desk.record.costs[model] = 0.25
    failed = [make_task(task_id, S.FAILED) for task_id in "abc"]
    desk.put(*failed)
    desk.orders.run_failed(failed)
    assert desk.question.endswith("They cost about 0.75 in all.")
    desk.note.cancel_button.click()
    params = replace(failed[0].params, model_name="other")
    desk.orders.run_failed([*failed, make_task("d", S.FAILED, params=params)])
    assert "cost" not in desk.question


def test_without_failed_tasks_nothing_is_asked(desk: Desk) -> None:
    desk.put(make_task("a"), make_task("u", S.SUBMIT_UNKNOWN), make_task("b", S.SAVE_BLOCKED))
    desk.orders.run_failed([])
    assert desk.question == ""
    assert desk.toast.text == "No failed tasks to run again."


def test_all_failed_leaves_out_what_was_run_again_or_can_be_had_for_free(desk: Desk) -> None:
    desk.put(
        make_task("f1", S.FAILED, age=10),
        make_task("f2", S.FAILED, age=20),
        make_task("f3", S.FAILED, age=30),
        make_task("r", S.REFUSED, age=40),
        make_task("again", S.QUEUED, age=5, rerun_of="f2"),
        make_task("u", S.SUBMIT_UNKNOWN, age=50),
        make_task("e", S.EXPIRED, age=60),
        make_task("bad", S.RESULT_BAD, age=70),
        make_task("rescued", S.FAILED, age=80, prompt="", remote_id="x"),
    )
    desk.orders.run_failed([])
    assert desk.question == "This sends 3 new paid task(s)."
    desk.note.run_button.click()
    assert desk.tasks.asked == [("run_again_all", ("f1", "f3", "r"))]


def test_selected_failed_tasks_are_run_again_alone_and_each_time_asked(desk: Desk) -> None:
    failed = [make_task(f"f{n}", S.FAILED, age=n) for n in range(3)]
    desk.put(*failed)
    desk.settings.change(run_again_note_seen=True)
    desk.orders.run_failed([*failed[:2], make_task("done")])
    assert desk.question == "This sends 2 new paid task(s)."
    desk.note.run_button.click()
    assert desk.tasks.asked == [("run_again_all", ("f0", "f1"))]


def test_no_more_than_fifty_are_run_again_at_once(desk: Desk) -> None:
    desk.put(*[make_task(f"f{n:02}", S.FAILED, age=n) for n in range(60)])
    desk.orders.run_failed([])
    desk.note.run_button.click()
    assert len(desk.tasks.asked[0][1]) == 50


# -- taken back ----------------------------------------------------------------------------------


def grace_of(desk: Desk, *ids: str, seconds: float = 3.0) -> OrderGrace:
    return OrderGrace(ids, desk.clock.now + seconds, seconds)


def test_a_grace_counts_down_and_goes(desk: Desk) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a"))
    assert desk.toast.text == "Sending in 3 s…"
    second = desk.grace.findChild(QTimer, "undo send")
    assert second.isSingleShot()
    desk.clock.now += 1.0
    second.timeout.emit()
    assert desk.toast.text == "Sending in 2 s…"
    desk.clock.now += 1.9
    second.timeout.emit()
    assert desk.toast.text == "Sending in 1 s…"
    desk.tasks.grace_ended.emit(("a",))
    assert not second.isActive()
    assert not desk.toast.isVisible()
    assert desk.tasks.asked == []


def test_undo_takes_all_orders_of_the_grace_back_and_says_so_when_they_are_gone(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a", "b"))
    desk.undo().click()
    assert desk.tasks.asked == [("take_back", ("a", "b"))]
    desk.tasks.tasks_removed.emit(["a"])
    assert not desk.toast.isVisible()
    desk.tasks.grace_ended.emit(("a", "b"))
    with qtbot.waitSignal(desk.grace.taken_back, timeout=500):
        desk.tasks.tasks_removed.emit(["b"])
    assert desk.toast.text == "Taken back. Nothing was sent."


def test_an_order_that_left_meanwhile_is_not_called_taken_back(desk: Desk, qtbot: QtBot) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a", "b"))
    desk.undo().click()
    with qtbot.assertNotEmitted(desk.grace.taken_back):
        desk.tasks.tasks_removed.emit(["a"])
        desk.tasks.grace_ended.emit(("a", "b"))
        desk.tasks.task_changed.emit(make_task("b", S.SUBMITTING))
    assert desk.toast.text == "1 task(s) taken back, 1 already sent"
    assert not desk.undo().isVisible()


def test_undo_that_came_too_late_says_that_all_was_sent(desk: Desk, qtbot: QtBot) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a", "b"))
    desk.undo().click()
    desk.tasks.grace_ended.emit(("a", "b"))
    with qtbot.assertNotEmitted(desk.grace.taken_back):
        for task_id in ("a", "b"):
            desk.tasks.task_changed.emit(make_task(task_id, S.SUBMITTING))
    assert desk.toast.text == "Already sent. It can't be taken back."


def test_one_undo_that_came_too_late_says_nothing_of_the_next(desk: Desk) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a"))
    desk.undo().click()
    desk.tasks.grace_ended.emit(("a",))
    desk.tasks.task_changed.emit(make_task("a", S.SUBMITTING))
    desk.tasks.begin_grace(grace_of(desk, "b"))
    desk.undo().click()
    desk.tasks.grace_ended.emit(("b",))
    desk.tasks.tasks_removed.emit(["b"])
    assert desk.toast.text == "Taken back. Nothing was sent."


def test_undo_that_the_history_does_not_take_claims_nothing(desk: Desk) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a"))
    desk.undo().click()
    desk.tasks.trouble.emit(StorageError(ErrorCase.DATABASE, "locked"))
    desk.tasks.grace_ended.emit(("a",))
    desk.tasks.task_changed.emit(make_task("a", S.SUBMITTING))
    assert not desk.toast.isVisible()


def test_another_message_is_not_overwritten_by_the_count(desk: Desk) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a"))
    desk.toast.show_message("Image copied")
    desk.clock.now += 1.0
    desk.grace.findChild(QTimer, "undo send").timeout.emit()
    assert desk.toast.text == "Image copied"
    desk.tasks.grace_ended.emit(("a",))
    assert desk.toast.isVisible()


def test_the_grace_before_comes_back_when_the_newest_ended(desk: Desk) -> None:
    desk.tasks.begin_grace(grace_of(desk, "a", seconds=10.0))
    desk.clock.now += 1.0
    desk.tasks.begin_grace(grace_of(desk, "b", seconds=3.0))
    assert desk.toast.text == "Sending in 3 s…"
    desk.clock.now += 3.0
    desk.tasks.grace_ended.emit(("b",))
    assert desk.toast.text == "Sending in 6 s…"
    desk.undo().click()
    assert desk.tasks.asked == [("take_back", ("a",))]


# -- the line ------------------------------------------------------------------------------------


def waiting(desk: Desk, *ids: str) -> None:
    desk.tasks.waiting = [make_task(task_id, S.READY) for task_id in ids]


@pytest.mark.parametrize(
    ("task_id", "distance", "asked"),
    [
        ("a", -1, []),
        ("c", 1, []),
        ("gone", 1, []),
        ("b", -1, [("move", "b", "a")]),
        ("b", 1, [("move", "b", None)]),
        ("a", 1, [("move", "a", "c")]),
    ],
)
def test_a_waiting_order_moves_one_place(
    desk: Desk, task_id: str, distance: int, asked: list[object]
) -> None:
    waiting(desk, "a", "b", "c")
    desk.requests.move_requested.emit(task_id, distance)
    assert desk.tasks.asked == asked


@pytest.mark.parametrize(
    ("task_id", "before", "asked", "place"),
    [
        ("c", "a", [("move", "c", "a")], "1st in the line"),
        ("a", "c", [("move", "a", "c")], "2nd in the line"),
        ("a", "", [("move", "a", None)], "3rd in the line"),
        ("c", "sent", [("move", "c", "sent")], "1st in the line"),
        ("gone", "a", [], None),
    ],
)
def test_an_order_that_was_dropped_goes_there_and_says_where(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    task_id: str,
    before: str,
    asked: list[object],
    place: str | None,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(line_wiring, "announce", lambda _widget, text: said.append(text))
    waiting(desk, "a", "b", "c")
    desk.requests.move_before_requested.emit(task_id, before)
    assert desk.tasks.asked == asked
    assert said == ([] if place is None else [place])


def test_an_order_goes_to_the_front(desk: Desk) -> None:
    waiting(desk, "a", "b")
    desk.requests.send_first_requested.emit("b")
    assert desk.tasks.asked == [("send_first", "b")]


def test_orders_are_held_back_and_sent_in_their_turn(desk: Desk) -> None:
    desk.requests.hold_back_requested.emit(["a", "b"], True)
    desk.requests.hold_back_requested.emit(["a"], False)
    assert desk.tasks.asked == [("hold_back", ("a", "b"), True), ("hold_back", ("a",), False)]


def test_a_pause_is_kept_and_shown_and_ends(desk: Desk) -> None:
    pause = desk.actions[Command.PAUSE_SENDING]
    desk.line.toggle_pause()
    assert (desk.tasks.paused, pause.isChecked()) == (True, True)
    assert desk.settings.settings.sending_paused
    desk.tasks.resume()
    assert (pause.isChecked(), desk.settings.settings.sending_paused) == (False, False)


def test_orders_that_wait_for_a_key_are_not_kept_as_a_pause(desk: Desk) -> None:
    desk.tasks.pause()
    assert desk.actions[Command.PAUSE_SENDING].isChecked()
    assert not desk.settings.settings.sending_paused
    desk.line.toggle_pause()
    assert not desk.tasks.paused
