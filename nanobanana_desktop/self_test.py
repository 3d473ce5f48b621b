"""`--self-test`: whether this installation has what the program needs, as JSON."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanobanana_desktop import __version__
from nanobanana_desktop.resources import resource_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

Check = Callable[[], Any]


def run_self_test(data_dir: Path | None) -> int:
    """Print one JSON object; `ok` tells all in one. Returns 0 when everything is there, else 1.

    Works without a display and without a network; writes below `data_dir` or a temporary folder.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        folder = data_dir or Path(scratch)
        checks: dict[str, Check] = {
            "database": lambda: _check_database(folder),
            "pictures": _check_pictures,
            "icons": _check_icons,
            "themes": _check_themes,
            "translations": _check_translations,
            "tls": _check_tls,
            "keyring": _check_keyring,
        }
        report: dict[str, Any] = {
            "version": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "glibc": platform.libc_ver()[1],
            "sqlite": sqlite3.sqlite_version,
        }
        failed = []
        for name, check in checks.items():
            try:
                report[name] = check()
            except Exception as error:
                report[name] = f"failed: {error}"
                failed.append(name)
    report["failed"] = failed
    report["ok"] = not failed
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=True) + "\n")
    return 0 if not failed else 1


def _check_database(folder: Path) -> dict[str, object]:
    import asyncio

    from nanobanana_desktop.paths import DataPaths
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

    return asyncio.run(open_and_ask())


@cache
def _application() -> QApplication:
    """Kept until the end: without it nothing can be drawn."""
    from PySide6.QtWidgets import QApplication

    from nanobanana_desktop.ui.theme.theme import STYLE_ARGUMENTS

    return QApplication(["self-test", *STYLE_ARGUMENTS])


def _check_pictures() -> dict[str, object]:
    from PySide6.QtGui import QImageReader

    application = _application()
    formats = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    missing = {"png", "jpeg", "webp", "svg"} - formats
    if missing:
        raise RuntimeError(f"Qt cannot read {', '.join(sorted(missing))}")
    from PySide6.QtCore import qVersion

    return {"qt": qVersion(), "formats": sorted(formats), "application": bool(application)}


def _check_icons() -> int:
    icons = list(resource_path("icons").glob("*.svg"))
    if not icons:
        raise RuntimeError("no icons")
    return len(icons)


def _check_themes() -> list[str]:
    from nanobanana_desktop.ui.theme.look_check import ICONS, check_look

    return check_look(_application(), ICONS)


def _check_translations() -> list[str]:
    from PySide6.QtCore import QTranslator

    files = sorted(resource_path("i18n").glob("*.qm"))
    unreadable = [file.name for file in files if not QTranslator().load(str(file))]
    if unreadable or not files:
        raise RuntimeError(f"translations missing or unreadable: {unreadable}")
    return [file.name for file in files]


def _check_tls() -> dict[str, object]:
    import ssl

    import truststore

    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    known = len(ssl.create_default_context().get_ca_certs())
    if sys.platform.startswith("linux") and known == 0:
        raise RuntimeError("no system certificates found")
    return {"openssl": ssl.OPENSSL_VERSION, "certificates": known}


def _check_keyring() -> str:
    from nanobanana_desktop.storage.credential_backend import (
        NoPasswordStoreError,
        open_password_store,
    )

    try:
        store = open_password_store()
    except NoPasswordStoreError as error:
        # A machine without one is no fault of the installation: keys are kept for the session.
        return f"none ({error})"
    return f"{type(store.backend).__module__} ({store.kind.value})"
