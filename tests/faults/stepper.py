"""Counts the system calls of a process over all its threads, and kills it before a chosen one."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CALLS: Final = {
    "x86_64": {
        1: "write",
        18: "pwrite64",
        42: "connect",
        44: "sendto",
        45: "recvfrom",
        46: "sendmsg",
        47: "recvmsg",
        74: "fsync",
        75: "fdatasync",
        77: "ftruncate",
        82: "rename",
        83: "mkdir",
        86: "link",
        87: "unlink",
        257: "openat",
        258: "mkdirat",
        263: "unlinkat",
        264: "renameat",
        265: "linkat",
        316: "renameat2",
    },
    "aarch64": {
        34: "mkdirat",
        35: "unlinkat",
        37: "linkat",
        38: "renameat",
        46: "ftruncate",
        56: "openat",
        64: "write",
        68: "pwrite64",
        82: "fsync",
        83: "fdatasync",
        203: "connect",
        206: "sendto",
        207: "recvfrom",
        211: "sendmsg",
        212: "recvmsg",
        276: "renameat2",
    },
}
"""The calls by which anything of a process outlives it, or reaches another one."""

_SEIZE, _INTERRUPT, _SYSCALL, _SYSCALL_INFO = 0x4206, 0x4207, 24, 0x420E
_OPTIONS: Final = 0x1 | 0x8 | 0x100000
"""TRACESYSGOOD, TRACECLONE, EXITKILL."""
_WALL: Final = 0x4000_0000
_SYSCALL_STOP: Final = signal.SIGTRAP | 0x80
_ENTRY: Final = 1

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


@dataclass(frozen=True, slots=True)
class Trace:
    """The calls that were made, in order, the one before which the process was killed included."""

    calls: list[str]
    killed: bool


def follow(process: int, kill_before: int | None, go: Callable[[], None]) -> Trace:
    """Trace a child of this process from now to its end; `go` is called once it is watched.

    `kill_before` is the number of the call, from 1, that does not happen any more. Every other
    child must have ended. Raises OSError when tracing is not allowed.
    """
    for folder in Path(f"/proc/{process}/task").iterdir():
        thread = int(folder.name)
        _ptrace(_SEIZE, thread, data=_OPTIONS)
        _ptrace(_INTERRUPT, thread)
    go()
    names = _CALLS[platform.machine()]
    info = ctypes.create_string_buffer(88)
    calls: list[str] = []
    killed = False
    while True:
        thread, status = os.waitpid(-1, _WALL)
        if not os.WIFSTOPPED(status):
            if thread == process:
                return Trace(calls, killed)
            continue
        deliver = 0
        if os.WSTOPSIG(status) == _SYSCALL_STOP:
            _ptrace(_SYSCALL_INFO, thread, address=len(info), data=ctypes.addressof(info))
            operation, number, *arguments = struct.unpack_from("<B23xQQQQ", info)
            name = names.get(number) if operation == _ENTRY else None
            if name is not None and not killed and _lasts(name, process, arguments):
                calls.append(name)
                if len(calls) == kill_before:
                    os.kill(process, signal.SIGKILL)
                    killed = True
        elif not status >> 16:
            deliver = os.WSTOPSIG(status)
        _ptrace(_SYSCALL, thread, data=deliver, gone_is_fine=True)


def _lasts(name: str, process: int, arguments: Sequence[int]) -> bool:
    """Files that are only read, and threads that wake each other, leave nothing behind."""
    if name == "openat":
        return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    if name != "write":
        return True
    try:
        return Path(f"/proc/{process}/fd/{arguments[0]}").readlink().is_absolute()
    except OSError:
        return False


def _ptrace(
    request: int, thread: int, *, address: int = 0, data: int = 0, gone_is_fine: bool = False
) -> None:
    if _libc.ptrace(request, thread, address, data) >= 0:
        return
    error = ctypes.get_errno()
    try:
        raise OSError(error, os.strerror(error))
    except ProcessLookupError:
        if not gone_is_fine:
            raise
