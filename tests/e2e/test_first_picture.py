"""Key, prompt, Generate, a file on disk, quit, start offline: it is still there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.task import TaskState
from tests.e2e.conftest import KEY, FakeBackend, Running

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
NOWHERE = "http://127.0.0.1:9/kyyReactApiServer"


async def test_from_the_key_to_a_picture_that_stays(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.shows(QPushButton, "Check and save"))
        assert not running.find(QPushButton, "Generate").isEnabled()
        running.type_key(KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: backend.kept)
        running.type_prompt("a banana boat at dawn")
        await wait_until(running.find(QPushButton, "Generate").isEnabled)
        running.click(QPushButton, "Generate")
        await wait_until(running.pictures)
        await wait_until(lambda: _states(running) == [TaskState.DONE])
    assert list(backend.kept.values()) == [KEY]
    assert service.control.creates == 1
    assert service.control.leaked_keys == 0
    service.stop()

    async with start_program(NOWHERE) as running:
        await wait_until(lambda: running.program.window.history_pane.model.rowCount() == 1)
        (picture,) = running.pictures()
        assert not QImage(str(picture)).isNull()
        (task,) = _tasks(running)
        assert task.params.prompt == "a banana boat at dawn"
        running.program.window.history_pane.select(task.id)
        await wait_until(lambda: running.program.window.stage_pane.picture.has_picture)
    for path in running.paths.root.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


def _tasks(running: Running) -> list:
    reader = running.program.history
    return [task for _, task in reader.tasks_at(reader.first_page(HistoryQuery()).numbers)]


def _states(running: Running) -> list[TaskState]:
    return [task.state for task in _tasks(running)]
