from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.database_file import OpenReport
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.migrations import MIGRATIONS, Migration
from tests.fakes import make_task

LATEST = MIGRATIONS[-1].version


@asynccontextmanager
async def opened(
    path: Path,
    migrations: Sequence[Migration] = MIGRATIONS,
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[Database]:
    database = Database(path, migrations=migrations, clock=clock)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def open_once(
    path: Path,
    migrations: Sequence[Migration] = MIGRATIONS,
    clock: Callable[[], float] = time.time,
) -> OpenReport:
    async with opened(path, migrations, clock) as database:
        return database.report


async def fill(path: Path, count: int = 50) -> None:
    async with opened(path) as database:
        await HistoryStore(database).add([make_task(id=f"{n:032x}") for n in range(count)])


def pretend_crash(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE app_state SET value = 1 WHERE key = 'running'")
        connection.commit()


def content(path: Path) -> bytes:
    return path.read_bytes()


def overwrite(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def remove(path: Path) -> None:
    path.unlink()


def make_folder(path: Path) -> None:
    path.mkdir(parents=True)


def truncate(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip_bits(data: bytes) -> bytes:
    changed = bytearray(data)
    for position in random.Random(7).sample(range(len(changed)), 400):
        changed[position] ^= 0xFF
    return bytes(changed)


DAMAGES = {
    "empty": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "zero_header": lambda data: bytes(100) + data[100:],
    "truncated": truncate,
    "only_header": lambda data: data[:100],
    "zero_tail": lambda data: data[:8192] + bytes(len(data) - 8192),
    "flipped": flip_bits,
    "html": lambda data: b"<html>" * 1000,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
async def test_damaged_file_is_kept_and_a_new_one_started(
    database_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    await fill(database_path)
    pretend_crash(database_path)
    bad = damage(content(database_path))
    overwrite(database_path, bad)
    async with opened(database_path, clock=lambda: 0.0) as database:
        report = database.report
        assert report.created
        assert report.damage
        kept = database_path.with_name("history.sqlite.corrupt-19700101T000000Z")
        assert report.damaged_kept_as == kept
        assert content(kept) == bad
        await HistoryStore(database).add([make_task(id="new")])


async def test_log_of_a_damaged_file_goes_with_it(database_path: Path) -> None:
    await fill(database_path)
    overwrite(database_path, b"no database" * 500)
    wal = database_path.with_name("history.sqlite-wal")
    overwrite(wal, b"old log")
    report = await open_once(database_path)
    kept = report.damaged_kept_as
    assert kept is not None
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"old log"
    assert not wal.exists()


async def test_log_without_its_file_is_not_replayed_into_a_new_one(database_path: Path) -> None:
    database = Database(database_path)
    await database.open()
    await HistoryStore(database).add([make_task()])
    wal = database_path.with_name("history.sqlite-wal")
    log = content(wal)
    await database.close()
    remove(database_path)
    overwrite(wal, log)
    async with opened(database_path) as database:
        assert database.report.damaged_kept_as is not None
        assert await HistoryStore(database).unfinished() == []


def overwrite_page(path: Path, root_of: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (root_of,)
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))


async def test_damage_found_on_the_way_is_looked_at_by_the_next_start(database_path: Path) -> None:
    await fill(database_path, 5)
    overwrite_page(database_path, "tasks")
    async with opened(database_path) as database:
        assert database.report.damaged_kept_as is None
        with pytest.raises(StorageError) as raised:
            await HistoryStore(database).unfinished()
        assert raised.value.case is ErrorCase.DATABASE
    report = await open_once(database_path)
    assert report.damaged_kept_as is not None


@pytest.mark.parametrize("seed", range(40))
async def test_random_damage_never_stops_the_start(database_path: Path, seed: int) -> None:
    await fill(database_path, 20)
    pretend_crash(database_path)
    data = bytearray(content(database_path))
    pick = random.Random(seed)
    for _ in range(pick.choice([1, 5, 50])):
        end = len(data) if pick.random() < 0.5 else 4096
        data[pick.randrange(end)] = pick.randrange(256)
    overwrite(database_path, bytes(data))
    async with opened(database_path) as database:
        report = database.report
        if report.damaged_kept_as is not None:
            assert content(report.damaged_kept_as) == bytes(data)
        if not report.read_only and report.created:
            await HistoryStore(database).add([make_task(id="new")])


async def test_database_of_something_else_is_not_touched(database_path: Path) -> None:
    database_path.parent.mkdir()
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    original = content(database_path)
    report = await open_once(database_path)
    assert report.damage == "a table or column is missing"
    assert report.damaged_kept_as is not None
    assert content(report.damaged_kept_as) == original


async def test_newer_version_is_opened_for_reading_only(database_path: Path) -> None:
    await fill(database_path, 3)
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    original = content(database_path)
    async with opened(database_path) as database:
        report = database.report
        assert report.read_only
        assert report.problem is not None
        assert report.problem.case is ErrorCase.NEWER_DATABASE
        assert report.schema_version == LATEST + 1
        store = HistoryStore(database)
        assert len(await store.unfinished()) == 3
        with pytest.raises(StorageError) as raised:
            await store.add([make_task()])
        assert raised.value.case is ErrorCase.NEWER_DATABASE
    assert content(database_path) == original


async def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as raised:
        await open_once(tmp_path / "file" / "history.sqlite")
    assert raised.value.case is ErrorCase.FOLDER_MISSING
    assert raised.value.facts["folder"] == str(tmp_path / "file")


async def test_folder_in_place_of_the_file(database_path: Path) -> None:
    make_folder(database_path)
    with pytest.raises(StorageError) as raised:
        await open_once(database_path)
    assert raised.value.case is ErrorCase.FOLDER_MISSING


async def test_full_disk_stores_nothing_and_recovers(database: Database) -> None:
    store = HistoryStore(database)
    await store.add([make_task(id="first")])
    pages = await database.run(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
    await database.run(lambda c: c.execute(f"PRAGMA max_page_count = {pages}"))
    many = [make_task(id=f"t{n}", error_text="x" * 500) for n in range(200)]
    with pytest.raises(StorageError) as raised:
        await store.add(many)
    assert raised.value.case is ErrorCase.DISK_FULL
    assert raised.value.facts["folder"] == str(database.path.parent)
    assert [task.id for task in await store.unfinished()] == ["first"]
    await database.run(lambda c: c.execute("PRAGMA max_page_count = 1000000"))
    await store.add(many)
    assert len(await store.unfinished()) == 201


async def test_row_29_history_that_another_program_holds_can_be_looked_at(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.storage.database_file.PATIENCE", 0.01)
    await fill(database_path, 3)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with opened(database_path) as database:
            problem = database.report.problem
            assert problem is not None
            assert (problem.case, problem.retryable) == (ErrorCase.DATABASE, True)
            store = HistoryStore(database)
            assert len(await store.unfinished()) == 3
            with pytest.raises(StorageError) as raised:
                await store.add([make_task()])
            assert raised.value.case is ErrorCase.DATABASE
        other.execute("ROLLBACK")
    report = await open_once(database_path)
    assert report.problem is None
    assert report.damaged_kept_as is None


async def test_row_29_history_that_another_program_keeps_to_itself_is_left_alone(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("database_file.PATIENCE", "connections.BUSY_SECONDS"):
        monkeypatch.setattr(f"nanobanana_desktop.storage.{place}", 0.01)
    await fill(database_path, 3)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError) as raised:
            await open_once(database_path)
        assert raised.value.case is ErrorCase.DATABASE
        other.execute("ROLLBACK")
    async with opened(database_path) as database:
        assert len(await HistoryStore(database).unfinished()) == 3


async def test_another_program_that_holds_the_file(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.run(lambda c: c.execute("PRAGMA busy_timeout = 10"))
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as raised:
            await HistoryStore(database).add([make_task()])
        assert raised.value.case is ErrorCase.DATABASE
        assert raised.value.retryable
        other.execute("ROLLBACK")
    await HistoryStore(database).add([make_task()])


async def test_failing_function_undoes_all_of_it(database: Database) -> None:
    def insert_and_fail(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO app_state VALUES ('x', 1)")
        raise KeyError("bug")

    with pytest.raises(KeyError):
        await database.write(insert_and_fail)
    found = await database.run(
        lambda c: c.execute("SELECT 1 FROM app_state WHERE key = 'x'").fetchone()
    )
    assert found is None
    await database.write(lambda c: c.execute("INSERT INTO app_state VALUES ('y', 1)"))


async def test_frozen_predecessor_cannot_write_any_more(database_path: Path) -> None:
    async with opened(database_path) as old, opened(database_path) as new:
        assert new.report.owner_epoch == old.report.owner_epoch + 1
        with pytest.raises(StorageError) as raised:
            await HistoryStore(old).add([make_task()])
        assert raised.value.case is ErrorCase.DATABASE
        await HistoryStore(new).add([make_task()])


async def test_end_of_a_predecessor_does_not_hide_an_unclean_end(database_path: Path) -> None:
    old = Database(database_path)
    await old.open()
    new = Database(database_path)
    await new.open()
    await old.close()
    with closing(sqlite3.connect(database_path)) as connection:
        running = connection.execute("SELECT value FROM app_state WHERE key = 'running'")
        assert running.fetchone() == (1,)
    await new.close()


async def test_closed_or_unopened_database_says_so(database_path: Path) -> None:
    database = Database(database_path)
    await database.close()
    with pytest.raises(StorageError):
        await database.run(lambda c: None)
    await database.open()
    await database.close()
    await database.close()
    with pytest.raises(StorageError):
        await database.write(lambda c: None)


async def test_cancelled_caller_does_not_tear_a_transaction(
    database: Database, wait_until: Callable[..., Awaitable[None]]
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO app_state VALUES ('a', 1)")
        begun.set()
        assert go_on.wait(60)
        connection.execute("INSERT INTO app_state VALUES ('b', 1)")

    job = asyncio.ensure_future(database.write(slow))
    await wait_until(begun.is_set)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    go_on.set()
    rows = await database.run(
        lambda c: c.execute("SELECT COUNT(*) FROM app_state WHERE key IN ('a', 'b')").fetchone()[0]
    )
    assert rows == 2


async def test_calls_are_carried_out_in_their_order(database: Database) -> None:
    seen: list[int] = []
    await asyncio.gather(*(database.run(lambda c, n=n: seen.append(n)) for n in range(200)))
    assert seen == list(range(200))


async def test_reader_cannot_write(database: Database) -> None:
    with closing(database.reader()) as reader:
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("DELETE FROM tasks")
        reader.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("DELETE FROM tasks")


async def test_unclean_end_is_noticed_and_a_clean_one_is_not(database_path: Path) -> None:
    first = await open_once(database_path)
    assert (first.created, first.unclean_exit, first.owner_epoch) == (True, False, 1)
    second = await open_once(database_path)
    assert (second.created, second.unclean_exit, second.owner_epoch) == (False, False, 2)
    pretend_crash(database_path)
    third = await open_once(database_path)
    assert (third.unclean_exit, third.damaged_kept_as, third.owner_epoch) == (True, None, 3)


async def test_guards_are_on(database: Database) -> None:
    pragmas = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    for name, expected in pragmas.items():
        value = await database.run(lambda c, n=name: c.execute(f"PRAGMA {n}").fetchone()[0])
        assert value == expected, name
    with closing(database.reader()) as reader:
        assert reader.execute("PRAGMA query_only").fetchone()[0] == 1


async def test_files_are_private_whatever_the_umask(
    database_path: Path, mode: Callable[[Path], int]
) -> None:
    before = os.umask(0)
    try:
        async with opened(database_path) as database:
            await HistoryStore(database).add([make_task()])
            files = sorted(database_path.parent.iterdir())
            names = [path.name for path in files]
            assert names == ["history.sqlite", "history.sqlite-shm", "history.sqlite-wal"]
            assert [mode(path) for path in files] == [0o600] * 3
    finally:
        os.umask(before)
    assert mode(database_path.parent) == 0o700


async def test_odd_folder_names(tmp_path: Path) -> None:
    path = tmp_path / "数据 %41?x#y&mode=memory" / "history.sqlite"
    await fill(path, 2)
    assert path.is_file()
    async with opened(path) as database:
        assert len(await HistoryStore(database).unfinished()) == 2


async def test_half_made_file_of_a_crash_is_no_hindrance(database_path: Path) -> None:
    database_path.parent.mkdir()
    database_path.with_name(".history.sqlite.new").write_bytes(b"half")
    report = await open_once(database_path)
    assert report.created
    assert report.damaged_kept_as is None
    assert [p.name for p in database_path.parent.iterdir()] == ["history.sqlite"]


ADD_COLOR = Migration(
    LATEST + 1, ("ALTER TABLE tasks ADD COLUMN color INTEGER NOT NULL DEFAULT 0",)
)
BROKEN = Migration(LATEST + 1, (*ADD_COLOR.statements, "CREATE TABLE tasks (x)"))
ORPHANING = Migration(
    LATEST + 1,
    ("INSERT INTO task_search (task_number, search_text, file_name) VALUES (999, '', '')",),
)


async def test_failed_migration_leaves_the_file_as_it_was(database_path: Path) -> None:
    await fill(database_path, 4)
    for bad in (BROKEN, ORPHANING):
        with pytest.raises(StorageError) as raised:
            await open_once(database_path, migrations=(*MIGRATIONS, bad))
        assert raised.value.case is ErrorCase.DATABASE
    async with opened(database_path) as database:
        assert database.report.schema_version == LATEST
        columns = await database.run(
            lambda c: [row["name"] for row in c.execute("PRAGMA table_info(tasks)")]
        )
        assert "color" not in columns
        assert len(await HistoryStore(database).unfinished()) == 4


async def test_migration_keeps_a_copy_of_the_file_before(
    database_path: Path, mode: Callable[[Path], int]
) -> None:
    await fill(database_path, 4)
    report = await open_once(database_path, migrations=(*MIGRATIONS, ADD_COLOR), clock=lambda: 0.0)
    assert (report.migrated_from, report.schema_version) == (LATEST, LATEST + 1)
    assert report.backup is not None
    assert report.backup.name == f"history-v{LATEST}-19700101T000000Z.sqlite"
    assert mode(report.backup) == 0o600
    with closing(sqlite3.connect(report.backup)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (LATEST,)
        assert copy.execute("SELECT COUNT(*) FROM tasks").fetchone() == (4,)
    again = await open_once(database_path, migrations=(*MIGRATIONS, ADD_COLOR))
    assert again.migrated_from is None


async def test_only_the_last_copies_are_kept(database_path: Path) -> None:
    await fill(database_path, 1)
    steps = list(MIGRATIONS)
    for number in range(1, 6):
        steps.append(Migration(LATEST + number, (f"CREATE TABLE t{number} (x)",)))
        await open_once(database_path, migrations=tuple(steps))
    copies = sorted(path.name for path in (database_path.parent / "backups").iterdir())
    assert [name[: len("history-v1")] for name in copies] == [
        f"history-v{LATEST + n}" for n in (2, 3, 4)
    ]
