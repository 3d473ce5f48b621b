"""The command line: `nanobanana-desktop` and `python -m nanobanana_desktop`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import TextIO

from nanobanana_desktop import __version__


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nanobanana-desktop",
        description="Make pictures with the Nano Banana service and keep every one of them.",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="talk to a service inside the program: no key, no network, nothing is charged",
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="keep the database, the pictures and everything else below DIR",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="address of the service for this run; plain http for this computer only",
    )
    parser.add_argument(
        "--log",
        metavar="LEVEL|NAMES",
        help="log to the terminal too: a level, or names such as api,poller",
    )
    parser.add_argument(
        "--self-test", action="store_true", help="check this installation, print JSON and end"
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("--demo-picture", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    # For `dev.py build`: the moment of the first paint goes into FILE, and the program ends.
    parser.add_argument("--first-paint", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    return parser


def prepare_environment(environment: MutableMapping[str, str], platform: str) -> None:
    """Set what Qt reads before it starts.

    On Linux the Qt wheels bring no fcitx input plug-in; fcitx answers to the ibus one, so that
    name is tried too – else Chinese cannot be typed on desktops that set QT_IM_MODULE=fcitx.
    A D-Bus that is set up badly (no machine id, as in bare containers) must not end the program,
    which the D-Bus library does unless it is told otherwise.
    """
    environment.setdefault("QT_API", "pyside6")
    if platform.startswith("linux") and "QT_IM_MODULES" not in environment:
        module = environment.get("QT_IM_MODULE") or "fcitx"
        environment["QT_IM_MODULES"] = f"wayland;{module};ibus"
    if platform.startswith("linux"):
        environment.setdefault("DBUS_FATAL_WARNINGS", "0")


def _give_streams() -> None:
    """On Windows a program with windows starts without streams, also from a terminal.

    What it prints then goes to that terminal, and nowhere after a double click.
    """
    missing = [name for name in ("stdout", "stderr") if getattr(sys, name) is None]
    if not missing:
        return
    place = os.devnull
    if sys.platform == "win32":
        import ctypes

        parent_process = -1
        if ctypes.windll.kernel32.AttachConsole(parent_process):
            place = "CONOUT$"
    for name in missing:
        setattr(sys, name, _written_to(place))


def _written_to(place: str) -> TextIO:
    # The console of Windows takes UTF-8 from Python, whatever its code page.
    return Path(place).open("w", encoding="utf-8", errors="replace", buffering=1)


def _end_at_first_paint(file: Path) -> Callable[[], None]:
    """Nothing after it is of interest, and nothing was changed yet that would need an end."""

    def on_first_paint() -> None:
        file.write_text(str(time.monotonic()), encoding="ascii")
        os._exit(0)

    return on_first_paint


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status (0 after a clean quit)."""
    _give_streams()
    options = make_parser().parse_args(arguments)
    prepare_environment(os.environ, sys.platform)
    if options.self_test:
        from nanobanana_desktop.self_test import run_self_test

        return run_self_test(options.data_dir)
    from nanobanana_desktop.launch import run

    return run(options, _end_at_first_paint(options.first_paint) if options.first_paint else None)


if __name__ == "__main__":
    sys.exit(main())
