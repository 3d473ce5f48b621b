"""The program as a process of its own, and what its data folder holds before and after."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from tests.conftest import KNOWN_QT_NOISE

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "nanobanana_desktop")
PROGRAM_WITH_KEY = (sys.executable, str(Path(__file__).with_name("program_with_key.py")))
LIMIT = 60.0
"""Seconds for anything that takes about two on a quiet computer."""

PAUSE = 0.05
"""Seconds between two looks at a condition."""

_ENGLISH = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
_DESKTOP_VARIABLES = ("DBUS_", "XDG_", "WAYLAND_", "GNOME_KEYRING", "AT_SPI_", "QT_")


def wait_for(
    condition: Callable[[], object], what: str, limit: float = LIMIT, *, pause: float = PAUSE
) -> None:
    """Returns when the condition holds; fails when it does not within `limit` seconds."""
    never = threading.Event()
    deadline = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < deadline, f"not within {limit:g} s: {what}"
        never.wait(pause)


def without_a_desktop(home: Path) -> dict[str, str]:
    """Variables for a program that meets no screen, no session bus and no settings of a person."""
    env = {
        name: value
        for name, value in on_this_desktop().items()
        if not name.startswith(_DESKTOP_VARIABLES) and name != "DISPLAY"
    }
    return env | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


def on_this_desktop() -> dict[str, str]:
    """Variables for a program that finds the package without being installed, and is English."""
    return {**os.environ, **_ENGLISH, "PYTHONPATH": str(ROOT)}


@dataclass
class RunningProcess:
    """A program that was started; its output goes to files, so that it never waits for a reader."""

    process: subprocess.Popen[str]
    out: Path
    err: Path

    @property
    def errors(self) -> str:
        return self.err.read_text(encoding="utf-8", errors="replace")

    @property
    def complaints(self) -> list[str]:
        """What was said on standard error, but for what Qt always says without a screen."""
        lines = self.errors.splitlines()
        return [line for line in lines if not any(noise in line for noise in KNOWN_QT_NOISE)]

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait_for(
        self,
        condition: Callable[[], object],
        what: str,
        limit: float = LIMIT,
        *,
        pause: float = PAUSE,
    ) -> None:
        """As the function of that name; fails at once when the program ends before."""

        holds = False

        def holds_or_over() -> bool:
            nonlocal holds
            # Asked first: what it did as the last thing counts.
            is_over = not self.is_running
            holds = bool(condition())
            return holds or is_over

        wait_for(holds_or_over, what, limit, pause=pause)
        assert holds, f"ended with {self.process.returncode} before: {what}\n{self.errors}"

    def ended(self, limit: float = LIMIT) -> int:
        """The exit status; fails when the program does not end in time."""
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(f"still running after {limit:g} s:\n{self.errors}") from error


@contextmanager
def started(
    command: Sequence[str],
    folder: Path,
    *,
    env: Mapping[str, str],
    key: str = "",
    umask: int = -1,
) -> Iterator[RunningProcess]:
    """A program whose output is kept in `folder`; at the end it is killed if it still runs."""
    number = len(list(folder.glob("*.out")))
    out, err = folder / f"{number}.out", folder / f"{number}.err"
    with (
        out.open("w") as out_file,
        err.open("w") as err_file,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=out_file,
            stderr=err_file,
            text=True,
            env=dict(env),
            cwd=ROOT,
            umask=umask,
        ) as process,
    ):
        try:
            assert process.stdin is not None
            process.stdin.write(f"{key}\n")
            process.stdin.close()
            yield RunningProcess(process, out, err)
        finally:
            if process.poll() is None:
                process.kill()


def keep_orders(root: Path, *prompts: str) -> None:
    """Leave orders in the history of a data folder that wait to be sent, the first one first."""
    DataPaths(root).create()
    now = time.time()
    tasks = [
        GenerationTask(
            id=f"{number:032x}",
            params=GenerationParams(prompt=prompt),
            state=TaskState.READY,
            created_at=now + number / 1000,
            changed_at=now,
            position=now + number / 1000,
        )
        for number, prompt in enumerate(prompts, start=1)
    ]

    _with_history(root, lambda database: HistoryStore(database).add(tasks))


def keep_unconfirmed(root: Path, prompt: str) -> str:
    """Leave an order of which it is not known whether it arrived; its local id."""
    task = GenerationTask(
        id="c" * 32,
        params=GenerationParams(prompt=prompt),
        state=TaskState.SUBMIT_UNKNOWN,
        created_at=time.time(),
        attempt=1,
    )
    _with_history(root, lambda database: HistoryStore(database).add([task]))
    return task.id


def states(root: Path) -> list[TaskState]:
    """The states of all tasks of a data folder that no program uses, oldest first."""

    rows = _with_history(
        root,
        lambda database: database.run(
            lambda c: c.execute("SELECT state FROM tasks ORDER BY created_at").fetchall()
        ),
    )
    return [TaskState(row[0]) for row in rows]


def _with_history(root: Path, use: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    """What `use` gives; in a thread and a loop of its own, so that it may be called anywhere."""

    async def opened() -> T:
        database = Database(DataPaths(root).database)
        await database.open()
        try:
            return await use(database)
        finally:
            await database.close()

    def run() -> T:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            return runner.run(opened())

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run).result()


def pictures(root: Path) -> list[Path]:
    """The finished pictures below a data folder."""
    images = DataPaths(root).images
    return [p for p in images.rglob("*") if p.suffix in (".png", ".jpg", ".webp")]


def files_with(text: str, *folders: Path) -> list[Path]:
    """Every file below the folders that holds the text."""
    wanted = text.encode()
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and wanted in path.read_bytes()
    ]
