"""The program as a process: its command line, its end, a second copy, a sudden death, its files."""

from __future__ import annotations

import json
import math
import signal
import stat
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from nanobanana_desktop import __version__
from nanobanana_desktop.demo.scenario import (
    Course,
    ErrorKind,
    Fault,
    Outcome,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.script import Call
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.task import TaskState
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.processes import (
    LIMIT,
    PROGRAM,
    PROGRAM_WITH_KEY,
    RunningProcess,
    files_with,
    keep_orders,
    pictures,
    started,
    states,
    without_a_desktop,
)
from tests.e2e.screen import has_row, order, rows

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]

# The service draws pictures in a thread, and Qt takes the thread that comes first for its main one.
pytestmark = pytest.mark.usefixtures("qapp")

ENDLESS = Course(processing=(math.inf, math.inf))
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and modes are POSIX")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return without_a_desktop(home)


def finished(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program run to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        timeout=LIMIT,
        check=False,
    )


def of(service: DemoServer, root: Path, *more: str) -> list[str]:
    """The program with a key, against the service, on a data folder."""
    return [*PROGRAM_WITH_KEY, "--data-dir", str(root), "--base-url", service.base_url, *more]


# The command line


def test_version_is_told(env: dict[str, str]) -> None:
    result = finished(env, "--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split() == ["nanobanana-desktop", __version__]


def test_self_test_tells_json(env: dict[str, str], tmp_path: Path) -> None:
    result = finished(env, "--self-test", "--data-dir", str(tmp_path / "data"))
    report = json.loads(result.stdout)
    assert (report["ok"], report["failed"], result.returncode) == (True, [], 0)
    assert report["version"] == __version__


@pytest.mark.parametrize(
    "address",
    ["", "http://images.example.com", "ftp://127.0.0.1/", "https://me:secret@example.com"],
)
def test_unusable_base_url_ends_with_2_and_a_line(
    env: dict[str, str], tmp_path: Path, address: str
) -> None:
    root = tmp_path / "data"
    result = finished(env, "--base-url", address, "--data-dir", str(root))
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("--base-url: ")
    assert len(line) > len("--base-url: ") + 10
    assert "secret" not in line
    assert not root.exists()


@posix_only
def test_data_folder_that_is_a_file_is_told_and_ctrl_c_ends_the_window(
    env: dict[str, str], tmp_path: Path, home: Path
) -> None:
    file = tmp_path / "data"
    file.write_text("mine", encoding="utf-8")
    with started([*PROGRAM, "--data-dir", str(file)], home, env=env) as program:
        program.wait_for(lambda: "The data folder cannot be used" in program.errors, "the reason")
        assert str(file) in program.errors
        assert "Traceback" not in program.errors
        program.process.send_signal(signal.SIGINT)
        assert program.ended() != 0
    assert file.read_text(encoding="utf-8") == "mine"


# Its end, and a second copy


@posix_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_quits_in_order_and_waits_for_the_answer_to_an_order(
    env: dict[str, str], tmp_path: Path, home: Path, service: DemoServer, number: signal.Signals
) -> None:
    root = tmp_path / "data"
    service.control.set_default(Scenario(course=ENDLESS, create=Wire(delay=0.5)))
    keep_orders(root, "a slow one")
    with started(of(service, root), home, env=env, key=KEY) as program:
        program.wait_for(lambda: service.control.creates, "the order")
        program.process.send_signal(number)
        assert program.ended() == 0
        assert program.complaints == []
    assert states(root) == [TaskState.QUEUED]
    assert service.control.creates == 1


@posix_only
def test_second_copy_calls_the_first_and_ends(
    env: dict[str, str], tmp_path: Path, home: Path
) -> None:
    root = tmp_path / "data"
    command = [*PROGRAM, "--data-dir", str(root)]
    with started(command, home, env=env) as first:
        first.wait_for((root / "lock").exists, "the first copy has the folder")
        with started(command, home, env=env) as second:
            assert second.ended() == 0
            assert second.complaints == []
        assert first.is_running
        # It answers before it looks at signals, and looks at them before it opens the history.
        first.wait_for((root / "history.sqlite").exists, "the first copy is whole")
        first.process.terminate()
        assert first.ended() == 0
        assert first.complaints == []


async def test_killed_while_ordering_is_not_confirmed_and_not_sent_again(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    data_root: Path,
    env: dict[str, str],
    home: Path,
) -> None:
    service.control.queue_creates(Scenario(create=Wire(fault=Fault.HANG)))
    keep_orders(data_root, "the paid one")
    with started(of(service, data_root), home, env=env, key=KEY) as program:
        await wait_until(lambda: service.control.creates == 1, LIMIT)
        program.process.kill()
        assert program.ended() != 0
    backend.set_password("nanobanana-desktop", "default", KEY)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: has_row(running, "Not confirmed"))
        await wait_until(lambda: running.program.keys.state.usable)
        order(running, "a new one")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        assert sum(", Not confirmed, " in row for row in rows(running)) == 1
    sent = [record.json for record in service.control.requests(Call.CREATE)]
    assert [body["prompt"] for body in sent if isinstance(body, dict)] == [
        "the paid one",
        "a new one",
    ]


# What it leaves on the disk


def to_the_end(program: RunningProcess, root: Path, count: int) -> None:
    """Wait for the pictures, then quit the program in order."""
    program.wait_for(lambda: len(pictures(root)) == count, f"{count} pictures")
    program.process.terminate()
    assert program.ended() == 0, program.errors


@posix_only
def test_folders_and_files_are_the_owners_alone(
    env: dict[str, str], tmp_path: Path, home: Path, service: DemoServer
) -> None:
    root = tmp_path / "data"
    at_once = Course(outcome=Outcome.COMPLETED_ON_CREATE)
    service.control.set_default(Scenario(course=at_once))
    with started(of(service, root), home, env=env, key=KEY, umask=0) as program:
        program.wait_for((root / "history.sqlite").exists, "the history")
        assert open_to_others(root) == []
        program.process.terminate()
        assert program.ended() == 0
    keep_orders(root, "a closed door")
    with started(of(service, root), home, env=env, key=KEY, umask=0) as program:
        to_the_end(program, root, 1)
    assert open_to_others(root) == []
    kept = {path.name for path in root.iterdir()}
    assert {"history.sqlite", "thumbnails.sqlite", "images", "references", "logs"} <= kept


def open_to_others(root: Path) -> list[str]:
    """What in the folder has other permissions than it should, itself included."""
    found = []
    for path in (root, *sorted(root.rglob("*"))):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        wanted = 0o700 if stat.S_ISDIR(status.st_mode) else 0o600
        if stat.S_IMODE(status.st_mode) != wanted:
            found.append(f"{path.relative_to(root)} {stat.filemode(status.st_mode)}")
    return found


@posix_only
def test_key_is_in_no_file_and_on_no_terminal_even_when_the_service_repeats_it(
    env: dict[str, str], tmp_path: Path, home: Path, service: DemoServer
) -> None:
    root = tmp_path / "data"
    refusal = ServiceError(kind=ErrorKind.BALANCE, text=f"余额不足 {KEY} Bearer {KEY}")
    failure = Course(outcome=Outcome.FAILED, error_text=f"upstream said {KEY}")
    service.control.set_marker("refused", Scenario(create=Wire(error=refusal)))
    service.control.set_marker("failed", Scenario(course=failure))
    keep_orders(root, "refused", "failed", "a picture")
    with started(of(service, root, "--log", "DEBUG"), home, env=env, key=KEY) as program:
        program.wait_for(lambda: service.control.creates == 3, "three orders")
        # The picture's file is there before the history knows of it.
        for end in ("refused", "failed", "done"):
            program.wait_for(
                lambda end=end: f"-> {end}" in program.errors, f"{end} is written down"
            )
        to_the_end(program, root, 1)
        assert "order ended: HTTP 402" in program.errors
        assert KEY not in program.errors
        assert KEY not in program.out.read_text(encoding="utf-8")
    assert states(root) == [TaskState.REFUSED, TaskState.FAILED, TaskState.DONE]
    assert files_with("upstream said", root) != []
    assert files_with(KEY, root, home) == []
    assert service.control.leaked_keys == 0
