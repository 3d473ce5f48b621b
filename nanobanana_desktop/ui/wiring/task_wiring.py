"""The wishes of history and stage, carried out by the services and the desktop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.formats import clock_time
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import STOPPABLE
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.widgets.toast import Toast

NAME_LENGTH = 30
"""Code points of a prompt inside a toast."""

READING_SECONDS = 6.0
"""For toasts that tell more than that something was done."""


class TaskWiring(QObject):
    """Connects `TaskRequests` with the task service, the form and toasts."""

    def __init__(
        self,
        requests: TaskRequests,
        tasks: TaskService,
        pane: CreatePane,
        toast: Toast,
        details: Callable[[GenerationTask], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._requests = requests
        self._tasks = tasks
        self._pane = pane
        self._toast = toast
        self._details = details
        self._stopping: set[str] = set()
        self._connect_task_wishes(requests)
        self._connect_form_wishes(requests)
        requests.copy_link_requested.connect(self._on_requests_copy_link_requested)
        requests.copy_details_requested.connect(self._on_requests_copy_details_requested)

    def _connect_task_wishes(self, requests: TaskRequests) -> None:
        requests.send_now_requested.connect(self._tasks.send_now)
        requests.check_now_requested.connect(self._check)
        requests.download_again_requested.connect(self._tasks.check_now)
        requests.watch_again_requested.connect(self._check)
        requests.stop_watching_requested.connect(self._on_requests_stop_watching_requested)
        requests.attach_id_requested.connect(self._on_requests_attach_id_requested)
        requests.allow_insecure_requested.connect(self._tasks.allow_insecure)
        requests.mark_not_sent_requested.connect(self._tasks.mark_not_sent)
        self._tasks.task_changed.connect(self._on_tasks_task_changed)
        self._tasks.tasks_removed.connect(self._on_tasks_tasks_removed)

    def _connect_form_wishes(self, requests: TaskRequests) -> None:
        requests.reuse_requested.connect(self._on_requests_reuse_requested)
        requests.edit_prompt_requested.connect(self._on_requests_reuse_requested)
        requests.example_chosen.connect(self._on_requests_example_chosen)

    def _check(self, task_id: str) -> None:
        """Ask now; where the service may not be asked, say until when."""
        self._tasks.check_now(task_id)
        state = self._tasks.holds.state
        if Hold.AUTH in state.active:
            text = self.tr("The API key was not accepted. Tasks are checked once it is changed.")
        elif {Hold.NO_KEY, Hold.KEYRING_LOCKED} & set(state.active):
            text = self.tr("Tasks are checked once there is an API key.")
        elif Hold.BALANCE in state.active:
            text = self.tr("Your balance at the service is used up. Tasks are checked later.")
        elif Hold.RATE_LIMIT not in state.active:
            return
        elif state.until is None:
            text = self.tr("The service asked us to slow down. Tasks are checked in a moment.")
        else:
            text = self.tr("The service asked us to slow down. Tasks are checked at {time}.")
            text = text.format(time=clock_time(state.until))
        self._toast.show_message(text, seconds=READING_SECONDS)

    def _on_requests_stop_watching_requested(self, task_id: str) -> None:
        task = next((t for t in self._tasks.open_tasks if t.id == task_id), None)
        if task is None or task.state not in STOPPABLE:
            return
        if task.state is TaskState.READY:
            self._requests.delete_requested.emit([task_id])
        else:
            self._stopping.add(task_id)
            self._tasks.stop_watching(task_id)

    def _on_tasks_tasks_removed(self, task_ids: list[str]) -> None:
        self._stopping.difference_update(task_ids)

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        if task.id not in self._stopping:
            return
        self._stopping.discard(task.id)
        if task.state is not TaskState.WATCH_STOPPED:
            return
        self._toast.show_undo(
            self.tr("Stopped waiting. The service may still finish and charge this task."),
            lambda: self._tasks.check_now(task.id),
        )

    def _on_requests_attach_id_requested(self, task_id: str, remote_id: str) -> None:
        if not self._tasks.attach_remote_id(task_id, remote_id):
            self._toast.show_message(self.tr("This cannot be a task ID."), seconds=READING_SECONDS)

    def _on_requests_reuse_requested(self, task: GenerationTask) -> None:
        before = self._pane.fill(task.params)
        name = shortened(task.params.prompt, NAME_LENGTH)
        self._toast.show_undo(
            self.tr("Form filled from “{name}”").format(name=name),
            lambda: self._pane.restore_draft(before),
        )
        self._pane.focus_prompt()

    def _on_requests_example_chosen(self, prompt: str) -> None:
        self._pane.fill(replace(self._pane.state().params, prompt=prompt))
        self._pane.focus_prompt()

    def _on_requests_copy_link_requested(self, task: GenerationTask) -> None:
        desktop.copy_text(task.result_url)
        self._toast.show_message(self.tr("Link copied"))

    def _on_requests_copy_details_requested(self, task: GenerationTask) -> None:
        desktop.copy_text(self._details(task))
        self._toast.show_message(self.tr("Details copied"))
