"""Known trouble, named once, so that every layer above the border speaks of the same cases."""

from __future__ import annotations

from enum import StrEnum


class ErrorCase(StrEnum):
    """The cases a person can meet; titles, bodies and buttons for each belong to the window."""

    INVALID_KEY = "invalid_key"
    KEY_MISSING = "key_missing"
    BALANCE = "balance"
    BALANCE_USED_UP = "balance_used_up"
    RATE_LIMITED = "rate_limited"
    CONTENT = "content"
    BAD_REQUEST = "bad_request"
    MODEL_UNAVAILABLE = "model_unavailable"
    REFERENCE_REFUSED = "reference_refused"
    NOT_SENT = "not_sent"
    NETWORK_LOST = "network_lost"
    NO_CERTIFICATES = "no_certificates"
    NOT_CONFIRMED = "not_confirmed"
    SLOW = "slow"
    OTHER_ADDRESS = "other_address"
    SERVICE_TIMEOUT = "service_timeout"
    SERVICE_FAULT = "service_fault"
    NOT_THE_SERVICE = "not_the_service"
    REMOTE_GONE = "remote_gone"
    NO_PICTURE = "no_picture"
    DOWNLOAD_FAILED = "download_failed"
    LINK_EXPIRED = "link_expired"
    LINK_BROKEN = "link_broken"
    LINK_REFUSED = "link_refused"
    RESULT_BAD = "result_bad"
    DISK_FULL = "disk_full"
    FOLDER_MISSING = "folder_missing"
    DATA_FOLDER = "data_folder"
    DATA_FOLDER_IN_USE = "data_folder_in_use"
    FILE_GONE = "file_gone"
    PICTURE_UNREADABLE = "picture_unreadable"
    KEYRING_UNAVAILABLE = "keyring_unavailable"
    KEYRING_LOCKED = "keyring_locked"
    KEY_TOO_LONG = "key_too_long"
    EMPTY_PROMPT = "empty_prompt"
    PROMPT_TOO_LONG = "prompt_too_long"
    REFERENCE_TOO_LARGE = "reference_too_large"
    REFERENCE_NOT_REDUCED = "reference_not_reduced"
    REFERENCE_UNREADABLE = "reference_unreadable"
    REFERENCE_IS_FOLDER = "reference_is_folder"
    REFERENCE_LINK_BAD = "reference_link_bad"
    TOO_MANY_REFERENCES = "too_many_references"
    BAD_BASE_URL = "bad_base_url"
    BAD_PROXY = "bad_proxy"
    MODEL_NAME_MISSING = "model_name_missing"
    DATABASE = "database"
    NEWER_DATABASE = "newer_database"
    UNKNOWN = "unknown"


class AppError(Exception):
    """Trouble that is no bug: what happened (`case`), the technical words and what may be done.

    `detail` is for the log and for "Copy details"; it never holds the key. `facts` fill the
    placeholders of the texts shown to a person (for instance `name`, `size`, `limit`).
    `retryable` says whether the same step may succeed later without any change by the person.
    """

    retryable_by_default = False

    def __init__(
        self,
        case: ErrorCase,
        detail: str = "",
        *,
        retryable: bool | None = None,
        **facts: str | float,
    ) -> None:
        super().__init__(f"{case.value}: {detail}" if detail else case.value)
        self.case = case
        self.detail = detail
        self.facts = facts
        self.retryable = self.retryable_by_default if retryable is None else retryable


class ValidationError(AppError):
    """The person's input cannot be sent or used as it is."""


class CredentialsError(AppError):
    """The key is missing or refused, or the password store does not give it."""


class QuotaError(AppError):
    """The account's balance is too low."""


class RateLimitError(AppError):
    """The service asks to slow down; `retry_after` is in seconds when it said how long."""

    retryable_by_default = True

    def __init__(self, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(ErrorCase.RATE_LIMITED, detail)
        self.retry_after = retry_after


class NetworkError(AppError):
    """No usable answer; `sent` tells whether request bytes may have left this computer."""

    retryable_by_default = True

    def __init__(self, case: ErrorCase, detail: str = "", *, sent: bool) -> None:
        super().__init__(case, detail)
        self.sent = sent


class ServerError(AppError):
    """The service answered with a fault of its own (5xx)."""

    retryable_by_default = True


class ProtocolError(AppError):
    """An answer came that is not the service's: HTML, broken JSON, too large."""

    retryable_by_default = True


class ForeignAnswerError(ProtocolError):
    """The service answered about another task than the one asked for."""


class TaskNotFoundError(AppError):
    """The service does not know the task id that was asked for."""

    retryable_by_default = True


class LinkDeadError(AppError):
    """The picture's link answers that there is nothing (any more)."""


class StorageError(AppError):
    """Something on this computer cannot be read or written."""
