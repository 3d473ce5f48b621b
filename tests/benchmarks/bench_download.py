"""P13: a picture of 8 MB from a host on this computer to its place in the image folder."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from child_serving import serving
from measuring import at_least, ratio_of
from picture_files import write
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.picture_fetch import PictureFetcher
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore

SIDE = 2_300
PAIRS = 15
TARGET = 0.6
THREADS = 3

Fetch = Callable[[], float]


def curl(address: str, target: Path) -> float:
    started = time.perf_counter()
    subprocess.run(["curl", "-s", "-o", str(target), address], check=True)
    return time.perf_counter() - started


def raw_socket(address: str, target: Path) -> float:
    """The floor where there is no curl; it also starts no process."""
    host, _, port = address.removeprefix("http://").partition("/")[0].partition(":")
    started = time.perf_counter()
    with socket.create_connection((host, int(port))) as connection, target.open("wb") as file:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: bench\r\n\r\n")
        rest = connection.recv(65_536).partition(b"\r\n\r\n")[2]
        while rest:
            file.write(rest)
            rest = connection.recv(1 << 20)
    return time.perf_counter() - started


def bare_decode(path: Path) -> float:
    started = time.perf_counter()
    if QImageReader(str(path), b"png").read().isNull():
        raise RuntimeError("the picture cannot be decoded")
    return time.perf_counter() - started


class Downloads:
    """The program's own way of a picture, on the program's own kind of loop."""

    def __init__(self, folder: Path, address: str, loop: QEventLoop) -> None:
        self._loop = loop
        self._address = address
        self._count = 0
        self._folder = folder
        (folder / "images").mkdir()
        self._workers = Workers("files", THREADS)
        self._store = ThumbnailStore(folder / "thumbnails.sqlite")
        shelf = PictureShelf(
            ImageStore(folder / "images"),
            Spool(folder / "spool"),
            self._store,
            Quarantine(folder / "quarantine"),
            lambda: False,
        )
        self._client = ApiClient(
            address.rpartition("/")[0], lambda: Secret("key"), allow_private_pictures=True
        )
        self._fetcher = PictureFetcher(
            lambda: self._client, shelf, self._workers, Clock(), lambda *_progress: None
        )

    def fetch(self) -> float:
        self._count += 1
        task = GenerationTask(
            id=f"{self._count:032x}",
            params=GenerationParams(prompt="a boat"),
            state=TaskState.DOWNLOADING,
            created_at=1e9,
            result_url=self._address,
            insecure_allowed=True,
        )
        started = time.perf_counter()
        event = self._loop.run_until_complete(self._fetcher.fetch(task))
        seconds = time.perf_counter() - started
        if not isinstance(event, ev.Saved):
            raise RuntimeError(f"not saved: {event}")
        (self._folder / "images" / event.image.relative_path).unlink()
        return seconds

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._workers.close()
        self._store.close()


def undecoded(self: ImageStore, path: Path, facts: Any) -> tuple[int, int]:
    """In place of decoding the picture to its last row."""
    return facts.width, facts.height


def rounds(fetches: Sequence[Fetch]) -> list[list[float]]:
    """Measure all of them in turn; the first round warms up and does not count."""
    every = [[fetch() for fetch in fetches] for _ in range(PAIRS + 1)]
    return [list(column) for column in zip(*every[1:], strict=True)]


def measure(folder: Path, loop: QEventLoop) -> bool:
    path = write(folder / "a.png", (SIDE, SIDE), 1)
    size = path.stat().st_size
    has_curl = shutil.which("curl") is not None
    name = "curl" if has_curl else "a raw socket (there is no curl)"
    target = folder / "floor.png"

    with serving(path) as address:
        downloads = Downloads(folder, address, loop)

        def floor() -> float:
            return curl(address, target) if has_curl else raw_socket(address, target)

        def without_decoding() -> float:
            with patch.object(ImageStore, "_verify_pixels", undecoded):
                return downloads.fetch()

        floors, decodes, undecodeds, wholes = rounds(
            [floor, lambda: bare_decode(path), without_decoding, downloads.fetch]
        )
        downloads.close()
    sys.stdout.write(f"  (a PNG of {size / 1e6:.1f} MB; the floor is {name})\n")
    for words, values in (
        (name, floors),
        ("bare decode", decodes),
        ("ours without decoding", undecodeds),
        ("ours", wholes),
    ):
        middle = statistics.median(values)
        sys.stdout.write(f"  {words}: {middle * 1000:.0f} ms ({size / middle / 1e6:.0f} MB/s)\n")
    met = at_least(
        "P13 download with hash, end and fsync, against curl",
        ratio_of(undecodeds, floors),
        TARGET,
    )
    both = [one + other for one, other in zip(floors, decodes, strict=True)]
    met &= at_least(
        "P13 the same and every pixel decoded, against curl and a bare decode",
        ratio_of(wholes, both),
        TARGET,
    )
    sys.stdout.write(f"  every pixel decoded, against curl alone: {ratio_of(wholes, floors)}\n")
    return met


def main() -> int:
    application = QApplication([])
    loop = QEventLoop(application)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as name, loop:
        return 0 if measure(Path(name), loop) else 1


if __name__ == "__main__":
    sys.exit(main())
