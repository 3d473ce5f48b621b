"""A history that is lost and an image folder that cannot be used, as a person meets them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]

PROMPT = "a heron at noon"


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


def destroy(path: Path) -> None:
    path.write_bytes(b"\xa5" * path.stat().st_size)


def put_file_in_place_of(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.touch()


def put_folder_in_place_of(file: Path) -> None:
    file.unlink()
    file.mkdir()


async def test_row_29_waiting_orders_of_a_damaged_history_wait_for_a_word_over_a_restart(
    start_program: Start, service: DemoServer, data_root: Path, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        running.program.tasks.pause()
        order(running, PROMPT)
        await wait_until(lambda: len(running.program.tasks.waiting) == 1)
    history = DataPaths(data_root).database
    history.write_bytes(bytes(16) + history.read_bytes()[16:])
    for _ in range(2):
        async with start_program(service.base_url) as running:
            await wait_until(lambda: len(running.program.tasks.waiting) == 1)
            await wait_until(lambda: running.program.keys.state.usable)
            await wait_until(lambda: running.program.tasks.paused)
            assert service.control.creates == 0
    async with start_program(service.base_url) as running:
        await wait_until(lambda: len(running.program.tasks.waiting) == 1)
        running.program.tasks.resume()
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
    assert service.control.creates == 1


async def test_row_29_lost_history_comes_back_from_the_pictures(
    start_program: Start, service: DemoServer, data_root: Path, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, PROMPT)
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        await wait_until(lambda: list(running.paths.images.rglob("*.json")))
    destroy(DataPaths(data_root).database)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: any(PROMPT in row for row in rows(running)))
        assert ", Completed, " in rows(running)[0]
        await wait_until(lambda: running.program.tasks.open_tasks == [])
    assert service.control.creates == 1
    assert len(list(DataPaths(data_root).images.rglob("*.png"))) == 1


async def test_row_25_images_that_cannot_be_written_are_told_at_the_start_and_wait(
    start_program: Start, service: DemoServer, data_root: Path, wait_until: WaitUntil
) -> None:
    images = DataPaths(data_root).images
    put_file_in_place_of(images)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: says(running, str(images)))
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, PROMPT)

        def task_state() -> TaskState | None:
            tasks = running.program.tasks.open_tasks
            return tasks[0].state if tasks else None

        await wait_until(lambda: task_state() is TaskState.SAVE_BLOCKED)
        put_folder_in_place_of(images)
        running.program.tasks.try_again_now()
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
    assert service.control.creates == 1
    assert len(list(images.rglob("*.png"))) == 1


async def test_a_picture_that_is_found_again_is_shown_at_once(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr(ThumbnailCache, "forget", lambda _cache, task_id: forgotten.append(task_id))
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, PROMPT)
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        picture = next(iter(running.paths.images.rglob("*.png")))
        picture.rename(picture.with_name("moved.png"))
        task = running.program.window.history_pane.current_task()
        assert task is not None
        running.program.library.lost.look_around(task)
        await wait_until(lambda: forgotten == [task.id])
