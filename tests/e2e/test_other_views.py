"""The filmstrip and the viewer with real files: what is read, what is missing, what is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.stage.filmstrip import Filmstrip
from nanobanana_desktop.ui.viewer.viewer import Viewer
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


@pytest.fixture(autouse=True)
def quick_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are made here in less time than lies between two presses of a person."""
    monkeypatch.setattr("nanobanana_desktop.ui.create.send_guard.DOUBLE_PRESS_SECONDS", 0.0)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the tasks whose whole pictures were decoded, in order."""
    ids: list[str] = []
    decode = PictureShelf.decode

    def counted(shelf: PictureShelf, task, largest_side=None):
        ids.append(task.id)
        return decode(shelf, task, largest_side)

    monkeypatch.setattr(PictureShelf, "decode", counted)
    return ids


async def is_made(running: Running, wait_until: WaitUntil, prompt: str) -> None:
    await wait_until(lambda: running.program.keys.state.usable)
    order(running, prompt)
    await wait_until(lambda: any(r.startswith(f"{prompt}, Completed, ") for r in rows(running)))


def trigger(running: Running, command: Command) -> None:
    running.program.window._parts.panes.actions[command].trigger()


def viewer_of(running: Running) -> Viewer:
    viewer = running.program.window.viewer_wiring.viewer
    assert viewer is not None
    return viewer


def strips(running: Running) -> list[Filmstrip]:
    return [strip for strip in running.window.findChildren(Filmstrip) if strip.isVisible()]


async def test_the_viewer_shows_what_the_stage_had_read_and_says_what_is_missing(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, decoded: list[str]
) -> None:
    async with start_program(base_url=service.base_url) as running:
        for prompt in ("a heron", "an otter", "a beaver"):
            await is_made(running, wait_until, prompt)
        window = running.program.window
        stage = window.stage_pane
        await wait_until(lambda: stage.single.shows_picture and stage.picture.has_picture)
        decoded.clear()
        trigger(running, Command.VIEWER_WINDOW)
        viewer = viewer_of(running)
        assert viewer.picture.has_picture
        running.window.showMinimized()
        window.history_pane.step(1)
        await wait_until(lambda: viewer.picture.has_picture)
        assert viewer.window.windowTitle() == "an otter"
        assert viewer.picture.loaded is stage.picture.loaded
        assert len(decoded) == 1
        for file in running.pictures():
            file.unlink()
        window.history_pane.step(1)
        await wait_until(lambda: viewer.picture.trouble != "")
        assert viewer.window.windowTitle() == "a heron"
        assert not viewer.picture.has_picture
        place = window.state()["viewer"]
        assert isinstance(place, str)
    assert not viewer_is_left(viewer)
    async with start_program(base_url=service.base_url) as running:
        assert running.program.window.viewer_wiring.viewer is None
        assert running.program.window.state()["viewer"] == place


def viewer_is_left(viewer: Viewer) -> bool:
    """Whether its window outlived the program's."""
    from shiboken6 import isValid

    return isValid(viewer) and viewer.window.isVisible()


async def test_the_filmstrip_shows_real_pictures_and_is_there_after_a_restart(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(base_url=service.base_url) as running:
        await is_made(running, wait_until, "a heron")
        await is_made(running, wait_until, "an otter")
        # The history has room beside the stage.
        running.window.resize(1500, 800)
        assert strips(running) == []
        trigger(running, Command.HISTORY_PANEL)
        (strip,) = strips(running)
        task = running.program.window.history_pane.current_task()
        assert task is not None
        await wait_until(lambda: strip.thumbnail_of(task) is not None)
    async with start_program(base_url=service.base_url) as running:
        await wait_until(lambda: len(strips(running)) == 1)
        trigger(running, Command.FILMSTRIP)
        assert strips(running) == []
    async with start_program(base_url=service.base_url) as running:
        await wait_until(lambda: len(rows(running)) == 2)
        assert strips(running) == []
        assert running.program.window.history_pane.isHidden()
        trigger(running, Command.FILMSTRIP)
        assert len(strips(running)) == 1
