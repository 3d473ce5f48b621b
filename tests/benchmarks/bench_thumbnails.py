"""P8 and P12: 24 thumbnails at a cold place, and how quickly thumbnails are made."""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from measuring import at_least, interleave, judge, ratio_of, verdict
from picture_files import write
from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.tile import picture_key
from nanobanana_desktop.services.thumbnail_loader import ThumbnailLoader
from nanobanana_desktop.services.thumbnail_shelf import ThumbnailShelf
from nanobanana_desktop.storage.thumbnail_making import (
    THUMBNAIL_QUALITY,
    THUMBNAIL_SIDE,
    make_thumbnail,
)
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from nanobanana_desktop.ui.thumbnails import ThumbnailCache, draw_thumbnail

TILES = 24
JUMPS = 31
TILE = 172
"""Pixels of a tile's sides, of the size at which the program starts."""
DIFFERENT = 48
SIDE = 1024
MAKING_PAIRS = 12
FRAME = 1 / 60
WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
"""As the program's own loop: what spins would take a processor from those that work."""
COLD = 1.3
MAKING = 0.85
TWO_THREADS = 1.7


class Screen(QWidget):
    """Draws 24 tiles: what is there of them, or a grey box."""

    def __init__(self, cache: ThumbnailCache) -> None:
        super().__init__()
        self._cache = cache
        self._tasks: Sequence[GenerationTask] = ()
        self._places: dict[str, QRect] = {}
        self.drawn: set[str] = set()
        self.paints = 0
        cache.pixmap_ready.connect(lambda task_id: self.update(self._places[task_id]))
        cache.visible_asked.connect(lambda told: told.append(set(self._places)))
        self.resize(6 * (TILE + 8), 4 * (TILE + 8))

    def show_tasks(self, tasks: Sequence[GenerationTask]) -> None:
        self._tasks = tasks
        self._places = {
            task.id: QRect(number % 6 * (TILE + 8), number // 6 * (TILE + 8), TILE, TILE)
            for number, task in enumerate(tasks)
        }
        self.drawn.clear()
        self.paints = 0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for task in self._tasks:
            place = self._places[task.id]
            if not event.region().intersects(place):
                continue
            pixmap = self._cache.pixmap(task, place.size(), 1.0, 8)
            if pixmap is None:
                painter.fillRect(place, 0xDDDDDD)
            else:
                draw_thumbnail(painter, place, pixmap)
                self.drawn.add(task.id)
        self.paints += 1


def tasks(count: int) -> list[GenerationTask]:
    return [
        GenerationTask(
            id=f"{number:032x}",
            params=GenerationParams(prompt=f"picture {number}"),
            state=TaskState.DONE,
            created_at=1e9 + number,
            image=ImageRecord(
                relative_path=f"{number}.jpg",
                sha256=f"{number:064x}",
                mime="image/jpeg",
                width=SIDE,
                height=SIDE,
                byte_size=1,
                saved_at=1e9,
            ),
        )
        for number in range(count)
    ]


def forget_file(path: Path) -> None:
    """Let the system drop what it holds of a file, so that it is read from the medium."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def bare_blobs(path: Path, ids: Sequence[str]) -> float:
    """Seconds for reading and decoding these thumbnails on one thread, and nothing else."""
    forget_file(path)
    started = time.perf_counter()
    connection = sqlite3.connect(path)
    for task_id in ids:
        row = connection.execute("SELECT jpeg FROM thumbnails WHERE task_id = ?", (task_id,))
        buffer = QBuffer()
        buffer.setData(QByteArray(row.fetchone()[0]))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        if QImageReader(buffer, b"jpeg").read().isNull():
            raise RuntimeError("a thumbnail cannot be decoded")
    connection.close()
    return time.perf_counter() - started


def jumps_are_quick(application: QApplication, folder: Path, files: Sequence[Path]) -> bool:
    path = folder / "thumbnails.sqlite"
    every = tasks(TILES * (JUMPS + 1) * 2)
    store = ThumbnailStore(path)
    jpegs = [make_thumbnail(file).jpeg for file in files]
    for number, task in enumerate(every):
        store.put(picture_key(task), jpegs[number % len(jpegs)])
    store.close()
    middle = statistics.median(len(jpeg) for jpeg in jpegs)
    sys.stdout.write(f"  ({len(every)} thumbnails of {middle / 1024:.0f} KB)\n")

    # As a connection that was used before, but not for these thumbnails.
    store = ThumbnailStore(path)
    loader = ThumbnailLoader()
    loader.start(ThumbnailShelf(store, lambda _task: Path()))
    screen = Screen(ThumbnailCache(loader))
    screen.show()
    application.processEvents()
    places = iter(range(0, len(every), TILES))
    first_paints: list[float] = []

    def jump() -> float:
        place = next(places)
        forget_file(path)
        started = time.perf_counter()
        screen.show_tasks(every[place : place + TILES])
        while not screen.paints:
            application.processEvents()
        first_paints.append(time.perf_counter() - started)
        while len(screen.drawn) < TILES:
            application.processEvents(WAITING)
        return time.perf_counter() - started

    def bare() -> float:
        place = next(places)
        return bare_blobs(path, [task.id for task in every[place : place + TILES]])

    floor, values = interleave(bare, jump, JUMPS)
    sys.stdout.write(
        f"  24 bare decodes {statistics.median(floor) * 1000:.1f} ms, "
        f"jump {statistics.median(values) * 1000:.1f} ms\n"
    )
    met = verdict("P8 jump to 24 cold thumbnails", ratio_of(floor, values), COLD)
    first_paints.sort()
    worst = first_paints[int(len(first_paints) * 0.95)]
    is_quick = worst <= FRAME
    met &= judge(
        "P8 placeholders painted, 95 %",
        f"{worst * 1000:.1f} ms",
        is_quick,
        is_quick,
        "≤ 1 frame",
    )
    screen.close()
    loader.stop()
    store.close()
    return met


def making_is_quick(files: Sequence[Path]) -> bool:
    def bare() -> float:
        started = time.perf_counter()
        for file in files:
            reader = QImageReader(str(file), b"jpeg")
            reader.setScaledSize(QSize(THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            writer = QImageWriter(buffer, b"jpeg")
            writer.setQuality(THUMBNAIL_QUALITY)
            if not writer.write(reader.read()):
                raise RuntimeError(writer.errorString())
        return time.perf_counter() - started

    def ours() -> float:
        started = time.perf_counter()
        for file in files:
            make_thumbnail(file)
        return time.perf_counter() - started

    floor, values = interleave(bare, ours, MAKING_PAIRS)
    rate = len(files) / statistics.median(values)
    sys.stdout.write(f"  thumbnails of {SIDE}² JPEG: {rate:.0f}/s on one thread\n")
    return at_least("P12 making, against bare scaling", ratio_of(values, floor), MAKING)


def two_threads_count(application: QApplication, folder: Path, files: Sequence[Path]) -> bool:
    """From what is looked at to the last answer, against one thread that only makes them."""
    every = tasks(len(files))
    places = {task.id: file for task, file in zip(every, files, strict=True)}

    def one() -> float:
        store = ThumbnailStore(folder / f"one-{time.monotonic_ns()}.sqlite")
        shelf = ThumbnailShelf(store, lambda task: places[task.id])
        started = time.perf_counter()
        for task in every:
            shelf.make(task, THUMBNAIL_SIDE)
        shelf.write_made()
        seconds = time.perf_counter() - started
        store.close()
        return seconds

    def two() -> float:
        store = ThumbnailStore(folder / f"two-{time.monotonic_ns()}.sqlite")
        loader = ThumbnailLoader()
        came: list[bool] = []

        def note(_key: object, image: QImage, _sharp: bool) -> None:
            came.append(image.isNull())

        loader.tile_loaded.connect(note)
        cache = ThumbnailCache(loader)
        started = time.perf_counter()
        loader.start(ThumbnailShelf(store, lambda task: places[task.id]))
        for task in every:
            cache.pixmap(task, QSize(TILE, TILE), 1.0, 8)
        while len(came) < len(every):
            application.processEvents(WAITING)
        seconds = time.perf_counter() - started
        loader.stop()
        store.close()
        if any(came):
            raise RuntimeError("a thumbnail was not made")
        return seconds

    floor, values = interleave(one, two, MAKING_PAIRS)
    rate = len(files) / statistics.median(values)
    sys.stdout.write(f"  with two threads, drawn as tiles: {rate:.0f}/s\n")
    return at_least("P12 two threads against one", ratio_of(values, floor), TWO_THREADS)


def main() -> int:
    application = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [
            write(folder / f"{number}.jpg", (SIDE, SIDE), number) for number in range(DIFFERENT)
        ]
        met = jumps_are_quick(application, folder, files)
        met &= making_is_quick(files)
        met &= two_threads_count(application, folder, files)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
