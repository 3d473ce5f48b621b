"""Rows of the table of faults as they are met in the window: one message, nothing lost, no markup.

What the services do in the same rows is in `tests/services/test_table_polling.py` (row 8) and in
`tests/faults/test_table_answers.py` (rows 11 and 15).
"""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    Course,
    Outcome,
    PictureFile,
    Redirect,
    RedirectTo,
    Scenario,
    Wire,
)
from nanobanana_desktop.demo.server import DemoServer
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.processes import keep_orders
from tests.e2e.screen import labels, order, rows, says
from tests.pictures import gradient

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]

ENDLESS = Course(processing=(math.inf, math.inf))
REFUSED = "The service did not accept your API key."
SMALL = PictureFile(pixels=(96, 64))
TASKS = 30
IN_OPEN = 0x20
"""Of inotify."""


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


def all_rows(running: Running, word: str, count: int) -> bool:
    found = rows(running)
    return len(found) == count and all(f", {word}, " in row for row in found)


async def test_row_08_thirty_tasks_and_one_message_about_a_refused_key(
    start_program: Start, service: DemoServer, data_root: Path, wait_until: WaitUntil
) -> None:
    keep_orders(data_root, *(f"a heron, take {number}" for number in range(TASKS)))
    service.control.set_default(Scenario(picture=SMALL, course=ENDLESS))
    async with start_program(service.base_url) as running:
        running.program.tasks.set_concurrency(TASKS)
        await wait_until(lambda: all_rows(running, "Processing", TASKS))
        service.control.set_keys(["sk-test-another-one-9876543210"])
        await wait_until(lambda: says(running, REFUSED))
        assert sum(REFUSED in text for text in labels(running)) == 1
        assert all_rows(running, "Processing", TASKS)
        service.control.set_keys([KEY])
        for remote_id in service.control.tasks:
            service.control.finish(remote_id)
        running.click(QPushButton, "Open settings")
        await wait_until(lambda: running.shows(QLineEdit, "API key"))
        running.type_key(KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: all_rows(running, "Completed", TASKS))
        assert not says(running, REFUSED)
    assert service.control.creates == TASKS


PORTALS = {
    "page": Scenario(picture=SMALL, course=ENDLESS, query_shape=AnswerShape(body=Body.HTML)),
    "redirect": Scenario(
        picture=SMALL, course=ENDLESS, query=Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST))
    ),
}


@pytest.mark.parametrize("portal", PORTALS)
async def test_row_11_a_portal_in_between_is_trouble_of_the_service_and_no_failure(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    data_root: Path,
    portal: str,
) -> None:
    keep_orders(data_root, "a heron", "a crane", "a stork")
    service.control.set_default(Scenario(picture=SMALL, course=ENDLESS))
    async with start_program(service.base_url) as running:
        await wait_until(lambda: all_rows(running, "Processing", 3))
        service.control.set_default(PORTALS[portal])
        await wait_until(lambda: says(running, "The service has trouble."))
        assert all_rows(running, "Processing", 3)
        for remote_id in service.control.tasks:
            service.control.finish(remote_id)
        service.control.set_default(Scenario(picture=SMALL))
        running.click(QPushButton, "Try again")
        await wait_until(lambda: all_rows(running, "Completed", 3))
        await wait_until(lambda: not says(running, "The service has trouble."))
    assert service.control.creates == 3


class Probe:
    """A picture that knows whether anybody opens it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        gradient(8, 8).save(str(path), "PNG")
        libc = ctypes.CDLL(None, use_errno=True)
        self._events = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert libc.inotify_add_watch(self._events, os.fsencode(path), IN_OPEN) > 0

    @property
    def was_opened(self) -> bool:
        """Since it was last asked."""
        try:
            return bool(os.read(self._events, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._events)


@pytest.fixture
def probe(tmp_path: Path) -> Iterator[Probe]:
    made = Probe(tmp_path / "probe.png")
    yield made
    made.close()


def markup(probe: Probe) -> str:
    return f'<img src="{probe.path.as_uri()}"> <b>bold</b> <a href="https://evil.example">click</a>'


def test_the_probe_notices_a_label_that_reads_markup(qtbot: QtBot, probe: Probe) -> None:
    label = QLabel(markup(probe))
    qtbot.addWidget(label)
    label.grab()
    assert probe.was_opened
    assert not probe.was_opened


async def test_row_15_error_text_is_shown_as_it_is_and_opens_nothing(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, probe: Probe
) -> None:
    text = markup(probe)
    failing = Course(outcome=Outcome.FAILED, error_text=f"{text} gpj.\u202eexe")
    service.control.set_default(Scenario(course=failing))
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, text)
        await wait_until(lambda: all_rows(running, "Failed", 1))
        await wait_until(lambda: says(running, text))
        shown = [label for label in running.window.findChildren(QLabel) if text in label.text()]
        assert shown
        assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}
        assert "\u202e" not in "".join(label.text() for label in shown)
        view = running.program.window.history_pane.list
        place = view.visualRect(view.model().index(0, 0)).center()
        spot = view.viewport().mapToGlobal(place)
        help_asked = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(place), spot)
        QApplication.sendEvent(view.viewport(), help_asked)
        await wait_until(QToolTip.isVisible)
        running.window.grab()
        QToolTip.hideText()
        running.find(QPlainTextEdit, "Prompt").selectAll()
    assert not probe.was_opened
