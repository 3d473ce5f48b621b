"""The program with a password store in memory: `program_with_key.py [ARGUMENT ...]`.

The store holds the first line of standard input as the key. Everything else is the program.
"""

from __future__ import annotations

import sys

from nanobanana_desktop.storage import credential_backend
from nanobanana_desktop.storage.credential_backend import PasswordStore, platform_store_kind


class MemoryStore:
    def __init__(self, password: str) -> None:
        self._password: str | None = password

    def get_password(self, _service: str, _username: str) -> str | None:
        return self._password

    def set_password(self, _service: str, _username: str, password: str) -> None:
        self._password = password

    def delete_password(self, _service: str, _username: str) -> None:
        self._password = None


def run() -> int:
    store = PasswordStore(MemoryStore(sys.stdin.readline().strip()), platform_store_kind())
    # Before the rest of the program imports it.
    credential_backend.open_password_store = lambda: store
    from nanobanana_desktop.__main__ import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
