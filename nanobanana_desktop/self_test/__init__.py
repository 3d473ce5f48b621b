"""`--self-test`: whether this installation has what the program needs, as JSON."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nanobanana_desktop import __version__
from nanobanana_desktop.platform_trouble import missing_library

Check = Callable[[], object]


def run_self_test(data_dir: Path | None) -> int:
    """Print one JSON object; `ok` tells all in one. Returns 0 when everything is there, else 1.

    Works without a display and without a network. Writes in a temporary folder only: of the
    person's data folder it looks at nothing but whether it can be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="nanobanana-self-test-") as scratch:
        report = carry_out(all_checks(data_dir, Path(scratch)))
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=True) + "\n")
    return 0 if report["ok"] else 1


def all_checks(data_dir: Path | None, scratch: Path) -> dict[str, Check]:
    """Everything that is looked at, in this order; what is written goes below `scratch`."""
    from nanobanana_desktop.self_test import installation, toolkit

    def make_demo_picture() -> object:
        # Loads Qt's windows, which need libraries of the system.
        from nanobanana_desktop.self_test import demo_task

        return demo_task.check_demo_task(scratch / "demo")

    return {
        "data_folder": lambda: installation.check_data_folder(data_dir),
        "database": lambda: installation.check_database(scratch / "new"),
        "migration": lambda: installation.check_migration(scratch / "old"),
        "tls": installation.check_tls,
        "keyring": installation.check_keyring,
        "notices": installation.check_notices,
        "licences": installation.check_licences,
        "platforms": toolkit.check_platforms,
        "pictures": toolkit.check_pictures,
        "icons": toolkit.check_icons,
        "themes": toolkit.check_themes,
        "fonts": toolkit.check_fonts,
        "translations": toolkit.check_translations,
        "demo_task": make_demo_picture,
    }


def carry_out(checks: Mapping[str, Check]) -> dict[str, Any]:
    """What each check found, or why it failed; a failure ends no other check."""
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
            reason = missing_library(error) or str(error) or type(error).__name__
            report[name] = f"failed: {reason}"
            failed.append(name)
    report["failed"] = failed
    report["ok"] = not failed
    return report
