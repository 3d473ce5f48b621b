"""`dev.py check`: format, lint, types, layers and translations, all of them even if one fails."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from devtools.console import CommandError, Console, child_environment
from devtools.layout import ROOT, venv_command, venv_python


@dataclass(frozen=True)
class Check:
    """One tool; `fix` is what mends its findings, where the tool can."""

    name: str
    command: tuple[str | Path, ...]
    fix: tuple[str | Path, ...] | None = None


def all_checks() -> list[Check]:
    python, ruff = venv_python(), venv_command("ruff")
    translations = (python, ROOT / "packaging" / "translations.py")
    return [
        Check("format", (ruff, "format", "--check"), (ruff, "format")),
        Check("lint", (ruff, "check"), (ruff, "check", "--fix")),
        Check("types", (python, "-m", "mypy")),
        Check("layers", (venv_command("lint-imports"),)),
        Check("translations", (*translations, "check"), (*translations, "update")),
    ]


def run_checks(console: Console, fix: bool) -> int:
    """1 when a check found something. With `fix` the mendable findings are mended first."""
    failed = []
    for check in all_checks():
        begin = time.monotonic()
        try:
            if fix and check.fix:
                console.run(check.fix, env=child_environment())
            console.run(check.command, env=child_environment())
        except CommandError as failure:
            failed.append(check.name)
            console.line(check.name, "FAILED")
            if not console.verbose:
                console.say(failure.output.rstrip())
        else:
            console.line(check.name, f"ok ({time.monotonic() - begin:.1f} s)")
    if failed:
        console.say(f"\nCheck failed: {', '.join(failed)}")
        mendable = [check.name for check in all_checks() if check.fix and check.name in failed]
        if mendable and not fix:
            console.say("Much of it mends itself: python3 packaging/dev.py check --fix")
        return 1
    console.say("All checks passed.")
    return 0
