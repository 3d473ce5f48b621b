from __future__ import annotations

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.saved_searches import (
    COUNT_LIMIT,
    NAME_LIMIT,
    SavedSearch,
    SavedSearches,
)


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
