"""Time and chance, handed in so that tests and simulations replay."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer


class Timer(Protocol):
    """Calls back once, `milliseconds` after the last `start`; as much of QTimer as is needed."""

    def start(self, milliseconds: int, /) -> None: ...
    def stop(self) -> None: ...
    def setTimerType(self, kind: Qt.TimerType, /) -> None: ...


def qt_timer(on_timeout: Callable[[], None], parent: QObject) -> QTimer:
    """A single-shot timer of Qt's event loop."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(on_timeout)
    return timer


@dataclass(frozen=True)
class Clock:
    """`utc` gives seconds since 1970, `monotonic` seconds that only grow.

    `boot_id` names this run of the computer where the system tells it; monotonic times compare
    only within one. `make_timer(on_timeout, parent)` gives a single-shot timer.
    """

    utc: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    boot_id: str = ""
    make_timer: Callable[[Callable[[], None], QObject], Timer] = qt_timer


def boot_id() -> str:
    """The name of this run of the computer; empty where the system tells none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


@dataclass(frozen=True)
class Chance:
    """Random numbers and new task ids (32 lower-case hex digits)."""

    random: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    new_id: Callable[[], str] = lambda: os.urandom(16).hex()
