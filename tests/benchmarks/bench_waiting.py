"""P17: 50 tasks waiting at the service: wake-ups and processor time against one plain timer."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from child_answering import answering
from measuring import interleave, judge, ratio_of, run_child, verdict

SECONDS = 15.0
PAIRS = 4
TARGET = 1.5
BUSY_TARGET = 0.03


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.stdout.write("  needs /proc, so it runs on Linux only\n")
        return 0
    told: dict[str, list[dict[str, float]]] = {"child_one_timer.py": [], "child_waiting.py": []}

    def run(script: str, address: str) -> float:
        told[script].append(run_child(script, address, str(SECONDS)))
        return 0.0

    with answering() as address:
        interleave(
            lambda: run("child_one_timer.py", address),
            lambda: run("child_waiting.py", address),
            PAIRS,
        )
    base, ours = (runs[1:] for runs in told.values())
    for name, runs in (("one timer", base), ("program", ours)):
        wakes = statistics.median(run["wake_ups"] for run in runs)
        busy = statistics.median(run["busy"] for run in runs)
        sys.stdout.write(f"  {name}: {wakes:.1f} wake-ups/s, {busy * 100:.1f} % of a processor\n")
    met = True
    for key, name in (("wake_ups", "P17 wake-ups"), ("busy", "P17 processor time")):
        ratio = ratio_of([run[key] for run in base], [run[key] for run in ours])
        met = verdict(name, ratio, TARGET) and met
    busy = statistics.median(run["busy"] for run in ours)
    is_calm = busy <= BUSY_TARGET
    aim = f"≤ {BUSY_TARGET * 100:.0f} %"
    judge("P17 processor with 50 tasks", f"{busy * 100:.1f} %", is_calm, is_calm, aim)
    return 0 if met and is_calm else 1


if __name__ == "__main__":
    sys.exit(main())
