"""An order that takes the place of a task that was adopted: killed at any moment, one picture."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal
from tests.fakes import make_task
from tests.faults.conftest import Line
from tests.faults.room import Room, open_room

S = TaskState
ORDER = make_task(id="f" * 32, state=S.SUBMIT_UNKNOWN, attempt=1)


def copied_while_there(source: str, target: str) -> str:
    """What goes between the look into a folder and its copy was on its way to another name."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)
    return target


class Moments:
    """Copies of a data folder: what a kill before and after each change would leave of it.

    The history goes on meanwhile, at the end of its log alone as long as that is not folded in.
    """

    def __init__(self, root: Path, into: Path) -> None:
        self._root = root
        self._into = into
        self._turn = threading.Lock()
        self.copies: list[Path] = []

    def copy(self) -> None:
        # The journal is written in a worker, the history asked for on the loop.
        with self._turn:
            copy = self._into / str(len(self.copies))
            shutil.copytree(self._root, copy, copy_function=copied_while_there)
            self.copies.append(copy)

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on, until `monkeypatch` takes it back."""
        write = Database.write

        async def copied_write(
            database: Database, function: Callable[[sqlite3.Connection], Any]
        ) -> Any:
            self.copy()
            result = await write(database, function)
            self.copy()
            return result

        monkeypatch.setattr(Database, "write", copied_write)
        for name in ("append", "note_removal"):
            monkeypatch.setattr(IdJournal, name, self._copied(getattr(IdJournal, name)))

    def _copied(self, note: Callable[..., None]) -> Callable[..., None]:
        def copied(*arguments: object) -> None:
            self.copy()
            note(*arguments)
            self.copy()

        return copied


async def fetched_elsewhere(line: Line, root: Path) -> str:
    """The service's id of a picture that another computer ordered."""
    async with open_room(root, line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        return room.latest[order].remote_id


async def merged(room: Room, remote_id: str) -> None:
    """The order has the id and the picture, and no other row has them."""
    if any(task.id == ORDER.id for task in room.tasks.open_tasks):
        assert room.tasks.attach_remote_id(ORDER.id, remote_id)
        await room.until(lambda: room.state(ORDER.id) is S.DONE)
    (row,) = await room.stored()
    assert (row.id, row.state, row.remote_id) == (ORDER.id, S.DONE, remote_id)
    assert row.image is not None
    assert [path.name for path in room.pictures()] == [Path(row.image.relative_path).name]


async def test_killed_while_an_order_takes_over_an_adopted_task_nothing_is_fetched_twice(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote_id = await fetched_elsewhere(line, tmp_path / "elsewhere")
    root, moments = tmp_path / "data", Moments(tmp_path / "data", tmp_path)
    async with open_room(root, line.base_url) as room:
        await HistoryStore(room.database).add([ORDER])
    async with open_room(root, line.base_url) as room:
        await room.database.run(lambda c: c.execute("PRAGMA wal_autocheckpoint = 0").fetchall())
        (adopted,) = (await room.tasks.adopt([remote_id])).adopted
        await room.until(lambda: room.state(adopted) is S.DONE)
        with monkeypatch.context() as watched:
            moments.watch(watched)
            assert room.tasks.attach_remote_id(ORDER.id, remote_id)
            await room.until(lambda: room.state(ORDER.id) is S.DONE)
            # The journal is written behind the history, and the settling behind both.
            await room.until(lambda: not room.tasks.open_tasks and len(moments.copies) >= 6)
    downloads = line.control.downloads
    for copy in moments.copies:
        async with open_room(copy, line.base_url) as room:
            await merged(room, remote_id)
    assert (line.control.creates, line.control.downloads) == (1, downloads)
