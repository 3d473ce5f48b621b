"""Pictures are told by id; what nobody looks at any more is dropped."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services import side_threads
from nanobanana_desktop.services.picture_loaders import PictureLoader
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]


class SlowKeeper:
    """Blocks until `gate` is set; `begun` tells of it. Remembers the order of the work."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.done: list[str] = []
        self.sides: list[int | None] = []
        self.error: StorageError | None = None

    def decode(self, task: GenerationTask, largest_side: int | None = None) -> QImage:
        self.begun.set()
        self.gate.wait(20)
        self.done.append(task.id)
        self.sides.append(largest_side)
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
    await wait_until(keeper.begun.is_set)
    for name in ("second", "third"):
        loader.request(make_task(id=name))
    keeper.gate.set()
    await wait_until(lambda: loaded == ["third"])
    assert keeper.done == ["first", "third"]
    loader.stop()


def large_jpeg(task_id: str, width: int = 4_096, height: int = 4_096) -> GenerationTask:
    return make_task(id=task_id, image=make_image(mime="image/jpeg", width=width, height=height))


async def test_a_large_jpeg_is_told_at_the_size_of_a_screen_first(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    keeper.gate.set()
    told: list[str] = []
    loader.screen_loaded.connect(lambda task_id, _image: told.append(f"{task_id} soon"))
    loader.picture_loaded.connect(lambda task_id, _picture: told.append(task_id))
    loader.start(keeper)
    small = make_task(id="small", image=make_image(mime="image/jpeg"))
    png = make_task(id="png", image=make_image(width=4_096, height=4_096))
    expected: list[str] = []
    for task in (large_jpeg("large"), small, png, large_jpeg("wide", 5_504, 3_072)):
        loader.request(task)
        expected += [f"{task.id} soon", task.id] if task.id in ("large", "wide") else [task.id]
        await wait_until(partial(told.__eq__, expected))
    assert keeper.sides == [1_024, None, None, None, 1_376, None]
    loader.stop()


async def test_who_goes_on_after_the_first_step_does_not_wait_for_the_second(
    wait_until: WaitUntil,
) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    told: list[str] = []
    loader.screen_loaded.connect(lambda task_id, _image: told.append(f"{task_id} soon"))
    loader.picture_loaded.connect(lambda task_id, _picture: told.append(task_id))
    loader.start(keeper)
    loader.request(large_jpeg("first"))
    await wait_until(keeper.begun.is_set)
    loader.request(large_jpeg("second"))
    keeper.gate.set()
    await wait_until(lambda: told == ["second soon", "second"])
    assert keeper.done == ["first", "second", "second"]
    loader.stop()


async def test_a_large_picture_that_cannot_be_read_is_told_once(wait_until: WaitUntil) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    keeper.gate.set()
    keeper.error = StorageError(ErrorCase.PICTURE_UNREADABLE, "half")
    failed: list[str] = []
    loader.picture_failed.connect(lambda task_id, _error: failed.append(task_id))
    loader.start(keeper)
    loader.request(large_jpeg("half"))
    await wait_until(lambda: failed == ["half"])
    keeper.error = None
    loaded: list[str] = []
    loader.picture_loaded.connect(lambda task_id, _picture: loaded.append(task_id))
    loader.request(large_jpeg("whole"))
    await wait_until(lambda: loaded == ["whole"])
    assert failed == ["half"]
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
    await wait_until(keeper.begun.is_set)
    (thread,) = loader._threads._threads
    loader.stop()
    loader.stop()
    assert thread.is_alive()
    keeper.gate.set()
    thread.join(20)
    assert keeper.done == ["stuck"]
    assert not thread.is_alive()
    assert told == []
