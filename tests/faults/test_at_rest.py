"""The whole engine beside what never ends, and with nothing left to do."""

from __future__ import annotations

from pathlib import Path

from nanobanana_desktop.demo.scenario import Course, ErrorKind, ServiceError, Wire
from nanobanana_desktop.domain.task import TaskState
from tests.faults.conftest import Line, small
from tests.faults.room import open_room

S = TaskState
ENDLESS = Course(queued=(float("inf"), float("inf")))


async def test_no_connection_is_kept_after_the_last_picture(line: Line, tmp_path: Path) -> None:
    line.control.set_default(small())
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        await room.until(lambda: line.service.links == 0 and line.pictures.links == 0)
        assert not room.tasks.open_tasks


async def test_an_order_is_sent_beside_ids_that_the_service_does_not_know(
    line: Line, tmp_path: Path
) -> None:
    line.control.set_default(small())
    async with open_room(tmp_path / "data", line.base_url) as room:
        report = await room.tasks.adopt([f"unknown-task-{number}" for number in range(4)])
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert len(report.adopted) == 4, report
        assert {room.state(each) for each in report.adopted} == {S.QUEUED}


async def test_an_order_is_sent_beside_a_task_that_always_fails(line: Line, tmp_path: Path) -> None:
    fails = Wire(error=ServiceError(kind=ErrorKind.UPSTREAM, status=500))
    line.control.set_default(small())
    line.control.set_marker("boat", small(course=ENDLESS, query=fails))
    async with open_room(tmp_path / "data", line.base_url) as room:
        bad = room.order("a boat")
        await room.until(lambda: line.control.queries > 11)
        good = room.order("a car")
        await room.until(lambda: room.state(good) is S.DONE)
        assert room.state(bad) in (S.QUEUED, S.PROCESSING)
