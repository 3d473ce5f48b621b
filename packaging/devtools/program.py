"""`dev.py run`: the program on this screen, or its demo on a virtual one."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from devtools.console import Console, KnownError, child_environment
from devtools.layout import BUILD, venv_python
from devtools.virtual_screen import has_display, virtual_screen

# These answer on the terminal and open no window.
WITHOUT_WINDOW = frozenset({"--version", "--help", "-h", "--self-test"})


def needs_virtual_screen(arguments: Sequence[str], env: dict[str, str], platform: str) -> bool:
    """Whether this run is a demo on a machine without a display.

    Raises KnownError for the real program there: a window that nobody sees spends real money.
    """
    if has_display(env, platform) or WITHOUT_WINDOW.intersection(arguments):
        return False
    if "--demo" in arguments:
        return True
    raise KnownError(
        "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can open.\n"
        "Start this in a terminal of a graphical session (over SSH: ssh -X), or see the program on"
        " a virtual screen with\n\n    python3 packaging/dev.py run --demo\n",
        2,
    )


def command(arguments: Sequence[str]) -> list[str]:
    # -P: a file in the current folder must not stand in for a module of the program.
    return [str(venv_python()), "-P", "-m", "nanobanana_desktop", *arguments]


def run_here(console: Console, arguments: Sequence[str]) -> int:
    env = child_environment()
    if not has_display(env, sys.platform):
        env["QT_QPA_PLATFORM"] = "offscreen"
    return console.show(command(arguments), env=env)


def run_on_virtual_screen(console: Console, arguments: Sequence[str]) -> int:
    """Makes one demo picture in the real window and tells where it and a screenshot are."""
    arguments = list(arguments)
    if not any(each.split("=")[0] == "--data-dir" for each in arguments):
        folder = BUILD / "nanobanana-demo"
        folder.mkdir(parents=True, exist_ok=True)
        arguments += ["--data-dir", str(folder)]
        console.line("demo", f"keeps its data in {folder}")
    report = BUILD / "demo-picture.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    with virtual_screen(child_environment()) as env:
        console.line("demo", "the window makes one picture on the virtual screen …")
        status = console.show(command([*arguments, "--demo-picture", str(report)]), env=env)
    if status != 0:
        raise KnownError(
            f"The program ended with status {status}; its log is below the data folder, in logs/.",
            status if status > 0 else 1,
        )
    for label, path in told_by(report):
        console.say(f"{label} saved: {path}")
    return 0


def told_by(report: Path) -> list[tuple[str, Path]]:
    """The picture and the screenshot of the window that the program says it saved."""
    try:
        saved = json.loads(report.read_text(encoding="utf-8"))
        if "error" in saved:
            raise KnownError(f"The demo made no picture: its task ended as {saved['error']}.")
        files = [("Picture", Path(saved["picture"])), ("Screenshot", Path(saved["screenshot"]))]
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise KnownError("The program ended without making a demo picture.") from reason
    for label, path in files:
        if not path.is_file():
            raise KnownError(f"{label} not found where the program said it is: {path}")
    return files
