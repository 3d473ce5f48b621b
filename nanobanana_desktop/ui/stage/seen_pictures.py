"""Which new pictures were on the stage: each is told once."""

from __future__ import annotations

from collections.abc import Callable

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.task_status import has_picture


class SeenPictures:
    """Calls `tell(task_id)` for a picture that was not seen before."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._ids: set[str] = set()

    def note(self, task: GenerationTask | None) -> None:
        """The task's picture is looked at, if it has one."""
        if task is None or task.seen or not has_picture(task) or task.id in self._ids:
            return
        self._ids.add(task.id)
        self._tell(task.id)
