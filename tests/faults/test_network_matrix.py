"""Every network fault on every kind of call: 24 rows of `cells.CELLS`, 72 cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nanobanana_desktop.api.transport import Timeouts
from nanobanana_desktop.demo.scenario import Course, Scenario
from nanobanana_desktop.domain.task import Hold, TaskState
from tests.faults.cells import CELLS, Cell, Order, Picture, Question, title
from tests.faults.conftest import SMALL, Line
from tests.faults.proxy import Bandwidth, Direction, Hang, Latency
from tests.faults.room import (
    PATIENT,
    QUICK_ORDER,
    QUICK_PICTURE,
    QUICK_QUERY,
    Room,
    open_room,
)

S = TaskState
FOREVER = float("inf")
rows = pytest.mark.parametrize("cell", CELLS, ids=title)
ExpectedLog = Callable[[str], None]


ENDLESS = (Latency, Bandwidth, Hang)
"""What ends a connection late or never: the program's own limits must do it."""


def patience(cell: Cell, *, harmless: bool, quick: Timeouts) -> Timeouts:
    ends_itself = isinstance(cell.toxic, Hang) and cell.toxic.close_after is not None
    needed = isinstance(cell.toxic, ENDLESS) and not ends_itself
    return quick if needed and not harmless else PATIENT


@rows
async def test_order(cell: Cell, line: Line, tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("outcome unknown")
    line.service.poison(cell.direction, cell.toxic)
    limits = patience(cell, harmless=cell.order is Order.ACCEPTED, quick=QUICK_ORDER)
    async with open_room(tmp_path / "data", line.base_url, limits) as room:
        order = room.order("a boat")
        if cell.order is Order.UNKNOWN:
            await room.until(lambda: room.state(order) is S.SUBMIT_UNKNOWN)
            assert room.latest[order].error_detail
            line.service.heal()
            room.tasks.try_again_now()
            room.tasks.send_now()
            await room.until(lambda: not room.tasks.holds.state.active)
            assert [(t.state, t.attempt) for t in await room.stored()] == [(S.SUBMIT_UNKNOWN, 1)]
            assert line.control.creates == cell.posts
            return
        if cell.order is Order.NOT_SENT:
            await room.until(lambda: Hold.OFFLINE in room.tasks.holds.state.active)
            assert room.state(order) is S.READY
            assert line.control.creates == 0
            line.service.heal()
        await room.until(lambda: room.state(order) is S.DONE)
        assert line.control.creates == 1
        room.assert_whole(order)


@rows
async def test_query(cell: Cell, line: Line, tmp_path: Path, expected_log: ExpectedLog) -> None:
    line.control.set_default(Scenario(picture=SMALL, course=Course(queued=(FOREVER, FOREVER))))
    harmless = cell.question is Question.ANSWERED
    limits = patience(cell, harmless=harmless, quick=QUICK_QUERY)
    async with open_room(tmp_path / "data", line.base_url, limits) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries)
        line.service.drop()
        line.service.poison(cell.direction, cell.toxic)
        before = room.latest[order]
        if cell.question is Question.ANSWERED:
            seen = line.control.queries
            await room.until(lambda: line.control.queries > seen + 1)
        elif cell.order is Order.NOT_SENT:
            await room.until(lambda: Hold.OFFLINE in room.held)
        else:
            await room.until(lambda: line.service.struck[cell.direction] >= 2)
        assert room.latest[order].state is before.state
        assert room.latest[order].remote_id == before.remote_id
        line.service.heal()
        line.control.finish(before.remote_id)
        await room.until(lambda: room.state(order) is S.DONE)
        assert set(room.seen[order]) <= {
            S.READY,
            S.SUBMITTING,
            S.QUEUED,
            S.PROCESSING,
            S.RESULT_READY,
            S.DOWNLOADING,
            S.DONE,
        }
        assert line.control.creates == 1


@rows
async def test_download(cell: Cell, line: Line, tmp_path: Path) -> None:
    line.pictures.poison(cell.direction, cell.toxic)
    limits = patience(cell, harmless=cell.picture is Picture.WHOLE, quick=QUICK_PICTURE)
    async with open_room(tmp_path / "data", line.base_url, limits) as room:
        order = room.order("a boat")
        if cell.picture is Picture.FETCHED_AGAIN:
            await room.until(lambda: failed_downloads(room, order) >= 2)
            assert room.state(order) in (S.RESULT_READY, S.DOWNLOADING)
            assert room.pictures() == []
            assert (await room.stored())[0].image is None
            line.pictures.heal()
        await room.until(lambda: room.state(order) is S.DONE)
        room.assert_whole(order)
        assert line.control.creates == 1
        assert line.control.leaked_keys == 0


def failed_downloads(room: Room, task_id: str) -> int:
    task = room.latest.get(task_id)
    return 0 if task is None else task.download_tries


def test_matrix_has_every_toxic_in_both_directions() -> None:
    cells = {(type(cell.toxic), cell.direction) for cell in CELLS}
    assert len(cells) == 8 * len(Direction)
    assert len(CELLS) * 3 >= 48
