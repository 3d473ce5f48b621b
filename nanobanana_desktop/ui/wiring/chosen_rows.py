"""What a wish is about: the tasks that it names, or all that is selected if they stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.task_requests import SAMPLE

_AT_ONCE: Final = 500


class ChosenRows:
    """The numbers of rows; cheap for the few tasks of a wish, and for any selection."""

    def __init__(self, reader: HistoryView, history: HistoryPane) -> None:
        self._reader = reader
        self._history = history

    def selected(self) -> Sequence[int]:
        """The rows of all selected tasks, however many."""
        return self._history.model.numbers(self._history.list.selected_ranges())

    def of(self, task_ids: Sequence[str]) -> Sequence[int]:
        """The rows of these tasks."""
        numbers: list[int] = []
        for begin in range(0, len(task_ids), _AT_ONCE):
            numbers += self._reader.numbers_of(task_ids[begin : begin + _AT_ONCE]).values()
        return numbers

    def meant(self, task_ids: Sequence[str]) -> Sequence[int]:
        """The rows of these tasks; of all that is selected when they are a sample of it."""
        if len(task_ids) >= SAMPLE:
            selected = self.selected()
            if len(selected) > len(task_ids):
                return selected
        return self.of(task_ids)
