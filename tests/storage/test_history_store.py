from __future__ import annotations

import hashlib
import math
import random
from dataclasses import replace

import pytest

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import UNFINISHED, HistoryStore
from tests.fakes import make_image, make_task

REFERENCES = (
    Reference(kind=ReferenceKind.LINK, name="second", url="https://example.test/b.png"),
    Reference(
        kind=ReferenceKind.FILE,
        name="first.jpg",
        sha256="ab" * 32,
        mime="image/jpeg",
        width=30,
        height=20,
        byte_size=4_000_000_000,
    ),
)

FULL = make_task(
    id="full",
    params=GenerationParams(
        prompt="一只 banana\nboat",
        model_name="custom/model",
        resolution="4k",
        aspect_ratio=None,
        references=REFERENCES,
    ),
    state=TaskState.DONE,
    created_at=1_700_000_000.123456,
    batch_id="batch",
    profile_id="other",
    changed_at=1_700_000_001.5,
    attempt=2,
    submitted_at=1_700_000_000.5,
    remote_id="remote-1",
    accepted_at=1_700_000_000.75,
    raw_status="COMPLETED",
    result_url="https://pictures.example/x.png?sig=1",
    result_seen_at=1_700_000_060.0,
    fresh_link_asked=True,
    empty_results=1,
    not_found_count=2,
    not_found_since=1_700_000_010.0,
    download_tries=3,
    fresh_links=1,
    refused_later=2,
    insecure_allowed=True,
    held_back=True,
    position=1_699_999_999.5,
    error_case=ErrorCase.NETWORK_LOST,
    error_text="风控拒绝",
    error_detail="ReadError",
    http_status=502,
    amount="0.12",
    finished_at=1_700_000_070.0,
    image=make_image(),
    starred=True,
    seen=True,
    rerun_of="earlier",
)


async def count(database: Database, table: str) -> int:
    question = " ".join(("SELECT COUNT(*) FROM", table))
    return await database.run(lambda c: int(c.execute(question).fetchone()[0]))


async def test_one_bad_task_keeps_the_whole_batch_out(store: HistoryStore) -> None:
    await store.add([make_task(id="known")])
    with pytest.raises(StorageError) as raised:
        await store.add([make_task(id="new"), make_task(id="known")])
    assert raised.value.case is ErrorCase.DATABASE
    assert [task.id for task in await store.unfinished()] == ["known"]


async def test_second_intent_for_one_attempt_is_refused(
    store: HistoryStore, database: Database
) -> None:
    await store.add([make_task(id="t")])
    sending = make_task(id="t", state=TaskState.SUBMITTING, attempt=1, submitted_at=5.0)
    assert await store.save_intent(sending, '{"prompt": "x"}', monotonic=1.0, boot_id="b")
    with pytest.raises(StorageError):
        await store.save_intent(sending, '{"prompt": "x"}', monotonic=2.0, boot_id="b")
    again = replace(sending, attempt=2)
    assert await store.save_intent(again, "猫\ud800\0", monotonic=3.0, boot_id="b")
    rows = await database.run(
        lambda c: [dict(row) for row in c.execute("SELECT * FROM task_attempts ORDER BY attempt")]
    )
    assert [row["attempt"] for row in rows] == [1, 2]
    assert rows[0]["request_sha256"] == hashlib.sha256(b'{"prompt": "x"}').hexdigest()
    assert (rows[0]["started_at"], rows[0]["monotonic"], rows[0]["boot_id"]) == (5.0, 1.0, "b")
    assert rows[0]["owner_epoch"] == database.report.owner_epoch
    assert rows[1]["request_json"] == "猫\ufffd"


async def test_task_that_was_removed_meanwhile_stays_removed(
    store: HistoryStore, database: Database
) -> None:
    await store.add([FULL])
    await store.log_event("full", 1.0, "query", "x")
    assert await store.remove("full")
    assert not await store.remove("full")
    assert not await store.save(FULL)
    assert not await store.save_remote_id("full", "r", 1.0)
    assert not await store.save_intent(FULL, "{}", monotonic=0.0, boot_id="")
    await store.log_event("full", 2.0, "query", "late")
    assert await store.get("full") is None
    for table in ("tasks", "task_search", "task_references", "images", "task_events"):
        assert await count(database, table) == 0, table


async def test_stored_remote_id_and_image_are_not_lost_to_a_task_without_them(
    store: HistoryStore,
) -> None:
    await store.add([make_task(id="t")])
    await store.save_remote_id("t", "paid", 7.0)
    await store.save(make_task(id="t", state=TaskState.SUBMIT_UNKNOWN))
    stored = await store.get("t")
    assert stored is not None
    assert (stored.remote_id, stored.accepted_at) == ("paid", 7.0)
    done = make_task(id="t", state=TaskState.DONE, image=make_image())
    await store.save(done)
    await store.save(replace(done, image=None, starred=True))
    kept = await store.get("t")
    assert kept is not None
    assert kept.image == make_image()
    assert kept.starred


async def test_remote_id_alone_leaves_the_rest(store: HistoryStore) -> None:
    task = make_task(id="t", state=TaskState.SUBMITTING, attempt=1)
    await store.add([task])
    assert await store.save_remote_id("t", "paid", 7.0)
    assert await store.get("t") == replace(task, remote_id="paid", accepted_at=7.0)


NASTY = ["", "\0", "a\0b", "\ud800", "x\udfffy", "\U0010ffff", "'; DROP TABLE tasks; --", "😀" * 99]
NUMBERS = [0, 1, -1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30]
TIMES = [0.0, -1.0, 1e18, math.nan, math.inf, -math.inf]


def nasty_task(seed: int) -> GenerationTask:
    pick = random.Random(seed)

    def text() -> str:
        return pick.choice(NASTY)

    return GenerationTask(
        id=f"id-{seed}",
        params=GenerationParams(
            prompt=text(),
            model_name=text(),
            resolution=text(),
            aspect_ratio=pick.choice([None, text()]),
            references=(
                Reference(
                    kind=ReferenceKind.LINK,
                    name=text(),
                    url=text(),
                    width=pick.choice(NUMBERS),
                    byte_size=pick.choice(NUMBERS),
                ),
            ),
        ),
        state=pick.choice(list(TaskState)),
        created_at=pick.choice(TIMES),
        changed_at=pick.choice(TIMES),
        submitted_at=pick.choice([None, *TIMES]),
        remote_id=text(),
        raw_status=text(),
        result_url=text(),
        error_text=text(),
        error_detail=text(),
        amount=text(),
        attempt=pick.choice(NUMBERS),
        http_status=pick.choice(NUMBERS),
        image=make_image(byte_size=pick.choice(NUMBERS), relative_path=text()),
    )


async def test_nothing_from_outside_keeps_a_task_from_being_saved(store: HistoryStore) -> None:
    tasks = [nasty_task(seed) for seed in range(40)]
    await store.add(tasks)
    for task in tasks:
        assert await store.save(task)
        await store.save_remote_id(task.id, "\ud800\0id", math.nan)
        await store.log_event(task.id, math.nan, "answer", "\ud800" * 70_000)
    for task in tasks:
        stored = await store.get(task.id)
        assert stored is not None
        assert stored.state is task.state
        assert "\0" not in stored.params.prompt
        assert stored.params.prompt.encode() == stored.params.prompt.encode("utf-8", "strict")
        assert stored.remote_id == "\ufffdid"


async def test_every_field_comes_back(store: HistoryStore) -> None:
    await store.add([FULL])
    assert await store.get("full") == FULL
    changed = replace(
        FULL, state=TaskState.EXPIRED, starred=False, error_case=None, http_status=None
    )
    await store.save(changed)
    assert await store.get("full") == changed


async def test_unknown_words_of_a_newer_program_are_survived(
    store: HistoryStore, database: Database
) -> None:
    await store.add([make_task(id="a"), make_task(id="b")])
    await database.write(lambda c: c.execute("UPDATE tasks SET state = 'upscaling' WHERE id = 'a'"))
    await database.write(
        lambda c: c.execute("UPDATE tasks SET error_case = 'new_case' WHERE id = 'b'")
    )
    first, second = await store.get("a"), await store.get("b")
    assert first is not None
    assert second is not None
    assert first.state is TaskState.FAILED
    assert first.error_case is ErrorCase.UNKNOWN
    assert "upscaling" in first.error_detail
    assert second.error_case is ErrorCase.UNKNOWN


async def test_bytes_that_are_no_text_are_survived(store: HistoryStore, database: Database) -> None:
    await store.add([make_task(id="a")])
    await database.write(
        lambda c: c.execute("UPDATE tasks SET prompt = CAST(x'61ff62' AS TEXT) WHERE id = 'a'")
    )
    stored = await store.get("a")
    assert stored is not None
    assert stored.params.prompt == "a\ufffdb"


async def test_unfinished_are_all_that_need_something_in_order_of_the_line(
    store: HistoryStore,
) -> None:
    states = list(TaskState)
    await store.add(
        [make_task(id=s.value, state=s, created_at=100.0 - n) for n, s in enumerate(states)]
    )
    found = await store.unfinished()
    assert {task.state for task in found} == UNFINISHED
    assert [task.created_at for task in found] == sorted(task.created_at for task in found)


async def test_many_unfinished_are_read_in_portions(store: HistoryStore) -> None:
    tasks = [make_task(id=f"{n:05}", created_at=float(n // 7)) for n in range(1_234)]
    await store.add(tasks)
    assert [task.id for task in await store.unfinished()] == [task.id for task in tasks]


async def test_many_are_saved_together_or_not_at_all(
    store: HistoryStore, database: Database
) -> None:
    tasks = [make_task(id=name, position=number) for number, name in enumerate("abc")]
    await store.add(tasks)
    moved = [replace(task, position=10 - task.position) for task in tasks]
    await database.write(
        lambda connection: connection.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON tasks WHEN new.id = 'c'"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    )
    with pytest.raises(StorageError):
        await store.save_all(moved)
    assert [task.id for task in await store.unfinished()] == ["a", "b", "c"]
    await database.write(lambda connection: connection.execute("DROP TRIGGER refuse"))
    await store.save_all(moved)
    assert [task.id for task in await store.unfinished()] == ["c", "b", "a"]


async def test_a_task_takes_over_another_one_in_one_transaction(store: HistoryStore) -> None:
    adopted = make_task(id="adopted", state=TaskState.DONE, remote_id="r", image=make_image())
    order = make_task(id="order", state=TaskState.DONE, remote_id="r", image=make_image())
    await store.add([adopted])
    with pytest.raises(StorageError):
        await store.merge(order, adopted.id)
    assert await store.get(adopted.id) == adopted
    await store.add([make_task(id="order", state=TaskState.SUBMIT_UNKNOWN)])
    await store.merge(order, adopted.id)
    assert await store.get(adopted.id) is None
    assert await store.find_remote("r") == order


async def test_ordered_since_are_the_newest_without_work_under_way(store: HistoryStore) -> None:
    await store.add(
        [
            make_task(id="old", created_at=99.0, state=TaskState.DONE),
            make_task(id="first", created_at=100.0, state=TaskState.DONE),
            make_task(id="second", created_at=101.0, state=TaskState.SUBMIT_UNKNOWN),
            make_task(id="active", created_at=102.0, state=TaskState.PROCESSING),
        ]
    )
    assert [task.id for task in await store.ordered_since(100.0)] == ["second", "first"]


async def test_a_task_is_found_by_its_remote_id(store: HistoryStore) -> None:
    await store.add(
        [
            make_task(id=name, remote_id=remote)
            for name, remote in (("a", "r"), ("b", "r"), ("c", ""))
        ]
    )
    found = await store.find_remote("r")
    assert found is not None
    assert found.id == "b"
    assert await store.find_remote("") is None
    assert await store.find_remote("R") is None


async def test_log_of_a_task(store: HistoryStore, reader: HistoryReader) -> None:
    await store.add([make_task(id="a"), make_task(id="b")])
    for number in range(3):
        await store.log_event("a", float(number), "query", f"answer {number}")
    await store.log_event("b", 9.0, "post")
    assert [(e.at, e.kind, e.detail) for e in reader.events("a")] == [
        (0.0, "query", "answer 0"),
        (1.0, "query", "answer 1"),
        (2.0, "query", "answer 2"),
    ]
    assert len(reader.events("b")) == 1
    assert reader.events("unknown") == []
