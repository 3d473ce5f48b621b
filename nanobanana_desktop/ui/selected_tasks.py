"""The tasks that are selected, however many: read when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import overload

from PySide6.QtCore import QItemSelection

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.listed_model import ListedModel
from nanobanana_desktop.ui.task_requests import SAMPLE


def selected_ranges(selection: QItemSelection) -> list[range]:
    """Stretches of rows in ascending order, none touching the next."""
    parts = (selection.at(number) for number in range(selection.count()))
    found: list[range] = []
    for top, bottom in sorted((part.top(), part.bottom()) for part in parts):
        if found and top <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, bottom + 1))
        else:
            found.append(range(top, bottom + 1))
    return found


class SelectedTasks(Sequence[GenerationTask]):
    """The tasks of some rows, the one of row `current` first if it is among them.

    Nothing is read before it is asked for. Beyond `SAMPLE` the length is that of the rows, whether
    or not their tasks still exist, and what is read is not kept. To be used before the rows change.
    """

    def __init__(self, model: ListedModel, rows: Sequence[range], current: int = -1) -> None:
        self._model = model
        self._parts = list(rows)
        for place, part in enumerate(rows):
            if current in part:
                others = (range(part.start, current), range(current + 1, part.stop))
                self._parts[place : place + 1] = [other for other in others if other]
                self._parts.insert(0, range(current, current + 1))
        self._row_count = sum(map(len, self._parts))

    def __len__(self) -> int:
        return len(self._few) if self._row_count <= SAMPLE else self._row_count

    def __iter__(self) -> Iterator[GenerationTask]:
        if self._row_count <= SAMPLE:
            return iter(self._few)
        return self._model.tasks_in(self._parts)

    @overload
    def __getitem__(self, place: int) -> GenerationTask: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[GenerationTask]: ...
    def __getitem__(self, place: int | slice) -> GenerationTask | Sequence[GenerationTask]:
        if self._row_count <= SAMPLE:
            return self._few[place]
        if isinstance(place, slice):
            return list(islice(self, *place.indices(len(self))))
        found = next(islice(self, place % len(self), None), None)
        if found is None:
            raise IndexError(place)
        return found

    @cached_property
    def _few(self) -> list[GenerationTask]:
        return list(self._model.tasks_in(self._parts))
