"""How much memory a process takes."""

from __future__ import annotations

from pathlib import Path


def pss_mb(pid: int | str = "self") -> float:
    """Megabytes of a process, pages shared with others in proportion. Linux only."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("smaps_rollup tells no Pss")
