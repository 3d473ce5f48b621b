"""The computer's disk: history, journal and pictures that fail, and forget what was not synced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.recovery import Noted
from nanobanana_desktop.storage.history_store import UNFINISHED
from tests.services.simulation.shelf import Shelf
from tests.services.simulation.virtual_loop import VirtualLoop
from tests.services.simulation.witness import Witness
from tests.services.simulation.world import Fenced, PowerCut, World

T = TypeVar("T")
L = TypeVar("L", str, int)
FOLD_RATE = 0.3


@dataclass
class Disk:
    """What is on the medium, whichever session put it there."""

    shelf: Shelf
    rows: dict[str, GenerationTask] = field(default_factory=dict)
    intents: dict[tuple[str, int], str] = field(default_factory=dict)
    journal: dict[str, str] = field(default_factory=dict)
    sendings: dict[str, int] = field(default_factory=dict)
    folded: dict[str, GenerationTask] = field(default_factory=dict)
    leaving: set[str] = field(default_factory=set)
    """Tasks of which the history says that they leave the trash for good."""
    has_gaps: bool = False
    """Whether the journal lacks something of what happened since the log was folded."""

    def fold(self) -> None:
        """The write-ahead log goes into the file: these rows cannot get lost any more."""
        self.folded = dict(self.rows)
        self.has_gaps = False

    def lose_log(self) -> bool:
        """Whether the write-ahead log is lost, with every change to the rows of the file.

        New and removed rows are kept: what becomes of those is the rebuild's. So is a loss while
        the journal has gaps: against two broken places nothing helps.
        """
        if self.has_gaps:
            return False
        older = {i: row for i, row in self.folded.items() if self.rows.get(i, row) != row}
        self.rows |= older
        for task_id, attempt in list(self.intents):
            if task_id in older and attempt > older[task_id].attempt:
                del self.intents[task_id, attempt]
        return bool(older)


class VirtualWorkers:
    """Threads of a session: the work is done a little later, even when nobody waits any more."""

    def __init__(self, world: World, loop: VirtualLoop) -> None:
        self._world = world
        self._loop = loop
        self._session = world.session

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        return await self.begin(work, *arguments)

    def begin(self, work: Callable[..., T], *arguments: object) -> asyncio.Future[T]:
        if self._world.session != self._session:
            raise Fenced("work in a thread")
        done: asyncio.Future[T] = self._loop.create_future()
        pause = self._world.rng.random() * (3.0 if self._world.chance(0.02) else 0.01)
        self._loop.call_later(pause, self._work, done, lambda: work(*arguments))
        return done

    def _work(self, done: asyncio.Future[T], work: Callable[[], T]) -> None:
        if self._world.session != self._session:
            return
        try:
            result = work()
        except PowerCut:
            return
        except Exception as error:
            if not done.done():
                done.set_exception(error)
        else:
            if not done.done():
                done.set_result(result)


class VirtualHistory:
    """The history store of one session: one writer, one transaction per call."""

    def __init__(self, world: World, loop: VirtualLoop, disk: Disk, witness: Witness) -> None:
        self._world = world
        self._loop = loop
        self._disk = disk
        self._witness = witness
        self._session = world.session
        self._free_at = 0.0

    async def add(self, tasks: Sequence[GenerationTask]) -> None:
        def change() -> None:
            for task in tasks:
                self._disk.rows[task.id] = task
                self._witness.on_commit(None, task)

        await self.write("add", change)

    async def save(self, task: GenerationTask) -> bool:
        return await self.write("save", lambda: self._save(task))

    async def save_intent(
        self, task: GenerationTask, request_json: str, *, monotonic: float, boot_id: str
    ) -> bool:
        def change() -> bool:
            if (task.id, task.attempt) in self._disk.intents:
                raise StorageError(ErrorCase.DATABASE, "a second intent for the same attempt")
            if not self._save(task):
                return False
            self._disk.intents[task.id, task.attempt] = request_json
            self._witness.on_intent(task.id, task.attempt, request_json)
            return True

        # Now and then, so that what is only in the log differs from run to run.
        if self._world.tail.random() < FOLD_RATE:
            self._disk.fold()

        return await self.write("save_intent", change)

    async def save_remote_id(self, task_id: str, remote_id: str, accepted_at: float) -> bool:
        def change() -> bool:
            old = self._disk.rows.get(task_id)
            if old is None:
                return False
            self._disk.rows[task_id] = replace(old, remote_id=remote_id, accepted_at=accepted_at)
            return True

        return await self.write("save_remote_id", change)

    async def remove(self, task_id: str) -> bool:
        return await self.write("remove", lambda: self._remove(task_id))

    async def merge(self, task: GenerationTask, absorbed_id: str) -> None:
        def change() -> None:
            if not self._save(task):
                raise StorageError(ErrorCase.DATABASE, "the order is not in the history")
            self._remove(absorbed_id)

        await self.write("merge", change)

    def _remove(self, task_id: str) -> bool:
        old = self._disk.rows.pop(task_id, None)
        if old is not None:
            self._witness.on_removed(old)
        return old is not None

    async def get(self, task_id: str) -> GenerationTask | None:
        return await self.read("get", lambda: self._disk.rows.get(task_id))

    async def unfinished(self) -> list[GenerationTask]:
        def read() -> list[GenerationTask]:
            found = [task for task in self._disk.rows.values() if task.state in UNFINISHED]
            return sorted(found, key=lambda task: task.position)

        return await self.read("unfinished", read)

    def _save(self, task: GenerationTask) -> bool:
        old = self._disk.rows.get(task.id)
        if old is None:
            return False
        kept = task
        if not task.remote_id and old.remote_id:
            kept = replace(kept, remote_id=old.remote_id)
        if task.accepted_at is None and old.accepted_at is not None:
            kept = replace(kept, accepted_at=old.accepted_at)
        if task.image is None and old.image is not None:
            kept = replace(kept, image=old.image)
        # Marks are the person's: no save of the engine changes these.
        marks = ("rating", "note", "tags", "trashed_at")
        kept = replace(kept, **{name: getattr(old, name) for name in marks})
        self._disk.rows[task.id] = kept
        self._witness.on_commit(old, kept)
        return True

    async def save_all(self, tasks: Sequence[GenerationTask]) -> None:
        def change() -> None:
            for task in tasks:
                self._save(task)

        await self.write("save_all", change)

    async def ordered_since(self, moment: float) -> list[GenerationTask]:
        def read() -> list[GenerationTask]:
            rows = self._disk.rows.values()
            return [t for t in rows if t.state not in UNFINISHED and t.created_at >= moment]

        return await self.read("ordered_since", read)

    async def find_remote(self, remote_id: str) -> GenerationTask | None:
        def read() -> GenerationTask | None:
            found = [t for t in self._disk.rows.values() if t.remote_id == remote_id]
            return max(found, key=lambda task: task.created_at, default=None)

        return await self.read("find_remote", read)

    async def recent_durations(self, limit: int) -> dict[tuple[str, str], list[float]]:
        def read() -> dict[tuple[str, str], list[float]]:
            found: dict[tuple[str, str], list[float]] = {}
            for task in self._disk.rows.values():
                if task.result_seen_at is not None and task.accepted_at is not None:
                    key = (task.params.model_name, task.params.resolution)
                    found.setdefault(key, []).append(task.result_seen_at - task.accepted_at)
            return {key: seconds[-limit:] for key, seconds in found.items()}

        return await self.read("recent_durations", read)

    async def write(self, name: str, change: Callable[[], T]) -> T:
        def commit() -> T:
            weather = self._world.weather
            if weather.disk_full or self._world.chance(weather.rates.disk_commit):
                self._world.note(f"  {name} fails")
                self._witness.on_write_failed()
                raise StorageError(ErrorCase.DISK_FULL, f"{name} not committed")
            return change()

        return await self.read(name, commit)

    async def read(self, name: str, work: Callable[[], T]) -> T:
        if self._world.session != self._session:
            raise Fenced(name)
        done: asyncio.Future[T] = self._loop.create_future()
        rng = self._world.rng
        pause = rng.random() * (8.0 if self._world.chance(0.008) else 0.004)
        self._free_at = max(self._free_at, self._loop.now) + pause
        self._loop.call_at(self._free_at, self._work, done, work)
        return await done

    def _work(self, done: asyncio.Future[T], work: Callable[[], T]) -> None:
        if self._world.session != self._session:
            return
        try:
            result = work()
        except StorageError as error:
            if not done.done():
                done.set_exception(error)
        else:
            if not done.done():
                done.set_result(result)


class VirtualJournal:
    """The side journal of one session, and what its start reads back."""

    def __init__(self, world: World, workers: VirtualWorkers, disk: Disk, witness: Witness) -> None:
        self._world = world
        self._workers = workers
        self._disk = disk
        self._witness = witness

    async def append(self, task_id: str, remote_id: str, at: float) -> None:
        await self._workers.run(self._append, self._disk.journal, task_id, remote_id)

    async def note_sending(self, task_id: str, attempt: int, at: float) -> None:
        await self._workers.run(self._append, self._disk.sendings, task_id, attempt)

    async def note_removal(self, task_id: str, at: float) -> None:
        """Only a rebuild reads these lines."""

    async def noted(self) -> Noted:
        disk = self._disk
        return await self._workers.run(lambda: Noted(dict(disk.journal), dict(disk.sendings)))

    async def find_placed(self, task: GenerationTask) -> ImageRecord | None:
        def find() -> ImageRecord | None:
            found = self._disk.shelf.find(task.id, spooled=False)
            known = {row.image.relative_path for row in self._disk.rows.values() if row.image}
            return None if found is None or found.relative_path in known else found

        return await self._workers.run(find)

    async def find_spooled(self, task: GenerationTask) -> ImageRecord | None:
        return await self._workers.run(lambda: self._disk.shelf.find(task.id, spooled=True))

    async def settle(self, task: GenerationTask) -> None:
        await self._workers.run(self._disk.shelf.settle, task)

    async def tidy(self) -> None:
        await self._workers.run(self._tidy)

    def _tidy(self) -> None:
        """Half files, and spooled copies of pictures that are in their place."""
        shelf = self._disk.shelf
        shelf.clean_parts()
        for row in self._disk.rows.values():
            if row.state is TaskState.DONE:
                shelf.settle(row)

    def _append(self, lines: dict[str, L], task_id: str, told: L) -> None:
        weather = self._world.weather
        if weather.disk_full or self._world.chance(weather.rates.disk_journal):
            self._world.note("  journal fails")
            self._disk.has_gaps = True
            self._witness.on_journal_failed()
            raise StorageError(ErrorCase.DISK_FULL, "the journal took nothing")
        # A line that the power cut tore is passed over at the next start: as good as absent.
        self._world.crash_point("in the journal, before the line is whole")
        lines[task_id] = told
        self._world.crash_point("in the journal, after its sync")
