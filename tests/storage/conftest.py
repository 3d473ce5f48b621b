from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
async def database(database_path: Path) -> AsyncIterator[Database]:
    database = Database(database_path)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> HistoryStore:
    return HistoryStore(database)


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[HistoryReader]:
    reader = HistoryReader(database.path)
    yield reader
    reader.close()


@pytest.fixture
def mode() -> Callable[[Path], int]:
    return lambda path: path.stat().st_mode & 0o777
