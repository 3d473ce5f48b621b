from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtNetwork import QLocalSocket

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage import data_lock
from nanobanana_desktop.storage.data_lock import DataLock

PROGRAM = Path(__file__).with_name("second_start.py")
ROOT = Path(__file__).parents[2]

WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "lock"


@pytest.fixture
def lock(qapp: object, lock_file: Path) -> Iterator[DataLock]:
    lock = DataLock(lock_file)
    yield lock
    lock.release()


def start(lock_file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(lock_file)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def first_line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def end(program: subprocess.Popen[str]) -> None:
    program.kill()
    program.communicate()


def test_ten_at_once_give_one_winner_that_is_asked_by_nine(lock_file: Path) -> None:
    with ExitStack() as cleanup:
        programs = [start(lock_file) for _ in range(10)]
        for program in programs:
            cleanup.callback(end, program)
        lines = [first_line(program) for program in programs]
        assert sorted(lines) == ["acquired"] + ["raised"] * 9
        winner = programs[lines.index("acquired")]
        assert [first_line(winner) for _ in range(9)] == ["asked"] * 9


def test_folder_of_a_killed_program_can_be_had(lock: DataLock, lock_file: Path) -> None:
    program = start(lock_file)
    assert first_line(program) == "acquired"
    assert not lock.try_acquire()
    holder = lock.holder()
    assert holder is not None
    assert (holder.pid, holder.host) == (program.pid, socket.gethostname())
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert lock.try_acquire()


def test_lock_with_a_recycled_process_id_is_an_orphan(lock: DataLock, lock_file: Path) -> None:
    other = start(lock_file.with_name("other"))
    assert first_line(other) == "acquired"
    text = lock_file.with_name("other").read_text()
    lock_file.write_text(text)
    assert lock.try_acquire()
    end(other)


def test_lock_of_another_computer_is_respected(lock: DataLock, lock_file: Path) -> None:
    lock_file.write_text("12345\npython3\nanother-host.example\n\n\n")
    assert not lock.try_acquire()
    holder = lock.holder()
    assert holder is not None
    assert holder.host == "another-host.example"
    assert lock_file.exists()


def test_empty_lock_of_a_power_cut_is_an_orphan(lock: DataLock, lock_file: Path) -> None:
    lock_file.touch()
    # As fresh as a file can be, however long the look at it takes.
    os.utime(lock_file, (time.time() + 3600, time.time() + 3600))
    assert not lock.try_acquire()
    os.utime(lock_file, (1_000, 1_000))
    assert lock.try_acquire()


class HalfDone(QLockFile):
    """Lets another start come when the file is there and not locked yet, or not any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._path = path
        self.other = DataLock(path)
        self.other_got_it: list[bool] = []

    def tryLock(self, timeout: int = 0) -> bool:
        self._path.touch()
        os.utime(self._path, (1_000, 1_000))
        self.other_got_it.append(self.other.try_acquire())
        self._path.unlink()
        return super().tryLock(timeout)

    def unlock(self) -> None:
        text = self._path.read_text()
        super().unlock()
        self._path.write_text(text)
        self.other_got_it.append(self.other.try_acquire())
        self._path.unlink()


def test_what_is_half_locked_is_no_orphan_however_long_it_stays_so(
    qapp: object, lock_file: Path
) -> None:
    lock, half_done = DataLock(lock_file), HalfDone(lock_file)
    lock._lock = half_done
    assert lock.try_acquire()
    lock.release()
    assert half_done.other_got_it == [False, False]
    assert half_done.other.try_acquire()
    half_done.other.release()


def test_folder_whose_turn_nobody_gets_is_given_free_all_the_same(
    lock: DataLock, lock_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_lock, "_RELEASE_SECONDS", 0.01)
    other = DataLock(lock_file)
    assert other.try_acquire()
    with data_lock._turn(lock_file.parent) as has_turn:
        assert has_turn
        assert not lock.try_acquire()
        other.release()
    assert lock.try_acquire()


def test_where_folders_cannot_be_locked_the_file_has_to_do(
    lock: DataLock, lock_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    lock_file.touch()
    os.utime(lock_file, (1_000, 1_000))
    assert not lock.try_acquire()
    lock_file.unlink()
    assert lock.try_acquire()
    other = DataLock(lock_file)
    assert not other.try_acquire()


def test_folder_that_cannot_be_written(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = DataLock(tmp_path / "file" / "lock")
    with pytest.raises(StorageError) as raised:
        lock.try_acquire()
    assert raised.value.case is ErrorCase.DATA_FOLDER
    assert raised.value.facts["folder"] == str(tmp_path / "file")


def test_nobody_to_raise(lock: DataLock) -> None:
    assert not lock.raise_other(0.3)


def test_lock_is_private_and_gone_after_release(
    lock: DataLock, lock_file: Path, mode: Callable[[Path], int]
) -> None:
    before = os.umask(0)
    try:
        assert lock.try_acquire()
        lock.listen()
    finally:
        os.umask(before)
    assert mode(lock_file) == 0o600
    lock.release()
    lock.release()
    assert not lock_file.exists()
    assert lock.try_acquire()
    lock.listen()


async def test_window_is_raised_for_a_second_start(
    lock: DataLock, lock_file: Path, wait_until: WaitUntil
) -> None:
    requests: list[int] = []
    lock.raise_requested.connect(lambda: requests.append(1))
    assert lock.try_acquire()
    lock.listen()
    second = start(lock_file)
    await wait_until(lambda: second.poll() is not None)
    assert second.communicate()[0].strip() == "raised"
    assert requests == [1]


async def test_same_folder_by_another_name_is_the_same(
    lock: DataLock, lock_file: Path, wait_until: WaitUntil
) -> None:
    assert lock.try_acquire()
    lock.listen()
    link = lock_file.parent.parent / f"{lock_file.parent.name}-link"
    link.symlink_to(lock_file.parent)
    second = start(link / "lock")
    await wait_until(lambda: second.poll() is not None)
    assert second.communicate()[0].strip() == "raised"


@pytest.mark.parametrize("message", [b"", b"raise", b"shout\n", b"raise\n" * 1000, b"\xff" * 9000])
async def test_strange_callers_do_nothing(
    lock: DataLock, wait_until: WaitUntil, message: bytes
) -> None:
    requests: list[int] = []
    lock.raise_requested.connect(lambda: requests.append(1))
    assert lock.try_acquire()
    lock.listen()
    caller = QLocalSocket()
    caller.connectToServer(lock._server_name())
    assert caller.waitForConnected(60_000)
    caller.write(message)
    caller.flush()
    if message:
        await wait_until(lambda: caller.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    caller.abort()
    assert requests == []
