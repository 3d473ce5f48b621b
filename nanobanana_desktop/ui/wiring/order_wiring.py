"""Orders that cost once more: each is asked about beside what was pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.services.order_desk import ORDER_LIMIT
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.cost_texts import cost_sentence
from nanobanana_desktop.ui.run_again_note import RunAgainNote
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import RUN_AGAIN_TOGETHER
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring.own_record import OwnRecord

FAILED_FOR_GOOD: Final = frozenset({TaskState.FAILED, TaskState.REFUSED})
"""What "all failed" means: nothing of it can be had for free any more."""
LOOKED_AT: Final = 500
"""Newest tasks that are searched for one that repeats a failed one already."""


class OrderWiring(QObject):
    """Runs tasks again after the note was answered."""

    def __init__(
        self,
        requests: TaskRequests,
        tasks: TaskService,
        history: HistoryView,
        settings: SettingsService,
        record: OwnRecord,
        note: RunAgainNote,
        toast: Toast,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._history = history
        self._settings = settings
        self._record = record
        self._note = note
        self._toast = toast
        requests.run_again_requested.connect(self._on_requests_run_again_requested)
        requests.order_again_requested.connect(self._on_requests_order_again_requested)
        requests.run_failed_requested.connect(self.run_failed)
        note.silenced.connect(lambda: settings.change(run_again_note_seen=True))

    def run_failed(self, selected: Sequence[GenerationTask]) -> None:
        """Run the selected failed tasks again; without any among several, all that failed."""
        chosen = [
            task for task in selected if task.state in RUN_AGAIN_TOGETHER and task.params.prompt
        ]
        together = (chosen if len(chosen) > 1 else self._all_failed())[:ORDER_LIMIT]
        ids = [task.id for task in together]
        if not ids:
            self._toast.show_message(self.tr("No failed tasks to run again."))
            return
        self._note.ask(
            lambda: self._tasks.run_again_all(ids),
            question=self.tr("This sends %Ln new paid task(s).", "", len(ids)),
            cost=self._cost_of_all(together),
        )

    def _all_failed(self) -> list[GenerationTask]:
        """Failed for good and not run again yet, the newest first."""
        repeated = {task.rerun_of for task in self._newest(HistoryFilter.ALL)}
        return [
            task
            for task in self._newest(HistoryFilter.FAILED)
            if task.state in FAILED_FOR_GOOD and task.params.prompt and task.id not in repeated
        ]

    def _newest(self, chosen: HistoryFilter) -> list[GenerationTask]:
        numbers = self._history.first_page(HistoryQuery(filter=chosen)).numbers
        return [task for _, task in self._history.tasks_at(numbers[:LOOKED_AT])]

    def _on_requests_run_again_requested(self, task_id: str) -> None:
        task = next(iter(self._history.tasks([task_id])), None)
        if task is not None and task.state is TaskState.SUBMIT_UNKNOWN:
            self._on_requests_order_again_requested(task_id)
        elif self._settings.settings.run_again_note_seen:
            self._tasks.run_again(task_id)
        else:
            cost = "" if task is None else self._cost_of(task)
            self._note.ask(lambda: self._tasks.run_again(task_id), cost=cost)

    def _cost_of(self, task: GenerationTask) -> str:
        """A sentence, or empty. What this very order cost is said where no similar one is known."""
        cost = self._record.usual_cost(task.params)
        if cost is not None:
            return cost_sentence(cost)
        if not task.amount:
            return ""
        return self.tr("The last one cost {amount}.").format(amount=isolated(task.amount))

    def _cost_of_all(self, tasks: Sequence[GenerationTask]) -> str:
        """A sentence, or empty when the cost of one of them is not known."""
        costs = [self._record.usual_cost(task.params) for task in tasks]
        known = [cost for cost in costs if cost is not None]
        if len(known) < len(costs):
            return ""
        return cost_sentence(sum(known) / len(known), len(known))

    def _on_requests_order_again_requested(self, task_id: str) -> None:
        task = next(iter(self._history.tasks([task_id])), None)
        self._note.ask(
            lambda: self._tasks.order_again(task_id),
            question=self.tr("This task may have been accepted already. It may be charged twice."),
            cost="" if task is None else self._cost_of(task),
        )
