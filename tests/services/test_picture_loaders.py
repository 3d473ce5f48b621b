"""Pictures are told by id; what nobody looks at any more is dropped."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services import side_threads
from nanobanana_desktop.services.picture_loaders import PictureLoader
from tests.fakes import make_task

WaitUntil = Callable[..., Awaitable[None]]


class SlowKeeper:
    """Blocks until `gate` is set; remembers the order of the work."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.done: list[str] = []
        self.error: StorageError | None = None

    def decode(self, task: GenerationTask) -> QImage:
        self.gate.wait(5)
        self.done.append(task.id)
        if self.error:
            raise self.error
        return QImage(8, 8, QImage.Format.Format_RGB32)

    def path(self, task: GenerationTask) -> Path:
        return Path("/pictures") / f"{task.id}.png"


async def test_only_the_last_wanted_picture_is_told(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    loaded: list[str] = []
    loader.picture_loaded.connect(lambda task_id, _image: loaded.append(task_id))
    loader.start(keeper)
    loader.request(make_task(id="first"))
    await wait_until(lambda: loader._wanted is None)
    for name in ("second", "third"):
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


async def test_requests_from_before_the_start_are_not_lost(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    keeper.gate.set()
    loaded: list[str] = []
    loader.picture_loaded.connect(lambda task_id, _picture: loaded.append(task_id))
    loader.request(make_task(id="early"))
    loader.start(keeper)
    await wait_until(lambda: loaded == ["early"])
    loader.stop()


async def test_the_end_leaves_a_drive_that_does_not_answer_behind(
    wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_threads, "STOP_SECONDS", 0.05)
    keeper, loader = SlowKeeper(), PictureLoader()
    told: list[str] = []
    loader.picture_loaded.connect(lambda task_id, _picture: told.append(task_id))
    loader.start(keeper)
    loader.request(make_task(id="stuck"))
    await wait_until(lambda: loader._wanted is None)
    (thread,) = loader._threads._threads
    loader.stop()
    loader.stop()
    assert thread.is_alive()
    keeper.gate.set()
    thread.join(5)
    assert keeper.done == ["stuck"]
    assert not thread.is_alive()
    assert told == []
