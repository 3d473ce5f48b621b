"""The launch: what keeps the way to the first paint short, before the window's modules load."""

from __future__ import annotations

import argparse
import builtins
import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module

from nanobanana_desktop.platform_trouble import STATUS, missing_display, missing_library


def run(options: argparse.Namespace, on_first_paint: Callable[[], None] | None = None) -> int:
    """Run the program until it is closed; returns the exit status, see `app.run`.

    2 as well where no window can open; the reason is told on the terminal then.
    """
    if reason := missing_display(os.environ, sys.platform):
        return _refuse(reason)
    # Nearly all that is made before the first paint stays: there is no garbage to look for.
    gc.disable()
    try:
        _load_qt()
        from nanobanana_desktop.app import run as run_program
    except ImportError as error:
        if reason := missing_library(error):
            return _refuse(reason)
        raise
    return run_program(options, on_first_paint)


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return STATUS


def _load_qt() -> None:
    """Load Qt and free the import statement from it.

    WORKAROUND: PySide6 replaces `__import__` to look through the source text of every module that
    is loaded from then on for `from __feature__ import`, which is not used here; that makes every
    import dearer (`bench first_paint`). Without the name it keeps, nothing is changed.
    """
    import_module("PySide6.QtCore")
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
