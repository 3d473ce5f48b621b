"""P14: processor time of one question about a task, against a bare keep-alive GET of httpx."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from child_answering import answering
from measuring import interleave, ratio_of, run_child, verdict

QUESTIONS = 400
PAIRS = 15
TARGET = 1.5


def main() -> int:
    clients: set[float] = set()

    def ask_ours(address: str) -> float:
        told = run_child("child_questions.py", address, str(QUESTIONS))
        clients.add(told["clients"])
        return told["seconds"]

    with answering() as address:
        bases, values = interleave(
            lambda: run_child("child_bare_get.py", address, str(QUESTIONS))["seconds"],
            lambda: ask_ours(address),
            PAIRS,
        )
    for name, seconds in (("bare GET", bases), ("question", values)):
        sys.stdout.write(f"  {name}: {statistics.median(seconds) * 1000:.2f} ms\n")
    sys.stdout.write(f"  HTTP clients made per run: {max(clients):.0f}\n")
    met = verdict("P14 processor time of a question", ratio_of(bases, values), TARGET)
    return 0 if met and clients == {1} else 1


if __name__ == "__main__":
    sys.exit(main())
