"""Marks: changed for many at once, taken back exactly, and never lost to a save of the engine."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from nanobanana_desktop.domain.marks import (
    NOTE_LIMIT,
    MarkChange,
    clean_note,
    clean_tag,
    clean_tags,
    split_tags,
)
from nanobanana_desktop.domain.task import MARKS, GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.mark_store import MarkStore, TagUse
from tests.fakes import make_task

S = TaskState


@pytest.fixture
def marks(database: Database) -> MarkStore:
    return MarkStore(database)


async def put(store: HistoryStore, count: int, **fields: object) -> list[int]:
    tasks = [make_task(id=f"{number:032x}", **fields) for number in range(count)]
    await store.add(tasks)
    return list(range(1, count + 1))


async def stored(store: HistoryStore, number: int) -> GenerationTask:
    task = await store.get(f"{number - 1:032x}")
    assert task is not None
    return task


async def test_a_failure_changes_nothing(
    store: HistoryStore,
    marks: MarkStore,
    database: Database,
) -> None:
    numbers = await put(store, 2, state=S.DONE)
    sql = "CREATE TRIGGER stop BEFORE INSERT ON task_tags BEGIN SELECT RAISE(ABORT, 'no'); END"
    await database.run(lambda connection: connection.execute(sql))
    with pytest.raises(StorageError):
        await marks.change(numbers, MarkChange(rating=4, add_tags=("sea",)), 1.0)
    assert (await stored(store, 1)).rating == 0
    assert await marks.tags() == []


async def test_rows_that_are_gone_and_marks_that_are_there_change_nothing(
    store: HistoryStore, marks: MarkStore
) -> None:
    await put(store, 1, state=S.DONE)
    assert (await marks.change([7, 8], MarkChange(rating=3), 1.0)).undo == ()
    await marks.change([1], MarkChange(rating=3, add_tags=("sea",)), 1.0)
    again = await marks.change([1], MarkChange(rating=3, add_tags=("SEA",)), 1.0)
    assert (again.undo, again.tasks) == ((), ())
    assert (await stored(store, 1)).tags == ("sea",)


async def test_a_save_of_the_engine_leaves_the_marks(store: HistoryStore, marks: MarkStore) -> None:
    await put(store, 1, state=S.PROCESSING)
    old = await stored(store, 1)
    change = MarkChange(rating=5, note="keep", add_tags=("sea",), trash=True)
    await marks.change([1], change, 9.0)
    await store.save(replace(old, state=S.RESULT_READY, result_url="https://x"))
    now = await stored(store, 1)
    assert now.state is S.RESULT_READY
    assert (now.rating, now.note, now.tags, now.trashed_at) == (5, "keep", ("sea",), 9.0)


async def test_only_the_unfinished_are_told_of_many(store: HistoryStore, marks: MarkStore) -> None:
    await store.add([make_task(id="a", state=S.DONE), make_task(id="b", state=S.QUEUED)])
    told = await marks.change([1, 2], MarkChange(starred=True), 1.0, tell_all=False)
    assert [task.id for task in told.tasks] == ["b"]
    assert told.undo == ((MarkChange(starred=False), (1, 2)),)


async def test_tags_are_counted_and_forgotten_with_their_last_task(
    store: HistoryStore, marks: MarkStore
) -> None:
    numbers = await put(store, 3, state=S.DONE)
    await marks.change(numbers, MarkChange(add_tags=("b", "\uff41")), 1.0)
    await marks.change([1], MarkChange(remove_tags=("A",)), 1.0)
    assert await marks.tags() == [TagUse("\uff41", 2), TagUse("b", 3)]
    assert await marks.tags_of([1, 2]) == [TagUse("\uff41", 1), TagUse("b", 2)]
    await marks.change(numbers, MarkChange(remove_tags=("a", "b")), 1.0)
    assert await marks.tags() == []


async def test_any_change_is_taken_back_exactly(store: HistoryStore, marks: MarkStore) -> None:
    rng = random.Random(11)
    numbers = await put(store, 12, state=S.DONE)
    for _ in range(60):
        before = [marks_of(await stored(store, number)) for number in numbers]
        chosen = rng.sample(numbers, rng.randrange(1, 12))
        done = await marks.change(chosen, any_change(rng), 5.0)
        if rng.random() < 0.6:
            for change, rows in done.undo:
                await marks.change(rows, change, 5.0)
            assert [marks_of(await stored(store, number)) for number in numbers] == before


async def test_notes_of_many_are_added_to_and_found(
    store: HistoryStore, marks: MarkStore, database: Database
) -> None:
    await put(store, 3, state=S.DONE)
    await marks.change([1], MarkChange(note="Erste"), 1.0)
    await marks.change([2], MarkChange(note="x" * NOTE_LIMIT), 1.0)
    done = await marks.change([1, 2, 3], MarkChange(add_note="Zweite"), 1.0)
    assert [task.note for task in done.tasks] == ["Erste\nZweite", "Zweite"]
    assert done.left == 1
    each = await marks.change_each(
        [(MarkChange(add_note="x"), (2,)), (MarkChange(rating=1), (2,))], 1.0
    )
    assert (each.left, len(each.undo)) == (1, 1)
    sql = "SELECT task_number FROM task_search WHERE note_text GLOB '*zweite*' ORDER BY 1"
    found = await database.run(lambda c: [row[0] for row in c.execute(sql)])
    assert found == [1, 3]
    back = await marks.change_each(done.undo, 1.0)
    assert [task.note for task in back.tasks] == ["Erste", ""]
    assert await database.run(lambda c: c.execute(sql).fetchall()) == []


async def test_several_changes_are_one_transaction(
    store: HistoryStore, marks: MarkStore, database: Database
) -> None:
    await put(store, 3, state=S.DONE)
    changes = [(MarkChange(note=f"n{n}"), (n,)) for n in (1, 2, 3)]
    sql = """CREATE TRIGGER stop BEFORE UPDATE OF note ON tasks WHEN NEW.note = 'n3'
        BEGIN SELECT RAISE(ABORT, 'no'); END"""
    await database.run(lambda connection: connection.execute(sql))
    with pytest.raises(StorageError):
        await marks.change_each(changes, 1.0)
    assert (await stored(store, 1)).note == ""
    await database.run(lambda connection: connection.execute("DROP TRIGGER stop"))
    done = await marks.change_each(changes, 1.0, tell_all=False)
    assert (await stored(store, 2)).note == "n2"
    assert (len(done.undo), done.tasks) == (3, ())


# -- tags as such --------------------------------------------------------------------------------


async def test_rows_of_tags_are_found_in_any_spelling_and_in_the_trash(
    store: HistoryStore, marks: MarkStore
) -> None:
    await put(store, 4, state=S.DONE)
    await marks.change([1, 2], MarkChange(add_tags=("Sea",), trash=True), 1.0)
    await marks.change([2, 3], MarkChange(add_tags=("海",)), 1.0)
    assert await marks.numbers_with_tags(["sea"]) == [1, 2]
    assert await marks.numbers_with_tags(["\uff33EA", "海"]) == [1, 2, 3]
    assert await marks.numbers_with_tags(["se", "", "\ud800"]) == []


async def test_a_tag_in_another_spelling_is_another_spelling_for_all(
    store: HistoryStore, marks: MarkStore
) -> None:
    await put(store, 3, state=S.DONE)
    await marks.change([1, 2, 3], MarkChange(add_tags=("cat",)), 1.0)
    change = MarkChange(add_tags=("Cat",), remove_tags=("cat",))
    done = await marks.change([1, 2, 3], change, 1.0)
    assert await marks.tags() == [TagUse("Cat", 3)]
    assert [task.tags for task in done.tasks] == [("Cat",)] * 3
    for inverse, rows in done.undo:
        await marks.change(rows, inverse, 1.0)
    assert await marks.tags() == [TagUse("cat", 3)]


def any_change(rng: random.Random) -> MarkChange:
    words = ("sea", "See", "海", "night", "Nacht")
    return MarkChange(
        starred=rng.choice((None, True, False)),
        rating=rng.choice((None, 0, 1, 5)),
        note=rng.choice((None, None, "", "a note")),
        add_note=rng.choice(("", "", "a line", "海\nline")),
        add_tags=tuple(rng.sample(words, rng.choice((0, 0, 1, 2)))),
        remove_tags=tuple(rng.sample(words, rng.choice((0, 0, 1)))),
        trash=rng.choice((None, None, True, False)),
    )


def marks_of(task: GenerationTask) -> dict[str, object]:
    found = {name: getattr(task, name) for name in MARKS}
    return found | {"tags": set(task.tags)}


async def test_rows_are_found_by_their_ids(store: HistoryStore, marks: MarkStore) -> None:
    await put(store, 3, state=S.DONE)
    assert await marks.numbers_of([f"{2:032x}", "unknown", f"{0:032x}"]) == [1, 3]


@pytest.mark.parametrize("text", ["", "  ", "\0", "\n", "\u200b"])
def test_what_nobody_sees_is_no_tag(text: str) -> None:
    assert clean_tag(text) == ""


def test_tags_are_one_line_and_of_bounded_length() -> None:
    assert clean_tag(" two\n words ") == "two words"
    assert len(clean_tag("x" * 1_000)) == 60
    assert clean_tags(["Sea", "sea", "\uff33\uff25\uff21", "lake"]) == ("Sea", "lake")
    assert len(clean_tags(f"t{number}" for number in range(500))) == 100
    assert split_tags("sea, 海边，night；x\ny, ,") == ("sea", "海边", "night", "x", "y")


def test_a_note_is_bounded_and_free_of_what_cannot_be_stored() -> None:
    assert clean_note("a\0b\ud800  \n") == "ab\ufffd"
    assert len(clean_note("n" * 20_000)) == 10_000
