"""Starts processes that order pictures, and kills them: one `Job` per line of standard input.

A process is a fork of this one, which has loaded everything and started nothing, so that a start
takes milliseconds. For each job one line of JSON comes back: `start`, `armed` and `end` as far as
the process got, `killed`, `seconds`, `calls`, and its largest `memory` in KiB.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import sys
import time
from typing import Any

from tests.faults.driver import Job, run
from tests.faults.stepper import follow

PIPE_BYTES = 1 << 20
LIMIT = 120.0
"""Seconds after which a process counts as hanging."""


class _Child:
    def __init__(self, job: Job) -> None:
        self.told: dict[str, Any] = {}
        self._rest = b""
        self._from_child, to_parent = os.pipe()
        go, self._go = os.pipe()
        fcntl.fcntl(to_parent, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self.started = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._from_child)
            os.close(self._go)
            _be_child(job, to_parent, go)
        os.close(to_parent)
        os.close(go)

    def listen(self, limit: float) -> bool:
        """Takes what the process says within `limit` seconds; False at its end."""
        ready, _, _ = select.select([self._from_child], [], [], max(0.0, limit))
        if not ready:
            return True
        data = os.read(self._from_child, PIPE_BYTES)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self.told |= json.loads(line)
        return bool(data)

    def go(self) -> None:
        os.write(self._go, b"\n")

    def close(self) -> None:
        while self.listen(0.0) and select.select([self._from_child], [], [], 0.0)[0]:
            pass
        os.close(self._from_child)
        os.close(self._go)


def _be_child(job: Job, to_parent: int, go: int) -> None:
    def say(what: str, content: object) -> None:
        os.write(to_parent, json.dumps({what: content}).encode() + b"\n")

    try:
        run(job, say, lambda: os.read(go, 1))
    except BaseException as error:
        say("broke", repr(error))
    finally:
        os._exit(1)


def carry_out(job: Job) -> dict[str, Any]:
    child = _Child(job)
    calls: list[str] = []
    killed = False
    deadline = child.started + (LIMIT if job.seconds is None else job.seconds)
    try:
        while time.monotonic() < deadline:
            if job.traced and "armed" in child.told:
                trace = follow(child.pid, job.call, child.go)
                calls, killed = trace.calls, trace.killed
                break
            if not child.listen(deadline - time.monotonic()):
                break
        else:
            os.kill(child.pid, signal.SIGKILL)
            killed = True
            if job.seconds is None:
                child.told["broke"] = "it hangs"
        seconds = time.monotonic() - child.started
    finally:
        memory = 0
        # One that was traced has been waited for.
        with contextlib.suppress(ChildProcessError):
            memory = os.wait4(child.pid, 0)[2].ru_maxrss
        child.close()
    return {
        **child.told,
        "killed": killed,
        "seconds": seconds,
        "calls": calls,
        "memory": memory,
    }


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(carry_out(Job.from_json(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
