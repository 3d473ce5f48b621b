"""A pattern for names in the real program: where pictures lie, and that none is paid for twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path

import pytest

from nanobanana_desktop.demo.script import Call
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.task import TaskState
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)


def keep_settings(root: Path, **settings: object) -> None:
    root.mkdir(parents=True, exist_ok=True)
    (root / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


async def test_a_picture_after_a_pattern_is_there_again_after_a_crash(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, data_root: Path
) -> None:
    """The program dies between the name on the disk and the line in the history."""
    keep_settings(data_root, picture_names="{model}/{res} {prompt:14}", sidecars=False)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "a lantern in the snow")
        await wait_until(lambda: len(running.pictures()) == 1)
        await wait_until(lambda: not running.program.tasks.open_tasks)
        (picture,) = running.pictures()
        database = running.paths.database
    place = picture.relative_to(running.paths.images)
    assert place.parent.name.startswith("nano-banana")
    assert place.name[2:].startswith(" a lantern in_")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM images")
        connection.execute("UPDATE tasks SET state = ?", (TaskState.RESULT_READY.value,))
    fetched = service.control.requests(Call.DOWNLOAD)
    assert len(fetched) == 1
    async with start_program(service.base_url) as running:
        reader = running.program.history
        await wait_until(lambda: [t.image is not None for _, t in reader.tasks_at([1])] == [True])
        ((_, task),) = reader.tasks_at([1])
        assert task.state is TaskState.DONE
        assert task.image is not None
        assert task.image.relative_path == place.as_posix()
        assert running.pictures() == [picture]
    assert service.control.creates == 1
    assert service.control.requests(Call.DOWNLOAD) == fetched, "it was not fetched anew"
