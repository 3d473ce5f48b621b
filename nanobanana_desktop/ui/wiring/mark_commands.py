"""The commands about marks, the bin and the library: for all that is selected, not only one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.actions import RATINGS, Actions, Command
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.task_keys import rate
from nanobanana_desktop.ui.task_requests import TaskRequests, sample

if TYPE_CHECKING:
    from nanobanana_desktop.ui.history.bin_bar import BinBar

C = Command
Tasks = Sequence[GenerationTask]

MARKING: Final = (C.STAR, *RATINGS, C.TAGS, C.NOTE)


class MarkCommands(QObject):
    """Turns commands into requests, and shows in the menus what holds for the current task."""

    def __init__(
        self,
        actions: Actions,
        requests: TaskRequests,
        history: HistoryPane,
        *,
        verify: Callable[[], object],
        manage_tags: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._requests = requests
        self._history = history
        self._bin_bar: BinBar | None = None
        self._handlers: Mapping[Command, Callable[[Tasks], object]] = {
            C.STAR: self._star,
            **{command: self._rater(rating) for rating, command in enumerate(RATINGS)},
            C.TAGS: lambda tasks: requests.tags_requested.emit(list(tasks)),
            C.NOTE: lambda tasks: requests.note_requested.emit(tasks[0]),
            C.LOCATE: lambda tasks: requests.locate_requested.emit(list(tasks)),
            C.RESTORE: lambda tasks: requests.restore_requested.emit([t.id for t in tasks]),
        }
        self._others: Mapping[Command, Callable[[], object]] = {
            C.EMPTY_BIN: requests.empty_bin_requested.emit,
            C.BIN: self._toggle_bin,
            C.VERIFY_LIBRARY: verify,
            C.MANAGE_TAGS: manage_tags,
        }
        actions.triggered.connect(self._on_actions_triggered)
        history.current_changed.connect(self.show_task)
        history.filters.filter_chosen.connect(self._on_filters_filter_chosen)
        history.panel.bin_bar_made.connect(self._on_panel_bin_bar_made)
        self.show_task(None)

    def show_task(self, task: GenerationTask | None) -> None:
        """Enable what can be done with the current task, and check what holds for it."""
        actions = self._actions
        actions.set_enabled(MARKING, task is not None)
        missing = task is not None and self._history.model.is_file_missing(task)
        actions.set_enabled((C.LOCATE,), missing)
        is_restorable = task is not None and task.trashed_at is not None
        actions.set_enabled((C.RESTORE,), is_restorable)
        if self._bin_bar is not None:
            self._bin_bar.restore_button.setEnabled(is_restorable)
        actions[C.STAR].setChecked(task is not None and task.starred)
        rating = -1 if task is None else task.rating
        for stars, command in enumerate(RATINGS):
            actions[command].setChecked(stars == rating)

    def _star(self, tasks: Tasks) -> None:
        starred = not all(task.starred for task in tasks)
        change = MarkChange(starred=starred)
        self._requests.marks_requested.emit([task.id for task in tasks], change)

    def _rater(self, rating: int) -> Callable[[Tasks], object]:
        return lambda tasks: rate(tasks, rating, self._requests)

    def _toggle_bin(self) -> None:
        shown = self._history.filters.value is HistoryFilter.TRASH
        self._history.filters.set_value(HistoryFilter.ALL if shown else HistoryFilter.TRASH)

    def _on_actions_triggered(self, command: Command) -> None:
        other = self._others.get(command)
        if other is not None:
            other()
            return
        handler = self._handlers.get(command)
        tasks = sample(self._history.selected_tasks()) if handler is not None else ()
        if handler is not None and tasks:
            handler(tasks)
            # What the menu checked by itself is only so once the history has it.
            self.show_task(self._history.current_task())

    def _on_panel_bin_bar_made(self, bar: BinBar) -> None:
        self._bin_bar = bar
        bar.restore_requested.connect(lambda: self._on_actions_triggered(C.RESTORE))
        bar.empty_requested.connect(self._requests.empty_bin_requested)
        self.show_task(self._history.current_task())

    def _on_filters_filter_chosen(self, chosen: HistoryFilter) -> None:
        self._actions[C.BIN].setChecked(chosen is HistoryFilter.TRASH)
