"""What is said about the API key, the same in the first-run card and in the settings."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import day_of_year, local_day
from nanobanana_desktop.ui.labels import Role

_STORE_CASES = {
    KeyStatus.STORE_UNAVAILABLE: ErrorCase.KEYRING_UNAVAILABLE,
    KeyStatus.STORE_LOCKED: ErrorCase.KEYRING_LOCKED,
    KeyStatus.TOO_LONG: ErrorCase.KEY_TOO_LONG,
}


def store_name(platform: str = sys.platform) -> str:
    """How the system's password store is called inside a sentence."""
    if platform == "win32":
        return QCoreApplication.translate("Key", "Windows Credential Manager")
    if platform == "darwin":
        return QCoreApplication.translate("Key", "your macOS keychain")
    return QCoreApplication.translate("Key", "your desktop's password store")


def key_result(state: KeyState) -> tuple[str, Role]:
    """The line below the key field, empty when there is nothing to say, and its role."""
    case = _STORE_CASES.get(state.status)
    if case is not None:
        text = error_text(case, {"store": _capitalised(store_name())})
        both = QCoreApplication.translate("Key", "{title}. {body}")
        return both.format(title=text.title, body=text.body), "warn"
    if state.session_only:
        return QCoreApplication.translate(
            "Key", "The key is used until you quit. It is not remembered."
        ), "warn"
    results: dict[KeyStatus, tuple[str, Role]] = {
        KeyStatus.WORKS: (QCoreApplication.translate("Key", "Key works. Checked just now."), "ok"),
        KeyStatus.REFUSED: (
            QCoreApplication.translate("Key", "The service did not accept this key."),
            "error",
        ),
        KeyStatus.UNREACHABLE: (
            QCoreApplication.translate(
                "Key", "Could not reach the service. The key was saved and will be checked later."
            ),
            "warn",
        ),
        KeyStatus.UNDECIDED: (
            QCoreApplication.translate("Key", "Saved. It will be proved with your first image."),
            "ok",
        ),
    }
    return results.get(state.status, ("", "hint"))


def saved_note(state: KeyState) -> str:
    """That the password store has a key, and since when; empty when it has none."""
    if not state.usable or state.session_only:
        return ""
    if state.saved_on is None or state.changed_at is None:
        return QCoreApplication.translate("Key", "Saved")
    day = day_of_year(state.saved_on, local_day(state.changed_at))
    return QCoreApplication.translate("Key", "Saved {day}").format(day=day)


def offers_session_only(state: KeyState) -> bool:
    """Whether "Use until I quit" and "Try again" are offered."""
    return state.status in _STORE_CASES


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
