"""Looks whether blocked pictures can be saved again: coarsely, and only while some are blocked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.background import Jobs, Workers

LOOK_PAUSE: Final = 30.0
LONGEST_PAUSE: Final = 15 * 60.0
"""Seconds; the pause doubles when pictures are blocked again right after a look."""

ASSUMED_SIZE: Final = 16 * 1024 * 1024
"""Bytes that are wanted free for a picture whose size is not known."""

_KEY: Final = "save watch"


class Later(Protocol):
    """Makes a key due after so many seconds; its owner then calls `SaveWatch.due`."""

    def set(self, key: str, delay: float) -> None: ...
    def cancel(self, key: str) -> None: ...


class SaveWatch:
    """Calls `unblock(task_id)` for as many SAVE_BLOCKED tasks as `room()` bytes can take.

    `room` blocks and is called in a worker. Nothing is scheduled while nothing is blocked.
    """

    def __init__(
        self,
        room: Callable[[], int],
        unblock: Callable[[str], Awaitable[object]],
        workers: Workers,
        jobs: Jobs,
        later: Later,
    ) -> None:
        self._room = room
        self._unblock = unblock
        self._workers = workers
        self._jobs = jobs
        self._later = later
        self._blocked: dict[str, GenerationTask] = {}
        self._pause = LOOK_PAUSE
        self._planned = False
        self._looking = False

    def note(self, task: GenerationTask) -> None:
        """A task is what it is now."""
        if task.state is TaskState.SAVE_BLOCKED:
            self._blocked[task.id] = task
            self._plan(self._pause)
        elif self._blocked.pop(task.id, None) is not None:
            self._rest()
        if task.state is TaskState.DONE:
            self._pause = LOOK_PAUSE

    def forget(self, task_id: str) -> None:
        """The task was removed."""
        if self._blocked.pop(task_id, None) is not None:
            self._rest()

    def look_now(self) -> None:
        """Another folder was chosen, or the program just started."""
        self._pause = LOOK_PAUSE
        if self._planned:
            self._later.cancel(_KEY)
        if self._blocked:
            self._look_soon()

    def due(self, key: str) -> None:
        """A key of `later` came due; keys that are not of here are ignored."""
        if key == _KEY:
            self._look_soon()

    def _look_soon(self) -> None:
        self._planned = False
        if not self._looking:
            self._looking = True
            self._jobs.start("save watch", self._look_and_plan())

    async def _look_and_plan(self) -> None:
        try:
            await self._look()
        finally:
            self._looking = False
        if self._blocked:
            self._plan(self._pause)

    async def _look(self) -> None:
        room = await self._workers.run(self._room)
        nearest_first = sorted(self._blocked.values(), key=lambda t: t.link_deadline or 0.0)
        fitting = []
        for task in nearest_first:
            size = ASSUMED_SIZE if task.image is None else task.image.byte_size
            if size >= room:
                continue
            room -= size
            fitting.append(task.id)
        if fitting:
            # Reset when a picture is saved: a folder that only promises to take pictures must not
            # have them fetched again and again.
            self._pause = min(LONGEST_PAUSE, 2 * self._pause)
        for task_id in fitting:
            await self._unblock(task_id)

    def _plan(self, delay: float) -> None:
        if not self._planned:
            self._planned = True
            self._later.set(_KEY, delay)

    def _rest(self) -> None:
        if not self._blocked and self._planned:
            self._planned = False
            self._later.cancel(_KEY)
