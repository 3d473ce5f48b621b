"""The proxy of the person's own: in force at once, its password in the password store only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from nanobanana_desktop.domain.settings import ProxyChoice, Settings
from nanobanana_desktop.errors import CredentialsError, ErrorCase
from nanobanana_desktop.log import Redactor
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.proxy_service import (
    PASSWORD_PROFILE,
    PasswordState,
    ProxyService,
)
from nanobanana_desktop.services.settings_service import SettingsService
from tests.conftest import LogGuard

PROXY = "http://127.0.0.1:7890"
PASSWORD = "correct horse"
LIMIT = 10.0
OWN = Settings(proxy=ProxyChoice.CUSTOM, proxy_address=PROXY, proxy_user="ann")


@dataclass
class Kept:
    secret: Secret


@dataclass
class Keyring:
    kept: dict[str, Kept] = field(default_factory=dict)
    session: dict[str, Secret] = field(default_factory=dict)
    fails: bool = False
    questions: int = 0

    def _answer(self) -> None:
        self.questions += 1
        if self.fails:
            raise CredentialsError(ErrorCase.KEYRING_UNAVAILABLE, "no store")

    async def get(self, profile_id: str) -> Kept | None:
        self._answer()
        return self.kept.get(profile_id)

    async def set(self, secret: Secret, profile_id: str) -> object:
        self._answer()
        self.kept[profile_id] = Kept(secret)
        return None

    async def delete(self, profile_id: str) -> None:
        self._answer()
        self.kept.pop(profile_id, None)

    def remember_for_session(self, secret: Secret, profile_id: str) -> object:
        self.session[profile_id] = secret
        return None


class NoFile:
    def __init__(self) -> None:
        self.saved: list[Settings] = []

    def save(self, settings: Settings) -> None:
        self.saved.append(settings)


def told(address: str, user: str, password: str, exceptions: str) -> Mapping[str, str]:
    return {"all": f"{address} {user} {password}", "no": exceptions}


class Scene:
    def __init__(self, settings: Settings, keyring: Keyring | None = None) -> None:
        self.jobs, self.workers, self.file = Jobs(), Workers("files", 1), NoFile()
        self.keyring, self.redactor = keyring or Keyring(), Redactor()
        self.settings = SettingsService(settings, self.file, self.workers, self.jobs)
        self.proxies = ProxyService(self.settings, self.keyring, told, self.redactor, self.jobs)
        self.changes: list[object] = []
        self.states: list[PasswordState] = []
        self.proxies.changed.connect(lambda: self.changes.append(self.proxies.settings()))
        self.proxies.password_changed.connect(self.states.append)

    async def settle(self) -> None:
        await self.jobs.wait(lambda _name: True, LIMIT)
        self.workers.close()


async def test_computer_s_own_settings_hold_unless_the_person_chose() -> None:
    scene = Scene(Settings())
    assert scene.proxies.settings() is None
    scene.settings.change(proxy=ProxyChoice.NONE)
    scene.settings.change(proxy=ProxyChoice.CUSTOM)
    scene.settings.change(proxy_address=PROXY)
    scene.settings.change(text_size=150)
    await scene.settle()
    # A proxy without an address is none yet: it must not be gone around, nor may it block.
    assert scene.changes == [{}, None, told(PROXY, "", "", "")]


async def test_password_is_read_before_the_first_connection_and_never_logged() -> None:
    scene = Scene(OWN, Keyring({PASSWORD_PROFILE: Kept(Secret(PASSWORD))}))
    await scene.proxies.load()
    assert scene.proxies.settings() == told(PROXY, "ann", PASSWORD, "")
    assert PASSWORD not in scene.redactor.clean(f"via {PASSWORD}")
    assert scene.states == [PasswordState.SAVED]
    await scene.settle()


@pytest.mark.parametrize("settings", [Settings(), Settings(proxy_user="ann", proxy_address=PROXY)])
async def test_password_store_is_not_asked_where_no_password_is_needed(settings: Settings) -> None:
    scene = Scene(settings)
    await scene.proxies.load()
    assert scene.keyring.questions == 0
    await scene.settle()


async def test_new_password_holds_at_once_and_is_kept_in_the_store_only() -> None:
    scene = Scene(OWN)
    scene.proxies.set_password(PASSWORD)
    assert scene.changes == [told(PROXY, "ann", PASSWORD, "")]
    scene.settings.change(proxy_exceptions="*.local")
    await scene.settle()
    assert scene.keyring.kept[PASSWORD_PROFILE].secret.reveal() == PASSWORD
    assert scene.states == [PasswordState.SAVED]
    assert scene.file.saved
    assert PASSWORD not in str(scene.file.saved)


async def test_without_a_store_the_password_holds_for_the_session_and_that_is_told(
    log_guard: LogGuard,
) -> None:
    log_guard.expected.append("password could not be")
    scene = Scene(OWN, Keyring(fails=True))
    await scene.proxies.load()
    scene.proxies.set_password(PASSWORD)
    await scene.settle()
    assert scene.states == [PasswordState.SESSION_ONLY]
    assert scene.keyring.session[PASSWORD_PROFILE].reveal() == PASSWORD
    assert scene.proxies.settings() == told(PROXY, "ann", PASSWORD, "")


async def test_empty_password_is_forgotten() -> None:
    scene = Scene(OWN, Keyring({PASSWORD_PROFILE: Kept(Secret(PASSWORD))}))
    await scene.proxies.load()
    scene.proxies.set_password("")
    await scene.settle()
    assert scene.keyring.kept == {}
    assert scene.states == [PasswordState.SAVED, PasswordState.NONE]
    assert scene.proxies.settings() == told(PROXY, "ann", "", "")


async def test_user_named_later_brings_the_password_that_was_kept() -> None:
    keyring = Keyring({PASSWORD_PROFILE: Kept(Secret(PASSWORD))})
    scene = Scene(Settings(proxy=ProxyChoice.CUSTOM, proxy_address=PROXY), keyring)
    scene.settings.change(proxy_user="ann")
    await scene.settle()
    assert scene.changes == [told(PROXY, "ann", PASSWORD, "")]
