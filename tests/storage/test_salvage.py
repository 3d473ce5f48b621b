"""What a damaged history gives to the new one, and that its own bytes are never touched."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.storage import salvage as salvaging
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.database_file import OpenReport, open_history_file
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.mark_store import MarkStore
from nanobanana_desktop.storage.migrations import MIGRATIONS
from nanobanana_desktop.storage.salvage import salvage
from nanobanana_desktop.storage.saved_searches import SavedSearches
from nanobanana_desktop.storage.task_rows import load_tasks
from tests.fakes import make_image, make_task

COUNT = 240
STATES = (TaskState.DONE, TaskState.PROCESSING, TaskState.SUBMIT_UNKNOWN, TaskState.FAILED)


def sample_task(number: int) -> GenerationTask:
    state = STATES[number % len(STATES)]
    done = state is TaskState.DONE
    reference = Reference(kind=ReferenceKind.FILE, name="cat.png", sha256=f"{number:064x}")
    return make_task(
        id=f"{number:032x}",
        params=GenerationParams(
            prompt=f"picture {number} " + "斑马 " * 40, references=(reference,)
        ),
        state=state,
        attempt=1,
        remote_id=f"remote-{number}" if state is not TaskState.SUBMIT_UNKNOWN else "",
        created_at=1_000.0 + number,
        image=make_image(relative_path=f"2026/11/{number}.png") if done else None,
    )


async def fill(path: Path) -> None:
    database = Database(path)
    await database.open()
    store = HistoryStore(database)
    await store.add([sample_task(number) for number in range(COUNT)])
    for number in range(0, COUNT, 3):
        task = sample_task(number)
        intent = replace(task, attempt=2)
        await store.save_intent(intent, "{}", monotonic=1.0, boot_id="b")
        await store.log_event(task.id, 5.0, "seen", "words")
    await database.close()


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked is what can be read, not how much of it on a busy machine."""
    monkeypatch.setattr(salvaging, "TIME_LIMIT", 3_600.0)


@pytest.fixture
def filled(database_path: Path) -> Path:
    """A history of many pages whose last run did not end in order."""
    asyncio.run(fill(database_path))
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute("UPDATE app_state SET value = 1 WHERE key = 'running'")
        connection.commit()
    return database_path


def start(path: Path) -> tuple[OpenReport, dict[str, GenerationTask]]:
    """Open as the program does; what was said, and what can be read afterwards."""
    connection, report = open_history_file(path, MIGRATIONS, lambda: 0.0)
    with closing(connection):
        if report.damaged_kept_as is not None:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        rows = connection.execute("SELECT id FROM tasks").fetchall()
        tasks = load_tasks(connection, [row["id"] for row in rows])
    return report, {task.id: task for task in tasks}


def page_of(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
        ).fetchone()
    return int(page) - 1


def overwrite(path: Path, position: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(position)
        file.write(data)


def content(path: Path) -> bytes:
    return path.read_bytes()


def replace_content(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def leaves_of(path: Path, table: str) -> list[int]:
    """The pages below the table's root, counted from 0."""
    data = path.read_bytes()
    root = page_of(path, table) * 4096
    count = int.from_bytes(data[root + 3 : root + 5])
    places = (root + 12 + 2 * cell for cell in range(count))
    cells = (root + int.from_bytes(data[place : place + 2]) for place in places)
    return [int.from_bytes(data[cell : cell + 4]) - 1 for cell in cells]


def same(task: GenerationTask) -> GenerationTask:
    """As it was stored: the second intent raised the attempt of some."""
    return replace(task, attempt=1)


def test_destroyed_header_costs_no_row(filled: Path) -> None:
    overwrite(filled, 0, bytes(100))
    report, tasks = start(filled)
    assert (report.tasks_salvaged, report.salvage_complete) == (COUNT, True)
    assert {same(task).id: same(task) for task in tasks.values()} == {
        f"{number:032x}": sample_task(number) for number in range(COUNT)
    }


def test_destroyed_schema_costs_no_row(filled: Path) -> None:
    overwrite(filled, 0, bytes(4096))
    report, tasks = start(filled)
    assert report.tasks_salvaged == len(tasks) == COUNT


def test_one_bad_page_costs_only_its_rows(filled: Path) -> None:
    leaves = leaves_of(filled, "tasks")
    assert len(leaves) > 5
    for page in (leaves[0], leaves[3]):
        overwrite(filled, page * 4096, b"\xff" * 4096)
    report, tasks = start(filled)
    assert COUNT / 2 < report.tasks_salvaged < COUNT
    assert all(same(task) == sample_task(int(task.id, 16)) for task in tasks.values())


def test_half_a_file_gives_what_is_in_it(filled: Path) -> None:
    data = filled.read_bytes()
    os.truncate(filled, len(data) // 2 // 4096 * 4096)
    report, tasks = start(filled)
    assert 0 < report.tasks_salvaged == len(tasks) <= COUNT
    assert report.damaged_kept_as is not None
    assert report.damaged_kept_as.read_bytes() == data[: len(data) // 2 // 4096 * 4096]


async def test_rows_of_the_log_are_saved_too(database_path: Path) -> None:
    database = Database(database_path)
    await database.open()
    await HistoryStore(database).add([sample_task(1)])
    wal = database_path.with_name(database_path.name + "-wal")
    log = content(wal)
    await database.close()
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute("DELETE FROM tasks")
        connection.commit()
    overwrite(database_path, 0, bytes(16))
    replace_content(wal, log)
    report, tasks = start(database_path)
    assert report.tasks_salvaged == 1
    assert list(tasks.values()) == [sample_task(1)]


def test_unreadable_state_never_hides_what_was_paid(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("UPDATE tasks SET state = 'gibberish', is_active = 7")
        connection.commit()
    overwrite(filled, 0, bytes(100))
    _, tasks = start(filled)
    expected = {
        TaskState.DONE: TaskState.DONE,
        TaskState.PROCESSING: TaskState.QUEUED,
        TaskState.SUBMIT_UNKNOWN: TaskState.SUBMIT_UNKNOWN,
        TaskState.FAILED: TaskState.QUEUED,
    }
    assert len(tasks) == COUNT
    for task in tasks.values():
        assert task.state is expected[sample_task(int(task.id, 16)).state]


def test_salvaged_tasks_are_found_by_their_words(filled: Path) -> None:
    overwrite(filled, page_of(filled, "task_search") * 4096, bytes(4096))
    start(filled)
    with closing(sqlite3.connect(filled)) as connection:
        found = connection.execute(
            "SELECT COUNT(*) FROM task_search WHERE instr(search_text, 'picture')"
        )
        assert found.fetchone() == (COUNT,)


def test_time_ends_before_the_file_does(filled: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.sqlite"
    connection, _ = open_history_file(fresh, MIGRATIONS, lambda: 0.0)
    # The limit is over at the second look at the clock after the first, which it begins with.
    looks = itertools.count()
    moment = 0.975 * salvaging.TIME_LIMIT
    with closing(connection):
        found = salvage(filled, connection, fresh.read_bytes(), lambda: next(looks) * moment)
    assert not found.complete
    assert found.tasks == COUNT


def test_full_disk_while_saving_leaves_the_damaged_file_whole(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overwrite(filled, 0, bytes(16))
    damaged = filled.read_bytes()

    def no_space(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nanobanana_desktop.storage.salvage.shutil.copyfileobj", no_space)
    report, tasks = start(filled)
    assert (report.tasks_salvaged, tasks) == (0, {})
    assert report.damaged_kept_as is not None
    assert report.damaged_kept_as.read_bytes() == damaged


def test_crash_while_saving_loses_nothing(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overwrite(filled, 0, bytes(100))
    damaged = filled.read_bytes()

    class CrashError(BaseException):
        pass

    def crash(*_arguments: object) -> None:
        raise CrashError

    for place in ("salvage.mend", "building._keep_aside", "building.sync_folder"):
        with monkeypatch.context() as patch:
            patch.setattr(f"nanobanana_desktop.storage.{place}", crash)
            with pytest.raises(CrashError):
                start(filled)
        assert filled.read_bytes() == damaged
    report, _ = start(filled)
    assert report.tasks_salvaged == COUNT


Mutation = Callable[[random.Random, bytearray], bytes]


def _flip(pick: random.Random, data: bytearray) -> bytes:
    for _ in range(pick.choice([1, 10, 200])):
        data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    return bytes(data)


def _flip_first_page(pick: random.Random, data: bytearray) -> bytes:
    for _ in range(pick.choice([1, 5, 40])):
        data[pick.randrange(4096)] = pick.randrange(256)
    return bytes(data)


def _cut(pick: random.Random, data: bytearray) -> bytes:
    return bytes(data[: pick.randrange(len(data))])


def _zero(pick: random.Random, data: bytearray) -> bytes:
    begin = pick.randrange(len(data))
    end = min(len(data), begin + pick.choice([100, 4096, 65_536]))
    data[begin:end] = bytes(end - begin)
    return bytes(data)


def _noise(pick: random.Random, data: bytearray) -> bytes:
    page = pick.randrange(len(data) // 4096) * 4096
    data[page : page + 4096] = pick.randbytes(4096)
    return bytes(data)


def _swap_pages(pick: random.Random, data: bytearray) -> bytes:
    one, two = (pick.randrange(len(data) // 4096) * 4096 for _ in range(2))
    first, second = bytes(data[one : one + 4096]), bytes(data[two : two + 4096])
    data[one : one + 4096], data[two : two + 4096] = second, first
    return bytes(data)


def _version(pick: random.Random, data: bytearray) -> bytes:
    data[60:64] = pick.randbytes(4)
    return bytes(data)


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _flip_first_page, _cut, _zero, _noise, _swap_pages, _version),
)


def test_row_29_every_one_of_500_mutated_histories_starts(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = filled.read_bytes()
    kept = salvaged = 0
    for seed in range(500):
        pick = random.Random(seed)
        folder = filled.parent / str(seed)
        folder.mkdir()
        path = folder / filled.name
        mutated = MUTATIONS[seed % len(MUTATIONS)](pick, bytearray(original))
        path.write_bytes(mutated)
        connection, report = open_history_file(path, MIGRATIONS, lambda: 0.0)
        connection.close()
        if report.damaged_kept_as is not None:
            kept += 1
            salvaged += report.tasks_salvaged
            assert report.damaged_kept_as.read_bytes() == mutated, seed
            assert report.salvage_complete, seed
        elif report.read_only:
            assert path.read_bytes() == mutated, seed
    with capsys.disabled():
        sys.stdout.write(
            f"\n500 mutated histories started; {kept} were replaced and gave "
            f"{salvaged / kept:.1f} of {COUNT} tasks on average\n"
        )
    assert kept > 200
    assert salvaged / kept > COUNT / 2


async def mark_some(path: Path) -> dict[str, tuple[int, str, tuple[str, ...], float | None]]:
    """Give some tasks marks; all marks by task id."""
    database = Database(path)
    await database.open()
    numbers = [number for number in range(1, COUNT) if number % 5 == 0]
    marks = MarkStore(database)
    await marks.change(numbers, MarkChange(rating=4, note="Für Oma", add_tags=("橘猫",)), 7.0)
    await marks.change(numbers[:3], MarkChange(trash=True, add_tags=("x",)), 7.0)
    await SavedSearches(database).add("best", "rating:5", HistorySort.RATING)
    tasks = await HistoryStore(database).ordered_since(0.0)
    await database.close()
    return {task.id: (task.rating, task.note, task.tags, task.trashed_at) for task in tasks}


def unclean(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE app_state SET value = 1 WHERE key = 'running'")
        connection.commit()


def schema_pages(path: Path) -> list[int]:
    """All pages that say which tables there are, counted from 0."""
    data = path.read_bytes()
    assert data[100] == 5, "the schema fits into one page"
    count = int.from_bytes(data[103:105])
    cells = (int.from_bytes(data[112 + 2 * n : 114 + 2 * n]) for n in range(count))
    children = [*(data[cell : cell + 4] for cell in cells), data[108:112]]
    return [0, *(int.from_bytes(child) - 1 for child in children)]


@pytest.mark.parametrize("filler", [b"\0", b"\xff", b"tags"])
@pytest.mark.parametrize("whole", [False, True])
def test_marks_survive_a_destroyed_schema_and_are_found(
    filled: Path, filler: bytes, whole: bool
) -> None:
    marks = asyncio.run(mark_some(filled))
    unclean(filled)
    for page in schema_pages(filled) if whole else [0]:
        overwrite(filled, page * 4096, (filler * 4096)[:4096])
    report, tasks = start(filled)
    assert report.tasks_salvaged == COUNT
    found = {i: (t.rating, t.note, t.tags, t.trashed_at) for i, t in tasks.items()}
    assert {task_id: found[task_id] for task_id in marks} == marks
    with closing(HistoryReader(filled)) as reader:
        assert reader.counts().trash == 3
        assert reader.counts().all == COUNT - 3
        wanted = [i for i, task in tasks.items() if task.note and task.trashed_at is None]
        assert len(wanted) == len(range(5, COUNT, 5)) - 3
        for text in ("oma", "tag:橘猫", "橘猫", "rating:4"):
            hits = [i for i in tasks if reader.matching(HistoryQuery(text), [i])]
            assert sorted(hits) == sorted(wanted), text
        assert reader.first_page(HistoryQuery()).ratios[0] == pytest.approx(1.0)
    with closing(sqlite3.connect(filled)) as connection:
        saved = connection.execute("SELECT name, text, sort FROM saved_searches").fetchall()
    assert saved == [("best", "rating:5", "rating")]


def test_a_tag_whose_name_is_lost_takes_nothing_else_along(filled: Path) -> None:
    marks = asyncio.run(mark_some(filled))
    unclean(filled)
    names = page_of(filled, "tags")
    overwrite(filled, 0, bytes(4096))
    overwrite(filled, names * 4096, bytes(4096))
    report, tasks = start(filled)
    assert report.tasks_salvaged == COUNT
    for task_id, (rating, note, _tags, trashed_at) in marks.items():
        task = tasks[task_id]
        assert (task.rating, task.note, task.tags) == (rating, note, ())
        assert task.trashed_at == trashed_at
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT count(*) FROM task_tags").fetchone() == (0,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    asyncio.run(mark_some(filled))
