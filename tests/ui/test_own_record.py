"""What the own history tells before an order is given: its cost, and how unsure ones ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import ModelRecord, UnconfirmedEndings
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.cost_texts import amount_text, similar_text, with_cost
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.create.model_picker import ModelPicker
from nanobanana_desktop.ui.stage.error_card import ErrorCard
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import status_of
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.own_record import OwnRecord
from tests.ui.fake_history import NOON, make_task
from tests.ui.fake_tasks import FakeTasks, Known

S = TaskState
PARAMS = GenerationParams(prompt="a cat", model_name="nano", resolution="2k")


@dataclass
class Past:
    """A history that counts what it is asked."""

    amounts: list[str] = field(default_factory=list)
    failures: dict[str, ModelRecord] = field(default_factory=dict)
    endings: UnconfirmedEndings = field(default_factory=UnconfirmedEndings)
    error: StorageError | None = None
    asked: list[str] = field(default_factory=list)

    def recent_amounts(self, model_name: str, resolution: str) -> list[str]:
        self._note(f"{model_name} {resolution}")
        return self.amounts

    def model_failures(self) -> dict[str, ModelRecord]:
        self._note("failures")
        return self.failures

    def unconfirmed_endings(self) -> UnconfirmedEndings:
        self._note("endings")
        return self.endings

    def _note(self, question: str) -> None:
        self.asked.append(question)
        if self.error is not None:
            raise self.error


@pytest.fixture(autouse=True)
def british_numbers() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


# -- reading -------------------------------------------------------------------------------------


def test_nothing_is_read_before_the_history_is_open(qapp: object) -> None:
    past = Past(["0.26"])
    record = OwnRecord(past, FakeTasks())
    assert record.usual_cost(PARAMS) is None
    assert record.model_record("nano") is None
    assert record.unconfirmed_endings() == UnconfirmedEndings()
    assert past.asked == []
    record.begin()
    assert record.usual_cost(PARAMS) == pytest.approx(0.26)


def test_every_answer_is_read_once_until_a_task_ends(qapp: object, qtbot: QtBot) -> None:
    past = Past(["0.2", "0.4"], {"nano": ModelRecord(20, 4)}, UnconfirmedEndings(found=1))
    tasks = FakeTasks()
    record = OwnRecord(past, tasks)
    record.begin()
    for _ in range(3):
        assert record.usual_cost(PARAMS) == pytest.approx(0.3)
        assert record.model_record("nano") == ModelRecord(20, 4)
        assert record.model_record("pro") is None
        assert record.unconfirmed_endings().found == 1
    assert sorted(past.asked) == ["endings", "failures", "nano 2k"]
    with qtbot.assertNotEmitted(record.changed):
        tasks.task_changed.emit(make_task("a", S.PROCESSING))
    past.amounts = ["0.5"]
    with qtbot.waitSignal(record.changed):
        tasks.task_changed.emit(make_task("a", S.DONE))
    assert record.usual_cost(PARAMS) == pytest.approx(0.5)


@pytest.mark.parametrize("known_before", [True, False])
def test_an_unsure_order_that_ends_is_counted_at_once(
    qapp: object, qtbot: QtBot, known_before: bool
) -> None:
    past, tasks = Past(), FakeTasks()
    unsure = make_task("u", S.SUBMIT_UNKNOWN)
    tasks.open_tasks = [unsure] if known_before else []
    record = OwnRecord(past, tasks)
    record.begin()
    if not known_before:
        tasks.task_changed.emit(unsure)
    assert record.unconfirmed_endings() == UnconfirmedEndings()
    past.endings = UnconfirmedEndings(run_again=1)
    with qtbot.waitSignal(record.changed):
        tasks.task_changed.emit(replace(unsure, state=S.READY))
    assert record.unconfirmed_endings() == UnconfirmedEndings(run_again=1)


def test_a_history_that_cannot_be_read_tells_nothing(qapp: object) -> None:
    record = OwnRecord(Past(error=StorageError(ErrorCase.DATABASE, "gone")), FakeTasks())
    record.begin()
    assert record.usual_cost(PARAMS) is None
    assert record.model_record("nano") is None
    assert record.unconfirmed_endings() == UnconfirmedEndings()


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        (0.26, "0.26"),
        (0.265, "0.27"),
        (0.5, "0.5"),
        (12.0, "12"),
        (1200.0, "1,200"),
        (0.1, "0.1"),
        (0.039, "0.039"),
        (0.00123, "0.0012"),
        (10.0, "10"),
    ],
)
def test_an_amount_is_no_finer_than_it_is_meant(cost: float, text: str) -> None:
    assert amount_text(cost) == text


def test_only_a_known_price_is_named() -> None:
    assert with_cost("Run again", None) == "Run again"
    assert with_cost("Run again", 0.26) == "Run again (about 0.26)"
    assert similar_text(0.04, 1) == "Similar images cost about 0.04 each"
    assert similar_text(0.04, 4) == "About 0.16 in all: similar images cost about 0.04 each"


def test_every_run_again_carries_its_price(qtbot: QtBot, theme: Theme) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    task = make_task("f", S.FAILED)
    menu = TaskMenus(TaskRequests(), parent, cost=lambda _task: 0.26).menu([task], parent)
    assert "Run again (about 0.26)" in [action.text() for action in menu.actions()]
    card = shown_card(qtbot, theme, task, Known({}, cost=0.26))
    assert card.button(CardAction.RUN_AGAIN).text() == "Run again (about 0.26)"
    assert card.button(CardAction.EDIT_PROMPT).text() == "Edit prompt"


def shown_card(qtbot: QtBot, theme: Theme, task: GenerationTask, prospects: Known) -> ErrorCard:
    card = ErrorCard(theme, TaskRequests())
    qtbot.addWidget(card)
    status = status_of(task, NOON)
    card.show_trouble(task, texts.card_text(task, status, None, NOON), status, NOON, prospects)
    return card


@pytest.mark.parametrize(
    ("endings", "line"),
    [
        (None, None),
        (UnconfirmedEndings(), None),
        (UnconfirmedEndings(3, 1, 2), "Earlier ones so far: 3 found, 1 run again, 2 dismissed."),
        (UnconfirmedEndings(run_again=1), "Earlier ones so far: 1 run again."),
    ],
)
def test_the_card_of_an_unsure_order_tells_how_earlier_ones_ended(
    qtbot: QtBot, theme: Theme, endings: UnconfirmedEndings | None, line: str | None
) -> None:
    task = make_task("u", S.SUBMIT_UNKNOWN)
    lines = shown_card(qtbot, theme, task, Known({}, endings=endings)).note.text().splitlines()
    assert lines[0].startswith("Sent at ")
    assert lines[1:] == ([] if line is None else [line])


def test_other_cards_do_not_tell_of_unsure_orders(qtbot: QtBot, theme: Theme) -> None:
    known = Known({}, endings=UnconfirmedEndings(3, 1, 2))
    assert shown_card(qtbot, theme, make_task("f", S.FAILED), known).note.text() == ""


# -- below Generate ------------------------------------------------------------------------------


def test_the_price_below_generate_follows_the_form(qtbot: QtBot, theme: Theme) -> None:
    pane = CreatePane(theme)
    qtbot.addWidget(pane)
    pane.show()
    costs = {"1k": 0.04, "4k": 0.2}
    pane.set_cost_source(lambda params: costs.get(params.resolution))
    pane.refresh_cost()
    assert pane.footer.cost_text == "Similar images cost about 0.04 each"
    pane.footer.set_count(4)
    assert pane.footer.cost_text == "About 0.16 in all: similar images cost about 0.04 each"
    params = pane.state().params
    pane.fill(replace(params, resolution="2k"))
    assert pane.footer.cost_text == ""
    pane.fill(replace(params, resolution="4k"))
    assert pane.footer.cost_text.startswith("About 0.8 in all")


# -- beside the model ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (None, ""),
        (ModelRecord(50, 9), ""),
        (ModelRecord(5, 2), ""),
        (ModelRecord(20, 4), "4 of the last 20 tasks with this model failed."),
        (ModelRecord(3, 3), "3 of the last 3 tasks with this model failed."),
    ],
)
def test_a_model_that_fails_often_says_so(
    qtbot: QtBot, theme: Theme, record: ModelRecord | None, text: str
) -> None:
    picker = ModelPicker(theme)
    qtbot.addWidget(picker)
    picker.show()
    chosen = picker.value()
    picker.set_record(lambda name: record if name == chosen else None)
    assert picker.hint.text() == text
    assert picker.hint.isVisible() is bool(text)
    tips = [picker.combo.itemData(n, Qt.ItemDataRole.ToolTipRole) for n in range(2)]
    assert [tip for tip in tips if tip] == ([text] if text else [])
    other = next(n for n in range(2) if picker.combo.itemData(n) != chosen)
    picker.combo.setCurrentIndex(other)
    assert not picker.hint.isVisible()


def test_the_warning_beside_the_model_follows_what_happens(qtbot: QtBot, theme: Theme) -> None:
    records: dict[str, ModelRecord] = {}
    picker = ModelPicker(theme)
    qtbot.addWidget(picker)
    picker.set_record(records.get)
    assert picker.hint.isHidden()
    records[picker.value()] = ModelRecord(10, 5)
    picker.refresh_record()
    assert "5 of the last 10" in picker.hint.text()
