"""What differs between the history and the thumbnails, against a plain comparison."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.domain.tile import PictureKey
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage import thumbnail_gaps
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.thumbnail_gaps import BEGIN, ThumbnailGaps
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.fakes import make_image, make_task

HISTORY, THUMBNAILS = "history.sqlite", "thumbnails.sqlite"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / HISTORY)
    await database.open()
    yield database
    await database.close()


async def add(database: Database, names: list[str]) -> None:
    tasks = [
        make_task(id=name, state=TaskState.DONE, image=make_image(sha256=f"{name}-1"))
        for name in names
    ]
    waiting = make_task(id="waiting", state=TaskState.READY, image=None)
    await HistoryStore(database).add([*tasks, waiting])


def all_missing(gaps: ThumbnailGaps, limit: int) -> list[PictureKey]:
    found: list[PictureKey] = []
    low: int | None = BEGIN
    while low is not None:
        pictures, low = gaps.missing(low, limit)
        assert len(pictures) <= limit
        found += pictures
    return found


async def test_differences_are_those_of_a_plain_comparison(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnail_gaps, "STRIDE", 16)
    chance = random.Random(5)
    names = [f"t{number:03}" for number in range(100)]
    await add(database, names)
    store = ThumbnailStore(tmp_path / THUMBNAILS)
    kept = [PictureKey(name, f"{name}-{chance.choice('011')}") for name in names]
    kept = [picture for picture in kept if chance.random() < 0.6]
    kept += [PictureKey(f"gone{number}", "x") for number in range(9)]
    chance.shuffle(kept)
    for picture in kept:
        store.put(picture, b"j")
    store.flush()
    gaps = ThumbnailGaps(tmp_path / HISTORY, tmp_path / THUMBNAILS)
    known = [PictureKey(name, f"{name}-1") for name in names]
    assert all_missing(gaps, 7) == [each for each in reversed(known) if each not in kept]
    unwanted = gaps.unwanted(0, 500)
    assert [each.picture for each in unwanted] == [each for each in kept if each not in known]
    assert gaps.unwanted(unwanted[2].number, 2) == unwanted[3:5]
    store.close()


async def test_without_thumbnails_all_are_missing(database: Database, tmp_path: Path) -> None:
    await add(database, ["a", "b"])
    gaps = ThumbnailGaps(tmp_path / HISTORY, tmp_path / THUMBNAILS)
    assert [each.task_id for each in all_missing(gaps, 500)] == ["b", "a"]
    assert gaps.unwanted(0, 500) == []
    (tmp_path / THUMBNAILS).touch()
    assert [each.task_id for each in all_missing(gaps, 500)] == ["b", "a"]
    assert gaps.unwanted(0, 500) == []


@pytest.mark.parametrize("damaged", [HISTORY, THUMBNAILS])
async def test_a_file_that_cannot_be_read_is_told(
    database: Database, tmp_path: Path, damaged: str
) -> None:
    await add(database, ["a"])
    store = ThumbnailStore(tmp_path / THUMBNAILS)
    store.put(PictureKey("a", "a-1"), b"j")
    store.close()
    await database.close()
    (tmp_path / damaged).write_bytes(b"no database" * 1_000)
    gaps = ThumbnailGaps(tmp_path / HISTORY, tmp_path / THUMBNAILS)
    for ask in (gaps.unwanted, gaps.missing):
        with pytest.raises(StorageError) as raised:
            ask(0, 500)
        assert raised.value.case is ErrorCase.DATABASE
