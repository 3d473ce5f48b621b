"""Rescue: tasks of the service that this history does not know are followed from their id on."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from nanobanana_desktop.domain.batch import BATCH_STEP
from nanobanana_desktop.domain.events import IdFound
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.remote_text import is_contract_id
from nanobanana_desktop.domain.task import ADDRESS_UNKNOWN, GenerationTask, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.ledger_stores import Journal
from nanobanana_desktop.services.order_journal import SETTLED
from nanobanana_desktop.services.service_place import ServicePlace
from nanobanana_desktop.services.task_ledger import TaskLedger

_log = get_logger(__name__)

_BETWEEN_IDS: Final = re.compile(r"[\s,;，；、\"'“”‘’<>()\[\]]+")
_ID_KEYS: Final = ("id", "task_id", "taskId")
_NAMED_ID: Final = re.compile(r"(?:.*[?&])?(?:id|task_id|taskId)[=:]([^&#]+).*", re.IGNORECASE)
_RESULT_LINK: Final = re.compile(r".*/result/([^/?#]+)/?(?:[?#].*)?")

ADOPT_LIMIT: Final = 100
"""Ids at once: a text that was pasted by mistake must not become a thousand tasks."""


@dataclass(frozen=True, slots=True)
class AdoptReport:
    """What became of pasted ids: new tasks and tasks known before (local ids), unusable texts.

    `unconfirmed` are the local ids of orders that one of the found ones may belong to.
    """

    adopted: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


def split_ids(text: str) -> list[str]:
    """What may be ids in a pasted text: of JSON as the service gives it, of links, or plain.

    Between plain ones are space, commas, semicolons, quotes or brackets.
    """
    if (found := _of_json(text)) is not None:
        return found
    ids: list[str] = []
    for line in text.splitlines():
        if (found := _of_json(line)) is not None:
            ids += found
        else:
            ids += _of_words(line)
    return ids


def _of_json(text: str) -> list[str] | None:
    """The ids in an object or array; the text itself where there is none; None for other text."""
    text = text.strip()
    if not text.startswith(("{", "[")):
        return None
    try:
        return _of_value(json.loads(text)) or [text]
    except (ValueError, RecursionError):
        return None


def _of_value(value: object) -> list[str]:
    match value:
        case dict():
            for key in _ID_KEYS:
                own = value.get(key)
                if own and isinstance(own, str | int) and not isinstance(own, bool):
                    return [str(own)]
            return _of_value(value.get("data"))
        case list():
            return [found for item in value for found in _of_value(item)]
        case str():
            return _of_words(value)
    return []


def _of_words(text: str) -> list[str]:
    return [_of_word(word) for word in _BETWEEN_IDS.split(text) if word]


def _of_word(word: str) -> str:
    found = _RESULT_LINK.fullmatch(word) or _NAMED_ID.fullmatch(word)
    return unquote(found[1]) if found else word


def _is_adopted(task: GenerationTask) -> bool:
    """Whether the task is known by its id alone: no order of this program."""
    return not task.params.prompt and not task.params.references


class Rescue:
    """Adopts ids of the service, as tasks of their own or for orders that are not confirmed.

    `follow(task)` is called once a new task is on disk, `forget(task_id)` once one is in the
    history no longer, `settle(task)` writes what lies beside its picture.
    """

    def __init__(
        self,
        ledger: TaskLedger,
        journal: Journal,
        clock: Clock,
        chance: Chance,
        place: ServicePlace,
        follow: Callable[[GenerationTask], None],
        forget: Callable[[str], None],
        settle: Callable[[GenerationTask], Awaitable[None]],
    ) -> None:
        self._ledger = ledger
        self._journal = journal
        self._clock = clock
        self._chance = chance
        self._place = place
        self._follow = follow
        self._forget = forget
        self._settle = settle
        self._lock = asyncio.Lock()

    async def adopt(self, remote_ids: Sequence[str]) -> AdoptReport:
        """Make a task of every id that no task has; commit it before the service is asked.

        What is beyond `ADOPT_LIMIT` counts as bad. Raises StorageError; none was adopted then.
        """
        wanted = list(dict.fromkeys(text.strip() for text in remote_ids))
        usable = [text for text in wanted if is_contract_id(text)][:ADOPT_LIMIT]
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
                await self._note(task.id, task.remote_id)
        for task in new:
            self._follow(task)
        found = bool(new or known)
        unconfirmed = [t.id for t in self._ledger.open_tasks if found and _is_unconfirmed(t)]
        return AdoptReport(tuple(t.id for t in new), tuple(known), bad, tuple(unconfirmed))

    async def attach(self, task_id: str, remote_id: str) -> str:
        """Give an order that is not confirmed its id; the local id of another order that has it.

        Empty when none has. A task that was adopted by this id goes, its picture stays with the
        order: an id never has two rows. Raises StorageError.
        """
        async with self._lock:
            other = await self._ledger.find_remote(remote_id)
            if other is not None and not _is_adopted(other):
                return "" if other.id == task_id else other.id
            if not self._is_unconfirmed(task_id):
                return ""
            if other is None:
                task = await self._found(task_id, remote_id)
            else:
                task = await self._merge(task_id, other)
        if task is not None and task.state is TaskState.DONE:
            await self._settle(task)
        return ""

    async def _found(self, task_id: str, remote_id: str) -> GenerationTask | None:
        # From here on the order is found again by its id, whatever happens in between.
        await self._note(task_id, remote_id)
        return await self._ledger.apply(
            task_id, IdFound(remote_id), may=lambda: self._is_unconfirmed(task_id)
        )

    async def _merge(self, task_id: str, other: GenerationTask) -> GenerationTask | None:
        """Let the order take the place of a task that was adopted; both stay or one does.

        The journal has the id afterwards: before, a start would find two tasks of one id by it.
        """
        task: GenerationTask | None = None
        current: GenerationTask | None = other
        while current is not None and self._is_unconfirmed(task_id):
            task = await self._absorb(task_id, current)
            # It may have got its picture while this waited for its turn.
            current = await self._ledger.get(other.id)
        if task is not None and task.remote_id == other.remote_id:
            await self._note(task_id, other.remote_id)
            self._forget(other.id)
        return task

    async def _absorb(self, task_id: str, other: GenerationTask) -> GenerationTask | None:
        def may() -> bool:
            is_as_it_was = other.state in SETTLED or other in self._ledger.open_tasks
            return is_as_it_was and self._is_unconfirmed(task_id)

        image = other.image if other.state is TaskState.DONE else None
        found = IdFound(other.remote_id, image)
        return await self._ledger.apply(task_id, found, may=may, absorbed=other)

    def _is_unconfirmed(self, task_id: str) -> bool:
        return any(t.id == task_id and _is_unconfirmed(t) for t in self._ledger.open_tasks)

    def _adopted(self, remote_id: str, batch: str, number: int) -> GenerationTask:
        now = self._clock.utc()
        created_at = now + number * BATCH_STEP
        return GenerationTask(
            id=self._chance.new_id(),
            batch_id=batch,
            profile_id=self._place.address or ADDRESS_UNKNOWN,
            params=GenerationParams(prompt="", model_name="", resolution="", aspect_ratio=None),
            state=TaskState.QUEUED,
            created_at=created_at,
            changed_at=now,
            position=created_at,
            remote_id=remote_id,
            accepted_at=now,
        )

    async def _note(self, task_id: str, remote_id: str) -> None:
        try:
            await self._journal.append(task_id, remote_id, self._clock.utc())
        except StorageError as error:
            # The database has the id; the journal is the second place.
            _log.warning("task %s: its id is not in the journal: %s", task_id[:8], error)


def _is_unconfirmed(task: GenerationTask) -> bool:
    return task.state is TaskState.SUBMIT_UNKNOWN
