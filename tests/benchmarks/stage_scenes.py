"""Scenes of looking at pictures closely: details, zoom, full screen, two beside each other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.program import Program
from nanobanana_desktop.ui.task_status import has_picture

BREATH: Final = 0.1
"""As quickly as somebody goes through pictures with a look at each."""
REST: Final = 0.5
TURNS: Final = 20


class StageScenes:
    """Each ends with Single on the stage and the details closed, as it began."""

    def __init__(self, program: Program) -> None:
        self._window = program.window.window
        self._pane = program.window.history_pane
        self._stage = program.window.stage_pane
        self.all: Mapping[str, Callable[[], Awaitable[None]]] = {
            "open the details": self._open_details,
            "walk with details": self._walk_with_details,
            "zoom": self._zoom,
            "full screen": self._full_screen,
            "compare": self._compare,
        }

    async def _open_details(self) -> None:
        # What follows the first look at a picture is over by then.
        await asyncio.sleep(4 * REST)
        for shown in (True, False, True, False):
            self._window.show_details(shown)
            await asyncio.sleep(REST)

    async def _walk_with_details(self) -> None:
        self._window.show_details(True)
        self._pane.focus_list()
        for _ in range(TURNS):
            QTest.keyClick(self._pane.list, Qt.Key.Key_Down)
            await asyncio.sleep(BREATH)
        self._window.show_details(False)
        await asyncio.sleep(REST)

    async def _zoom(self) -> None:
        self._look_at_a_picture()
        await asyncio.sleep(REST)
        for turn in range(TURNS):
            turn_wheel(self._stage.picture, 120 if turn < TURNS // 2 else -120)
            await asyncio.sleep(BREATH / 2)
        self._stage.zoom(lambda picture: picture.show_fit())

    async def _full_screen(self) -> None:
        self._look_at_a_picture()
        await asyncio.sleep(REST)
        self._stage.toggle_full_screen()
        await asyncio.sleep(REST)
        for _ in range(TURNS):
            self._press(self._stage.page, Qt.Key.Key_Right)
            await asyncio.sleep(BREATH)
        self._stage.toggle_full_screen()
        await asyncio.sleep(REST)

    async def _compare(self) -> None:
        self._look_at_a_picture()
        await asyncio.sleep(REST)
        self._stage.set_view("compare")
        await asyncio.sleep(REST)
        for _ in range(TURNS):
            self._press(self._stage.page, Qt.Key.Key_Right)
            await asyncio.sleep(BREATH)
        self._stage.set_view("single")
        await asyncio.sleep(REST)

    def _look_at_a_picture(self) -> None:
        model = self._pane.model
        rows = range(model.active_count, model.active_count + 100)
        tasks = (model.task_at(row) for row in rows)
        self._pane.select(next(task.id for task in tasks if task is not None and has_picture(task)))

    def _press(self, page: QWidget | None, key: Qt.Key) -> None:
        assert page is not None
        QTest.keyClick(page.focusWidget() or page, key)


def turn_wheel(view: QWidget, angle: int) -> None:
    """In the middle of it; one notch is 120 away from the person."""
    middle = QPointF(view.rect().center())
    event = QWheelEvent(
        middle,
        view.mapToGlobal(middle),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
