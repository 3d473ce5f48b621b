"""Where rows lie: every answer agrees with walking through all rectangles."""

from __future__ import annotations

import itertools
import random

import pytest
from PySide6.QtCore import QPoint

from nanobanana_desktop.ui.history.day_starts import DayStarts
from nanobanana_desktop.ui.history.list_geometry import ListGeometry


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
