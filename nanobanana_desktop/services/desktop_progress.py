"""How far the work is, and how much is new, on the program's button in the task bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.batch_progress import Progress

_log = get_logger(__name__)


class ProgressSign(Protocol):
    """Shows progress where this system has a place for it; nothing blocks, nothing raises."""

    def show(self, progress: Progress) -> None: ...
    def close(self) -> None:
        """Show nothing any more, and end what works for it. Idempotent."""
        ...


class DesktopProgress:
    """By what this system has for it: launchers on Linux, the task bar of Windows.

    macOS draws no progress by itself in its Dock: nothing is shown there.
    """

    def __init__(self, window_id: Callable[[], int], platform: str = sys.platform) -> None:
        """`window_id` gives the system's handle of the window."""
        self._window_id = window_id
        self._platform = platform
        self._sign: ProgressSign | None = None

    @property
    def badge(self) -> Callable[[int], None] | None:
        """Shows a number on the icon, none for 0; None where the toolkit does that well."""
        return self._count if self._platform == "linux" else None

    def show(self, progress: Progress) -> None:
        if self._sign is None and not (progress.total or progress.all_failed):
            return
        if self._sign is None:
            self._sign = self._made()
        self._sign.show(progress)

    def close(self) -> None:
        if self._sign is not None:
            self._sign.close()

    def _count(self, number: int) -> None:
        from nanobanana_desktop.services.launcher_progress import LauncherProgress

        if self._sign is None:
            self._sign = self._made()
        if isinstance(self._sign, LauncherProgress):
            self._sign.count(number)

    def _made(self) -> ProgressSign:
        # Late: nothing is shown before the first order.
        if self._platform == "linux":
            from nanobanana_desktop.services.launcher_progress import LauncherProgress

            return LauncherProgress()
        if self._platform == "win32":
            from nanobanana_desktop.services.taskbar_progress import TaskbarProgress

            return TaskbarProgress(self._window_id)
        return NoSign()


class NoSign:
    """Where there is no place for it."""

    def show(self, progress: Progress) -> None:
        _log.debug("progress is shown nowhere: %s", progress)

    def close(self) -> None:
        return
