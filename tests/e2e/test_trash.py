"""What is deleted can be had back, also when its picture comes later or the program dies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.trash_service import Departure
from nanobanana_desktop.storage.trash_store import TrashStore
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    home = tmp_path / "data home"
    home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(home))


def show_bin(running: Running) -> None:
    running.program.window.history_pane.filters.set_value(HistoryFilter.TRASH)


def delete_first(running: Running) -> None:
    pane = running.program.window.history_pane
    pane.list.setCurrentIndex(pane.model.index(0))
    (task,) = pane.selected_tasks()
    running.program.window.requests.delete_requested.emit([task.id])


def agree(running: Running, words: str) -> bool:
    """Press the button of a question that is shown; False when there is none yet."""
    for box in running.window.findChildren(QMessageBox):
        for button in box.buttons():
            if box.isVisible() and button.text().startswith(words):
                button.click()
                return True
    return False


async def finished(running: Running, wait_until: WaitUntil, prompt: str) -> None:
    await wait_until(lambda: running.program.keys.state.usable)
    order(running, prompt)
    await wait_until(lambda: any(", Completed, " in row for row in rows(running)))


async def test_a_picture_that_comes_after_the_deletion_lies_in_the_bin(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        deleted: list[TaskState] = []

        def delete(task: GenerationTask) -> None:
            if task.state in POLLED and not deleted:
                deleted.append(task.state)
                running.program.window.requests.delete_requested.emit([task.id])

        running.program.tasks.task_changed.connect(delete)
        order(running, "a boat")
        await wait_until(lambda: deleted)
        await wait_until(lambda: running.program.tasks.open_tasks == [])
        await wait_until(lambda: rows(running) == [])
    async with start_program(service.base_url) as running:
        assert rows(running) == []
        show_bin(running)
        await wait_until(lambda: len(rows(running)) == 1)
        assert ", Completed, " in rows(running)[0]
        assert len(running.pictures()) == 1


async def test_undo_and_the_bin_bring_back_what_was_deleted(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await finished(running, wait_until, "a boat")
        delete_first(running)
        await wait_until(lambda: rows(running) == [])
        running.program.window.window.toast._action.click()
        await wait_until(lambda: len(rows(running)) == 1)
        delete_first(running)
        await wait_until(lambda: rows(running) == [])
    async with start_program(service.base_url) as running:
        show_bin(running)
        await wait_until(lambda: len(rows(running)) == 1)
        task = running.program.window.history_pane.model.task_at(0)
        assert task is not None
        running.program.window.requests.restore_requested.emit([task.id])
        await wait_until(lambda: rows(running) == [])
        running.program.window.history_pane.filters.set_value(HistoryFilter.ALL)
        await wait_until(lambda: len(rows(running)) == 1)


async def test_the_emptied_bin_leaves_neither_row_nor_file(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await finished(running, wait_until, "a boat")
        delete_first(running)
        await wait_until(lambda: rows(running) == [])
        assert len(running.pictures()) == 1
        running.program.window.requests.empty_bin_requested.emit()
        await wait_until(lambda: agree(running, "Delete 1 image"))
        await wait_until(lambda: says(running, "1 item(s) deleted"))
        assert running.pictures() == []
        show_bin(running)
        await wait_until(lambda: rows(running) == [])


@pytest.mark.parametrize("moment", ["before the file", "after the file"])
async def test_a_program_that_dies_while_the_bin_is_emptied_agrees_with_itself(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
    moment: str,
) -> None:
    expected_log("empty trash")
    died: list[str] = []

    def die_before(_shelf: PictureShelf, task: object) -> Departure:
        died.append("before")
        raise SystemError("power cut")

    async def die_after(_store: TrashStore, gone: object) -> None:
        died.append("after")
        raise SystemError("power cut")

    async with start_program(service.base_url) as running:
        await finished(running, wait_until, "a boat")
        delete_first(running)
        await wait_until(lambda: rows(running) == [])
        monkeypatch.setattr(running.program, "report_bug", died.append)
        with monkeypatch.context() as patch:
            if moment == "before the file":
                patch.setattr(PictureShelf, "throw_away", die_before)
            else:
                patch.setattr(TrashStore, "end_leaving", die_after)
            running.program.library.trash.empty(starred=True)
            await wait_until(lambda: len(died) > 1)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        show_bin(running)
        left = 1 if moment == "before the file" else 0
        await wait_until(lambda: len(rows(running)) == left)
        await wait_until(lambda: len(running.pictures()) == left)
