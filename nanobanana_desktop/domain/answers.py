"""What the service said, after parsing: plain values that the task engine understands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nanobanana_desktop.errors import ErrorCase


class RemoteStatus(StrEnum):
    """Status words of the service folded to what matters; UNKNOWN_WORD means keep polling."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    UNKNOWN_WORD = "unknown_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTask:
    """One reading of a task at the service (create or query answer).

    `remote_id` is empty when the answer held none. `raw_status` is the word as it came, cleaned.
    `image_url` is the first acceptable-looking link or empty; `inline_image` holds decoded bytes
    when the picture came inside the answer. `error_text` is cleaned plain text. `amount` is the
    cost as reported, a decimal number as text, currency unknown.
    """

    remote_id: str = ""
    status: RemoteStatus = RemoteStatus.QUEUED
    raw_status: str = ""
    model_name: str = ""
    image_url: str = ""
    inline_image: bytes = b""
    error_case: ErrorCase | None = None
    error_text: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service gave an id. `task.remote_id` is never empty."""

    task: RemoteTask


@dataclass(frozen=True, slots=True)
class Refused:
    """The service said no before creating anything; nothing was charged."""

    case: ErrorCase
    text: str = ""
    http_status: int | None = None


@dataclass(frozen=True, slots=True)
class RefusedLater:
    """Too many requests; `retry_after` in seconds when the service said how long."""

    retry_after: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """The transport trace proves that no byte of the request left.

    `case` None: nothing went wrong, the program itself called the sending off.
    """

    reason: str
    case: ErrorCase | None = ErrorCase.NOT_SENT


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """Bytes may have left and no usable answer came: the order may have been accepted."""

    reason: str
    raw_answer: str = ""
    http_status: int | None = None


SubmitOutcome = Accepted | Refused | RefusedLater | NotSent | OutcomeUnknown
