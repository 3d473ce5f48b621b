"""Sidecars follow the marks: written a little later, and whatever is left at the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)

REST: Final = 2.0
"""Seconds from a change to its sidecar: who gives a rating often gives another one."""
PORTION: Final = 50
_STATE: Final = "sidecars_due"


class RowStore(Protocol):
    async def tasks_at(self, numbers: Sequence[int]) -> Sequence[tuple[int, GenerationTask]]: ...
    async def load_state(self, key: str) -> Any: ...
    async def save_state(self, key: str, state: Any) -> None: ...


class SidecarLine:
    """Keeps the rows whose sidecars tell less than the history, and writes them in a worker.

    `keep(task)` blocks and writes the sidecar of a picture that is in its place. Rows that are
    left when the program ends are written after the next start.
    """

    def __init__(
        self,
        store: RowStore,
        keep: Callable[[GenerationTask], bool],
        worker: Workers,
        jobs: Jobs,
    ) -> None:
        self._store = store
        self._keep = keep
        self._worker = worker
        self._jobs = jobs
        self._due: dict[int, None] = {}
        self._in_hand: list[int] = []
        self._is_writing = False
        self._is_over = False

    def note(self, numbers: Iterable[int]) -> None:
        """The marks of these rows are other ones now."""
        self._due.update(dict.fromkeys(numbers))
        if self._due and not self._is_writing and not self._is_over:
            self._is_writing = True
            self._jobs.start("sidecars", self._write())

    async def start(self) -> None:
        """Go on with what an earlier session left."""
        try:
            left = await self._store.load_state(_STATE)
        except StorageError as error:
            _log.info("sidecars that are due are not known: %s", error)
            return
        if isinstance(left, list):
            self.note(number for number in left if isinstance(number, int))

    async def stop(self) -> None:
        """Write down what is left, for the next start."""
        self._is_over = True
        await self._keep_left()

    async def _write(self) -> None:
        try:
            await asyncio.sleep(REST)
            while self._due and not self._is_over:
                await self._write_some()
                if not self._due or self._is_over:
                    # Rows that are noted meanwhile have their turn, too.
                    await self._keep_left()
        except StorageError as error:
            _log.info("sidecars wait: %s", error)
        finally:
            self._is_writing = False

    async def _write_some(self) -> None:
        """Some of what is due; what cannot be written stays due."""
        # Before they are read: what is marked from now on is due again.
        self._in_hand = list(self._due)[:PORTION]
        for number in self._in_hand:
            del self._due[number]
        try:
            rows = await self._store.tasks_at(self._in_hand)
            await self._worker.run(self._keep_all, [task for _, task in rows])
        except BaseException:
            self._due = dict.fromkeys(self._left())
            raise
        finally:
            self._in_hand = []

    def _left(self) -> list[int]:
        """The rows whose sidecars are not known to be there."""
        return list(dict.fromkeys([*self._in_hand, *self._due]))

    async def _keep_left(self) -> None:
        try:
            await self._store.save_state(_STATE, self._left() or None)
        except StorageError as error:
            _log.info("sidecars that are due are not written down: %s", error)

    def _keep_all(self, tasks: Sequence[GenerationTask]) -> None:
        for task in tasks:
            self._keep(task)
