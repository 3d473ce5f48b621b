"""Undo, twins, pauses and tasks fetched by their id, from the window to the wire."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from nanobanana_desktop.demo.scenario import Course, Scenario
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.actions import Command
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.processes import keep_unconfirmed
from tests.e2e.screen import has_row, order, row_reasons, rows, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]

PROMPT = "a lantern in the snow"


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)


def keep_settings(root: Path, **settings: object) -> None:
    root.mkdir(parents=True, exist_ok=True)
    (root / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


async def ready(running: Running, wait_until: WaitUntil) -> None:
    await wait_until(lambda: running.program.keys.state.usable)
    running.find(QPlainTextEdit, "Prompt").clear()


def ids(running: Running) -> list[str]:
    """The tasks of the rows, from the top."""
    model = running.program.window.history_pane.model
    return [model.id_at(row) for row in range(model.rowCount())]


async def test_an_order_that_is_undone_never_leaves_and_the_form_stays(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, data_root: Path
) -> None:
    keep_settings(data_root, undo_send_seconds=10)
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        # The seconds are counted down.
        await wait_until(lambda: says(running, "Sending in "))
        assert row_reasons(running) == ["Sending in a moment"]
        running.click(QPushButton, "Undo")
        await wait_until(lambda: says(running, "Taken back. Nothing was sent."))
        assert rows(running) == []
        assert running.find(QPlainTextEdit, "Prompt").toPlainText() == PROMPT
        assert running.program.tasks.open_tasks == []
    assert service.control.creates == 0


async def test_the_same_order_of_the_session_before_is_asked_about_first(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Completed"))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        pane = running.program.window.create_pane
        running.type_prompt(PROMPT)
        pane.submit()
        await wait_until(lambda: says(running, "Same as a task from"))
        assert (service.control.creates, len(rows(running))) == (1, 1)
        pane._guard._pressed_at = -math.inf
        pane.submit()
        await wait_until(lambda: service.control.creates == 2)


async def test_a_pause_outlives_the_program_and_ends_by_the_bar(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        running.program.window._parts.panes.actions[Command.PAUSE_SENDING].trigger()
        order(running, PROMPT)
        await wait_until(lambda: says(running, "Sending is paused. 1 task"))
    assert service.control.creates == 0
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        await wait_until(lambda: says(running, "Sending is paused. 1 task"))
        assert row_reasons(running) == ["Waiting · 1st"]
        running.click(QPushButton, "Resume")
        await wait_until(lambda: has_row(running, "Completed"))
        assert not running.program.settings.settings.sending_paused
    assert service.control.creates == 1


async def test_a_task_that_this_history_forgot_is_fetched_by_its_id_for_free(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Completed"))
        (task,) = running.program.history.tasks(ids(running))
        await running.program.tasks.forget(task.id)
        await wait_until(lambda: rows(running) == [])
        running.program.window._parts.panes.actions[Command.FETCH_BY_ID].trigger()
        edit = running.find(QPlainTextEdit, "Task IDs at the service")
        edit.setPlainText(f"{task.remote_id}, {task.remote_id}\n{'x' * 200}")
        running.click(QPushButton, "Fetch")
        await wait_until(lambda: has_row(running, "Completed"))
        assert edit.toPlainText() == "x" * 200
        assert rows(running)[0].startswith(f"Task \u2068{task.remote_id}\u2069, Completed")
    assert service.control.creates == 1


async def test_quitting_asks_while_a_task_is_made_and_staying_keeps_it(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    service.control.set_default(Scenario(course=Course(processing=(math.inf, math.inf))))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Processing"))
        running.program.window._parts.panes.actions[Command.QUIT].trigger()
        await wait_until(lambda: says(running, "1 task"))
        running.click(QPushButton, "Stay open")
        assert not running.program._quit.is_set()
        running.program.window._parts.panes.actions[Command.QUIT].trigger()
        running.click(QPushButton, "Quit")
        assert running.program._quit.is_set()
        assert [task.state for task in running.program.tasks.open_tasks] == [TaskState.PROCESSING]


async def test_an_id_is_never_that_of_two_tasks(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, data_root: Path
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Completed"))
    unconfirmed = keep_unconfirmed(data_root, "a ferry")
    async with start_program(service.base_url) as running:
        tasks = running.program.tasks
        await wait_until(lambda: unconfirmed in [task.id for task in tasks.open_tasks])
        (remote_id,) = service.control.tasks
        assert tasks.attach_remote_id(unconfirmed, remote_id)
        await wait_until(lambda: says(running, "This ID is that of another task"))
        assert len(rows(running)) == 2
        (first,) = [t for t in running.program.history.tasks(ids(running)) if t.remote_id]
        await tasks.forget(first.id)
        (adopted,) = (await tasks.adopt([remote_id])).adopted
        await wait_until(lambda: adopted not in [task.id for task in tasks.open_tasks])
        downloads = service.control.downloads
        assert tasks.attach_remote_id(unconfirmed, remote_id)
        await wait_until(lambda: has_row(running, "Completed"))
        assert "a ferry" in rows(running)[0]
        assert service.control.downloads == downloads
    assert service.control.creates == 1
