"""What is written of one order: in the history, and in the side journal what must not be lost."""

from __future__ import annotations

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.ledger_stores import Journal, TaskStore
from nanobanana_desktop.services.order_journal import OrderJournal


class OrderWrites:
    """Each method raises StorageError when the history does not take it; a journal stops nothing.

    `now` is UTC seconds.
    """

    def __init__(self, store: TaskStore, journal: Journal, clock: Clock) -> None:
        self._store = store
        self._journal = OrderJournal(journal)
        self._clock = clock

    async def step(
        self, task: GenerationTask, now: float, *, accepted: bool = False, request_json: str = ""
    ) -> None:
        """The task after a step of it: one that the service just accepted, one about to be sent
        with `request_json`, or any other.
        """
        if accepted:
            await self._keep_remote_id(task, now)
        if request_json:
            await self._save_intent(task, request_json)
        else:
            await self._store.save(task)

    async def note_removal(self, task: GenerationTask) -> None:
        """Before its row goes."""
        await self._journal.note_removal(task, self._clock.utc())

    async def _save_intent(self, task: GenerationTask, request_json: str) -> None:
        stored = await self._store.save_intent(
            task, request_json, monotonic=self._clock.monotonic(), boot_id=self._clock.boot_id
        )
        if not stored:
            raise StorageError(ErrorCase.DATABASE, "the order is not in the history")
        await self._journal.note_sending(task, self._clock.utc())

    async def _keep_remote_id(self, task: GenerationTask, now: float) -> None:
        try:
            await self._store.save_remote_id(task.id, task.remote_id, now)
        finally:
            await self._journal.note_id(task, now)
