"""P5: memory after long use, compressed: scrolling over many thumbnails, opening pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from library import copy_of, library
from measuring import judge, run_child_lists

TASKS = 1_000
ROUNDS = 6
STEPS = 1_200
PICTURES = 60
GROWTH = 1.15
HITCH = 0.05


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.stdout.write("  needs /proc, so it runs on Linux only\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        copy = str(copy_of(library(TASKS), Path(folder) / "data"))
        # The first run makes the thumbnails, as a library of long standing has them.
        run_child_lists("child_soak.py", copy, "1", str(STEPS), "1")
        told = run_child_lists("child_soak.py", copy, str(ROUNDS), str(STEPS), str(PICTURES))
    memory = told["memory"]
    sys.stdout.write(
        f"  after each round of {STEPS} steps and {PICTURES} pictures: "
        f"{', '.join(f'{mb:.0f}' for mb in memory)} MB\n"
    )
    late = sorted(told["pauses"])
    sys.stdout.write(
        f"  the window's thread was late by {late[-1] * 1000:.0f} ms at the most, "
        f"{sum(each > HITCH for each in late)} times by more than {HITCH * 1000:.0f} ms\n"
    )
    # After the first round the caches are full.
    growth = memory[-1] / memory[0]
    is_met = growth <= GROWTH
    name = f"P5 memory after {(ROUNDS - 1) * STEPS} steps and {(ROUNDS - 1) * PICTURES} pictures"
    return 0 if judge(name, f"{growth:.2f}", is_met, is_met, f"≤ {GROWTH:.2f}") else 1


if __name__ == "__main__":
    sys.exit(main())
