"""Counts every step that changes the disk, and lets a chosen one (or all from it on) fail."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

OS_STEPS = ("open", "write", "fsync", "link", "replace", "rename", "unlink", "mkdir")

SQLITE_NAMES = {
    errno.ENOSPC: "SQLITE_FULL",
    errno.EIO: "SQLITE_IOERR_FSYNC",
    errno.EACCES: "SQLITE_READONLY",
}


class IoSteps:
    """Step number `at` (from 1) fails with `code`; with `sticky` every later one does too.

    Counts only while it is `armed`. `failed` names the steps that failed.
    """

    def __init__(self, at: int, code: int, *, sticky: bool) -> None:
        self.at = at
        self.code = code
        self.sticky = sticky
        self.armed = False
        self.count = 0
        self.failed: list[str] = []
        self._lock = threading.Lock()

    def fails(self, name: str) -> bool:
        """Whether the step that is about to be made fails."""
        with self._lock:
            if not self.armed:
                return False
            self.count += 1
            bad = self.count == self.at or (self.sticky and self.count > self.at)
            if bad:
                self.failed.append(name)
            return bad

    @contextmanager
    def watching(self, root: str) -> Iterator[None]:
        """Stand in for the system's calls below `root` and for the commits of databases."""
        with pytest.MonkeyPatch.context() as patch:
            for name in OS_STEPS:
                patch.setattr(os, name, self._guarded(name, getattr(os, name), root))
            patch.setattr(sqlite3, "connect", self._connecting(sqlite3.connect))
            self.armed = True
            try:
                yield
            finally:
                self.armed = False

    def _guarded(self, name: str, real: Callable[..., Any], root: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if _changes_something(name, arguments, root) and self.fails(name):
                raise OSError(self.code, os.strerror(self.code))
            return real(*arguments, **options)

        return call

    def _connecting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        steps = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, /, *arguments: Any) -> sqlite3.Cursor:
                if sql == "COMMIT" and steps.fails("commit"):
                    error = sqlite3.OperationalError("injected")
                    error.sqlite_errorname = SQLITE_NAMES[steps.code]
                    raise error
                return super().execute(sql, *arguments)

        return lambda *arguments, **options: real(*arguments, factory=Connection, **options)


def _changes_something(name: str, arguments: tuple[Any, ...], root: str) -> bool:
    if name in ("write", "fsync"):
        return True
    if not os.fspath(arguments[0]).startswith(root):
        return False
    return name != "open" or bool(arguments[1] & os.O_CREAT)
