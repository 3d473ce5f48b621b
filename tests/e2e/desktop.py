"""A window on an X screen, used as a person uses it: by keys, and by what its title says."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.processes import RunningProcess, wait_for


def xdotool(*arguments: str) -> str:
    """What it printed, empty when it found nothing."""
    result = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False)
    return result.stdout.strip()


def window_of(program: RunningProcess, title: str) -> str:
    """The id of the visible window of the program with this in its title, empty when none is."""
    # Without --all, each of the conditions alone would do.
    only = ("--all", "--onlyvisible", "--pid", str(program.process.pid))
    return xdotool("search", *only, "--name", re.escape(title)).partition("\n")[0]


class Window:
    """The program's window, brought to the front."""

    def __init__(self, program: RunningProcess, title: str = "NanoBanana Desktop") -> None:
        program.wait_for(lambda: window_of(program, title), f"a window named {title!r}")
        self._program = program
        self._id = window_of(program, title)
        self.bring_to_front()

    @property
    def title(self) -> str:
        return xdotool("getwindowname", self._id)

    @property
    def is_visible(self) -> bool:
        return window_of(self._program, "NanoBanana Desktop") == self._id

    @property
    def is_active(self) -> bool:
        return xdotool("getactivewindow") == self._id

    def bring_to_front(self) -> None:
        xdotool("windowactivate", self._id)
        self._program.wait_for(lambda: self.is_active, "the window has the keyboard")

    def minimise(self) -> None:
        xdotool("windowminimize", self._id)
        self._program.wait_for(lambda: not self.is_visible, "the window is minimised")

    def type(self, text: str) -> None:
        xdotool("type", "--delay", "10", text)

    def press(self, *keys: str) -> None:
        xdotool("key", *keys)


def clipboard_text() -> str:
    """What anybody who pastes now gets, empty when nothing is there."""
    command = ["xclip", "-selection", "clipboard", "-out"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@contextmanager
def clipboard(text: str) -> Iterator[None]:
    """The text is on the clipboard while the block runs."""
    with subprocess.Popen(
        ["xclip", "-selection", "clipboard", "-quiet"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as owner:
        try:
            assert owner.stdin is not None
            owner.stdin.write(text)
            owner.stdin.close()
            wait_for(lambda: clipboard_text() == text, "the text is on the clipboard")
            yield
        finally:
            owner.terminate()
