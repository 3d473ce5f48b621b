"""A grid over any number of tasks that exist only as numbers, and a bare one to compare it with."""

from __future__ import annotations

import random
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from nanobanana_desktop.domain.batch import BATCH_STEP
from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import TileKey, TileWish
from nanobanana_desktop.ui.grouping import PLAIN_ARRANGEMENT, Arrangement
from nanobanana_desktop.ui.history.delegate import HistoryDelegate
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.view import HistoryList
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import NOON, make_record, make_task

SIZE: Final = (1000, 700)
"""Shows about 24 tiles at the middle size."""
TILE: Final = 172
GAP: Final = 8
SHAPES: Final = ((1536, 2752), (2048, 2048), (2400, 1792), (2752, 1536), (3168, 1344))
MANY: Final = 500
INTERVAL: Final = 600.0
TOGETHER: Final = 4
"""Images of one order."""
TASK: Final = make_task("t")


def _ordered_at(row: int) -> float:
    """Four at a time."""
    first = row - row % TOGETHER
    return NOON - INTERVAL * first - BATCH_STEP * (row - first)


class NumberedHistory(QObject):
    """Tells numbers for any number of tasks, and makes a task when it is read."""

    listed = Signal(int, object)
    unlisted = Signal(int)

    def __init__(self, count: int) -> None:
        super().__init__()
        self.token = 0
        chance = random.Random(7)
        shapes = [chance.choice(SHAPES) for _ in range(4_096)]
        self._shapes = (shapes * (count // len(shapes) + 1))[:count]
        self._whole = HistoryListing(
            array("q", range(count, 0, -1)),
            array("d", [_ordered_at(row) for row in range(count)]),
            array("f", [width / height for width, height in self._shapes]),
        )
        self._images: dict[tuple[int, int], ImageRecord] = {}
        self.added: dict[str, int] = {}
        self.largest_read = 0

    def first_page(self, _query: HistoryQuery) -> HistoryListing:
        if len(self._whole) <= MANY:
            return self.listing()
        whole = self._whole
        return HistoryListing(
            whole.numbers[:MANY], whole.created[:MANY], whole.ratios[:MANY], complete=False
        )

    def listing(self) -> HistoryListing:
        whole = self._whole
        return HistoryListing(whole.numbers[:], whole.created[:], whole.ratios[:])

    def request(self, _query: HistoryQuery) -> int:
        self.token += 1
        return self.token

    def answer(self) -> None:
        self.listed.emit(self.token, self.listing())

    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        self.largest_read = max(self.largest_read, len(numbers))
        return [(number, self._task(number)) for number in numbers]

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        return {task_id: self.added.get(task_id) or int(task_id[1:]) for task_id in ids}

    def matching(self, _query: HistoryQuery, ids: Sequence[str]) -> set[str]:
        return set(ids)

    def _task(self, number: int) -> GenerationTask:
        row = len(self._whole) - number
        shape = self._shapes[row]
        image = self._images.setdefault(shape, make_record("picture", *shape))
        return replace(TASK, id=f"t{number}", created_at=_ordered_at(row), image=image)


class TilesAtOnce(QObject):
    """Gives every tile that is wanted in the next round of events."""

    thumbnail_loaded = Signal(str, QImage)
    tile_loaded = Signal(object, QImage, bool)

    def __init__(self) -> None:
        super().__init__()
        self._images: dict[tuple[int, int], QImage] = {}

    def request(self, _task: GenerationTask, _size_px: int) -> None:
        return

    def want_tiles(self, wishes: Sequence[TileWish]) -> None:
        keys = [wish.key for wish in wishes]
        QTimer.singleShot(0, self, lambda: self._give(keys))

    def _give(self, keys: list[TileKey]) -> None:
        for key in keys:
            size = key.shape.width, key.shape.height
            image = self._images.get(size)
            if image is None:
                image = self._images[size] = picture(*size)
            self.tile_loaded.emit(key, image, True)


class Parts:
    """Model, list and grid as in the program; whoever holds it keeps them alive."""

    def __init__(self, application: QApplication, count: int) -> None:
        self.theme = Theme(application, mode="light", motion="reduce")
        self.theme.put_on()
        self.source = NumberedHistory(count)
        self.model = HistoryModel(self.source, lambda: NOON)
        self.tiles = TilesAtOnce()
        self.thumbnails = ThumbnailCache(self.tiles)
        self.ticker = Ticker()
        self.keys = TaskKeys(TaskRequests())
        delegate = HistoryDelegate(
            self.theme, self.thumbnails, self.ticker, lambda: NOON, self.model
        )
        self.list = HistoryList(self.theme, self.model, delegate, self.ticker, self.keys)

    def make_grid(self, arrangement: Arrangement = PLAIN_ARRANGEMENT) -> GridView:
        grid = GridView(
            self.theme,
            self.model,
            self.list.selectionModel(),
            self.thumbnails,
            self.ticker,
            self.keys,
            lambda: NOON,
        )
        grid.arrange(arrangement)
        return grid


class BareGrid(QAbstractScrollArea):
    """The floor: equal tiles that fill the width, a matter of arithmetic, drawn and nothing else.

    As in the grid, a pixmap that has another size than its tile is drawn scaled, not smoothly.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._pixmaps = [QPixmap.fromImage(picture(TILE, TILE)) for _ in range(24)]

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.viewport().width() - GAP
        columns = max(1, width // (TILE + GAP))
        step = width // columns
        self.verticalScrollBar().setRange(0, self._count // columns * step - self.height())
        offset = self.verticalScrollBar().value()
        painter = QPainter(self.viewport())
        area = event.rect()
        side = step - GAP
        for line in range((area.top() + offset) // step, (area.bottom() + offset) // step + 1):
            for column in range(columns):
                place = QRect(GAP + column * step, GAP + line * step - offset, side, side)
                pixmap = self._pixmaps[(line * columns + column) % len(self._pixmaps)]
                painter.drawPixmap(place, pixmap)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)


def picture(width: int, height: int) -> QImage:
    """Something with transparent corners, as the tiles have."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0x80A06040)
    painter = QPainter(image)
    painter.fillRect(QRect(8, 0, width - 16, height), 0xFF806040)
    painter.end()
    return image


class Paints(QObject):
    """Notices that a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


class Took(NamedTuple):
    """Seconds until it was painted: as they passed, and as this thread worked."""

    passed: float
    worked: float


def painted(paints: Paints, change: Callable[[], object]) -> Took:
    """How long it takes from a change until it is painted for the first time."""
    paints.seen = False
    began, worked = time.perf_counter(), time.thread_time()
    change()
    while not paints.seen:
        QApplication.processEvents()
    return Took(time.perf_counter() - began, time.thread_time() - worked)
