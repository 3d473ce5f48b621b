"""The program in a process of its own: `first-paint FOLDER` or `idle FOLDER SECONDS`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from nanobanana_desktop.launch import run


def options_for(folder: str) -> argparse.Namespace:
    return argparse.Namespace(
        demo=False,
        data_dir=Path(folder),
        base_url=None,
        log=None,
        demo_picture=None,
    )


def first_paint(folder: str) -> None:
    def on_first_paint() -> None:
        seconds = time.monotonic() - float(os.environ["BENCH_STARTED"])
        sys.stdout.write(json.dumps({"first_paint": seconds}) + "\n")
        sys.stdout.flush()
        # Nothing after the first paint is measured here.
        os._exit(0)

    run(options_for(folder), on_first_paint)


if __name__ == "__main__":
    first_paint(sys.argv[2])
