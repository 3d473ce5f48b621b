"""What has to happen to a list of numbers until it is another one, with as little ado as can be."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

MOST: Final = 2_000
"""Rows that differ; beyond, it is another list and not a changed one."""


class Step(NamedTuple):
    """At `row` take out `removed` rows and put in those of the new list from `first` to `end`."""

    row: int
    removed: int
    first: int
    end: int


def steps_between(old: array[int], new: array[int]) -> list[Step] | None:
    """Steps from the first row to the last, each for the list as the ones before left it.

    None when too much differs, or when rows that stay change their order.
    """
    head = _common_head(old, new)
    tail = _common_tail(old, new, min(len(old), len(new)) - head)
    middle_old, middle_new = len(old) - head - tail, len(new) - head - tail
    if not middle_old or not middle_new:
        step = Step(head, middle_old, head, head + middle_new)
        return [step] if middle_old or middle_new else []
    if max(middle_old, middle_new) > MOST:
        return None
    return _small_steps(old[head : len(old) - tail], new[head : len(new) - tail], head)


def _small_steps(old: Sequence[int], new: Sequence[int], offset: int) -> list[Step] | None:
    wanted = {number: place for place, number in enumerate(new)}
    stay = [place for number in old if (place := wanted.get(number)) is not None]
    if stay != sorted(stay):
        return None
    steps: list[Step] = []
    removed = done = 0
    for number in (*old, None):
        place = len(new) if number is None else wanted.get(number)
        if place is None:
            removed += 1
            continue
        if removed or place > done:
            steps.append(Step(offset + done, removed, offset + done, offset + place))
        removed, done = 0, place + 1
    return steps


def _common_head(old: array[int], new: array[int]) -> int:
    """How many rows from the first on are the same."""
    with memoryview(old) as left, memoryview(new) as right:
        low, high = 0, min(len(old), len(new))
        if left[:high] == right[:high]:
            return high
        while low < high - 1:
            middle = (low + high) // 2
            if left[low:middle] == right[low:middle]:
                low = middle
            else:
                high = middle
    return low


def _common_tail(old: array[int], new: array[int], most: int) -> int:
    """How many rows up from the last, at most `most`, are the same."""
    with memoryview(old) as left, memoryview(new) as right:
        low, high = 0, most
        if not most or left[len(old) - most :] == right[len(new) - most :]:
            return most
        while low < high - 1:
            middle = (low + high) // 2
            ends = len(old) - low, len(new) - low
            begins = len(old) - middle, len(new) - middle
            if left[begins[0] : ends[0]] == right[begins[1] : ends[1]]:
                low = middle
            else:
                high = middle
    return low
