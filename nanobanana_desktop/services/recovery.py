"""What the start finds of earlier sessions, and what it makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.task_ledger import TaskLedger

S = TaskState
WAITING_FOR_FILE = frozenset({S.RESULT_READY, S.DOWNLOADING, S.SAVE_BLOCKED})
UNSURE = frozenset({S.READY, S.SUBMITTING, S.SUBMIT_UNKNOWN})
"""A history may have lost its newest changes: a READY order is asked about too."""
FOLLOWED = frozenset({S.QUEUED, S.PROCESSING, S.RESULT_READY, S.DOWNLOADING})


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """How many tasks go on, pictures were found on disk, and orders stay unconfirmed."""

    resumed: int = 0
    images_recovered: int = 0
    unconfirmed: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """What the side journal tells, by local task id: ids of the service, last attempts to send."""

    ids: Mapping[str, str] = field(default_factory=dict)
    attempts: Mapping[str, int] = field(default_factory=dict)


class RecoverySource(Protocol):
    async def noted(self) -> Noted:
        """What the side journal tells."""
        ...

    async def find_placed(self, task: GenerationTask) -> ImageRecord | None:
        """A complete picture of the task that is in place but not in the database."""
        ...

    async def find_spooled(self, task: GenerationTask) -> ImageRecord | None:
        """A complete copy in the application's own folder that the database does not know."""
        ...

    async def settle(self, task: GenerationTask) -> None:
        """The database holds the task and its picture: write what lies beside it."""
        ...

    async def tidy(self) -> None:
        """Remove what earlier sessions left and nobody needs: half files, old journal lines."""
        ...


async def recover(
    tasks: Sequence[GenerationTask], ledger: TaskLedger, source: RecoverySource
) -> RecoveryReport:
    """Bring every unsettled task of an earlier session into a state that can go on.

    An order that was being sent, is not confirmed, or was not sent as far as the history knows,
    becomes known when the journal has its id; otherwise one whose sending began is unconfirmed and
    never sent again. A picture that is already in place is adopted.
    """
    unsure = [task for task in tasks if task.state in UNSURE]
    noted = await source.noted() if unsure else Noted()
    await source.tidy()
    images = unconfirmed = 0
    for task in unsure:
        remote_id = task.remote_id or noted.ids.get(task.id)
        attempt = noted.attempts.get(task.id, 0)
        if remote_id:
            await ledger.apply(task.id, ev.IdFound(remote_id))
        elif task.state is S.SUBMITTING:
            await ledger.apply(task.id, ev.SessionEnded())
            unconfirmed += 1
        elif task.state is S.READY and attempt > task.attempt:
            await ledger.apply(task.id, ev.PostFound(attempt))
            unconfirmed += 1
    for task in tasks:
        if task.state not in WAITING_FOR_FILE:
            continue
        image = await source.find_placed(task)
        if image is not None:
            adopted = await ledger.apply(task.id, ev.Saved(image))
            images += 1
            if adopted is not None and adopted.state is S.DONE:
                await source.settle(adopted)
        elif task.state is S.DOWNLOADING:
            images += await _go_on_fetching(task, ledger, source)
    resumed = sum(task.state in FOLLOWED for task in ledger.open_tasks)
    return RecoveryReport(resumed, images, unconfirmed)


async def _go_on_fetching(task: GenerationTask, ledger: TaskLedger, source: RecoverySource) -> bool:
    """Whether the picture was found in the spool; it is put in its place as soon as possible."""
    spooled = await source.find_spooled(task)
    if spooled is None:
        await ledger.apply(task.id, ev.SessionEnded())
        return False
    detail = "the program ended before the picture was in its place"
    await ledger.apply(task.id, ev.SaveFailed(ErrorCase.FOLDER_MISSING, detail, spooled))
    return True
