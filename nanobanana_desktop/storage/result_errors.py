"""What can be wrong with the bytes of a finished picture."""

from __future__ import annotations

from nanobanana_desktop.errors import AppError, ErrorCase, StorageError


class ResultBadError(StorageError):
    """The bytes are no acceptable picture and would not be at a second try (RESULT_BAD)."""

    def __init__(self, detail: str) -> None:
        super().__init__(ErrorCase.RESULT_BAD, detail)


class ResultIncompleteError(AppError):
    """The picture's end is missing: a second download may bring it (DOWNLOAD_FAILED)."""

    retryable_by_default = True

    def __init__(self, detail: str) -> None:
        super().__init__(ErrorCase.DOWNLOAD_FAILED, detail)
