"""How long earlier tasks took, read from a history of any size."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.durations import recent_durations
from nanobanana_desktop.storage.history_store import HistoryStore
from tests.fakes import make_task


def task(number: int, seconds: float, **changes: Any) -> GenerationTask:
    accepted = 1_000.0 + 100.0 * number
    model = changes.pop("model", "nano-banana")
    resolution = changes.pop("resolution", "1k")
    values: dict[str, Any] = {
        "id": f"{number:032x}",
        "params": GenerationParams(prompt="p", model_name=model, resolution=resolution),
        "state": TaskState.DONE,
        "submitted_at": accepted - 2.0,
        "accepted_at": accepted,
        "result_seen_at": accepted + seconds,
    }
    return make_task(**(values | changes))


async def read(path: Path, tasks: list[GenerationTask], limit: int = 30) -> object:
    database = Database(path)
    await database.open()
    try:
        store = HistoryStore(database)
        await store.add(tasks)
        return await store.recent_durations(limit)
    finally:
        await database.close()


async def test_an_empty_history_tells_nothing(tmp_path: Path) -> None:
    assert await read(tmp_path / "history.db", []) == {}


async def test_times_that_tell_nothing_are_left_out(tmp_path: Path) -> None:
    tasks = [
        task(1, 20.0),
        task(2, 20.0, result_seen_at=None, state=TaskState.PROCESSING),
        task(3, 20.0, submitted_at=None),
        task(4, 20.0, submitted_at=100.0),
        task(5, -3_600.0),
        task(6, 8 * 3_600.0),
        task(7, 30.0),
    ]
    assert await read(tmp_path / "history.db", tasks) == {("nano-banana", "1k"): [20.0, 30.0]}


async def test_the_last_ones_of_each_kind_oldest_first(tmp_path: Path) -> None:
    tasks = [task(number, float(number)) for number in range(1, 40)]
    tasks += [task(100 + n, 50.0 + n, model="nano-banana-pro", resolution="4k") for n in range(3)]
    tasks += [task(200, 9.0, model="nano-banana-pro")]
    assert await read(tmp_path / "history.db", tasks) == {
        ("nano-banana", "1k"): [float(number) for number in range(10, 40)],
        ("nano-banana-pro", "1k"): [9.0],
        ("nano-banana-pro", "4k"): [50.0, 51.0, 52.0],
    }


async def test_the_size_of_the_history_does_not_matter(tmp_path: Path) -> None:
    database = Database(tmp_path / "history.db")
    await database.open()
    store = HistoryStore(database)
    steps: list[int] = []
    try:
        for size in (100, 2_000):
            await store.add([task(size * 10 + number, 20.0) for number in range(size)])

            def count(connection: sqlite3.Connection) -> int:
                ticks: list[int] = []
                connection.set_progress_handler(lambda: ticks.append(1), 10)
                recent_durations(connection, 30)
                connection.set_progress_handler(None, 0)
                return len(ticks)

            steps.append(await database.run(count))
    finally:
        await database.close()
    assert steps[1] <= 2 * steps[0]
