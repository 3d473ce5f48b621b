"""A history that was damaged beyond reading comes back from the journal and the pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest

from nanobanana_desktop.domain.answer_rules import WATCH_LIMIT
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.rebuild import HistoryRebuild
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.rebuild_store import RebuildStore
from nanobanana_desktop.storage.sidecar import sidecar_path, write_sidecar
from tests.fakes import make_task, write_bytes
from tests.pictures import picture

NOW = 1_762_100_000.0
ORDERED = NOW - 3_600.0


def task_id(number: int) -> str:
    return f"{number:08x}" + "0" * 24


@dataclass
class Library:
    """A data folder whose history is destroyed, with pictures and a journal."""

    database: Database
    store: HistoryStore
    images: ImageStore
    journal: IdJournal
    workers: Workers

    @property
    def rebuild(self) -> HistoryRebuild:
        return HistoryRebuild(
            RebuildStore(self.database),
            self.images,
            self.journal.read,
            self.workers,
            Clock(lambda: NOW),
        )

    def place(self, number: int, *, sidecar: bool) -> GenerationTask:
        """A finished task of which the history knows nothing."""
        task = make_task(id=task_id(number), created_at=ORDERED, remote_id=f"r-{number}")
        with self.images.begin(task.id, task.params.prompt, ORDERED) as part:
            part.write(picture("png"))
            image = self.images.finish(part, ORDERED + 60)
        done = make_task(
            id=task.id,
            created_at=ORDERED,
            remote_id=task.remote_id,
            state=TaskState.DONE,
            image=image,
            told_model="NanoBanana2",
            left_queue_at=ORDERED + 20,
        )
        path = self.images.locate(image)
        assert path is not None
        if sidecar:
            write_sidecar(path, done)
        return done

    async def reopen(self) -> None:
        await self.database.close()
        await self.database.open()


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    images = tmp_path / "images"
    images.mkdir()
    database = Database(write_bytes(tmp_path / "data" / "history.sqlite", b"destroyed" * 999))
    await database.open()
    workers = Workers("test", 1)
    yield Library(
        database,
        HistoryStore(database),
        ImageStore(images, zone=UTC),
        IdJournal(tmp_path / "data" / "ids.log"),
        workers,
    )
    workers.close()
    await database.close()


async def test_rebuild_is_due_until_it_was_done(library: Library) -> None:
    assert library.rebuild.is_due
    await library.reopen()
    assert library.rebuild.is_due
    await library.rebuild.before_start()
    await library.rebuild.find_pictures()
    await library.reopen()
    assert not library.rebuild.is_due


async def test_nothing_left_makes_nothing(library: Library) -> None:
    assert await library.rebuild.before_start() == 0
    assert await library.rebuild.find_pictures() == 0


async def test_paid_ids_without_row_are_followed_again(library: Library) -> None:
    library.journal.append(task_id(1), "r-1", ORDERED)
    library.journal.append(task_id(2), "r-2", NOW - WATCH_LIMIT - 1)
    assert await library.rebuild.before_start() == 1
    fresh, old = [await library.store.get(task_id(number)) for number in (1, 2)]
    assert fresh is not None
    # Nobody can fetch its result any more, and it may have been deleted long ago.
    assert old is None
    assert (fresh.state, fresh.remote_id, fresh.accepted_at) == (TaskState.QUEUED, "r-1", ORDERED)
    assert fresh.params.prompt == ""
    assert await library.rebuild.before_start() == 0


async def test_paid_id_whose_task_is_there_is_not_added(library: Library) -> None:
    await library.store.add([make_task(id=task_id(1)), make_task(id="other", remote_id="r-2")])
    library.journal.append(task_id(1), "r-1", ORDERED)
    library.journal.append(task_id(2), "r-2", ORDERED)
    assert await library.rebuild.before_start() == 0


async def test_paid_id_of_a_removed_task_stays_away(library: Library) -> None:
    library.journal.append(task_id(1), "r-1", ORDERED)
    library.journal.note_removal(task_id(1), ORDERED + 60)
    assert await library.rebuild.before_start() == 0
    assert await library.store.get(task_id(1)) is None
    # The person fetched the same id once more.
    library.journal.append(task_id(2), "r-1", ORDERED + 90)
    assert await library.rebuild.before_start() == 1


async def test_paid_id_without_row_comes_back_although_nothing_looks_damaged(
    library: Library,
) -> None:
    async def follow() -> None:
        rows = await library.database.run(lambda c: c.execute("SELECT id FROM tasks").fetchall())
        seen.append(len(rows))

    seen: list[int] = []
    await library.rebuild.around(follow)
    await library.reopen()
    assert not library.rebuild.is_due
    library.journal.append(task_id(1), "r-1", ORDERED)
    library.journal.append(task_id(2), "r-2", NOW - WATCH_LIMIT - 1)
    # Taken out of the history long after its order, with its file left where it is.
    library.journal.append(library.place(3, sidecar=False).id, "r-3", NOW - WATCH_LIMIT - 1)
    assert await library.rebuild.around(follow) == 1
    assert await library.rebuild.around(follow) is None
    assert seen == [0, 1, 1]


async def test_paid_id_with_a_picture_in_place_is_finished(library: Library) -> None:
    done = library.place(1, sidecar=False)
    library.journal.append(done.id, "r-1", ORDERED + 5)
    assert await library.rebuild.before_start() == 1
    found = await library.store.get(done.id)
    assert found is not None
    assert found.state is TaskState.DONE
    assert found.params.prompt == "a banana boat"
    assert await library.rebuild.find_pictures() == 0


async def test_sidecar_gives_the_whole_task_back_before_its_id_is_followed(
    library: Library,
) -> None:
    done = library.place(1, sidecar=True)
    library.journal.append(done.id, "r-1", ORDERED)
    assert await library.rebuild.before_start() == 1
    found = await library.store.get(done.id)
    assert found is not None
    assert (found.state, found.params, found.image) == (TaskState.DONE, done.params, done.image)
    assert (found.told_model, found.left_queue_at) == ("NanoBanana2", ORDERED + 20)


@pytest.mark.parametrize("state", [TaskState.PROCESSING, TaskState.DONE, TaskState.SUBMIT_UNKNOWN])
async def test_row_that_lost_its_picture_gets_it_back(library: Library, state: TaskState) -> None:
    done = library.place(1, sidecar=True)
    await library.store.add([make_task(id=done.id, state=state, starred=True)])
    assert await library.rebuild.before_start() == 1
    found = await library.store.get(done.id)
    assert found is not None
    assert (found.state, found.image, found.starred) == (TaskState.DONE, done.image, True)
    assert await library.rebuild.before_start() == 0


async def test_pictures_without_anything_are_shown_again(library: Library) -> None:
    lone = library.place(1, sidecar=False)
    broken = library.place(2, sidecar=False)
    assert lone.image is not None
    assert broken.image is not None
    path = library.images.locate(broken.image)
    assert path is not None
    write_bytes(path, b"no picture")
    write_bytes(path.with_name("holiday.png"), picture("png"))
    assert await library.rebuild.find_pictures() == 1
    assert await library.rebuild.find_pictures() == 0
    count = await library.database.run(lambda c: c.execute("SELECT id FROM tasks").fetchall())
    (row,) = count
    found = await library.store.get(row["id"])
    assert found is not None
    assert found.state is TaskState.DONE
    assert found.params.prompt == "a banana boat"
    assert found.image is not None
    assert found.image.sha256 == lone.image.sha256
    assert found.image.relative_path == lone.image.relative_path


async def test_damaged_sidecar_costs_only_the_words(library: Library) -> None:
    done = library.place(1, sidecar=True)
    assert done.image is not None
    path = library.images.locate(done.image)
    assert path is not None
    write_bytes(sidecar_path(path), b"{half")
    assert await library.rebuild.before_start() == 0
    assert await library.rebuild.find_pictures() == 1


async def test_following_begins_between_ids_and_lone_pictures(library: Library) -> None:
    library.place(1, sidecar=False)
    library.journal.append(task_id(9), "r-9", ORDERED)
    seen: list[tuple[bool, int]] = []

    async def follow() -> None:
        rows = await library.database.run(lambda c: c.execute("SELECT id FROM tasks").fetchall())
        seen.append((library.rebuild.is_due, len(rows)))

    assert await library.rebuild.around(follow) == 2
    await library.reopen()
    assert await library.rebuild.around(follow) is None
    assert seen == [(True, 1), (False, 2)]


async def test_history_that_cannot_be_written_does_not_stop_the_program(
    library: Library, expected_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("the history was not rebuilt")
    library.journal.append(task_id(9), "r-9", ORDERED)
    seen: list[str] = []

    async def follow() -> None:
        seen.append("followed")

    async def refuse(*_arguments: object) -> None:
        raise StorageError(ErrorCase.DISK_FULL, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(library.database, "write", refuse)
        assert await library.rebuild.around(follow) == 0
    assert seen == ["followed"]
    await library.reopen()
    assert await library.rebuild.around(follow) == 1
