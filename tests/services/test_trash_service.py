"""Emptying the trash: files and rows go together, whatever ends the program in between."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.trash_service import Departure, Emptied, Held, TrashService
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.task_rows import load_tasks
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from nanobanana_desktop.storage.trash_store import STILL_MADE, TrashStore, TrashSummary
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]
S = TaskState


class PowerCutError(Exception):
    """The program ends here."""


@dataclass
class Shelf:
    """Files by task id; `stops_at` is the task before whose file the program dies."""

    files: set[str] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)
    is_away: bool = False
    stops_at: str = ""

    def throw_away(self, task: GenerationTask) -> Departure:
        if task.id == self.stops_at:
            raise PowerCutError
        if task.id in self.refuses:
            return Departure.REFUSED
        departed = self.departed(task)
        if departed is Departure.REFUSED:
            self.files.discard(task.id)
            return Departure.GONE
        return departed

    def away(self) -> list[Path]:
        return [Path("/media/away")] if self.is_away else []

    def not_found(self, relative_paths: Sequence[str]) -> int:
        return len(relative_paths)

    def departed(self, task: GenerationTask) -> Departure:
        if task.image is None:
            return Departure.GONE
        if self.is_away:
            return Departure.FOLDER_AWAY
        return Departure.REFUSED if task.id in self.files else Departure.GONE


@dataclass
class Tasks:
    database: Database
    removed: list[str] = field(default_factory=list)
    fails: bool = False
    meanwhile: tuple[str, str | None] | None = None
    """SQL and its value: happens just before the tasks are to be removed."""

    async def remove_all(
        self,
        task_ids: Sequence[str],
        remove: Callable[[Sequence[GenerationTask]], Awaitable[object]],
        *,
        may: Callable[[GenerationTask], bool],
    ) -> list[str]:
        if self.fails:
            raise StorageError(ErrorCase.DISK_FULL, "full")
        if self.meanwhile is not None:
            sql, value = self.meanwhile
            await self.database.write(lambda connection: connection.execute(sql, (value,)))
        found = await self.database.run(lambda connection: load_tasks(connection, task_ids))
        going = [task for task in found if may(task)]
        await remove(going)
        self.removed += [task.id for task in going]
        return [task.id for task in going]


@dataclass
class Bin:
    database: Database
    shelf: Shelf
    tasks: Tasks
    workers: Workers
    failures: list[BaseException] = field(default_factory=list)
    emptied: list[Emptied] = field(default_factory=list)
    troubles: list[StorageError] = field(default_factory=list)
    service: TrashService = field(init=False)
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """A new run of the program over the same disk."""
        self.jobs = Jobs(lambda _name, error: self.failures.append(error))
        store = TrashStore(self.database)
        self.service = TrashService(store, self.tasks, self.shelf, self.workers, self.jobs)
        self.service.emptied.connect(self.emptied.append)
        self.service.trouble.connect(self.troubles.append)

    async def put(self, *tasks: GenerationTask) -> None:
        await HistoryStore(self.database).add(tasks)
        self.shelf.files |= {task.id for task in tasks if task.image is not None}
        values = [(task.trashed_at, task.id) for task in tasks]
        sql = "UPDATE tasks SET trashed_at = ? WHERE id = ?"
        await self.database.write(lambda connection: connection.executemany(sql, values))

    async def rows(self) -> list[str]:
        sql = "SELECT id FROM tasks ORDER BY number"
        return await self.database.run(lambda c: [row[0] for row in c.execute(sql)])

    async def number(self, task_id: str) -> int:
        sql = "SELECT number FROM tasks WHERE id = ?"
        return await self.database.run(lambda c: int(c.execute(sql, (task_id,)).fetchone()[0]))


@pytest.fixture
async def bin_(tmp_path: Path) -> AsyncIterator[Bin]:
    database, workers = Database(tmp_path / "history.sqlite"), Workers("t", 1)
    await database.open()
    made = Bin(database, Shelf(), Tasks(database), workers)
    yield made
    await made.jobs.close()
    workers.close()
    await database.close()


def trashed(name: str, **fields: object) -> GenerationTask:
    image = make_image(relative_path=f"{name}.png")
    task = make_task(id=name, state=S.DONE, image=image, trashed_at=5.0)
    return replace(task, **fields)


async def test_a_history_that_cannot_be_written_keeps_every_file(
    bin_: Bin,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("the trash was not emptied")
    await bin_.put(trashed("a"), trashed("b"))

    async def refuse(_function: object) -> None:
        raise StorageError(ErrorCase.DISK_FULL, "full")

    monkeypatch.setattr(bin_.database, "write", refuse)
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (bin_.shelf.files, await bin_.rows()) == ({"a", "b"}, ["a", "b"])
    assert ([error.case for error in bin_.troubles], bin_.emptied) == (
        [ErrorCase.DISK_FULL],
        [Emptied()],
    )


async def test_rows_that_could_not_be_removed_go_at_the_next_start(
    bin_: Bin, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("the trash was not emptied")
    await bin_.put(trashed("a"), make_task(id="kept", state=S.DONE, image=make_image()))
    bin_.tasks.fails = True
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (bin_.shelf.files, await bin_.rows()) == ({"kept"}, ["a", "kept"])
    bin_.tasks.fails = False
    bin_.start()
    await bin_.service.settle()
    assert (await bin_.rows(), bin_.tasks.removed) == (["kept"], ["a"])
    await bin_.service.settle()
    assert bin_.tasks.removed == ["a"]


@pytest.mark.parametrize("stops_at", ["a", "b", "c"])
async def test_a_crash_at_any_file_leaves_files_and_rows_in_agreement(
    bin_: Bin, wait_until: WaitUntil, expected_log: Callable[[str], None], stops_at: str
) -> None:
    expected_log("empty trash")
    await bin_.put(*(trashed(name) for name in "abc"))
    bin_.shelf.stops_at = stops_at
    bin_.service.empty()
    await wait_until(lambda: bin_.failures)
    assert [type(error) for error in bin_.failures] == [PowerCutError]
    bin_.start()
    await bin_.service.settle()
    left = [name for name in "abc" if name >= stops_at]
    assert (await bin_.rows(), bin_.shelf.files) == (left, set(left))
    bin_.shelf.stops_at = ""
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (await bin_.rows(), bin_.shelf.files) == ([], set())


async def test_a_folder_that_is_away_has_lost_nothing(bin_: Bin, wait_until: WaitUntil) -> None:
    await bin_.put(trashed("a"))
    bin_.shelf.is_away = True
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert bin_.emptied == [Emptied(folder_away=1)]
    assert await bin_.rows() == ["a"]


async def test_what_was_leaving_while_the_folder_is_away_waits_for_it(
    bin_: Bin, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("empty trash")
    await bin_.put(trashed("a"), trashed("b"))
    bin_.shelf.stops_at = "b"
    bin_.service.empty()
    await wait_until(lambda: bin_.failures)
    bin_.shelf.is_away = True
    await bin_.service.settle()
    assert await bin_.rows() == ["a", "b"]
    bin_.shelf.is_away = False
    await bin_.service.settle()
    assert await bin_.rows() == ["b"]


async def test_a_file_that_another_task_shows_too_stays(bin_: Bin, wait_until: WaitUntil) -> None:
    shared = trashed("a")
    await bin_.put(shared, trashed("b"), replace(shared, id="kept", trashed_at=None))
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert bin_.emptied == [Emptied(gone=2)]
    assert await bin_.rows() == ["kept"]
    assert bin_.shelf.files == {"a", "kept"}


async def test_a_file_that_only_leaving_tasks_show_goes(bin_: Bin, wait_until: WaitUntil) -> None:
    shared = trashed("a")
    await bin_.put(shared, replace(shared, id="b"))
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (await bin_.rows(), bin_.shelf.files) == ([], set())


async def test_the_bin_of_the_system_refuses_one(bin_: Bin, wait_until: WaitUntil) -> None:
    await bin_.put(trashed("a"), trashed("b"), trashed("c"))
    bin_.shelf.refuses = {"b"}
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert bin_.emptied == [Emptied(gone=2, refused=1)]
    assert (await bin_.rows(), bin_.shelf.files) == (["b"], {"b"})


@pytest.mark.parametrize("state", sorted(STILL_MADE))
async def test_what_turned_out_to_be_paid_does_not_leave_at_the_next_start(
    bin_: Bin,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
    state: TaskState,
) -> None:
    expected_log("the trash was not emptied")
    await bin_.put(trashed("a", state=S.SUBMIT_UNKNOWN, image=None))
    bin_.tasks.fails = True
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    bin_.tasks.fails = False
    bin_.start()
    # The start found the order's id in the journal and follows it; the trash comes later.
    sql = "UPDATE tasks SET state = ?, remote_id = 'r'"
    await bin_.database.write(lambda connection: connection.execute(sql, (state.value,)))
    await bin_.service.settle()
    assert (await bin_.rows(), bin_.tasks.removed) == (["a"], [])


@pytest.mark.parametrize("state", sorted(STILL_MADE))
async def test_what_is_still_being_made_stays(
    bin_: Bin, wait_until: WaitUntil, state: TaskState
) -> None:
    await bin_.put(trashed("a"), trashed("b", state=state, image=None))
    assert await bin_.service.summary() == TrashSummary(1, 0, 1)
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert await bin_.rows() == ["b"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        *(
            ("UPDATE tasks SET state = ? WHERE id = 'a'", state.value)
            for state in sorted(STILL_MADE)
        ),
        ("UPDATE tasks SET trashed_at = ? WHERE id = 'a'", None),
    ],
)
async def test_what_is_under_way_again_when_its_turn_comes_keeps_its_row(
    bin_: Bin, wait_until: WaitUntil, meanwhile: tuple[str, str | None]
) -> None:
    await bin_.put(trashed("a", state=S.EXPIRED, image=None), trashed("b"))
    bin_.tasks.meanwhile = meanwhile
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (bin_.emptied, await bin_.rows()) == ([Emptied(gone=1)], ["a"])


async def test_starred_ones_stay_unless_they_are_meant(bin_: Bin, wait_until: WaitUntil) -> None:
    await bin_.put(trashed("a"), trashed("b", starred=True), trashed("c"))
    assert await bin_.service.summary() == TrashSummary(3, 1, 0)
    bin_.service.empty()
    await wait_until(lambda: len(bin_.emptied) == 1)
    assert await bin_.rows() == ["b"]
    bin_.service.empty(starred=True)
    await wait_until(lambda: len(bin_.emptied) == 2)
    assert await bin_.rows() == []


async def test_only_what_lies_in_the_trash_and_was_chosen_leaves(
    bin_: Bin, wait_until: WaitUntil
) -> None:
    await bin_.put(trashed("a"), trashed("b"), make_task(id="c", state=S.DONE))
    numbers = [await bin_.number(name) for name in "bc"]
    assert await bin_.service.summary(numbers) == TrashSummary(1, 0, 0)
    bin_.service.empty(numbers)
    await wait_until(lambda: bin_.emptied)
    assert await bin_.rows() == ["a", "c"]


async def test_many_leave_in_portions_and_tell_how_far_it_is(
    bin_: Bin, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.trash_service.PORTION", 2)
    await bin_.put(*(trashed(f"t{number}") for number in range(5)))
    steps: list[tuple[int, int]] = []
    bin_.service.progress_changed.connect(lambda done, total: steps.append((done, total)))
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert steps == [(2, 5), (4, 5), (5, 5)]
    assert (bin_.emptied, await bin_.rows()) == ([Emptied(gone=5)], [])


async def test_the_end_of_the_program_lets_no_further_portion_go(
    bin_: Bin, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.trash_service.PORTION", 1)
    await bin_.put(trashed("a"), trashed("b"))
    bin_.service.progress_changed.connect(lambda _done, _total: bin_.service.stop())
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (await bin_.rows(), bin_.shelf.files) == (["b"], {"b"})


async def test_what_stays_for_a_folder_is_told_until_that_is_given_up(
    bin_: Bin, tmp_path: Path, wait_until: WaitUntil
) -> None:
    """With real files: the drive is away, and nothing on it is touched."""
    drive, former, today = tmp_path / "drive", tmp_path / "former", tmp_path / "today"
    today.mkdir()
    (drive / "2026/11").mkdir(parents=True)
    for name in ("a.png", "b.png"):
        (drive / "2026/11" / name).write_bytes(b"picture")
    images = ImageStore(today, (former,))
    bin_.shelf = PictureShelf(
        images,
        Spool(tmp_path / "spool"),
        ThumbnailStore(tmp_path / "thumbnails.sqlite"),
        Quarantine(tmp_path / "quarantine"),
        lambda: True,
    )
    bin_.start()
    tasks = [
        make_task(id=name, state=S.DONE, image=make_image(relative_path=f"2026/11/{name}.png"))
        for name in "ab"
    ]
    await HistoryStore(bin_.database).add([*tasks, make_task(id="kept", state=S.DONE)])
    sql = "UPDATE tasks SET trashed_at = 5 WHERE id <> 'kept'"
    await bin_.database.write(lambda connection: connection.execute(sql))
    assert await bin_.service.held() == Held((former,), 2)
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (bin_.emptied.pop(), await bin_.rows()) == (Emptied(folder_away=2), ["a", "b", "kept"])
    images.use_folders(today, (former,), None, {former})
    assert await bin_.service.held() == Held()
    assert await bin_.rows() == ["a", "b", "kept"], "until the bin is emptied"
    bin_.service.empty()
    await wait_until(lambda: bin_.emptied)
    assert (bin_.emptied.pop(), await bin_.rows()) == (Emptied(gone=2), ["kept"])
    assert len(list(drive.rglob("*.png"))) == 2
