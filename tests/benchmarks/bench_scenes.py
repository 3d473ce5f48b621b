"""P18: how long the window's thread is away in scenes of daily use with a large library."""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from library import copy_of, library
from measuring import judge, run_child_lists

TASKS = 100_000
FRAME = 1 / 60
LONGEST = 0.05


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(library(TASKS), Path(folder) / "library")
        # The first run makes what is kept: the search index and thumbnails of what is looked at.
        run_child_lists("child_scenes.py", str(copy))
        scenes = run_child_lists("child_scenes.py", str(copy))
    met = True
    for name, pauses in scenes.items():
        rare, longest = rarely_exceeded(pauses), max(pauses)
        is_met = rare <= FRAME and longest <= LONGEST
        shown = f"{rare * 1000:.1f} ms, longest {longest * 1000:.1f} ms"
        if name.endswith("(work)"):
            sys.stdout.write(f"    of that own work: {shown}\n")
        else:
            aim = f"≤ {FRAME * 1000:.1f}, {LONGEST * 1000:.0f} ms"
            met &= judge(f"P18 {name}, 99.9 % of beats", shown, is_met, is_met, aim)
    return 0 if met else 1


def rarely_exceeded(pauses: list[float]) -> float:
    """What 999 of 1,000 beats do not exceed."""
    return sorted(pauses)[math.ceil(len(pauses) * 0.999) - 1]


if __name__ == "__main__":
    sys.exit(main())
