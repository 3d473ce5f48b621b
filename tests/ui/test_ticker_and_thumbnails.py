"""The one timer of moving parts, and the cache of small pictures."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Pace, Ticker
from tests.ui.fake_history import FakePictures, make_task

SIZE = QSize(54, 54)


def test_the_timer_runs_only_while_somebody_needs_it(qtbot: QtBot) -> None:
    ticker, rows, stage = Ticker(), QObject(), QObject()
    assert not ticker.is_running
    ticker.set_pace(rows, Pace.SECONDS)
    ticker.set_pace(stage, Pace.FRAMES)
    assert ticker.is_running
    ticker.set_pace(stage, Pace.STILL)
    assert ticker.is_running
    ticker.set_pace(rows, Pace.STILL)
    assert not ticker.is_running


def test_frames_and_seconds_come_from_one_timer(qtbot: QtBot) -> None:
    ticker, owner = Ticker(), QObject()
    frames: list[int] = []
    ticker.frame_due.connect(lambda: frames.append(1))
    ticker.set_pace(owner, Pace.FRAMES)
    with qtbot.waitSignal(ticker.second_passed, timeout=3000):
        pass
    assert 5 <= len(frames) <= 33
    assert len(ticker.findChildren(QObject)) == 1
    ticker.set_pace(owner, Pace.STILL)


def test_reduced_motion_leaves_only_the_seconds(qtbot: QtBot) -> None:
    ticker, owner = Ticker(), QObject()
    ticker.set_motion_allowed(False)
    ticker.set_pace(owner, Pace.FRAMES)
    assert ticker.phase == 0.0
    with (
        qtbot.assertNotEmitted(ticker.frame_due),
        qtbot.waitSignal(ticker.second_passed, timeout=3000),
    ):
        pass
    ticker.set_pace(owner, Pace.STILL)


def test_an_owner_that_is_gone_is_forgotten() -> None:
    ticker, owner = Ticker(), QObject()
    ticker.set_pace(owner, Pace.SECONDS)
    del owner
    ticker.set_pace(QObject(), Pace.STILL)
    ticker.set_motion_allowed(True)
    assert not ticker.is_running


def red(width: int = 256, height: int = 144) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


def test_a_picture_is_asked_for_once_large_enough_to_cover(qtbot: QtBot) -> None:
    source = FakePictures()
    cache = ThumbnailCache(source)
    task = make_task("a")
    assert cache.pixmap(task, SIZE, 2.0, 7) is None
    assert cache.pixmap(task, SIZE, 2.0, 7) is None
    assert source.thumbnail_requests == [("a", 194)]
    with qtbot.waitSignal(cache.pixmap_ready, timeout=500):
        source.thumbnail_loaded.emit("a", red())
    pixmap = cache.pixmap(task, SIZE, 2.0, 7)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (108, 2.0)
    image = pixmap.toImage()
    assert image.pixelColor(54, 54).name() == "#ff0000"
    assert image.pixelColor(0, 0).alpha() == 0
    assert source.thumbnail_requests == [("a", 194)]


def test_a_task_without_a_picture_is_not_asked_for_again(qtbot: QtBot) -> None:
    source = FakePictures()
    cache = ThumbnailCache(source)
    task = make_task("a")
    cache.pixmap(task, SIZE, 1.0, 7)
    source.thumbnail_loaded.emit("a", QImage())
    cache.pixmap(task, SIZE, 1.0, 7)
    assert len(source.thumbnail_requests) == 1
    cache.forget("a")
    cache.pixmap(task, SIZE, 1.0, 7)
    assert len(source.thumbnail_requests) == 2


def test_the_least_recently_used_pictures_go_first() -> None:
    source = FakePictures()
    cache = ThumbnailCache(source, byte_limit=3 * 54 * 54 * 4)
    for name in "abc":
        cache.pixmap(make_task(name), SIZE, 1.0, 7)
        source.thumbnail_loaded.emit(name, red())
    assert cache.pixmap(make_task("a"), SIZE, 1.0, 7) is not None
    cache.pixmap(make_task("d"), SIZE, 1.0, 7)
    source.thumbnail_loaded.emit("d", red())
    asked = len(source.thumbnail_requests)
    assert cache.pixmap(make_task("a"), SIZE, 1.0, 7) is not None
    assert cache.pixmap(make_task("b"), SIZE, 1.0, 7) is None
    assert len(source.thumbnail_requests) == asked + 1
