"""The settings in force: changed at once, written in the background."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)


class SettingsKeeper(Protocol):
    """Blocking; called in a thread."""

    def save(self, settings: Settings) -> None: ...


class SettingsService(QObject):
    """Signals: `settings_changed(Settings)`, `trouble(AppError)` – they could not be written."""

    settings_changed = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        settings: Settings,
        keeper: SettingsKeeper,
        workers: Workers,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self._keeper = keeper
        self._workers = workers
        self._jobs = jobs
        self._dirty = False
        self._save_lock = asyncio.Lock()

    def change(self, **fields: Any) -> None:
        """Set fields of `Settings` by name; told once, and only when something differs."""
        changed = replace(self.settings, **fields)
        if changed == self.settings:
            return
        self.settings = changed
        self._dirty = True
        self.settings_changed.emit(changed)
        self._jobs.start("save settings", self._save())

    async def flush(self) -> None:
        """Return when what is not written yet was written; called at the end."""
        await self._save()

    async def _save(self) -> None:
        async with self._save_lock:
            if not self._dirty:
                return
            self._dirty = False
            try:
                await self._workers.run(self._keeper.save, self.settings)
            except StorageError as error:
                _log.warning("settings were not written: %s", error)
                self.trouble.emit(error)
