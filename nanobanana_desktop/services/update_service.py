"""Looks for newer versions of the program: when asked, and once a week if that is wanted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.domain.updates import Update, day_of, is_due, is_newer
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.keep_awake import AT_WORK
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService

_log = get_logger(__name__)

LOOK_MS: Final = 6 * 3600 * 1000
"""Between two looks at whether a week is over, in a program that runs for long."""


class UpdateAnswer(StrEnum):
    """What came of a check that the person asked for."""

    NEWER = "newer"
    CURRENT = "current"
    UNREACHABLE = "unreachable"
    LATER = "later"
    """Tasks are under way; the check follows them."""


class UpdateService(QObject):
    """Never asks while tasks are under way, and never fetches anything but the feed.

    Without `fetch` there is no place to ask at, and nothing is ever done.

    Signals: `answered(UpdateAnswer)` – to the person who asked; `found(Update)` – a newer version
    that was not skipped, found by itself.
    """

    answered = Signal(object)
    found = Signal(object)

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Update]] | None,
        version: str,
        settings: SettingsService,
        tasks: TaskService,
        jobs: Jobs,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._version = version
        self._settings = settings
        self._tasks = tasks
        self._jobs = jobs
        self._clock = clock
        self._is_asked = self._is_due = self._is_checking = self._is_begun = False
        self.newest: Update | None = None
        """What the last check found, if it is newer than this version."""
        if fetch is None:
            return
        self._timer = clock.make_timer(self.look, self)
        tasks.task_changed.connect(self._on_tasks_changed)
        tasks.tasks_removed.connect(self._on_tasks_changed)
        settings.settings_changed.connect(self._on_settings_changed)

    @property
    def available(self) -> bool:
        """Whether there is a place to ask at."""
        return self._fetch is not None

    def begin(self) -> None:
        """The tasks of earlier sessions are known now: look whether a week is over."""
        if self.available:
            self._is_begun = True
            self.look()

    def look(self) -> None:
        """Check by itself if that is wanted and due."""
        settings = self._settings.settings
        self._is_due = settings.check_updates and is_due(
            settings.updates_checked_on, self._clock.utc()
        )
        self._timer.start(LOOK_MS)
        self._go_on()

    def check_now(self) -> None:
        """The person asks; `answered` follows, after the tasks that are under way."""
        if not self.available:
            return
        self._is_asked = True
        if self._is_busy():
            self.answered.emit(UpdateAnswer.LATER)
        self._go_on()

    def skip(self, version: str) -> None:
        """Say nothing of this version by itself any more."""
        self._settings.change(skipped_version=version)

    def _is_busy(self) -> bool:
        return any(task.state in AT_WORK for task in self._tasks.open_tasks)

    def _go_on(self) -> None:
        wanted = self._is_asked or (self._is_due and self._is_begun)
        if self._fetch is None or not wanted or self._is_checking or self._is_busy():
            return
        self._is_checking = True
        self._jobs.start("look for a newer version", self._check(self._fetch))

    async def _check(self, fetch: Callable[[], Awaitable[Update]]) -> None:
        try:
            update = await fetch()
        except AppError as error:
            _log.info("no newer version was looked for: %s", error)
            self._end(UpdateAnswer.UNREACHABLE)
            return
        finally:
            self._is_checking = False
        self._settings.change(updates_checked_on=day_of(self._clock.utc()).isoformat())
        is_update = is_newer(update.version, self._version)
        self.newest = update if is_update else None
        was_asked = self._is_asked
        self._end(UpdateAnswer.NEWER if is_update else UpdateAnswer.CURRENT)
        skipped = self._settings.settings.skipped_version
        if is_update and not was_asked and update.version != skipped:
            self.found.emit(update)

    def _end(self, answer: UpdateAnswer) -> None:
        """A check by itself that failed is tried again with the next look."""
        self._is_due = False
        if self._is_asked:
            self._is_asked = False
            self.answered.emit(answer)

    def _on_tasks_changed(self, _task: object) -> None:
        if self._is_asked or self._is_due:
            self._go_on()

    def _on_settings_changed(self, settings: Settings) -> None:
        if not settings.check_updates:
            self._is_due = False
