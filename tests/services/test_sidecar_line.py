"""Side files of marks: written after a while, all of them, also over the end of the program."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.sidecar_line import SidecarLine
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.library_store import LibraryStore
from nanobanana_desktop.storage.mark_store import MarkStore
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]
REST = "nanobanana_desktop.services.sidecar_line.REST"


@dataclass(frozen=True)
class Room:
    database: Database
    store: LibraryStore
    workers: Workers
    jobs: Jobs
    written: list[str] = field(default_factory=list)

    def keep(self, task: GenerationTask) -> bool:
        self.written.append(task.id)
        return True

    async def put(self, ids: Iterable[str]) -> None:
        tasks = [make_task(id=i, state=TaskState.DONE, image=make_image()) for i in ids]
        await HistoryStore(self.database).add(tasks)

    def line(self, keep: Callable[[GenerationTask], bool]) -> SidecarLine:
        return SidecarLine(self.store, keep, self.workers, self.jobs)


@pytest.fixture
async def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    monkeypatch.setattr(REST, 0.0)
    database = Database(tmp_path / "history.sqlite")
    await database.open()
    made = Room(database, LibraryStore(database), Workers("t", 1), Jobs())
    yield made
    await made.jobs.close()
    made.workers.close()
    await database.close()


async def test_sidecars_follow_and_what_is_left_follows_after_the_next_start(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.put("abc")
    line = room.line(room.keep)
    line.note([1, 3, 99])
    await wait_until(lambda: room.jobs.names == [])
    assert room.written == ["a", "c"]
    monkeypatch.setattr(REST, 1_000.0)
    line.note([2])
    await line.stop()
    monkeypatch.setattr(REST, 0.0)
    later = room.line(room.keep)
    await later.start()
    await wait_until(lambda: room.written == ["a", "c", "b"])
    await later.stop()


async def test_a_row_that_is_marked_while_the_end_is_written_down_has_its_turn_too(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.put("ab")
    line = room.line(room.keep)
    save = room.store.save_state

    async def marked_meanwhile(key: str, state: object) -> None:
        await save(key, state)
        if room.written == ["a"]:
            line.note([2])

    monkeypatch.setattr(room.store, "save_state", marked_meanwhile)
    line.note([1])
    await wait_until(lambda: room.jobs.names == [])
    assert room.written == ["a", "b"]
    assert await room.store.load_state("sidecars_due") is None


async def test_rows_in_hand_at_the_end_are_written_down_until_their_sidecars_are_there(
    room: Room, wait_until: WaitUntil
) -> None:
    await room.put("abc")
    begun, go_on = threading.Event(), threading.Event()

    def keep(_task: GenerationTask) -> bool:
        begun.set()
        return go_on.wait(60)

    line = room.line(keep)
    line.note([1, 2])
    await wait_until(begun.is_set)
    line.note([2, 3])
    await line.stop()
    assert await room.store.load_state("sidecars_due") == [1, 2, 3]
    go_on.set()
    await wait_until(lambda: room.jobs.names == [])
    # What was marked while it was written tells less than the history again.
    assert await room.store.load_state("sidecars_due") == [2, 3]


async def test_a_row_that_is_marked_while_it_is_read_has_its_turn_again(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.put("a")
    ratings: list[int] = []

    def keep(task: GenerationTask) -> bool:
        ratings.append(task.rating)
        return True

    line = room.line(keep)
    read = room.store.tasks_at

    async def marked_meanwhile(numbers: Sequence[int]) -> object:
        rows = await read(numbers)
        if not ratings:
            await MarkStore(room.database).change([1], MarkChange(rating=4), 1.0)
            line.note([1])
        return rows

    monkeypatch.setattr(room.store, "tasks_at", marked_meanwhile)
    line.note([1])
    await wait_until(lambda: room.jobs.names == [])
    assert ratings == [0, 4]


async def test_rows_whose_sidecars_a_worker_does_not_write_stay_due(
    room: Room, wait_until: WaitUntil
) -> None:
    await room.put("ab")
    begun, go_on = threading.Event(), threading.Event()
    ahead = room.workers.begin(lambda: begun.set() or go_on.wait(60))
    await wait_until(begun.is_set)
    line = room.line(lambda _task: True)
    line.note([1])
    await wait_until(lambda: room.workers._pool._work_queue.qsize() == 1)
    await room.jobs.close()
    line.note([2])
    await line.stop()
    assert await room.store.load_state("sidecars_due") == [1, 2]
    go_on.set()
    await ahead


@pytest.mark.parametrize("left", [None, 5, {"a": 1}, ["x", None]], ids=range(4))
async def test_strange_notes_of_sidecars_are_passed_over(room: Room, left: object) -> None:
    await room.store.save_state("sidecars_due", left)
    line = room.line(lambda _task: True)
    await line.start()
    assert room.jobs.names == []
