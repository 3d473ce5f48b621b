"""The guards of the test run see what they are there for."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytestqt.plugin
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

pytest_plugins = ["pytester"]

TESTS = Path(__file__).parent
OPTIONS = f"""
[tool.pytest.ini_options]
pythonpath = ["{TESTS.parent.as_posix()}"]
asyncio_mode = "auto"
asyncio_default_fixture_loop_scope = "function"
"""
LEAKS = {
    "timers left running: ['forgotten']": """
        from PySide6.QtCore import QTimer
        kept = []
        def test_leak(qapp):
            timer = QTimer()
            timer.setObjectName("forgotten")
            timer.start(1000)
            kept.append(timer)
    """,
    "jobs left running: ['forgotten']": """
        import asyncio
        kept = []
        async def test_leak():
            never = asyncio.Event()
            kept.append(asyncio.get_running_loop().create_task(never.wait(), name="forgotten"))
    """,
    "threads left running: ['forgotten']": """
        import pytest
        import threading
        @pytest.fixture
        def thread_patience():
            return 0.1
        def test_leak():
            threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
    """,
    "unexpected log records": """
        import logging
        def test_leak():
            logging.getLogger("nanobanana_desktop.x").warning("odd")
    """,
    "Qt complained": """
        from PySide6.QtCore import qWarning
        def test_leak(qapp):
            qWarning("odd")
    """,
}


@pytest.mark.parametrize("complaint", LEAKS)
def test_leak_fails_the_test_that_left_it(pytester: pytest.Pytester, complaint: str) -> None:
    pytester.makeconftest((TESTS / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml(OPTIONS)
    pytester.makepyfile(LEAKS[complaint])
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([f"*{complaint.replace('[', '[[]')}*"])


def turns_qt_itself() -> bool:
    """Whether pytest-qt runs what is due in Qt after this step of a test."""
    ran: list[bool] = []
    QTimer.singleShot(0, lambda: ran.append(True))
    pytestqt.plugin._process_events()
    return bool(ran)


async def test_an_asynchronous_test_has_no_events_outside_of_its_loop() -> None:
    assert not turns_qt_itself()


def test_an_ordinary_test_has_its_events_run(qapp: QApplication) -> None:
    assert turns_qt_itself()


def test_no_example_fails_because_the_machine_was_busy() -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check


def test_examples_are_the_same_in_every_run() -> None:
    assert settings().derandomize
    assert settings().database is None


@pytest.fixture
def garbage() -> Iterator[list[weakref.ref[object]]]:
    left: list[weakref.ref[object]] = []
    yield left
    # Many more than are allowed before what is garbage is looked for.
    _others = [[] for _ in range(1_000_000)]
    assert all(each() is not None for each in left)


def test_no_window_is_collected_before_it_is_closed(
    qapp: QApplication, garbage: list[weakref.ref[object]]
) -> None:
    window = QWidget()
    window.itself = window
    garbage.append(weakref.ref(window))


def test_what_a_test_leaves_is_collected_in_the_next_one() -> None:
    assert gc.isenabled()
