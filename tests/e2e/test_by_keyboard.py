"""From the key to the bin and back without a mouse: every step is a key to what has the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from tests.e2e.conftest import KEY, FakeBackend
from tests.e2e.hands import (
    CTRL,
    Hands,
    Key,
    Start,
    WaitUntil,
    at_work,
    completed_in,
    current_id,
)
from tests.e2e.screen import rows

pytestmark = pytest.mark.usefixtures("quick_presses")


async def test_a_whole_day_without_a_mouse(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    async with start_program(base_url=service.base_url) as running:
        running.window.resize(1500, 900)
        running.window.activateWindow()
        hands, window = Hands(running, wait_until), running.program.window
        history, stage = window.history_pane, window.stage_pane

        # The key: the field has the focus, Enter checks and saves.
        await wait_until(lambda: running.shows(QWidget, "API key"))
        await wait_until(lambda: QApplication.focusWidget() is not None)
        await wait_until(lambda: hands.name == "API key")
        await hands.type(KEY)
        await hands.press(Key.Key_Return)
        await wait_until(lambda: running.program.keys.state.usable)
        await wait_until(lambda: hands.name == "Prompt")

        # All parameters, then the order.
        await hands.type("a heron")
        await hands.tab_to("Auto")
        await hands.press(Key.Key_Tab)
        assert hands.name == "1 by 1, square"
        await hands.press(Key.Key_Right)
        ratio = hands.name
        await hands.tab_to("1K")
        await hands.press(Key.Key_Right)
        assert hands.name == "2K"
        await hands.tab_to("Model")
        await hands.press(Key.Key_Down)
        await hands.tab_to("Generate")
        await hands.press(Key.Key_Return)
        await wait_until(lambda: completed_in(running) == 1)
        assert f", {ratio.split(',')[0]}, 2K" in rows(running)[0]
        await hands.press(Key.Key_L, modifier=CTRL)
        assert hands.name == "Prompt"
        await hands.type(" at dawn")
        await hands.press(Key.Key_Return, modifier=CTRL)
        await wait_until(lambda: completed_in(running) == 2)

        # Look at it, zoom, compare two, copy.
        await hands.press(Key.Key_F6)
        await hands.press(Key.Key_F6)
        await hands.tab_to("History")
        await hands.press(Key.Key_Home)
        assert stage.view == SINGLE
        await hands.press(Key.Key_G)
        assert stage.view == GRID
        await hands.press(Key.Key_C)
        assert stage.view == COMPARE
        await hands.press(Key.Key_Escape)
        assert stage.view == GRID
        await hands.press(Key.Key_Return)
        assert stage.view == SINGLE
        await hands.press(Key.Key_C, modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
        await wait_until(lambda: QGuiApplication.clipboard().text() != "")

        # Star, delete, undo.
        await hands.press(Key.Key_S)
        await wait_until(lambda: any("starred" in row for row in rows(running)))
        await hands.press(Key.Key_Delete)
        await wait_until(lambda: completed_in(running) == 1)
        await hands.press(Key.Key_Z, modifier=CTRL)
        await wait_until(lambda: completed_in(running) == 2)

        # Search and filter.
        await hands.press(Key.Key_F, modifier=CTRL)
        assert hands.name == "Search prompts"
        await hands.type("dawn")
        await wait_until(lambda: history.model.rowCount() == 1)
        await hands.press(Key.Key_Escape)
        await wait_until(lambda: history.model.rowCount() == 2)
        await hands.tab_to("All")
        while history.panel.query.filter is not HistoryFilter.STARRED:
            await hands.press(Key.Key_Right)
        assert isinstance(hands.focus, QAbstractButton)
        await wait_until(lambda: history.model.rowCount() == 1)


async def test_pictures_are_used_again_and_looked_at_closely_by_keys(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        running, window = hands.running, hands.running.program.window
        await hands.make("a heron", "an otter")
        picture, create = window.stage_pane.picture, window.create_pane

        def fits() -> bool:
            return picture.zoom.is_fit

        # Zoomed, arrows move the picture and not the selection.
        await hands.go_to_history()
        await hands.press(Key.Key_F6, modifier=Qt.KeyboardModifier.ShiftModifier)
        await wait_until(lambda: picture.has_picture and picture.hasFocus())
        looked_at = current_id(running)
        await hands.press(Key.Key_Plus, Key.Key_Plus, Key.Key_Plus, Key.Key_Plus, modifier=CTRL)
        assert not fits()
        before = picture.grab().toImage()
        await hands.press(Key.Key_Right, Key.Key_Down)
        assert picture.grab().toImage() != before
        assert current_id(running) == looked_at
        await hands.press(Key.Key_0, modifier=CTRL)
        assert fits()
        await hands.press(Key.Key_Right)
        assert current_id(running) != looked_at

        # References come from pictures, change places and go again.
        await hands.press(Key.Key_U)
        await wait_until(lambda: len(create.references.references()) == 1)
        await hands.press(Key.Key_Left)
        await hands.press(Key.Key_U)
        await wait_until(lambda: len(create.references.references()) == 2)
        order = create.references.references()
        await hands.press(Key.Key_L, modifier=CTRL)
        await hands.press(Key.Key_Tab)
        for _ in range(3):
            if not hands.name.startswith("Reference image 1"):
                await hands.press(Key.Key_Left)
        assert hands.name.startswith("Reference image 1")
        await hands.press(Key.Key_Right, modifier=Qt.KeyboardModifier.AltModifier)
        assert create.references.references() == order[::-1]
        await hands.press(Key.Key_Delete)
        assert len(create.references.references()) == 1

        # The settings of a picture fill the form.
        await hands.press(Key.Key_F, modifier=CTRL)
        await hands.press(Key.Key_Escape)
        await hands.press(Key.Key_End, Key.Key_R)
        await wait_until(lambda: create.state().params.prompt == "a heron")
        assert create.references.references() == ()
