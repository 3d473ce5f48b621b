"""P16: the program at rest after one finished task: wake-ups, timers, sockets, memory.

The floor is a bare window, which has nothing to wait for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measuring import HERE, ROOT, judge, wake_ups, wake_ups_since
from memory import pss_mb

from nanobanana_desktop.demo.server import DemoServer, DemoSetup

SETTLE = 14.0
"""Seconds; the text cursor rests ten seconds after the last key."""
SECONDS = 30.0
TARGET = 0.5
KEEP_ALIVE = 600
"""Seconds; the service must not be the one who closes."""


@dataclass(frozen=True)
class Rest:
    """What a process costs that does nothing; `timers` are those of Qt that run."""

    wake_ups: float
    timers: int
    sockets: int
    memory: float


def sockets(pid: int) -> int:
    """TCP sockets in any state."""
    kinds = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            kinds.append(str(descriptor.readlink()))
        except OSError:
            continue
    inodes = {
        line.split()[9]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    }
    return sum(kind.removeprefix("socket:[").rstrip("]") in inodes for kind in kinds)


def measure(command: list[str], *, tells_timers: bool = False) -> Rest:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        timers = 0
        if tells_timers:
            assert process.stdout is not None
            timers = json.loads(process.stdout.readline())["timers"]
        else:
            time.sleep(SETTLE)
        before = wake_ups(process.pid)
        time.sleep(SECONDS)
        rate = wake_ups_since(before, process.pid) / SECONDS
        return Rest(rate, timers, sockets(process.pid), pss_mb(process.pid))
    finally:
        process.terminate()
        process.wait(10)


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.stdout.write("  needs /proc, so it runs on Linux only\n")
        return 0
    bare = measure([sys.executable, str(HERE / "child_bare_idle.py")])
    service = DemoServer(DemoSetup(keep_alive=KEEP_ALIVE))
    with tempfile.TemporaryDirectory() as folder, service:
        command = [sys.executable, str(HERE / "child_idle.py"), folder, service.base_url]
        ours = measure([*command, str(SETTLE)], tells_timers=True)
    for name, rest in (("bare window", bare), ("program after one task", ours)):
        sys.stdout.write(
            f"  {name}: {rest.wake_ups:.2f} wake-ups/s, {rest.timers} active timers,"
            f" {rest.sockets} TCP sockets, {rest.memory:.0f} MB (PSS)\n"
        )
    met = ours.wake_ups <= TARGET and ours.sockets == 0 and ours.timers == 0
    judge(
        "P16 idle wake-ups/s, timers, sockets",
        f"{ours.wake_ups:.2f}, {ours.timers}, {ours.sockets}",
        met,
        met,
        f"≤ {TARGET}, 0, 0",
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
