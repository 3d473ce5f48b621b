"""Which pictures can be sorted out from where a person is: those selected or surveyed, or all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from nanobanana_desktop.domain.culling import MOST_PICTURES, CullScope
from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.stage.grid_groups import batch_of
from nanobanana_desktop.ui.stage.tile_groups import ListedGroups
from nanobanana_desktop.ui.task_status import has_picture

PORTION: Final = 200
"""Rows that are read at once; whoever scrolls meanwhile has a turn in between."""
_WHOLE: Final = frozenset({CullScope.SEARCH, CullScope.ALL})


def rows_of_scopes(
    history: HistoryPane, surveyed: Sequence[str] = ()
) -> dict[CullScope, list[range]]:
    """Stretches of rows of every scope that there is, the likeliest first; none in the bin.

    `surveyed` are the ids of the tasks that are looked at together.
    """
    if history.filters.value is HistoryFilter.TRASH:
        return {}
    model, found = history.model, dict[CullScope, list[range]]()
    selected = history.list.selected_ranges()
    if sum(map(len, selected)) > 1:
        found[CullScope.SELECTED] = selected
    rows = [row for row in map(model.row_of, surveyed) if row is not None]
    if rows:
        found[CullScope.SURVEY] = [range(row, row + 1) for row in rows]
    index = history.list.currentIndex()
    count = model.rowCount()
    if index.isValid() and index.row() >= model.active_count:
        found[CullScope.ORDER] = [batch_of(model, index.row())]
        days = ListedGroups(model.day_starts)
        if days:
            row = index.row()
            found[CullScope.DAY] = [range(days.start_of(row), days.end_of(row, count))]
    plain = history.panel.query
    asked = plain.has_text or plain.filter is not HistoryFilter.ALL
    found[CullScope.SEARCH if asked else CullScope.ALL] = [range(count)]
    return found


async def pictures_of_scopes(
    reader: HistoryView, numbers: Mapping[CullScope, Sequence[int]]
) -> dict[CullScope, list[str]]:
    """The ids of the pictures among these rows; scopes that hold nothing, or the same as another
    one, are left out, and parts that hold but one.
    """
    found: dict[CullScope, list[str]] = {}
    for scope, rows in numbers.items():
        ids = await pictures_among(reader, rows)
        least = 1 if scope in _WHOLE else 2
        if len(ids) >= least and ids not in found.values():
            found[scope] = ids
    return found


async def pictures_among(reader: HistoryView, numbers: Sequence[int]) -> list[str]:
    """Ids of tasks with a picture that do not lie in the bin, up to `MOST_PICTURES`."""
    found: list[str] = []
    for begin in range(0, len(numbers), PORTION):
        read = reader.tasks_at(numbers[begin : begin + PORTION])
        found += [task.id for _, task in read if can_be_sorted(task)]
        if len(found) >= MOST_PICTURES:
            break
        await asyncio.sleep(0)
    return found[:MOST_PICTURES]


async def still_there(reader: HistoryView, ids: Sequence[str]) -> set[str]:
    """Those that still have a picture and do not lie in the bin."""
    found: set[str] = set()
    for begin in range(0, len(ids), PORTION):
        read = reader.tasks(ids[begin : begin + PORTION])
        found |= {task.id for task in read if can_be_sorted(task)}
        await asyncio.sleep(0)
    return found


def can_be_sorted(task: GenerationTask) -> bool:
    return has_picture(task) and task.trashed_at is None
