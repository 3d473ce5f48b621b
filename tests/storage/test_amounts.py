"""What earlier results of one kind cost, read from a history of any size."""

from __future__ import annotations

from typing import Any

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from tests.fakes import make_task


def result(number: int, amount: str, **changes: Any) -> GenerationTask:
    values: dict[str, Any] = {
        "id": f"{number:032x}",
        "params": GenerationParams(prompt="p", model_name="nano", resolution="2k"),
        "accepted_at": 1_000.0,
        "result_seen_at": 1_000.0 + number,
        "amount": amount,
    }
    return make_task(**(values | changes))


async def test_amounts_of_one_kind_come_newest_first(
    store: HistoryStore, reader: HistoryReader
) -> None:
    other = GenerationParams(prompt="p", model_name="nano", resolution="4k")
    await store.add(
        [
            result(1, "0.26"),
            result(2, ""),
            result(3, "0.30"),
            result(4, "9", params=other),
            result(5, "8", result_seen_at=None),
        ]
    )
    assert reader.recent_amounts("nano", "2k") == ["0.30", "0.26"]
    assert reader.recent_amounts("nano", "1k") == []
    assert reader.recent_amounts("\0nano", "2k") == ["0.30", "0.26"]


async def test_only_the_last_results_are_looked_at(
    store: HistoryStore, reader: HistoryReader
) -> None:
    await store.add([result(number, str(number)) for number in range(1, 6)])
    assert reader.recent_amounts("nano", "2k", limit=2) == ["5", "4"]


async def test_the_history_is_not_walked_through(database: Database) -> None:
    connection = database.reader()
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    HistoryReader(database.path, lambda _path: connection).recent_amounts("nano", "2k")
    connection.set_trace_callback(None)
    plans = [
        row["detail"] for sql in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert plans
    assert all("USING INDEX tasks_by_duration" in plan for plan in plans)
    connection.close()
