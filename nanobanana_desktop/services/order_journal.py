"""What the ledger writes into the side journal, and what a journal that fails means for it."""

from __future__ import annotations

from nanobanana_desktop.domain.answer_rules import WATCH_LIMIT
from nanobanana_desktop.domain.task import ENDED, ENDED_SOFTLY, GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.ledger_stores import Journal

_log = get_logger(__name__)

SETTLED = ENDED | ENDED_SOFTLY


class OrderJournal:
    """The second place of what is paid. A journal that takes nothing stops no order: it is logged.

    Times are UTC seconds.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def note_sending(self, task: GenerationTask, now: float) -> None:
        """A history that loses its newest changes must not take the order for not sent."""
        try:
            await self._journal.note_sending(task.id, task.attempt, now)
        except StorageError as error:
            _log.warning("task %s: its sending is not in the journal: %s", task.id[:8], error)

    async def note_id(self, task: GenerationTask, now: float) -> None:
        try:
            await self._journal.append(task.id, task.remote_id, now)
        except StorageError as error:
            _log.error("task %s: its id is not in the journal: %s", task.id[:8], error)

    async def note_removal(self, task: GenerationTask, now: float) -> None:
        """Before the row goes, so that nothing that is left brings the task back."""
        is_old = now - (task.accepted_at or task.created_at) > WATCH_LIMIT
        if not task.remote_id or (is_old and task.state in SETTLED):
            return
        try:
            await self._journal.note_removal(task.id, now)
        except StorageError as error:
            _log.warning("task %s: its removal is not in the journal: %s", task.id[:8], error)
