"""What all measurements of one run came to, as one table."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from devtools.console import Console

HEADS: Final = ("What", "Measured", "Target", "Result")


@contextmanager
def collected(console: Console, env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """An environment in which measurements keep their results; at the end they are shown."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.jsonl"
        yield dict(env) | {"BENCH_TABLE": str(file)}
        if file.exists():
            lines = file.read_text(encoding="utf-8").splitlines()
            console.say("\n" + table([json.loads(line) for line in lines]))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their longest cell, separated by two blanks."""
    lines = [HEADS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    texts = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([texts[0], "-" * max(map(len, texts)), *texts[1:]])
