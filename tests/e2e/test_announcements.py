"""What screen readers are told to say: each piece of news, in order, and none of it twice.

The announcements are heard on the accessibility bus, in a process of its own.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from functools import partial
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from nanobanana_desktop.demo.scenario import Course, Outcome, Scenario
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.settings import Language
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.ui.commands import Command
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.ear import Ear, listening
from tests.e2e.hands import Start, WaitUntil, at_work
from tests.e2e.screen import paste_prompt, rows

pytestmark = [pytest.mark.atspi, pytest.mark.usefixtures("quick_presses")]

LONG = 60_000
"""Milliseconds; a pause that only the test ends."""


@pytest.fixture
def ear(qapp: object) -> Iterator[Ear]:
    with listening(os.getpid()) as heard:
        yield heard


class Story:
    """What happens and what is heard of it; news of tasks come when they are asked for."""

    def __init__(self, running: Running, ear: Ear, wait_until: WaitUntil) -> None:
        self.running = running
        self._ear = ear
        self._wait_until = wait_until
        self._pause = running.program.window.findChild(QTimer, "spoken news")
        self._pause.setInterval(LONG)

    def do(self, command: Command) -> None:
        self.running.program.window._parts.panes.actions[command].trigger()

    def order(self, prompt: str) -> None:
        """Keys would come late: while somebody listens, Qt asks them about each one first."""
        self.running.find(QPlainTextEdit, "Prompt").clear()
        paste_prompt(self.running, prompt)
        self.running.click(QPushButton, "Generate")

    def search(self, text: str) -> None:
        self.running.program.window.history_pane.search.setText(text)

    async def is_listened_to(self) -> None:
        """Until somebody hears what is said: Qt learns late that there is a listener."""
        calls = itertools.count(1)

        def is_heard() -> bool:
            self._say(f"call {next(calls)}")
            return bool(self._ear.said)

        await self._wait_until(is_heard)
        self._say("silence")
        await self._wait_until(lambda: "silence" in self._ear.said)
        self._ear.take()

    def _say(self, text: str) -> None:
        self.running.program.window.window.toast.show_message(text)

    async def hears(self, *sentences: str) -> None:
        """These, each once, and nothing else."""
        await self._wait_until(lambda: len(self._ear.said) >= len(sentences))
        # What is said after something else comes after it on the bus, too.
        self._say("the end")
        await self._wait_until(lambda: "the end" in self._ear.said)
        assert self._ear.take() == [*sentences, "the end"]

    async def news(self, *sentences: str) -> None:
        """The pause, in which news are gathered, is over."""
        assert self._pause.isActive()
        self._pause.stop()
        self._pause.timeout.emit()
        await self.hears(*sentences)


def ended(running: Running, word: str, count: int) -> bool:
    return sum(f", {word}, " in row for row in rows(running)) == count


async def test_everything_that_happens_is_said_once(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    ear: Ear,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)
    failing = Course(outcome=Outcome.FAILED, error_text="content policy violation")
    service.control.set_marker("otter", Scenario(course=failing))
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        running = hands.running
        window, story = running.program.window, Story(running, ear, wait_until)
        model = window.history_pane.model
        await story.is_listened_to()
        window._parts.translations.use(Language.ENGLISH)
        await story.hears()

        # Why nothing can be sent.
        story.do(Command.GENERATE)
        await story.hears("Write a prompt first.")

        # Ordered, ready, failed: alone and together.
        story.order("a heron")
        await wait_until(partial(ended, running, "Completed", 1))
        await story.news("1 image ordered. Ready: a heron")
        story.order("an otter")
        await wait_until(partial(ended, running, "Failed", 1))
        await story.news("1 image ordered. Content not allowed: an otter")
        window.create_pane.footer.set_count(3)
        story.order("a beaver")
        await wait_until(partial(ended, running, "Completed", 4))
        await story.news("3 images ordered. 3 images ready.")

        # Toasts, with what can be done there.
        window.history_pane._select_row(0)
        story.do(Command.COPY_PROMPT)
        await story.hears("Prompt copied")
        story.do(Command.DELETE)
        await wait_until(partial(ended, running, "Completed", 3))
        await story.hears("1 item moved to the bin Undo")

        # How many were found: once, when the person paused.
        story.search("beaver")
        await story.hears("2 results")
        story.search("beavers")
        await story.hears("0 results")
        story.search("")
        await wait_until(lambda: model.rowCount() == 4)
        await story.hears()

        # A list that could not be read, and another try that comes to nothing too.
        expected_log("the history cannot be listed")
        broken = StorageError(ErrorCase.DATABASE, "cannot be read")
        monkeypatch.setattr(model._source._finder, "find", Mock(side_effect=broken))
        lost = "The list could not be read\nYour images and tasks are where they were."
        story.search("heron")
        await story.hears(lost, "The history cannot be written. Nothing new is sent.")
        window.history_pane.place.note.button.click()
        await story.hears(lost)


@pytest.mark.parametrize("patience", [0, LONG])
async def test_what_came_of_a_key_is_said_once(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    ear: Ear,
    monkeypatch: pytest.MonkeyPatch,
    patience: int,
) -> None:
    """Whether the check took so long that a sign of it was shown, or not."""
    monkeypatch.setattr("nanobanana_desktop.ui.widgets.busy_sign.PATIENCE_MS", patience)
    monkeypatch.setattr("nanobanana_desktop.ui.widgets.busy_sign.LEAST_MS", 0)
    async with start_program(base_url=service.base_url) as running:
        await wait_until(lambda: running.shows(QLineEdit, "API key"))
        story = Story(running, ear, wait_until)
        await story.is_listened_to()
        # The page of the settings exists from now on and hears of every key too.
        running.program.window.settings_wiring.open_account_settings()
        running.program.window.settings_wiring.close()
        field = running.find(QLineEdit, "API key")
        for key, said in (
            ("sk-test-not-this-one-0123456789", "The service did not accept this key."),
            (KEY, "Key works. Checked just now."),
        ):
            field.setText(key)
            running.click(QPushButton, "Check and save")
            await story.hears(said)
