"""The way of the focus through the whole window: where it begins, Tab, F6; it is always seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.settings import ProxyChoice
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.settings_dialog import PAGE_NAMES
from tests.e2e.conftest import KEY, FakeBackend
from tests.e2e.hands import (
    CTRL,
    MOST_STOPS,
    PLAIN,
    SHIFT,
    Hands,
    Key,
    Start,
    WaitUntil,
    at_work,
)

pytestmark = pytest.mark.usefixtures("quick_presses")

FORM = [
    "Prompt",
    "Add reference images",
    "Auto",
    "1 by 1, square",
    "1K",
    "Model",
    "Generate",
    "Number of images",
]
STAGE = ["Single", "Zoom out", "Zoom", "Zoom in", "Full screen", "Details", "an otter"]
CAPTION = ["Star", "Reuse settings", "Use as reference", "Copy", "Save as…"]
CAPTION_ICONS = ["Show in folder", "Move to bin", "More"]
DETAILS = ["Hide details", "Add a tag", "Note", "Copy prompt", "Prompt", "Copy the task ID"]
HISTORY = ["Hide history", "Search prompts", "Filters", "All", "History"]
FORM_HEAD = ["Clear form", "More"]

WHOLE = [*FORM, *STAGE, *CAPTION, *CAPTION_ICONS, *DETAILS, *HISTORY, *FORM_HEAD]
"""Panes in reading order; each group of choices is one stop. The head of the form closes the round.

Of the details, whose facts depend on the task, those that are always there.
"""
VIEWS = {
    "single": ((Key.Key_Return, PLAIN),),
    "grid": ((Key.Key_G, PLAIN),),
    "compare two": ((Key.Key_C, PLAIN),),
    "compare three": ((Key.Key_Escape, PLAIN), (Key.Key_A, CTRL), (Key.Key_C, PLAIN)),
}
"""The keys from the first row of the history to each of them, in this order."""
WINDOWS = (
    Command.EXPORT,
    Command.VERIFY_LIBRARY,
    Command.FETCH_BY_ID,
    Command.SHORTCUTS,
    Command.MANAGE_TAGS,
    Command.WHATS_NEW,
    Command.ABOUT,
    Command.CULL,
    Command.VIEWER_WINDOW,
)
DEPENDS = ("Rate ", "Copy the ")
"""How the other stops of the details begin."""


def is_seen(window: QWidget, widget: QWidget) -> bool:
    """Whether the middle of it is in the window and nothing else lies there."""
    middle = widget.rect().center()
    found = window.childAt(widget.mapTo(window, middle))
    return found is not None and (found is widget or widget.isAncestorOf(found))


async def round_trip(hands: Hands, *, back: bool = False) -> tuple[list[str], list[str]]:
    """The names of all stops from here on, and of those that cannot be seen."""
    start, names, hidden = hands.focus, [hands.name], []
    for _ in range(MOST_STOPS):
        if back:
            await hands.press(Key.Key_Backtab, modifier=SHIFT)
        else:
            await hands.press(Key.Key_Tab)
        if hands.focus is start:
            return names, hidden
        names.append(hands.name)
        if not is_seen(hands.focus.window(), hands.focus):
            hidden.append(hands.name)
    raise AssertionError(f"Tab never comes back: {names}")


async def test_tab_reads_the_window_and_f6_goes_by_panes(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        # Wide enough for the details to open by themselves.
        hands.running.window.resize(1640, 1000)
        assert hands.name == "Prompt"
        await hands.make("a heron", "an otter")
        await wait_until(lambda: hands.running.program.window.stage_pane.picture.has_picture)
        await hands.press(Key.Key_L, modifier=CTRL)
        names, hidden = await round_trip(hands)
        assert hidden == []
        found = [name for name in names if name in WHOLE or not name.startswith(DEPENDS)]
        assert found == WHOLE
        there = hands.focus
        backwards, hidden = await round_trip(hands, back=True)
        assert hidden == []
        assert hands.focus is there
        assert backwards == [names[0], *reversed(names[1:])]

    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        hands.running.window.resize(1640, 1000)
        await wait_until(lambda: hands.is_at("Prompt"))
        await wait_until(lambda: hands.running.program.window.stage_pane.picture.has_picture)
        panes = ["an otter", "Hide details", "History", "Prompt"]
        for modifier, expected in ((PLAIN, panes), (SHIFT, [*panes[-2::-1], panes[-1]])):
            for name in expected:
                await hands.press(Key.Key_F6, modifier=modifier)
                assert hands.name == name


async def test_the_menus_leave_the_focus_where_it_is(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.type("a heron")
        await hands.press(Key.Key_F10)
        assert isinstance(QApplication.activePopupWidget(), QMenu)
        await hands.press(Key.Key_Escape, Key.Key_Escape)
        assert hands.name == "Prompt"
        # A command means what had the focus: the words, not the picture.
        await hands.press(Key.Key_A, modifier=CTRL)
        await hands.press(Key.Key_F10, Key.Key_Right, Key.Key_T)
        assert hands.name == "Prompt"
        assert QGuiApplication.clipboard().text() == "a heron"
        assert hands.running.program.window.create_pane.state().params.prompt == ""


async def test_the_focus_is_never_out_of_sight(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    """In the smallest window with the largest text, where nearly everything has to be scrolled."""
    backend.set_password("nanobanana-desktop", "default", KEY)
    found: dict[str, list[str]] = {}
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        running = hands.running
        await hands.make("a heron", "an otter", "a beaver")
        running.program.settings.change(text_size=150, proxy=ProxyChoice.CUSTOM)
        for view, keys in VIEWS.items():
            await hands.go_to_history()
            for key, modifier in keys:
                await hands.press(key, modifier=modifier)
            assert running.program.window.stage_pane.view == view.split()[0]
            running.window.resize(running.window.minimumSize())
            await hands.press(Key.Key_L, modifier=CTRL)
            _names, found[view] = await round_trip(hands)
            running.window.resize(1640, 1000)
        await hands.press(Key.Key_Comma, modifier=CTRL)
        await wait_until(lambda: hands.is_at("Settings pages"))
        for page in PAGE_NAMES:
            hands.focus.window().resize(hands.focus.window().minimumSize())
            _names, found[page] = await round_trip(hands)
            await hands.press(Key.Key_Down)
    assert {where: hidden for where, hidden in found.items() if hidden} == {}


async def test_every_window_is_walked_round(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    found: dict[str, list[str]] = {}
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        running = hands.running
        await hands.make("a heron", "an otter")
        for command in WINDOWS:
            await hands.come_back()
            await hands.go_to_history()
            running.program.window._parts.panes.actions[command].trigger()
            main = running.window

            def is_inside(main: QWidget = main) -> bool:
                focus = QApplication.focusWidget()
                return focus is not None and focus.window() is not main

            await wait_until(is_inside)
            window = hands.focus.window()
            _names, found[command] = await round_trip(hands)
            assert hands.focus.window() is window, command
            window.close()
    assert {where: hidden for where, hidden in found.items() if hidden} == {}


async def test_the_first_thing_is_the_key(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(base_url=service.base_url) as running:
        running.window.activateWindow()
        hands = Hands(running, wait_until)
        await wait_until(lambda: running.shows(QWidget, "API key"))
        await wait_until(lambda: hands.is_at("API key"))
        names, hidden = await round_trip(hands)
        assert hidden == []
        assert names[:2] == ["API key", "Paste"]
        assert "Prompt" in names
