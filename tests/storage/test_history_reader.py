from __future__ import annotations

import random
from dataclasses import replace

import pytest

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryFilter,
    HistoryQuery,
    HistorySort,
    normalise_for_search,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.task_rows import ROW_LIMIT
from tests.fakes import make_image, make_task

WORDS = ["fox", "Snow", "橘猫", "窗台", "猫", "日落", "straße", "100%", "a_b", "😀", "Ёлка", "café"]


def random_tasks(count: int, seed: int = 3) -> list[GenerationTask]:
    pick = random.Random(seed)
    return [
        make_task(
            id=f"{pick.getrandbits(128):032x}",
            params=GenerationParams(prompt=" ".join(pick.choices(WORDS, k=pick.randint(1, 6)))),
            state=pick.choice(list(TaskState)),
            created_at=float(pick.randint(0, count // 3)),
            starred=pick.random() < 0.2,
            remote_id=f"Remote-{number}" if pick.random() < 0.5 else "",
        )
        for number in range(count)
    ]


def page_ids(reader: HistoryReader, query: HistoryQuery) -> tuple[str, ...]:
    return tuple(reader.ids_of(reader.first_page(query).numbers))


def found_ids(reader: HistoryReader, query: HistoryQuery, tasks: list[GenerationTask]) -> set[str]:
    return reader.matching(query, [task.id for task in tasks])


FILTERED = {
    HistoryFilter.ALL: lambda task: True,
    HistoryFilter.ACTIVE: lambda task: task.state in ACTIVE,
    HistoryFilter.FAILED: lambda task: task.state in TROUBLED,
    HistoryFilter.STARRED: lambda task: task.starred,
    HistoryFilter.TRASH: lambda task: False,
}


async def test_file_that_cannot_be_read_is_reported(
    store: HistoryStore, reader: HistoryReader, database: Database
) -> None:
    await store.add([make_task()])
    await database.write(lambda c: c.execute("ALTER TABLE tasks RENAME TO elsewhere"))
    for ask in (lambda: reader.first_page(HistoryQuery()), lambda: reader.tasks(["a"])):
        with pytest.raises(StorageError):
            ask()


async def test_empty_history(reader: HistoryReader) -> None:
    assert reader.first_page(HistoryQuery()) == HistoryListing()
    assert not reader.matching(HistoryQuery("x", HistoryFilter.FAILED), ["unknown"])
    assert reader.tasks([]) == []
    assert reader.task("unknown") is None
    assert reader.counts() == HistoryCounts()


async def test_no_call_reads_more_than_the_limit(
    store: HistoryStore, reader: HistoryReader
) -> None:
    tasks = [make_task(id=f"{n:05}", created_at=float(n)) for n in range(ROW_LIMIT + 100)]
    await store.add(tasks)
    page = reader.first_page(HistoryQuery())
    assert len(page) == ROW_LIMIT
    assert not page.complete
    numbers = range(1, ROW_LIMIT + 101)
    assert len(reader.tasks_at(numbers)) == len(reader.ids_of(numbers)) == ROW_LIMIT
    assert len(reader.numbers_of([task.id for task in tasks])) == ROW_LIMIT
    assert len(reader.tasks([task.id for task in tasks])) == ROW_LIMIT


async def test_search_equals_a_naive_scan(store: HistoryStore, reader: HistoryReader) -> None:
    tasks = random_tasks(200)
    await store.add(tasks)
    pick = random.Random(5)
    texts = ["猫", "窗", "橘 猫", "FOX snow", "STRASSE", "%", "_", "100%", "Ё", "😀", "cafe\u0301"]
    texts += ["nothing like it", "'", '"', "\\", " ".join(pick.choices(WORDS, k=3))]
    for text in texts:
        for wanted in HistoryFilter:
            query = HistoryQuery(text, wanted)
            expected = {
                task.id
                for task in tasks
                if FILTERED[wanted](task)
                and all(w in normalise_for_search(task.params.prompt) for w in query.words)
            }
            assert found_ids(reader, query, tasks) == expected, (text, wanted)


async def test_ids_and_file_names_are_found(store: HistoryStore, reader: HistoryReader) -> None:
    image = make_image(relative_path="2026/11/2026-11-22_Straße-橘猫_deadbeef.png")
    await store.add([make_task(id="deadbeef" * 4, remote_id="Job-77"), make_task(id="0" * 32)])
    await store.save(
        make_task(id="deadbeef" * 4, remote_id="Job-77", state=TaskState.DONE, image=image)
    )
    texts = ["DEADBEEF", "deadbeef" * 4, "job-77", "Job-77", "2026-11-22", "_deadbeef.png"]
    for text in [*texts, "2026-11-22_strasse-橘猫"]:
        assert reader.matching(HistoryQuery(text), ["deadbeef" * 4]), text
        assert not reader.matching(HistoryQuery(text), ["0" * 32]), text


async def test_short_words_are_not_looked_for_in_ids(
    store: HistoryStore, reader: HistoryReader
) -> None:
    await store.add([make_task(id="cafe" * 8, remote_id="cafe1234")])
    assert not reader.matching(HistoryQuery("cafe"), ["cafe" * 8])
    assert not reader.matching(HistoryQuery("png"), ["cafe" * 8])
    assert reader.matching(HistoryQuery("cafe1234"), ["cafe" * 8])


async def test_changes_are_seen_at_once(store: HistoryStore, reader: HistoryReader) -> None:
    task = make_task(id="a")
    assert reader.counts().all == 0
    await store.add([task, make_task(id="b", created_at=5_000.0)])
    assert reader.counts() == HistoryCounts(all=2, active=2)
    assert page_ids(reader, HistoryQuery()) == ("b", "a")
    await store.save(replace(task, state=TaskState.FAILED, starred=True))
    assert reader.counts() == HistoryCounts(all=2, active=1, failed=1, starred=1)
    assert page_ids(reader, HistoryQuery(filter=HistoryFilter.FAILED)) == ("a",)
    assert reader.matching(HistoryQuery("banana", HistoryFilter.STARRED), ["a"])
    await store.remove("a")
    assert reader.counts() == HistoryCounts(all=1, active=1)


async def test_tasks_come_in_the_order_asked(store: HistoryStore, reader: HistoryReader) -> None:
    await store.add([make_task(id=name) for name in "abc"])
    assert [task.id for task in reader.tasks(["c", "x", "a", "\ud800"])] == ["c", "a"]


async def test_known_pictures(store: HistoryStore, reader: HistoryReader) -> None:
    await store.add([make_task(id="a", image=make_image())])
    assert reader.image_is_known(make_image().relative_path)
    assert not reader.image_is_known("2026/11/other.png")


async def test_first_use_after_closing_opens_again(
    store: HistoryStore, reader: HistoryReader
) -> None:
    await store.add([make_task()])
    assert reader.counts().all == 1
    reader.close()
    reader.close()
    assert reader.counts().all == 1


async def test_numbers_are_never_given_twice(store: HistoryStore, reader: HistoryReader) -> None:
    await store.add([make_task(id=name) for name in "abc"])
    before = reader.numbers_of("abc")
    await store.remove("c")
    await store.add([make_task(id="d")])
    after = reader.numbers_of("abcd")
    assert after["a"] == before["a"]
    assert after["d"] > before["c"]
    found = reader.tasks_at([after["d"], before["c"], after["a"]])
    assert [(number, task.id) for number, task in found] == [(after["d"], "d"), (after["a"], "a")]
    assert reader.ids_of([after["b"], 10**9, after["a"]]) == ["b", "a"]


@pytest.mark.parametrize("sort", [HistorySort.NEWEST, HistorySort.OLDEST])
@pytest.mark.parametrize("wanted", HistoryFilter)
async def test_pages_come_from_an_index_alone(
    reader: HistoryReader, database: Database, wanted: HistoryFilter, sort: HistorySort
) -> None:
    statements: list[str] = []
    connection = database.reader()
    connection.set_trace_callback(statements.append)
    reader.close()
    traced = HistoryReader(database.path, lambda _path: connection)
    traced.first_page(HistoryQuery("", wanted, sort))
    connection.set_trace_callback(None)
    asked = [statement for statement in statements if "t.is_active = 0" in statement]
    assert len(asked) == (wanted is not HistoryFilter.ACTIVE)
    for statement in asked:
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
        assert "SEARCH t USING COVERING INDEX" in plan, plan
        assert "TEMP B-TREE" not in plan, plan
    traced.close()
