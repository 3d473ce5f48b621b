"""One running program per data folder; a second start calls the first one to the front."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLockFile, QObject, QSysInfo, Signal

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import FILE_MODE

_RAISE: Final = b"raise\n"
_DONE: Final = b"done\n"
_CONNECT_MS: Final = 200
_PAUSE: Final = 0.05
_MESSAGE_LIMIT: Final = 64
_EMPTY_SECONDS: Final = 2.0
_RELEASE_SECONDS: Final = 1.0

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

logger = get_logger(__name__)


class LockHolder(NamedTuple):
    """Who holds the folder; `host` tells a computer that shares it over a network."""

    pid: int
    host: str
    program: str


class DataLock(QObject):
    """The lock on a data folder, and the line on which other starts ask for the window.

    Signals: `raise_requested()` when another start on the same folder wants the window shown.
    """

    raise_requested = Signal()

    def __init__(self, lock_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = lock_file
        self._lock = QLockFile(str(lock_file))
        # No age makes a lock stale: the computer may have slept for days.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def try_acquire(self) -> bool:
        """True when the folder is ours until `release`; False when another program has it.

        False too while another one is just taking it, looking at it or giving it free.

        Raises StorageError(DATA_FOLDER) when the lock cannot be written at all.
        """
        with _turn(self._path.parent) as has_turn:
            if has_turn is False or not self._try_lock(may_have_orphan=has_turn is True):
                return False
        if os.name == "posix":
            self._path.chmod(FILE_MODE)
        return True

    def listen(self) -> None:
        """Answer other starts from now on; they wait a while for it.

        Apart from `try_acquire` because the network library is not needed before the first paint.
        """
        self._listen()

    def raise_other(self, seconds: float) -> bool:
        """Ask the holder to show its window; True when it says that it will. Blocks so long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if _ask_to_raise(self._server_name(), deadline):
                return True
            time.sleep(_PAUSE)
        return False

    def holder(self) -> LockHolder | None:
        """Who has the folder, as far as the lock tells."""
        return _read_holder(self._lock)

    def stop_listening(self) -> None:
        """Answer no other start any more: this program is about to end. Idempotent."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def release(self) -> None:
        """Give the folder free; twice does no harm."""
        self.stop_listening()
        with _turn(self._path.parent, _RELEASE_SECONDS):
            self._lock.unlock()

    def _try_lock(self, *, may_have_orphan: bool) -> bool:
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise StorageError(
                ErrorCase.DATA_FOLDER,
                f"the lock cannot be written: {self._lock.error().name}",
                folder=str(self._path.parent),
            )
        if not (may_have_orphan and _remove_orphan(self._path, self.holder())):
            return False
        return self._lock.tryLock(0)

    def _server_name(self) -> str:
        folder = os.path.realpath(self._path.parent)
        import hashlib

        digest = hashlib.sha256(os.fsencode(folder)).hexdigest()
        return f"nanobanana-desktop-{digest[:24]}"

    def _listen(self) -> None:
        # What lies under the name belongs to a program that ended: the lock is ours.
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._server_name())
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_server_new_connection)
        if not server.listen(self._server_name()):
            logger.info("other starts cannot call this window: %s", server.errorString())
        self._server = server

    def _on_server_new_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            caller = self._server.nextPendingConnection()
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda caller=caller: self._on_caller_ready_read(caller))
            if caller.bytesAvailable():
                self._on_caller_ready_read(caller)

    def _on_caller_ready_read(self, caller: QLocalSocket) -> None:
        message = caller.read(_MESSAGE_LIMIT).data()
        if message == _RAISE:
            caller.write(_DONE)
            caller.flush()
            self.raise_requested.emit()
        caller.disconnectFromServer()


def _ask_to_raise(server_name: str, deadline: float) -> bool:
    from PySide6.QtNetwork import QLocalSocket

    caller = QLocalSocket()
    caller.connectToServer(server_name)
    if not caller.waitForConnected(_CONNECT_MS):
        return False
    caller.write(_RAISE)
    caller.flush()
    remaining = max(0, int((deadline - time.monotonic()) * 1000))
    answered = caller.waitForReadyRead(remaining)
    answer = caller.read(_MESSAGE_LIMIT).data() if answered else b""
    caller.abort()
    return answer == _DONE


def _read_holder(lock: QLockFile) -> LockHolder | None:
    pid, host, program = lock.getLockInfo()
    return LockHolder(pid, host, program) if pid else None


@contextmanager
def _turn(folder: Path, seconds: float = 0.0) -> Iterator[bool | None]:
    """One program at a time takes the lock or gives it free.

    Qt makes the file before it locks it, and unlocks it before it removes it: in between it looks
    like one that nobody holds, and the file that is removed may be another program's by then.
    The system ends a turn with its process. False when another program has its turn for more than
    `seconds`; None where folders cannot be locked.
    """
    descriptor = None
    # Windows opens no folders, and needs no turns: nobody removes what another one has open.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
    if descriptor is None:
        yield None
        return
    try:
        yield _has_turn(descriptor, seconds)
    finally:
        os.close(descriptor)


def _has_turn(descriptor: int, seconds: float) -> bool | None:
    import fcntl

    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        except OSError:
            return None
        else:
            return True


def _remove_orphan(path: Path, holder: LockHolder | None) -> bool:
    """Remove a lock that no living program holds; True when it was one. Only within a turn.

    Qt takes a lock for living when another program got the process id, and for ever when a power
    cut left the file empty. The system's own lock on the file tells: it ends with its process.
    """
    if os.name != "posix" or (holder is not None and holder.host != QSysInfo.machineHostName()):
        return False
    import fcntl

    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            status = os.fstat(file.fileno())
            # An empty file may belong to a start on another computer that is just about to lock it.
            if holder is None and time.time() - status.st_mtime < _EMPTY_SECONDS:
                return False
            if status.st_ino != path.stat().st_ino:
                return False
            path.unlink()
    except OSError:
        return False
    logger.info("a lock of a program that ended was removed")
    return True
