"""A start with something broken, and an end in which something fails: the rest still works."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.first_window import FirstWindow
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.services.export_service import ExportService
from nanobanana_desktop.services.task_service import ServiceClient, TaskService
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.settings_store import SettingsStore
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.processes import keep_orders
from tests.e2e.screen import order, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
ExpectedLog = Callable[[str], None]

PROMPT = "a heron at noon"


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


def write_settings(root: Path, **settings: object) -> None:
    paths = DataPaths(root)
    paths.create()
    paths.settings.write_text(json.dumps(settings), encoding="utf-8")


def damage_an_index(root: Path) -> None:
    """As a disk may: in a page that the first rows of the list do not need."""
    path = DataPaths(root).database
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE app_state SET value = 1 WHERE key = 'running'")
        connection.commit()
        page = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'events_of_task'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : (page - 1) * size + 8] = b"\xff" * 8
    path.write_bytes(content)


def set_aside(root: Path) -> list[Path]:
    return list(root.glob("*.corrupt-*"))


async def test_an_address_that_cannot_be_used_is_told_and_corrected_in_the_settings(
    start_program: Start,
    service: DemoServer,
    data_root: Path,
    wait_until: WaitUntil,
    expected_log: ExpectedLog,
) -> None:
    expected_log("the address in the settings cannot be used")
    write_settings(data_root, base_url="ftp://nonsense")
    async with start_program() as running:
        await wait_until(lambda: says(running, "The service address cannot be used"))
        order(running, PROMPT)
        await wait_until(lambda: len(rows(running)) == 1)
        running.program.settings.change(base_url=service.base_url)
        await wait_until(lambda: ", Completed, " in rows(running)[0])
        await wait_until(lambda: not says(running, "The service address cannot be used"))
    assert service.control.creates == 1


async def test_a_second_change_of_settings_does_not_begin_a_second_time(
    start_program: Start,
    service: DemoServer,
    data_root: Path,
    wait_until: WaitUntil,
    expected_log: ExpectedLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("the address in the settings cannot be used")
    write_settings(data_root, base_url="ftp://nonsense")
    begun: list[str] = []
    start = TaskService.start

    async def counted(
        tasks: TaskService, client: ServiceClient, address: str = "", *, hold_waiting: bool = False
    ) -> None:
        begun.append(address)
        await start(tasks, client, address, hold_waiting=hold_waiting)

    monkeypatch.setattr(TaskService, "start", counted)
    async with start_program() as running:
        await wait_until(lambda: says(running, "The service address cannot be used"))
        order(running, PROMPT)
        await wait_until(lambda: len(rows(running)) == 1)
        running.program.settings.change(base_url=f"{service.base_url}/elsewhere")
        running.program.settings.change(base_url=service.base_url)
        await wait_until(lambda: ", Completed, " in rows(running)[0])
    assert begun == [service.base_url]
    assert service.control.creates == 1


async def test_settings_that_cannot_be_written_are_told_and_hold_until_the_end(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> None:
    expected_log("settings were not written")

    def full(_store: SettingsStore, _settings: Settings) -> None:
        raise StorageError(ErrorCase.DISK_FULL, "no space")

    async with start_program(service.base_url) as running:
        monkeypatch.setattr(SettingsStore, "save", full)
        running.program.settings.change(concurrency=2)
        await wait_until(lambda: says(running, "The settings could not be saved."))
        assert not says(running, "The disk is full.")
        assert running.program.settings.settings.concurrency == 2


async def test_after_damage_the_window_shows_the_history_that_is_written_now(
    start_program: Start,
    service: DemoServer,
    data_root: Path,
    wait_until: WaitUntil,
) -> None:
    keep_orders(data_root, *(f"banana {number}" for number in range(3)))
    damage_an_index(data_root)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        assert set_aside(data_root)
        order(running, PROMPT)
        await wait_until(lambda: any(PROMPT in row for row in rows(running)))
        new = running.program.tasks.open_tasks[-1]
        assert [task.id for task in running.program.history.tasks([new.id])] == [new.id]
        await wait_until(lambda: says(running, "waiting to be sent."))
        assert service.control.creates == 0
        running.click(QPushButton, "Send now")
        await wait_until(lambda: not running.program.tasks.open_tasks)


async def test_a_step_of_the_end_that_fails_loses_nothing_of_the_others(
    start_program: Start,
    service: DemoServer,
    data_root: Path,
    wait_until: WaitUntil,
    expected_log: ExpectedLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_log("a step of the end failed")

    async def fail() -> None:
        raise StorageError(ErrorCase.DATABASE, "locked")

    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        running.type_prompt("half a thought")
        monkeypatch.setattr(running.program.library.marks, "settled", fail)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        assert running.find(QPlainTextEdit, "Prompt").toPlainText() == "half a thought"
        assert running.find(QPushButton, "Generate").isEnabled()


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_history_that_cannot_be_read_once_holds_the_orders_only_for_a_moment(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
    by_hand: bool,
) -> None:
    expected_log("cannot be read")
    steps = (1000.0,) if by_hand else (0.2,)
    monkeypatch.setattr("nanobanana_desktop.services.store_watch.STORE_STEPS", steps)
    read = HistoryStore.unfinished
    faults = [StorageError(ErrorCase.DATABASE, "SQLITE_IOERR: disk I/O error")]

    async def unfinished(store: HistoryStore) -> list[GenerationTask]:
        if faults:
            raise faults.pop()
        return await read(store)

    monkeypatch.setattr(HistoryStore, "unfinished", unfinished)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, PROMPT)
        if by_hand:
            await wait_until(lambda: says(running, "history"))
            await wait_until(lambda: len(running.program.tasks.waiting) == 1)
            assert service.control.creates == 0
            running.click(QPushButton, "Try again")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
    assert service.control.creates == 1


async def test_nothing_is_sent_while_the_end_waits_for_an_export(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop = ExportService.stop
    ending: list[TaskService] = []

    async def long_export(exports: ExportService) -> None:
        ending[0].resume()
        for _ in range(100):
            await asyncio.sleep(0.005)
        ending.clear()
        await stop(exports)

    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        running.program.tasks.pause()
        order(running, PROMPT)
        await wait_until(lambda: len(running.program.tasks.waiting) == 1)
        ending.append(running.program.tasks)
        monkeypatch.setattr(ExportService, "stop", long_export)
    assert ending == []
    assert service.control.creates == 0


async def test_what_the_last_run_left_unfinished_is_removed(
    start_program: Start, data_root: Path, wait_until: WaitUntil
) -> None:
    folder = DataPaths(data_root).images / "2025" / "11"
    folder.mkdir(parents=True)
    half = folder / "2025-11-01_x_00000001.part"
    half.write_bytes(b"half")
    async with start_program(demo=True):
        await wait_until(lambda: not half.exists())
        assert folder.exists()


async def test_a_window_that_is_closed_before_all_is_loaded_ends_the_program(
    start_program: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint = FirstWindow.paint

    def paint_and_close(first: FirstWindow, *arguments: Any) -> None:
        paint(first, *arguments)
        first.panes.window.close()

    monkeypatch.setattr(FirstWindow, "paint", paint_and_close)
    async with start_program(demo=True) as running:
        assert await running.program.run_until_quit() == 0
