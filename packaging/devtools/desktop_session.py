"""Runs a command in a small desktop session; started inside `dbus-run-session`.

Usage: desktop_session.py [--keyring] [--accessibility] -- COMMAND [ARGUMENT ...]

`--keyring` unlocks a new, empty Secret Service; its password is "test". `--accessibility` starts
the AT-SPI bus. The caller gives HOME and XDG_RUNTIME_DIR of the session's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

KEYRING_PASSWORD = b"test"
# Debian keeps the launcher in the first folder, Fedora in the second, Arch in the third.
ACCESSIBILITY_LAUNCHERS = tuple(
    Path(folder) / "at-spi-bus-launcher"
    for folder in ("/usr/libexec", "/usr/libexec/at-spi2-core", "/usr/lib/at-spi2-core", "/usr/lib")
)


def accessibility_launcher() -> Path | None:
    return next((path for path in ACCESSIBILITY_LAUNCHERS if path.exists()), None)


def main(arguments: Sequence[str]) -> int:
    split = arguments.index("--")
    services, command = set(arguments[:split]), list(arguments[split + 1 :])
    env = dict(os.environ)
    helpers: list[subprocess.Popen[bytes]] = []
    if "--accessibility" in services:
        env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    # Services that the bus starts on demand (prompts of the keyring) need the screen too.
    if shutil.which("dbus-update-activation-environment"):
        names = ["DISPLAY", "HOME", "XDG_RUNTIME_DIR"]
        told = ["dbus-update-activation-environment", *(name for name in names if name in env)]
        subprocess.run(told, env=env, check=True)
    try:
        if "--keyring" in services:
            subprocess.run(
                ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
                input=KEYRING_PASSWORD,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=env,
                check=True,
            )
        launcher = accessibility_launcher()
        if "--accessibility" in services and launcher is not None:
            helpers.append(
                subprocess.Popen(
                    [str(launcher), "--launch-immediately"],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=env,
                )
            )
        return subprocess.call(command, env=env)
    finally:
        for helper in helpers:
            helper.terminate()
            helper.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
