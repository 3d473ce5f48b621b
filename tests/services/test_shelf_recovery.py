"""Pictures beside their sidecars and in the spool, and what a start finds of them."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

import pytest

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.picture_shelf import PictureShelf, ShelfRecovery
from nanobanana_desktop.storage.id_journal import IdJournal
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.sidecar import read_sidecar, sidecar_path
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.fakes import make_task
from tests.pictures import picture
from tests.storage.faults import fail_call

TASK = make_task(id="1a2b3c4d" + "0" * 24, created_at=1_762_000_000.0, state=TaskState.DONE)
NAME = (TASK.id, TASK.params.prompt, TASK.created_at)
PNG = picture("png")


@dataclass
class Known:
    """What the history says."""

    paths: set[str] = field(default_factory=set)
    saved: dict[str, ImageRecord] = field(default_factory=dict)
    tasks: dict[str, GenerationTask] = field(default_factory=dict)

    def image_is_known(self, relative_path: str) -> bool:
        return relative_path in self.paths

    def task(self, task_id: str) -> GenerationTask | None:
        return self.tasks.get(task_id)

    def saved_with_content(self, sha256: str) -> ImageRecord | None:
        return self.saved.get(sha256)


@dataclass
class Bench:
    shelf: PictureShelf
    images: ImageStore
    spool: Spool
    recovery: ShelfRecovery
    known: Known
    sidecars: list[bool]
    journal: IdJournal

    def put(self, *, spooled: bool = False, data: bytes = PNG) -> ImageRecord:
        with self.shelf.begin(*NAME, spooled=spooled) as part:
            part.write(data)
            return self.shelf.finish(part, 42.0)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "images").mkdir()
    images, spool = ImageStore(tmp_path / "images", zone=UTC), Spool(tmp_path / "data" / "spool")
    thumbnails = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    sidecars = [True]
    shelf = PictureShelf(
        images, spool, thumbnails, Quarantine(tmp_path / "quarantine"), lambda: sidecars[0]
    )
    known, workers = Known(), Workers("test", 1)
    journal = IdJournal(tmp_path / "ids.log")
    recovery = ShelfRecovery(images, spool, shelf, journal, known, workers)
    yield Bench(shelf, images, spool, recovery, known, sidecars, journal)
    workers.close()
    thumbnails.close()


def with_image(image: ImageRecord) -> GenerationTask:
    return replace(TASK, image=image)


def located(bench: Bench, image: ImageRecord) -> Path:
    path = bench.images.locate(image)
    assert path is not None
    return path


def test_settling_writes_the_sidecar_and_drops_the_spooled_copy(bench: Bench) -> None:
    spooled = bench.put(spooled=True)
    placed = bench.put()
    bench.shelf.settle(with_image(placed))
    assert bench.spool.locate(spooled) is None
    told = read_sidecar(located(bench, placed), placed.relative_path)
    assert told is not None
    assert (told.id, told.image) == (TASK.id, placed)


def test_without_the_setting_there_is_no_sidecar(bench: Bench) -> None:
    bench.sidecars[0] = False
    placed = bench.put()
    bench.shelf.settle(with_image(placed))
    assert not sidecar_path(located(bench, placed)).exists()


def test_settling_what_is_not_in_place_drops_no_copy(bench: Bench) -> None:
    spooled = bench.put(spooled=True)
    placed = bench.put()
    located(bench, placed).unlink()
    bench.shelf.settle(with_image(placed))
    bench.shelf.settle(TASK)
    assert bench.spool.locate(spooled) is not None


def test_spooled_picture_is_shown_and_placed_and_verified_again(bench: Bench) -> None:
    spooled = with_image(bench.put(spooled=True))
    assert bench.shelf.is_spooled(spooled)
    assert bench.shelf.decode(spooled).width() == 60
    assert not bench.shelf.decode(spooled).isNull()
    placed = bench.shelf.place_spooled(spooled, 43.0)
    assert located(bench, placed).read_bytes() == PNG
    assert not bench.shelf.is_spooled(with_image(placed))


def test_placing_fails_as_the_folder_does(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    spooled = with_image(bench.put(spooled=True))
    for call in ("write", "fsync", "link"):
        with monkeypatch.context() as patch:
            fail_call(patch, call, errno.ENOSPC, sticky=True)
            with pytest.raises(StorageError) as raised:
                bench.shelf.place_spooled(spooled, 43.0)
            assert raised.value.case is ErrorCase.DISK_FULL
    assert bench.images.placed_paths() == []
    with pytest.raises(StorageError) as raised:
        bench.shelf.place_spooled(TASK, 43.0)
    assert raised.value.case is ErrorCase.FILE_GONE


async def test_start_finds_placed_and_spooled_pictures(bench: Bench) -> None:
    assert await bench.recovery.find_placed(TASK) is None
    assert await bench.recovery.find_spooled(TASK) is None
    spooled, placed = bench.put(spooled=True), bench.put()
    found = await bench.recovery.find_placed(TASK)
    assert found is not None
    assert found.sha256 == placed.sha256
    in_spool = await bench.recovery.find_spooled(TASK)
    assert in_spool is not None
    assert bench.shelf.is_spooled(with_image(in_spool))
    assert in_spool.relative_path == spooled.relative_path
    bench.known.paths.add(placed.relative_path)
    assert await bench.recovery.find_placed(TASK) is None


async def test_tidying_drops_only_copies_that_are_safe_elsewhere(bench: Bench) -> None:
    spooled = bench.put(spooled=True)
    await bench.recovery.tidy()
    assert bench.spool.locate(spooled) is not None
    placed = bench.put()
    bench.known.saved[placed.sha256] = placed
    moved = located(bench, placed).with_name("moved away")
    located(bench, placed).rename(moved)
    await bench.recovery.tidy()
    assert bench.spool.locate(spooled) is not None
    moved.rename(moved.with_name(Path(placed.relative_path).name))
    await bench.recovery.tidy()
    assert bench.spool.locate(spooled) is None


async def test_tidying_drops_the_copies_of_removed_tasks_only(bench: Bench) -> None:
    spooled = bench.put(spooled=True)
    bench.journal.append(TASK.id, "r", 1e12)
    bench.journal.note_removal("2" * 32, 1e12)
    await bench.recovery.tidy()
    # In no row either, but a damaged history may have lost it.
    assert bench.spool.locate(spooled) is not None
    bench.journal.note_removal(TASK.id, 1e12)
    bench.known.tasks[TASK.id] = TASK
    await bench.recovery.tidy()
    assert bench.spool.locate(spooled) is not None
    bench.known.tasks.clear()
    await bench.recovery.tidy()
    assert bench.spool.locate(spooled) is None


async def test_tidying_removes_half_files_of_the_spool(bench: Bench) -> None:
    half = bench.shelf.begin(*NAME, spooled=True)
    half.write(b"half")
    half.gone()
    assert half.path.exists()
    await bench.recovery.tidy()
    assert not half.path.exists()
