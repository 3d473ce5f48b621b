"""Marks of one and of many tasks: in order, taken back exactly, and told when they are true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.marks import NOTE_LIMIT, MarkChange
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.marks_service import MarkResult, MarksService
from nanobanana_desktop.services.saved_searches import SavedSearchService
from nanobanana_desktop.services.undo_line import UndoLine
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.mark_store import MarkedRows, MarkStore, TagUse
from nanobanana_desktop.storage.saved_searches import SavedSearches
from tests.fakes import make_task

WaitUntil = Callable[..., Awaitable[None]]
S = TaskState


class Tasks:
    """The ledger's turn, without open tasks."""

    async def mark(
        self, write: Callable[[], Awaitable[Sequence[GenerationTask]]]
    ) -> list[GenerationTask]:
        return list(await write())


class Faulty:
    """A store that refuses from its `after`-th portion on."""

    def __init__(self, store: MarkStore) -> None:
        self._store = store
        self.after = 1_000
        self.asked = 0

    async def change(
        self, numbers: Sequence[int], change: MarkChange, at: float, *, tell_all: bool = True
    ) -> MarkedRows:
        self.asked += 1
        if self.asked > self.after:
            raise StorageError(ErrorCase.DISK_FULL, "full")
        return await self._store.change(numbers, change, at, tell_all=tell_all)

    async def change_each(
        self,
        changes: Sequence[tuple[MarkChange, Sequence[int]]],
        at: float,
        *,
        tell_all: bool = True,
    ) -> MarkedRows:
        self.asked += 1
        return await self._store.change_each(changes, at, tell_all=tell_all)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@dataclass
class Room:
    database: Database
    store: Faulty
    service: MarksService
    jobs: Jobs
    leaving: asyncio.Lock
    results: list[MarkResult] = field(default_factory=list)
    told: list[list[GenerationTask]] = field(default_factory=list)
    many: list[bool] = field(default_factory=list)
    troubles: list[AppError] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    async def put(self, count: int) -> list[int]:
        tasks = [make_task(id=f"{n:032x}", state=S.DONE) for n in range(count)]
        await HistoryStore(self.database).add(tasks)
        return list(range(1, count + 1))

    async def count(self, condition: str) -> int:
        sql = " ".join(("SELECT COUNT(*) FROM tasks WHERE", condition))
        return await self.database.run(lambda c: int(c.execute(sql).fetchone()[0]))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    database, jobs, leaving = Database(tmp_path / "history.sqlite"), Jobs(), asyncio.Lock()
    await database.open()
    store = Faulty(MarkStore(database))
    rows: list[int] = []
    service = MarksService(store, Tasks(), jobs, Clock(), rows.extend, leaving)
    made = Room(database, store, service, jobs, leaving, rows=rows)
    service.marks_changed.connect(made.told.append)
    service.many_changed.connect(lambda: made.many.append(True))
    service.trouble.connect(made.troubles.append)
    yield made
    await jobs.close()
    await database.close()


async def test_what_the_history_did_not_take_is_told_and_what_it_took_can_be_taken_back(
    room: Room,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("did not take all marks")
    monkeypatch.setattr("nanobanana_desktop.services.marks_service.PORTION", 10)
    numbers = await room.put(35)
    room.store.after = 2
    room.service.change(numbers, MarkChange(rating=4), room.results.append)
    await wait_until(lambda: room.results)
    assert [error.case for error in room.troubles] == [ErrorCase.DISK_FULL]
    assert (room.results[0].count, await room.count("rating = 4")) == (20, 20)
    room.store.after = 1_000
    room.service.undo(room.results[0])
    await wait_until(lambda: room.jobs.names == [])
    assert await room.count("rating = 4") == 0


async def test_ids_that_cannot_be_looked_up_are_told(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_ids: Sequence[str]) -> list[int]:
        raise StorageError(ErrorCase.DATABASE, "closed")

    monkeypatch.setattr(room.store, "numbers_of", refuse, raising=False)
    room.service.change_tasks(["a"], MarkChange(rating=4), room.results.append)
    await wait_until(lambda: room.results)
    assert (room.results[0].count, room.results[0].problem) == (0, room.troubles[0])


async def test_tags_of_a_history_that_cannot_be_read_are_none(room: Room) -> None:
    await room.database.close()
    assert await room.service.tags() == []
    assert await room.service.tags_of([1]) == []


async def test_notes_that_would_be_too_long_are_counted_over_all_portions(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.marks_service.PORTION", 2)
    numbers = await room.put(5)
    room.service.change(numbers[:3], MarkChange(note="x" * (NOTE_LIMIT - 2)), room.results.append)
    room.service.change(numbers, MarkChange(add_note="more"), room.results.append)
    await wait_until(lambda: len(room.results) == 2)
    assert [(result.count, result.left) for result in room.results] == [(3, 0), (2, 3)]


async def test_saved_searches_follow_a_tag_and_its_undo(room: Room, wait_until: WaitUntil) -> None:
    """As the library connects them, over one history."""
    searches = SavedSearchService(SavedSearches(room.database), room.jobs)
    room.service.carried_out.connect(searches.follow)
    numbers = await room.put(3)
    done: list[MarkResult] = []
    room.service.carried_out.connect(lambda result, _back: done.append(result))

    async def after(step: Callable[[], object]) -> list[str]:
        step()
        await wait_until(lambda: room.jobs.names == [])
        return [search.text for search in await SavedSearches(room.database).all()]

    room.service.change(numbers, MarkChange(add_tags=("cat", "kitten")))
    for text in ("tag:cat|kitten  blue", "fox", "-tag:kitten"):
        searches.save(text, text, HistorySort.NEWEST)
    before = await after(list)
    assert before == ["tag:cat|kitten  blue", "fox", "-tag:kitten"]

    def remove_from_some() -> None:
        room.service.change(numbers[:1], MarkChange(add_tags=("x",), remove_tags=("cat",)))

    assert await after(remove_from_some) == before, "others have the tag still"
    joined = await after(lambda: room.service.replace_tags(["cat", "kitten"], "feline"))
    assert joined == ["tag:feline  blue", "fox", "-tag:feline"]
    assert await after(lambda: room.service.undo(done[-1])) == before
    assert await after(lambda: room.service.undo(done[-1])) == joined, "done once more"
    (first, *_) = await SavedSearches(room.database).all()
    edited = first._replace(text="tag:feline green")
    await SavedSearches(room.database).change(edited)
    undone = await after(lambda: room.service.undo(done[-1]))
    assert undone == ["tag:feline green", "fox", "-tag:kitten"], "what was edited since stays"
    assert await after(lambda: room.service.replace_tags(["kitten"], "")) == undone


async def test_presses_follow_one_another(room: Room, wait_until: WaitUntil) -> None:
    (number,) = await room.put(1)
    for rating in (1, 2, 3, 0, 5):
        room.service.change([number], MarkChange(rating=rating), room.results.append)
    await wait_until(lambda: len(room.results) == 5)
    assert [task.rating for tasks in room.told for task in tasks] == [1, 2, 3, 0, 5]
    assert await room.count("rating = 5") == 1


async def test_many_are_told_once_and_the_window_is_not_held_up(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.marks_service.TOLD_SINGLY", 20)
    monkeypatch.setattr("nanobanana_desktop.services.marks_service.PORTION", 10)
    numbers = await room.put(50)
    steps: list[tuple[int, int]] = []
    room.service.progress_changed.connect(lambda done, total: steps.append((done, total)))
    room.service.change(numbers, MarkChange(starred=True), room.results.append)
    await wait_until(lambda: room.results)
    assert (room.told, room.many) == ([], [True])
    assert steps == [(done, 50) for done in (10, 20, 30, 40, 50)]
    assert (room.results[0].count, sorted(room.rows)) == (50, numbers)


async def test_undo_keeps_what_was_there_before(room: Room, wait_until: WaitUntil) -> None:
    numbers = await room.put(4)
    room.service.change(numbers[:2], MarkChange(rating=2), room.results.append)
    room.service.change(numbers, MarkChange(rating=5), room.results.append)
    await wait_until(lambda: len(room.results) == 2)
    assert room.results[1].count == 4
    room.service.undo(room.results[1])
    await wait_until(lambda: room.jobs.names == [])
    assert (await room.count("rating = 2"), await room.count("rating = 0")) == (2, 2)


async def test_nothing_is_restored_while_it_leaves_for_good(
    room: Room, wait_until: WaitUntil
) -> None:
    (number,) = await room.put(1)
    room.service.change([number], MarkChange(trash=True), room.results.append)
    await wait_until(lambda: room.results)
    await room.leaving.acquire()
    room.service.change([number], MarkChange(trash=False), room.results.append)
    for _ in range(20):
        await asyncio.sleep(0)
    assert await room.count("trashed_at IS NULL") == 0
    room.leaving.release()
    await wait_until(lambda: len(room.results) == 2)
    assert await room.count("trashed_at IS NULL") == 1


# -- notes and tags of many ----------------------------------------------------------------------


async def test_different_notes_come_back_in_few_transactions(
    room: Room, wait_until: WaitUntil
) -> None:
    numbers = await room.put(1_100)
    await room.database.write(lambda c: c.execute("UPDATE tasks SET note = 'own ' || number"))
    room.service.change(numbers, MarkChange(note="the same"), room.results.append)
    await wait_until(lambda: room.results)
    assert await room.count("note = 'the same'") == room.results[0].count == 1_100
    room.store.asked = 0
    room.service.undo(room.results[0])
    await wait_until(lambda: room.jobs.names == [])
    assert room.store.asked == 3
    assert await room.count("note = 'own ' || number") == 1_100


async def tagged(room: Room, wait_until: WaitUntil, count: int = 1_100) -> list[int]:
    """All have "cat", every third one "Katze" too."""
    numbers = await room.put(count)
    room.service.change(numbers, MarkChange(add_tags=("cat",)))
    room.service.change(numbers[::3], MarkChange(add_tags=("Katze",)))
    await wait_until(lambda: room.jobs.names == [])
    room.rows.clear()
    room.many.clear()
    return numbers


async def test_tags_that_cannot_be_looked_up_stay(
    room: Room, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_names: Sequence[str]) -> list[int]:
        raise StorageError(ErrorCase.DATABASE, "closed")

    await tagged(room, wait_until, 3)
    monkeypatch.setattr(room.store, "numbers_with_tags", refuse, raising=False)
    room.service.replace_tags(["cat"], "dog", room.results.append)
    await wait_until(lambda: room.results)
    assert (room.results[0].count, room.results[0].problem) == (0, room.troubles[0])
    monkeypatch.undo()
    assert [use.name for use in await room.service.tags()] == ["cat", "Katze"]


async def test_a_name_that_nobody_sees_is_a_deletion_and_no_tag_is_no_change(
    room: Room, wait_until: WaitUntil
) -> None:
    await tagged(room, wait_until, 3)
    room.service.replace_tags(["nothing"], "dog", room.results.append)
    room.service.replace_tags(["Katze"], " \u200b ", room.results.append)
    room.service.replace_tags(["cat"], "cat", room.results.append)
    await wait_until(lambda: len(room.results) == 3)
    assert [result.count for result in room.results] == [0, 1, 0]
    assert await room.service.tags() == [TagUse("cat", 3)]


async def test_a_tag_is_renamed_on_all_tasks_and_back_again(
    room: Room, wait_until: WaitUntil
) -> None:
    numbers = await tagged(room, wait_until)
    before = await room.service.tags()
    room.service.replace_tags(["CAT"], "feline", room.results.append)
    await wait_until(lambda: room.results)
    assert room.results[0].count == len(numbers)
    assert (sorted(room.rows), room.many) == (numbers, [True])
    assert await room.service.tags() == [TagUse("feline", 1_100), TagUse("Katze", 367)]
    room.service.undo(room.results[0])
    await wait_until(lambda: room.jobs.names == [])
    assert await room.service.tags() == before


async def test_tags_are_joined_and_part_again_as_they_were(
    room: Room, wait_until: WaitUntil
) -> None:
    numbers = await tagged(room, wait_until)
    before = await room.service.tags()
    room.service.replace_tags(["cat", "Katze"], "Katze", room.results.append)
    await wait_until(lambda: room.results)
    assert await room.service.tags() == [TagUse("Katze", 1_100)]
    room.service.undo(room.results[0])
    await wait_until(lambda: room.jobs.names == [])
    assert await room.service.tags() == before
    assert [use.tasks for use in await room.service.tags_of(numbers[::3])] == [367, 367]


async def test_another_spelling_of_a_tag_is_taken_back(room: Room, wait_until: WaitUntil) -> None:
    await tagged(room, wait_until, 4)
    room.service.replace_tags(["cat"], "CAT", room.results.append)
    await wait_until(lambda: room.results)
    assert [use.name for use in await room.service.tags()] == ["CAT", "Katze"]
    assert room.told[-1][0].tags[0] == "CAT"
    room.service.undo(room.results[0])
    await wait_until(lambda: room.jobs.names == [])
    assert [use.name for use in await room.service.tags()] == ["cat", "Katze"]


async def test_the_spelling_of_many_comes_back_and_goes_again(
    room: Room, wait_until: WaitUntil
) -> None:
    await tagged(room, wait_until)
    line = UndoLine(room.service)
    seen = []
    room.service.replace_tags(["cat", "Katze"], "Cat")
    for turn in (line.undo, line.redo, line.undo):
        await wait_until(lambda: room.jobs.names == [])
        seen.append([use.name for use in await room.service.tags()])
        assert turn()
    await wait_until(lambda: room.jobs.names == [])
    assert seen == [["Cat"], ["cat", "Katze"], ["Cat"]]
    assert [use.name for use in await room.service.tags()] == ["cat", "Katze"]


async def test_steps_are_taken_back_and_done_again_one_by_one(
    room: Room, wait_until: WaitUntil
) -> None:
    numbers = await room.put(3)
    line = UndoLine(room.service)
    room.service.change(numbers, MarkChange(rating=4))
    room.service.change(numbers[:1], MarkChange(trash=True))
    await wait_until(lambda: room.jobs.names == [])

    async def state() -> tuple[int, int]:
        return await room.count("rating = 4"), await room.count("trashed_at IS NOT NULL")

    seen = [await state()]
    for turn in (line.undo, line.undo, line.redo, line.redo, line.undo):
        assert turn()
        await wait_until(lambda: room.jobs.names == [])
        seen.append(await state())
    assert seen == [(3, 1), (3, 0), (0, 0), (3, 0), (3, 1), (3, 0)]


async def test_several_changes_are_one_step_with_one_way_back(
    room: Room, wait_until: WaitUntil
) -> None:
    await room.put(6)
    ids = [f"{n:032x}" for n in range(6)]
    steps: list[object] = []
    room.service.carried_out.connect(lambda result, back: steps.append((result, back)))
    room.service.change_together(
        [
            (MarkChange(trash=True), [*ids[:2], "never was"]),
            (MarkChange(starred=True), ids[2:3]),
            (MarkChange(rating=4), ids[3:5]),
        ],
        room.results.append,
    )
    await wait_until(lambda: room.results)
    (result,) = room.results
    assert (result.count, result.problem, len(steps)) == (5, None, 1)
    marks = ("trashed_at IS NOT NULL", "starred = 1", "rating = 4")
    assert [await room.count(mark) for mark in marks] == [2, 1, 2]
    room.service.undo(result, room.results.append)
    await wait_until(lambda: len(room.results) == 2)
    assert [await room.count(mark) for mark in marks] == [0, 0, 0]
    assert len(steps) == 2


async def test_of_several_changes_none_is_made_when_the_rows_cannot_be_found(
    room: Room, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
) -> None:
    await room.put(2)

    async def refuse(_ids: Sequence[str]) -> list[int]:
        raise StorageError(ErrorCase.DATABASE, "locked")

    monkeypatch.setattr(room.store._store, "numbers_of", refuse)
    room.service.change_together([(MarkChange(trash=True), ["a"])], room.results.append)
    await wait_until(lambda: room.results)
    assert room.results[0].problem is not None
    assert [error.case for error in room.troubles] == [ErrorCase.DATABASE]
    assert await room.count("trashed_at IS NOT NULL") == 0
