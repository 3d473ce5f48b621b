"""The grid's lines against walks over all tiles, and what stays in its place when rows come."""

from __future__ import annotations

import itertools
import random

import pytest
from PySide6.QtCore import QPoint, QRect

from nanobanana_desktop.ui.stage.justified_layout import JustifiedLayout
from nanobanana_desktop.ui.stage.tile_blocks import CHUNK
from nanobanana_desktop.ui.stage.tile_groups import ListedGroups
from nanobanana_desktop.ui.stage.tile_lines import Measures

RATIOS = (9 / 16, 2 / 3, 3 / 4, 4 / 5, 1.0, 5 / 4, 4 / 3, 3 / 2, 16 / 9, 21 / 9)
MEASURES = Measures(width=640, target=172, gap=8, margin=16)


class Grid:
    """Ratios and groups as the model has them, and the layout over them."""

    def __init__(self, chance: random.Random, count: int, *, groups: bool = False) -> None:
        self.chance = chance
        self.ratios = [chance.choice(RATIOS) for _ in range(count)]
        self.days = [1 + row // 37 for row in range(count)] if groups else [0] * count
        self.asked: set[int] = set()
        self.layout = JustifiedLayout(self.slice)
        self.layout.configure(MEASURES._replace(header=40 if groups else 0))
        self.layout.reset(count, ListedGroups(self.breaks))

    def slice(self, first: int, end: int) -> list[float]:
        self.asked.update(range(first, end))
        return self.ratios[first:end]

    @property
    def breaks(self) -> list[int]:
        if not any(self.days):
            return []
        days = self.days
        return [row for row in range(len(days)) if row == 0 or days[row] != days[row - 1]]

    def reveal_all(self) -> list[QRect]:
        self.layout.reveal(0, 10**9)
        return [self.layout.rect(row) for row in range(len(self.ratios))]

    def change(self, kept: range) -> None:
        """One of the things that happen to a list, to the layout as well."""
        kind, count = self.chance.random(), len(self.ratios)
        if kind < 0.5 or not count:
            row = self.chance.choice((0, 0, self.chance.randrange(count + 1)))
            many = self.chance.choice((1, 1, 1, 3, CHUNK + 40))
            day = self.days[row - 1] if row else self.days[0] if count else 0
            self.ratios[row:row] = [self.chance.choice(RATIOS) for _ in range(many)]
            self.days[row:row] = [day] * many
            self.layout.insert(row, many, kept, ListedGroups(self.breaks))
        elif kind < 0.8:
            row = self.chance.randrange(count)
            many = min(self.chance.choice((1, 1, 2, 30, 250)), count - row)
            del self.ratios[row : row + many]
            del self.days[row : row + many]
            self.layout.remove(row, many, kept)
            self.layout.regroup(ListedGroups(self.breaks))
        else:
            row = self.chance.randrange(count)
            self.ratios[row] = self.chance.choice(RATIOS)
            self.layout.change(row, kept)


def check(grid: Grid, rects: list[QRect]) -> None:
    """Every tile in its shape, no two in one place, every line as wide as the grid."""
    layout = grid.layout
    assert layout.count == len(grid.ratios)
    row = 0
    bottom = -1
    while row < len(rects):
        line = layout.line_of(row)
        assert line.start == row
        assert len({(rects[r].top(), rects[r].height()) for r in line}) == 1
        assert rects[row].top() > bottom
        assert rects[row].left() == 16
        for left, right in itertools.pairwise(line):
            assert rects[right].left() - rects[left].right() - 1 in (7, 8, 9)
        assert rects[line.stop - 1].right() + 1 <= 624
        if rects[line.stop - 1].right() + 1 < 624:
            # Where it is not filled, it is as high as wished.
            assert rects[row].height() == 172
        bottom = rects[row].bottom()
        row = line.stop
    for rect, ratio in zip(rects, grid.ratios, strict=True):
        assert rect.width() / rect.height() == pytest.approx(ratio, rel=0.06)
        assert 40 <= rect.height() <= 380
    assert layout.height == (bottom + 1 + 16 if rects else 0)
    starts = set(grid.breaks)
    assert {row for row, _ in layout.headers_between(0, 10**9)} == starts


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_tiles_fill_lines_and_keep_their_shape(seed: int, groups: bool) -> None:
    grid = Grid(random.Random(seed), 300, groups=groups)
    check(grid, grid.reveal_all())
    for number in range(60):
        grid.change(range(0))
        if number % 3 == 0:
            check(grid, grid.reveal_all())
    check(grid, grid.reveal_all())


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_what_is_visible_keeps_its_place_when_rows_come_or_go_elsewhere(
    seed: int, groups: bool
) -> None:
    chance = random.Random(100 + seed)
    grid = Grid(chance, 900, groups=groups)
    layout = grid.layout
    for _ in range(120):
        if len(grid.ratios) < 100:
            return
        offset = chance.randrange(max(1, layout.height - 700))
        offset += layout.reveal(offset, offset + 700)
        kept = layout.rows_between(offset, offset + 700)
        shown = {row: layout.rect(row) for row in kept}
        before, old_days = list(grid.ratios), grid.breaks
        grid.change(kept)
        grown = len(grid.ratios) - len(before)
        changed = changed_rows(before, grid.ratios, grown)
        if changed.start < kept.stop and changed.stop > kept.start:
            continue
        if groups and grown and len(old_days) != len(grid.breaks):
            continue
        shift = grown if changed.stop <= kept.start else 0
        down = {layout.rect(row + shift).top() - rect.top() for row, rect in shown.items()}
        assert len(down) == 1
        for row, rect in shown.items():
            assert layout.rect(row + shift) == rect.translated(0, min(down))


def changed_rows(before: list[float], after: list[float], grown: int) -> range:
    """The old rows that were touched, as wide as they could be; never fewer than there were."""
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    tail = next(
        (
            n
            for n, (a, b) in enumerate(zip(reversed(before), reversed(after), strict=False))
            if a != b
        ),
        min(len(before), len(after)),
    )
    # A run of equal ratios hides where in it something happened.
    low = min(same, len(before) - tail)
    high = max(same, len(before) - tail, low if grown > 0 else low - grown)
    return range(low, high)


def test_answers_agree_with_a_walk() -> None:
    grid = Grid(random.Random(9), 260)
    rects, layout = grid.reveal_all(), grid.layout
    for _ in range(300):
        spot = QPoint(grid.chance.randrange(640), grid.chance.randrange(layout.height))
        inside = [row for row, rect in enumerate(rects) if rect.contains(spot)]
        assert layout.row_at(spot) == (inside[0] if inside else None)
        low, high = spot.y(), spot.y() + grid.chance.randrange(400)
        touched = [r for r, rect in enumerate(rects) if rect.top() <= high and rect.bottom() >= low]
        assert list(layout.rows_between(low, high)) == touched
        assert (layout.row_near(spot) in inside) == bool(inside)


def test_only_what_is_looked_at_is_laid_out() -> None:
    grid = Grid(random.Random(1), 100_000)
    layout = grid.layout
    grid.asked.clear()
    height = layout.height
    layout.reveal(height // 2, height // 2 + 900)
    assert len(grid.asked) <= 3 * CHUNK
    rows = layout.rows_between(height // 2, height // 2 + 900)
    assert 45_000 < rows.start < 55_000
    assert layout.rect(rows.start).height() > 60
    assert abs(layout.height - height) < height // 100
    end = layout.height
    layout.reveal(end - 900, end)
    assert layout.rows_between(layout.height - 20, layout.height - 17).stop == 100_000


def test_what_is_laid_out_above_is_told_to_keep_the_place() -> None:
    grid = Grid(random.Random(2), 5_000)
    layout = grid.layout
    top = layout.height // 2
    layout.reveal(top, top + 900)
    row = layout.rows_between(top, top + 900).start
    for _ in range(60):
        before = layout.rect(row).top() - top
        top -= 120
        moved = layout.reveal(top, top + 900)
        top += moved
        assert layout.rect(row).top() - top == before + 120
        row = layout.rows_between(top, top + 900).start


def test_an_estimated_place_leads_back_to_its_row() -> None:
    grid = Grid(random.Random(3), 50_000)
    for row in (0, 17, 4_000, 31_234, 49_999):
        assert grid.layout.row_near(grid.layout.rect(row).center()) == row
    assert grid.asked <= set(range(50_000))


def test_one_tile_is_not_stretched_to_a_giant() -> None:
    layout = JustifiedLayout(lambda first, end: [0.5] * (end - first))
    layout.configure(MEASURES)
    layout.reset(1)
    layout.reveal(0, 500)
    assert layout.rect(0).height() == 172
    layout.insert(0, 1)
    layout.reveal(0, 500)
    assert [layout.rect(row).height() for row in (0, 1)] == [172, 172]
