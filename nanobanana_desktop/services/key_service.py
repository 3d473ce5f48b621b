"""The API key: where it is kept, whether it works, and the moment it changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.errors import CredentialsError, ErrorCase
from nanobanana_desktop.log import Redactor, get_logger
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock

_log = get_logger(__name__)


class KeyStatus(StrEnum):
    """What is known of the key. The middle five end an attempt to save one."""

    LOADING = "loading"
    MISSING = "missing"
    SAVED = "saved"
    CHECKING = "checking"
    WORKS = "works"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNDECIDED = "undecided"
    STORE_UNAVAILABLE = "store_unavailable"
    STORE_LOCKED = "store_locked"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class KeyState:
    """`usable` tells whether orders can be sent; `session_only` that the key is not remembered."""

    status: KeyStatus
    usable: bool = False
    session_only: bool = False
    changed_at: float | None = None
    saved_on: date | None = None
    """The day on this computer on which the password store took the key, if that is known."""


class KeptKey(Protocol):
    @property
    def secret(self) -> Secret: ...


class CredentialKeeper(Protocol):
    async def get(self) -> KeptKey | None: ...
    async def set(self, secret: Secret) -> object: ...
    async def delete(self) -> None: ...
    def remember_for_session(self, secret: Secret) -> object: ...


class KeptSettings(Protocol):
    """Where the day is kept on which the key was saved."""

    settings: Settings

    def change(self, **fields: Any) -> None: ...


CheckKey = Callable[[Secret], Awaitable[str]]
"""Asks the service; answers `works`, `refused`, `unreachable` or `undecided`."""

STORE_TROUBLE = {
    ErrorCase.KEYRING_UNAVAILABLE: KeyStatus.STORE_UNAVAILABLE,
    ErrorCase.KEYRING_LOCKED: KeyStatus.STORE_LOCKED,
    ErrorCase.KEY_TOO_LONG: KeyStatus.TOO_LONG,
}


class KeyService(QObject):
    """Holds the key in memory while it is used; it is written to the password store only.

    Signals: `key_changed(KeyState)`.
    """

    key_changed = Signal(object)

    def __init__(
        self,
        credentials: CredentialKeeper,
        check: CheckKey,
        redactor: Redactor,
        jobs: Jobs,
        clock: Clock,
        settings: KeptSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._credentials = credentials
        self._check = check
        self._redactor = redactor
        self._jobs = jobs
        self._clock = clock
        self._settings = settings
        self._secret: Secret | None = None
        self._candidate: Secret | None = None
        self._wishes = 0
        self.state = KeyState(KeyStatus.LOADING)

    @property
    def secret(self) -> Secret | None:
        return self._secret

    async def load(self) -> None:
        """Read the key from the password store; the window is already shown."""
        try:
            kept = await self._credentials.get()
        except CredentialsError as error:
            _log.warning("the key could not be read: %s", error.case.value)
            self._set(STORE_TROUBLE.get(error.case, KeyStatus.STORE_UNAVAILABLE))
            return
        if kept is None:
            self._settings.change(key_saved_on="")
            self._set(KeyStatus.MISSING)
            return
        self._redactor.register(kept.secret.reveal())
        self._secret = kept.secret
        self._set(KeyStatus.SAVED)

    def use_without_store(self, secret: Secret) -> None:
        """Take a key that is kept nowhere (the demo)."""
        self._secret = secret
        self._set(KeyStatus.SAVED)

    def check_and_save(self, text: str) -> None:
        """Ask the service about the key, then keep it unless the service refused it."""
        candidate = self._take(text)
        if candidate:
            self._start_checking(candidate)

    def use_until_quit(self, text: str = "") -> None:
        """Keep a key in memory only: the password store does not take it.

        `text` is the key; without it the one that was checked last is used.
        """
        if text:
            self._take(text)
        if self._candidate is not None:
            self._wishes += 1
            self._credentials.remember_for_session(self._candidate)
            self._accept(self._candidate, KeyStatus.SAVED, session_only=True)

    def try_store_again(self) -> None:
        """Ask the password store once more, for the key in hand or for the stored one."""
        if self._candidate is not None:
            self._start_checking(self._candidate)
        else:
            self._set(KeyStatus.LOADING)
            self._jobs.start("load key", self.load())

    def remove(self) -> None:
        """Forget the key here and in the password store."""
        self._wishes += 1
        self._jobs.start("remove key", self._remove())

    def _take(self, text: str) -> Secret | None:
        cleaned = text.strip().strip("\"'“”‘’").strip()
        if not cleaned:
            return None
        self._redactor.register(cleaned)
        self._candidate = Secret(cleaned)
        return self._candidate

    def _start_checking(self, candidate: Secret) -> None:
        self._wishes += 1
        self._set(KeyStatus.CHECKING)
        self._jobs.start("check key", self._check_and_save(candidate, self._wishes))

    async def _check_and_save(self, candidate: Secret, wish: int) -> None:
        """Does nothing more once the person wanted something else meanwhile."""
        verdict = KeyStatus(await self._check(candidate))
        if wish != self._wishes:
            return
        if verdict is KeyStatus.REFUSED:
            self._set(verdict)
            return
        try:
            await self._credentials.set(candidate)
        except CredentialsError as error:
            _log.warning("the key could not be kept: %s", error.case.value)
            if wish == self._wishes:
                self._set(STORE_TROUBLE.get(error.case, KeyStatus.STORE_UNAVAILABLE))
            return
        if wish == self._wishes:
            today = datetime.fromtimestamp(self._clock.utc()).astimezone().date()
            self._settings.change(key_saved_on=today.isoformat())
            self._accept(candidate, verdict, session_only=False)

    def _accept(self, secret: Secret, status: KeyStatus, *, session_only: bool) -> None:
        self._secret = secret
        self._candidate = None
        self._set(status, session_only=session_only)

    async def _remove(self) -> None:
        try:
            await self._credentials.delete()
        except CredentialsError as error:
            _log.warning("the key could not be removed: %s", error.case.value)
            self._set(STORE_TROUBLE.get(error.case, KeyStatus.STORE_UNAVAILABLE))
            return
        self._secret = self._candidate = None
        self._settings.change(key_saved_on="")
        self._set(KeyStatus.MISSING)

    def _set(self, status: KeyStatus, *, session_only: bool = False) -> None:
        keeps = session_only or (self.state.session_only and status is KeyStatus.REFUSED)
        self.state = KeyState(
            status,
            self._secret is not None,
            keeps,
            self._clock.utc(),
            _day(self._settings.settings.key_saved_on),
        )
        self.key_changed.emit(self.state)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
