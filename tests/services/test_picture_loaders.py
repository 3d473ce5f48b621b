"""Pictures are told by id; what nobody looks at any more is dropped."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
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


async def test_a_missing_file_is_told(wait_until: WaitUntil) -> None:
    keeper, workers, jobs = SlowKeeper(), Workers("p", 1), Jobs()
    keeper.gate.set()
    keeper.error = StorageError(ErrorCase.FILE_GONE, "gone")
    loader = ThumbnailLoader(keeper, workers, jobs)
    missing: list[str] = []
    loader.thumbnail_loaded.connect(
        lambda task_id, image: missing.append(task_id) if image.isNull() else None
    )
    loader.request(make_task(), 64)
    await wait_until(lambda: missing == ["a" * 32])
    workers.close()


async def test_the_newest_requests_come_first_and_old_ones_fall_out(
    wait_until: WaitUntil,
) -> None:
    keeper, workers, jobs = SlowKeeper(), Workers("p", 1), Jobs()
    loader = ThumbnailLoader(keeper, workers, jobs, threads=1)
    loaded: list[str] = []
    loader.thumbnail_loaded.connect(lambda task_id, _image: loaded.append(task_id))
    for number in range(WAITING_LIMIT + 10):
        loader.request(make_task(id=str(number)), 64)
    keeper.gate.set()
    await wait_until(lambda: len(loaded) == WAITING_LIMIT + 1)
    assert loaded[:3] == ["0", str(WAITING_LIMIT + 9), str(WAITING_LIMIT + 8)]
    assert "1" not in loaded
    workers.close()


async def test_only_the_last_wanted_picture_is_told(wait_until: WaitUntil) -> None:
    keeper, workers, jobs = SlowKeeper(), Workers("p", 1), Jobs()
    loader = PictureLoader(keeper, workers, jobs)
    loaded: list[str] = []
    loader.picture_loaded.connect(lambda task_id, _image: loaded.append(task_id))
    loader.request(make_task(id="first"))
    await wait_until(lambda: jobs.names == ["picture"])
    loader.request(make_task(id="second"))
    loader.request(make_task(id="third"))
    keeper.gate.set()
    await wait_until(lambda: jobs.names == [])
    assert loaded == ["third"]
    assert "second" not in keeper.done
    workers.close()
