"""The difference of two pictures: exact, bright enough, in a thread, and only the last is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nanobanana_desktop.services.loaded_picture import LoadedPicture, loaded_picture
from nanobanana_desktop.services.picture_difference import GAINS, pixel_difference
from nanobanana_desktop.services.picture_loaders import PictureLoader
from tests.conftest import LogGuard
from tests.fakes import make_task
from tests.services.test_picture_loaders import SlowKeeper

WaitUntil = Callable[..., Awaitable[None]]


def plain(color: str, width: int = 400, height: int = 300) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def marked(color: str, spot: QRect, other: str) -> QImage:
    image = plain(color)
    with QPainter(image) as painter:
        painter.fillRect(spot, QColor(other))
    return image


def levels(image: QImage) -> tuple[QImage, ...]:
    return loaded_picture(image, Path("/pictures/a.png")).levels


def test_each_channel_tells_how_far_the_pictures_are_apart() -> None:
    found = pixel_difference(levels(plain("#203040")), levels(plain("#502038")), 400, gain=1)
    assert found.image.pixelColor(200, 150) == QColor(0x30, 0x10, 0x08)
    assert (found.gain, found.same, found.unseen) == (1, False, False)


@pytest.mark.parametrize(("other", "gain"), [("#818080", 16), ("#908080", 8), ("#f08080", 2)])
def test_small_differences_are_made_bright(other: str, gain: int) -> None:
    found = pixel_difference(levels(plain("#808080")), levels(plain(other)), 400)
    expected = gain * (QColor(other).red() - 0x80)
    assert found.gain == gain
    assert found.image.pixelColor(1, 1).red() == min(255, expected)


def test_a_small_spot_is_seen_where_it_is() -> None:
    spot = QRect(40, 60, 50, 50)
    found = pixel_difference(
        levels(plain("#808080")), levels(marked("#808080", spot, "#848080")), 400
    )
    assert found.gain == GAINS[0]
    assert found.image.pixelColor(spot.center()).red() == 4 * GAINS[0]
    assert found.image.pixelColor(300, 200) == QColor(Qt.GlobalColor.black)


def test_the_same_pictures_are_said_to_be_the_same() -> None:
    found = pixel_difference(levels(plain("#446688")), levels(plain("#446688")), 400)
    assert found.same
    assert found.unseen


def test_what_is_lost_at_the_size_of_the_screen_is_not_called_the_same() -> None:
    first, second = plain("#808080", 2_000, 2_000), plain("#808080", 2_000, 2_000)
    second.setPixelColor(1_001, 1_001, QColor("#818080"))
    found = pixel_difference(levels(first), levels(second), 200)
    assert found.unseen
    assert not found.same


def test_a_smaller_picture_is_brought_to_the_size_of_the_larger_one() -> None:
    found = pixel_difference(levels(plain("#446688", 200, 150)), levels(plain("#446688")), 1_000)
    assert (found.image.width(), found.image.height()) == (400, 300)
    assert found.unseen
    assert not found.same


def test_where_only_one_picture_is_it_is_seen_itself() -> None:
    wide, tall = plain("#204060", 400, 200), plain("#204060", 200, 400)
    found = pixel_difference(levels(wide), levels(tall), 400, gain=1)
    assert (found.image.width(), found.image.height()) == (400, 400)
    assert found.image.pixelColor(200, 200) == QColor(Qt.GlobalColor.black)
    assert found.image.pixelColor(20, 200) == QColor("#204060")
    assert found.image.pixelColor(5, 5) == QColor(Qt.GlobalColor.black)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (3_000, 2)])
def test_odd_shapes_are_compared_too(size: tuple[int, int]) -> None:
    found = pixel_difference(levels(plain("#ffffff", *size)), levels(plain("#000000")), 256)
    assert max(found.image.width(), found.image.height()) == 256
    assert not found.unseen


def test_transparent_pictures_lie_on_black() -> None:
    clear = QImage(400, 300, QImage.Format.Format_ARGB32_Premultiplied)
    clear.fill(Qt.GlobalColor.transparent)
    found = pixel_difference(levels(clear), levels(plain("#000000")), 400)
    assert found.unseen


async def test_only_the_last_comparison_is_told_and_pictures_come_first(
    wait_until: WaitUntil,
) -> None:
    keeper, loader = SlowKeeper(), PictureLoader()
    told: list[object] = []
    loader.picture_loaded.connect(lambda task_id, _picture: told.append(task_id))
    loader.difference_made.connect(lambda token, found: told.append((token, found.same)))
    loader.start(keeper)
    loader.request(make_task(id="first"))
    await wait_until(keeper.begun.is_set)
    one, other = (LoadedPicture(levels(plain(c)), Path("/x")) for c in ("#111111", "#222222"))
    loader.request_difference(one, other, 400)
    last = loader.request_difference(one, one, 400)
    loader.request(make_task(id="second"))
    keeper.gate.set()
    await wait_until(lambda: len(told) == 2)
    assert told == ["second", (last, True)]
    loader.stop()


async def test_what_cannot_be_compared_ends_nothing(
    wait_until: WaitUntil, log_guard: LogGuard
) -> None:
    log_guard.expected.append("two pictures were not compared")
    keeper, loader = SlowKeeper(), PictureLoader()
    keeper.gate.set()
    told: list[int] = []
    loader.difference_made.connect(lambda token, _found: told.append(token))
    loader.start(keeper)
    loader.request_difference(LoadedPicture((), Path("/x")), LoadedPicture((), Path("/x")), 400)
    await wait_until(lambda: loader._comparison is None)
    whole = LoadedPicture(levels(plain("#111111")), Path("/x"))
    last = loader.request_difference(whole, whole, 400)
    await wait_until(lambda: told == [last])
    loader.stop()
