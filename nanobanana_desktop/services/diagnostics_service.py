"""Puts together what helps to find the cause of a problem: no key, no prompts, no names."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from nanobanana_desktop import __version__
from nanobanana_desktop.domain.diagnostic_facts import settings_told
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService


class DiagnosticsKeeper(Protocol):
    """Blocking; called in a thread."""

    def write(self, target: Path, facts: Mapping[str, object]) -> None: ...


class DiagnosticsService:
    """Nothing is sent anywhere: a file is written where the person wants it."""

    def __init__(
        self,
        keeper: DiagnosticsKeeper,
        settings: SettingsService,
        tasks: TaskService,
        workers: Workers,
        clock: Clock,
    ) -> None:
        self._keeper = keeper
        self._settings = settings
        self._tasks = tasks
        self._workers = workers
        self._clock = clock

    async def save(self, target: Path, screen: Mapping[str, object]) -> None:
        """Write the file; `screen` is what the window knows of screens and toolkit.

        Raises StorageError(DISK_FULL | FOLDER_MISSING).
        """
        states = Counter(task.state.value for task in self._tasks.open_tasks)
        facts = {
            "program": __version__,
            "saved_at": self._clock.utc(),
            "system": platform.platform(),
            "machine": platform.machine(),
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "screen": dict(screen),
            "settings": settings_told(self._settings.settings),
            "tasks_under_way": dict(states),
            "holds": [hold.value for hold in self._tasks.holds.state.active],
        }
        await self._workers.run(self._keeper.write, target, facts)
