"""Fetches finished pictures: nearest expiry first, a few at once, verified before they count."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, Protocol

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.events import Event
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, LinkDeadError, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock

_log = get_logger(__name__)

DOWNLOADS_AT_ONCE: Final = 3
WRITE_SIZE: Final = 512 * 1024
REJECTING_CASES: Final = frozenset({ErrorCase.RESULT_BAD, ErrorCase.LINK_REFUSED})


class PictureStream(Protocol):
    @property
    def content_length(self) -> int | None: ...
    def chunks(self) -> AsyncIterator[bytes]: ...


class PictureClient(Protocol):
    def open_picture(self, url: str) -> AbstractAsyncContextManager[PictureStream]: ...


class PictureStore(Protocol):
    """Where pictures are placed; the methods block and are called in a thread."""

    def begin(
        self, task_id: str, prompt: str, created_at: float, *, expected_length: int | None = None
    ) -> Any: ...
    def finish(self, part: Any, now: float) -> ImageRecord: ...
    def keep_aside(self, part: Any) -> None:
        """Keep bytes that were paid for and are no picture."""
        ...


class ResultDownloader:
    """Streams a result to a `.part` file, verifies and places it; reports to `apply`.

    Errors are told as events (`DownloadFailed`, `LinkDead`, `ResultRejected`, `SaveFailed`); what
    follows from them is the engine's business. `on_progress(task_id, received, total)` is called
    with bytes, `total` None when the length is not known.
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
    ) -> None:
        self._client = client
        self._store = store
        self._workers = workers
        self._jobs = jobs
        self._clock = clock
        self._apply = apply
        self._on_progress = on_progress
        self._line: dict[str, GenerationTask] = {}
        self._running: set[str] = set()

    def fetch(self, task: GenerationTask) -> None:
        """Fetch the picture of a RESULT_READY task as soon as a place is free."""
        if task.id not in self._running:
            self._line[task.id] = task
            self._pump()

    def forget(self, task_id: str) -> None:
        self._line.pop(task_id, None)

    def store_inline(self, task: GenerationTask, data: bytes) -> None:
        """Verify and place a picture that came inside the service's answer."""
        self._running.add(task.id)
        self._jobs.start(f"store {task.id[:8]}", self._run(task, self._write_inline(task, data)))

    def _pump(self) -> None:
        while self._line and len(self._running) < DOWNLOADS_AT_ONCE:
            task = min(self._line.values(), key=lambda t: t.link_deadline or 0.0)
            del self._line[task.id]
            self._running.add(task.id)
            self._jobs.start(f"download {task.id[:8]}", self._run(task, self._download(task)))

    async def _run(self, task: GenerationTask, work: Awaitable[Event]) -> None:
        try:
            started = await self._apply(task.id, ev.DownloadStarted())
            if started is None or started.state is not TaskState.DOWNLOADING:
                close = getattr(work, "close", None)
                if close is not None:
                    close()
                return
            await self._apply(task.id, await self._outcome(task, work))
        finally:
            self._running.discard(task.id)
            self._pump()

    async def _outcome(self, task: GenerationTask, work: Awaitable[Event]) -> Event:
        try:
            return await work
        except LinkDeadError as error:
            return ev.LinkDead(error.detail)
        except AppError as error:
            _log.info("task %s: picture not kept: %s", task.id[:8], error)
            if error.case in REJECTING_CASES:
                return ev.ResultRejected(error.case, error.detail)
            if isinstance(error, StorageError):
                return ev.SaveFailed(error.case, error.detail)
            return ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED, str(error))

    async def _download(self, task: GenerationTask) -> Event:
        async with self._client().open_picture(task.result_url) as stream:
            return await self._write(task, stream.chunks(), stream.content_length)

    async def _write_inline(self, task: GenerationTask, data: bytes) -> Event:
        return await self._write(task, _one_chunk(data), len(data))

    async def _write(
        self, task: GenerationTask, chunks: AsyncIterator[bytes], length: int | None
    ) -> Event:
        run = self._workers.run
        part = await run(
            lambda: self._store.begin(
                task.id, task.params.prompt, task.created_at, expected_length=length
            )
        )
        try:
            received = 0
            waiting = bytearray()
            async for chunk in chunks:
                received += len(chunk)
                waiting += chunk
                if len(waiting) >= WRITE_SIZE:
                    await run(part.write, bytes(waiting))
                    waiting.clear()
                self._on_progress(task.id, received, length)
            await run(part.write, bytes(waiting))
            return ev.Saved(await run(self._store.finish, part, self._clock.utc()))
        except AppError as error:
            if error.case is ErrorCase.RESULT_BAD:
                await run(self._store.keep_aside, part)
            await run(part.abort)
            raise
        except BaseException:
            await run(part.abort)
            raise


async def _one_chunk(data: bytes) -> AsyncIterator[bytes]:
    yield data
