"""After a damaged history: what journal, sidecars and pictures know is put into the new one."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import PurePosixPath
from typing import Final, Protocol

from nanobanana_desktop.domain.answer_rules import WATCH_LIMIT
from nanobanana_desktop.domain.file_names import prompt_of_name
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.clock import Clock

PICTURES_AT_ONCE: Final = 20
"""Pictures are decoded and hashed before they count, so they come in small portions."""

SIDECARS_AT_ONCE: Final = 200

_log = get_logger(__name__)


class RebuildStore(Protocol):
    @property
    def is_due(self) -> bool: ...
    async def note_end(self) -> None: ...
    async def adopt_finished(self, tasks: Sequence[GenerationTask]) -> int: ...
    async def add_unknown(self, tasks: Sequence[GenerationTask]) -> int: ...
    async def without_row(self, ids: Sequence[tuple[str, str]]) -> set[str]: ...
    async def unknown_pictures(self, relative_paths: Collection[str]) -> list[str]: ...


class PictureSearch(Protocol):
    """Blocking looks into the image folders."""

    def told_by_sidecars(self) -> list[GenerationTask]: ...
    def told_by_sidecars_of(self, relative_paths: Sequence[str]) -> list[GenerationTask]: ...
    def placed_paths(self) -> list[str]: ...
    def describe(self, relative_path: str) -> ImageRecord | None: ...
    def find_placed(self, task_id: str, created_at: float) -> ImageRecord | None: ...


class PaidId(Protocol):
    """One line of the side journal."""

    @property
    def task_id(self) -> str: ...
    @property
    def remote_id(self) -> str: ...
    @property
    def at(self) -> float: ...


class HistoryRebuild:
    """Two steps: what must be known before tasks are followed, and what can wait.

    Each raises StorageError when the history cannot be written; the next start goes on then.
    `read_journal` gives the paid ids whose tasks were not removed; it blocks and is called in a
    worker.
    """

    def __init__(
        self,
        store: RebuildStore,
        pictures: PictureSearch,
        read_journal: Callable[[], Sequence[PaidId]],
        workers: Workers,
        clock: Clock,
    ) -> None:
        self._store = store
        self._pictures = pictures
        self._read_journal = read_journal
        self._workers = workers
        self._clock = clock

    @property
    def is_due(self) -> bool:
        return self._store.is_due

    async def around(self, follow: Callable[[], Awaitable[None]]) -> int | None:
        """Both steps with `follow()` between them; how many tasks came back, None if none is due.

        Without damage only paid ids are looked for: a history can lose its newest rows and show
        nothing of it. A history that cannot be written ends the rebuild for now, never the rest.
        """
        if not self.is_due:
            found = await self._as_far_as_possible(self._find_paid(damaged=False))
            await follow()
            return found or None
        known_again = await self._as_far_as_possible(self.before_start())
        await follow()
        return known_again + await self._as_far_as_possible(self.find_pictures())

    async def _as_far_as_possible(self, step: Awaitable[int]) -> int:
        try:
            return await step
        except StorageError as error:
            _log.error("the history was not rebuilt: %s", error)
            return 0

    async def before_start(self) -> int:
        """Sidecars and paid ids; how many tasks are known again."""
        told = await self._workers.run(self._pictures.told_by_sidecars)
        finished = await self._store.adopt_finished(told)
        return finished + await self._find_paid(damaged=True)

    async def _find_paid(self, *, damaged: bool) -> int:
        """Paid ids that no row has, as long as their results live; how many came back.

        Of a damaged history also older ones whose picture is in its place.
        """
        begin = self._clock.utc() - WATCH_LIMIT
        entries = await self._workers.run(self._read_journal)
        entries = [entry for entry in entries if damaged or entry.at >= begin]
        lost = await self._store.without_row([(e.task_id, e.remote_id) for e in entries])
        wanted = [entry for entry in entries if entry.task_id in lost]
        paid = await self._workers.run(lambda: [self._paid(entry) for entry in wanted])
        fresh = [task for task in paid if task.image is not None or task.created_at >= begin]
        return await self._store.add_unknown(fresh)

    async def find_pictures(self) -> int:
        """Pictures that neither row nor sidecar tells of; how many tasks were made of them."""
        paths = await self._workers.run(self._pictures.placed_paths)
        added = await self._add_pictures(paths)
        await self._store.note_end()
        _log.info("%d pictures had neither row nor sidecar", added)
        return added

    async def add_from_files(self, relative_paths: Sequence[str] | None = None) -> int:
        """Add what sidecars and pictures tell of and the history does not; how many tasks.

        Of these pictures only if any are given. Rows that are there stay as they are.
        """
        paths = relative_paths
        if paths is None:
            paths = await self._workers.run(self._pictures.placed_paths)
        added = 0
        for begin in range(0, len(paths), SIDECARS_AT_ONCE):
            portion = paths[begin : begin + SIDECARS_AT_ONCE]
            unknown = await self._store.unknown_pictures(portion)
            told = await self._workers.run(self._pictures.told_by_sidecars_of, unknown)
            added += await self._store.add_unknown(told)
            added += await self._add_pictures(unknown)
        _log.info("%d tasks were added from files", added)
        return added

    async def _add_pictures(self, paths: Sequence[str]) -> int:
        """A task for each of the pictures that no row has."""
        unknown = await self._store.unknown_pictures(paths)
        added = 0
        for begin in range(0, len(unknown), PICTURES_AT_ONCE):
            portion = unknown[begin : begin + PICTURES_AT_ONCE]
            added += await self._store.add_unknown(await self._workers.run(self._found, portion))
        return added

    def _paid(self, entry: PaidId) -> GenerationTask:
        image = self._pictures.find_placed(entry.task_id, entry.at)
        return GenerationTask(
            id=entry.task_id,
            params=GenerationParams(prompt=_prompt_of(image)),
            state=TaskState.QUEUED if image is None else TaskState.DONE,
            created_at=entry.at,
            changed_at=self._clock.utc(),
            position=entry.at,
            attempt=1,
            remote_id=entry.remote_id,
            accepted_at=entry.at,
            finished_at=image.saved_at if image else None,
            image=image,
        )

    def _found(self, relative_paths: Sequence[str]) -> list[GenerationTask]:
        records = (self._pictures.describe(path) for path in relative_paths)
        return [_task_of(record) for record in records if record is not None]


def _task_of(record: ImageRecord) -> GenerationTask:
    """A finished task for a picture of which only the name and the bytes tell.

    Its id is made of both, so that a second search finds the same.
    """
    made_of = f"{record.relative_path}\n{record.sha256}"
    return GenerationTask(
        id=hashlib.sha256(made_of.encode()).hexdigest()[:32],
        params=GenerationParams(prompt=_prompt_of(record)),
        state=TaskState.DONE,
        created_at=record.saved_at,
        changed_at=record.saved_at,
        position=record.saved_at,
        finished_at=record.saved_at,
        image=record,
        seen=True,
    )


def _prompt_of(image: ImageRecord | None) -> str:
    name = PurePosixPath(image.relative_path).name if image else ""
    return prompt_of_name(name) or ""
