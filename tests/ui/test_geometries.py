"""Where rows lie: every answer agrees with walking through all rectangles."""

from __future__ import annotations

import itertools
import random
import time
from array import array
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.history.day_starts import DayStarts
from nanobanana_desktop.ui.history.list_geometry import ListGeometry
from nanobanana_desktop.ui.history.shown_rows import ShownRows
from nanobanana_desktop.ui.stage.filmstrip_geometry import FilmstripGeometry


@pytest.fixture
def local_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the zone of this process for a test; where that cannot be, it stays as it is."""
    take_over: Callable[[], None] = getattr(time, "tzset", lambda: None)

    def choose(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        take_over()

    yield choose
    monkeypatch.undo()
    take_over()


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_list_answers_agree_with_a_walk(count: int) -> None:
    chance = random.Random(count)
    starts = sorted(chance.sample(range(count), count // 4))
    geometry = ListGeometry(count, starts, 76, 32, left=8, width=276)
    rects = [geometry.rect(row) for row in range(count)]
    assert geometry.height == 76 * count + 32 * len(starts)
    for above, below in itertools.pairwise(rects):
        assert below.top() == above.bottom() + 1
    for y in range(-5, geometry.height + 5, 7):
        body = [r for r in range(count) if geometry.body_top(r) <= y <= rects[r].bottom()]
        assert geometry.row_at(QPoint(20, y)) == (body[0] if body else None)
        assert geometry.row_at(QPoint(3, y)) is None
        touched = [r for r in range(count) if rects[r].top() <= y + 90 and rects[r].bottom() >= y]
        assert list(geometry.rows_between(y, y + 90)) == touched


def test_day_starts_follow_rows_that_come_and_go() -> None:
    chance = random.Random(3)
    naive: list[bool] = []
    starts = DayStarts()
    for _ in range(500):
        row = chance.randrange(len(naive) + 1)
        if chance.random() < 0.6 or row == len(naive):
            naive.insert(row, False)
            starts.rows_inserted(row)
            naive[row] = chance.random() < 0.4
            starts.mark(row, naive[row])
        else:
            end = min(row + chance.choice((1, 1, 3)), len(naive))
            del naive[row:end]
            starts.rows_removed(row, end)
        assert list(starts.rows) == [r for r, begins in enumerate(naive) if begins]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Asia/Shanghai", "UTC"])
@pytest.mark.parametrize("sort", [HistorySort.NEWEST, HistorySort.OLDEST])
def test_days_are_found_where_the_clock_is_changed_too(
    zone: str, sort: HistorySort, local_zone: Callable[[str], None]
) -> None:
    local_zone(zone)
    chance = random.Random(5)
    times = sorted(1_700_000_000.0 + chance.random() * 500 * 86_400 for _ in range(3_000))
    if sort is HistorySort.NEWEST:
        times.reverse()
    days = [formats.local_day(time) for time in times]
    listing = HistoryListing(array("q", range(3_000)), array("d", times), array("f", [1.0] * 3_000))
    starts = DayStarts()
    starts.find(ShownRows(listing, sort, lambda _rows, _row: None))
    assert list(starts.rows) == [
        row for row in range(3_000) if row == 0 or days[row] != days[row - 1]
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_filmstrip_answers_agree_with_a_walk(count: int) -> None:
    geometry = FilmstripGeometry(count, edge=64, gap=10, margin=14, top=10)
    rects = [geometry.rect(row) for row in range(count)]
    assert geometry.height == (rects[-1].right() + 1 + 14 if rects else 0)
    for before, after in itertools.pairwise(rects):
        assert after.left() == before.right() + 1 + 10
    for x in range(-40, geometry.height + 40, 3):
        near = [row for row in range(count) if -5 <= x - rects[row].left() < 69]
        assert geometry.row_at(QPoint(x, 30)) == (near[0] if near else None)
        for width in (1, 9, 200):
            touched = [
                row
                for row in range(count)
                if rects[row].left() <= x + width and rects[row].right() >= x
            ]
            assert list(geometry.rows_between(x, x + width)) == touched
