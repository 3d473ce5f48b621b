"""The generation task: its states, the moves between them, and everything known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.errors import ErrorCase

LINK_LIFETIME: Final = 24 * 3600.0
"""Seconds a picture link lives after completion (service documentation, query page)."""


ADDRESS_UNKNOWN: Final = "default"
"""The profile of tasks of which it is not known at which address they were ordered."""


class TaskState(StrEnum):
    """Persistent states; a hold (`Hold`) stops work without changing the state."""

    DRAFT = "draft"
    READY = "ready"
    SUBMITTING = "submitting"
    SUBMIT_UNKNOWN = "submit_unknown"
    REFUSED = "refused"
    QUEUED = "queued"
    PROCESSING = "processing"
    REMOTE_GONE = "remote_gone"
    RESULT_READY = "result_ready"
    DOWNLOADING = "downloading"
    SAVE_BLOCKED = "save_blocked"
    RESULT_BAD = "result_bad"
    EXPIRED = "expired"
    FAILED = "failed"
    WATCH_STOPPED = "watch_stopped"
    DONE = "done"


class Hold(StrEnum):
    """Why nothing moves for now; holds are global, shown once and not stored."""

    OFFLINE = "offline"
    AUTH = "auth"
    NO_KEY = "no_key"
    RATE_LIMIT = "rate_limit"
    BALANCE = "balance"
    CIRCUIT_OPEN = "circuit_open"
    KEYRING_LOCKED = "keyring_locked"
    APP_PAUSED = "app_paused"


S = TaskState

POLLED: Final = frozenset({S.QUEUED, S.PROCESSING})
ENDED: Final = frozenset({S.DONE, S.FAILED, S.REFUSED})
"""Change only by an action of the person."""
ENDED_SOFTLY: Final = frozenset({S.REMOTE_GONE, S.RESULT_BAD, S.EXPIRED, S.WATCH_STOPPED})
ACTIVE: Final = frozenset(
    {S.READY, S.SUBMITTING, S.QUEUED, S.PROCESSING, S.RESULT_READY, S.DOWNLOADING}
)
"""Shown above the days and counted as work under way."""
TROUBLED: Final = frozenset(
    {S.REFUSED, S.FAILED, S.SUBMIT_UNKNOWN, S.REMOTE_GONE, S.RESULT_BAD, S.EXPIRED, S.SAVE_BLOCKED}
)
"""What the filter "Failed" finds."""

ALLOWED: Final[Mapping[TaskState, frozenset[TaskState]]] = {
    S.DRAFT: frozenset({S.READY}),
    # A history that lost its newest changes learns from the journal that the order was sent.
    S.READY: frozenset({S.SUBMITTING, S.REFUSED, S.QUEUED, S.SUBMIT_UNKNOWN}),
    # The create answer may already tell a later state (seen at the service).
    S.SUBMITTING: frozenset(
        {
            S.READY,
            S.REFUSED,
            S.SUBMIT_UNKNOWN,
            S.QUEUED,
            S.PROCESSING,
            S.RESULT_READY,
            S.FAILED,
        }
    ),
    S.SUBMIT_UNKNOWN: frozenset({S.READY, S.REFUSED, S.QUEUED, S.DONE}),
    S.REFUSED: frozenset(),
    S.QUEUED: frozenset({S.PROCESSING, S.RESULT_READY, S.FAILED, S.REMOTE_GONE, S.WATCH_STOPPED}),
    S.PROCESSING: frozenset(
        {S.RESULT_READY, S.RESULT_BAD, S.FAILED, S.REMOTE_GONE, S.WATCH_STOPPED}
    ),
    S.REMOTE_GONE: frozenset({S.PROCESSING}),
    # A picture that came inside an answer may be lost before it is saved, and forgotten there.
    S.RESULT_READY: frozenset({S.DOWNLOADING, S.EXPIRED, S.DONE, S.REMOTE_GONE, S.WATCH_STOPPED}),
    S.DOWNLOADING: frozenset({S.DONE, S.RESULT_READY, S.RESULT_BAD, S.SAVE_BLOCKED, S.EXPIRED}),
    S.SAVE_BLOCKED: frozenset({S.RESULT_READY, S.DONE}),
    S.RESULT_BAD: frozenset({S.RESULT_READY, S.PROCESSING}),
    S.EXPIRED: frozenset({S.PROCESSING}),
    S.FAILED: frozenset(),
    # An answer that was on its way when the person stopped waiting is still collected.
    S.WATCH_STOPPED: frozenset({S.PROCESSING, S.RESULT_READY}),
    S.DONE: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationTask:
    """One order and all that came of it. Times are UTC seconds since 1970; ids are opaque text.

    `attempt` counts POSTs. `remote_id` is the service's id once known. `raw_status` is the last
    status word of the service, cleaned. `result_seen_at` is when the picture's link was first
    seen; the link dies `LINK_LIFETIME` later. `fresh_links` counts how often another link was asked
    for because one was dead, `download_tries` the failed tries of the present link. `error_text`
    holds the service's own cleaned words, `error_detail` the technical ones. `amount` is the cost
    as reported (number as text, currency unknown). `told_model` is the model that the service
    named in its last answer. `left_queue_at` is when it was first seen to work on the task, where
    the look before was so recent that this tells how long the task was in the queue. `rerun_of` is
    the local id of the task this one repeats. `refused_later` counts how often the service asked to
    send the order later.
    `insecure_allowed` is the person's word that the picture may be fetched without encryption.
    `profile_id` is the address of the service that the order was sent to last.
    `position` orders the waiting line, smallest first; at first it is the time of the order. A
    waiting task that is `held_back` is not sent until the person says so.

    What the person adds to it: `starred`, `seen`, `rating` (1 to 5, 0 is none), `note`, `tags` (in
    the order in which they are shown) and `trashed_at`, when it was moved to the trash.
    """

    id: str
    params: GenerationParams
    state: TaskState
    created_at: float
    batch_id: str = ""
    profile_id: str = ADDRESS_UNKNOWN
    changed_at: float = 0.0
    attempt: int = 0
    submitted_at: float | None = None
    remote_id: str = ""
    accepted_at: float | None = None
    raw_status: str = ""
    result_url: str = ""
    result_seen_at: float | None = None
    fresh_link_asked: bool = False
    empty_results: int = 0
    not_found_count: int = 0
    not_found_since: float | None = None
    download_tries: int = 0
    fresh_links: int = 0
    refused_later: int = 0
    insecure_allowed: bool = False
    position: float = 0.0
    held_back: bool = False
    error_case: ErrorCase | None = None
    error_text: str = ""
    error_detail: str = ""
    http_status: int | None = None
    amount: str = ""
    told_model: str = ""
    left_queue_at: float | None = None
    finished_at: float | None = None
    image: ImageRecord | None = None
    starred: bool = False
    seen: bool = False
    rating: int = 0
    note: str = ""
    tags: tuple[str, ...] = ()
    trashed_at: float | None = None
    rerun_of: str = ""

    @property
    def link_deadline(self) -> float | None:
        """When the picture's link dies, as far as is known."""
        if self.result_seen_at is None:
            return None
        return self.result_seen_at + LINK_LIFETIME


MARKS: Final = ("starred", "seen", "rating", "note", "tags", "trashed_at")
"""The fields that the person alone changes."""

NO_ERROR: Final[dict[str, Any]] = {
    "error_case": None,
    "error_text": "",
    "error_detail": "",
    "http_status": None,
}
"""The fields of a task in which nothing went wrong (any more)."""


def may_move(old: TaskState, new: TaskState) -> bool:
    """Whether the table allows the move; staying in a state is always allowed."""
    return old == new or new in ALLOWED[old]
