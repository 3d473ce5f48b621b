"""An asyncio loop whose time is a number: nothing sleeps, and the same calls give the same run."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

from PySide6.QtCore import QObject, Qt


class VirtualLoop(asyncio.AbstractEventLoop):
    """Runs one callback per `step`; when none is ready, time goes to the next timer.

    What asyncio would log about (an exception nobody took) is kept in `complaints`.
    """

    def __init__(self, now: float) -> None:
        self.now = now
        self.steps = 0
        self.complaints: list[dict[str, Any]] = []
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._timer_number = 0
        self._closed = False

    def __enter__(self) -> VirtualLoop:
        asyncio._set_running_loop(self)
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio._set_running_loop(None)
        self._closed = True

    @property
    def is_idle(self) -> bool:
        """Whether nothing happens before time goes on."""
        return not self._ready

    def step(self, until: float) -> bool:
        """Run one callback; False when none is left before the time `until`."""
        ready = self._ready
        while not ready:
            timers = self._timers
            while timers and timers[0][2].cancelled():
                heapq.heappop(timers)
            if not timers or timers[0][0] > until:
                return False
            at = timers[0][0]
            self.now = max(self.now, at)
            while timers and timers[0][0] <= at:
                ready.append(heapq.heappop(timers)[2])
        handle = ready.popleft()
        if not handle.cancelled():
            self.steps += 1
            handle._run()
        return True

    # What asyncio asks of a loop.

    def time(self) -> float:
        return self.now

    def call_soon(
        self, callback: Callable[..., Any], *arguments: Any, context: Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, arguments, self, context)
        self._ready.append(handle)
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[..., Any],
        *arguments: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, arguments, self, context)
        self._timer_number += 1
        heapq.heappush(self._timers, (when, self._timer_number, handle))
        return handle

    def call_later(
        self,
        delay: float,
        callback: Callable[..., Any],
        *arguments: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self.now + max(0.0, delay), callback, *arguments, context=context)

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(
        self,
        coro: Coroutine[Any, Any, Any],
        *,
        name: str | None = None,
        context: Context | None = None,
        **options: Any,
    ) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=self, name=name, context=context, **options)

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.complaints.append(context)

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        self.complaints.append(context)

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return not self._closed

    def is_closed(self) -> bool:
        return self._closed

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """A cancelled timer stays in the heap until its time."""


class VirtualTimer:
    """What the services take for a QTimer: one call back, at the loop's time."""

    def __init__(
        self, loop: VirtualLoop, on_timeout: Callable[[], None], early: Callable[[], float]
    ) -> None:
        self._loop = loop
        self._on_timeout = on_timeout
        self._early = early
        self._coarse = False
        self._handle: asyncio.TimerHandle | None = None

    def start(self, milliseconds: int, /) -> None:
        self.stop()
        wait = milliseconds / 1000
        if self._coarse:
            # Qt's coarse timers come up to 5 % early or late.
            wait *= 0.95 + 0.1 * self._early()
        self._handle = self._loop.call_later(wait, self._fire)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def setTimerType(self, kind: Qt.TimerType, /) -> None:
        self._coarse = kind is Qt.TimerType.CoarseTimer

    def _fire(self) -> None:
        self._handle = None
        self._on_timeout()


def timer_maker(
    loop: VirtualLoop, chance: Callable[[], float]
) -> Callable[[Callable[[], None], QObject], VirtualTimer]:
    """What a `Clock` takes as `make_timer`."""

    def make(on_timeout: Callable[[], None], _parent: QObject) -> VirtualTimer:
        return VirtualTimer(loop, on_timeout, chance)

    return make
