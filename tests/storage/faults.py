"""Disk faults for tests: an operating-system call that fails at a chosen moment."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

import pytest


class FailingCall:
    """Stands in for a function of `os`; raises on its `at`-th call (and later ones, if sticky)."""

    def __init__(
        self, real: Callable[..., object], code: int, *, at: int = 1, sticky: bool = False
    ) -> None:
        self._real = real
        self._code = code
        self._at = at
        self._sticky = sticky
        self.calls = 0

    def __call__(self, *arguments: object, **options: object) -> object:
        self.calls += 1
        if self.calls == self._at or (self._sticky and self.calls > self._at):
            raise OSError(self._code, os.strerror(self._code))
        return self._real(*arguments, **options)


def fail_call(
    monkeypatch: pytest.MonkeyPatch, name: str, code: int, *, at: int = 1, sticky: bool = False
) -> FailingCall:
    """Make `os.<name>` fail with this error number."""
    failing = FailingCall(getattr(os, name), code, at=at, sticky=sticky)
    monkeypatch.setattr(os, name, failing)
    return failing


DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
FOLDER_GONE = (errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO)
