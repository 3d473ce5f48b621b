from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.storage import history_finder
from nanobanana_desktop.storage.connections import open_for_reading
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_finder import HistoryFinder
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.mark_store import MarkStore
from nanobanana_desktop.storage.search_index import SearchIndex, open_index
from nanobanana_desktop.storage.search_sql import grams
from nanobanana_desktop.storage.task_rows import ROW_LIMIT
from tests.conftest import LogGuard
from tests.fakes import make_image, make_task

WORDS = ["watercolor", "fox", "斑马线", "猫", "lighthouse", "😀😀😀", '"x"', "100%"]
QUERIES = [HistoryQuery(word) for word in (*WORDS, "color", "斑马", "-fox", "fox|猫", "w")]


def some_tasks(count: int, seed: int = 1) -> list[GenerationTask]:
    pick = random.Random(seed)
    return [
        make_task(
            id=f"{pick.getrandbits(128):032x}",
            params=GenerationParams(prompt=" ".join(pick.choices(WORDS, k=3))),
            state=TaskState.DONE,
            created_at=1_000.0 + pick.randrange(count),
            image=make_image(),
        )
        for _ in range(count)
    ]


@pytest.fixture
def index_path(tmp_path: Path) -> Path:
    return tmp_path / "search.sqlite"


@pytest.fixture
def finder(database: Database, index_path: Path) -> Iterator[HistoryFinder]:
    with closing(HistoryFinder(database.path, index_path)) as finder:
        yield finder


def build(finder: HistoryFinder) -> None:
    while finder.build():
        pass


def numbers(finder: HistoryFinder, query: HistoryQuery) -> list[int]:
    return list(list(finder.find(query, lambda: False))[-1].numbers)


def assert_right(finder: HistoryFinder, database: Path) -> None:
    """What is found is what a finder finds that has no index."""
    with closing(HistoryFinder(database, Path("/nowhere/search.sqlite"))) as scanning:
        assert not scanning.build()
        for query in QUERIES:
            assert numbers(finder, query) == numbers(scanning, query), query


def test_every_code_point_of_a_word_is_in_a_gram() -> None:
    assert grams("abc") == ("abc",)
    assert grams("abcd") == ("abc", "bcd")
    assert grams("abcdefg") == ("abc", "def", "efg")
    assert grams("aaaaaa") == ("aaa",)
    assert grams("😀猫e") == ("😀猫e",)


async def test_words_are_looked_up_and_not_looked_for(
    store: HistoryStore, finder: HistoryFinder, index_path: Path
) -> None:
    await store.add(some_tasks(300))
    build(finder)
    with closing(open_index(index_path)) as connection:
        assert connection.execute("SELECT low, high FROM reach").fetchone() == (0, 300)
        found = connection.execute("SELECT rowid FROM words WHERE words MATCH '\"igh\"'")
        wanted = {number for (number,) in found}
    assert set(numbers(finder, HistoryQuery("lighthouse"))) == wanted


async def test_unchanged_text_is_not_read_again(
    store: HistoryStore, finder: HistoryFinder, database: Database
) -> None:
    tasks = some_tasks(20)
    await store.add(tasks)
    build(finder)
    for task in tasks:
        await store.save(replace(task, state=TaskState.FAILED, changed_at=9.0))
    with closing(database.reader()) as connection:
        assert connection.execute("SELECT COUNT(*) FROM search_changes").fetchone()[0] == 0
    await store.save(replace(tasks[0], image=make_image(relative_path="other.png")))
    await store.save(replace(tasks[0], image=make_image(relative_path="another.png")))
    with closing(database.reader()) as connection:
        assert connection.execute("SELECT COUNT(*) FROM search_changes").fetchone()[0] == 1
    build(finder)
    assert len(numbers(finder, HistoryQuery("another.png"))) == 1


async def test_a_note_on_many_is_found_before_and_after_the_index_knows(
    store: HistoryStore, reader: HistoryReader, database: Database, finder: HistoryFinder
) -> None:
    tasks = some_tasks(400)
    await store.add(tasks)
    build(finder)
    all_numbers = list(reader.numbers_of([task.id for task in tasks]).values())
    await MarkStore(database).change(all_numbers, MarkChange(note="Für Oma"), 0.0)
    assert len(numbers(finder, HistoryQuery('"für oma"'))) == 400
    assert len(numbers(finder, HistoryQuery('"füroma"'))) == 0
    build(finder)
    assert len(numbers(finder, HistoryQuery('"für OMA"'))) == 400
    assert_right(finder, database.path)


CHILD = """
import sys
from pathlib import Path
from nanobanana_desktop.storage import search_index
from nanobanana_desktop.storage.history_finder import HistoryFinder
search_index.FIRST_SLICE = search_index.LARGEST_SLICE = 8
finder = HistoryFinder(Path(sys.argv[1]), Path(sys.argv[2]))
while finder.build():
    print("slice", flush=True)
print("end", flush=True)
sys.stdin.read()
"""


def kill_while_building(database: Path, index: Path, slices: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(database), str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        for _ in range(slices):
            if child.stdout.readline().strip() == "end":
                break
        child.kill()


async def test_the_index_survives_being_killed(
    store: HistoryStore, database: Database, index_path: Path
) -> None:
    pick = random.Random(3)
    for seed in range(4):
        await store.add(some_tasks(150, seed))
        kill_while_building(database.path, index_path, pick.randrange(1, 12))
        with closing(HistoryFinder(database.path, index_path)) as finder:
            assert_right(finder, database.path)
            finder.build()
            assert_right(finder, database.path)
    with closing(HistoryFinder(database.path, index_path)) as finder:
        build(finder)
        assert_right(finder, database.path)
    with closing(open_index(index_path)) as connection:
        SearchIndex(connection).check()
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def change_content(path: Path, damage: Callable[[bytes], bytes]) -> None:
    data = path.read_bytes()
    assert len(data) > 40_000
    path.write_bytes(damage(data))


def remove(path: Path) -> None:
    path.unlink()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "html": lambda data: b"<html>" * 5_000,
    "header_only": lambda data: data[:4096],
    "half": lambda data: data[: len(data) // 8192 * 4096],
    "noise": lambda data: data[:4096] + random.Random(1).randbytes(len(data) - 4096),
    "middle": lambda data: data[:20_480] + bytes(12_288) + data[32_768:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
async def test_a_damaged_index_is_made_anew(
    store: HistoryStore,
    database: Database,
    index_path: Path,
    damage: Callable[[bytes], bytes],
    log_guard: LogGuard,
) -> None:
    log_guard.expected.append("the search index was damaged")
    await store.add(some_tasks(400))
    with closing(HistoryFinder(database.path, index_path)) as finder:
        build(finder)
    change_content(index_path, damage)
    with closing(HistoryFinder(database.path, index_path)) as finder:
        assert_right(finder, database.path)
        await store.add(some_tasks(10, 7))
        build(finder)
        assert_right(finder, database.path)


async def test_an_index_of_another_version_is_made_anew(
    store: HistoryStore, database: Database, index_path: Path
) -> None:
    await store.add(some_tasks(50))
    with closing(sqlite3.connect(index_path)) as connection:
        connection.execute("CREATE TABLE words (x)")
        connection.execute("PRAGMA user_version = 77")
    with closing(HistoryFinder(database.path, index_path)) as finder:
        build(finder)
        assert_right(finder, database.path)


async def test_without_full_text_search_texts_are_looked_through(
    store: HistoryStore, database: Database, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_module(path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("no such module: fts5")

    await store.add(some_tasks(100))
    monkeypatch.setattr(history_finder, "open_index", no_such_module)
    with closing(HistoryFinder(database.path, index_path)) as finder:
        assert not finder.build()
        assert_right(finder, database.path)
        assert len(numbers(finder, HistoryQuery("watercolor"))) > 10


async def test_a_history_put_back_from_a_copy_is_read_anew(
    database_path: Path, index_path: Path
) -> None:
    async def add(tasks: list[GenerationTask]) -> None:
        database = Database(database_path)
        await database.open()
        finder = HistoryFinder(database_path, index_path)
        build(finder)
        await HistoryStore(database).add(tasks)
        assert_right(finder, database_path)
        build(finder)
        assert_right(finder, database_path)
        finder.close()
        await database.close()

    await add(some_tasks(60, 1))
    copy = database_path.with_name("copy.sqlite")
    shutil.copy(database_path, copy)
    await add(some_tasks(60, 2))
    shutil.copy(copy, database_path)
    await add(some_tasks(60, 3))
    remove(database_path)
    await add(some_tasks(90, 4))


class Impatient:
    """Wants an answer for so many questions whether it does."""

    def __init__(self, patience: int) -> None:
        self._patience = patience

    def __call__(self) -> bool:
        self._patience -= 1
        return self._patience < 0


async def test_a_search_that_nobody_wants_any_more_ends_early(
    store: HistoryStore, finder: HistoryFinder
) -> None:
    await store.add(some_tasks(3_000))
    for query in (HistoryQuery(), HistoryQuery("w"), HistoryQuery("", sort=HistorySort.SIZE)):
        assert list(finder.find(query, lambda: True)) == []
        told = list(finder.find(query, Impatient(3)))
        assert not any(listing.complete for listing in told)
        search = finder.find(query, lambda: False)
        next(search)
        search.close()
    build(finder)
    assert list(finder.find(HistoryQuery("watercolor"), lambda: True)) == []
    assert len(numbers(finder, HistoryQuery())) == 3_000


async def test_a_history_that_cannot_be_read_is_reported(
    database: Database, finder: HistoryFinder, tmp_path: Path
) -> None:
    await database.write(lambda c: c.execute("ALTER TABLE tasks RENAME TO elsewhere"))
    with pytest.raises(StorageError):
        numbers(finder, HistoryQuery())
    missing = HistoryFinder(tmp_path / "none.sqlite", tmp_path / "other.sqlite")
    with pytest.raises(StorageError):
        numbers(missing, HistoryQuery())
    assert not missing.build()
    missing.close()


class Watched:
    """A connection or cursor that says how many rows were fetched at once."""

    largest = 0

    def __init__(self, watched: Any) -> None:
        self._watched = watched

    def __getattr__(self, name: str) -> Any:
        return getattr(self._watched, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def execute(self, *arguments: Any) -> Watched:
        return Watched(self._watched.execute(*arguments))

    def fetchall(self) -> list[Any]:
        return self._seen(self._watched.fetchall())

    def fetchmany(self, size: int) -> list[Any]:
        assert size > 0, "sqlite3 takes 0 for all"
        return self._seen(self._watched.fetchmany(size))

    def _seen(self, rows: list[Any]) -> list[Any]:
        Watched.largest = max(Watched.largest, len(rows))
        return rows


async def test_no_more_than_500_rows_are_fetched_at_once(
    store: HistoryStore,
    database: Database,
    index_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Watched, "largest", 0)
    monkeypatch.setattr(history_finder, "open_index", lambda path: Watched(open_index(path)))
    tasks = some_tasks(1_700)
    await store.add(tasks)
    finder = HistoryFinder(database.path, index_path)
    reader = HistoryReader(database.path, lambda path: Watched(open_for_reading(path)))
    for _ in range(2):
        for sort in HistorySort:
            for query in (*QUERIES, HistoryQuery()):
                numbers(finder, query._replace(sort=sort))
        build(finder)
    for chosen in HistoryFilter:
        reader.first_page(HistoryQuery(filter=chosen))
    reader.tasks_at(range(1, 1_700))
    reader.tasks([task.id for task in tasks])
    reader.numbers_of([task.id for task in tasks])
    reader.matching(HistoryQuery("fox"), [tasks[0].id])
    reader.counts()
    reader.close()
    finder.close()
    assert ROW_LIMIT / 2 < Watched.largest <= ROW_LIMIT


async def test_writing_goes_on_while_the_index_is_built(
    store: HistoryStore, finder: HistoryFinder, database: Database
) -> None:
    await store.add(some_tasks(200))
    builds = [asyncio.to_thread(build, finder)]
    orders = [store.add(some_tasks(5, seed)) for seed in range(10, 20)]
    await asyncio.gather(*builds, *orders)
    build(finder)
    assert_right(finder, database.path)
