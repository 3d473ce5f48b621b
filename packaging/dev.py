#!/usr/bin/env python3
"""The one door for developers: makes the environment and runs, tests, checks or builds.

Usage: python3 packaging/dev.py --help. Needs nothing but Python; works from any folder.
This file stays readable for old Pythons, so that they get a clear answer and no syntax error.
"""

from __future__ import annotations

import subprocess
import sys

from devtools.interpreters import find_supported, is_supported, supported_range


def start() -> int:
    mine = ".".join(str(part) for part in sys.version_info[:3])
    if is_supported(mine):
        from devtools.cli import main

        return main(sys.argv[1:])
    command = find_supported()
    if command is None:
        print(
            f"NanoBanana Desktop needs Python {supported_range()}; this is Python {mine}"
            f" ({sys.executable}) and no other was found.\n"
            "Install one of them and run this command again.",
            file=sys.stderr,
        )
        return 2
    print(f"Python {mine} does not run this program; going on with {' '.join(command)}.")
    sys.stdout.flush()
    try:
        return subprocess.call([*command, *sys.argv])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(start())
