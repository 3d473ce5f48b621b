"""Verifying the library and finding lost pictures, with real files and a real history."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

import pytest

from nanobanana_desktop.domain.events import DownloadFailed, Event, Saved
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.library_check import CheckReport, LibraryCheck
from nanobanana_desktop.services.lost_pictures import LostPictures, LostReport
from nanobanana_desktop.services.rebuild import HistoryRebuild
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.library_store import LibraryStore
from nanobanana_desktop.storage.picture_search import (
    CalledOffError,
    FileVerdict,
    PictureSearch,
)
from nanobanana_desktop.storage.rebuild_store import RebuildStore
from nanobanana_desktop.storage.result_errors import ResultBadError
from nanobanana_desktop.storage.sidecar import needs_sidecar, sidecar_path, write_sidecar
from tests.fakes import make_task
from tests.pictures import picture

WaitUntil = Callable[..., Awaitable[None]]
S = TaskState
ORDERED = 1_762_100_000.0


@dataclass
class Library:
    """Pictures in a folder, rows in a history, and the services between them."""

    root: Path
    database: Database
    images: ImageStore
    jobs: Jobs
    workers: Workers
    troubles: list[AppError] = field(default_factory=list)
    reports: list[CheckReport] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    ended: list[LostReport] = field(default_factory=list)
    not_fetched: list[str] = field(default_factory=list)
    fetched: Event = field(default_factory=lambda: DownloadFailed(ErrorCase.DOWNLOAD_FAILED, ""))
    check: LibraryCheck = field(init=False)
    lost: LostPictures = field(init=False)

    def __post_init__(self) -> None:
        self.history = HistoryStore(self.database)
        self.store = LibraryStore(self.database)
        self.search = PictureSearch(self.images)
        self.start()

    def start(self) -> None:
        """The services of a new run."""
        self.check = LibraryCheck(
            self.store,
            self.search,
            self.images.placed_paths,
            self.keep_sidecar,
            self.workers,
            self.jobs,
        )
        self.check.trouble.connect(self.troubles.append)
        self.lost = LostPictures(
            self.store, self.search, self, self.keep_sidecar, self.workers, self.jobs, Clock()
        )
        self.lost.found.connect(lambda task: self.found.append(task.id))
        self.lost.ended.connect(self.ended.append)
        self.lost.not_fetched.connect(lambda task: self.not_fetched.append(task.id))
        self.lost.trouble.connect(self.troubles.append)

    def keep_sidecar(self, task: GenerationTask) -> bool:
        path = None if task.image is None else self.images.locate(task.image)
        return path is not None and needs_sidecar(path, task) and write_sidecar(path, task)

    async def amend(
        self, task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None:
        task = await self.history.get(task_id)
        if task is None:
            return None
        await self.history.save(change(task))
        return await self.history.get(task_id)

    async def fetch_again(self, _task: GenerationTask) -> Event:
        return self.fetched

    async def put(self, number: int, *, in_history: bool = True) -> GenerationTask:
        task = make_task(id=f"{number:08x}" + "0" * 24, state=S.DONE, created_at=ORDERED)
        with self.images.begin(task.id, task.params.prompt, ORDERED) as part:
            # The pixels differ, so do the digests.
            part.write(picture("png", width=8 + number))
            task = replace(task, image=self.images.finish(part, ORDERED))
        if in_history:
            await self.history.add([task])
        return task

    def path(self, task: GenerationTask) -> Path:
        assert task.image is not None
        return self.root / task.image.relative_path

    async def stored_path(self, task: GenerationTask) -> str:
        now = await self.history.get(task.id)
        assert now is not None
        assert now.image is not None
        return now.image.relative_path


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    root = tmp_path / "images"
    root.mkdir()
    database, workers, jobs = Database(tmp_path / "history.sqlite"), Workers("t", 1), Jobs()
    await database.open()
    made = Library(root, database, ImageStore(root, zone=UTC), jobs, workers)
    yield made
    await jobs.close()
    workers.close()
    await database.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.lost_pictures.REST", 0.0)
    monkeypatch.setattr("nanobanana_desktop.services.library_check.NICENESS", 0)


async def run(library: Library, wait_until: WaitUntil, *, anew: bool = True) -> CheckReport:
    library.check.begin(anew=anew)
    await wait_until(lambda: not library.check.is_running and not library.jobs.names)
    return library.check.report


# -- the look at all -----------------------------------------------------------------------------


async def test_a_folder_that_is_away_has_lost_nothing(
    library: Library, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("was not looked through")
    await library.put(1)
    library.root.rename(library.root.with_name("unplugged"))
    report = await run(library, wait_until)
    assert (report.missing, report.is_complete) == ((), False)
    assert [error.case for error in library.troubles] == [ErrorCase.FOLDER_MISSING]


async def test_a_drive_that_is_unplugged_meanwhile_has_lost_nothing(
    library: Library,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("was not looked through")
    monkeypatch.setattr("nanobanana_desktop.services.library_check.PORTION", 1)
    for number in range(1, 6):
        await library.put(number)

    unplugged = library.root.with_name("unplugged")

    def unplug() -> None:
        if library.check.report.after == 2 and not library.troubles and not unplugged.exists():
            library.root.rename(unplugged)

    library.check.changed.connect(unplug)
    report = await run(library, wait_until)
    assert (report.whole, report.missing, report.is_complete) == (2, (), False)
    assert [error.case for error in library.troubles] == [ErrorCase.FOLDER_MISSING]
    unplugged.rename(library.root)
    report = await run(library, wait_until, anew=False)
    assert (report.whole, report.missing, report.is_complete) == (5, (), True)


async def test_many_found_files_are_noted_together(
    library: Library, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 21):
        library.path(await library.put(number)).unlink()
    await run(library, wait_until)
    kept: list[object] = []
    save = LibraryStore.save_state

    async def counted(store: LibraryStore, key: str, state: object) -> None:
        kept.append(state)
        await save(store, key, state)

    monkeypatch.setattr(LibraryStore, "save_state", counted)
    for number in range(1, 20):
        library.check.note_found([number])
    await wait_until(lambda: not library.jobs.names)
    assert (library.check.report.missing, library.check.report.whole) == ((20,), 19)
    assert len(kept) == 1


async def test_missing_changed_and_unknown_files_are_told(
    library: Library, wait_until: WaitUntil
) -> None:
    tasks = [await library.put(number) for number in range(1, 6)]
    stranger = await library.put(9, in_history=False)
    library.path(tasks[0]).unlink()
    data = bytearray(library.path(tasks[1]).read_bytes())
    data[-20] ^= 1
    library.path(tasks[1]).write_bytes(data)
    library.path(tasks[2]).write_bytes(data[:-1])
    report = await run(library, wait_until)
    assert (report.total, report.checked, report.whole, report.is_complete) == (5, 5, 2, True)
    assert (report.missing, report.changed) == ((1,), (2, 3))
    assert report.unknown == (stranger.image.relative_path,) if stranger.image else ()


async def test_missing_and_older_sidecars_are_written(
    library: Library, wait_until: WaitUntil
) -> None:
    old, new = await library.put(1), await library.put(2)
    write_sidecar(library.path(old), replace(old, amount="7"))
    report = await run(library, wait_until)
    assert report.sidecars == 2
    assert not needs_sidecar(library.path(old), old)
    assert sidecar_path(library.path(new)).exists()
    assert (await run(library, wait_until)).sidecars == 0


async def test_a_look_that_was_called_off_goes_on_after_the_next_start(
    library: Library, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.library_check.PORTION", 1)
    tasks = [await library.put(number) for number in range(1, 6)]
    library.path(tasks[0]).unlink()
    library.check.changed.connect(
        lambda: library.check.call_off() if library.check.report.after >= 2 else None
    )
    report = await run(library, wait_until)
    assert 0 < report.checked < 5
    assert library.check.can_go_on
    library.start()
    library.check.look_back()
    await wait_until(lambda: library.check.can_go_on)
    read: list[int] = []
    verdict = PictureSearch.verdict

    def counting(search: PictureSearch, record: object, go_on: Callable[[], bool]) -> FileVerdict:
        read.append(1)
        return verdict(search, record, go_on)

    monkeypatch.setattr(PictureSearch, "verdict", counting)
    done = await run(library, wait_until, anew=False)
    assert (done.is_complete, done.checked, done.missing) == (True, 5, (1,))
    assert len(read) == 5 - report.checked


@pytest.mark.parametrize("state", [None, 5, [], {}, {"after": "x"}], ids=range(5))
async def test_strange_states_begin_from_the_start(library: Library, state: object) -> None:
    await library.store.save_state("library_check", state)
    await library.check._look_back()
    assert library.check.report == CheckReport()


async def test_a_file_is_not_read_to_its_end_when_it_is_called_off(library: Library) -> None:
    task = await library.put(1)
    assert task.image is not None
    with pytest.raises(CalledOffError):
        library.search.verdict(task.image, lambda: False)


# -- lost pictures -------------------------------------------------------------------------------


async def test_a_renamed_file_is_found_by_itself(library: Library, wait_until: WaitUntil) -> None:
    task, other = await library.put(1), await library.put(2)
    library.path(task).rename(library.root / "x.png")
    library.lost.look_around(task)
    await wait_until(lambda: library.found == [task.id])
    assert await library.stored_path(task) == "x.png"
    assert await library.stored_path(other) == other.image.relative_path if other.image else ""
    library.lost.look_around(task)
    assert library.jobs.names == []


async def test_a_file_of_another_task_is_not_taken(library: Library, wait_until: WaitUntil) -> None:
    task = await library.put(1)
    twin = replace(task, id="f" * 32, image=replace(task.image, relative_path="twin.png"))
    await library.history.add([twin])
    library.lost.look_around(twin)
    await wait_until(lambda: library.jobs.names == [])
    assert library.found == []
    assert await library.stored_path(twin) == "twin.png"


async def test_a_file_from_elsewhere_is_copied_into_the_library(
    library: Library, wait_until: WaitUntil, tmp_path: Path
) -> None:
    task = await library.put(1)
    elsewhere = tmp_path / "stick" / "deep"
    elsewhere.mkdir(parents=True)
    (elsewhere / "noise.png").write_bytes(b"x" * library.path(task).stat().st_size)
    shutil.move(library.path(task), elsewhere / "kitty.jpeg")
    library.lost.locate([1, 99], tmp_path / "stick")
    await wait_until(lambda: library.ended)
    assert library.ended == [LostReport(1, 2)]
    assert (library.root / await library.stored_path(task)).exists()
    assert (elsewhere / "kitty.jpeg").exists()
    assert sidecar_path(library.root / await library.stored_path(task)).exists()


async def test_a_search_that_is_called_off_finds_nothing(
    library: Library, wait_until: WaitUntil, tmp_path: Path
) -> None:
    task = await library.put(1)
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    shutil.move(library.path(task), elsewhere / "kitty.png")
    library.lost.locate([1], elsewhere)
    library.lost.call_off()
    await wait_until(lambda: library.ended)
    assert library.ended == [LostReport(0, 1, called_off=True)]
    assert library.found == []


async def test_a_found_file_that_cannot_be_taken_does_not_end_the_search(
    library: Library,
    wait_until: WaitUntil,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks = [await library.put(number) for number in (1, 2, 3)]
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    for task in tasks:
        shutil.move(library.path(task), elsewhere / f"{task.id}.png")
    bring = PictureSearch.bring

    def faulty(
        search: PictureSearch,
        task: GenerationTask,
        source: Path,
        now: float,
        go_on: Callable[[], bool],
    ) -> ImageRecord:
        if task.id == tasks[1].id:
            raise ResultBadError("cut short")
        return bring(search, task, source, now, go_on)

    monkeypatch.setattr(PictureSearch, "bring", faulty)
    library.lost.locate([1, 2, 3], elsewhere)
    await wait_until(lambda: library.ended)
    assert library.ended == [LostReport(2, 3)]
    assert library.found == [tasks[0].id, tasks[2].id]


async def test_what_was_found_before_the_disk_was_full_is_counted(
    library: Library,
    wait_until: WaitUntil,
    tmp_path: Path,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("cannot be looked for")
    tasks = [await library.put(number) for number in (1, 2)]
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    for task in tasks:
        shutil.move(library.path(task), elsewhere / f"{task.id}.png")
    bring = PictureSearch.bring

    def full(
        search: PictureSearch,
        task: GenerationTask,
        source: Path,
        now: float,
        go_on: Callable[[], bool],
    ) -> ImageRecord:
        if task.id == tasks[1].id:
            raise StorageError(ErrorCase.DISK_FULL, "full")
        return bring(search, task, source, now, go_on)

    monkeypatch.setattr(PictureSearch, "bring", full)
    library.lost.locate([1, 2], elsewhere)
    await wait_until(lambda: library.ended)
    assert library.ended == [LostReport(1, 2)]
    assert [error.case for error in library.troubles] == [ErrorCase.DISK_FULL]


async def test_a_search_that_nobody_asked_for_ends_with_the_program(
    library: Library, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await library.put(1)
    library.path(task).unlink()
    entered, ended = threading.Event(), threading.Event()

    def endless(
        _search: PictureSearch,
        _wanted: object,
        _folder: object,
        go_on: Callable[[], bool],
        _on_seen: object,
    ) -> dict[str, list[Path]]:
        entered.set()
        while go_on() and not ended.is_set():
            pass
        raise CalledOffError

    monkeypatch.setattr(PictureSearch, "find", endless)
    library.lost.look_around(task)
    await wait_until(entered.is_set)
    try:
        library.lost.stop()
        await wait_until(lambda: not library.jobs.names)
    finally:
        ended.set()
    assert library.found == []


@pytest.mark.parametrize("works", [False, True])
async def test_a_lost_picture_is_fetched_again_while_its_link_lives(
    library: Library, wait_until: WaitUntil, works: bool
) -> None:
    task = await library.put(1)
    assert task.image is not None
    if works:
        library.fetched = Saved(replace(task.image, relative_path="again.png"))
    library.lost.fetch_again(task)
    await wait_until(lambda: library.jobs.names == [])
    assert (library.found, library.not_fetched) == (([task.id], []) if works else ([], [task.id]))
    assert (await library.stored_path(task) == "again.png") is works


# -- the history anew from files -----------------------------------------------------------------


async def test_files_bring_tasks_and_marks_back_and_leave_newer_rows(library: Library) -> None:
    kept, lost, bare = [await library.put(number) for number in (1, 2, 3)]
    marked = replace(
        lost, rating=4, note="keep", tags=("night", "sea"), starred=True, trashed_at=9.0
    )
    write_sidecar(library.path(lost), marked)
    write_sidecar(library.path(kept), replace(kept, rating=1, note="older"))
    for task in (lost, bare):
        await library.history.remove(task.id)
    rebuild = HistoryRebuild(
        RebuildStore(library.database), library.images, list, library.workers, Clock()
    )
    assert await rebuild.add_from_files() == 2
    back = await library.history.get(lost.id)
    assert back is not None
    assert (back.rating, back.note, back.tags, back.starred) == (4, "keep", ("night", "sea"), True)
    assert back.trashed_at == 9.0
    same = await library.history.get(kept.id)
    assert same is not None
    assert (same.rating, same.note) == (0, "")
    assert await rebuild.add_from_files() == 0


async def test_a_history_that_was_lost_gets_the_marks_of_its_sidecars(library: Library) -> None:
    task = await library.put(1, in_history=False)
    write_sidecar(library.path(task), replace(task, rating=2, tags=("sea",), note="here"))
    rebuild = HistoryRebuild(
        RebuildStore(library.database), library.images, list, library.workers, Clock()
    )
    assert await rebuild.before_start() == 1
    back = await library.history.get(task.id)
    assert back is not None
    assert (back.rating, back.tags, back.note) == (2, ("sea",), "here")
