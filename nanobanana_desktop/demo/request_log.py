"""What reached the stand-in."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nanobanana_desktop.demo.script import Call, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One request, written down as soon as it was read completely.

    `path` is the raw target with its query, as it came. `headers` have lower-case names.
    `json` is the parsed body or `None`. `time` is UTC seconds. `status` is the HTTP status of the
    answer, `None` when a fault takes the answer's place. `task_id` is empty when none is concerned.
    """

    origin: Origin
    call: Call
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    json: object = None
    time: float = 0.0
    status: int | None = None
    task_id: str = ""


class RequestLog:
    """The latest requests and how many of each kind came. Safe to use from several threads.

    At most `limit` records are kept; the counts go on.
    """

    def __init__(self, limit: int) -> None:
        self._lock = threading.Lock()
        self._records: deque[RequestRecord] = deque(maxlen=limit)
        self._counts: Counter[Call] = Counter()
        self._leaked_keys = 0

    def add(self, record: RequestRecord) -> None:
        with self._lock:
            self._records.append(record)
            self._counts[record.call] += 1
            if record.origin is Origin.PICTURES and "authorization" in record.headers:
                self._leaked_keys += 1

    def clear(self) -> None:
        with self._lock:
            self._records.clear()
            self._counts.clear()
            self._leaked_keys = 0

    def records(self, call: Call | None = None) -> list[RequestRecord]:
        """The records, oldest first; only those of one kind when it is given."""
        with self._lock:
            return [record for record in self._records if call in (None, record.call)]

    def count(self, call: Call) -> int:
        with self._lock:
            return self._counts[call]

    @property
    def leaked_keys(self) -> int:
        """How many requests carried an `Authorization` header to the origin of the pictures."""
        with self._lock:
            return self._leaked_keys
