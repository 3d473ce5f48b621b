"""What the state of the key means for what waits to be sent."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.services.key_service import KeyService, KeyState, KeyStatus
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService

_NOT_DECIDED: Final = (KeyStatus.LOADING, KeyStatus.CHECKING, KeyStatus.REFUSED)
_NOT_TAKEN: Final = (KeyStatus.STORE_UNAVAILABLE, KeyStatus.STORE_LOCKED, KeyStatus.TOO_LONG)
_HOLDS: Final = (Hold.AUTH, Hold.NO_KEY, Hold.KEYRING_LOCKED)


class KeyHolds(QObject):
    """Holds everything while there is no key, and lets it go when there is one again."""

    def __init__(
        self,
        keys: KeyService,
        tasks: TaskService,
        settings: SettingsService,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._settings = settings
        keys.key_changed.connect(self._on_keys_key_changed)

    def _on_keys_key_changed(self, state: KeyState) -> None:
        holds = self._tasks.holds
        if state.status in _NOT_DECIDED:
            return
        if not state.usable:
            locked = state.status is KeyStatus.STORE_LOCKED
            holds.raise_hold(Hold.KEYRING_LOCKED if locked else Hold.NO_KEY)
            return
        if state.status in _NOT_TAKEN:
            # The key in use is still the one of before, refused or not.
            return
        held = [hold for hold in _HOLDS if hold in holds.state.active]
        if held and any(task.state is TaskState.READY for task in self._tasks.open_tasks):
            # Orders that waited for a key are sent when the person says so.
            holds.raise_hold(Hold.APP_PAUSED)
            self._settings.change(orders_held=True)
        for hold in held:
            holds.release(hold)
