"""The account at the stand-in: its keys, its balance and how often it may ask."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `count` create calls in `seconds`; `retry_after` is the header's value or `None`."""

    count: int
    seconds: float
    retry_after: str | None = None


class Account:
    """What the service lets its customer do. Safe to use from several threads.

    Without configured keys every non-empty key is accepted, and with `key_needed=False` none is
    asked for. A balance of `None` never ends; otherwise it is how many tasks can be paid.
    """

    def __init__(self, keys: Iterable[str], *, key_needed: bool) -> None:
        self._lock = threading.Lock()
        self._keys = frozenset(keys)
        self._key_needed = key_needed
        self._balance: int | None = None
        self._limit: RateLimit | None = None
        self._calls: deque[float] = deque()

    def set_keys(self, keys: Iterable[str], *, key_needed: bool = True) -> None:
        with self._lock:
            self._keys = frozenset(keys)
            self._key_needed = key_needed

    def set_balance(self, tasks: int | None) -> None:
        with self._lock:
            self._balance = tasks

    def set_rate_limit(self, limit: RateLimit | None) -> None:
        with self._lock:
            self._limit = limit
            self._calls.clear()

    def accepts(self, authorization: str) -> bool:
        """Whether this `Authorization` header (or an empty text) opens the door."""
        with self._lock:
            scheme, _, key = authorization.partition(" ")
            if not self._key_needed:
                return True
            if scheme.lower() != "bearer" or not key.strip():
                return False
            return not self._keys or key.strip() in self._keys

    def over_limit(self, now: float) -> RateLimit | None:
        """Counts a create call; the limit when this one is too many, else `None`."""
        with self._lock:
            if self._limit is None:
                return None
            while self._calls and now - self._calls[0] >= self._limit.seconds:
                self._calls.popleft()
            if len(self._calls) >= self._limit.count:
                return self._limit
            self._calls.append(now)
            return None

    def pay(self) -> bool:
        """Takes the price of one task; `False` when the balance is too low."""
        with self._lock:
            if self._balance is None:
                return True
            if self._balance <= 0:
                return False
            self._balance -= 1
            return True
