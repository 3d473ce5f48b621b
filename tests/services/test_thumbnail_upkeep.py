"""Thumbnails follow the history: unwanted ones go, missing ones are made ahead."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.tile import PictureKey, picture_key
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.thumbnail_upkeep import PORTION, ThumbnailUpkeep
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.picture_list import PictureList
from nanobanana_desktop.storage.thumbnail_gaps import ThumbnailGaps
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]


class Maker(QObject):
    """Makes what it is told, at once; `fails` names what cannot be made."""

    made_ahead = Signal()

    def __init__(self, store: ThumbnailStore) -> None:
        super().__init__()
        self._store = store
        self.fails: set[str] = set()
        self.portions: list[list[str]] = []

    def make_ahead(self, tasks: Iterable[GenerationTask]) -> None:
        made = list(tasks)
        if not made:
            # As the real one, which tells only of what it did.
            return
        self.portions.append([task.id for task in made])
        for task in made:
            if task.id not in self.fails:
                self._store.put(picture_key(task), b"x" * 1_000)
        self._store.flush()
        self.made_ahead.emit()


class World:
    def __init__(self, root: Path) -> None:
        self.history = root / "history.sqlite"
        self.database = Database(self.history)
        self.store = ThumbnailStore(root / "thumbnails.sqlite")
        self.maker = Maker(self.store)
        self.workers, self.jobs = Workers("test", 1), Jobs()

    async def add(self, *names: str, **changes: object) -> None:
        tasks = [
            make_task(
                **(
                    {"id": name, "state": TaskState.DONE, "image": make_image(sha256=f"{name}-1")}
                    | changes
                )
            )
            for name in names
        ]
        await HistoryStore(self.database).add(tasks)

    def keep(self, *names: str, version: int = 1) -> None:
        for name in names:
            self.store.put(PictureKey(name, f"{name}-{version}"), b"x" * 1_000)
        self.store.flush()

    def upkeep(self, **changes: int) -> ThumbnailUpkeep:
        gaps = ThumbnailGaps(self.history, self.store.path)
        tasks = PictureList(self.database)
        return ThumbnailUpkeep(
            tasks, gaps, self.store, self.maker, self.workers, self.jobs, **changes
        )

    @property
    def kept(self) -> list[str]:
        return [kept.picture.task_id for kept in self.store.kept_after(0)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path)
    await world.database.open()
    yield world
    await world.jobs.close()
    world.workers.close()
    world.store.close()
    await world.database.close()


async def run(world: World, wait_until: WaitUntil, upkeep: ThumbnailUpkeep) -> None:
    upkeep.start()
    await wait_until(lambda: not world.jobs.names)


async def test_missing_thumbnails_are_made_newest_first(
    world: World, wait_until: WaitUntil
) -> None:
    await world.add("a", "b", "c")
    await world.add("waiting", state=TaskState.READY, image=None)
    world.keep("b")
    world.maker.fails = {"a"}
    await run(world, wait_until, world.upkeep())
    assert world.maker.portions == [["c", "a"]]
    assert world.kept == ["b", "c"]


async def test_a_large_library_is_looked_at_in_portions(
    world: World, wait_until: WaitUntil
) -> None:
    names = [f"t{number:04}" for number in range(PORTION * 2 + 10)]
    await world.add(*names)
    await run(world, wait_until, world.upkeep())
    assert [len(portion) for portion in world.maker.portions] == [PORTION, PORTION, 10]
    assert world.maker.portions[0][0] == names[-1]
    assert len(world.store.kept_after(0)) == 500


async def test_thumbnails_without_a_task_go_and_those_of_another_picture(
    world: World, wait_until: WaitUntil
) -> None:
    await world.add("a", "b")
    world.keep("a", *(f"gone{number}" for number in range(PORTION + 50)))
    world.keep("b", version=0)
    before = world.store.size
    await run(world, wait_until, world.upkeep())
    assert world.kept == ["a", "b"]
    assert world.store.get_many([PictureKey("b", "b-1")])
    assert world.store.size < before


async def test_the_oldest_go_when_there_are_too_many_and_none_are_made(
    world: World, wait_until: WaitUntil
) -> None:
    names = [f"t{number:04}" for number in range(PORTION + 100)]
    await world.add(*names, "unseen")
    world.keep(*names)
    limit = world.store.size // 2
    await run(world, wait_until, world.upkeep(size_limit=limit))
    assert world.kept == names[PORTION:]
    assert world.store.size <= limit
    assert world.maker.portions == []


async def test_tasks_that_are_removed_meanwhile_hold_nothing_up(
    world: World, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"t{number:04}" for number in range(PORTION + 10)]
    await world.add(*names)
    tasks = PictureList.tasks

    async def none_of_the_first(pictures: PictureList, ids: Sequence[str]) -> list[GenerationTask]:
        return [] if names[-1] in ids else await tasks(pictures, ids)

    monkeypatch.setattr(PictureList, "tasks", none_of_the_first)
    await run(world, wait_until, world.upkeep())
    assert world.kept == names[9::-1]


async def test_no_more_are_made_ahead_than_there_is_room_for(
    world: World, wait_until: WaitUntil
) -> None:
    names = [f"t{number:04}" for number in range(PORTION * 3)]
    await world.add(*names)
    await run(world, wait_until, world.upkeep(size_limit=200_000))
    assert len(world.maker.portions) == 1


async def test_a_new_picture_is_made_ahead(world: World) -> None:
    upkeep = world.upkeep()
    done = make_task(id="a", state=TaskState.DONE, image=make_image())
    upkeep.note(done)
    upkeep.note(replace(done, id="b", image=None))
    upkeep.note(replace(done, id="c", state=TaskState.DOWNLOADING))
    assert world.maker.portions == [["a"]]


async def test_a_history_that_cannot_be_read_changes_nothing(
    world: World, wait_until: WaitUntil
) -> None:
    world.keep("a")
    world.history = world.history.with_name("nowhere.sqlite")
    await run(world, wait_until, world.upkeep())
    assert world.kept == ["a"]
