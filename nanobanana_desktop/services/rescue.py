"""Rescue: tasks of the service that this history does not know are followed from their id on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.remote_text import is_usable_id
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.task_ledger import Journal, TaskLedger

_log = get_logger(__name__)

_BETWEEN_IDS: Final = re.compile(r"[\s,;，；、\"'“”‘’<>()\[\]]+")


ADOPT_LIMIT: Final = 100
"""Ids at once: a text that was pasted by mistake must not become a thousand tasks."""


@dataclass(frozen=True, slots=True)
class AdoptReport:
    """What became of pasted ids: new tasks and tasks known before (local ids), unusable texts."""

    adopted: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def split_ids(text: str) -> list[str]:
    """The ids in a pasted text: between them space, commas, semicolons, quotes or brackets."""
    return [word for word in _BETWEEN_IDS.split(text) if word]


class Rescue:
    """Adopts ids of the service. `follow(task)` is called once a task is on disk."""

    def __init__(
        self,
        ledger: TaskLedger,
        journal: Journal,
        clock: Clock,
        chance: Chance,
        follow: Callable[[GenerationTask], None],
    ) -> None:
        self._ledger = ledger
        self._journal = journal
        self._clock = clock
        self._chance = chance
        self._follow = follow
        self._lock = asyncio.Lock()

    async def adopt(self, remote_ids: Sequence[str]) -> AdoptReport:
        """Make a task of every id that no task has; commit it before the service is asked.

        What is beyond `ADOPT_LIMIT` counts as bad. Raises StorageError; none was adopted then.
        """
        wanted = list(dict.fromkeys(text.strip() for text in remote_ids))
        usable = [text for text in wanted if is_usable_id(text)][:ADOPT_LIMIT]
        bad = tuple(text for text in wanted if text and text not in usable)
        # Two pastes of the same id must not become two tasks.
        async with self._lock:
            known: list[str] = []
            new: list[GenerationTask] = []
            batch = self._chance.new_id()
            for remote_id in usable:
                task = await self._ledger.find_remote(remote_id)
                if task is not None:
                    known.append(task.id)
                else:
                    new.append(self._adopted(remote_id, batch, len(new)))
            if new:
                await self._ledger.add(new)
            for task in new:
                await self._note(task)
        for task in new:
            self._follow(task)
        return AdoptReport(tuple(task.id for task in new), tuple(known), bad)

    def _adopted(self, remote_id: str, batch: str, number: int) -> GenerationTask:
        now = self._clock.utc()
        created_at = now + number / 1000
        return GenerationTask(
            id=self._chance.new_id(),
            batch_id=batch,
            params=GenerationParams(prompt="", model_name="", resolution="", aspect_ratio=None),
            state=TaskState.QUEUED,
            created_at=created_at,
            changed_at=now,
            position=created_at,
            remote_id=remote_id,
            accepted_at=now,
        )

    async def _note(self, task: GenerationTask) -> None:
        try:
            await self._journal.append(task.id, task.remote_id, task.created_at)
        except StorageError as error:
            # The database has the id; the journal is the second place.
            _log.warning("task %s: its id is not in the journal: %s", task.id[:8], error)
