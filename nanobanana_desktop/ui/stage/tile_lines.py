"""Breaking pictures of different shapes into lines that fill a width."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

SHORTEST: Final = 0.5
"""Of the wanted height: a line of several pictures is not lower."""
TALLEST: Final = 2.2
"""Of the wanted height: a line that would have to be higher is not stretched at all."""
HIDDEN: Final = -1.0
"""Instead of a ratio: lies behind the picture before it, in the same line, and takes no room."""
NARROWEST: Final = 0.2
WIDEST: Final = 6.0


class Line(NamedTuple):
    """`tiles` pictures side by side, `height` pixels high; `fills` the width or ends earlier.

    Those that are hidden count as well.
    """

    tiles: int
    height: int
    fills: bool = True


class Measures(NamedTuple):
    """Pixels: `width` includes the margins at both sides, `target` is the wanted height."""

    width: int = 1
    target: int = 172
    gap: int = 8
    margin: int = 16
    header: int = 0

    @property
    def room(self) -> int:
        return max(1, self.width - 2 * self.margin)


def bounded(ratio: float) -> float:
    """A width by height that a tile can have; what is beyond is cut when it is painted."""
    if NARROWEST <= ratio <= WIDEST:
        return ratio
    return min(max(ratio, NARROWEST), WIDEST) if ratio > 0 else 1.0


def broken(ratios: Sequence[float], measures: Measures, *, ends: bool) -> list[Line]:
    """The lines whose heights are together nearest to the wanted one, every one filled.

    With `ends` nothing follows, and the last line need not fill the width.
    """
    if HIDDEN in ratios:
        shown = [place for place, ratio in enumerate(ratios) if ratio != HIDDEN]
        of_shown = broken([ratios[place] for place in shown], measures, ends=ends)
        return _with_hidden(of_shown, shown, len(ratios))
    count = len(ratios)
    gap, target, room = measures.gap, measures.target, float(measures.room)
    sums = [0.0, *accumulate(map(bounded, ratios))]
    costs = [0.0] * (count + 1)
    begins = [0] * (count + 1)
    # Written for speed: a resized grid waits for it.
    for end in range(1, count + 1):
        best, chosen = float("inf"), end - 1
        total = sums[end] * target
        space = room
        is_last = ends and end == count
        for begin in range(end - 1, -1, -1):
            share = space / (total - sums[begin] * target)
            if share > 1.0:
                off = 0.0 if is_last else share - 1.0
            elif share >= SHORTEST:
                off = 1.0 / share - 1.0
            elif begin < end - 1:
                break
            else:
                off = 1.0 / SHORTEST
            cost = costs[begin] + off * off
            if cost < best:
                best, chosen = cost, begin
            space -= gap
        costs[end], begins[end] = best, chosen
    lines: list[Line] = []
    end = count
    while end:
        begin = begins[end]
        is_last = ends and end == count
        lines.append(_line(end - begin, sums[end] - sums[begin], measures, is_last=is_last))
        end = begin
    lines.reverse()
    return lines


def stretched(ratios: Sequence[float], measures: Measures, *, ends: bool) -> Line:
    """One line of all these pictures."""
    shown = [bounded(ratio) for ratio in ratios if ratio != HIDDEN]
    line = _line(len(shown), sum(shown) or 1.0, measures, is_last=ends)
    return line._replace(tiles=len(ratios))


def suits(line: Line, measures: Measures) -> bool:
    """Whether the line looks like one that was chosen and not like a makeshift."""
    low, high = measures.target * SHORTEST, measures.target * TALLEST
    return line.fills and (line.tiles == 1 or low <= line.height) and line.height <= high


def edges(ratios: Sequence[float], line: Line, measures: Measures) -> list[tuple[int, int]]:
    """Left edge and width of each picture of the line; what is hidden has those of its cover."""
    if HIDDEN in ratios:
        shown = iter(edges([ratio for ratio in ratios if ratio != HIDDEN], line, measures))
        cell = (measures.margin, 0)
        cells = []
        for ratio in ratios:
            cell = cell if ratio == HIDDEN else next(shown)
            cells.append(cell)
        return cells
    found: list[tuple[int, int]] = []
    left = float(measures.margin)
    for ratio in ratios:
        start = round(left)
        left += bounded(ratio) * line.height
        found.append((start, max(1, round(left) - start)))
        left += measures.gap
    if not line.fills or not found:
        return found
    # Heights are whole pixels: what that adds to the width or takes from it is shared by all.
    surplus = measures.margin + measures.room - sum(found[-1])
    shared: list[tuple[int, int]] = []
    for place, (start, width) in enumerate(found):
        before = surplus * place // len(found)
        behind = surplus * (place + 1) // len(found)
        shared.append((start + before, max(1, width + behind - before)))
    return shared


def _with_hidden(lines: Sequence[Line], shown: Sequence[int], count: int) -> list[Line]:
    """Lines of the pictures at the places `shown` among `count`; the others go with them."""
    if not lines:
        return [Line(count, 1, fills=False)] if count else []
    found: list[Line] = []
    begin = done = 0
    for line in lines:
        done += line.tiles
        end = shown[done] if done < len(shown) else count
        found.append(line._replace(tiles=end - begin))
        begin = end
    return found


def _line(count: int, total: float, measures: Measures, *, is_last: bool) -> Line:
    height = (measures.room - (count - 1) * measures.gap) / total
    most = measures.target if is_last else measures.target * TALLEST
    if height > most:
        return Line(count, measures.target, fills=False)
    return Line(count, max(1, round(height)))
