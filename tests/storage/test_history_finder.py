from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import (
    HistoryFilter,
    HistoryQuery,
    HistorySort,
    normalise_for_search,
)
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.search_dates import days_of, start_of_day
from nanobanana_desktop.domain.search_language import parse
from nanobanana_desktop.domain.search_terms import (
    DateIn,
    Has,
    ModelHas,
    ModelIs,
    Part,
    RatingIn,
    RatioIs,
    StateIs,
    TagIs,
    Text,
    Thing,
)
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage import history_finder, indexed_search, search_index
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_finder import HistoryFinder
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.mark_store import MarkStore
from nanobanana_desktop.storage.migrations import MIGRATIONS
from nanobanana_desktop.storage.search_sql import Calendar
from nanobanana_desktop.storage.task_rows import ROW_LIMIT, clean_text, shown_ratio
from tests.fakes import make_image, make_task

TODAY = date(2026, 11, 22)
NOW = start_of_day(TODAY) + 40_000
CALENDAR = Calendar(lambda: TODAY)

WORDS = [
    *("fox", "Snow", "snowfall", "watercolor", "straße", "Ёлка", "cafe\u0301", "i\u0307", "ﬁne"),
    *("橘猫", "窗台上的猫", "猫", "日落", "斑马线", "汉", "一二三四五六七"),
    *("😀", "👩\u200d🎨", "🏳️\u200d🌈", "😀😀😀", "a\u0301\u0323\u0301"),
    *("100%", "a_b", '"quoted"', "back\\slash", "it's", "x--y", "NUL\0here", "\ud800bad", "a|b"),
    *("AND", "OR", "NOT", "NEAR(a b)", "col:on", "*", "^start", "\u202eflip", "tab\tbed"),
]
MODELS = ("nano-banana", "nano-banana-2", "nano-banana-pro", "Nano Banana", "a model 模型")
FILTERS: dict[HistoryFilter, Callable[[GenerationTask], bool]] = {
    HistoryFilter.ALL: lambda task: task.trashed_at is None,
    HistoryFilter.ACTIVE: lambda task: task.trashed_at is None and task.state in ACTIVE,
    HistoryFilter.FAILED: lambda task: task.trashed_at is None and task.state in TROUBLED,
    HistoryFilter.STARRED: lambda task: task.trashed_at is None and task.starred,
    HistoryFilter.TRASH: lambda task: task.trashed_at is not None,
}


def some_text(pick: random.Random, most: int = 7) -> str:
    return pick.choice((" ", "", "，")).join(pick.choices(WORDS, k=pick.randint(1, most)))


def random_task(pick: random.Random, spread: int = 40) -> GenerationTask:
    state = pick.choice([TaskState.DONE] * 12 + list(TaskState))
    task_id = f"{pick.getrandbits(128):032x}"
    name = normalise_for_search(some_text(pick, 2)).replace("/", "")
    return make_task(
        id=task_id,
        params=GenerationParams(
            prompt=some_text(pick),
            model_name=pick.choice(MODELS),
            aspect_ratio=pick.choice((None, "1:1", "16:9", "2:3")),
        ),
        state=state,
        created_at=NOW - pick.randrange(spread) * 30_000.0,
        position=float(pick.randrange(5)),
        starred=pick.random() < 0.3,
        amount=pick.choice(("", "0.1", "0.25", "3")),
        remote_id=f"Job-{pick.getrandbits(64):x}" if pick.random() < 0.5 else "",
        error_case=ErrorCase.CONTENT if state is TaskState.FAILED else None,
        image=make_image(
            relative_path=f"2026/11/{name}_{task_id[:8]}.png",
            width=pick.choice((512, 1024, 2048)),
            height=pick.choice((512, 1024)),
        )
        if state is TaskState.DONE
        else None,
    )


class World:
    """A history, its index, and all that was put into it."""

    def __init__(self, database: Database, index: Path) -> None:
        self.database = database
        self.index = index
        self.store = HistoryStore(database)
        self.marks = MarkStore(database)
        self.reader = HistoryReader(database.path, calendar=CALENDAR)
        self.finder = HistoryFinder(database.path, index, CALENDAR)
        self.tasks: dict[str, GenerationTask] = {}

    def close(self) -> None:
        self.finder.close()
        self.reader.close()

    async def add(self, tasks: Sequence[GenerationTask]) -> None:
        await self.store.add(tasks)
        await self.refresh([task.id for task in tasks])

    async def refresh(self, ids: Sequence[str]) -> None:
        for task_id in ids:
            task = await self.store.get(task_id)
            if task is None:
                self.tasks.pop(task_id, None)
            else:
                self.tasks[task_id] = task

    def build(self) -> None:
        while self.finder.build():
            pass

    def listings(self, query: HistoryQuery) -> list[HistoryListing]:
        return list(self.finder.find(query, lambda: False))

    def found(self, query: HistoryQuery) -> list[str]:
        """The ids found, after a look at the promises of the listing."""
        *partial, whole = self.listings(query)
        assert len(partial) <= 1
        assert whole.complete
        for listing in partial:
            assert not listing.complete
            assert 0 < len(listing) <= ROW_LIMIT
            for some, all_of_them in (
                (listing.numbers, whole.numbers),
                (listing.created, whole.created),
                (listing.ratios, whole.ratios),
            ):
                assert some == all_of_them[: len(some)]
            assert listing.active == min(whole.active, len(listing))
        ids = self.reader.ids_of(whole.numbers)
        assert len(ids) == len(whole)
        tasks = [self.tasks[task_id] for task_id in ids]
        assert list(whole.created) == [task.created_at for task in tasks]
        assert list(whole.ratios) == pytest.approx([shown_ratio(task) for task in tasks])
        is_newest = query.sort is HistorySort.NEWEST
        assert whole.active == is_newest * sum(task.state in ACTIVE for task in tasks)
        return ids

    def expected(self, query: HistoryQuery) -> list[str]:
        """By looking at every task in memory."""
        numbers = {}
        ids = list(self.tasks)
        for begin in range(0, len(ids), ROW_LIMIT):
            numbers |= self.reader.numbers_of(ids[begin : begin + ROW_LIMIT])
        found = [task for task in self.tasks.values() if is_found(task, query)]
        return [task.id for task in sorted(found, key=lambda t: place(t, numbers[t.id], query))]


def place(task: GenerationTask, number: int, query: HistoryQuery) -> tuple[float, ...]:
    newest = (-task.created_at, -number)
    match query.sort:
        case HistorySort.NEWEST if task.state is TaskState.READY:
            return (0, 0, -task.position, *newest)
        case HistorySort.NEWEST:
            return (0, 1, 0, *newest) if task.state in ACTIVE else (1, 0, 0, *newest)
        case HistorySort.OLDEST:
            return task.created_at, number
        case HistorySort.RATING:
            return -task.rating, *newest
        case HistorySort.SIZE:
            pixels = task.image.width * task.image.height if task.image else -1
            return -pixels, *newest
        case HistorySort.COST:
            return -float(task.amount or 0), *newest
        case HistorySort.MODEL:
            return (*(-ord(letter) for letter in task.params.model_name), 1, *newest)


def is_found(task: GenerationTask, query: HistoryQuery) -> bool:
    if not FILTERS[query.filter](task):
        return False
    return all(
        any(holds(task, part) for part in term.parts) != term.negated
        for term in parse(query.text).expression.terms
    )


def holds(task: GenerationTask, part: Part) -> bool:
    match part:
        case Text():
            return has_text(task, part.folded)
        case TagIs():
            return part.folded in map(normalise_for_search, task.tags)
        case RatingIn(low, high):
            return low <= task.rating <= high
        case StateIs(word):
            return task.state in word.states
        case ModelHas(text):
            return folded_model(text) in folded_model(task.params.model_name)
        case ModelIs(name):
            return folded_model(name) == folded_model(task.params.model_name)
        case RatioIs(ratio):
            return (task.params.aspect_ratio or "") == ratio
        case Has(Thing.NOTE):
            return task.note != ""
        case Has(Thing.PICTURE):
            return task.image is not None
        case DateIn():
            days = days_of(part, TODAY)
            return (days.first is None or task.created_at >= start_of_day(days.first)) and (
                days.end is None or task.created_at < start_of_day(days.end)
            )
    raise AssertionError(part)


def folded_model(name: str) -> str:
    return normalise_for_search(name).replace(" ", "-")


def has_text(task: GenerationTask, word: str) -> bool:
    texts = [normalise_for_search(clean_text(task.params.prompt)), normalise_for_search(task.note)]
    texts += map(normalise_for_search, task.tags)
    if len(word) >= 6:
        if task.image:
            texts.append(normalise_for_search(task.image.relative_path.rsplit("/", 1)[-1]))
        if task.id.startswith(word) or task.remote_id.lower().startswith(word):
            return True
    return any(word in text for text in texts)


def random_text(pick: random.Random, tasks: Sequence[GenerationTask]) -> str:
    terms = []
    for _ in range(pick.randint(1, 3)):
        source = pick.choice((some_text(pick, 2), pick.choice(tasks).params.prompt))
        begin = pick.randrange(len(source))
        piece = source[begin : begin + pick.choice((1, 2, 3, 4, 7, 30))]
        quoted = '"' + piece.replace('"', '""') + '"'
        terms.append(
            pick.choice(
                (
                    *(piece, quoted, f"-{quoted}", f"{quoted}|{pick.choice(WORDS)}"),
                    *("rating:>=3", "tag:橘猫", "has:note", "date:last-week", "state:done"),
                    *("model:banana", 'model:"nano-banana"', 'model:"A Model 模型"'),
                    *("-has:picture", "ratio:16:9", pick.choice(tasks).id[: pick.randint(4, 32)]),
                    pick.choice(tasks).remote_id[:9],
                )
            )
        )
    return " ".join(terms)


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    world = World(database, tmp_path / "search.sqlite")
    yield world
    world.close()


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that a few hundred tasks need several of everything."""
    monkeypatch.setattr(history_finder, "FIRST_ROWS", 5)
    monkeypatch.setattr(indexed_search, "RARE", 3)
    monkeypatch.setattr(indexed_search, "MOST_UNKNOWN", 120)
    monkeypatch.setattr(indexed_search, "ZONE", 16)
    monkeypatch.setattr(search_index, "ZONE", 16)
    monkeypatch.setattr(history_finder, "CHUNK", 17)
    monkeypatch.setattr(search_index, "FIRST_SLICE", 16)
    monkeypatch.setattr(search_index, "LARGEST_SLICE", 40)


async def mark_some(world: World, pick: random.Random, count: int = 25) -> None:
    ids = pick.sample(sorted(world.tasks), count)
    numbers = world.reader.numbers_of(ids)
    for task_id in ids:
        change = pick.choice(
            (
                MarkChange(rating=pick.randint(0, 5)),
                MarkChange(note=some_text(pick, 3)),
                MarkChange(note=""),
                MarkChange(add_tags=(some_text(pick, 1),)),
                MarkChange(trash=True),
                MarkChange(trash=False),
                MarkChange(starred=True),
            )
        )
        await world.marks.change([numbers[task_id]], change, NOW)
    await world.refresh(ids)


async def change_some(world: World, pick: random.Random, count: int = 15) -> None:
    for task_id in pick.sample(sorted(world.tasks), count):
        if pick.random() < 0.3:
            await world.store.remove(task_id)
        else:
            task = world.tasks[task_id]
            image = task.image or make_image(relative_path=f"{some_text(pick, 1)}.png")
            await world.store.save(replace(task, state=TaskState.DONE, image=image))
        await world.refresh([task_id])


def check(world: World, pick: random.Random, rounds: int) -> None:
    tasks = list(world.tasks.values())
    for _ in range(rounds):
        query = HistoryQuery(
            random_text(pick, tasks),
            pick.choice([HistoryFilter.ALL] * 3 + list(HistoryFilter)),
            pick.choice([HistorySort.NEWEST] * 3 + list(HistorySort)),
        )
        expected = world.expected(query)
        assert world.found(query) == expected, query
        for task in pick.sample(tasks, 2):
            found = world.reader.matching(query, [task.id])
            assert (task.id in found) == (task.id in expected), query


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("seed", range(8))
async def test_search_equals_a_naive_scan_whatever_happens(world: World, seed: int) -> None:
    pick = random.Random(seed)
    await world.add([random_task(pick) for _ in range(260)])
    check(world, pick, 12)
    for _ in range(6):
        world.finder.build()
    check(world, pick, 12)
    await mark_some(world, pick)
    await change_some(world, pick)
    check(world, pick, 12)
    world.build()
    await world.add([random_task(pick) for _ in range(40)])
    await mark_some(world, pick)
    check(world, pick, 12)
    world.build()
    check(world, pick, 25)


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("sort", HistorySort)
@pytest.mark.parametrize("chosen", HistoryFilter)
async def test_lists_equal_a_naive_sort(
    world: World, sort: HistorySort, chosen: HistoryFilter
) -> None:
    pick = random.Random(f"{sort}{chosen}")
    query = HistoryQuery("", chosen, sort)
    assert world.found(query) == []
    await world.add([random_task(pick) for _ in range(150)])
    for _ in range(3):
        await mark_some(world, pick)
        await change_some(world, pick)
        await world.add([random_task(pick) for _ in range(20)])
        expected = world.expected(query)
        assert world.found(query) == expected
        page = world.reader.first_page(query)
        assert page.numbers == world.listings(query)[-1].numbers[: len(page)]
        assert page.complete == (len(page) == len(expected)) or not page.complete
        assert world.reader.counts() == tuple(
            len([task for task in world.tasks.values() if FILTERS[f](task)]) for f in HistoryFilter
        )


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("rises", [True, False])
@pytest.mark.parametrize("sort", [HistorySort.NEWEST, HistorySort.OLDEST])
async def test_the_first_hits_of_a_common_word_come_before_the_whole(
    world: World, sort: HistorySort, rises: bool
) -> None:
    pick = random.Random(9)
    tasks = sorted((random_task(pick, 10**6) for _ in range(300)), key=lambda t: t.created_at)
    common = [replace(t, params=replace(t.params, prompt="a common word")) for t in tasks]
    await world.add(common if rises else common[::-1])
    world.build()
    query = HistoryQuery("common", sort=sort)
    first, whole = world.listings(query)
    assert (first.complete, whole.complete) == (False, True)
    assert len(first) < 120 < len(whole) == 300
    assert world.found(query) == world.expected(query)


async def test_a_quoted_model_is_found_whole_and_a_bare_one_in_part(world: World) -> None:
    tasks = [
        make_task(id=f"{n:032x}", params=GenerationParams(prompt="p", model_name=name))
        for n, name in enumerate(MODELS)
    ]
    await world.add(tasks)

    def models(text: str) -> set[str]:
        return {world.tasks[i].params.model_name for i in world.found(HistoryQuery(text))}

    assert models('model:"nano-banana"') == {"nano-banana", "Nano Banana"}
    assert models('model:"banana"') == set()
    assert models('model:"Nano Banana 2"') == {"nano-banana-2"}
    assert models('-model:"nano-banana"') == {"nano-banana-2", "nano-banana-pro", "a model 模型"}
    assert models("model:nano-banana") == set(MODELS) - {"a model 模型"}


async def test_a_list_that_is_not_known_yet_is_not_shown_as_empty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_finder, "PATIENCE", -1.0)
    monkeypatch.setattr(history_finder, "CHUNK", 2)
    old = [make_task(id=f"{n:032x}", created_at=float(n)) for n in range(9)]
    under_way = make_task(id="f" * 32, created_at=99.0, state=TaskState.PROCESSING)
    await world.add([*old, under_way])
    for text in ("", "state:active"):
        query = HistoryQuery(text, sort=HistorySort.OLDEST)
        assert world.found(query) == world.expected(query)


# -- a history of a newer version ----------------------------------------------------------------

NEWER = (
    "ALTER TABLE tasks ADD COLUMN mood TEXT NOT NULL DEFAULT 'fine'",
    "ALTER TABLE tags ADD COLUMN colour INTEGER",
    "CREATE TABLE moods (number INTEGER PRIMARY KEY, name TEXT) STRICT",
    "CREATE INDEX tasks_by_mood ON tasks (mood)",
    f"PRAGMA user_version = {MIGRATIONS[-1].version + 1}",
)


async def made_newer(world: World, path: Path, *changes: str) -> Path:
    """A copy of the history as a later version of the program may leave it."""
    await world.database.run(lambda c: c.execute("VACUUM INTO ?", (str(path),)))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for change in (*NEWER, *changes):
            connection.execute(change)
        connection.commit()
    return path


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("has_index", [True, False])
async def test_a_newer_history_is_searched_and_not_touched(
    world: World, tmp_path: Path, has_index: bool
) -> None:
    pick = random.Random(3)
    await world.add([random_task(pick) for _ in range(120)])
    await mark_some(world, pick)
    folder = tmp_path / "newer"
    folder.mkdir()
    path = await made_newer(world, folder / "history.sqlite")
    index = folder / "search.sqlite"
    if not has_index:
        index.mkdir()
    original = path.read_bytes()
    newer = Database(path)
    report = await newer.open()
    assert report.read_only
    other = World(newer, index)
    other.tasks = world.tasks
    try:
        check(other, pick, 25)
        other.build()
        check(other, pick, 25)
        with pytest.raises(StorageError) as raised:
            await other.marks.change([1], MarkChange(rating=5), NOW)
    finally:
        other.close()
        await newer.close()
    assert raised.value.case is ErrorCase.NEWER_DATABASE
    assert path.read_bytes() == original


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE tasks RENAME COLUMN trashed_at TO gone_at",
        "ALTER TABLE task_search RENAME TO texts",
        "DROP TABLE search_changes",
    ],
)
async def test_a_newer_history_that_is_made_otherwise_is_told_and_not_guessed_at(
    world: World, tmp_path: Path, change: str
) -> None:
    await world.add([make_task(params=GenerationParams(prompt="a red fox"))])
    drop = ("DROP TRIGGER task_search_changed",)
    path = await made_newer(world, tmp_path / "newer.sqlite", *drop, change)
    original = path.read_bytes()
    finder = HistoryFinder(path, tmp_path / "other.sqlite", CALENDAR)
    try:
        finder.build()
        with pytest.raises(StorageError):
            list(finder.find(HistoryQuery("fox"), lambda: False))
    finally:
        finder.close()
    assert path.read_bytes() == original


@pytest.mark.parametrize("sort", [HistorySort.NEWEST, HistorySort.OLDEST])
async def test_a_common_word_is_found_at_once_while_the_index_is_being_built(
    world: World, sort: HistorySort
) -> None:
    texts = GenerationParams(prompt="ein Leuchtturm am Meer " * 20)
    await world.store.add(
        [make_task(id=f"{n:05}", params=texts, created_at=float(n)) for n in range(6_000)]
    )
    sql = "UPDATE tasks SET state = 'done', is_active = 0"
    await world.database.write(lambda connection: connection.execute(sql))
    world.finder.build()
    looks = 0

    def is_moot() -> bool:
        nonlocal looks
        looks += 1
        return False

    query = HistoryQuery("leuchtturm", sort=sort)
    answers = [
        (len(listing), listing.complete, looks) for listing in world.finder.find(query, is_moot)
    ]
    (first, first_is_whole, early), (whole, is_whole, late) = answers
    assert (100 <= first <= 500, first_is_whole, whole, is_whole) == (True, False, 6_000, True)
    assert early < late / 3
