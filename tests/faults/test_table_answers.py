"""Rows of the table of faults about answers to questions, over a real wire."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    Course,
    Outcome,
    PictureKey,
    Redirect,
    RedirectTo,
    Wire,
)
from nanobanana_desktop.domain.remote_text import ERROR_LIMIT
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase
from tests.faults.conftest import Line, small
from tests.faults.proxy import Direction
from tests.faults.room import open_room

S = TaskState
FOREVER = float("inf")


PORTALS: Mapping[str, dict[str, Any]] = {
    "page": {"query_shape": AnswerShape(body=Body.HTML)},
    "redirect": {"query": Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST))},
    "plain": {"query_shape": AnswerShape(body=Body.PLAIN)},
    "empty": {"query_shape": AnswerShape(body=Body.EMPTY)},
}


@pytest.mark.parametrize("portal", PORTALS)
async def test_row_11_portal_page_changes_no_state(line: Line, tmp_path: Path, portal: str) -> None:
    line.control.set_default(small(**PORTALS[portal]))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries >= 5)
        assert set(room.seen[order]) == {S.READY, S.SUBMITTING, S.QUEUED}
        line.control.set_default(small())
        await room.until(lambda: room.state(order) is S.DONE)
    assert line.control.creates == 1


ODD_BODIES = (Body.HUGE, Body.DEEP, Body.NAN, Body.HUGE_NUMBER, Body.NOT_UTF8, Body.NUL)


@pytest.mark.parametrize("body", [*ODD_BODIES, Body.SURROGATE, Body.TRUNCATED, Body.BOM])
async def test_row_12_odd_json_is_bounded_and_asked_on(
    line: Line, tmp_path: Path, body: Body
) -> None:
    odd = AnswerShape(body=body, huge_bytes=50 * 1024 * 1024)
    line.control.set_default(small(course=Course(processing=(FOREVER, FOREVER)), query_shape=odd))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries >= 3)
        assert set(room.seen[order]) <= {S.READY, S.SUBMITTING, S.QUEUED, S.PROCESSING}
        asked = line.control.queries
        assert line.service.passed[Direction.DOWNSTREAM] < (asked + 1) * 4 * 1024 * 1024
        line.control.set_default(small())
        line.control.finish(room.latest[order].remote_id)
        await room.until(lambda: room.state(order) is S.DONE)
        (stored,) = await room.stored()
    assert "\0" not in stored.raw_status + stored.error_text
    assert line.control.creates == 1


async def test_row_14_completed_without_a_link_is_asked_five_times_more(
    line: Line, tmp_path: Path
) -> None:
    line.control.set_default(small(course=Course(outcome=Outcome.NO_PICTURE)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.RESULT_BAD)
        assert room.latest[order].error_case is ErrorCase.NO_PICTURE
    assert line.control.queries == 6


@pytest.mark.parametrize(
    "key",
    [PictureKey.IMAGES_LIST, PictureKey.IMAGES_TEXT, PictureKey.DATA_URI, PictureKey.B64_JSON],
)
async def test_row_14_link_in_a_list_and_inline_pictures_are_taken(
    line: Line, tmp_path: Path, key: PictureKey
) -> None:
    line.control.set_default(small(shape=AnswerShape(picture_key=key)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        room.assert_whole(order)


@pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///etc/hostname.png">',
        '<a href="https://evil.example">click</a>',
        "boom " * 180_000,
        "gpj.\u202eexe\u2066\u200f",
        "bell\x07 and\x1b[31m red",
    ],
    ids=["img", "a", "much", "bidi", "escape"],
)
async def test_row_15_error_text_is_kept_literal_short_and_harmless(
    line: Line, tmp_path: Path, text: str
) -> None:
    line.control.set_default(small(course=Course(outcome=Outcome.FAILED, error_text=text)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.FAILED)
        (stored,) = await room.stored()
    assert 0 < len(stored.error_text) <= ERROR_LIMIT
    assert not set(stored.error_text) & set("\u202e\u2066\u200f\x07\x1b")
    if text.startswith("<"):
        assert stored.error_text == text


async def test_row_15_error_text_of_two_megabytes_is_no_answer(line: Line, tmp_path: Path) -> None:
    failed = Course(outcome=Outcome.FAILED, error_text="boom " * 400_000)
    line.control.set_default(small(course=failed))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries >= 3)
        assert room.state(order) is S.QUEUED
        line.control.fail(room.latest[order].remote_id, "boom")
        await room.until(lambda: room.state(order) is S.FAILED)
        assert room.latest[order].error_text == "boom"
