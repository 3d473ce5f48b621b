"""What a stand-in keeps on disk so that tasks outlive the program, as they do at the service."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT_TASKS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTask:
    """A task as it is written down; `taken_at` is UTC seconds, durations are seconds."""

    number: int
    answer_id: str | int
    prompt: str
    model_name: str
    resolution: str
    ratio: str | None
    taken_at: float
    queued: float
    processing: float
    outcome: str
    error_text: str
    seed: int


class TaskMemory:
    """A file with one line of JSON for each start (its ports) and for each task.

    It only makes a demo nicer: what cannot be read or written is left out without a word.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[tuple[int, int], list[KeptTask]]:
        """The ports of the last run (0 when unknown) and the latest tasks, oldest first."""
        ports = (0, 0)
        tasks: list[KeptTask] = []
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ports, tasks
        for line in lines:
            try:
                fields = json.loads(line)
                if "ports" in fields:
                    ports = (int(fields["ports"][0]), int(fields["ports"][1]))
                else:
                    tasks.append(KeptTask(**fields))
            except (ValueError, TypeError, LookupError):
                continue
        return ports, tasks[-KEPT_TASKS:]

    def save(self, tasks: Sequence[KeptTask]) -> None:
        """Writes the file anew, without ports."""
        text = "".join(json.dumps(asdict(task)) + "\n" for task in tasks)
        with contextlib.suppress(OSError):
            self._path.write_text(text, "utf-8")

    def add_ports(self, ports: tuple[int, int]) -> None:
        self._append({"ports": ports})

    def add(self, task: KeptTask) -> None:
        self._append(asdict(task))

    def _append(self, fields: dict[str, object]) -> None:
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(fields) + "\n")
