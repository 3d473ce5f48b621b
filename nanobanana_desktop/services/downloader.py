"""The line of finished pictures: nearest expiry first, a few at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.events import Event
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.picture_fetch import (
    PictureClient,
    PictureFetcher,
    PictureStore,
    PictureStream,
)

__all__ = ["PictureClient", "PictureStore", "PictureStream", "ResultDownloader"]

_log = get_logger(__name__)

DOWNLOADS_AT_ONCE: Final = 3
SETTLE_TIME: Final = 2.0
"""Seconds that the end of the program waits for small files beside pictures."""
_SETTLE: Final = "settle "


@dataclass(frozen=True, slots=True)
class _Order:
    task: GenerationTask
    bring: Callable[[], Awaitable[Event]]


class ResultDownloader:
    """Runs `PictureFetcher` for one task after the other and reports to `apply`.

    What follows from an event is the engine's business. What lies beside a picture is written
    when the history holds it, which `note` tells; that may be long after the picture was placed.
    `on_failed()` is called after a try that may have failed because of the network; while
    `is_offline()` such tries go on, for the picture's host is not the service, but do not count.
    """

    def __init__(
        self,
        client: Callable[[], PictureClient],
        store: PictureStore,
        workers: Workers,
        jobs: Jobs,
        clock: Clock,
        apply: Callable[[str, Event], Awaitable[GenerationTask | None]],
        on_progress: Callable[[str, int, int | None], None],
        is_offline: Callable[[], bool],
        on_failed: Callable[[], None],
    ) -> None:
        self._fetcher = PictureFetcher(client, store, workers, clock, on_progress)
        self.space_needed = self._fetcher.space_needed
        self._store = store
        self._workers = workers
        self._jobs = jobs
        self._apply = apply
        self._is_offline = is_offline
        self._on_failed = on_failed
        self._line: dict[str, _Order] = {}
        self._running: set[str] = set()
        self._placed: set[str] = set()

    def fetch(self, task: GenerationTask) -> None:
        """Fetch the picture of a RESULT_READY task as soon as a place is free."""
        self._enter(_Order(task, lambda: self._fetcher.fetch(task)))

    async def fetch_again(self, task: GenerationTask) -> Event:
        """Fetch the picture of a finished task from its link, beside the line; what came of it."""
        return await self._bring(_Order(task, lambda: self._fetcher.fetch(task)))

    def store_inline(self, task: GenerationTask, data: bytes) -> None:
        """Verify and place a picture that came inside the service's answer."""
        self._enter(_Order(task, lambda: self._fetcher.keep(task, data)))

    def forget(self, task_id: str) -> None:
        self._line.pop(task_id, None)
        self._placed.discard(task_id)

    def note(self, task: GenerationTask) -> None:
        """The history holds the task as it is now."""
        if task.state is TaskState.DONE and task.id in self._placed:
            self._placed.discard(task.id)
            self._jobs.start(f"{_SETTLE}{task.id[:8]}", self._settle(task))

    async def settled(self) -> None:
        """Wait, for a moment at most, until what lies beside saved pictures is written."""
        await self._jobs.wait(lambda name: name.startswith(_SETTLE), SETTLE_TIME)

    def _enter(self, order: _Order) -> None:
        self._line[order.task.id] = order
        self._pump()

    def _pump(self) -> None:
        while len(self._running) < DOWNLOADS_AT_ONCE:
            waiting = [o for o in self._line.values() if o.task.id not in self._running]
            if not waiting:
                return
            order = min(waiting, key=lambda o: o.task.link_deadline or 0.0)
            del self._line[order.task.id]
            self._running.add(order.task.id)
            self._jobs.start(f"download {order.task.id[:8]}", self._run(order))

    async def _run(self, order: _Order) -> None:
        task_id = order.task.id
        try:
            started = await self._apply(task_id, ev.DownloadStarted())
            if started is None or started.state is not TaskState.DOWNLOADING:
                return
            event = await self._bring(order)
            if isinstance(event, ev.Saved):
                self._placed.add(task_id)
            elif isinstance(event, ev.DownloadFailed):
                event = replace(event, counts=not self._is_offline())
                self._on_failed()
            await self._apply(task_id, event)
        finally:
            self._running.discard(task_id)
            self._pump()

    async def _bring(self, order: _Order) -> Event:
        try:
            return await order.bring()
        except Exception as error:
            # A bug of ours must not leave a paid picture where it is until the next start.
            _log.exception("task %s: fetching failed unexpectedly", order.task.id[:8])
            detail = f"internal error {type(error).__name__}"
            return ev.DownloadFailed(ErrorCase.UNKNOWN, detail)

    async def _settle(self, task: GenerationTask) -> None:
        await self._workers.run(self._store.settle, task)
