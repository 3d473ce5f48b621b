"""Rows of the table of faults about the disk, with everything else as it is for a person."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nanobanana_desktop.demo.scenario import Course
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase
from tests.faults.conftest import Line, small
from tests.faults.room import Room, open_room

S = TaskState
FOREVER = float("inf")
ExpectedLog = Callable[[str], None]


async def ordered(room: Room, line: Line) -> str:
    """An order that the service has taken and works on."""
    line.control.set_default(small(course=Course(processing=(FOREVER, FOREVER))))
    order = room.order("a boat")
    await room.until(lambda: line.control.queries)
    return order


def fail_with(code: int) -> Callable[..., object]:
    def fail(*_arguments: object, **_options: object) -> object:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("call", ["fsync", "link"])
async def test_row_24_full_disk_blocks_a_picture_and_it_comes_when_there_is_room(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = await ordered(room, line)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail_with(code))
            line.control.finish(room.latest[order].remote_id)
            await room.until(lambda: room.state(order) is S.SAVE_BLOCKED)
            assert room.pictures() == []
        await room.until(lambda: room.state(order) is S.DONE)
        room.assert_whole(order)
    assert line.control.creates == 1


async def test_row_24_full_history_sends_nothing_and_goes_on_when_there_is_room(
    line: Line, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the history did not take a change")
    async with open_room(tmp_path / "data", line.base_url) as room:
        (full,) = await room.database.run(
            lambda c: c.execute("PRAGMA max_page_count = 1").fetchone()
        )
        orders = [room.order("a boat " * 200 + str(number)) for number in range(20)]
        await room.until(lambda: room.troubles)
        assert {trouble.case for trouble in room.troubles} == {ErrorCase.DISK_FULL}
        stored = {task.id for task in await room.stored()}
        assert len(stored) < len(orders)
        await room.database.run(
            lambda c: c.execute(f"PRAGMA max_page_count = {full * 1000}").fetchone()
        )
        last = room.order("a sea")
        await room.until(lambda: room.state(last) is S.DONE)
        await room.until(lambda: all(t.state is S.DONE for t in room.latest.values()))
        rows = await room.stored()
    assert line.control.creates == len(rows)
    assert len(line.control.tasks) == len(rows)


async def test_row_25_picture_waits_in_the_spool_while_its_folder_is_gone(
    line: Line, tmp_path: Path
) -> None:
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = await ordered(room, line)
        shutil.rmtree(room.paths.images)
        line.control.finish(room.latest[order].remote_id)
        await room.until(lambda: room.state(order) is S.SAVE_BLOCKED)
        downloads = line.control.downloads
        assert room.latest[order].image is not None
        assert not room.paths.images.exists()
        room.paths.images.mkdir()
        await room.until(lambda: room.state(order) is S.DONE)
        room.assert_whole(order)
    assert line.control.downloads == downloads
    assert line.control.creates == 1
