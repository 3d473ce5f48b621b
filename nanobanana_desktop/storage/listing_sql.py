"""The statements that lists are made of: filters, orders and the index that each walks along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.storage.compiled_search import CompiledSearch, Sql

COLUMNS: Final = "SELECT t.number, t.created_at, ifnull(t.ratio, 1.0)"

FILTERS: Final = {
    HistoryFilter.ALL: "t.trashed_at IS NULL",
    HistoryFilter.ACTIVE: "t.is_active = 1 AND t.trashed_at IS NULL",
    HistoryFilter.FAILED: "t.is_troubled = 1 AND t.trashed_at IS NULL",
    HistoryFilter.STARRED: "t.starred = 1 AND t.trashed_at IS NULL",
    HistoryFilter.TRASH: "t.trashed_at IS NOT NULL",
}
_WALKED: Final = {
    HistoryFilter.FAILED: "tasks_listed_troubled",
    HistoryFilter.STARRED: "tasks_listed_starred",
    HistoryFilter.TRASH: "tasks_listed_trashed",
}
_NEWEST: Final = "t.created_at DESC, t.number DESC"
_OLDEST: Final = "t.created_at, t.number"
_ACTIVE: Final = (
    "t.state = 'ready' DESC, iif(t.state = 'ready', t.position, 0) DESC,"
    " t.created_at DESC, t.number DESC"
)
_SORTED: Final = {
    HistorySort.NEWEST: _NEWEST,
    HistorySort.OLDEST: _OLDEST,
    HistorySort.RATING: f"t.rating DESC, {_NEWEST}",
    HistorySort.SIZE: f"i.width * i.height DESC, {_NEWEST}",
    HistorySort.COST: f"CAST(t.amount AS REAL) DESC, {_NEWEST}",
    HistorySort.MODEL: f"t.model_name DESC, {_NEWEST}",
}


def active(query: HistoryQuery, search: CompiledSearch) -> Sql:
    """Rows under way, in the order of the list."""
    order = _ACTIVE if query.sort is HistorySort.NEWEST else _order(query)
    where = _and("t.is_active = 1", FILTERS[query.filter], search.condition.text)
    return Sql(_words(COLUMNS, _walk(query, search), where, "ORDER BY", order), _values(search))


def settled(query: HistoryQuery, search: CompiledSearch, bounds: Sql) -> Sql:
    """Rows that are not under way, walked along an index within `bounds`."""
    where = _and("t.is_active = 0", FILTERS[query.filter], bounds.text, search.condition.text)
    text = _words(COLUMNS, _walk(query, search), where, "ORDER BY", _order(query))
    return Sql(text, bounds.values + _values(search))


def chunk_end(query: HistoryQuery, bounds: Sql, rows: int) -> Sql:
    """Time and number of the row that lies `rows` further; none when there are not so many."""
    where = _and("t.is_active = 0", FILTERS[query.filter], bounds.text)
    text = _words(
        "SELECT t.created_at, t.number",
        _walk(query, None),
        where,
        "ORDER BY",
        _order(query),
        "LIMIT 1 OFFSET ?",
    )
    return Sql(text, (*bounds.values, rows - 1))


def beyond(query: HistoryQuery, created: float, number: int) -> Sql:
    """Rows that come after this place."""
    sign = ">" if query.sort is HistorySort.OLDEST else "<"
    return Sql(f"(t.created_at, t.number) {sign} (?, ?)", (created, number))


def up_to(query: HistoryQuery, created: float, number: int) -> Sql:
    """Rows up to this place."""
    sign = "<=" if query.sort is HistorySort.OLDEST else ">="
    return Sql(f"(t.created_at, t.number) {sign} (?, ?)", (created, number))


def everything(query: HistoryQuery, search: CompiledSearch) -> Sql:
    """All rows in an order that no index has."""
    images = query.sort is HistorySort.SIZE
    text = _words(
        COLUMNS,
        "FROM tasks AS t",
        "LEFT JOIN images AS i ON i.task_number = t.number" if images else "",
        _texts(search),
        _and(FILTERS[query.filter], search.condition.text),
        "ORDER BY",
        _SORTED[query.sort],
    )
    return Sql(text, _values(search))


def rated(query: HistoryQuery, stars: str) -> Sql:
    """The rows of `stars`, a condition on the rating, the highest first, without search words."""
    walk = "FROM tasks AS t INDEXED BY tasks_listed_rated" if stars == RATED else "FROM tasks AS t"
    order = _SORTED[HistorySort.RATING] if stars == RATED else _NEWEST
    return Sql(_words(COLUMNS, walk, _and(stars, FILTERS[query.filter]), "ORDER BY", order))


RATED: Final = "t.rating > 0"
UNRATED: Final = "t.rating = 0"


def among(
    query: HistoryQuery, search: CompiledSearch, candidates: Iterable[Sql], *, is_active: bool
) -> Sql:
    """Rows among the candidates, which may come twice, in the order of the list."""
    sources = tuple(candidates)
    numbers = " UNION ".join(source.text for source in sources)
    images = query.sort is HistorySort.SIZE
    text = _words(
        COLUMNS,
        "FROM (",
        numbers,
        ") AS c CROSS JOIN tasks AS t ON t.number = c.number",
        "LEFT JOIN images AS i ON i.task_number = t.number" if images else "",
        _texts(search),
        _and("" if is_active else "t.is_active = 0", FILTERS[query.filter], search.condition.text),
        "ORDER BY",
        _SORTED[query.sort],
    )
    values = tuple(value for source in sources for value in source.values)
    return Sql(text, values + _values(search))


def ids_among(query: HistoryQuery, search: CompiledSearch, ids: str) -> Sql:
    """The ids of the tasks that the query finds among these, a JSON list."""
    among_them = "t.id IN (SELECT value FROM json_each(?))"
    where = _and(among_them, FILTERS[query.filter], search.condition.text)
    text = _words("SELECT t.id FROM tasks AS t", _texts(search), where)
    return Sql(text, (ids, *_values(search)))


def _order(query: HistoryQuery) -> str:
    return _OLDEST if query.sort is HistorySort.OLDEST else _NEWEST


def _walk(query: HistoryQuery, search: CompiledSearch | None) -> str:
    index = _WALKED.get(query.filter, "tasks_listed")
    return _words("FROM tasks AS t INDEXED BY", index, "" if search is None else _texts(search))


def _texts(search: CompiledSearch) -> str:
    # A cross join keeps the order of `tasks`.
    wanted = "CROSS JOIN task_search AS s ON s.task_number = t.number"
    return wanted if search.reads_text else ""


def _values(search: CompiledSearch) -> tuple[str | int | float, ...]:
    return search.condition.values


def _and(*conditions: str) -> str:
    return "WHERE " + " AND ".join(filter(None, conditions))


def _words(*words: str) -> str:
    return " ".join(filter(None, words))
