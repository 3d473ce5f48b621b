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
from nanobanana_desktop.paths import DataPaths
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


def zeroed(wal: Path) -> None:
    wal.write_bytes(bytes(wal.stat().st_size))


def missing(wal: Path) -> None:
    wal.unlink()
    wal.with_name(wal.name.removesuffix("-wal") + "-shm").unlink(missing_ok=True)


def flipped(wal: Path) -> None:
    data = bytearray(wal.read_bytes())
    data[60] ^= 1
    wal.write_bytes(data)


def beside_a_damaged_file(wal: Path) -> None:
    history = wal.with_name(wal.name.removesuffix("-wal"))
    history.write_bytes(bytes(16) + history.read_bytes()[16:])
    zeroed(wal)


LOSSES = (zeroed, missing, flipped, beside_a_damaged_file)


async def killed(line: Line, root: Path, *, answered: bool) -> None:
    """Leave in `root` what a kill leaves: the order READY in the file, the rest in the log."""
    line.control.set_default(small(course=Course(queued=(FOREVER, FOREVER))))
    former = root.with_name("former")
    async with open_room(former, line.base_url) as room:
        room.tasks.pause()
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.READY)
    async with open_room(former, line.base_url) as room:
        await room.until(lambda: line.control.queries)
        shutil.copytree(former, root)
    if not answered:
        journal = DataPaths(root).id_journal
        lines = [text for text in journal.read_text().splitlines() if '"remote"' not in text]
        journal.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("lose", LOSSES)
async def test_row_29_order_whose_log_is_lost_is_followed_and_never_sent_again(
    line: Line, tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    root = tmp_path / "data"
    await killed(line, root, answered=True)
    (remote_id,) = line.control.tasks
    lose(DataPaths(root).database.with_name("history.sqlite-wal"))
    async with open_room(root, line.base_url) as room:
        line.control.finish(remote_id)
        await room.until(lambda: S.DONE in map(room.state, room.latest))
        (task,) = await room.stored()
        assert (task.state, task.remote_id) == (S.DONE, remote_id)
    assert line.control.creates == 1


@pytest.mark.parametrize("lose", LOSSES)
async def test_row_29_order_whose_answer_is_lost_with_the_log_is_unconfirmed(
    line: Line, tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    root = tmp_path / "data"
    await killed(line, root, answered=False)
    lose(DataPaths(root).database.with_name("history.sqlite-wal"))
    async with open_room(root, line.base_url) as room:
        (report,) = room.reports
        room.tasks.send_now()
        second = room.order("a sea")
        await room.until(lambda: room.state(second) in (S.QUEUED, S.PROCESSING))
        first, _ = await room.stored()
        assert (first.state, first.attempt, report.unconfirmed) == (S.SUBMIT_UNKNOWN, 1, 1)
    assert line.control.creates == 2


async def test_row_29_waiting_orders_of_a_damaged_history_are_sent_when_the_person_says_so(
    line: Line, tmp_path: Path
) -> None:
    root = tmp_path / "data"
    line.control.set_default(small())
    async with open_room(root, line.base_url) as room:
        room.tasks.pause()
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.READY)
    history = DataPaths(root).database
    history.write_bytes(bytes(16) + history.read_bytes()[16:])
    async with open_room(root, line.base_url) as room:
        assert room.database.report.tasks_salvaged == 1
        assert room.tasks.paused
        assert [task.id for task in room.tasks.waiting] == [order]
        assert line.control.creates == 0
        room.tasks.send_now()
        await room.until(lambda: room.state(order) is S.DONE)
    assert line.control.creates == 1
