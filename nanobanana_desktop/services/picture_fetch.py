"""Brings one picture onto the disk, whatever stands in the way, and says what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, NamedTuple, Protocol

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.events import Event
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_names import PictureTraits, traits_of
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase, LinkDeadError, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.write_behind import WriteBehind

_log = get_logger(__name__)

WRITE_SIZE: Final = 512 * 1024
REJECTING_CASES: Final = frozenset({ErrorCase.RESULT_BAD, ErrorCase.LINK_REFUSED})
BLOCKING_CASES: Final = frozenset({ErrorCase.DISK_FULL, ErrorCase.FOLDER_MISSING})
"""The picture is fine, the place where it belongs is not."""


class PictureStream(Protocol):
    @property
    def content_length(self) -> int | None: ...
    def chunks(self) -> AsyncIterator[bytes]: ...


class PictureClient(Protocol):
    def open_picture(
        self, url: str, *, allow_insecure: bool = False
    ) -> AbstractAsyncContextManager[PictureStream]: ...


class SpaceNeeded(NamedTuple):
    """What a picture lacks: `size` in bytes on the disk that people know as `volume`."""

    size: int
    volume: str


Source = Callable[[], AbstractAsyncContextManager[PictureStream]]
"""Opens the picture's bytes; may be called again for another try."""


class PictureStore(Protocol):
    """Where pictures are placed; the methods block and are called in a thread.

    `begin` and `finish` raise StorageError(DISK_FULL | FOLDER_MISSING) when the folder does not
    take the picture; `spooled` asks for a place in the application's own folder instead.
    """

    def begin(
        self,
        task_id: str,
        prompt: str,
        created_at: float,
        *,
        expected_length: int | None = None,
        spooled: bool = False,
        traits: PictureTraits = ...,
    ) -> Any: ...
    def finish(self, part: Any, now: float) -> ImageRecord: ...
    def keep_aside(self, part: Any) -> None:
        """Keep bytes that were paid for and are no picture."""
        ...

    def is_spooled(self, task: GenerationTask) -> bool:
        """Whether the task's record speaks of a copy in the application's own folder."""
        ...

    def place_spooled(self, task: GenerationTask, now: float) -> ImageRecord:
        """Verify the spooled copy and put it where it belongs; the copy stays.

        Raises StorageError(FILE_GONE) when the copy is no good, else as `begin` and `finish`.
        """
        ...

    def settle(self, task: GenerationTask) -> None:
        """The history holds the task and its picture: write what lies beside it, drop copies."""
        ...

    def room(self) -> int:
        """Bytes that the image folder can take now; 0 when it cannot be written at all."""
        ...


class PictureFetcher:
    """Streams to a `.part` file, verifies, places; spools when the image folder does not take it.

    Trouble is no exception here but the event that tells it. `on_progress(task_id, received,
    total)` is called with bytes, `total` None when the length is not known.
    """

    def __init__(
        self,
        client: Callable[[], PictureClient],
        store: PictureStore,
        workers: Workers,
        clock: Clock,
        on_progress: Callable[[str, int, int | None], None],
    ) -> None:
        self._client = client
        self._store = store
        self._workers = workers
        self._clock = clock
        self._on_progress = on_progress
        self._needed: dict[str, SpaceNeeded] = {}

    def space_needed(self, task_id: str) -> SpaceNeeded | None:
        """What the last try lacked when the disk was full; None when that is not known."""
        return self._needed.get(task_id)

    async def fetch(self, task: GenerationTask) -> Event:
        """The picture from the spool if it is there, else from its link."""
        if self._store.is_spooled(task):
            event = await self._from_spool(task)
            if event is not None:
                return event
        return await self._bring(task, lambda: self._open_link(task))

    async def keep(self, task: GenerationTask, data: bytes) -> Event:
        """A picture that came inside the service's answer."""
        return await self._bring(task, lambda: _given(data))

    async def _from_spool(self, task: GenerationTask) -> Event | None:
        """None when the copy is no good (any more)."""
        try:
            now = self._clock.utc()
            return ev.Saved(await self._workers.run(self._store.place_spooled, task, now))
        except AppError as error:
            if error.case in BLOCKING_CASES:
                return ev.SaveFailed(error.case, error.detail, task.image)
            _log.info("task %s: the spooled copy cannot be used: %s", task.id[:8], error)
            return None

    @asynccontextmanager
    async def _open_link(self, task: GenerationTask) -> AsyncIterator[PictureStream]:
        if not task.result_url:
            raise LinkDeadError(ErrorCase.LINK_EXPIRED, "there is no link")
        opened = self._client().open_picture(task.result_url, allow_insecure=task.insecure_allowed)
        async with opened as stream:
            yield stream

    async def _bring(self, task: GenerationTask, source: Source) -> Event:
        self._needed.pop(task.id, None)
        try:
            return await self._save(task, source)
        except StorageError as error:
            if error.case not in BLOCKING_CASES:
                return _told(task, error)
            blocked = error
        except AppError as error:
            return _told(task, error)
        # Bytes that were written before the fault count as unwritten: after a failed sync even
        # reading them back proves nothing. So the picture comes again, to another place.
        try:
            return await self._save(task, source, blocked)
        except AppError as error:
            if error.case in REJECTING_CASES or isinstance(error, LinkDeadError):
                return _told(task, error)
            return self._blocked(task, blocked, error)

    async def _save(
        self, task: GenerationTask, source: Source, blocked: StorageError | None = None
    ) -> Event:
        """Saved, or SaveFailed when the image folder is `blocked`. Raises AppError."""
        async with source() as stream:
            if blocked is None:
                try:
                    part = await self._begin(task, stream)
                except StorageError as error:
                    if error.case not in BLOCKING_CASES:
                        raise
                    blocked = error
            if blocked is not None:
                try:
                    part = await self._begin(task, stream, spooled=True)
                except StorageError as error:
                    return self._blocked(task, blocked, error)
            image = await self._fill(task, part, stream)
        if blocked is not None:
            return ev.SaveFailed(blocked.case, blocked.detail, image)
        return ev.Saved(image)

    def _blocked(self, task: GenerationTask, blocked: StorageError, error: AppError) -> Event:
        _log.info("task %s: cannot be saved (%s), nor spooled (%s)", task.id[:8], blocked, error)
        size, volume = blocked.facts.get("size"), blocked.facts.get("volume")
        if blocked.case is ErrorCase.DISK_FULL and size and volume:
            self._needed[task.id] = SpaceNeeded(int(size), str(volume))
        return ev.SaveFailed(blocked.case, blocked.detail)

    async def _begin(
        self, task: GenerationTask, stream: PictureStream, *, spooled: bool = False
    ) -> Any:
        return await self._workers.run(
            lambda: self._store.begin(
                task.id,
                task.params.prompt,
                task.created_at,
                expected_length=stream.content_length,
                spooled=spooled,
                traits=traits_of(task.params),
            )
        )

    async def _fill(self, task: GenerationTask, part: Any, stream: PictureStream) -> ImageRecord:
        run = self._workers.run
        writing = WriteBehind(part.write, self._workers)
        try:
            received = 0
            waiting = bytearray()
            async for chunk in stream.chunks():
                received += len(chunk)
                waiting += chunk
                if len(waiting) >= WRITE_SIZE:
                    await writing.put(bytes(waiting))
                    waiting.clear()
                self._on_progress(task.id, received, stream.content_length)
            await writing.put(bytes(waiting))
            await writing.settle()
            return await run(self._store.finish, part, self._clock.utc())
        except AppError as error:
            await writing.give_up()
            if error.case is ErrorCase.RESULT_BAD:
                await run(self._store.keep_aside, part)
            await run(part.abort)
            raise
        except BaseException:
            await writing.give_up()
            await run(part.abort)
            raise


def _told(task: GenerationTask, error: AppError) -> Event:
    _log.info("task %s: picture not kept: %s", task.id[:8], error)
    if isinstance(error, LinkDeadError):
        return ev.LinkDead(error.detail)
    if error.case in REJECTING_CASES:
        return ev.ResultRejected(error.case, error.detail)
    return ev.DownloadFailed(ErrorCase.DOWNLOAD_FAILED, str(error))


class _Given:
    """Bytes that are here already, as a stream."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def content_length(self) -> int | None:
        return len(self._data)

    async def chunks(self) -> AsyncIterator[bytes]:
        yield self._data


@asynccontextmanager
async def _given(data: bytes) -> AsyncIterator[PictureStream]:
    yield _Given(data)
