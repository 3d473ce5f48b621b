"""The key: in the system's password store, or in memory for this session. Never in a file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from nanobanana_desktop.errors import CredentialsError, ErrorCase
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.storage.credential_backend import (
    NoPasswordStoreError,
    PasswordStore,
    StoreKind,
    open_password_store,
    platform_store_kind,
)

SERVICE: Final = "nanobanana-desktop"
"""The service name of the entries; the user name is the profile's id."""

DEFAULT_PROFILE: Final = "default"

TIME_LIMIT: Final = 20.0
"""Seconds; a locked store asks the person and answers when they do."""

KEY_LIMIT: Final = 1280
"""UTF-16 units: what the Windows Credential Manager takes. The same everywhere."""

_STOP_SECONDS: Final = 1.0

T = TypeVar("T")

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class StoredKey:
    """The key, and where it is kept."""

    secret: Secret
    kept_in: StoreKind


class CredentialStore:
    """Keys by profile id; for the thread of the event loop.

    Every question to the system's store is asked in one daemon thread. One that is not answered in
    time leaves that thread waiting; further questions fail at once until it returns. The store is
    first opened by the first question.

    Raises CredentialsError: KEYRING_UNAVAILABLE (none, no answer, or it does not keep what it is
    given), KEYRING_LOCKED, KEY_TOO_LONG (fact `limit`). The fact `store` is a `StoreKind`.
    """

    def __init__(
        self,
        *,
        open_store: Callable[[], PasswordStore] = open_password_store,
        time_limit: float = TIME_LIMIT,
        kind: StoreKind | None = None,
    ) -> None:
        self._open_store = open_store
        self._time_limit = time_limit
        self._kind = kind or platform_store_kind()
        self._worker = _Worker()
        self._unanswered: Future[Any] | None = None
        self._opened: PasswordStore | None = None
        self._session: dict[str, Secret] = {}

    @property
    def kind(self) -> StoreKind:
        """The system's password store, whether it answers or not."""
        return self._kind

    async def get(self, profile_id: str = DEFAULT_PROFILE) -> StoredKey | None:
        """The key, or None when there is none. A key of this session comes first."""
        remembered = self._session.get(profile_id)
        if remembered is not None:
            return StoredKey(remembered, StoreKind.SESSION)
        try:
            value = await self._ask(lambda store: _read(store, profile_id))
        except NoPasswordStoreError as error:
            raise self._unavailable(str(error)) from None
        return StoredKey(Secret(value), self._kind) if value else None

    async def set(self, secret: Secret, profile_id: str = DEFAULT_PROFILE) -> StoreKind:
        """Keep the key in the system's store and read it back; where it is kept."""
        units = len(secret.reveal().encode("utf-16-le", "surrogatepass")) // 2
        if units > KEY_LIMIT:
            raise CredentialsError(
                ErrorCase.KEY_TOO_LONG, f"{units} UTF-16 units", limit=KEY_LIMIT, store=self._kind
            )
        try:
            await self._ask(lambda store: _write(store, profile_id, secret.reveal()))
        except NoPasswordStoreError as error:
            raise self._unavailable(str(error)) from None
        self._session.pop(profile_id, None)
        return self._kind

    def remember_for_session(self, secret: Secret, profile_id: str = DEFAULT_PROFILE) -> StoreKind:
        """Keep the key in memory only; it is used before one of the system's store."""
        self._session[profile_id] = secret
        return StoreKind.SESSION

    async def delete(self, profile_id: str = DEFAULT_PROFILE) -> None:
        """Forget the key everywhere; no error when there is none, or no store at all."""
        self._session.pop(profile_id, None)
        try:
            await self._ask(lambda store: _delete(store, profile_id))
        except NoPasswordStoreError as error:
            logger.info("no password store to remove the key from: %s", error)

    def close(self) -> None:
        """Forget keys of the session and end the thread, unless it still waits for an answer."""
        self._session.clear()
        self._worker.stop()

    async def _ask(self, question: Callable[[PasswordStore], T]) -> T:
        """The answer of the system's store; NoPasswordStoreError passes through."""
        if self._unanswered is not None and not self._unanswered.done():
            raise self._unavailable("an earlier question is still not answered")
        future = self._worker.submit(lambda: self._answer(question))
        try:
            async with asyncio.timeout(self._time_limit):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            self._unanswered = future
            raise self._unavailable(f"no answer within {self._time_limit:g} s") from None
        except asyncio.CancelledError:
            self._unanswered = future
            raise

    def _answer(self, question: Callable[[PasswordStore], T]) -> T:
        """In the worker's thread: every error but a missing store becomes a CredentialsError."""
        from keyring.errors import KeyringLocked

        try:
            if self._opened is None:
                self._opened = self._open_store()
            return question(self._opened)
        except (NoPasswordStoreError, CredentialsError):
            raise
        except KeyringLocked as error:
            self._opened = None
            raise CredentialsError(
                ErrorCase.KEYRING_LOCKED, _described(error), retryable=True, store=self._kind
            ) from None
        except Exception as error:
            # A border: back-ends raise whatever their platform gives them. The chain is cut off
            # because it may hold what was to be stored.
            self._opened = None
            raise self._unavailable(_described(error)) from None

    def _unavailable(self, detail: str) -> CredentialsError:
        return CredentialsError(
            ErrorCase.KEYRING_UNAVAILABLE, detail, retryable=True, store=self._kind
        )


def _read(store: PasswordStore, profile_id: str) -> str:
    value = store.backend.get_password(SERVICE, profile_id)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"the store gave a {type(value).__name__}")
    return value or ""


def _write(store: PasswordStore, profile_id: str, key: str) -> None:
    try:
        store.backend.set_password(SERVICE, profile_id, key)
        kept = _read(store, profile_id)
    except Exception as error:
        if key in str(error):
            raise RuntimeError(f"{type(error).__name__} with the key in its text") from None
        raise
    if kept != key:
        raise RuntimeError("the store does not give back what it was given")


def _delete(store: PasswordStore, profile_id: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        store.backend.delete_password(SERVICE, profile_id)
    except PasswordDeleteError as error:
        # Also raised when there was nothing to delete.
        if _read(store, profile_id):
            raise RuntimeError(str(error)) from None


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


class _Worker:
    """One daemon thread that does one thing after the other; a stuck one never delays the exit."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, step: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(step())
            except BaseException as error:  # Carried to the one who waits, like a pool does.
                future.set_exception(error)

        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="keyring", daemon=True)
            self._thread.start()
        self._jobs.put(job)
        return future

    def stop(self) -> None:
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(_STOP_SECONDS)
            self._thread = None

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
