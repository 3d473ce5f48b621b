"""A virtual screen for a machine without one: Xvfb with the window manager openbox."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from devtools.console import KnownError

SIZE = "1440x900x24"
START_SECONDS = 20.0


def is_available() -> bool:
    return shutil.which("Xvfb") is not None and shutil.which("openbox") is not None


def has_display(env: Mapping[str, str], platform: str) -> bool:
    """Whether windows can be shown here; only Linux can be without a display."""
    if platform != "linux":
        return True
    return any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


@contextmanager
def virtual_screen(env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """`env` for programs on a new virtual screen, which ends with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nanobanana-screen-")))
        log = stack.enter_context((folder / "log").open("wb"))
        read_end, write_end = os.pipe()
        stack.callback(os.close, read_end)
        # Started in sessions of their own: Ctrl+C ends the program first and the screen after it.
        # A free display number is chosen by Xvfb itself; fixed ones meet left-over locks.
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SIZE]
        screen = subprocess.Popen(
            [*command, "-dpi", "96", "-nolisten", "tcp", "-noreset"],
            pass_fds=(write_end,),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        stack.callback(_end, screen)
        os.close(write_end)
        number = _read_line(read_end)
        if not number:
            reason = (folder / "log").read_text(encoding="utf-8", errors="replace").strip()
            raise KnownError(f"The virtual screen did not start.\n{reason}")
        inner = {name: value for name, value in env.items() if name not in _OUTER_SCREEN}
        inner |= {"DISPLAY": f":{number}", "XDG_SESSION_TYPE": "x11", "QT_QPA_PLATFORM": "xcb"}
        started = folder / "started"
        manager = subprocess.Popen(
            ["openbox", "--sm-disable", "--startup", f"touch {started}"],
            env=inner,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        stack.callback(_end, manager)
        deadline = time.monotonic() + START_SECONDS
        while not started.exists():
            if manager.poll() is not None or time.monotonic() > deadline:
                raise KnownError("The window manager openbox did not start on the virtual screen.")
            time.sleep(0.02)
        yield inner


_OUTER_SCREEN = frozenset({"WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XAUTHORITY"})


def _read_line(descriptor: int) -> str:
    """The first line, or "" when the writer ends or takes too long."""
    text = b""
    deadline = time.monotonic() + START_SECONDS
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        piece = os.read(descriptor, 64) if ready else b""
        if not piece:
            return ""
        text += piece
    return text.decode("ascii").strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
