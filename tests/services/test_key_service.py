"""The key: refused, unreachable, no password store, and the good case."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

import pytest

from nanobanana_desktop.domain.settings import Settings, settings_to_mapping
from nanobanana_desktop.errors import CredentialsError, ErrorCase
from nanobanana_desktop.log import Redactor
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.key_service import KeyService, KeyStatus

WaitUntil = Callable[..., Awaitable[None]]


@dataclass
class FakeKept:
    secret: Secret


@dataclass
class FakeCredentials:
    kept: FakeKept | None = None
    session: Secret | None = None
    error: ErrorCase | None = None

    def _maybe_fail(self) -> None:
        if self.error is not None:
            raise CredentialsError(self.error, "no store")

    async def get(self) -> FakeKept | None:
        self._maybe_fail()
        return self.kept

    async def set(self, secret: Secret) -> object:
        self._maybe_fail()
        self.kept = FakeKept(secret)
        return None

    async def delete(self) -> None:
        self._maybe_fail()
        self.kept = None

    def remember_for_session(self, secret: Secret) -> object:
        self.session = secret
        return None


class Noon(Clock):
    """Noon of a day on this computer."""

    def __init__(self, day: date) -> None:
        self.day = day

    def utc(self) -> float:
        return datetime.combine(self.day, time(12)).astimezone().timestamp()


@dataclass
class FakeSettings:
    settings: Settings = field(default_factory=Settings)

    def change(self, **fields: Any) -> None:
        self.settings = replace(self.settings, **fields)


def make(
    verdict: str,
    credentials: FakeCredentials,
    settings: FakeSettings | None = None,
    clock: Clock | None = None,
) -> tuple[KeyService, list[KeyStatus]]:
    async def check(secret: Secret) -> str:
        return verdict

    service = KeyService(
        credentials, check, Redactor(), Jobs(), clock or Clock(), settings or FakeSettings()
    )
    told: list[KeyStatus] = []
    service.key_changed.connect(lambda state: told.append(state.status))
    return service, told


async def test_a_refused_key_is_not_kept(wait_until: WaitUntil) -> None:
    credentials = FakeCredentials()
    service, told = make("refused", credentials)
    service.check_and_save("bad-key")
    await wait_until(lambda: KeyStatus.REFUSED in told)
    assert credentials.kept is None
    assert service.secret is None
    assert not service.state.usable


@pytest.mark.parametrize("verdict", ["works", "unreachable", "undecided"])
async def test_a_key_that_is_not_refused_is_kept(wait_until: WaitUntil, verdict: str) -> None:
    credentials = FakeCredentials()
    service, told = make(verdict, credentials)
    service.check_and_save('  "good-key" \n')
    await wait_until(lambda: service.state.usable)
    assert told == [KeyStatus.CHECKING, KeyStatus(verdict)]
    assert credentials.kept == FakeKept(Secret("good-key"))


async def test_without_a_store_the_key_can_be_used_until_the_end(
    wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("the key could not be kept")
    credentials = FakeCredentials(error=ErrorCase.KEYRING_UNAVAILABLE)
    service, told = make("works", credentials)
    service.check_and_save("good-key")
    await wait_until(lambda: KeyStatus.STORE_UNAVAILABLE in told)
    assert not service.state.usable
    service.use_until_quit()
    assert service.state.usable
    assert service.state.session_only
    assert credentials.session == Secret("good-key")


async def test_a_locked_store_is_said_and_can_be_asked_again(
    expected_log: Callable[[str], None], wait_until: WaitUntil
) -> None:
    expected_log("the key could not be read")
    credentials = FakeCredentials(FakeKept(Secret("stored")), error=ErrorCase.KEYRING_LOCKED)
    service, told = make("works", credentials)
    await service.load()
    assert told == [KeyStatus.STORE_LOCKED]
    credentials.error = None
    service.try_store_again()
    await wait_until(lambda: service.state.usable)
    assert service.secret == Secret("stored")


async def test_no_key_is_no_trouble() -> None:
    service, told = make("works", FakeCredentials())
    await service.load()
    assert told == [KeyStatus.MISSING]


async def test_a_removed_key_is_gone(wait_until: WaitUntil) -> None:
    credentials = FakeCredentials(FakeKept(Secret("stored")))
    service, _ = make("works", credentials)
    await service.load()
    assert service.state.usable
    service.remove()
    await wait_until(lambda: service.state.status is KeyStatus.MISSING)
    assert credentials.kept is None
    assert service.secret is None


async def test_blank_text_is_no_key() -> None:
    service, told = make("works", FakeCredentials())
    service.check_and_save("  ''  ")
    assert told == []


class Gate:
    """Answers a check when it is opened for that key."""

    def __init__(self) -> None:
        self.answers: dict[str, asyncio.Future[str]] = {}

    async def check(self, secret: Secret) -> str:
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.answers[secret.reveal()] = future
        return await future


async def test_the_key_that_was_given_last_wins(wait_until: WaitUntil) -> None:
    gate, credentials = Gate(), FakeCredentials()
    service = KeyService(credentials, gate.check, Redactor(), Jobs(), Clock(), FakeSettings())
    service.check_and_save("first-key")
    service.check_and_save("second-key")
    await wait_until(lambda: len(gate.answers) == 2)
    gate.answers["second-key"].set_result("works")
    await wait_until(lambda: service.state.status is KeyStatus.WORKS)
    gate.answers["first-key"].set_result("refused")
    await asyncio.sleep(0)
    assert (service.state.status, service.secret) == (KeyStatus.WORKS, Secret("second-key"))
    assert credentials.kept == FakeKept(Secret("second-key"))


async def test_a_key_that_was_removed_while_it_was_checked_stays_removed(
    wait_until: WaitUntil,
) -> None:
    gate, credentials = Gate(), FakeCredentials()
    service = KeyService(credentials, gate.check, Redactor(), Jobs(), Clock(), FakeSettings())
    service.check_and_save("some-key")
    await wait_until(lambda: gate.answers)
    service.remove()
    await wait_until(lambda: service.state.status is KeyStatus.MISSING)
    gate.answers["some-key"].set_result("works")
    for _ in range(5):
        await asyncio.sleep(0)
    assert (service.secret, credentials.kept) == (None, None)


async def test_the_day_of_saving_is_known_after_a_restart_and_goes_with_the_key(
    wait_until: WaitUntil,
) -> None:
    day = date(2026, 11, 22)
    credentials, settings, clock = FakeCredentials(), FakeSettings(), Noon(day)
    service, _told = make("undecided", credentials, settings, clock)
    service.check_and_save("good-key")
    await wait_until(lambda: service.state.usable)
    assert service.state.saved_on == day
    changed = {
        name: value
        for name, value in settings_to_mapping(settings.settings).items()
        if value != settings_to_mapping(Settings())[name]
    }
    assert changed == {"key_saved_on": "2026-11-22"}

    clock.day = date(2026, 12, 24)
    later, _told = make("works", credentials, settings, clock)
    await later.load()
    assert (later.state.usable, later.state.saved_on) == (True, day)
    later.remove()
    await wait_until(lambda: later.state.status is KeyStatus.MISSING)
    assert (later.state.saved_on, settings.settings.key_saved_on) == (None, "")


async def test_a_key_that_went_elsewhere_leaves_no_day() -> None:
    settings = FakeSettings(Settings(key_saved_on="2026-11-22"))
    service, _told = make("works", FakeCredentials(), settings)
    await service.load()
    assert (service.state.status, settings.settings.key_saved_on) == (KeyStatus.MISSING, "")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01"])
async def test_without_a_usable_day_the_key_is_only_said_to_be_saved(text: str) -> None:
    credentials = FakeCredentials(FakeKept(Secret("good-key")))
    service, _told = make("works", credentials, FakeSettings(Settings(key_saved_on=text)))
    await service.load()
    assert (service.state.usable, service.state.saved_on) == (True, None)


async def test_a_key_for_this_session_has_no_day() -> None:
    credentials, settings = FakeCredentials(), FakeSettings()
    service, _told = make("works", credentials, settings)
    service.use_until_quit("good-key")
    assert service.state.session_only
    assert settings.settings.key_saved_on == ""
