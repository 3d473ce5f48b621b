"""Where orders are made: one task per picture, stored first, sent by the waiting line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from nanobanana_desktop.domain.batch import BATCH_LIMIT, BATCH_STEP
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.duplicate_guard import TWIN_TIME, closest_twin
from nanobanana_desktop.services.line_order import LineEnd
from nanobanana_desktop.services.order_grace import GraceKeeper
from nanobanana_desktop.services.task_ledger import TaskLedger

ORDER_LIMIT: Final = BATCH_LIMIT
"""Orders at once; each is paid."""


class OrderDesk:
    """Makes tasks of what a person asks for. `send()` is awaited when new ones may be sent.

    Methods that store raise StorageError; nothing was ordered then.
    """

    def __init__(
        self,
        ledger: TaskLedger,
        grace: GraceKeeper,
        clock: Clock,
        chance: Chance,
        send: Callable[[], Awaitable[None]],
    ) -> None:
        self._ledger = ledger
        self._grace = grace
        self._clock = clock
        self._chance = chance
        self._send = send
        self._coming: dict[str, GenerationTask] = {}

    def make(
        self, params: GenerationParams, count: int, *, rerun_of: str = ""
    ) -> list[GenerationTask]:
        """`count` equal new tasks (1 to `ORDER_LIMIT`), to be handed to `store`."""
        count = max(1, min(ORDER_LIMIT, count))
        return self._make([(params, rerun_of)] * count)

    async def make_again(self, task_ids: Sequence[str]) -> list[GenerationTask]:
        """New tasks that repeat these, up to `ORDER_LIMIT`; what cannot be sent is left out."""
        orders: list[tuple[GenerationParams, str]] = []
        for task_id in dict.fromkeys(task_ids):
            task = await self._ledger.get(task_id)
            if task is not None and not task.params.validate():
                orders.append((task.params, task.id))
        return self._make(orders[:ORDER_LIMIT])

    async def put_back(self, tasks: Sequence[GenerationTask]) -> None:
        """Order once more what was taken back before it was sent, as if it never had been gone.

        A new id, for the old one may still be on its way out somewhere.
        """
        now = self._clock.utc()
        again = [
            GenerationTask(
                id=self._chance.new_id(),
                batch_id=task.batch_id,
                params=task.params,
                state=TaskState.READY,
                created_at=task.created_at,
                changed_at=now,
                position=task.position,
                held_back=task.held_back,
                rerun_of=task.rerun_of,
            )
            for task in tasks
        ]
        await self.store(again, line_end=None)

    async def store(
        self, tasks: Sequence[GenerationTask], *, line_end: LineEnd | None = LineEnd.LAST
    ) -> None:
        """Commit new tasks at this end of what waits, None at their own places.

        Then their grace begins.
        """
        if not tasks:
            return
        ids = [task.id for task in tasks]
        self._grace.prepare(ids)
        try:
            await self._ledger.add(tasks, line_end=line_end, before_told=self._send)
        except BaseException:
            self._grace.release(ids)
            raise
        finally:
            for task_id in ids:
                self._coming.pop(task_id, None)
        self._grace.begin(ids)

    async def take_back(self, task_ids: Sequence[str]) -> None:
        """Remove those of the orders of which nothing was sent."""
        for task_id in task_ids:
            await self._ledger.remove(task_id, may=lambda task: task.state is TaskState.READY)

    async def find_twin(self, params: GenerationParams) -> GenerationTask | None:
        """The order that `params` would repeat, as `duplicate_guard.closest_twin` tells it.

        What lies in the trash is not repeated.
        """
        now = self._clock.utc()
        coming = list(self._coming.values())
        stored = await self._ledger.ordered_since(now - TWIN_TIME)
        tasks = [task for task in (*coming, *stored) if task.trashed_at is None]
        return closest_twin(params, tasks, now)

    def _make(self, orders: Sequence[tuple[GenerationParams, str]]) -> list[GenerationTask]:
        now = self._clock.utc()
        batch = self._chance.new_id()
        tasks = [
            GenerationTask(
                id=self._chance.new_id(),
                batch_id=batch,
                params=params,
                state=TaskState.READY,
                created_at=now + number * BATCH_STEP,
                changed_at=now,
                position=now + number * BATCH_STEP,
                rerun_of=rerun_of,
            )
            for number, (params, rerun_of) in enumerate(orders)
        ]
        self._coming.update((task.id, task) for task in tasks)
        return tasks
