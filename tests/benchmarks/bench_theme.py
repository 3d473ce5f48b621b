"""How long the window takes to change its dress: theme, contrast, size of the text, language."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from library import copy_of, library
from measuring import judge, run_child_lists

TASKS = 10_000
QUICK, RARE = 0.1, 0.2
"""Seconds: for the theme, which changes by itself at dusk, and for what is chosen once."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(library(TASKS), Path(folder) / "library")
        changes = run_child_lists("child_theme.py", str(copy))
    met = True
    for name, seconds in changes.items():
        median, quickest = statistics.median(seconds), min(seconds)
        limit = QUICK if name == "theme" else RARE
        shown = f"{median * 1000:.0f} ms of work, slowest {max(seconds) * 1000:.0f} ms"
        aim = f"≤ {limit * 1000:.0f} ms"
        met &= judge(f"another {name}, painted", shown, median <= limit, quickest <= limit, aim)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
