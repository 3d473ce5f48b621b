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
LIMIT = 0.1


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(library(TASKS), Path(folder) / "library")
        changes = run_child_lists("child_theme.py", str(copy))
    met = True
    for name, seconds in changes.items():
        median, quickest = statistics.median(seconds), min(seconds)
        shown = f"{median * 1000:.0f} ms of work, slowest {max(seconds) * 1000:.0f} ms"
        aim = f"≤ {LIMIT * 1000:.0f} ms"
        met &= judge(f"another {name}, painted", shown, median <= LIMIT, quickest <= LIMIT, aim)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
