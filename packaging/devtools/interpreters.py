"""Which Pythons run the program, and finding one of them.

Read by old Pythons too (so that they can answer clearly): nothing newer than Python 3.7 here.
"""

from __future__ import annotations

import subprocess
import sys

# pyproject.toml says the same in `requires-python`; a test compares them.
OLDEST = (3, 11)
NEWEST = (3, 13)


def is_supported(version: str | None) -> bool:
    """Whether a version such as "3.11.2" lies in the range."""
    try:
        major, minor = (int(part) for part in (version or "").split(".")[:2])
    except ValueError:
        return False
    return OLDEST <= (major, minor) <= NEWEST


def supported_range() -> str:
    return f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"


def find_supported() -> list[str] | None:
    """The command of a supported Python on this computer, newest first, or None."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        commands = [[f"python3.{minor}"]]
        if sys.platform == "win32":
            commands.insert(0, ["py", f"-3.{minor}"])
        for command in commands:
            question = "import sys; print(*sys.version_info[:2])"
            try:
                answer = subprocess.run(
                    [*command, "-c", question], capture_output=True, text=True, check=False
                )
            except OSError:
                continue
            # Stand-ins of version managers and of the Windows store exist but run nothing.
            if answer.returncode == 0 and answer.stdout.split() == ["3", str(minor)]:
                return command
    return None
