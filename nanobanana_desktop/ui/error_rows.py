"""The short words for every known case, as a row of the history shows them.

They stand apart from the rest of the texts because the first paint waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

ROWS: Final[Mapping[ErrorCase, str]] = {
    ErrorCase.INVALID_KEY: QT_TRANSLATE_NOOP("Errors", "Key not accepted"),
    ErrorCase.KEY_MISSING: QT_TRANSLATE_NOOP("Errors", "Key missing"),
    ErrorCase.BALANCE: QT_TRANSLATE_NOOP("Errors", "Balance too low"),
    ErrorCase.BALANCE_USED_UP: QT_TRANSLATE_NOOP("Errors", "Balance used up"),
    ErrorCase.RATE_LIMITED: QT_TRANSLATE_NOOP("Errors", "Waiting, service busy"),
    ErrorCase.CONTENT: QT_TRANSLATE_NOOP("Errors", "Content not allowed"),
    ErrorCase.BAD_REQUEST: QT_TRANSLATE_NOOP("Errors", "Request not accepted"),
    ErrorCase.MODEL_UNAVAILABLE: QT_TRANSLATE_NOOP("Errors", "Model not offered"),
    ErrorCase.REFERENCE_REFUSED: QT_TRANSLATE_NOOP("Errors", "Reference refused"),
    ErrorCase.NOT_SENT: QT_TRANSLATE_NOOP("Errors", "Not sent"),
    ErrorCase.NETWORK_LOST: QT_TRANSLATE_NOOP("Errors", "Waiting for network"),
    ErrorCase.NO_CERTIFICATES: QT_TRANSLATE_NOOP("Errors", "No certificates"),
    ErrorCase.NOT_CONFIRMED: QT_TRANSLATE_NOOP("Errors", "Not confirmed"),
    ErrorCase.SLOW: QT_TRANSLATE_NOOP("Errors", "Slower than usual"),
    ErrorCase.OTHER_ADDRESS: QT_TRANSLATE_NOOP("Errors", "At another address"),
    ErrorCase.SERVICE_TIMEOUT: QT_TRANSLATE_NOOP("Errors", "Timed out"),
    ErrorCase.SERVICE_FAULT: QT_TRANSLATE_NOOP("Errors", "Service error"),
    ErrorCase.NOT_THE_SERVICE: QT_TRANSLATE_NOOP("Errors", "Unexpected answer"),
    ErrorCase.REMOTE_GONE: QT_TRANSLATE_NOOP("Errors", "Lost at the service"),
    ErrorCase.NO_PICTURE: QT_TRANSLATE_NOOP("Errors", "No image received"),
    ErrorCase.DOWNLOAD_FAILED: QT_TRANSLATE_NOOP("Errors", "Not downloaded"),
    ErrorCase.LINK_EXPIRED: QT_TRANSLATE_NOOP("Errors", "Link expired"),
    ErrorCase.LINK_BROKEN: QT_TRANSLATE_NOOP("Errors", "Link does not work"),
    ErrorCase.LINK_REFUSED: QT_TRANSLATE_NOOP("Errors", "Link not opened"),
    ErrorCase.RESULT_BAD: QT_TRANSLATE_NOOP("Errors", "Image damaged"),
    ErrorCase.KEYRING_UNAVAILABLE: QT_TRANSLATE_NOOP("Errors", "No password store"),
    ErrorCase.KEYRING_LOCKED: QT_TRANSLATE_NOOP("Errors", "Password store locked"),
    ErrorCase.KEY_TOO_LONG: QT_TRANSLATE_NOOP("Errors", "Key too long"),
    ErrorCase.EMPTY_PROMPT: QT_TRANSLATE_NOOP("Errors", "Prompt empty"),
    ErrorCase.PROMPT_TOO_LONG: QT_TRANSLATE_NOOP("Errors", "Prompt too long"),
    ErrorCase.REFERENCE_TOO_LARGE: QT_TRANSLATE_NOOP("Errors", "Reference too large"),
    ErrorCase.REFERENCE_NOT_REDUCED: QT_TRANSLATE_NOOP("Errors", "Reference too large"),
    ErrorCase.REFERENCE_UNREADABLE: QT_TRANSLATE_NOOP("Errors", "Reference unreadable"),
    ErrorCase.REFERENCE_IS_FOLDER: QT_TRANSLATE_NOOP("Errors", "Reference is a folder"),
    ErrorCase.REFERENCE_LINK_BAD: QT_TRANSLATE_NOOP("Errors", "Reference link"),
    ErrorCase.TOO_MANY_REFERENCES: QT_TRANSLATE_NOOP("Errors", "Too many references"),
    ErrorCase.BAD_BASE_URL: QT_TRANSLATE_NOOP("Errors", "Address not usable"),
    ErrorCase.BAD_PROXY: QT_TRANSLATE_NOOP("Errors", "Proxy not usable"),
    ErrorCase.MODEL_NAME_MISSING: QT_TRANSLATE_NOOP("Errors", "Model missing"),
    ErrorCase.UNKNOWN: QT_TRANSLATE_NOOP("Errors", "Something went wrong"),
    ErrorCase.DISK_FULL: QT_TRANSLATE_NOOP("Errors", "Disk full"),
    ErrorCase.FOLDER_MISSING: QT_TRANSLATE_NOOP("Errors", "Folder missing"),
    ErrorCase.DATA_FOLDER: QT_TRANSLATE_NOOP("Errors", "Data folder not usable"),
    ErrorCase.DATA_FOLDER_IN_USE: QT_TRANSLATE_NOOP("Errors", "Already running"),
    ErrorCase.FILE_GONE: QT_TRANSLATE_NOOP("Errors", "File missing"),
    ErrorCase.PICTURE_UNREADABLE: QT_TRANSLATE_NOOP("Errors", "Image damaged"),
    ErrorCase.DATABASE: QT_TRANSLATE_NOOP("Errors", "History not saved"),
    ErrorCase.NEWER_DATABASE: QT_TRANSLATE_NOOP("Errors", "Newer history"),
}


def error_row(case: ErrorCase) -> str:
    """The words for `case` in the current language."""
    return QCoreApplication.translate("Errors", ROWS[case])
