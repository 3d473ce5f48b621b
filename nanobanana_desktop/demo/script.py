"""Which scenario the next call follows: a queued one, the one of a marker, or the default."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from nanobanana_desktop.demo.scenario import ConnectionFault, Scenario, Wire


class Call(StrEnum):
    """The kinds of request that a stand-in knows."""

    CREATE = "create"
    QUERY = "query"
    DOWNLOAD = "download"
    OTHER = "other"


class Origin(StrEnum):
    """The two addresses of a stand-in."""

    SERVICE = "service"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Cue:
    """The scenario for one call; `queued` tells that it was meant for this very call and
    `special` that it is not the default."""

    scenario: Scenario
    queued: bool = False
    special: bool = False


class Script:
    """The director of a stand-in. Safe to use from several threads.

    The order of precedence is: queued for this kind of call, then (create) the first marker found
    in the prompt or (query, download) the scenario under which the task was ordered, then the
    default of the moment.
    """

    def __init__(self, default: Scenario, markers: Mapping[str, Scenario]) -> None:
        self._lock = threading.Lock()
        self._first_default = default
        self._first_markers = dict(markers)
        self._default = default
        self._markers = dict(markers)
        self._queues: dict[Call, deque[Scenario]] = {call: deque() for call in Call}
        self._connections: dict[Origin, deque[ConnectionFault]] = {o: deque() for o in Origin}
        self._struck: Counter[tuple[Call, str]] = Counter()

    def clear(self) -> None:
        """Back to the state after construction."""
        with self._lock:
            self._default = self._first_default
            self._markers = dict(self._first_markers)
            for queue in self._queues.values():
                queue.clear()
            for faults in self._connections.values():
                faults.clear()
            self._struck.clear()

    def set_default(self, scenario: Scenario) -> None:
        with self._lock:
            self._default = scenario

    def set_marker(self, text: str, scenario: Scenario | None) -> None:
        """Lets prompts that contain the text (upper or lower case) follow the scenario."""
        with self._lock:
            self._markers.pop(text, None)
            if scenario is not None:
                self._markers[text] = scenario

    def queue(self, call: Call, *scenarios: Scenario) -> None:
        with self._lock:
            self._queues[call].extend(scenarios)

    def queue_connections(self, origin: Origin, *faults: ConnectionFault) -> None:
        with self._lock:
            self._connections[origin].extend(faults)

    def waiting(self, call: Call) -> int:
        """How many queued scenarios of that kind were not used yet."""
        with self._lock:
            return len(self._queues[call])

    def waiting_connections(self, origin: Origin) -> int:
        """How many queued faults of connections there were not met yet."""
        with self._lock:
            return len(self._connections[origin])

    def for_create(self, prompt: str) -> Cue:
        with self._lock:
            if self._queues[Call.CREATE]:
                return Cue(self._queues[Call.CREATE].popleft(), queued=True, special=True)
            marked = self._marked(prompt)
            return Cue(self._default) if marked is None else Cue(marked, special=True)

    def marked(self, prompt: str) -> Scenario | None:
        """The scenario of the first marker that the prompt contains."""
        with self._lock:
            return self._marked(prompt)

    def _marked(self, prompt: str) -> Scenario | None:
        folded = prompt.casefold()
        found = (s for text, s in self._markers.items() if text.casefold() in folded)
        return next(found, None)

    def for_task(self, call: Call, ordered_under: Scenario | None) -> Cue:
        """For a query or a download of a task."""
        with self._lock:
            if self._queues[call]:
                return Cue(self._queues[call].popleft(), queued=True, special=True)
            if ordered_under is not None:
                return Cue(ordered_under, special=True)
            return Cue(self._default)

    def strike(self, call: Call, key: str, wire: Wire, cue: Cue) -> Wire:
        """The wire to use for this call: calm once its faults struck often enough.

        `key` tells calls for the same thing apart (task id or prompt).
        """
        if wire.times is None or cue.queued:
            return wire
        with self._lock:
            self._struck[call, key] += 1
            if self._struck[call, key] <= wire.times:
                return wire
        calm = Wire()
        return replace(
            wire,
            delay=calm.delay,
            fault=calm.fault,
            framing=calm.framing,
            redirect=None,
            error=None,
        )

    def take_connection_fault(self, origin: Origin) -> ConnectionFault | None:
        with self._lock:
            faults = self._connections[origin]
            return faults.popleft() if faults else None
