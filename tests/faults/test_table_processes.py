"""Rows of the table of faults that need real processes: frozen ones, and several at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from nanobanana_desktop.demo.scenario import Course
from nanobanana_desktop.demo.script import Call
from nanobanana_desktop.demo.state import BASE_PATH
from nanobanana_desktop.domain.task import TaskState
from tests.e2e.processes import (
    PROGRAM_WITH_KEY,
    RunningProcess,
    keep_orders,
    started,
    states,
    wait_for,
    without_a_desktop,
)
from tests.faults.conftest import Line, small
from tests.faults.driver import Job
from tests.faults.machines import ROOT
from tests.faults.proxy import HOST, Direction, FaultProxy, Gate
from tests.faults.room import KEY

pytestmark = pytest.mark.strace

FOREVER = float("inf")
PROGRAMS = 3


@contextmanager
def ordering(root: Path, url: str, *prompts: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that orders and waits for its pictures."""
    job = json.dumps(asdict(Job(str(root), url, prompts)))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.driver", job],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def freeze(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGSTOP)
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)


def thaw(process: subprocess.Popen[str]) -> list[dict[str, str]]:
    """Let it go on to its end; the rows that it tells then."""
    process.send_signal(signal.SIGCONT)
    out, _ = process.communicate(timeout=120.0)
    told = {name: value for text in out.splitlines() for name, value in json.loads(text).items()}
    rows = told["end"]
    assert isinstance(rows, list)
    return rows


def test_row_26_frozen_while_an_order_is_on_its_way(line: Line, tmp_path: Path) -> None:
    line.service.poison(Direction.DOWNSTREAM, Gate())
    with ordering(tmp_path / "data", line.base_url, "a boat") as process:
        wait_for(lambda: line.control.creates, "the order")
        freeze(process)
        # The answer comes while nobody looks.
        line.service.open(Direction.DOWNSTREAM)
        wait_for(lambda: line.service.passed[Direction.DOWNSTREAM], "the answer")
        assert [row["state"] for row in thaw(process)] == ["done"]
    assert line.control.creates == 1


def test_row_26_frozen_while_asking_asks_once_for_each_task(line: Line, tmp_path: Path) -> None:
    line.control.set_default(small(course=Course(processing=(FOREVER, FOREVER))))
    prompts = ("a boat", "a sea", "a sky")
    with ordering(tmp_path / "data", line.base_url, *prompts) as process:
        wait_for(lambda: len(line.control.tasks) == len(prompts), "all orders")
        wait_for(lambda: asked(line) == set(line.control.tasks), "a question about each task")
        freeze(process)
        before = line.control.queries
        for task in line.control.tasks:
            line.control.finish(task)
        assert [row["state"] for row in thaw(process)] == ["done"] * len(prompts)
    # One catches up; one more may have been on its way.
    assert line.control.queries - before <= 2 * len(prompts)
    assert line.control.creates == len(prompts)


def asked(line: Line) -> set[str]:
    return {record.task_id for record in line.control.requests(Call.QUERY)}


def test_row_26_frozen_during_a_download(line: Line, tmp_path: Path) -> None:
    line.pictures.poison(Direction.DOWNSTREAM, Gate())
    with ordering(tmp_path / "data", line.base_url, "a boat") as process:
        wait_for(lambda: line.control.downloads, "the download")
        freeze(process)
        line.pictures.open(Direction.DOWNSTREAM)
        wait_for(lambda: line.pictures.passed[Direction.DOWNSTREAM], "its beginning")
        assert [row["state"] for row in thaw(process)] == ["done"]
    assert line.control.creates == 1


def test_row_28_of_several_programs_one_sends_and_asks(line: Line, tmp_path: Path) -> None:
    line.control.set_default(small(course=Course(processing=(FOREVER, FOREVER))))
    root, home = tmp_path / "data", tmp_path / "home"
    home.mkdir()
    keep_orders(root, "a boat", "a sea")
    env = without_a_desktop(home)
    with ExitStack() as stack:
        ways = [stack.enter_context(FaultProxy()) for _ in range(PROGRAMS)]
        for way in ways:
            way.target = line.service.target

        def start(way: FaultProxy) -> RunningProcess:
            url = f"http://{HOST}:{way.port}{BASE_PATH}"
            command = [*PROGRAM_WITH_KEY, "--log", "DEBUG"]
            command += ["--data-dir", str(root), "--base-url", url]
            return stack.enter_context(started(command, home, env=env, key=KEY))

        programs = [start(way) for way in ways]
        wait_for(lambda: sum(p.is_running for p in programs) == 1, "only one stays")
        (stayed,) = [p for p in programs if p.is_running]
        stayed.wait_for(lambda: len(asked(line)) == 2, "a question about each task")
        (its_way,) = [way for way in ways if way.connections]
        assert [p.ended() for p in programs if p is not stayed] == [0] * (PROGRAMS - 1)
        # Its lock is left behind, and is nobody's any more.
        stayed.process.kill()
        stayed.ended()
        # Tasks are asked about at the address that they were ordered at.
        before = its_way.connections
        heir = start(its_way)
        heir.wait_for(lambda: its_way.connections > before, "it asks in the other's place")
        for task in line.control.tasks:
            line.control.finish(task)
        heir.wait_for(lambda: heir.errors.count(" -> done") == 2, "the pictures")
        heir.process.terminate()
        assert heir.ended() == 0
    assert states(root) == [TaskState.DONE, TaskState.DONE]
    assert line.control.creates == 2
