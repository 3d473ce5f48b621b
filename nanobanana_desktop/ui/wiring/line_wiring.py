"""The waiting line: its order, and whether anything is sent at all."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.formats import ordinal
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.widgets.announce import announce


class LineWiring(QObject):
    """Moves waiting orders and keeps the person's word that nothing is sent for now."""

    def __init__(
        self,
        requests: TaskRequests,
        tasks: TaskService,
        settings: SettingsService,
        actions: Actions,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._settings = settings
        self._pause_action = actions[Command.PAUSE_SENDING]
        self._window = window
        requests.send_first_requested.connect(self._on_requests_send_first_requested)
        requests.hold_back_requested.connect(self._on_requests_hold_back_requested)
        requests.move_requested.connect(self._on_requests_move_requested)
        requests.move_before_requested.connect(self._on_requests_move_before_requested)
        tasks.paused_changed.connect(self._on_tasks_paused_changed)
        self._pause_action.setChecked(tasks.paused)

    def toggle_pause(self) -> None:
        """Hold back all sending, or let it go on."""
        if self._tasks.paused:
            self._tasks.resume()
        else:
            self._settings.change(sending_paused=True)
            self._tasks.pause()
        self._pause_action.setChecked(self._tasks.paused)

    def _on_tasks_paused_changed(self, paused: bool) -> None:
        self._pause_action.setChecked(paused)
        if not paused and self._settings.settings.sending_paused:
            self._settings.change(sending_paused=False)

    def _on_requests_send_first_requested(self, task_id: str) -> None:
        self._tasks.send_first(task_id)
        self._tell_place(1)

    def _on_requests_hold_back_requested(self, task_ids: list[str], back: bool) -> None:
        self._tasks.hold_back(task_ids, back)
        text = self.tr("Held back") if back else self.tr("Sent when it is its turn")
        announce(self._window, text)

    def _on_requests_move_requested(self, task_id: str, distance: int) -> None:
        ids = [task.id for task in self._tasks.waiting]
        if task_id not in ids:
            return
        place = ids.index(task_id)
        target = max(0, min(len(ids) - 1, place + distance))
        if target == place:
            return
        ids.remove(task_id)
        self._tasks.move(task_id, ids[target] if target < len(ids) else None)
        self._tell_place(target + 1)

    def _on_requests_move_before_requested(self, task_id: str, before: str) -> None:
        others = [task.id for task in self._tasks.waiting if task.id != task_id]
        if len(others) == len(self._tasks.waiting):
            return
        self._tasks.move(task_id, before or None)
        # What was sent meanwhile was first in the line.
        sent = 0 if before else len(others)
        self._tell_place(1 + (others.index(before) if before in others else sent))

    def _tell_place(self, place: int) -> None:
        announce(self._window, self.tr("{place} in the line").format(place=ordinal(place)))
