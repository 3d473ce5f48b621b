"""Time and chance, handed in so that tests and simulations replay."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clock:
    """`utc` gives seconds since 1970, `monotonic` seconds that only grow.

    `boot_id` names this run of the computer where the system tells it; monotonic times compare
    only within one.
    """

    utc: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    boot_id: str = ""


@dataclass(frozen=True)
class Chance:
    """Random numbers and new task ids (32 lower-case hex digits)."""

    random: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex
