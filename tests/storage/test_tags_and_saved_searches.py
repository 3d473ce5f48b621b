from __future__ import annotations

import pytest

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.mark_store import MarkStore, TagUse
from nanobanana_desktop.storage.saved_searches import (
    COUNT_LIMIT,
    NAME_LIMIT,
    SavedSearch,
    SavedSearches,
)
from nanobanana_desktop.storage.tag_store import TagStore
from tests.fakes import make_task

TAGS = {"a": ("Cat", "red cat"), "b": ("Cat", "橘猫"), "c": ("catalogue", "red cat", "100%")}


@pytest.fixture
async def tags(database: Database, store: HistoryStore, reader: HistoryReader) -> TagStore:
    marks = MarkStore(database)
    await store.add([make_task(id=task_id) for task_id in TAGS])
    for task_id, names in TAGS.items():
        number = reader.numbers_of([task_id])[task_id]
        await marks.change([number], MarkChange(add_tags=names), 0.0)
    return TagStore(database)


async def tags_of(store: HistoryStore, task_id: str) -> tuple[str, ...]:
    task = await store.get(task_id)
    assert task is not None
    return task.tags


async def test_what_begins_so_is_suggested_first_then_what_is_used_most(tags: TagStore) -> None:
    assert await tags.suggestions("CAT") == [
        TagUse("Cat", 2),
        TagUse("catalogue", 1),
        TagUse("red cat", 2),
    ]
    assert await tags.suggestions("猫") == [TagUse("橘猫", 1)]
    assert await tags.suggestions("%") == [TagUse("100%", 1)]
    assert await tags.suggestions("\0") == await tags.suggestions("")
    assert await tags.suggestions("\ud800") == []
    assert [use.tasks for use in await tags.suggestions("", 2)] == [2, 2]
    assert await tags.suggestions("dog") == []


async def test_a_renamed_tag_is_found_by_its_new_name(
    tags: TagStore, store: HistoryStore, reader: HistoryReader
) -> None:
    assert await tags.rename("cat", "Kitten")
    assert await tags_of(store, "a") == ("Kitten", "red cat")
    assert reader.matches(HistoryQuery("tag:kitten"), "a")
    assert not reader.matches(HistoryQuery("tag:cat"), "a")
    assert await tags.rename("kitten", "KITTEN")
    assert await tags_of(store, "a") == ("KITTEN", "red cat")
    assert not await tags.rename("cat", "x")
    assert not await tags.rename("red cat", " \u200b ")


async def test_a_tag_renamed_to_another_joins_it(tags: TagStore, store: HistoryStore) -> None:
    assert await tags.rename("red cat", "cat")
    assert await tags_of(store, "a") == ("cat",)
    assert await tags_of(store, "b") == ("cat", "橘猫")
    assert await tags_of(store, "c") == ("100%", "cat", "catalogue")
    assert await tags.suggestions("cat") == [TagUse("cat", 3), TagUse("catalogue", 1)]


async def test_a_deleted_tag_is_on_no_task(tags: TagStore, store: HistoryStore) -> None:
    assert await tags.delete("CAT")
    assert not await tags.delete("cat")
    assert await tags_of(store, "a") == ("red cat",)


async def test_saved_searches_keep_their_order(database: Database) -> None:
    searches = SavedSearches(database)
    assert await searches.all() == []
    found = [
        await searches.add(f" {name}  x", "rating:>=4 \ud800猫", HistorySort.RATING)
        for name in "abc"
    ]
    a, b, c = (search for search in found if search is not None)
    assert (a.name, a.text, a.sort) == ("a x", "rating:>=4 \ufffd猫", HistorySort.RATING)
    await searches.put_in_order([c.number, 999, a.number])
    assert await searches.all() == [c, a, b]
    changed = SavedSearch(a.number, "n" * 1_000, "cat", HistorySort.COST)
    assert await searches.change(changed)
    assert await searches.all() == [c, changed._replace(name="n" * NAME_LIMIT), b]
    assert await searches.remove(c.number)
    assert not await searches.remove(c.number)
    assert not await searches.change(c)
    assert [search.number for search in await searches.all()] == [a.number, b.number]


async def test_saved_searches_are_not_without_number(database: Database) -> None:
    searches = SavedSearches(database)
    for number in range(COUNT_LIMIT):
        assert await searches.add(str(number), "", HistorySort.NEWEST) is not None
    assert await searches.add("one more", "", HistorySort.NEWEST) is None
    assert len(await searches.all()) == COUNT_LIMIT


async def test_an_unknown_order_is_the_usual_one(database: Database) -> None:
    searches = SavedSearches(database)
    await searches.add("a", "", HistorySort.SIZE)
    await database.write(lambda c: c.execute("UPDATE saved_searches SET sort = 'by mood'"))
    assert [search.sort for search in await searches.all()] == [HistorySort.NEWEST]
