"""Thumbnails come from threads: told once, made anew when damaged, stopped at once."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import (
    PictureKey,
    TileKey,
    TileShape,
    TileWish,
    picture_key,
)
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services import side_threads
from nanobanana_desktop.services.thumbnail_loader import ThumbnailLoader
from nanobanana_desktop.services.thumbnail_threads import THREADS
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]
SMALL = TileShape(60, 45, 4.0, 1.0)
LARGE = TileShape(800, 600, 8.0, 2.0)


def task(name: str) -> GenerationTask:
    return make_task(id=name, image=make_image(width=1024, height=768))


def wish(name: str, shape: TileShape = SMALL, *, sharp: bool = False) -> TileWish:
    it = task(name)
    return TileWish(TileKey(picture_key(it), shape), it, sharp)


class Keeper:
    """Notes what it is asked; `gate` holds back what reads files."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.names: set[str] = set()
        self.damaged: set[str] = set()
        self.gone: set[str] = set()
        self.bug = False
        self.calls: list[str] = []
        self.sides: list[int] = []
        self.written = 0

    def kept(self, pictures: Sequence[PictureKey]) -> dict[PictureKey, bytes]:
        self.calls.append("kept " + " ".join(key.task_id for key in pictures))
        if self.bug:
            raise RuntimeError("a bug")
        return {key: key.task_id.encode() for key in pictures if key.task_id in self.names}

    def read(self, jpeg: bytes, side: int) -> QImage:
        self.calls.append(f"read {jpeg.decode()}")
        if jpeg.decode() in self.damaged:
            raise StorageError(ErrorCase.RESULT_BAD, "damaged")
        return self._image(side)

    def make(self, task: GenerationTask, side: int) -> QImage:
        return self._from_file("make", task, side)

    def read_file(self, task: GenerationTask, side: int) -> QImage:
        return self._from_file("file", task, side)

    def write_made(self) -> None:
        self.written += 1

    def _from_file(self, word: str, task: GenerationTask, side: int) -> QImage:
        self.calls.append(f"{word} {task.id}")
        self.gate.wait(60)
        if task.id in self.gone:
            raise StorageError(ErrorCase.FILE_GONE, "gone")
        return self._image(side)

    def _image(self, side: int) -> QImage:
        self.sides.append(side)
        return QImage(side, side * 3 // 4, QImage.Format.Format_RGB32)


class Told(QObject):
    """What a loader told, and whether in the thread of the window."""

    def __init__(self, loader: ThumbnailLoader) -> None:
        super().__init__()
        self.tiles: list[tuple[str, tuple[int, int], bool]] = []
        self.previews: list[tuple[str, bool]] = []
        self.made_ahead = 0
        self.elsewhere = False
        loader.tile_loaded.connect(self.on_tile)
        loader.thumbnail_loaded.connect(self.on_preview)
        loader.made_ahead.connect(self.on_made_ahead)

    @Slot(object, QImage, bool)
    def on_tile(self, key: TileKey, image: QImage, sharp: bool) -> None:
        self.elsewhere |= QThread.currentThread() is not self.thread()
        self.tiles.append((key.picture.task_id, image.size().toTuple(), sharp))

    @Slot(str, QImage)
    def on_preview(self, task_id: str, image: QImage) -> None:
        self.previews.append((task_id, image.isNull()))

    @Slot()
    def on_made_ahead(self) -> None:
        self.made_ahead += 1


def running() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("thumbnail-")]


@pytest.fixture
def loader() -> Iterator[ThumbnailLoader]:
    loader = ThumbnailLoader()
    yield loader
    loader.stop()


@pytest.fixture
def keeper(loader: ThumbnailLoader) -> Iterator[Keeper]:
    keeper = Keeper()
    yield keeper
    keeper.gate.set()


async def test_tiles_come_cut_to_size_from_one_question(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    keeper.names = {"a", "b"}
    loader.want_tiles([wish("a"), wish("b")])
    assert keeper.calls == [], "what is wanted before the start waits"
    loader.start(keeper)
    await wait_until(lambda: len(told.tiles) == 2)
    assert sorted(told.tiles) == [("a", (60, 45), True), ("b", (60, 45), True)]
    assert keeper.calls[0] == "kept a b"
    assert not told.elsewhere


async def test_a_tile_larger_than_what_is_kept_is_not_sharp_at_first(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    keeper.names = {"a"}
    loader.start(keeper)
    loader.want_tiles([wish("a", LARGE)])
    await wait_until(lambda: len(told.tiles) == 1)
    loader.want_tiles([wish("a", LARGE, sharp=True)])
    await wait_until(lambda: len(told.tiles) == 2)
    assert told.tiles == [("a", (800, 600), False), ("a", (800, 600), True)]
    assert keeper.sides == [256, 800]


async def test_what_is_not_kept_is_made_at_once_as_large_as_it_is_shown(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    loader.start(keeper)
    loader.want_tiles([wish("a", LARGE)])
    await wait_until(lambda: keeper.written == 1)
    await wait_until(lambda: told.tiles == [("a", (800, 600), True)])
    assert [call.split()[0] for call in keeper.calls] == ["kept", "make"]
    assert keeper.sides == [800]


async def test_a_damaged_thumbnail_is_made_anew(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    keeper.names = keeper.damaged = {"a"}
    loader.start(keeper)
    loader.want_tiles([wish("a")])
    loader.request(task("a"), 256)
    await wait_until(lambda: told.tiles and told.previews)
    assert told.tiles == [("a", (60, 45), True)]
    assert told.previews == [("a", False)]


async def test_a_missing_file_is_told(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    keeper.gone = {"a"}
    loader.start(keeper)
    loader.want_tiles([wish("a"), wish("a", LARGE, sharp=True)])
    loader.request(task("a"), 256)
    await wait_until(lambda: len(told.tiles) == 2 and told.previews)
    assert {size for _, size, _ in told.tiles} == {(0, 0)}
    assert told.previews == [("a", True)]


async def test_a_bug_is_logged_and_the_work_goes_on(
    loader: ThumbnailLoader,
    keeper: Keeper,
    wait_until: WaitUntil,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("ReadKept")
    told = Told(loader)
    keeper.bug = True
    loader.start(keeper)
    loader.want_tiles([wish("a")])
    await wait_until(lambda: told.tiles == [("a", (60, 45), True)])


async def test_what_is_kept_is_shown_while_a_drive_does_not_answer(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    keeper.gate.clear()
    keeper.names = {f"k{number}" for number in range(20)}
    loader.start(keeper)
    loader.want_tiles([wish(f"gone{number}") for number in range(20)])
    await wait_until(lambda: sum(call.startswith("make") for call in keeper.calls) == 2)
    loader.want_tiles([wish(name) for name in sorted(keeper.names)])
    await wait_until(lambda: len(told.tiles) == 20)
    assert {name for name, _, _ in told.tiles} == keeper.names


async def test_thumbnails_are_made_ahead_when_nothing_else_is_to_do(
    loader: ThumbnailLoader, keeper: Keeper, wait_until: WaitUntil
) -> None:
    told = Told(loader)
    keeper.gone = {"y"}
    keeper.names = {"kept"}
    loader.start(keeper)
    loader.make_ahead([task("x"), task("kept"), task("y"), task("z")])
    await wait_until(lambda: told.made_ahead == 1)
    assert [call for call in keeper.calls if call.startswith("make")] == [
        "make x",
        "make y",
        "make z",
    ]
    assert keeper.written == 1
    assert told.tiles == []


async def test_the_end_does_not_wait_for_a_full_line(
    loader: ThumbnailLoader,
    keeper: Keeper,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(side_threads, "STOP_SECONDS", 60.0)
    told = Told(loader)
    keeper.gate.clear()
    loader.start(keeper)
    loader.want_tiles([wish(str(number)) for number in range(200)])
    loader.make_ahead(task(f"later{number}") for number in range(200))
    await wait_until(lambda: sum(call.startswith("make") for call in keeper.calls) == 2)
    threads, line = running(), loader._line
    assert line is not None
    drop_what_waits = line.stop

    def then_the_drive_answers() -> None:
        drop_what_waits()
        keeper.gate.set()

    monkeypatch.setattr(line, "stop", then_the_drive_answers)
    loader.stop()
    loader.stop()
    assert len(threads) == THREADS
    assert not any(thread.is_alive() for thread in threads)
    assert sum(call.startswith("make") for call in keeper.calls) == 2
    assert told.tiles == []


async def test_the_end_leaves_a_drive_that_does_not_answer_behind(
    loader: ThumbnailLoader,
    keeper: Keeper,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(side_threads, "STOP_SECONDS", 0.05)
    told = Told(loader)
    keeper.gate.clear()
    loader.start(keeper)
    loader.want_tiles([wish("a")])
    await wait_until(lambda: "make a" in keeper.calls)
    threads = running()
    assert all(thread.daemon for thread in threads)
    loader.stop()
    assert any(thread.is_alive() for thread in threads)
    await wait_until(lambda: sum(thread.is_alive() for thread in threads) == 1)
    keeper.gate.set()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert told.tiles == [], "what comes of it after the end is told to nobody"
