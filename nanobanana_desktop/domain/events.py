"""What can happen to a task, and what the engine asks for in return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nanobanana_desktop.domain.answers import RemoteTask, SubmitOutcome
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask, Hold
from nanobanana_desktop.errors import ErrorCase


@dataclass(frozen=True, slots=True)
class SlotFree:
    """The waiting line reached the task and nothing holds it; it is sent to `address`."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class Unsendable:
    """The request cannot be made (a reference image is gone, say); nothing was sent."""

    case: ErrorCase
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PostEnded:
    """The one POST of this attempt came to an end."""

    outcome: SubmitOutcome


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The program ended (or ends) with the POST's outcome not known."""


@dataclass(frozen=True, slots=True)
class IdFound:
    """The service's id was found in the journal or given by the person.

    `image` is the picture when it was fetched already, as that of another task.
    """

    remote_id: str
    image: ImageRecord | None = None


@dataclass(frozen=True, slots=True)
class PostFound:
    """The journal tells that the POST of `attempt` was about to begin."""

    attempt: int


@dataclass(frozen=True, slots=True)
class OrderedAgain:
    """The person accepts that the order may be charged twice."""


@dataclass(frozen=True, slots=True)
class MarkedNotSent:
    """The person knows that the order did not arrive."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A query was answered.

    `since` are the seconds since the answer before, as far as this session knows of one.
    """

    remote: RemoteTask
    since: float | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """The service says that it does not know the id."""


@dataclass(frozen=True, slots=True)
class Aged:
    """Time passed; the engine looks at the task's deadlines."""


@dataclass(frozen=True, slots=True)
class WatchEnded:
    """The person no longer wants to wait; the service may still finish and charge."""


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """The person asks to look again; free."""


@dataclass(frozen=True, slots=True)
class DownloadStarted:
    pass


@dataclass(frozen=True, slots=True)
class DownloadFailed:
    """The link may still work: try again later.

    `counts` False when the computer was offline, which says nothing about the link.
    """

    case: ErrorCase
    detail: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True)
class LinkDead:
    """The link answers that there is nothing (any more)."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class ResultRejected:
    """The bytes are no acceptable picture, or the link may not be opened."""

    case: ErrorCase
    detail: str = ""


@dataclass(frozen=True, slots=True)
class InsecureLinkAllowed:
    """The person lets the picture be fetched over a connection that is not encrypted."""


@dataclass(frozen=True, slots=True)
class SaveFailed:
    """The picture cannot be stored where it belongs; `image` is its copy in the spool, if any."""

    case: ErrorCase
    detail: str = ""
    image: ImageRecord | None = None


@dataclass(frozen=True, slots=True)
class SaveUnblocked:
    """The folder is back, space was freed, or the person asks to try again."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The picture is in place, complete and hashed."""

    image: ImageRecord


Event = (
    SlotFree
    | Unsendable
    | PostEnded
    | SessionEnded
    | IdFound
    | PostFound
    | OrderedAgain
    | MarkedNotSent
    | Answered
    | NotFound
    | Aged
    | WatchEnded
    | CheckAsked
    | DownloadStarted
    | DownloadFailed
    | LinkDead
    | ResultRejected
    | InsecureLinkAllowed
    | SaveFailed
    | SaveUnblocked
    | Saved
)

SEEN_OUTSIDE: Final = (
    SessionEnded,
    IdFound,
    PostFound,
    Answered,
    NotFound,
    DownloadFailed,
    LinkDead,
    ResultRejected,
    SaveFailed,
    Saved,
)
"""What was seen at the service or on the disk, and is not seen a second time by itself."""

WANTED: Final = (CheckAsked, InsecureLinkAllowed, MarkedNotSent, OrderedAgain, WatchEnded)
"""What a person asked for, who must learn that it did not happen."""


@dataclass(frozen=True, slots=True)
class Post:
    """Send the order now: its intent is on disk."""


@dataclass(frozen=True, slots=True)
class Poll:
    """Ask the service; `delay` in seconds, None for the ordinary rhythm."""

    delay: float | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """Fetch the picture; `delay` in seconds."""

    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class StoreInline:
    """The picture came inside the answer: verify and store these bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class RaiseHold:
    """Stop everything of a kind; `seconds` None until something changes."""

    hold: Hold
    seconds: float | None = None


Effect = Post | Poll | Download | StoreInline | RaiseHold


@dataclass(frozen=True, slots=True)
class Step:
    """The task after an event, and the effects to carry out once it is committed, in order."""

    task: GenerationTask
    effects: tuple[Effect, ...] = ()
