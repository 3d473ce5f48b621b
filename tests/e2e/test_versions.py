"""Two versions of the program and one history: the older one looks, changes and orders nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.storage.migrations import MIGRATIONS
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import can_generate, labels, order, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]

LATEST = MIGRATIONS[-1].version
NEWER = "Your history was written by a newer version. It can be browsed, not changed."
REASON = "Update the app to generate images."


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)


def use_newer_program(root: Path) -> None:
    """As a later version leaves the history behind."""
    with closing(sqlite3.connect(DataPaths(root).database)) as connection:
        connection.execute("ALTER TABLE tasks ADD COLUMN mood TEXT NOT NULL DEFAULT 'fine'")
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")


def use_own_program(root: Path) -> None:
    """As the later version would be again after a step back; the column does not matter."""
    with closing(sqlite3.connect(DataPaths(root).database)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST}")


async def test_beside_a_newer_history_nothing_can_be_ordered_and_the_form_says_why(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, data_root: Path
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "an early heron")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
    use_newer_program(data_root)
    before = DataPaths(data_root).database.read_bytes()
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        await wait_until(lambda: len(rows(running)) == 1)
        running.type_prompt("a late heron")
        assert says(running, NEWER)
        assert says(running, REASON)
        assert not can_generate(running)
        assert not running.shows(QPushButton, "Try again")
        running.program.window.create_pane.submit()
        assert len(rows(running)) == 1, labels(running)
    assert DataPaths(data_root).database.read_bytes() == before
    assert service.control.creates == 1


async def test_back_in_the_version_of_the_history_everything_goes_on(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, data_root: Path
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
    use_newer_program(data_root)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: says(running, NEWER))
    use_own_program(data_root)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "a heron at noon")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        assert not says(running, NEWER)
