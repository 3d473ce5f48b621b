"""What is announced to screen readers, heard on the accessibility bus as they hear it."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.accessible import SYSTEM_PYTHON

LISTENER = Path(__file__).with_name("atspi_ear.py")


class Ear:
    def __init__(self, listener: subprocess.Popen[str]) -> None:
        self._heard: list[str] = []
        self._taken = 0
        assert listener.stdout is not None
        self._lines = listener.stdout
        assert self._lines.readline() == "ready\n", "the listener did not start"
        self.thread = threading.Thread(target=self._listen, name="ear")
        self.thread.start()

    def _listen(self) -> None:
        for line in self._lines:
            self._heard.append(json.loads(line))

    @property
    def said(self) -> list[str]:
        """What was announced since something was taken last, in order."""
        return self._heard[self._taken :]

    def take(self) -> list[str]:
        said = self.said
        self._taken += len(said)
        return said


@contextmanager
def listening(process_id: int) -> Iterator[Ear]:
    """An ear for the announcements of a process."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [SYSTEM_PYTHON, str(LISTENER), str(process_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as listener:
        ear = Ear(listener)
        try:
            yield ear
        finally:
            listener.terminate()
            ear.thread.join()
