"""What every test runs under: the Qt loop, no network names, no noise, no leaks."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch
from weakref import WeakSet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

import pytest
import pytestqt.plugin
from hypothesis import HealthCheck, settings
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.patient_bot import PatientBot


class WatchedTimer(QtCore.QTimer):
    """Every timer of a test is known, so that one that still runs afterwards is found."""

    made: ClassVar[WeakSet[WatchedTimer]] = WeakSet()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.made.add(self)


# Before any module of the program takes the name.
vars(QtCore)["QTimer"] = WatchedTimer

# How long an example takes to make and to try tells of the other programs that run, not of what is
# tested. The examples are the same in every run: what one run has shown, the next one shows too.
settings.register_profile(
    "unhurried",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")

PATIENCE = 30.0
"""Seconds for what takes a moment: a wait ends with what it waits for."""

KNOWN_QT_NOISE = (
    "This plugin does not support propagateSizeHints()",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
    'AtSpiAdaptor::applicationInterface does not implement "GetApplicationBusAddress"',
    # Somebody who listens asked about something that has gone meanwhile.
    'Could not find accessible on path: "/org/a11y/atspi/',
)


class LogGuard(logging.Handler):
    """Collects records at WARNING and above; what a test expects it must name."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def unexpected(self) -> list[str]:
        texts = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in self.records]
        return [t for t in texts if not any(part in t for part in self.expected)]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """As the program is started: with the style that its theme builds on."""
    from nanobanana_desktop.ui.theme.theme import STYLE_ARGUMENTS

    return ["nanobanana-desktop", *STYLE_ARGUMENTS]


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """That of pytest-qt, which gives up after five seconds."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    assert not guard.unexpected(), "unexpected log records"


@pytest.fixture
def expected_log(log_guard: LogGuard) -> Callable[[str], None]:
    """Call with a part of each warning that the test provokes on purpose."""
    return log_guard.expected.append


@pytest.fixture(autouse=True)
def qt_messages() -> Iterator[list[str]]:
    messages: list[str] = []

    def collect(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        if not any(noise in text for noise in KNOWN_QT_NOISE):
            messages.append(f"{kind.name}: {text}")

    previous = qInstallMessageHandler(collect)
    yield messages
    qInstallMessageHandler(previous)
    assert not messages, "Qt complained"


def _living_threads() -> set[threading.Thread]:
    return {
        thread
        for thread in threading.enumerate()
        if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    }


def stop_running_timers() -> list[str]:
    """Stop the timers that run, whether or not they belong to a window; their names."""
    timers = [t for t in WatchedTimer.made if isValid(t) and t.isActive()]
    for timer in timers:
        timer.stop()
    return [timer.objectName() or repr(timer) for timer in timers]


@pytest.fixture
def thread_patience() -> float:
    """Seconds that a thread may take to end after its test."""
    return PATIENCE


@pytest.fixture(autouse=True)
def no_leaks(thread_patience: float) -> Iterator[None]:
    before = _living_threads()
    yield
    still_running = stop_running_timers()
    assert not still_running, f"timers left running: {still_running}"
    left = _living_threads() - before
    for thread in left:
        thread.join(thread_patience)
    still_alive = [t.name for t in left if t.is_alive()]
    assert not still_alive, f"threads left running: {still_alive}"


@pytest.fixture(autouse=True)
def no_windows_left(no_leaks: None) -> Iterator[None]:
    yield
    application = QApplication.instance()
    try:
        if isinstance(application, QApplication):
            _close_windows(application)
    finally:
        gc.enable()


def _close_windows(application: QApplication) -> None:
    for widget in application.topLevelWidgets():
        if widget.parent() is None:
            widget.close()
            widget.deleteLater()
    application.sendPostedEvents(None, 0)
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """From the end of a test on nothing is collected until its windows are closed.

    One that only garbage holds would be destroyed, open as it is, at any moment, and would tell
    parts of it that are taken to pieces already that it is not the active one any more.
    """
    try:
        return (yield)
    finally:
        gc.disable()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("simulation")
    group.addoption("--seed", type=int, help="replay one run of the simulation and print it")
    group.addoption("--runs", type=int, help="runs of the simulation (10000 unless told)")


def pytest_collection_finish(session: pytest.Session) -> None:
    _keep_what_is_there()


@pytest.fixture(autouse=True, scope="module")
def _what_a_module_leaves_stays() -> Iterator[None]:
    yield
    _keep_what_is_there()


def _keep_what_is_there() -> None:
    # What imports made stays anyway; without it the collection after each test is quick.
    gc.collect()
    gc.freeze()


def whole_loop() -> asyncio.AbstractEventLoop:
    """That of the program but for its very end: nothing of this one runs while it does not.

    qasync turns Qt's loop once more at the end of a coroutine, when its own is no longer the
    running one: a timer that is due in just that moment would find none to start its job on.
    """
    from qasync import QEventLoop

    class WholeLoop(QEventLoop):
        def run_until_complete(self, future: Awaitable[Any]) -> Any:
            task = asyncio.ensure_future(future, loop=self)

            def stop(_task: asyncio.Future[Any]) -> None:
                self.stop()

            task.add_done_callback(stop)
            try:
                self.run_forever()
            finally:
                task.remove_done_callback(stop)
            if not task.done():
                raise RuntimeError("the loop was stopped before the end of its coroutine")
            return task.result()

    return WholeLoop()


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qt": whole_loop}


_turn_the_loop = pytestqt.plugin._process_events


def _turn_without_collecting() -> None:
    """The test is over and its variables are gone, but its windows are painted once more.

    One that only garbage holds and that is collected in the middle of that takes the process along.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        _turn_the_loop()
    finally:
        if collects:
            gc.enable()


def _without_stray_events(item: pytest.Item) -> AbstractContextManager[object]:
    """pytest-qt turns Qt's loop around each step of a test. In an asynchronous test what is still
    due would run there without its event loop, between the test and the end of its fixtures.
    """
    is_async = item.get_closest_marker("asyncio") is not None
    turn = (lambda: None) if is_async else _turn_without_collecting
    return patch("pytestqt.plugin._process_events", turn)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    with _without_stray_events(item):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    with _without_stray_events(item):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    with _without_stray_events(item):
        return (yield)


@pytest.fixture(autouse=True)
def _application_for_async_tests(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("asyncio") is not None:
        request.getfixturevalue("qapp")
        request.getfixturevalue("no_jobs_left")


@pytest.fixture
async def no_jobs_left() -> AsyncIterator[None]:
    yield
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, f"jobs left running: {sorted(task.get_name() for task in left)}"


@pytest.fixture
def wait_until() -> Callable[..., object]:
    """`await wait_until(condition)`: turns the loop until the condition holds, 30 s at most."""

    async def wait(condition: Callable[[], object], limit: float = PATIENCE) -> None:
        loop = asyncio.get_running_loop()
        met: asyncio.Future[None] = loop.create_future()

        def look() -> None:
            if met.done():
                return
            try:
                holds = condition()
            except Exception as error:
                met.set_exception(error)
                return
            if holds:
                met.set_result(None)
            else:
                loop.call_later(0.005, look)

        look()
        async with asyncio.timeout(limit):
            await met

    return wait


@pytest.fixture
def data_root(tmp_path: Path) -> Path:
    return tmp_path / "data"
