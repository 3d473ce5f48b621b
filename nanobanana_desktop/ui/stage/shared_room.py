"""How pictures share the stage: the arrangement in which they are largest together."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats


class Cells(NamedTuple):
    """So many cells of one size beside and below each other."""

    across: int
    down: int


def shape_of(task: GenerationTask) -> float:
    """Width against height of the picture, or of what was ordered."""
    if task.image is not None and task.image.width and task.image.height:
        return task.image.width / task.image.height
    return formats.ratio_value(formats.task_ratio(task) or "1:1")


def best_cells(ratios: Sequence[float], width: float, height: float, margin: float) -> Cells:
    """The cells in which pictures of these shapes have the largest area together.

    `margin` stays free around each; of two that are as good, the one with fewer rows.
    """
    count = len(ratios)
    choices = [Cells(ceil(count / down), down) for down in range(1, count + 1)]
    return max(
        choices,
        key=lambda cells: (
            shown_area(ratios, width / cells.across, height / cells.down, margin),
            -cells.down,
        ),
    )


def shown_area(ratios: Sequence[float], width: float, height: float, margin: float) -> float:
    """What pictures of these shapes take together when each fits a cell of this size."""
    wide, high = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
    return sum(min(wide, high * ratio) * min(high, wide / ratio) for ratio in ratios)
