"""P11: a picture of 4096² pixels in full, and its thumbnail at once."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from measuring import interleave, judge, ratio_of, verdict
from picture_files import write
from PySide6.QtCore import QEventLoop, QObject, QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.picture_loaders import PictureLoader
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.thumbnail_loader import ThumbnailLoader
from nanobanana_desktop.services.thumbnail_shelf import ThumbnailShelf
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from nanobanana_desktop.ui.stage.picture_loading import PictureLoading
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.theme.theme import Theme

SIDE = 4096
PAIRS = 10
WHOLE = 1.15
AT_ONCE = 0.050
"""Seconds until the thumbnail is there."""
WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Watched(QObject):
    """When the stage had what for the first time since `begin`."""

    def __init__(self, loading: PictureLoading, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self._started = 0.0
        self.thumbnail = 0.0
        self.whole = 0.0
        # After the stage itself took them.
        loading.loaded.connect(self._on_loaded)
        thumbnails.thumbnail_loaded.connect(self._on_thumbnail)

    def begin(self) -> None:
        self.thumbnail = self.whole = 0.0
        self._started = time.perf_counter()

    def _on_loaded(self, _task_id: str) -> None:
        self.whole = time.perf_counter() - self._started

    def _on_thumbnail(self, _task_id: str, image: QImage) -> None:
        if not image.isNull():
            self.thumbnail = time.perf_counter() - self._started


def task_of(relative: str) -> GenerationTask:
    return GenerationTask(
        id="a" * 32,
        params=GenerationParams(prompt="a boat"),
        state=TaskState.DONE,
        created_at=1e9,
        image=ImageRecord(
            relative_path=relative,
            sha256="0" * 64,
            mime="image/png",
            width=SIDE,
            height=SIDE,
            byte_size=1,
            saved_at=1e9,
        ),
    )


def measure(application: QApplication, folder: Path) -> bool:
    images = folder / "images"
    (images / "2026" / "11").mkdir(parents=True)
    path = write(images / "2026" / "11" / "a.png", (SIDE, SIDE), 1)
    sys.stdout.write(f"  (a PNG of {SIDE}² pixels and {path.stat().st_size / 1e6:.0f} MB)\n")
    store = ThumbnailStore(folder / "thumbnails.sqlite")
    shelf = PictureShelf(
        ImageStore(images),
        Spool(folder / "spool"),
        store,
        Quarantine(folder / "quarantine"),
        lambda: False,
    )
    thumbnail_shelf = ThumbnailShelf(store, shelf.path)
    task = task_of("2026/11/a.png")
    thumbnail_shelf.make(task, 256)
    thumbnail_shelf.write_made()
    pictures, thumbnails = PictureLoader(), ThumbnailLoader()
    pictures.start(shelf)
    thumbnails.start(thumbnail_shelf)
    view = PictureView(Theme(application))
    view.resize(QSize(900, 900))
    view.show()
    loading = PictureLoading(view, pictures, thumbnails)
    watched = Watched(loading, thumbnails)
    at_once: list[float] = []

    def bare() -> float:
        started = time.perf_counter()
        if QImageReader(str(path), b"png").read().isNull():
            raise RuntimeError("the picture cannot be decoded")
        return time.perf_counter() - started

    def ours() -> float:
        loading.forget()
        watched.begin()
        loading.show(task)
        while not (watched.whole and watched.thumbnail):
            application.processEvents(WAITING)
        at_once.append(watched.thumbnail)
        return watched.whole

    floor, values = interleave(bare, ours, PAIRS)
    sys.stdout.write(
        f"  bare reader {statistics.median(floor) * 1000:.0f} ms, "
        f"ours {statistics.median(values) * 1000:.0f} ms with its halves\n"
    )
    met = verdict("P11 whole picture of 4096²", ratio_of(floor, values), WHOLE)
    middle = statistics.median(at_once)
    is_quick = middle <= AT_ONCE
    met &= judge(
        "P11 its thumbnail",
        f"{middle * 1000:.1f} ms",
        is_quick,
        min(at_once) <= AT_ONCE,
        f"≤ {AT_ONCE * 1000:.0f} ms",
    )
    view.close()
    pictures.stop()
    thumbnails.stop()
    store.close()
    return met


def main() -> int:
    application = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        return 0 if measure(application, Path(name)) else 1


if __name__ == "__main__":
    sys.exit(main())
