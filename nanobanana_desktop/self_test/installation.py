"""What the program needs besides its window: folder, history, certificates, password store."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import ssl
import sys
from collections.abc import Callable, Coroutine
from contextlib import closing
from importlib import import_module
from pathlib import Path

from nanobanana_desktop.paths import DataPaths, default_data_folder
from nanobanana_desktop.resources import licence_paths


class SelfTestError(Exception):
    """Something is missing; the text says what, and what to do."""


def check_data_folder(data_dir: Path | None) -> dict[str, object]:
    """Whether the person's folder can be written, or be made; nothing is made or read."""
    folder = (data_dir or default_data_folder(demo=False)).absolute()
    exists = folder.is_dir()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise SelfTestError(
            f"{folder} cannot be used: {nearest} is no folder that can be written. "
            "Choose another one with --data-dir."
        )
    return {"folder": str(folder), "exists": exists}


def check_database(folder: Path) -> dict[str, object]:
    """Make a history, read it back, and see what SQLite can do."""
    from nanobanana_desktop.storage.database import Database

    paths = DataPaths(folder)
    paths.create()

    async def open_and_ask() -> dict[str, object]:
        database = Database(paths.database)
        await database.open()
        try:
            version = await database.run(
                lambda connection: connection.execute("PRAGMA user_version").fetchone()[0]
            )
            options = await database.run(
                lambda connection: [row[0] for row in connection.execute("PRAGMA compile_options")]
            )
        finally:
            await database.close()
        return {"schema": version, "full_text_search": "ENABLE_FTS5" in options}

    return _on_plain_loop(open_and_ask)


def check_migration(folder: Path) -> dict[str, object]:
    """A history of the first version is brought to this one, and copied before."""
    from nanobanana_desktop.storage.database import Database
    from nanobanana_desktop.storage.migrating import migrate
    from nanobanana_desktop.storage.migrations import MIGRATIONS

    paths = DataPaths(folder)
    paths.create()
    first = MIGRATIONS[:1]
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as connection:
        migrate(connection, first, 0)

    async def open_and_close() -> dict[str, object]:
        database = Database(paths.database)
        report = await database.open()
        await database.close()
        copied = report.backup is not None and report.backup.is_file()
        if report.migrated_from != first[-1].version or not copied:
            raise SelfTestError(f"an older history was not brought to this version: {report}")
        return {"from": report.migrated_from, "to": report.schema_version, "copy_before": copied}

    return _on_plain_loop(open_and_close)


def check_tls() -> dict[str, object]:
    """The certificates that secure connections are checked with."""
    from nanobanana_desktop.api.trust import count_roots, system_trust

    context = system_trust()
    known = count_roots(context)
    # Elsewhere the system itself checks, and need not tell what it trusts.
    if sys.platform.startswith("linux") and known == 0:
        raise SelfTestError(
            "no system certificates were found, so no secure connection can be made. "
            "Install the package ca-certificates, or name a file of certificates in SSL_CERT_FILE."
        )
    kind = f"{type(context).__module__}.{type(context).__qualname__}"
    return {"openssl": ssl.OPENSSL_VERSION, "certificates": known, "checked_by": kind}


def check_keyring() -> dict[str, object]:
    """The back-end for this system is part of the program, and whether its store answers now."""
    from nanobanana_desktop.storage.credential_backend import (
        NoPasswordStoreError,
        backend_name,
        open_password_store,
    )

    try:
        name = backend_name()
    except ImportError as error:
        raise SelfTestError(f"the keyring back-end of this system is missing: {error}") from error
    try:
        open_password_store()
    except NoPasswordStoreError as error:
        # A machine without one is no fault of the installation: keys are kept for the session.
        return {"backend": name, "store": f"none ({error})"}
    return {"backend": name, "store": "answers"}


def check_notices() -> str:
    """The library that shows notices on this system is whole; none is shown."""
    linux = sys.platform.startswith("linux")
    name = "jeepney" if linux else "desktop_notifier"
    try:
        import_module(name)
    except ImportError as error:
        raise SelfTestError(f"no notices can be shown: {error}") from error
    return name


def check_licences() -> list[str]:
    """The files that tell whose work is inside."""
    missing = [path.name for path in licence_paths() if not path.is_file()]
    if missing:
        raise SelfTestError(f"missing: {', '.join(missing)}")
    return [path.name for path in licence_paths()]


def _on_plain_loop(
    work: Callable[[], Coroutine[object, object, dict[str, object]]],
) -> dict[str, object]:
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(work())
