"""Pictures are told by id; what nobody looks at any more is dropped."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.picture_loaders import (
    WAITING_LIMIT,
    PictureLoader,
    ThumbnailLoader,
)
from tests.fakes import make_task

WaitUntil = Callable[..., Awaitable[None]]


class SlowKeeper:
    """Blocks until `gate` is set; remembers the order of the work."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.done: list[str] = []
        self.error: StorageError | None = None

    def load_or_make(self, task: GenerationTask) -> QImage:
        self.gate.wait(5)
        self.done.append(task.id)
        if self.error:
            raise self.error
        return QImage(8, 8, QImage.Format.Format_RGB32)

    decode = load_or_make

    def path(self, task: GenerationTask) -> Path:
        return Path("/pictures") / f"{task.id}.png"


async def test_a_missing_file_is_told(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), ThumbnailLoader()
    keeper.gate.set()
    keeper.error = StorageError(ErrorCase.FILE_GONE, "gone")
    missing: list[str] = []
    loader.thumbnail_loaded.connect(
        lambda task_id, image: missing.append(task_id) if image.isNull() else None
    )
    loader.start(keeper)
    loader.request(make_task(), 64)
    await wait_until(lambda: missing == ["a" * 32])
    loader.stop()
    loader.stop()


async def test_requests_from_before_the_start_are_not_lost(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), ThumbnailLoader()
    keeper.gate.set()
    loaded: list[str] = []
    loader.thumbnail_loaded.connect(lambda task_id, _image: loaded.append(task_id))
    loader.request(make_task(id="early"), 64)
    assert keeper.done == []
    loader.start(keeper)
    await wait_until(lambda: loaded == ["early"])
    loader.stop()


async def test_the_newest_requests_come_first_and_old_ones_fall_out(
    wait_until: WaitUntil,
) -> None:
    keeper, loader = SlowKeeper(), ThumbnailLoader(threads=1)
    loaded: list[str] = []
    loader.thumbnail_loaded.connect(lambda task_id, _image: loaded.append(task_id))
    loader.start(keeper)
    for number in range(WAITING_LIMIT + 10):
        loader.request(make_task(id=str(number)), 64)
    keeper.gate.set()
    await wait_until(lambda: len(loaded) == WAITING_LIMIT + 1)
    assert loaded[:3] == ["0", str(WAITING_LIMIT + 9), str(WAITING_LIMIT + 8)]
    assert "1" not in loaded
    loader.stop()


async def test_only_the_last_wanted_picture_is_told(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    loaded: list[str] = []
    loader.picture_loaded.connect(lambda task_id, _image: loaded.append(task_id))
    loader.start(keeper)
    for name in ("first", "second", "third"):
        loader.request(make_task(id=name))
    keeper.gate.set()
    await wait_until(lambda: loaded == ["third"])
    assert keeper.done == ["first", "third"]
    loader.stop()


async def test_a_picture_that_cannot_be_read_is_told(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    keeper.gate.set()
    keeper.error = StorageError(ErrorCase.FILE_GONE, "gone")
    failed: list[tuple[str, ErrorCase]] = []
    loader.picture_failed.connect(lambda task_id, error: failed.append((task_id, error.case)))
    loader.start(keeper)
    loader.request(make_task(id="lost"))
    await wait_until(lambda: failed == [("lost", ErrorCase.FILE_GONE)])
    loader.stop()
