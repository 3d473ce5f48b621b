"""A history from before the library's step, with rows as that version wrote them."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryFilter,
    HistoryQuery,
    HistorySort,
)
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_finder import HistoryFinder
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.migrating import migrate
from nanobanana_desktop.storage.migrations import MIGRATIONS
from tests.fakes import make_task

COUNT = 700
_TASK = """
INSERT INTO tasks (id, state, is_active, is_troubled, starred, seen, created_at, changed_at,
    position, owner_epoch, batch_id, profile_id, rerun_of, attempt, remote_id, raw_status,
    result_url, fresh_link_asked, empty_results, not_found_count, download_tries, error_text,
    error_detail, amount, model_name, resolution, aspect_ratio, prompt)
VALUES (?, ?, ?, ?, ?, 1, ?, 0, 0, 1, '', 'default', '', 1, '', '', '', 0, 0, 0, 0, '', '', '',
    'nano-banana', '1k', ?, ?)
"""
RATIOS = {"16:9": 16 / 9, "1:1": 1.0, "2:3": 2 / 3, None: 1.0, "odd": 1.0, "4:0": 1.0}


@pytest.fixture
def former(database_path: Path) -> list[tuple[int, float, float]]:
    """Number, time and ratio of each task."""
    pick = random.Random(2)
    database_path.parent.mkdir()
    rows = []
    with closing(sqlite3.connect(database_path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:2], 0)
        connection.execute("BEGIN")
        for number in range(1, COUNT + 1):
            state = ("done", "failed", "queued")[number % 7 // 3]
            asked = pick.choice(list(RATIOS))
            created = 1_000.0 + pick.randrange(300)
            values = (f"{number:04}", state, state == "queued", state == "failed", number % 9 == 0)
            connection.execute(_TASK, (*values, created, asked, f"fox {number} 橘猫"))
            search = (number, f"fox {number} 橘猫", "")
            connection.execute("INSERT INTO task_search VALUES (?, ?, ?)", search)
            ratio = RATIOS[asked]
            if state == "done":
                image = (number, "a.png", "", "image/png", 300, 200 * (number % 5 > 0), 1, 0.0)
                connection.execute("INSERT INTO images VALUES (?, ?, ?, ?, ?, ?, ?, ?)", image)
                ratio = 1.5 if number % 5 else ratio
            rows.append((number, created, ratio))
        connection.execute("COMMIT")
    return rows


async def test_former_tasks_are_listed_counted_and_found(
    database_path: Path, former: list[tuple[int, float, float]], tmp_path: Path
) -> None:
    database = Database(database_path)
    report = await database.open()
    assert report.migrated_from == 2
    assert report.backup is not None
    reader = HistoryReader(database_path)
    finder = HistoryFinder(database_path, tmp_path / "search.sqlite")
    query = HistoryQuery(sort=HistorySort.OLDEST)
    *_, listing = finder.find(query, lambda: False)
    rows = list(zip(listing.numbers, listing.created, listing.ratios, strict=True))
    expected = sorted(former, key=lambda row: (row[1], row[0]))
    assert rows == [(n, created, pytest.approx(ratio)) for n, created, ratio in expected]
    counted = reader.counts()
    assert counted == HistoryCounts(COUNT, 100, 300, COUNT // 9, 0)
    assert len(reader.first_page(HistoryQuery(filter=HistoryFilter.STARRED))) == COUNT // 9
    while finder.build():
        pass
    *_, found = finder.find(HistoryQuery("橘猫 fox"), lambda: False)
    assert len(found) == COUNT
    await HistoryStore(database).add([make_task(id="new")])
    assert reader.numbers_of(["new"]) == {"new": COUNT + 1}
    finder.close()
    reader.close()
    await database.close()


async def test_a_library_from_before_the_service_was_listened_to_learns_to_keep_what_it_tells(
    database_path: Path,
) -> None:
    database_path.parent.mkdir()
    with closing(sqlite3.connect(database_path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:3], 0)
        values = ("old", "done", False, False, False, 9.0, "1:1", "a fox")
        connection.execute(_TASK, values)
        connection.execute("UPDATE tasks SET rating = 4, note = 'kept'")
        connection.execute("INSERT INTO task_search VALUES (1, 'a fox', '', 'kept')")
    database = Database(database_path)
    report = await database.open()
    assert report.migrated_from == 3
    store = HistoryStore(database)
    old = await store.get("old")
    assert old is not None
    assert (old.told_model, old.left_queue_at) == ("", None)
    assert (old.rating, old.note) == (4, "kept")
    assert await store.save(replace(old, told_model="NanoBanana2", left_queue_at=12.5))
    new = await store.get("old")
    assert new is not None
    assert (new.told_model, new.left_queue_at) == ("NanoBanana2", 12.5)
    await database.close()
