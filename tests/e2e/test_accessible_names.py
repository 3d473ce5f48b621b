"""Whatever a person opens: every control is named, has a role, and no two siblings sound alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.history_query import HistoryFilter, HistorySort
from nanobanana_desktop.domain.settings import ProxyChoice
from nanobanana_desktop.domain.updates import LANGUAGES, Update
from nanobanana_desktop.ui.actions import COMPARE_MODES
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.settings_dialog import PAGE_NAMES
from tests.accessible_nodes import offences, read_backwards, shown_nodes, shown_windows
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows

pytestmark = pytest.mark.usefixtures("quick_presses")

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


class Visit:
    """A walk through the states of the window; `found` is what is wrong in them."""

    def __init__(self, running: Running, wait_until: WaitUntil) -> None:
        self.running = running
        self.wait_until = wait_until
        self.window = running.program.window
        self.actions = self.window._parts.panes.actions
        self.found: list[str] = []
        self.counts: dict[str, int] = {}
        # Wide enough for all panes beside each other.
        running.window.resize(1500, 900)

    async def look(self, state: str) -> None:
        await asyncio.sleep(0.01)
        nodes = [node for window in shown_windows() for node in shown_nodes(window)]
        self.counts[state] = sum(node.is_a_control for node in nodes)
        self.found += [f"{state}: {offence}" for offence in offences(nodes)]
        self.found += [f"{state}: {offence}" for offence in read_backwards(nodes)]

    async def run(self, command: Command) -> None:
        assert self.actions[command].isEnabled(), command
        self.actions[command].trigger()
        await asyncio.sleep(0.01)

    @asynccontextmanager
    async def opened(self, command: Command) -> AsyncIterator[QWidget]:
        """The window that the command opens; it is closed afterwards."""
        before = shown_windows()
        await self.run(command)
        await self.wait_until(lambda: len(shown_windows()) == len(before) + 1)
        (window,) = (each for each in shown_windows() if each not in before)
        yield window
        window.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    async def press(self, name: str) -> None:
        self.running.find(QAbstractButton, name).click()
        await asyncio.sleep(0.01)


async def newer_version() -> Update:
    """What the page of newer versions says."""
    notes = dict.fromkeys(LANGUAGES, ("Cats are drawn with whiskers.", "Dogs too."))
    return Update("99.0", date(2026, 11, 23), notes, "https://example.test/")


async def test_every_control_of_every_state_is_named(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nanobanana_desktop.program.feed_reader", lambda *_parts: newer_version)
    async with start_program(base_url=service.base_url) as running:
        await wait_until(lambda: not running.program.keys.state.usable)
        visit = Visit(running, wait_until)
        await visit.look("first run")
        backend.set_password("nanobanana-desktop", "default", KEY)
    async with start_program(base_url=service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        visit = Visit(running, wait_until)
        await visit.look("with a key")
        for prompt in ("a heron", "an otter", "a beaver"):
            order(running, prompt)
        await wait_until(lambda: sum(", Completed, " in row for row in rows(running)) == 3)
        await visit_stage(visit)
        await visit_history(visit)
        await visit_windows(visit)
        for page in PAGE_NAMES:
            visit.window.settings_wiring.open_page(page)
            await visit.look(f"settings: {page}")
        running.program.settings.change(proxy=ProxyChoice.CUSTOM)
        await visit.look("settings: a custom proxy")
    assert visit.found == []
    assert min(visit.counts.values()) > 20, visit.counts


async def visit_stage(visit: Visit) -> None:
    window = visit.window
    history, stage = window.history_pane, window.stage_pane
    history._select_row(0)
    await visit.run(Command.SINGLE)
    await visit.look("single")
    await visit.run(Command.DETAILS_PANEL)
    await visit.look("details")
    await visit.run(Command.TAGS)
    await visit.look("tags")
    await visit.run(Command.NOTE)
    await visit.look("note")
    await visit.run(Command.SELECT_ALL)
    await visit.look("details of several")
    await visit.run(Command.COMPARE)
    await visit.look("survey")
    history._select_row(0)
    await visit.run(Command.SINGLE)
    await visit.run(Command.COMPARE)
    for way in COMPARE_MODES:
        await visit.run(way)
        await visit.look(f"compare: {way}")
    await visit.run(Command.GRID)
    await visit.look("grid")
    for grouping in (Command.GROUP_BY_DAY, Command.GROUP_BY_MODEL):
        await visit.run(grouping)
        await visit.look(f"grid: {grouping}")
    await visit.run(Command.GROUP_BY_BATCH)
    await visit.run(Command.STACKS)
    await visit.look("stacks")
    await visit.run(Command.GROUP_NONE)
    await visit.run(Command.STACKS)
    await visit.run(Command.DETAILS_PANEL)
    history._select_row(0)
    stage.set_view("single")
    await visit.run(Command.HISTORY_PANEL)
    await visit.look("filmstrip")
    await visit.run(Command.HISTORY_PANEL)
    async with visit.opened(Command.VIEWER_WINDOW):
        await visit.look("viewer")


async def visit_history(visit: Visit) -> None:
    history = visit.window.history_pane
    await visit.press("Filters")
    await visit.look("filters")
    await visit.press("Filters")
    history.panel.ask("tag:cat heron", HistorySort.NEWEST)
    await visit.look("nothing found")
    await visit.press("Filters")
    saved = history.panel.popover.saved
    saved.save_wanted.emit("Cats", "tag:cat", HistorySort.NEWEST)
    await visit.wait_until(lambda: saved.rows)
    await visit.look("saved searches")
    saved.rows[0].more.click()
    await visit.look("menu of a saved search")
    QApplication.activePopupWidget().close()
    await visit.press("Filters")
    history.panel.ask("", HistorySort.NEWEST, HistoryFilter.TRASH)
    await visit.look("empty bin")
    history.panel.ask("", HistorySort.NEWEST, HistoryFilter.ALL)
    history._select_row(0)
    await visit.run(Command.DELETE)
    await visit.look("an offer of Undo")
    history.panel.ask("", HistorySort.NEWEST, HistoryFilter.TRASH)
    await visit.wait_until(lambda: history.model.rowCount() == 1)
    history._select_row(0)
    await visit.look("bin")
    history.panel.ask("", HistorySort.NEWEST, HistoryFilter.ALL)
    history.model.listing_failed.emit()
    await visit.look("a list that could not be read")


async def visit_windows(visit: Visit) -> None:
    visit.window.history_pane._select_row(0)
    visit.window.history_pane.list.setFocus(Qt.FocusReason.OtherFocusReason)
    for command in (
        Command.EXPORT,
        Command.VERIFY_LIBRARY,
        Command.FETCH_BY_ID,
        Command.SHORTCUTS,
        Command.MANAGE_TAGS,
        Command.WHATS_NEW,
        Command.CHECK_UPDATES,
        Command.ABOUT,
    ):
        async with visit.opened(command):
            await visit.look(command)
    await visit.run(Command.COMMAND_PALETTE)
    await visit.look("palette")
    await visit.run(Command.COMMAND_PALETTE)
