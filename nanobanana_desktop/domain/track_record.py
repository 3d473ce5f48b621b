"""What the history tells of earlier orders: how the unsure ones ended, how often models failed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase

NOTABLE_FAILURES: Final = 3
NOTABLE_PART: Final = 0.2
"""Fewer failures than that may be chance."""


class UnconfirmedEnding(StrEnum):
    """How an order that was not confirmed ended; the kind of the entry in its log."""

    FOUND = "unconfirmed_found"
    RUN_AGAIN = "unconfirmed_run_again"
    DISMISSED = "unconfirmed_dismissed"


class UnconfirmedEndings(NamedTuple):
    """How many orders that were not confirmed ended in each way.

    One that was run again and was not confirmed once more counts each time. Orders that were
    removed from the history do not count.
    """

    found: int = 0
    run_again: int = 0
    dismissed: int = 0


class ModelRecord(NamedTuple):
    """Of `total` tasks of a model `failed` failed at the service.

    Only tasks that tell something of the model count: not those that were refused for what was
    asked, the key or the balance, or that the person gave up.
    """

    total: int
    failed: int

    @property
    def is_notable(self) -> bool:
        """Whether so many failed that the person should think of another model."""
        return self.failed >= NOTABLE_FAILURES and self.failed >= NOTABLE_PART * self.total


FAILED_AT_SERVICE: Final = frozenset(
    {
        ErrorCase.MODEL_UNAVAILABLE,
        ErrorCase.SERVICE_TIMEOUT,
        ErrorCase.SERVICE_FAULT,
        ErrorCase.NOT_THE_SERVICE,
        ErrorCase.REMOTE_GONE,
        ErrorCase.NO_PICTURE,
        ErrorCase.RESULT_BAD,
        ErrorCase.UNKNOWN,
    }
)
"""Cases of a settled task that only the service can have caused."""

UNCONFIRMED_ENDINGS: Final = {
    TaskState.READY: UnconfirmedEnding.RUN_AGAIN,
    TaskState.REFUSED: UnconfirmedEnding.DISMISSED,
    TaskState.QUEUED: UnconfirmedEnding.FOUND,
    TaskState.DONE: UnconfirmedEnding.FOUND,
}
"""By the state that follows on SUBMIT_UNKNOWN."""
