"""The password stores of the three platforms that a key may be kept in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

MINIMUM_PRIORITY: Final = 1.0
"""Keyring's own mark for back-ends that are recommended."""


class StoreKind(StrEnum):
    """Where a key is kept: Windows Credential Manager, macOS Keychain, the Secret Service of
    Linux desktops, or (SESSION) memory until the program ends."""

    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "secret_service"
    SESSION = "session"


class PasswordBackend(Protocol):
    """The part of a keyring back-end that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PasswordStore:
    backend: PasswordBackend
    kind: StoreKind


class NoPasswordStoreError(Exception):
    """This computer has no password store that can be used now."""


def platform_store_kind(platform: str = sys.platform) -> StoreKind:
    """The password store that belongs to the platform, whether it answers or not."""
    if platform == "win32":
        return StoreKind.WINDOWS
    return StoreKind.MACOS if platform == "darwin" else StoreKind.LINUX


def open_password_store() -> PasswordStore:
    """The platform's own store; may block for long, so for a thread that may be lost.

    Only three back-ends are ever used. Environment variables and configuration files that would
    choose another one (a null or plain-text one, for instance) are not looked at. Raises
    NoPasswordStoreError.
    """
    kind = platform_store_kind()
    try:
        return PasswordStore(_OPENERS[kind](), kind)
    except NoPasswordStoreError:
        raise
    except Exception as error:
        # Each back-end says in an exception of its own that its platform or service is missing.
        raise NoPasswordStoreError(f"{type(error).__name__}: {error}") from error


def backend_name() -> str:
    """The module of the platform's own back-end. Raises ImportError when it is not there."""
    name = _MODULES[platform_store_kind()]
    return import_module(name).__name__


def open_no_store() -> PasswordStore:
    """For the demo, which must not touch the key that is kept for the real service."""
    raise NoPasswordStoreError("the demo keeps no key")


def _open_windows() -> PasswordBackend:
    from keyring.backends.Windows import WinVaultKeyring

    backend = _made(WinVaultKeyring)
    # The default roams with the account to other computers.
    backend.persist = "local machine"
    return backend


def _open_macos() -> PasswordBackend:
    from keyring.backends.macOS import Keyring

    backend = _made(Keyring)
    # The class takes another keychain from the environment.
    backend.keychain = None
    return backend


def _open_secret_service() -> PasswordBackend:
    from keyring.backends.SecretService import Keyring

    return _made(Keyring)


_OPENERS: Final[Mapping[StoreKind, Callable[[], PasswordBackend]]] = {
    StoreKind.WINDOWS: _open_windows,
    StoreKind.MACOS: _open_macos,
    StoreKind.LINUX: _open_secret_service,
}
"""Imported by name: a frozen program does not depend on entry points then."""

_MODULES: Final[Mapping[StoreKind, str]] = {
    StoreKind.WINDOWS: "keyring.backends.Windows",
    StoreKind.MACOS: "keyring.backends.macOS",
    StoreKind.LINUX: "keyring.backends.SecretService",
}

Backend = TypeVar("Backend", bound="KeyringBackend")


def _made(backend_class: type[Backend]) -> Backend:
    priority = float(backend_class.priority)
    if priority < MINIMUM_PRIORITY:
        raise NoPasswordStoreError(f"{backend_class.__module__} has priority {priority:g}")
    # Keyring's constructor does nothing but apply KEYRING_PROPERTY_* variables, so it is left out.
    return backend_class.__new__(backend_class)
