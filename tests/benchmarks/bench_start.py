"""P2 to P4: the start with libraries of any size, until everything works, and its memory."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from kept_thumbnails import keep_thumbnails
from library import copy_of, library
from measuring import Ratio, interleave, judge, mean_ms, ratio_of, run_child, verdict

MANY, MOST = 100_000, 1_000_000
PAIRS = 10
STARTS = 5
SETTLE = 3.0
SIZE_TARGET = 1.05
READY_TARGET = 3.5
PAUSE_TARGET = 0.05
MEMORY_RATIO_TARGET = 1.5
MEMORY_TARGET = 120.0


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.stdout.write("  needs /proc, so it runs on Linux only\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        copies = {
            count: str(copy_of(library(count), Path(folder) / str(count)))
            for count in (0, MANY, MOST)
        }
        keep_thumbnails(Path(copies[MANY]))
        met = size_does_not_matter(copies)
        return 0 if until_ready(copies[MANY]) and met else 1


def size_does_not_matter(copies: dict[int, str]) -> bool:
    bases, values = interleave(
        lambda: run_child("child_program.py", "first-paint", copies[0])["first_paint"],
        lambda: run_child("child_program.py", "first-paint", copies[MOST])["first_paint"],
        PAIRS,
    )
    sys.stdout.write(f"  empty {mean_ms(bases)}, {MOST:,} tasks {mean_ms(values)}\n")
    name = f"P2 first paint with {MOST:,} tasks, of an empty one"
    return verdict(name, ratio_of(bases, values), SIZE_TARGET)


def until_ready(folder: str) -> bool:
    starts: list[dict[str, float]] = []

    def ready() -> float:
        starts.append(run_child("child_start.py", folder, str(SETTLE)))
        return starts[-1]["ready"]

    bare, times = interleave(lambda: run_child("child_bare.py")["first_paint"], ready, STARTS)
    sys.stdout.write(f"  bare window {mean_ms(bare)}, all works after {mean_ms(times)}\n")
    met = verdict(f"P3 all works with {MANY:,} tasks", ratio_of(bare, times), READY_TARGET)
    pauses = [start["longest_pause"] for start in starts[1:]]
    pause = statistics.median(pauses)
    shown = f"{pause * 1000:.0f} ms (worst {max(pauses) * 1000:.0f})"
    is_smooth = pause <= PAUSE_TARGET
    aim = f"≤ {PAUSE_TARGET * 1000:.0f} ms"
    met &= judge("P3 longest pause after the first paint", shown, is_smooth, is_smooth, aim)
    floor = run_child("child_bare_memory.py")["memory"]
    memory = [start["memory"] for start in starts[1:]]
    met &= verdict("P4 memory at rest", _ratio(floor, memory), MEMORY_RATIO_TARGET)
    used = statistics.median(memory)
    is_small = used <= MEMORY_TARGET
    aim = f"≤ {MEMORY_TARGET:.0f} MB"
    return judge("P4 memory at rest", f"{used:.0f} MB", is_small, is_small, aim) and met


def _ratio(floor: float, values: list[float]) -> Ratio:
    return ratio_of([floor] * len(values), values)


if __name__ == "__main__":
    sys.exit(main())
