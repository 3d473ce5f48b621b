"""The cache of small pictures: what is asked for when, what is kept, what is drawn meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.thumbnails import (
    ABSENT_LIMIT,
    ASK_AGAIN,
    WISH_LIMIT,
    ThumbnailCache,
    draw_thumbnail,
)
from tests.fakes import ManualClock
from tests.ui.fake_history import FakePictures, make_task

SIZE = QSize(54, 54)
COST = 54 * 54 * 4


class Shown:
    """A cache of which some tasks are visible, and what it asks for."""

    def __init__(self, byte_limit: int = 64 * 1024 * 1024) -> None:
        self.source = FakePictures()
        self.clock = ManualClock()
        self.cache = ThumbnailCache(self.source, byte_limit=byte_limit, now=self.clock.monotonic)
        self.visible: set[str] | None = None
        self.ready: list[str] = []
        self.cache.pixmap_ready.connect(self.ready.append)
        self.cache.visible_asked.connect(self._tell)

    def _tell(self, told: list[set[str]]) -> None:
        if self.visible is not None:
            told.append(self.visible)

    def paint(self, *tasks: GenerationTask, size: QSize = SIZE, ratio: float = 1.0) -> list[bool]:
        """Whether each of the tasks had something to draw."""
        drawn = [self.cache.pixmap(task, size, ratio, 7) is not None for task in tasks]
        QApplication.processEvents()
        return drawn

    def paint_at_rest(self, qtbot: QtBot, task: GenerationTask, size: QSize) -> None:
        """Paint, and paint once more when the size no longer changes, as the views do."""
        paint = self.cache.size_rested.connect(lambda: self.cache.pixmap(task, size, 1.0, 7))
        with qtbot.waitSignal(self.cache.size_rested):
            self.paint(task, size=size)
        self.cache.disconnect(paint)
        QApplication.processEvents()

    @property
    def asked(self) -> list[str]:
        return self.source.tile_requests

    @property
    def wanted(self) -> list[str]:
        return [key.picture.task_id for key in self.source.tiles_wanted]


@pytest.fixture
def shown(qapp: QApplication) -> Shown:
    return Shown()


def tasks(*names: str) -> list[GenerationTask]:
    return [make_task(name) for name in names]


def red(width: int = 256, height: int = 144) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


def test_a_picture_is_asked_for_once_and_drawn_with_round_corners(shown: Shown) -> None:
    task = make_task("a")
    assert shown.paint(task, ratio=2.0) == [False]
    assert shown.paint(task, ratio=2.0) == [False]
    assert shown.asked == ["a"]
    shown.source.give_tiles("a", red())
    assert shown.ready == ["a"]
    pixmap = shown.cache.pixmap(task, SIZE, 2.0, 7)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (108, 2.0)
    image = pixmap.toImage()
    assert image.pixelColor(54, 54).name() == "#ff0000"
    assert image.pixelColor(0, 0).alpha() == 0
    assert shown.paint(task, ratio=2.0) == [True]
    assert shown.asked == ["a"]


def test_all_that_one_painting_misses_is_asked_for_together(shown: Shown) -> None:
    calls: list[int] = []
    real = shown.source.want_tiles
    shown.source.want_tiles = lambda wishes: (calls.append(len(wishes)), real(wishes))
    shown.paint(*tasks(*"abcdef"))
    assert calls == [6]


def test_what_scrolled_away_is_not_asked_for_any_more(shown: Shown) -> None:
    shown.visible = {"a", "b"}
    shown.paint(*tasks("a", "b"))
    assert shown.wanted == ["a", "b"]
    shown.visible = {"b", "c"}
    shown.paint(*tasks("c"))
    assert shown.wanted == ["c", "b"], "the newest first, and nothing that is not seen"
    shown.source.give_tiles("b", red())
    shown.source.give_tiles("c", red())
    shown.visible = {"d"}
    shown.paint(*tasks("d"))
    shown.visible = {"b"}
    assert shown.paint(*tasks("b")) == [True]
    assert shown.wanted == [], "also when all that is seen now is there"


def test_an_answer_that_comes_too_late_is_dropped(shown: Shown) -> None:
    shown.visible = {"a"}
    shown.paint(*tasks("a"))
    (key,) = shown.source.tiles_wanted
    shown.visible = {"b"}
    shown.paint(*tasks("b"))
    shown.source.tile_loaded.emit(key, red(54, 54), True)
    assert shown.ready == []
    shown.cache.forget("b")
    shown.source.give_tiles("b", red())
    assert shown.ready == [], "nor that of a task that was removed"


def test_no_more_is_asked_for_than_views_can_show(shown: Shown) -> None:
    shown.paint(*(make_task(str(number)) for number in range(WISH_LIMIT + 50)))
    assert len(shown.wanted) == WISH_LIMIT


def test_a_task_without_a_picture_is_not_asked_for(shown: Shown) -> None:
    shown.paint(replace(make_task("a"), image=None))
    assert shown.asked == []


def test_a_picture_that_is_not_there_is_looked_for_again_later(shown: Shown) -> None:
    task = make_task("a")
    shown.paint(task)
    shown.source.give_tiles("a", QImage())
    assert shown.paint(task) == [False]
    assert shown.asked == ["a"]
    shown.clock.advance(ASK_AGAIN)
    shown.paint(task)
    assert shown.asked == ["a", "a"]
    shown.source.give_tiles("a", QImage())
    shown.cache.forget("a")
    shown.paint(task)
    assert shown.asked == ["a", "a", "a"], "at once when its file was found again"


def test_only_so_many_missing_pictures_are_remembered(shown: Shown) -> None:
    for number in range(ABSENT_LIMIT + 20):
        shown.paint(make_task(str(number)))
        shown.source.give_tiles(str(number), QImage())
    assert len(shown.cache._absent) == ABSENT_LIMIT
    asked = len(shown.asked)
    shown.paint(make_task("0"))
    shown.paint(make_task(str(ABSENT_LIMIT)))
    assert len(shown.asked) == asked + 1


def test_another_version_of_a_picture_is_another_picture(shown: Shown) -> None:
    task = make_task("a")
    shown.paint(task)
    shown.source.give_tiles("a", red())
    assert task.image is not None
    changed = replace(task, image=replace(task.image, sha256="1" * 64))
    assert shown.paint(changed) == [False]
    assert shown.asked == ["a", "a"]


def test_the_least_recently_used_pictures_go_first(qapp: QApplication) -> None:
    shown = Shown(byte_limit=3 * COST)
    for name in "abc":
        shown.paint(make_task(name))
        shown.source.give_tiles(name, red())
    assert shown.paint(make_task("a")) == [True]
    shown.paint(make_task("d"))
    shown.source.give_tiles("d", red())
    assert shown.paint(*tasks("a", "d")) == [True, True]
    assert shown.paint(make_task("b")) == [False]
    assert shown.cache._bytes == 3 * COST


def test_nothing_grows_with_what_was_ever_seen(qapp: QApplication) -> None:
    shown = Shown(byte_limit=10 * COST)
    for number in range(200):
        name = str(number)
        shown.visible = {name}
        shown.paint(make_task(name))
        if number % 2:
            shown.source.give_tiles(name, red())
    cache = shown.cache
    assert len(cache._kept) == 10
    assert len(cache._keys) == 10
    assert len(cache._wanted) <= 1


def test_a_stretched_tile_is_asked_for_again_until_it_is_sharp(shown: Shown) -> None:
    task = make_task("a")
    shown.paint(task)
    shown.source.give_tiles("a", red(), sharp=False)
    assert shown.paint(task) == [True]
    (wish,) = shown.source.tiles_wanted.values()
    assert wish.sharp
    shown.source.give_tiles("a", red(), sharp=True)
    shown.paint(task)
    assert shown.ready == ["a", "a"]
    assert shown.wanted == []


def test_what_is_not_there_at_all_comes_before_what_is_not_sharp(shown: Shown) -> None:
    shown.paint(*tasks("a"))
    shown.source.give_tiles("a", red(), sharp=False)
    shown.paint(*tasks("b", "a", "c"))
    assert shown.wanted == ["b", "c", "a"]


def test_a_tile_whose_file_is_gone_stays_as_it_is(shown: Shown) -> None:
    task = make_task("a")
    shown.paint(task)
    shown.source.give_tiles("a", red(), sharp=False)
    shown.paint(task)
    shown.source.give_tiles("a", QImage(), sharp=True)
    assert shown.paint(task) == [True]
    assert shown.wanted == []


def test_while_the_size_changes_the_former_one_is_stretched(shown: Shown, qtbot: QtBot) -> None:
    task = make_task("a")
    shown.paint(task, size=QSize(160, 90))
    shown.source.give_tiles("a", red())
    assert shown.paint(task, size=QSize(54, 54)) == [False], "not into another shape"
    larger = QRect(0, 0, 192, 108)
    pixmap = shown.cache.pixmap(task, larger.size(), 1.0, 7)
    assert pixmap is not None
    canvas = QImage(192, 108, QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    draw_thumbnail(painter, larger, pixmap)
    painter.end()
    assert canvas.pixelColor(186, 54).name() == "#ff0000"
    QApplication.processEvents()
    assert shown.asked == ["a", "a"], "the size may change again"
    shown.paint_at_rest(qtbot, task, QSize(208, 117))
    assert shown.asked == ["a", "a", "a"]
    assert {key.shape.width for key in shown.source.tiles_wanted} == {54, 208}


def test_of_one_shape_only_the_last_two_sizes_are_kept(shown: Shown, qtbot: QtBot) -> None:
    task = make_task("a")
    shown.paint(task, size=SIZE)
    shown.source.give_tiles("a", red())
    shown.paint(task, size=QSize(160, 90))
    shown.source.give_tiles("a", red())
    for width in (176, 192, 208):
        shown.paint_at_rest(qtbot, task, QSize(width, width * 9 // 16))
        shown.source.give_tiles("a", red())
    assert [key.shape.width for key in shown.cache._kept] == [54, 192, 208]
