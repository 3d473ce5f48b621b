"""Words: every state, case and button has them; placeholders are filled; remote text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale

from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.picture_fetch import SpaceNeeded
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.card_actions import CardAction, action_word
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.task_status import STALLED_AFTER, RowAction, StatusKind, status_of
from tests.ui.fake_history import DAY, HOUR, NOON, make_record, make_task
from tests.ui.fake_tasks import Known

S = TaskState


@pytest.fixture(autouse=True)
def british_formats() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_the_state_words_are_the_contract() -> None:
    assert [texts.state_word(kind) for kind in StatusKind] == [
        "Queued",
        "Sending",
        "Not confirmed",
        "Processing",
        "Slower than usual",
        "Downloading",
        "Not downloaded",
        "Completed",
        "Failed",
        "Link expired",
        "Stopped",
        "File missing",
    ]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (S.READY, "Queued"),
        (S.SUBMITTING, "Sending"),
        (S.SUBMIT_UNKNOWN, "Not confirmed"),
        (S.REFUSED, "Failed"),
        (S.QUEUED, "Queued"),
        (S.PROCESSING, "Processing"),
        (S.REMOTE_GONE, "Failed"),
        (S.RESULT_READY, "Downloading"),
        (S.DOWNLOADING, "Downloading"),
        (S.SAVE_BLOCKED, "Not downloaded"),
        (S.RESULT_BAD, "Not downloaded"),
        (S.EXPIRED, "Link expired"),
        (S.FAILED, "Failed"),
        (S.WATCH_STOPPED, "Stopped"),
        (S.DONE, "Completed"),
    ],
)
def test_every_state_has_its_word(state: TaskState, word: str) -> None:
    status = status_of(make_task("a", state, age=20), NOON)
    assert texts.state_word(status.kind) == word


def test_a_download_that_failed_offers_to_try_again() -> None:
    task = make_task("a", S.RESULT_READY, error_case=ErrorCase.DOWNLOAD_FAILED)
    status = status_of(task, NOON)
    assert status.kind is StatusKind.NOT_DOWNLOADED
    assert status.look.action is RowAction.DOWNLOAD_AGAIN


def test_where_no_picture_came_there_is_none_to_download() -> None:
    task = make_task("a", S.RESULT_BAD, error_case=ErrorCase.NO_PICTURE)
    status = status_of(task, NOON)
    assert texts.row_text(status) == "No image received"
    assert status.look.action is RowAction.NONE


def test_while_nothing_is_known_only_what_stalls_is_slow() -> None:
    task = make_task("a", S.QUEUED, age=0)
    assert status_of(task, NOON + STALLED_AFTER - 1).kind is StatusKind.QUEUED
    assert status_of(task, NOON + STALLED_AFTER).kind is StatusKind.SLOW


@pytest.mark.parametrize("case", list(ErrorCase))
def test_every_case_has_words_and_rows_are_short(case: ErrorCase) -> None:
    text = error_text(case)
    assert 0 < len(text.row) <= 22
    assert text.sentence
    assert "{" not in text.title + text.body
    assert not re.search(r"[Rr]etry", text.title + text.body + text.row)
    assert all(action_word(action) for action in text.actions)


@pytest.mark.parametrize("case", list(ErrorCase))
def test_facts_fill_the_placeholders(case: ErrorCase) -> None:
    names = ("time", "minutes", "size", "volume", "folder", "store", "name", "limit", "n")
    body = error_text(case, {name: f"<{name}>" for name in names}).body
    assert "{" not in body
    assert "}" not in body


@pytest.mark.parametrize(
    ("case", "facts", "body", "actions"),
    [
        (
            ErrorCase.INVALID_KEY,
            {},
            (
                "It may be mistyped, expired or switched off. Check the key in Settings; this "
                "task was not started."
            ),
            ["Open settings", "Copy details"],
        ),
        (
            ErrorCase.NOT_CONFIRMED,
            {},
            (
                "The connection broke while it was being sent. It may have been accepted and "
                "charged, so it is not sent again by itself. Check your task list at the service "
                "before running it again."
            ),
            ["I have a task ID…", "Run again", "Dismiss"],
        ),
        (
            ErrorCase.DISK_FULL,
            {"size": "6.8 MB", "volume": "Data", "time": "14:32"},
            (
                "6.8 MB is needed on Data. Free some space or choose another folder. The image is "
                "safe at the service until 14:32."
            ),
            ["Download again", "Change folder…"],
        ),
        (
            ErrorCase.FOLDER_MISSING,
            {"folder": "/a{time}b"},
            "“/a{time}b” cannot be opened. Connect the drive or choose another folder.",
            ["Try again", "Change folder…"],
        ),
    ],
)
def test_the_texts_are_exact(
    case: ErrorCase, facts: dict[str, str], body: str, actions: list[str]
) -> None:
    text = error_text(case, facts)
    assert text.body == body
    assert [action_word(action) for action in text.actions] == actions


def test_a_card_knows_until_when_the_link_lives() -> None:
    task = make_task(
        "a", S.RESULT_READY, error_case=ErrorCase.DOWNLOAD_FAILED, result_seen_at=NOON - 23 * HOUR
    )
    body = texts.card_text(task, status_of(task, NOON), None, NOON).body
    assert body == "It stays available at the service until 16:00. Downloading again is free."
    later = replace(task, result_seen_at=NOON)
    body = texts.card_text(later, status_of(later, NOON), None, NOON).body
    assert "until 15:00 on 23 Nov." in body
    full = replace(task, error_case=ErrorCase.DISK_FULL)
    body = texts.card_text(full, status_of(full, NOON), None, NOON).body
    assert body == (
        "Free some space or choose another folder. The image is safe at the service until 16:00."
    )
    needed = SpaceNeeded(6_800_000, "/media/card")
    body = texts.card_text(full, status_of(full, NOON), None, NOON, needed=needed).body
    assert body == (
        f"6.8 MB is needed on {isolated('/media/card')}. Free some space or choose another folder. "
        "The image is safe at the service until 16:00."
    )


def test_holds_name_the_reason_of_waiting() -> None:
    waiting = make_task("a", S.READY, age=5)
    polled = make_task("b", S.PROCESSING, age=5)
    assert texts.row_text(status_of(waiting, NOON)) == "Queued, sends next"
    for hold, row in (
        (Hold.AUTH, "Key not accepted"),
        (Hold.OFFLINE, "Not sent"),
        (Hold.RATE_LIMIT, "Waiting, service busy"),
        (Hold.BALANCE, "Balance used up"),
        (Hold.KEYRING_LOCKED, "Password store locked"),
    ):
        assert texts.row_text(status_of(waiting, NOON, hold=HoldState((hold,)))) == row
    held = status_of(polled, NOON, hold=HoldState((Hold.OFFLINE,)))
    assert texts.row_text(held) == "Waiting for network"


def test_a_task_of_another_address_says_so_calmly() -> None:
    old = make_task("a", S.PROCESSING, age=4_000)
    status = status_of(old, NOON, prospects=Known({}, elsewhere=frozenset({"a"})))
    assert (status.kind, status.moves) == (StatusKind.QUEUED, False)
    assert texts.row_text(status) == "At another address"
    text = texts.card_text(old, status, None, NOON)
    assert text.actions == (CardAction.OPEN_SETTINGS, CardAction.STOP_WAITING)


def test_stopped_and_marked_tasks_say_what_happened() -> None:
    stopped = make_task("a", S.WATCH_STOPPED)
    text = texts.card_text(stopped, status_of(stopped, NOON), None, NOON)
    assert text.actions == (CardAction.WATCH_AGAIN, CardAction.RUN_AGAIN)
    marked = make_task("b", S.REFUSED, error_case=ErrorCase.NOT_SENT)
    text = texts.card_text(marked, status_of(marked, NOON), None, NOON)
    assert text.body == "You marked it as not sent. It is kept here."


def test_details_for_a_report_hold_no_prompt() -> None:
    task = make_task("a", S.FAILED, prompt="my secret idea", remote_id="abc", http_status=500)
    details = texts.details_for_report(task, "0.1.0", lambda at: f"t{at - NOON:.0f}")
    assert "secret" not in details
    assert "abc" in details
    assert "风控拒绝" in details
    assert "HTTP 500" in details
    assert "created t-3600" in details


def test_times_and_spans() -> None:
    assert formats.clock_time(NOON, QLocale("en_GB")) == "15:00"
    assert formats.clock_time(NOON, QLocale.c()) == "15:00"
    assert formats.clock_time(NOON, QLocale("en_US")).replace("\u202f", " ") == "3:00 PM"
    assert [formats.elapsed(s) for s in (-3, 0, 24.9, 190, 3725)] == [
        "0:00",
        "0:00",
        "0:24",
        "3:10",
        "1:02:05",
    ]
    assert [formats.duration(s) for s in (41.2, 72, 7500)] == ["41 s", "1 min 12 s", "2 h 5 min"]


def test_days() -> None:
    today = date(2026, 11, 22)
    assert formats.day_header(today, today) == "Today"
    assert formats.day_header(today - timedelta(1), today) == "Yesterday"
    assert formats.day_header(date(2026, 11, 2), today) == "Monday, 2 November 2026"
    QLocale.setDefault(QLocale("zh_CN"))
    assert formats.day_header(date(2026, 11, 2), today) == "2026年11月2日星期一"
    assert formats.local_day(NOON - DAY) == today - timedelta(1)


def test_sizes() -> None:
    assert formats.byte_size(6_800_000) == "6.8 MB"
    assert formats.byte_size(340_000) == "340 kB"
    assert formats.pixel_size(2752, 1536) == "2752 × 1536"
    assert formats.progress_bytes(4_100_000, None) == "4.1 MB"
    assert formats.progress_bytes(4_100_000, 6_800_000) == "4.1 MB of 6.8 MB"
    assert formats.percent(0.629) == "62%"


def test_ratios() -> None:
    assert formats.spoken_ratio("16:9") == "16 by 9"
    assert formats.task_ratio(make_task("a", ratio="21:9")) == "21:9"
    assert formats.task_ratio(make_task("a", S.QUEUED, ratio=None)) is None
    assert formats.task_ratio(make_task("a", ratio=None)) == "16:9"
    odd = replace(make_task("a", ratio=None), image=make_record("a", 1000, 370))
    assert formats.task_ratio(odd) is None
    assert formats.ratio_value("nonsense") == 1


@pytest.mark.parametrize(
    ("state", "case", "words"),
    [
        (S.EXPIRED, ErrorCase.LINK_BROKEN, "Link does not work"),
        (S.RESULT_BAD, ErrorCase.NO_PICTURE, "No image received"),
        (S.FAILED, ErrorCase.CONTENT, "Content not allowed"),
        (S.EXPIRED, None, "Link expired"),
    ],
)
def test_a_tile_says_what_the_row_says(
    state: TaskState, case: ErrorCase | None, words: str
) -> None:
    status = status_of(make_task("a", state, error_case=case), NOON)
    assert texts.tile_word(status) == texts.row_text(status) == words


def test_a_tile_says_no_more_than_the_state_of_what_only_takes_its_time() -> None:
    waiting = status_of(make_task("a", S.READY), NOON)
    assert texts.tile_word(waiting) == "Queued"
    slow = status_of(make_task("a", S.QUEUED), NOON + STALLED_AFTER)
    assert texts.tile_word(slow) == "Slower than usual"
