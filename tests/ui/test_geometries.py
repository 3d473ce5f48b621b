"""Where rows and tiles lie: every answer agrees with walking through all rectangles."""

from __future__ import annotations

import itertools
import random

import pytest
from PySide6.QtCore import QPoint

from nanobanana_desktop.ui.history.day_starts import DayStarts
from nanobanana_desktop.ui.history.list_geometry import ListGeometry
from nanobanana_desktop.ui.stage.justified_layout import JustifiedLayout

RATIOS = (9 / 16, 2 / 3, 3 / 4, 4 / 5, 1.0, 5 / 4, 4 / 3, 3 / 2, 16 / 9, 21 / 9)


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
            starts.row_inserted(row)
            naive[row] = chance.random() < 0.4
            starts.mark(row, naive[row])
        else:
            del naive[row]
            starts.row_removed(row)
        assert list(starts.rows) == [r for r, begins in enumerate(naive) if begins]


def laid_out(ratios: list[float], width: int = 640) -> JustifiedLayout:
    layout = JustifiedLayout(lambda row: ratios[row])
    layout.configure(width=width, target=172, gap=8, margin=16)
    layout.set_count(len(ratios))
    return layout


@pytest.mark.parametrize("seed", range(5))
def test_tiles_fill_the_width_keep_their_shape_and_do_not_overlap(seed: int) -> None:
    chance = random.Random(seed)
    ratios = [chance.choice(RATIOS) for _ in range(120)]
    layout = laid_out(ratios)
    rects = [layout.rect(row) for row in range(len(ratios))]
    lines = {layout.line_of(row) for row in range(len(ratios))}
    for line in lines:
        first, last = rects[line.start], rects[line.stop - 1]
        assert first.left() == 16
        assert len({rects[row].top() for row in line}) == 1
        assert last.right() + 1 <= 624
        if line.stop < len(ratios):
            assert last.right() + 1 == 624
        for row in line[1:]:
            assert rects[row].left() - rects[row - 1].right() - 1 in (7, 8, 9)
    for rect, ratio in zip(rects, ratios, strict=True):
        assert rect.width() / rect.height() == pytest.approx(ratio, abs=0.06)
        assert 80 < rect.height() < 330
    assert layout.height == max(rect.bottom() for rect in rects) + 1 + 16


def test_tile_answers_agree_with_a_walk() -> None:
    chance = random.Random(9)
    ratios = [chance.choice(RATIOS) for _ in range(60)]
    layout = laid_out(ratios)
    rects = [layout.rect(row) for row in range(60)]
    for _ in range(300):
        spot = QPoint(chance.randrange(640), chance.randrange(layout.height))
        inside = [row for row in range(60) if rects[row].contains(spot)]
        assert layout.row_at(spot) == (inside[0] if inside else None)
        touched = [
            row
            for row in range(60)
            if rects[row].top() <= spot.y() + 50 and rects[row].bottom() >= spot.y()
        ]
        found = layout.rows_between(spot.y(), spot.y() + 50)
        assert set(touched) <= set(found)


def test_only_what_is_looked_at_is_laid_out() -> None:
    asked: list[int] = []

    def ratio_of(row: int) -> float:
        asked.append(row)
        return 1.5

    layout = JustifiedLayout(ratio_of)
    layout.configure(width=640, target=172, gap=8, margin=16)
    layout.set_count(100_000)
    layout.rows_between(0, 600)
    assert max(asked) < 30
    assert layout.height > 1_000_000


def test_forgetting_from_a_tile_gives_the_same_as_beginning_anew() -> None:
    chance = random.Random(4)
    ratios = [chance.choice(RATIOS) for _ in range(80)]
    layout = laid_out(ratios)
    layout.rect(79)
    ratios[40] = 21 / 9
    layout.forget_from(40)
    assert [layout.rect(row) for row in range(80)] == [
        laid_out(ratios).rect(row) for row in range(80)
    ]
