from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest
from keyring.backends.SecretService import Keyring as SecretServiceKeyring
from keyring.errors import (
    InitError,
    KeyringError,
    KeyringLocked,
    NoKeyringError,
    PasswordDeleteError,
    PasswordSetError,
)

from nanobanana_desktop.errors import CredentialsError, ErrorCase
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.storage import credential_backend
from nanobanana_desktop.storage.credential_backend import (
    NoPasswordStoreError,
    PasswordStore,
    StoreKind,
    open_password_store,
    platform_store_kind,
)
from nanobanana_desktop.storage.credential_store import CredentialStore

KEY = Secret("canary-0123456789-ünïcode-密钥")


class MemoryBackend:
    """Keeps passwords like a store should; `before` runs first in every call."""

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.before = before
        self.threads: set[str] = set()

    def _enter(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.before()

    def get_password(self, service: str, username: str) -> str | None:
        self._enter()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._enter()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")


class NullBackend(MemoryBackend):
    """Swallows what it is given, like keyring.backends.null."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter()


class WrongBackend(MemoryBackend):
    def get_password(self, service: str, username: str) -> str | None:
        self._enter()
        return "another key"


class TalkativeBackend(MemoryBackend):
    """Puts the password into its error."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"cannot store {password!s}")


class StubbornBackend(MemoryBackend):
    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("not allowed")


class BytesBackend(MemoryBackend):
    def get_password(self, service: str, username: str) -> str | None:
        return cast("str", b"key")


class Recommended(SecretServiceKeyring):
    """The back-end of Linux where its service answers."""

    priority = 5.0


def store_of(backend: MemoryBackend, time_limit: float = 60.0) -> CredentialStore:
    return CredentialStore(
        open_store=lambda: PasswordStore(backend, StoreKind.LINUX),
        time_limit=time_limit,
        kind=StoreKind.LINUX,
    )


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
async def store(backend: MemoryBackend) -> AsyncIterator[CredentialStore]:
    store = store_of(backend)
    yield store
    store.close()


async def leave_waiting(store: CredentialStore, backend: MemoryBackend) -> None:
    """Until a question hangs: one whose time was over before it was asked is given up quietly."""
    while not backend.threads:
        with pytest.raises(CredentialsError) as raised:
            await store.get()
        assert raised.value.case is ErrorCase.KEYRING_UNAVAILABLE


@pytest.fixture
def hanging() -> Iterator[tuple[MemoryBackend, threading.Event]]:
    answered = threading.Event()
    yield MemoryBackend(lambda: answered.wait(30)), answered
    answered.set()


def raising(error: Exception) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


ERRORS = {
    "locked": (KeyringLocked("dismissed"), ErrorCase.KEYRING_LOCKED),
    "init": (InitError("Prompt dismissed"), ErrorCase.KEYRING_UNAVAILABLE),
    "none": (NoKeyringError("no backend"), ErrorCase.KEYRING_UNAVAILABLE),
    "other": (KeyringError("?"), ErrorCase.KEYRING_UNAVAILABLE),
    "set": (PasswordSetError("no"), ErrorCase.KEYRING_UNAVAILABLE),
    "platform": (OSError(1783, "The stub received bad data"), ErrorCase.KEYRING_UNAVAILABLE),
    "dbus": (ConnectionRefusedError("bus"), ErrorCase.KEYRING_UNAVAILABLE),
    "import": (ImportError("secretstorage"), ErrorCase.KEYRING_UNAVAILABLE),
    "bug": (AttributeError("x"), ErrorCase.KEYRING_UNAVAILABLE),
}


@pytest.mark.parametrize(("error", "case"), ERRORS.values(), ids=ERRORS)
async def test_every_error_of_a_store_has_a_case(error: Exception, case: ErrorCase) -> None:
    store = store_of(MemoryBackend(raising(error)))
    for ask in (store.get, lambda: store.set(KEY), store.delete):
        with pytest.raises(CredentialsError) as raised:
            await ask()
        assert raised.value.case is case
        assert raised.value.facts["store"] == StoreKind.LINUX
        assert raised.value.retryable
        assert raised.value.__cause__ is None
    store.close()


async def test_hanging_store_is_left_waiting_and_others_fail_at_once(
    hanging: tuple[MemoryBackend, threading.Event],
) -> None:
    backend, answered = hanging
    store = store_of(backend, time_limit=0.1)
    await leave_waiting(store, backend)
    for ask in (store.get, lambda: store.set(KEY), store.delete):
        with pytest.raises(CredentialsError) as raised:
            await ask()
        # Not that this one took too long, too.
        assert raised.value.detail == "an earlier question is still not answered"
    store.remember_for_session(KEY)
    kept = await store.get()
    assert kept is not None
    assert (kept.secret, kept.kept_in) == (KEY, StoreKind.SESSION)
    answered.set()
    store.close()


async def test_store_that_answers_late_is_asked_again(
    hanging: tuple[MemoryBackend, threading.Event],
) -> None:
    backend, answered = hanging
    backend.entries["nanobanana-desktop", "default"] = KEY.reveal()
    store = store_of(backend, time_limit=0.05)
    await leave_waiting(store, backend)
    answered.set()
    kept = None
    async with asyncio.timeout(60):
        while kept is None:
            with suppress(CredentialsError):
                kept = await store.get()
    assert kept.secret == KEY
    store.close()


async def test_cancelled_question_does_not_pile_up_others(
    hanging: tuple[MemoryBackend, threading.Event],
    wait_until: Callable[..., Awaitable[None]],
) -> None:
    backend, answered = hanging
    store = store_of(backend)
    question = asyncio.ensure_future(store.get())
    await wait_until(lambda: backend.threads)
    question.cancel()
    with pytest.raises(asyncio.CancelledError):
        await question
    with pytest.raises(CredentialsError):
        await store.get()
    answered.set()
    await wait_until(lambda: store._unanswered is None or store._unanswered.done())
    assert await store.get() is None
    store.close()


async def test_store_that_hangs_does_not_delay_the_end(
    hanging: tuple[MemoryBackend, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.storage.credential_store._STOP_SECONDS", 0.05)
    backend, answered = hanging
    store = store_of(backend, time_limit=0.05)
    await leave_waiting(store, backend)
    (thread,) = (t for t in threading.enumerate() if t.name == "keyring")
    assert thread.daemon
    store.close()
    assert thread.is_alive()
    answered.set()


@pytest.mark.parametrize("bad", [NullBackend, WrongBackend, BytesBackend])
async def test_store_that_does_not_give_back_the_key_is_not_trusted(
    bad: type[MemoryBackend],
) -> None:
    store = store_of(bad())
    with pytest.raises(CredentialsError) as raised:
        await store.set(KEY)
    assert raised.value.case is ErrorCase.KEYRING_UNAVAILABLE
    store.close()


async def test_key_is_in_no_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = store_of(TalkativeBackend())
    with pytest.raises(CredentialsError) as raised:
        await store.set(KEY)
    chain: BaseException | None = raised.value
    while chain is not None:
        assert KEY.reveal() not in f"{chain!s} {chain!r} {chain.args}"
        chain = chain.__cause__
    assert KEY.reveal() not in raised.value.detail
    assert KEY.reveal() not in caplog.text
    store.close()


async def test_failed_change_keeps_the_key_of_the_session() -> None:
    store = store_of(NullBackend())
    store.remember_for_session(KEY)
    with pytest.raises(CredentialsError):
        await store.set(Secret("new"))
    kept = await store.get()
    assert kept is not None
    assert kept.secret == KEY
    store.close()


@pytest.mark.parametrize("key", ["x" * 1281, "😀" * 641])
async def test_too_long_key_is_refused_before_the_store_is_asked(
    store: CredentialStore, backend: MemoryBackend, key: str
) -> None:
    with pytest.raises(CredentialsError) as raised:
        await store.set(Secret(key))
    assert raised.value.case is ErrorCase.KEY_TOO_LONG
    assert raised.value.facts["limit"] == 1280
    assert backend.threads == set()
    assert await store.set(Secret("x" * 1280)) is StoreKind.LINUX


async def test_no_store_at_all() -> None:
    def nothing() -> PasswordStore:
        raise NoPasswordStoreError("The Secret Service daemon is not running")

    store = CredentialStore(open_store=nothing, kind=StoreKind.LINUX)
    for ask in (store.get, lambda: store.set(KEY)):
        with pytest.raises(CredentialsError) as raised:
            await ask()
        assert raised.value.case is ErrorCase.KEYRING_UNAVAILABLE
        assert "not running" in raised.value.detail
    assert store.remember_for_session(KEY) is StoreKind.SESSION
    await store.delete()
    with pytest.raises(CredentialsError):
        await store.get()
    store.close()


async def test_store_that_comes_up_later_is_used(backend: MemoryBackend) -> None:
    tries: list[int] = []

    def flaky() -> PasswordStore:
        tries.append(1)
        if len(tries) == 1:
            raise NoPasswordStoreError("not yet")
        return PasswordStore(backend, StoreKind.LINUX)

    store = CredentialStore(open_store=flaky)
    with pytest.raises(CredentialsError):
        await store.get()
    await store.set(KEY)
    await store.get()
    assert len(tries) == 2
    store.close()


async def test_key_that_cannot_be_deleted_is_reported(backend: MemoryBackend) -> None:
    stubborn = StubbornBackend()
    store = store_of(stubborn)
    await store.set(KEY)
    with pytest.raises(CredentialsError):
        await store.delete()
    stubborn.entries.clear()
    await store.delete()
    store.close()


async def test_key_is_kept_and_forgotten(store: CredentialStore, backend: MemoryBackend) -> None:
    assert await store.get() is None
    assert await store.set(KEY) is StoreKind.LINUX
    assert backend.entries == {("nanobanana-desktop", "default"): KEY.reveal()}
    kept = await store.get()
    assert kept is not None
    assert (kept.secret, kept.kept_in) == (KEY, StoreKind.LINUX)
    assert "canary" not in repr(kept)
    assert await store.get("other") is None
    await store.delete()
    await store.delete()
    assert await store.get() is None


async def test_saving_replaces_the_key_of_the_session(store: CredentialStore) -> None:
    store.remember_for_session(Secret("old"))
    await store.set(KEY)
    kept = await store.get()
    assert kept is not None
    assert (kept.secret, kept.kept_in) == (KEY, StoreKind.LINUX)


async def test_store_is_only_asked_in_its_own_thread(
    store: CredentialStore, backend: MemoryBackend
) -> None:
    await asyncio.gather(store.get(), store.set(KEY), store.get(), store.delete())
    assert backend.threads == {"keyring"}


async def test_nothing_is_opened_before_the_first_question() -> None:
    opened: list[int] = []

    def open_store() -> PasswordStore:
        opened.append(1)
        return PasswordStore(MemoryBackend(), StoreKind.LINUX)

    store = CredentialStore(open_store=open_store)
    store.remember_for_session(KEY)
    await store.get()
    store.close()
    assert opened == []


def test_keyring_is_not_imported_with_the_module() -> None:
    program = (
        "import sys\n"
        "import nanobanana_desktop.storage.credential_store\n"
        "found = [n for n in sys.modules if n.split('.')[0] in ('keyring', 'secretstorage')]\n"
        "sys.exit(str(found) if found else 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("platform", "kind"),
    [
        ("win32", StoreKind.WINDOWS),
        ("darwin", StoreKind.MACOS),
        ("linux", StoreKind.LINUX),
        ("freebsd14", StoreKind.LINUX),
    ],
)
def test_store_of_the_platform(platform: str, kind: StoreKind) -> None:
    assert platform_store_kind(platform) is kind


@pytest.mark.parametrize(
    "name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "os.path"]
)
def test_choice_of_another_backend_from_outside_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "KeePassXC")
    (tmp_path / "python_keyring").mkdir()
    config = f"[backend]\ndefault-keyring={name}\nkeyring-path=/somewhere\n"
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(config)
    monkeypatch.setattr("keyring.backends.SecretService.Keyring", Recommended)
    monkeypatch.setattr(credential_backend, "platform_store_kind", lambda: StoreKind.LINUX)
    opened = open_password_store()
    assert opened.kind is StoreKind.LINUX
    assert isinstance(opened.backend, Recommended)
    assert opened.backend.scheme == "default"


@pytest.mark.parametrize("priority", [0, 0.9, -1])
def test_backend_that_is_not_recommended_is_no_store(
    monkeypatch: pytest.MonkeyPatch, priority: float
) -> None:
    kind = type("Poor", (Recommended,), {"priority": priority})
    monkeypatch.setattr("keyring.backends.SecretService.Keyring", kind)
    monkeypatch.setattr(credential_backend, "platform_store_kind", lambda: StoreKind.LINUX)
    with pytest.raises(NoPasswordStoreError):
        open_password_store()


@pytest.mark.parametrize("kind", [StoreKind.WINDOWS, StoreKind.MACOS])
def test_store_of_another_platform_is_none(
    monkeypatch: pytest.MonkeyPatch, kind: StoreKind
) -> None:
    if platform_store_kind() is kind:
        kind = StoreKind.LINUX
    monkeypatch.setattr(credential_backend, "platform_store_kind", lambda: kind)
    with pytest.raises(NoPasswordStoreError):
        open_password_store()


def test_no_session_bus_is_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.setattr(credential_backend, "platform_store_kind", lambda: StoreKind.LINUX)
    with pytest.raises(NoPasswordStoreError):
        open_password_store()


@pytest.mark.keyring
async def test_real_secret_service() -> None:
    store = CredentialStore()
    profile = "test-of-the-real-store"
    try:
        assert await store.set(KEY, profile) is StoreKind.LINUX
        second = CredentialStore()
        kept = await second.get(profile)
        second.close()
        assert kept is not None
        assert (kept.secret, kept.kept_in) == (KEY, StoreKind.LINUX)
    finally:
        await store.delete(profile)
    assert await store.get(profile) is None
    store.close()
