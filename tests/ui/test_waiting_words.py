"""What rows and cards say of orders that wait, take long, are not saved yet or were lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.rhythm import Usual
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.row_answers import Role
from nanobanana_desktop.ui.stage.card_notes import card_note
from nanobanana_desktop.ui.stage.size_note import size_note
from nanobanana_desktop.ui.status_painting import clock_text
from nanobanana_desktop.ui.task_status import (
    STALLED_AFTER,
    RowAction,
    StatusKind,
    has_picture,
    is_kept_aside,
    status_of,
)
from tests.ui.fake_history import HOUR, NOON, FakeHistory, make_record, make_task
from tests.ui.fake_tasks import Known

S = TaskState


@pytest.fixture(autouse=True)
def british_formats() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def row(task: GenerationTask, known: Known, hold: HoldState | None = None) -> str:
    return texts.row_text(status_of(task, NOON, hold=hold, prospects=known))


# -- the line ------------------------------------------------------------------------------------


def test_an_order_that_is_held_back_says_so_before_all_else() -> None:
    task = make_task("a", S.READY, held_back=True, error_case=ErrorCase.RATE_LIMITED)
    offline = HoldState((Hold.OFFLINE,))
    assert row(task, Known({"a": 1}), offline) == "Held back"
    status = status_of(task, NOON, hold=offline, prospects=Known({"a": 1}))
    assert texts.spoken_row_details(status) == "Held back"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (0, "Queued, sends next"),
        (1, "Queued, sends next"),
        (2, "Waiting · 2nd"),
        (23, "Waiting · 23rd"),
    ],
)
def test_a_waiting_row_tells_its_place(place: int, text: str) -> None:
    assert row(make_task("a", S.READY), Known({"a": place})) == text


@pytest.mark.parametrize(
    ("place", "text"),
    [(1, "Waits for a free place"), (2, "Waiting · 2nd"), (0, "Queued, sends next")],
)
def test_the_first_of_a_line_waits_for_a_place_at_the_service(place: int, text: str) -> None:
    known = Known({"a": place}, full=True)
    assert row(make_task("a", S.READY), known) == text
    assert len(text) <= 22


def test_a_free_place_is_no_help_while_sending_is_paused() -> None:
    paused = HoldState((Hold.APP_PAUSED,))
    assert row(make_task("a", S.READY), Known({"a": 1}, full=True), paused) == "Waiting · 1st"


def test_while_sending_is_paused_nothing_is_called_next() -> None:
    paused = HoldState((Hold.APP_PAUSED,))
    assert row(make_task("a", S.READY), Known({"a": 1}), paused) == "Waiting · 1st"


def test_trouble_goes_before_the_place() -> None:
    held = HoldState((Hold.OFFLINE,))
    assert row(make_task("a", S.READY), Known({"a": 2}), held) == "Not sent"


def test_an_order_that_can_be_taken_back_says_so() -> None:
    task = make_task("a", S.READY)
    known = Known({"a": 3}, frozenset({"a"}))
    assert row(task, known) == "Sending in a moment"
    assert texts.spoken_row_details(status_of(task, NOON, prospects=known)) == (
        "Sending in a moment"
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (111, "111th"), (112, "112th"), (122, "122nd")],
)  # fmt: skip
def test_places_are_counted_as_in_english(number: int, text: str) -> None:
    assert formats.ordinal(number) == text


# -- how long ------------------------------------------------------------------------------------


def processing(age: float) -> GenerationTask:
    return make_task("a", S.PROCESSING, age=age)


@pytest.mark.parametrize(
    ("slow", "age", "kind"),
    [
        (60.0, 59, StatusKind.PROCESSING),
        (60.0, 61, StatusKind.SLOW),
        (600.0, 181, StatusKind.PROCESSING),
        (600.0, 601, StatusKind.SLOW),
    ],
)
def test_slow_is_what_decides_how_often_the_task_is_asked_about(
    slow: float, age: float, kind: StatusKind
) -> None:
    known = Known({}, span=Usual(1.0, 2.0, 3.0), slow=slow)
    assert status_of(processing(age), NOON, prospects=known).kind is kind


def test_slow_counts_from_the_moment_the_service_took_the_order() -> None:
    task = replace(processing(100), accepted_at=NOON - 50)
    assert status_of(task, NOON, prospects=Known({}, slow=60)).kind is StatusKind.PROCESSING
    assert status_of(task, NOON + 11, prospects=Known({}, slow=60)).kind is StatusKind.SLOW


def test_a_stalled_task_is_no_error_and_tells_how_long_it_takes() -> None:
    task = processing(STALLED_AFTER + 5)
    status = status_of(task, NOON)
    assert texts.state_word(status.kind) == "Slower than usual"
    assert texts.row_text(status) == "Stalled"
    assert clock_text(task, status, None, NOON) == "15:05"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (12.2, 39.8, "Usually 12–40 s"),
        (12.0, 12.4, "Usually 12 s"),
        (65.0, 250.0, "Usually 1–4 min"),
        (70.0, 80.0, "Usually 1 min 10 s"),
        (41.0, 95.0, "Usually 41 s to 1 min 35 s"),
    ],
)
def test_the_usual_time_is_rounded_for_reading(low: float, high: float, text: str) -> None:
    assert formats.usual_span(low, high) == text


def test_the_tooltip_of_a_row_holds_the_usual_time_and_nothing_while_it_is_unknown() -> None:
    task = processing(10)
    model = HistoryModel(FakeHistory([task]), lambda: NOON)
    model.reload()
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == task.params.prompt
    model.set_prospects(Known({}, span=Usual(12.0, 40.0, 60.0)))
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == f"{task.params.prompt}\nUsually 12–40 s"


def test_other_prospects_are_told_to_the_active_rows(qtbot) -> None:
    model = HistoryModel(FakeHistory([make_task("a", S.READY), make_task("b")]), lambda: NOON)
    model.reload()
    with qtbot.waitSignal(model.dataChanged, timeout=500) as told:
        model.set_prospects(Known({"a": 2}))
    assert (told.args[0].row(), told.args[1].row()) == (0, 0)
    assert texts.row_text(model.index(0).data(Role.STATUS)) == "Waiting · 2nd"


# -- links and pictures not saved yet ------------------------------------------------------------


def linked(state: TaskState, age: float, **fields: object) -> GenerationTask:
    return make_task("a", state, result_url="https://x/1.png", result_seen_at=NOON - age, **fields)


@pytest.mark.parametrize("state", [S.RESULT_READY, S.SAVE_BLOCKED, S.RESULT_BAD])
def test_an_unsaved_result_tells_how_long_its_link_lives(state: TaskState) -> None:
    task = linked(state, 5 * HOUR + 40 * 60)
    assert texts.link_text(task, NOON) == "link valid 18 h 20 min"
    assert card_note(task, NOON) == "Link valid 18 h 20 min"
    assert texts.link_text(linked(state, 23 * HOUR + 59 * 60 + 30), NOON) == "link valid 1 min"


@pytest.mark.parametrize(
    "task",
    [
        linked(S.RESULT_READY, 25 * HOUR),
        linked(S.DONE, HOUR),
        linked(S.EXPIRED, HOUR),
        linked(S.SAVE_BLOCKED, HOUR, image=make_record("a")),
        make_task("a", S.RESULT_BAD, result_seen_at=NOON),
        make_task("a", S.RESULT_READY, result_url="https://x/1.png"),
    ],
)
def test_a_dead_link_or_a_safe_picture_counts_no_minutes(task: GenerationTask) -> None:
    assert texts.link_text(task, NOON) == ""


def test_a_picture_kept_aside_is_a_picture() -> None:
    kept = linked(S.SAVE_BLOCKED, HOUR, image=make_record("a"))
    assert (has_picture(kept), is_kept_aside(kept)) == (True, True)
    status = status_of(kept, NOON)
    assert (status.kind, status.look.action) == (StatusKind.NOT_DOWNLOADED, RowAction.NONE)
    failed = linked(S.RESULT_READY, HOUR, error_case=ErrorCase.DOWNLOAD_FAILED)
    assert status_of(failed, NOON).look.action is RowAction.DOWNLOAD_AGAIN
    assert not has_picture(linked(S.SAVE_BLOCKED, HOUR))
    assert not is_kept_aside(make_task("a"))


@pytest.mark.parametrize(
    ("resolution", "ratio", "size", "text"),
    [
        ("4k", "1:1", (1024, 1024), "Asked for 4K, received 1024 × 1024."),
        ("1k", "16:9", (1024, 1024), "Asked for 16:9, received 1024 × 1024."),
        ("2k", "16:9", (1024, 1024), "Asked for 16:9, 2K, received 1024 × 1024."),
        ("2k", "16:9", (2752, 1536), ""),
    ],
)
def test_another_size_than_asked_for_is_said(
    resolution: str, ratio: str, size: tuple[int, int], text: str
) -> None:
    params = GenerationParams(prompt="a", resolution=resolution, aspect_ratio=ratio)
    task = replace(make_task(), params=params, image=make_record("a", *size))
    assert size_note(task) == text


def test_without_a_picture_no_size_is_missed() -> None:
    assert size_note(make_task("a", S.PROCESSING)) == ""


# -- cards ---------------------------------------------------------------------------------------


def test_a_link_that_is_not_encrypted_is_asked_about() -> None:
    task = make_task(
        "a", S.RESULT_BAD, error_case=ErrorCase.LINK_REFUSED, result_url="http://x/1.png"
    )
    text = texts.card_text(task, status_of(task, NOON), None, NOON)
    assert text.title == "The image's link is not encrypted"
    assert text.actions == (CardAction.DOWNLOAD_ANYWAY, CardAction.COPY_LINK)


def test_a_link_that_is_refused_for_more_than_that_is_not() -> None:
    task = make_task(
        "a", S.RESULT_BAD, error_case=ErrorCase.LINK_REFUSED, result_url="https://127.0.0.1/1"
    )
    text = texts.card_text(task, status_of(task, NOON), None, NOON)
    assert CardAction.DOWNLOAD_ANYWAY not in text.actions


def test_the_folder_that_is_missing_is_named() -> None:
    task = make_task("a", S.SAVE_BLOCKED, error_case=ErrorCase.FOLDER_MISSING)
    text = texts.card_text(task, status_of(task, NOON), None, NOON, "/pictures")
    assert "/pictures" in text.body


@pytest.mark.parametrize(
    ("detail", "http_status", "text"),
    [
        ("ReadError: reset", None, "connection lost 31 s later, before an answer."),
        ("no complete answer within 31 s", None, "no answer came within 31 s."),
        ("the program ended while the order was being sent", None, "the app was closed"),
        ("the program was closed and no whole answer came within 5 s", None, "the app was closed"),
        ("the service answered HTTP 502", 502, "answered with HTTP 502 and no task ID."),
    ],
)
def test_the_card_of_an_unconfirmed_order_shows_what_is_known(
    detail: str, http_status: int | None, text: str
) -> None:
    task = make_task("u", S.SUBMIT_UNKNOWN, error_detail=detail, http_status=http_status)
    task = replace(task, changed_at=task.created_at + 31)
    note = card_note(task, NOON)
    assert note.startswith(f"Sent at {formats.clock_time(task.created_at)}; ")
    assert text in note


def test_a_clock_that_was_set_back_makes_no_negative_time() -> None:
    task = replace(make_task("u", S.SUBMIT_UNKNOWN), changed_at=0.0)
    assert "lost 0 s later" in card_note(task, NOON)


# -- tasks fetched by their id -------------------------------------------------------------------


def test_a_task_without_a_prompt_is_called_by_its_id() -> None:
    params = GenerationParams(prompt="", model_name="", resolution="", aspect_ratio=None)
    task = replace(make_task("a", S.QUEUED, remote_id="abc-1"), params=params)
    assert texts.heading(task) == "Task \u2068abc-1\u2069"
    assert texts.spoken_row(task, status_of(task, NOON)).startswith("Task ")
    assert texts.meta_parts(task) == [formats.clock_time(task.created_at)]
