"""Kill machines for tests, and what their processes leave: lost, doubled and unknown orders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nanobanana_desktop.demo.control import DemoControl
from nanobanana_desktop.demo.script import Call
from nanobanana_desktop.domain.task import TaskState
from tests.faults.driver import Job

ROOT = Path(__file__).parents[2]

Row = dict[str, Any]


class KillMachine:
    """A running `tests.faults.kill_machine`; one job at a time."""

    def __init__(self, process: subprocess.Popen[str], errors: Path) -> None:
        self._process = process
        self._errors = errors

    def carry_out(self, job: Job) -> dict[str, Any]:
        """What the machine tells of the job; fails when the process broke by itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._errors.read_text(encoding="utf-8")
        told: dict[str, Any] = json.loads(line)
        assert "broke" not in told, (told["broke"], self._errors.read_text(encoding="utf-8"))
        return told


@contextmanager
def kill_machine(folder: Path) -> Iterator[KillMachine]:
    """Its processes write their complaints to a file in `folder`."""
    errors = folder / "kill-machine.err"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    with (
        errors.open("w") as error_file,
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.kill_machine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=error_file,
            text=True,
            env=env,
            cwd=ROOT,
        ) as process,
    ):
        try:
            yield KillMachine(process, errors)
        finally:
            process.kill()


@dataclass
class Tally:
    """What became of all orders, by their prompts, which are all different.

    `lost` were paid and are not in the history with their number, nor named as not confirmed.
    `doubled` were sent more than once. `unknown` are named as not confirmed; `unknown_paid` of
    them the service has.
    """

    orders: int = 0
    paid: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unknown: int = 0
    unknown_paid: int = 0
    unnamed: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.unnamed or self.unfinished)

    def __str__(self) -> str:
        return (
            f"{self.orders} orders, {self.paid} paid, lost {len(self.lost)},"
            f" doubled {len(self.doubled)}, not confirmed {self.unknown}"
            f" ({self.unknown_paid} of them paid)"
        )


def tally(control: DemoControl, rows: Sequence[Row]) -> Tally:
    """Hold the history's rows against the stand-in's log."""
    sent = Counter(
        str(record.json["prompt"])
        for record in control.requests(Call.CREATE)
        if isinstance(record.json, dict)
    )
    paid = {task.order.prompt: remote_id for remote_id, task in control.tasks.items()}
    by_prompt = {str(row["prompt"]): row for row in rows}
    result = Tally(orders=len(rows), paid=len(paid))
    result.doubled = sorted(prompt for prompt, times in sent.items() if times > 1)
    for prompt, remote_id in paid.items():
        row = by_prompt.get(prompt)
        named = row is not None and row["state"] == TaskState.SUBMIT_UNKNOWN
        if row is None or not (named or row["remote_id"] == remote_id):
            result.lost.append(prompt)
    for prompt, row in by_prompt.items():
        if row["state"] == TaskState.SUBMIT_UNKNOWN:
            result.unknown += 1
            result.unknown_paid += prompt in paid
            if not row["detail"] or row["attempt"] != 1:
                result.unnamed.append(prompt)
        elif row["state"] != TaskState.DONE:
            result.unfinished.append(f"{prompt}: {row['state']}")
    return result
