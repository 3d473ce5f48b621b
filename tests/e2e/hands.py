"""A person without a mouse: keys go to whatever has the focus, and to nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.e2e.conftest import Running
from tests.e2e.screen import rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

MOST_STOPS = 60
"""More than any window has for Tab."""


class Hands:
    """Keys go to whatever has the focus."""

    def __init__(self, running: Running, wait_until: WaitUntil) -> None:
        self.running = running
        self._wait_until = wait_until

    @property
    def focus(self) -> QWidget:
        """What gets the next key: a menu or a list that is open goes before what has the focus."""
        popup: QWidget | None = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        focus: QWidget | None = QApplication.focusWidget()
        assert focus is not None, "the focus is lost"
        return focus

    @property
    def name(self) -> str:
        """As it is spoken: of what has no name of its own the words."""
        words: Callable[[], str] = getattr(self.focus, "text", str)
        return self.focus.accessibleName() or words().replace("&", "")

    def is_at(self, name: str) -> bool:
        """Whether this has the focus; between two windows nothing has it."""
        return QApplication.focusWidget() is not None and self.name == name

    async def come_back(self, window: str = "") -> None:
        """A dialog was closed: keys go to the program's window again, or to the one named so.

        Without a screen there is nobody else who sees to that.
        """
        main = self.running.window
        (main.findChild(QWidget, window) if window else main).activateWindow()
        await self._wait_until(QApplication.focusWidget)

    async def press(self, *keys: Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key, modifier)
            await asyncio.sleep(0)

    async def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)
        await asyncio.sleep(0)

    async def tab_to(self, name: str) -> None:
        passed: list[str] = []
        while not self.name.startswith(name):
            passed.append(self.name)
            assert len(passed) < MOST_STOPS, f"{name!r} is not among {passed}"
            await self.press(Key.Key_Tab)

    async def order(self, prompt: str) -> None:
        """Write the prompt instead of the one that is there, and send it."""
        await self.press(Key.Key_L, Key.Key_A, modifier=CTRL)
        await self.type(prompt)
        await self.press(Key.Key_Return, modifier=CTRL)

    async def make(self, *prompts: str) -> None:
        """Order these one after the other; returns when the last picture is there."""
        made = completed_in(self.running)
        for count, prompt in enumerate(prompts, start=made + 1):
            await self.order(prompt)
            await self._wait_until(lambda count=count: completed_in(self.running) == count)

    async def go_to_history(self) -> None:
        """To the first row of the history."""
        await self.press(Key.Key_F, modifier=CTRL)
        await self.press(Key.Key_Escape)
        await self._wait_until(lambda: self.is_at("History"))
        await self.press(Key.Key_Home)


def completed_in(running: Running) -> int:
    return sum(", Completed, " in row for row in rows(running))


def current_id(running: Running) -> str:
    """The task that is looked at."""
    history = running.program.window.history_pane
    return history.model.id_at(history.list.currentIndex().row())


@asynccontextmanager
async def at_work(
    program: AbstractAsyncContextManager[Running], wait_until: WaitUntil
) -> AsyncIterator[Hands]:
    """The program with a usable key, in a window with form, stage and history, and its keyboard."""
    async with program as running:
        running.window.resize(1300, 800)
        running.window.activateWindow()
        hands = Hands(running, wait_until)
        await wait_until(lambda: running.program.keys.state.usable)
        await wait_until(lambda: QApplication.focusWidget() is not None)
        yield hands
