"""Newer versions, from the feed to what the window says; certificates that are missing."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.api import trust
from nanobanana_desktop.demo.scenario import Course, Scenario
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.ui.actions import Command
from tests.api.raw_server import RawServer, answering, serve
from tests.domain.test_updates import GOOD
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import has_row, labels, order, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]

AVAILABLE = f"Version {GOOD['version']} is available"
LATER = "Looking for a newer version once your tasks are done."
UNKNOWN = "Whether there is a newer version could not be found out. Try later."


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)


@pytest.fixture
async def feed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RawServer]:
    async with serve(answering(200, json.dumps(GOOD))) as server:
        monkeypatch.setattr(
            "nanobanana_desktop.update_connection.FEED_ADDRESS", server.url("/feed.json")
        )
        yield server


def ask(running: Running) -> None:
    action = running.program.window._parts.panes.actions[Command.CHECK_UPDATES]
    assert action.isVisible()
    action.trigger()


async def test_newer_version_is_told_once_a_week_and_not_when_skipped(
    start_program: Start, service: DemoServer, feed: RawServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: says(running, f"{AVAILABLE}."))
        running.click(QPushButton, "What's new")
        await wait_until(lambda: says(running, "Faster."))
        assert running.shows(QPushButton, "Open download page")
        running.click(QPushButton, "Skip this version")
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        assert feed.count("GET") == 1, "asked again before the week was over"
        running.program.settings.change(updates_checked_on="2026-01-01")
        running.program.updates.look()
        await wait_until(lambda: running.program.updates.newest is not None)
        assert not says(running, AVAILABLE), labels(running)
        ask(running)
        await wait_until(lambda: says(running, AVAILABLE))
    assert feed.count("GET") == len(feed.requests) == 3
    told = " ".join(f"{request.target} {request.headers}" for request in feed.requests)
    assert KEY not in told


async def test_check_waits_for_the_tasks_that_are_under_way(
    start_program: Start, service: DemoServer, feed: RawServer, wait_until: WaitUntil
) -> None:
    service.control.set_default(Scenario(course=Course(processing=(math.inf, math.inf))))
    async with start_program(service.base_url) as running:
        running.program.settings.change(check_updates=False)
        await wait_until(lambda: running.program.keys.state.usable)
        asked = feed.count("GET")
        order(running, "a patient heron")
        await wait_until(lambda: has_row(running, "Processing"))
        ask(running)
        await wait_until(lambda: says(running, LATER))
        assert feed.count("GET") == asked
        for task_id in service.control.tasks:
            service.control.finish(task_id)
        await wait_until(lambda: has_row(running, "Completed"))
        await wait_until(lambda: says(running, AVAILABLE))
    assert feed.count("GET") == asked + 1


async def test_feed_that_is_none_is_told_calmly(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serve(answering(200, "<html>Log in to this network</html>")) as server:
        monkeypatch.setattr(
            "nanobanana_desktop.update_connection.FEED_ADDRESS", server.url("/feed.json")
        )
        async with start_program(service.base_url) as running:
            await wait_until(lambda: running.program.keys.state.usable)
            await wait_until(lambda: server.count("GET") == 1)
            assert not says(running, UNKNOWN), "nobody asked"
            ask(running)
            await wait_until(lambda: says(running, UNKNOWN))
            assert running.program.settings.settings.updates_checked_on == ""


async def test_demo_never_asks(
    start_program: Start, feed: RawServer, wait_until: WaitUntil
) -> None:
    async with start_program(demo=True) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        action = running.program.window._parts.panes.actions[Command.CHECK_UPDATES]
        assert not action.isVisible()
        running.program.updates.check_now()
    assert feed.requests == []


async def test_missing_certificates_are_told_before_anything_is_ordered(
    start_program: Start, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust, "has_system_roots", lambda: False)
    async with start_program("https://service.invalid") as running:
        await wait_until(lambda: says(running, "certificates"))


async def test_a_service_on_this_computer_needs_no_certificates(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def has_none() -> bool:
        asked.append(True)
        return False

    monkeypatch.setattr(trust, "has_system_roots", has_none)
    async with start_program(service.base_url) as running:
        order(running, "a heron at home")
        await wait_until(lambda: has_row(running, "Completed"))
        assert not says(running, "certificates")
    assert asked == []
