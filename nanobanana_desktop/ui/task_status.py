"""What a task's state looks like: its word, glyph, colour, bar and the one thing to do about it."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from nanobanana_desktop.domain.task import ACTIVE, POLLED, GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.ports import HoldView, Prospects, Usual

if TYPE_CHECKING:
    from nanobanana_desktop.domain.params import GenerationParams
    from nanobanana_desktop.domain.track_record import UnconfirmedEndings
    from nanobanana_desktop.services.picture_fetch import SpaceNeeded

S = TaskState

STALLED_AFTER: Final = 900.0
"""Seconds since the service took the order."""
STOPPABLE: Final = POLLED | {TaskState.READY, TaskState.RESULT_READY}
"""States in which "Stop waiting" does something; an order that is not sent yet is cancelled."""


RUN_AGAIN_TOGETHER: Final = frozenset(
    {TaskState.FAILED, TaskState.REFUSED, TaskState.EXPIRED, TaskState.REMOTE_GONE}
)
"""What can be run again for several tasks at once; unconfirmed orders are asked about singly."""


class StatusKind(StrEnum):
    """The twelve words a task can be in; scripts and screen readers rely on them."""

    QUEUED = "queued"
    SENDING = "sending"
    NOT_CONFIRMED = "not_confirmed"
    PROCESSING = "processing"
    SLOW = "slow"
    DOWNLOADING = "downloading"
    NOT_DOWNLOADED = "not_downloaded"
    COMPLETED = "completed"
    FAILED = "failed"
    LINK_EXPIRED = "link_expired"
    STOPPED = "stopped"
    FILE_MISSING = "file_missing"


class Bar(Enum):
    NONE = "none"
    BUSY = "busy"
    """Runs to and fro: the end is not known."""
    PROGRESS = "progress"


class RowAction(Enum):
    """The button at the end of a row."""

    NONE = "none"
    RUN_AGAIN = "run_again"
    DOWNLOAD_AGAIN = "download_again"
    CANCEL = "cancel"
    """For what waits on this computer, while it is selected."""


RING: Final = "ring"
"""In place of an icon's name: the moving ring."""


class Look(NamedTuple):
    """How a status is drawn. `glyph` is an icon's name, `RING`, or empty where the picture is."""

    glyph: str
    colour: str
    tile: str = "sunken"
    bar: Bar = Bar.NONE
    counts_time: bool = False
    action: RowAction = RowAction.NONE


LOOKS: Final[dict[StatusKind, Look]] = {
    StatusKind.QUEUED: Look("clock", "text2"),
    StatusKind.SENDING: Look(RING, "info", bar=Bar.BUSY),
    StatusKind.NOT_CONFIRMED: Look("triangle-alert", "warn"),
    StatusKind.PROCESSING: Look(RING, "info", bar=Bar.BUSY, counts_time=True),
    StatusKind.SLOW: Look("hourglass", "warn", counts_time=True),
    StatusKind.DOWNLOADING: Look("arrow-down-to-line", "info", bar=Bar.PROGRESS),
    StatusKind.NOT_DOWNLOADED: Look("cloud-alert", "err", action=RowAction.DOWNLOAD_AGAIN),
    StatusKind.COMPLETED: Look("", "text3"),
    StatusKind.FAILED: Look("circle-alert", "err", "err_soft", action=RowAction.RUN_AGAIN),
    StatusKind.LINK_EXPIRED: Look("clock-alert", "err"),
    StatusKind.STOPPED: Look("ban", "text3"),
    StatusKind.FILE_MISSING: Look("image-off", "err"),
}


class TaskStatus(NamedTuple):
    """A task's word and, where something stands in the way, the case that names it."""

    kind: StatusKind
    case: ErrorCase | None = None
    local: bool = False
    """The task waits on this computer, not at the service."""
    place: int = 0
    """In the line of those; 1 is sent next, 0 is not known."""
    held: bool = False
    """Nothing is sent for now."""
    full: bool = False
    """As many as are allowed are at the service: the next is sent once one of them is done."""
    held_back: bool = False
    """It alone is not sent, until the person says so."""
    in_grace: bool = False
    """It is sent in a moment and can be taken back until then."""
    stalled: bool = False
    """It takes so long that it is looked at only now and then."""
    kept: bool = False
    """The picture is safe on this computer, but not in its place."""

    @property
    def look(self) -> Look:
        look = LOOKS[self.kind]
        # A kept picture was downloaded, and where there is no picture nothing can be.
        is_idle = self.kept or self.case is ErrorCase.NO_PICTURE
        return look._replace(action=RowAction.NONE) if is_idle else look

    @property
    def moves(self) -> bool:
        """Whether something of it is drawn in motion."""
        return self.look.glyph == RING or self.look.bar is Bar.BUSY


_FIXED: Final[dict[TaskState, StatusKind]] = {
    S.DRAFT: StatusKind.QUEUED,
    S.READY: StatusKind.QUEUED,
    S.SUBMITTING: StatusKind.SENDING,
    S.SUBMIT_UNKNOWN: StatusKind.NOT_CONFIRMED,
    S.REFUSED: StatusKind.FAILED,
    S.QUEUED: StatusKind.QUEUED,
    S.PROCESSING: StatusKind.PROCESSING,
    S.REMOTE_GONE: StatusKind.FAILED,
    S.RESULT_READY: StatusKind.DOWNLOADING,
    S.DOWNLOADING: StatusKind.DOWNLOADING,
    S.SAVE_BLOCKED: StatusKind.NOT_DOWNLOADED,
    S.RESULT_BAD: StatusKind.NOT_DOWNLOADED,
    S.EXPIRED: StatusKind.LINK_EXPIRED,
    S.FAILED: StatusKind.FAILED,
    S.WATCH_STOPPED: StatusKind.STOPPED,
    S.DONE: StatusKind.COMPLETED,
}

_CASE_WITHOUT_ONE: Final[dict[TaskState, ErrorCase]] = {
    S.SUBMIT_UNKNOWN: ErrorCase.NOT_CONFIRMED,
    S.REMOTE_GONE: ErrorCase.REMOTE_GONE,
    S.RESULT_BAD: ErrorCase.RESULT_BAD,
    S.EXPIRED: ErrorCase.LINK_EXPIRED,
    S.SAVE_BLOCKED: ErrorCase.FOLDER_MISSING,
    S.REFUSED: ErrorCase.UNKNOWN,
    S.FAILED: ErrorCase.UNKNOWN,
}

_HOLD_BEFORE_SENDING: Final[dict[Hold, ErrorCase]] = {
    Hold.AUTH: ErrorCase.INVALID_KEY,
    Hold.NO_KEY: ErrorCase.KEY_MISSING,
    Hold.KEYRING_LOCKED: ErrorCase.KEYRING_LOCKED,
    Hold.OFFLINE: ErrorCase.NOT_SENT,
    Hold.BALANCE: ErrorCase.BALANCE_USED_UP,
    Hold.RATE_LIMIT: ErrorCase.RATE_LIMITED,
}


class _NothingKnown:
    """The prospects before the services are there."""

    def place(self, _task_id: str) -> int:
        return 0

    def is_in_grace(self, _task_id: str) -> bool:
        return False

    def is_full(self) -> bool:
        return False

    def is_elsewhere(self, _task: GenerationTask) -> bool:
        return False

    def usual(self, _task: GenerationTask) -> Usual | None:
        return None

    def slow_after(self, _task: GenerationTask) -> float:
        return STALLED_AFTER

    def usual_cost(self, _params: GenerationParams) -> float | None:
        return None

    def unconfirmed_endings(self) -> UnconfirmedEndings | None:
        return None

    def saving_folder(self) -> str:
        return ""

    def space_needed(self, _task_id: str) -> SpaceNeeded | None:
        return None


NOTHING_KNOWN: Final[Prospects] = _NothingKnown()


def status_of(
    task: GenerationTask,
    now: float,
    *,
    hold: HoldView | None = None,
    file_missing: bool = False,
    prospects: Prospects = NOTHING_KNOWN,
) -> TaskStatus:
    """The status of `task` at `now` (UTC seconds) under the holds of the moment."""
    kind = _FIXED[task.state]
    case = _case_of(task, hold)
    if task.state is S.DONE and (file_missing or task.error_case is ErrorCase.FILE_GONE):
        return TaskStatus(StatusKind.FILE_MISSING, ErrorCase.FILE_GONE)
    if is_kept_aside(task):
        return TaskStatus(kind, case, kept=True)
    if task.state is S.RESULT_READY and case is not None:
        return TaskStatus(StatusKind.NOT_DOWNLOADED, case)
    if task.state in POLLED and prospects.is_elsewhere(task):
        return TaskStatus(StatusKind.QUEUED, ErrorCase.OTHER_ADDRESS)
    if task.state in POLLED and case is None:
        seconds = now - (task.accepted_at or task.submitted_at or task.created_at)
        if seconds >= prospects.slow_after(task):
            return TaskStatus(StatusKind.SLOW, ErrorCase.SLOW, stalled=seconds >= STALLED_AFTER)
    if task.state is not S.READY:
        return TaskStatus(kind, case)
    if task.held_back:
        return TaskStatus(kind, local=True, held_back=True)
    return TaskStatus(
        kind,
        case,
        local=True,
        place=prospects.place(task.id),
        held=hold is not None and bool(hold.active),
        full=prospects.is_full(),
        in_grace=prospects.is_in_grace(task.id),
    )


def _case_of(task: GenerationTask, hold: HoldView | None) -> ErrorCase | None:
    if task.state is S.READY:
        return _hold_case(hold, _HOLD_BEFORE_SENDING) or task.error_case
    if task.state in POLLED:
        if hold is not None and Hold.OFFLINE in hold.active:
            return ErrorCase.NETWORK_LOST
        return None
    if task.state is S.RESULT_READY:
        return task.error_case
    if task.state in _CASE_WITHOUT_ONE:
        return task.error_case or _CASE_WITHOUT_ONE[task.state]
    return None


def _hold_case(hold: HoldView | None, cases: dict[Hold, ErrorCase]) -> ErrorCase | None:
    if hold is None:
        return None
    return next((case for held, case in cases.items() if held in hold.active), None)


def waited(task: GenerationTask, now: float) -> float:
    """Seconds since the order was sent, or since it was given while it is not sent yet."""
    return max(0.0, now - (task.submitted_at or task.created_at))


def is_active(task: GenerationTask) -> bool:
    """Whether the task belongs above the days."""
    return task.state in ACTIVE


def has_picture(task: GenerationTask) -> bool:
    """Whether there is a picture on this computer, in its place or kept until it can be."""
    return task.image is not None and task.state in _WITH_PICTURE


def is_kept_aside(task: GenerationTask) -> bool:
    """Whether the picture is safe in the program's own folder, waiting for its place."""
    return has_picture(task) and task.state is not S.DONE


_WITH_PICTURE: Final = frozenset({S.DONE, S.SAVE_BLOCKED, S.RESULT_READY, S.DOWNLOADING})
