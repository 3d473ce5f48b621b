"""The guards of the test run see what they are there for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = Path(__file__).parent
OPTIONS = """
[tool.pytest.ini_options]
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
        import threading
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


STRAY_EVENT = """
    import asyncio
    import pytest
    from PySide6.QtCore import QTimer

    in_loop = []

    def note():
        in_loop.append(asyncio._get_running_loop() is not None)

    @pytest.fixture
    async def work():
        yield
        while not in_loop:
            await asyncio.sleep(0)

    async def test_leaves_something_due(work):
        QTimer.singleShot(0, note)

    def test_that_it_came_in_the_loop():
        assert in_loop == [True]
"""


def test_what_is_due_after_an_asynchronous_test_waits_for_its_loop(
    pytester: pytest.Pytester,
) -> None:
    pytester.makeconftest((TESTS / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml(OPTIONS)
    pytester.makepyfile(STRAY_EVENT)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:randomly")
    result.assert_outcomes(passed=2)
