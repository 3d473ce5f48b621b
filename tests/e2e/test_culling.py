"""Images are sorted out with real files: nothing happens before the end, nothing is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.culling.window import CullingWindow
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.screen import order, rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
Key = Qt.Key


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    monkeypatch.setattr("nanobanana_desktop.ui.create.send_guard.DOUBLE_PRESS_SECONDS", 0.0)


async def three_made(running: Running, wait_until: WaitUntil) -> None:
    await wait_until(lambda: running.program.keys.state.usable)
    for number, prompt in enumerate(("a heron", "an otter", "a beaver"), 1):
        order(running, prompt)
        await wait_until(lambda n=number: sum(", Completed, " in r for r in rows(running)) == n)


def window_of(running: Running) -> CullingWindow | None:
    return running.window.findChild(CullingWindow)


async def opened(running: Running, wait_until: WaitUntil) -> CullingWindow:
    running.program.window._parts.panes.actions[Command.CULL].trigger()
    await wait_until(lambda: window_of(running) is not None)
    window = window_of(running)
    assert window is not None
    return window


async def deciding(running: Running, wait_until: WaitUntil) -> CullingWindow:
    """All of them are of one day: there is nothing to be asked."""
    window = await opened(running, wait_until)
    await wait_until(lambda: window.deck.picture.has_picture)
    return window


def toast(running: Running) -> str:
    return running.program.window.window.toast.text


async def test_nothing_happens_before_the_end_and_one_undo_takes_it_all_back(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await three_made(running, wait_until)
        window = await deciding(running, wait_until)
        picture = window.deck.picture
        assert picture.accessibleName() == "a beaver"
        QTest.keyClick(picture, Key.Key_X)
        await wait_until(lambda: picture.has_picture)
        QTest.keyClick(picture, Key.Key_4)
        await wait_until(lambda: picture.has_picture)
        assert len(rows(running)) == 3
        QTest.keyClick(picture, Key.Key_Delete)
        assert window.end.carry_out.isVisible()
        assert len(rows(running)) == 3
        assert not any("★" in row for row in rows(running))
        QTest.keyClick(window.end.carry_out, Key.Key_Return)
        await wait_until(lambda: len(rows(running)) == 1)
        assert window_of(running) is None or not window.isVisible()
        assert rows(running)[0].startswith("an otter")
        kept = running.program.window.history_pane.model.task_at(0)
        assert kept is not None
        assert kept.rating == 4
        assert len(running.pictures()) == 3
        told = "2 image(s) moved to the bin  ·  1 image(s) marked"
        await wait_until(lambda: toast(running) == told)
        running.program.window.window.toast._action.click()
        await wait_until(lambda: len(rows(running)) == 3)
        history = running.program.window.history_pane
        assert [history.model.task_at(row).rating for row in range(3)] == [0, 0, 0]


async def test_what_was_decided_is_there_again_after_the_next_start(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await three_made(running, wait_until)
        window = await deciding(running, wait_until)
        QTest.keyClick(window.deck.picture, Key.Key_X)
        # A crash would find it on disk.
        await wait_until(running.paths.culling.exists)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: toast(running) == "You were sorting 3 image(s), 1 decided.")
        assert len(rows(running)) == 3
        # Meanwhile one is deleted the usual way, in another window of time.
        pane = running.program.window.history_pane
        pane.list.setCurrentIndex(pane.model.index(2))
        gone = pane.model.id_at(2)
        running.program.window.requests.delete_requested.emit([gone])
        await wait_until(lambda: len(rows(running)) == 2)
        window = await opened(running, wait_until)
        QTest.keyClick(window.start.go_on, Key.Key_Return)
        await wait_until(lambda: window.deck.picture.has_picture)
        assert window.deck.picture.accessibleName() == "an otter"
        assert window.deck.progress.text() == "2 of 2  ·  0 kept  ·  1 for the bin"
        QTest.keyClick(window.deck.picture, Key.Key_K)
        window.end.carry_out.click()
        await wait_until(lambda: len(rows(running)) == 1)
    async with start_program(service.base_url) as running:
        window = await opened(running, wait_until)
        assert not window.start.go_on.isVisible()
        pane = running.program.window.history_pane
        pane.filters.set_value(HistoryFilter.TRASH)
        await wait_until(lambda: len(rows(running)) == 2)


async def test_a_missing_file_is_named_and_can_be_decided_about(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await three_made(running, wait_until)
        for file in running.pictures():
            file.unlink()
        window = await opened(running, wait_until)
        await wait_until(window.deck.picture.accessibleDescription)
        assert "not where it was saved" in window.deck.picture.accessibleDescription()
        QTest.keyClick(window.deck.picture, Key.Key_X)
        QTest.keyClick(window.deck.picture, Key.Key_Escape)
        QTest.keyClick(window.end.carry_out, Key.Key_Escape)
        assert not window.isVisible()
        assert toast(running) == "1 of 3 image(s) decided. The decisions are kept."
        assert isinstance(running.find(QPushButton, "Go on"), QPushButton)


async def test_o_in_a_survey_sorts_out_what_is_surveyed(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await three_made(running, wait_until)
        order(running, "a crane")
        await wait_until(lambda: sum(", Completed, " in row for row in rows(running)) == 4)
        panes = running.program.window._parts.panes
        first = panes.history.model.index(1, 0)
        flags = QItemSelectionModel.SelectionFlag
        panes.history.selection_model.setCurrentIndex(first, flags.ClearAndSelect)
        for row in (2, 3):
            panes.history.selection_model.select(panes.history.model.index(row, 0), flags.Select)
        panes.actions[Command.COMPARE].trigger()
        survey = panes.stage.compared.survey
        assert survey is not None
        await wait_until(survey.view.isVisible)
        surveyed = survey.ids
        QTest.keyClick(survey.view.focusWidget() or survey.view, Key.Key_O)
        await wait_until(lambda: window_of(running) is not None)
        window = window_of(running)
        assert window is not None
        await wait_until(lambda: window.culling is not None)
        assert window.culling is not None
        assert len(surveyed) == 3
        assert list(window.culling.pictures) == surveyed
