"""P16: the idle program against a bare window: wake-ups per second, timers, sockets, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measuring import HERE, ROOT, wake_ups

SETTLE = 14.0
"""Seconds; the text cursor rests ten seconds after the last key."""
SECONDS = 30.0
TARGET = 0.5


def sockets(pid: int) -> int:
    kinds = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            kinds.append(str(descriptor.readlink()))
        except OSError:
            continue
    inet = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    inodes = {line.split()[9] for line in inet}
    return sum(kind.removeprefix("socket:[").rstrip("]") in inodes for kind in kinds)


def memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(command: list[str]) -> tuple[float, int, float]:
    """Wake-ups per second, TCP sockets and memory (PSS, MB) of an idle process."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(SETTLE)
        before = wake_ups(process.pid)
        time.sleep(SECONDS)
        rate = (wake_ups(process.pid) - before) / SECONDS
        return rate, sockets(process.pid), memory_mb(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.stdout.write("  needs /proc, so it runs on Linux only\n")
        return 0
    bare = measure([sys.executable, str(HERE / "child_bare_idle.py")])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "nanobanana_desktop", "--data-dir", folder]
        ours = measure([*command, "--base-url", "http://127.0.0.1:9"])
    for name, (rate, tcp, memory) in (("bare window", bare), ("program", ours)):
        sys.stdout.write(
            f"  {name}: {rate:.2f} wake-ups/s, {tcp} TCP sockets, {memory:.0f} MB (PSS)\n"
        )
    met = ours[0] <= TARGET and ours[1] == 0
    word = "met" if met else "MISSED"
    sys.stdout.write(f"  target ≤ {TARGET} wake-ups/s and no socket: {word}\n")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
