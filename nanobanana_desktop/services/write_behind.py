"""Writes one piece in a worker while the next one comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nanobanana_desktop.services.background import Workers


class WriteBehind:
    """`write` blocks and is called for one piece at a time, in their order.

    What it raises is raised by the next `put`, or by `settle`.
    """

    def __init__(self, write: Callable[[bytes], object], workers: Workers) -> None:
        self._write = write
        self._workers = workers
        self._writing: asyncio.Future[object] | None = None

    async def put(self, data: bytes) -> None:
        """Return as soon as the piece before this one is written."""
        await self.settle()
        self._writing = self._workers.begin(self._write, data)

    async def settle(self) -> None:
        """Return when everything is written."""
        if self._writing is not None:
            # A thread goes on when nobody waits for it any more: `give_up` still has to.
            await asyncio.shield(self._writing)
            self._writing = None

    async def give_up(self) -> None:
        """Return when nothing is being written, whatever came of it."""
        writing, self._writing = self._writing, None
        if writing is not None:
            await asyncio.wait([writing])
            if not writing.cancelled():
                # Looked at, so that nobody misses it.
                writing.exception()
