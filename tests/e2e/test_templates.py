"""Templates by keys alone: kept over a restart, with their images, found in the palette."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.palette.palette import Palette
from nanobanana_desktop.ui.templates.library_card import LibraryCard
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import drop_files, rows, says
from tests.e2e.test_trash import agree, show_bin
from tests.pictures import picture

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    home = tmp_path / "data home"
    home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(home))


def press(key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, held)


def write(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def trigger(running: Running, command: Command) -> None:
    running.program.window._parts.panes.actions[command].trigger()


async def test_a_template_outlives_the_program_and_the_tasks_that_used_its_images(
    tmp_path: Path, start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    (tmp_path / "boat.png").write_bytes(picture("png"))
    async with start_program(service.base_url) as running:
        window = running.program.window
        await wait_until(lambda: running.program.keys.state.usable)
        drop_files(running, [tmp_path / "boat.png"])
        pane = window.create_pane
        await wait_until(lambda: len(pane.references.references()) == 1)
        running.type_prompt("{{who}} at sea")
        trigger(running, Command.SAVE_TEMPLATE)
        write("At sea")
        press(Key.Key_Return)
        await wait_until(lambda: says(running, "saved"))
        press(Key.Key_Return, CTRL)
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        window.requests.delete_requested.emit([window.history_pane.model.id_at(0)])
        show_bin(running)
        await wait_until(lambda: len(rows(running)) == 1)
        window.requests.empty_bin_requested.emit()
        await wait_until(lambda: agree(running, "Delete 1 image"))
        await wait_until(lambda: rows(running) == [])
        window.history_pane.filters.set_value(HistoryFilter.ALL)
        pane.clear()
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        pane = running.program.window.create_pane
        running.type_prompt("mine")
        press(Key.Key_K, CTRL)
        palette = running.program.window._palette.palette
        await wait_until(lambda: any("At sea" in name for name in entries(palette)))
        write("template at sea")
        press(Key.Key_Return)
        write("a cat")
        assert pane.state().params.prompt == "mine"
        press(Key.Key_Return)
        await wait_until(lambda: pane.state().params.prompt == "a cat at sea")
        await wait_until(lambda: not pane.references.is_preparing())
        assert [r.name for r in pane.state().params.references] == ["boat.png"]
        assert not pane.references.has_problem()
        assert rows(running) == []
        kept = running.paths.references
        shutil.rmtree(kept)
        press(Key.Key_T, CTRL)
        library = running.window.findChild(LibraryCard)
        await wait_until(lambda: library.list.current is not None)
        press(Key.Key_Return)
        press(Key.Key_Down)
        QApplication.activePopupWidget().close()
        write("a dog")
        press(Key.Key_Return)
        await wait_until(lambda: pane.state().params.prompt == "a dog at sea")
        assert pane.state().params.references == ()
        assert says(running, "boat.png")


def entries(palette: Palette) -> list[str]:
    results = palette.list.results
    return [results.found_at(row).entry.text for row in range(results.rowCount())]
