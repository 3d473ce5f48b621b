"""What two prompts do not have in common, word by word; Chinese, Japanese and Korean by character.

The time is bounded: where two texts are too different to be compared word by word at once, a whole
stretch counts as replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

STEP_LIMIT: Final = 60_000
"""Comparisons of two words; a few hundredths of a second."""

_IDEOGRAPHS: Final = (
    "\u2e80-\u2fff\u3040-\u30ff\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS: Final = "\u0300-\u036f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_WORDS: Final = re.compile(
    rf"[{_IDEOGRAPHS}][{_MARKS}]*"
    rf"|(?:(?![{_IDEOGRAPHS}])[\w{_MARKS}])+(?:['’-](?:(?![{_IDEOGRAPHS}])\w)+)*"
    r"|\s+"
    rf"|.[{_MARKS}]*(?:(?<=\u200d).[{_MARKS}]*)*",
    re.DOTALL,
)
"""A character of a script without spaces, a word, white space, or any other sign with its marks."""


_RUNS: Final = (6, 3, 1)
"""Lengths, in words, of what is looked for on both sides."""


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """A stretch of text; what was removed stands before what was added in its place."""

    change: Change
    text: str


def words_of(text: str) -> list[str]:
    """The parts that are compared; together they are `text`."""
    return _WORDS.findall(text)


def prompt_difference(before: str, after: str, step_limit: int = STEP_LIMIT) -> tuple[Piece, ...]:
    """The way from `before` to `after`.

    The pieces that are not added make up `before`, those that are not removed `after`, to the
    letter. Neighbours differ in kind. Space alone between two changes is part of both.
    """
    old, new = words_of(before), words_of(after)
    matches = _Matches(old, new, step_limit).found()
    return tuple(_joined(_without_islands(list(_raw_pieces(old, new, matches)))))


def _raw_pieces(
    old: Sequence[str], new: Sequence[str], matches: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str, str]]:
    """Same, removed and added text in turns: each turn has either the first or the others."""
    x = y = 0
    for at_old, at_new in (*matches, (len(old), len(new))):
        if at_old > x or at_new > y:
            yield "", "".join(old[x:at_old]), "".join(new[y:at_new])
        if at_old < len(old) and at_new < len(new):
            yield old[at_old], "", ""
        x, y = at_old + 1, at_new + 1


def _without_islands(turns: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A space that stayed between two words that were replaced tells nothing; a new line does."""
    for number in range(1, len(turns) - 1):
        same = turns[number][0]
        is_between = not turns[number - 1][0] and not turns[number + 1][0]
        if is_between and same.isspace() and "\n" not in same:
            turns[number] = ("", same, same)
    return turns


def _joined(turns: Sequence[tuple[str, str, str]]) -> Iterator[Piece]:
    same, removed, added = "", "", ""
    for more_same, more_removed, more_added in (*turns, ("", "", "")):
        if same and not more_same:
            yield Piece(Change.SAME, same)
            same = ""
        is_end = not (more_removed or more_added)
        if is_end and removed:
            yield Piece(Change.REMOVED, removed)
        if is_end and added:
            yield Piece(Change.ADDED, added)
        if is_end:
            removed, added = "", ""
        same += more_same
        removed += more_removed
        added += more_added


class _Matches:
    """Pairs of places with the same word, both ascending: as many as can be found in time."""

    def __init__(self, old: Sequence[str], new: Sequence[str], steps: int) -> None:
        self._old = old
        self._new = new
        self._steps = steps
        self._pairs: list[tuple[int, int]] = []

    def found(self) -> list[tuple[int, int]]:
        waiting = [(0, len(self._old), 0, len(self._new))]
        while waiting:
            waiting += self._match(*waiting.pop())
        return sorted(self._pairs)

    def _match(self, x: int, x_end: int, y: int, y_end: int) -> list[tuple[int, int, int, int]]:
        """Match what is plain to see between the bounds; returns the gaps that are left."""
        old, new = self._old, self._new
        while x < x_end and y < y_end and old[x] == new[y]:
            self._pairs.append((x, y))
            x, y = x + 1, y + 1
        while x < x_end and y < y_end and old[x_end - 1] == new[y_end - 1]:
            x_end, y_end = x_end - 1, y_end - 1
            self._pairs.append((x_end, y_end))
        if x == x_end or y == y_end:
            return []
        anchors = _anchors(old, new, range(x, x_end), range(y, y_end))
        if not anchors:
            self._pairs += self._shortest_way(x, x_end, y, y_end)
            return []
        self._pairs += anchors
        gaps = []
        for next_x, next_y in (*anchors, (x_end, y_end)):
            gaps.append((x, next_x, y, next_y))
            x, y = next_x + 1, next_y + 1
        return gaps

    def _shortest_way(self, x: int, x_end: int, y: int, y_end: int) -> list[tuple[int, int]]:
        """The fewest changes between the bounds; none is the same when that takes too long.

        Greedy: `reach[k]` is how far one gets on the diagonal `k` with the changes made so far.
        """
        old, new = self._old[x:x_end], self._new[y:y_end]
        width, height = len(old), len(new)
        reach = {1: 0}
        trail: list[dict[int, int]] = []
        for changes in range(width + height + 1):
            trail.append(dict(reach))
            for k in range(-changes, changes + 1, 2):
                self._steps -= 1
                down = k == -changes or (k != changes and reach[k - 1] < reach[k + 1])
                across = reach[k + 1] if down else reach[k - 1] + 1
                while across < width and across - k < height and old[across] == new[across - k]:
                    across += 1
                    self._steps -= 1
                reach[k] = across
                if across >= width and across - k >= height:
                    return [(x + i, y + j) for i, j in _walked_back(trail, width, height)]
            if self._steps < changes * changes:
                # The way back costs memory too: a text of other words is not worth it.
                self._steps = 0
                return []
        return []


def _walked_back(
    trail: Sequence[dict[int, int]], across: int, down: int
) -> Iterator[tuple[int, int]]:
    for changes in range(len(trail) - 1, -1, -1):
        reach, k = trail[changes], across - down
        came_down = k == -changes or (k != changes and reach.get(k - 1, -1) < reach.get(k + 1, -1))
        former = k + 1 if came_down else k - 1
        start = reach[former] if changes else 0
        from_down = start - former if changes else 0
        while across > start and down > from_down and across > 0 and down > 0:
            across, down = across - 1, down - 1
            yield across, down
        across, down = start, from_down


def _anchors(
    old: Sequence[str], new: Sequence[str], of_old: range, of_new: range
) -> list[tuple[int, int]]:
    """Places that each side has exactly once, as many as come in the same order on both.

    A run of words is tried first: a single one may be the same by chance.
    """
    for length in _RUNS:
        old_once, new_once = _once(old, of_old, length), _once(new, of_new, length)
        both = sorted((x, new_once[run]) for run, x in old_once.items() if run in new_once)
        if both:
            return _longest_ascending(both)
    return []


def _once(words: Sequence[str], places: range, length: int) -> dict[tuple[str, ...], int]:
    """Runs of words that begin at one place only, by what they are."""
    found: dict[tuple[str, ...], int] = {}
    often = set()
    for place in range(places.start, places.stop - length + 1):
        run = tuple(words[place : place + length])
        if found.setdefault(run, place) != place:
            often.add(run)
    return {
        run: place
        for run, place in found.items()
        if run not in often and (length > 1 or not run[0].isspace())
    }


def _longest_ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers ascend; the first ones do already."""
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        before.append(at_end[length - 1] if length else -1)
        if length == len(ends):
            ends.append(value)
            at_end.append(number)
        else:
            ends[length], at_end[length] = value, number
    run = []
    number = at_end[-1] if at_end else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]
