"""Jobs: the one place where asyncio tasks are created, named, kept, reported and cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from nanobanana_desktop.log import get_logger

_log = get_logger(__name__)

T = TypeVar("T")
Step = Callable[[], Awaitable[None] | None]
"""Something that may have to be waited for."""


class Jobs:
    """Runs coroutines as named jobs and keeps a reference until they end.

    A job that ends with an exception is a bug: it is logged with its traceback and handed to
    `on_failure(name, error)`. `close()` cancels what is left; no job can be started afterwards.
    """

    def __init__(self, on_failure: Callable[[str, BaseException], None] | None = None) -> None:
        self._jobs: set[asyncio.Task[None]] = set()
        self._on_failure = on_failure
        self._closed = False

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """Start a job on the running loop; None (and `work` closed) once `close()` was called."""
        if self._closed:
            work.close()
            return None
        job = asyncio.get_running_loop().create_task(work, name=name)
        self._jobs.add(job)
        job.add_done_callback(self._on_job_done)
        return job

    @property
    def names(self) -> list[str]:
        """Names of the jobs that run now, sorted."""
        return sorted(job.get_name() for job in self._jobs)

    async def wait(self, names: Callable[[str], bool], limit: float) -> None:
        """Wait up to `limit` seconds for the jobs whose name the predicate accepts."""
        chosen = [job for job in self._jobs if names(job.get_name())]
        if chosen:
            await asyncio.wait(chosen, timeout=limit)

    async def close(self, limit: float = 3.0) -> None:
        """Cancel every job and wait up to `limit` seconds for their clean-up. Idempotent."""
        self._closed = True
        left = list(self._jobs)
        for job in left:
            job.cancel()
        if left:
            _, pending = await asyncio.wait(left, timeout=limit)
            for job in pending:
                _log.error("job %s did not end in time", job.get_name())

    def _on_job_done(self, job: asyncio.Task[None]) -> None:
        self._jobs.discard(job)
        if job.cancelled():
            return
        error = job.exception()
        if error is None:
            return
        _log.error("job %s failed", job.get_name(), exc_info=error)
        if self._on_failure is not None:
            self._on_failure(job.get_name(), error)


class Workers:
    """A few threads for what must not run on the window's thread: disk, hashing, decoding."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Run `work(*arguments)` in a thread. A cancelled wait lets the thread finish."""
        return await self.begin(work, *arguments)

    def begin(self, work: Callable[..., T], *arguments: object) -> asyncio.Future[T]:
        """As `run`, but begun at once, to be waited for later."""
        return asyncio.wrap_future(self._pool.submit(work, *arguments))

    def submit(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        return self._pool.submit(work, *arguments)

    def close(self) -> None:
        """Drop what has not begun and wait for what has. Idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)


async def carry_out(steps: Iterable[Step]) -> None:
    """The steps of an end: one that fails must not keep the others from what they save."""
    for step in steps:
        try:
            pending = step()
            if pending is not None:
                await pending
        except Exception:
            _log.exception("a step of the end failed")
