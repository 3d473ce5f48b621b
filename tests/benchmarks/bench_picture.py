"""P11: a picture of 4096² pixels in full, its thumbnail at once, of a JPEG a sharp version soon."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
SHARP, WHOLE_AFTER_SHARP = 0.65, 1.75
"""Of the time in which a bare reader has the whole JPEG: a version for the screen, then all of it.
"""
AT_ONCE = 0.050
"""Seconds until the thumbnail is there."""
WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Watched(QObject):
    """When the stage had what for the first time since `show`."""

    def __init__(
        self, loading: PictureLoading, pictures: PictureLoader, thumbnails: ThumbnailLoader
    ) -> None:
        super().__init__()
        self._loading = loading
        self._started = 0.0
        self.thumbnail = self.sharp = self.whole = 0.0
        # After the stage itself took them.
        loading.loaded.connect(self._on_loaded)
        pictures.screen_loaded.connect(self._on_sharp)
        thumbnails.thumbnail_loaded.connect(self._on_thumbnail)

    def show(self, task: GenerationTask) -> None:
        """Let the stage read it once more."""
        self._loading.forget()
        self.thumbnail = self.sharp = self.whole = 0.0
        self._started = time.perf_counter()
        self._loading.show(task)

    def _on_loaded(self, _task_id: str) -> None:
        self.whole = time.perf_counter() - self._started

    def _on_sharp(self, _task_id: str, _image: QImage) -> None:
        self.sharp = time.perf_counter() - self._started

    def _on_thumbnail(self, _task_id: str, image: QImage) -> None:
        if not image.isNull():
            self.thumbnail = time.perf_counter() - self._started


def task_of(relative: str, mime: str) -> GenerationTask:
    return GenerationTask(
        id="a" * 32,
        params=GenerationParams(prompt="a boat"),
        state=TaskState.DONE,
        created_at=1e9,
        image=ImageRecord(
            relative_path=relative,
            sha256="0" * 64,
            mime=mime,
            width=SIDE,
            height=SIDE,
            byte_size=1,
            saved_at=1e9,
        ),
    )


@contextmanager
def stage(application: QApplication, folder: Path, task: GenerationTask) -> Iterator[Watched]:
    """A stage that shows the task again whenever it is watched; its thumbnail is made."""
    store = ThumbnailStore(folder / "thumbnails.sqlite")
    shelf = PictureShelf(
        ImageStore(folder / "images"),
        Spool(folder / "spool"),
        store,
        Quarantine(folder / "quarantine"),
        lambda: False,
    )
    thumbnail_shelf = ThumbnailShelf(store, shelf.path)
    thumbnail_shelf.make(task, 256)
    thumbnail_shelf.write_made()
    pictures, thumbnails = PictureLoader(), ThumbnailLoader()
    pictures.start(shelf)
    thumbnails.start(thumbnail_shelf)
    view = PictureView(Theme(application))
    view.resize(QSize(900, 900))
    view.show()
    loading = PictureLoading(view, pictures, thumbnails)
    yield Watched(loading, pictures, thumbnails)
    view.close()
    pictures.stop()
    thumbnails.stop()
    store.close()


def measure(application: QApplication, folder: Path, ending: str, mime: str) -> bool:
    images = folder / "images" / "2026" / "11"
    images.mkdir(parents=True)
    path = write(images / f"a.{ending}", (SIDE, SIDE), 1)
    sys.stdout.write(f"  (a {mime} of {SIDE}² pixels and {path.stat().st_size / 1e6:.0f} MB)\n")
    task = task_of(f"2026/11/a.{ending}", mime)
    at_once: list[float] = []
    sharp: list[float] = []

    def bare() -> float:
        started = time.perf_counter()
        if QImageReader(str(path), mime.removeprefix("image/").encode()).read().isNull():
            raise RuntimeError("the picture cannot be decoded")
        return time.perf_counter() - started

    with stage(application, folder, task) as watched:

        def ours() -> float:
            watched.show(task)
            while not (watched.whole and watched.thumbnail):
                application.processEvents(WAITING)
            at_once.append(watched.thumbnail)
            sharp.append(watched.sharp)
            return watched.whole

        floor, values = interleave(bare, ours, PAIRS)
    sys.stdout.write(
        f"  bare reader {statistics.median(floor) * 1000:.0f} ms, "
        f"ours {statistics.median(values) * 1000:.0f} ms with its halves\n"
    )
    name = f"P11 whole {mime.removeprefix('image/').upper()} of {SIDE}²"
    if not any(sharp):
        return verdict(name, ratio_of(floor, values), WHOLE) & judge_thumbnail(at_once)
    # The first pair does not count.
    met = verdict(f"{name}, sharp on a screen", ratio_of(floor, sharp[1:]), SHARP)
    return met & verdict(name, ratio_of(floor, values), WHOLE_AFTER_SHARP)


def judge_thumbnail(at_once: list[float]) -> bool:
    middle = statistics.median(at_once)
    is_quick = middle <= AT_ONCE
    aim = f"≤ {AT_ONCE * 1000:.0f} ms"
    shown = f"{middle * 1000:.1f} ms"
    return judge("P11 its thumbnail", shown, is_quick, min(at_once) <= AT_ONCE, aim)


def main() -> int:
    application = QApplication([])
    met = True
    for ending, mime in (("png", "image/png"), ("jpg", "image/jpeg")):
        with tempfile.TemporaryDirectory() as name:
            met &= measure(application, Path(name), ending, mime)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
