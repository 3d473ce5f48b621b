"""A program that tries to get a data folder: `second_start.py LOCK_FILE`; prints how it went.

The one that gets it stays until it is killed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.storage.data_lock import DataLock


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> int:
    app = QCoreApplication(sys.argv)
    lock = DataLock(Path(sys.argv[1]))
    if not lock.try_acquire():
        say("raised" if lock.raise_other(60.0) else "not raised")
        return 0
    lock.raise_requested.connect(lambda: say("asked"))
    lock.listen()
    say("acquired")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
