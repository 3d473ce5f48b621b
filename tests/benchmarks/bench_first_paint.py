"""P1: start of the process to the first paint with a real first page, against a bare window."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from library import copy_of, library
from measuring import interleave, mean_ms, ratio_of, run_child, verdict

TASKS = 100_000
PAIRS = 15
TARGET = 1.6


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy_of(library(TASKS), Path(folder))
        bases, values = interleave(
            lambda: run_child("child_bare.py")["first_paint"],
            lambda: run_child("child_program.py", "first-paint", folder)["first_paint"],
            PAIRS,
        )
    sys.stdout.write(f"  bare window {mean_ms(bases)}, program {mean_ms(values)}\n")
    met = verdict(f"P1 first paint with {TASKS:,} tasks", ratio_of(bases, values), TARGET)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
