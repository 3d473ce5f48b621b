"""P6: showing and resizing the grid against equal tiles, and against a grid of a thousand."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measuring import interleave, mean_ms, ratio_of, run_child, verdict

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
PAIRS = 12
TARGET = 1.5
INDEPENDENT = 1.2


def pairs(
    first: tuple[str, int], second: tuple[str, int]
) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds to show and to resize for both."""
    told: list[dict[str, float]] = []

    def run(kind: str, count: int) -> float:
        told.append(run_child("child_grid.py", kind, str(count)))
        return 0.0

    interleave(lambda: run(*first), lambda: run(*second), PAIRS)
    bases, values = told[2::2], told[3::2]
    return {
        key: ([run[key] for run in bases], [run[key] for run in values])
        for key in ("show", "resize")
    }


def main() -> int:
    met = True
    for key, (bases, values) in pairs(("bare", MANY), ("ours", MANY)).items():
        sys.stdout.write(f"  {key}: bare {mean_ms(bases)}, grid {mean_ms(values)}\n")
        met = verdict(f"P6 {key} at {MANY:,}", ratio_of(bases, values), TARGET) and met
    for key, (bases, values) in pairs(("ours", FEW), ("ours", MOST)).items():
        name = f"P6 {key}, {MOST:,} to {FEW:,}"
        met = verdict(name, ratio_of(bases, values), INDEPENDENT) and met
    for key, (bases, values) in pairs(("stacks", FEW), ("stacks", MOST)).items():
        name = f"P6 stacks by order, {key}, {MOST:,} to {FEW:,}"
        met = verdict(name, ratio_of(bases, values), INDEPENDENT) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
