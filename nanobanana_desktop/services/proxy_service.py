"""The proxy that a person chose: its address from the settings, its password from the keyring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.settings import ProxyChoice, Settings
from nanobanana_desktop.errors import CredentialsError
from nanobanana_desktop.log import Redactor, get_logger
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.key_service import KeptKey
from nanobanana_desktop.services.settings_service import SettingsService

_log = get_logger(__name__)

PASSWORD_PROFILE: Final = "proxy"
"""The user name of the password's entry in the password store."""

MakeSettings = Callable[[str, str, str, str], Mapping[str, str]]
"""Address, user, password and exceptions in the form of `urllib.request.getproxies()`."""


class PasswordState(StrEnum):
    NONE = "none"
    SAVED = "saved"
    SESSION_ONLY = "session_only"
    """The password store did not take it: it is used until the program ends."""


class PasswordKeeper(Protocol):
    async def get(self, profile_id: str) -> KeptKey | None: ...
    async def set(self, secret: Secret, profile_id: str) -> object: ...
    async def delete(self, profile_id: str) -> None: ...
    def remember_for_session(self, secret: Secret, profile_id: str) -> object: ...


class ProxyService(QObject):
    """Tells every connection which proxy to use; a change holds from the next connection on.

    Signals: `changed()` – connections of before are to be dropped;
    `password_changed(PasswordState)`.
    """

    changed = Signal()
    password_changed = Signal(object)

    def __init__(
        self,
        settings: SettingsService,
        keeper: PasswordKeeper,
        make_settings: MakeSettings,
        redactor: Redactor,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._keeper = keeper
        self._make_settings = make_settings
        self._redactor = redactor
        self._jobs = jobs
        self._password = ""
        self._wishes = 0
        self._in_use = _choices(settings.settings)
        self.password_state = PasswordState.NONE
        settings.settings_changed.connect(self._on_settings_changed)

    async def load(self) -> None:
        """Read the password, where one is needed; to be awaited before the first connection."""
        wanted = self._settings.settings
        if self._own_address() and wanted.proxy_user:
            await self._read_password()

    def settings(self) -> Mapping[str, str] | None:
        """The person's own settings, None where those of this computer hold; for any thread."""
        chosen = self._settings.settings
        if chosen.proxy is ProxyChoice.NONE:
            return {}
        address = self._own_address()
        if not address:
            return None
        user, exceptions = chosen.proxy_user, chosen.proxy_exceptions
        return self._make_settings(address, user, self._password, exceptions)

    def set_password(self, password: str) -> None:
        """Use it from now on and keep it in the password store; an empty one is forgotten."""
        self._wishes += 1
        self._password = password
        if password:
            self._redactor.register(password)
        self._jobs.start("proxy password", self._keep(password, self._wishes))
        self.changed.emit()

    async def _keep(self, password: str, wish: int) -> None:
        state = PasswordState.NONE
        try:
            if password:
                await self._keeper.set(Secret(password), PASSWORD_PROFILE)
                state = PasswordState.SAVED
            else:
                await self._keeper.delete(PASSWORD_PROFILE)
        except CredentialsError as error:
            _log.warning("the proxy's password could not be kept: %s", error.case.value)
            if password:
                self._keeper.remember_for_session(Secret(password), PASSWORD_PROFILE)
                state = PasswordState.SESSION_ONLY
        if wish == self._wishes:
            self._tell(state)

    async def _read_password(self) -> None:
        wish = self._wishes
        try:
            kept = await self._keeper.get(PASSWORD_PROFILE)
        except CredentialsError as error:
            _log.warning("the proxy's password could not be read: %s", error.case.value)
            return
        if kept is not None and wish == self._wishes:
            self._password = kept.secret.reveal()
            self._redactor.register(self._password)
            self._tell(PasswordState.SAVED)

    async def _read_late(self) -> None:
        await self._read_password()
        self.changed.emit()

    def _own_address(self) -> str:
        chosen = self._settings.settings
        return chosen.proxy_address if chosen.proxy is ProxyChoice.CUSTOM else ""

    def _tell(self, state: PasswordState) -> None:
        self.password_state = state
        self.password_changed.emit(state)

    def _on_settings_changed(self, settings: Settings) -> None:
        choices = _choices(settings)
        if choices == self._in_use:
            return
        self._in_use = choices
        if self._own_address() and settings.proxy_user and not self._password:
            self._jobs.start("proxy password", self._read_late())
        else:
            self.changed.emit()


def _choices(settings: Settings) -> tuple[str, ...]:
    if settings.proxy is not ProxyChoice.CUSTOM:
        return (settings.proxy,)
    return (
        settings.proxy,
        settings.proxy_address,
        settings.proxy_user,
        settings.proxy_exceptions,
    )
