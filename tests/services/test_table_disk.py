"""Rows of the table of bad inputs and faults about the disk, where the services meet it.

Elsewhere: rows 18 to 25 with sockets in `tests/faults/test_table_*`, row 24 at every single step in
`test_steps`, row 25 at the start in `tests/test_paths`, row 29 in `tests/storage/test_salvage`,
`tests/storage/test_database` and `test_rebuild`.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.fakes import (
    FakeClient,
    FakeJournal,
    FakeRecoverySource,
    FakeRequestBuilder,
    FakeStore,
)
from tests.pictures import picture
from tests.services.virtual_time import VirtualTime

WaitUntil = Callable[..., Awaitable[None]]
S = TaskState
PNG = picture("png")


@dataclass
class Bench:
    service: TaskService
    store: FakeStore
    client: FakeClient
    images: ImageStore
    shelf: PictureShelf
    root: Path
    jobs: Jobs
    time: VirtualTime

    async def finished(self, prompt: str) -> GenerationTask:
        """An order whose picture was fetched, wherever it is now."""
        (task_id,) = self.service.create(GenerationParams(prompt=prompt))
        await self.time.run(self.jobs, 20.0)
        return self.store.tasks[task_id]

    def now(self, task: GenerationTask) -> GenerationTask:
        return self.store.tasks[task.id]


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.POLL_INTERVAL", 3.0)
    (tmp_path / "images").mkdir()
    store, client, jobs, workers = FakeStore(), FakeClient(), Jobs(), Workers("test", 1)
    client.pictures = [PNG] * 20
    images, time = ImageStore(tmp_path / "images"), VirtualTime()
    thumbnails = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    shelf = PictureShelf(
        images,
        Spool(tmp_path / "spool"),
        thumbnails,
        Quarantine(tmp_path / "quarantine"),
        lambda: True,
    )
    service = TaskService(
        TaskStores(store, FakeJournal(), shelf, FakeRecoverySource()),
        FakeRequestBuilder(),
        jobs,
        workers,
        time.clock,
        Chance(lambda: 0.5),
        concurrency=4,
    )
    await service.start(client)
    yield Bench(service, store, client, images, shelf, tmp_path, jobs, time)
    await service.stop()
    await jobs.close()
    workers.close()
    thumbnails.close()


async def test_row_25_another_folder_is_chosen_and_the_picture_is_there(bench: Bench) -> None:
    shutil.rmtree(bench.root / "images")
    task = await bench.finished("a boat")
    assert task.state is S.SAVE_BLOCKED
    assert bench.shelf.path(task).read_bytes() == PNG
    opened = len(bench.client.opened)
    (bench.root / "other").mkdir()
    bench.images.use_folders(bench.root / "other", (bench.root / "images",))
    bench.service.look_at_folder()
    await bench.time.run(bench.jobs, 1.0)
    task = bench.now(task)
    assert task.state is S.DONE
    assert task.image is not None
    assert (bench.root / "other" / task.image.relative_path).read_bytes() == PNG
    assert len(bench.client.opened) == opened
    assert len(bench.client.posted) == 1


async def test_row_25_read_only_folder(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patch:
        # As on a volume that was mounted anew: the superuser cannot write there either.
        patch.setattr(os, "access", lambda path, mode: False)
        patch.setattr("nanobanana_desktop.storage.image_store.open_new", refuse)
        task = await bench.finished("a boat")
        assert task.state is S.SAVE_BLOCKED
        await bench.time.run(bench.jobs, 600.0)
        assert bench.now(task).state is S.SAVE_BLOCKED
    await bench.time.run(bench.jobs, 60.0)
    assert bench.now(task).state is S.DONE
    assert len(bench.client.posted) == 1


async def test_row_25_many_pictures_wait_for_one_folder_without_traffic(bench: Bench) -> None:
    shutil.rmtree(bench.root / "images")
    tasks = [await bench.finished(f"boat {number}") for number in range(5)]
    assert {task.state for task in tasks} == {S.SAVE_BLOCKED}
    opened, queried = len(bench.client.opened), len(bench.client.queried)
    await bench.time.run(bench.jobs, 3_600.0)
    assert (len(bench.client.opened), len(bench.client.queried)) == (opened, queried)
    (bench.root / "images").mkdir()
    await bench.time.run(bench.jobs, 60.0)
    assert {bench.now(task).state for task in tasks} == {S.DONE}
    assert len(bench.client.opened) == opened
    assert list((bench.root / "spool").rglob("*.png")) == []


async def test_row_24_without_room_anywhere_the_picture_stays_at_its_link(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        for module in ("image_store", "spool"):
            patch.setattr(f"nanobanana_desktop.storage.{module}.free_bytes", lambda folder: 100)
        task = await bench.finished("a boat")
        assert (task.state, task.image) == (S.SAVE_BLOCKED, None)
        opened = len(bench.client.opened)
        await bench.time.run(bench.jobs, 600.0)
        assert len(bench.client.opened) == opened
    await bench.time.run(bench.jobs, 60.0)
    assert bench.now(task).state is S.DONE
    assert len(bench.client.posted) == 1
