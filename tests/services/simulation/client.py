"""The network between one session and the service: slow, cut, lying, and honest about bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    RefusedLater,
    RemoteStatus,
    RemoteTask,
    SubmitOutcome,
)
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    ErrorCase,
    LinkDeadError,
    NetworkError,
    ProtocolError,
    RateLimitError,
    ServerError,
    TaskNotFoundError,
)
from tests.services.simulation.orders import Fate, Order, RemoteService
from tests.services.simulation.witness import TICKET, Posting, Witness
from tests.services.simulation.world import Fenced, World

REFUSALS = (ErrorCase.BALANCE, ErrorCase.CONTENT, ErrorCase.BAD_REQUEST)


@dataclass
class VirtualStream:
    """A picture on its way, in two pieces; `cut_at` bytes it breaks, `error` tells how."""

    data: bytes
    content_length: int | None
    world: World
    error: AppError | None = None
    pieces: list[bytes] = field(default_factory=list)

    async def chunks(self) -> AsyncIterator[bytes]:
        middle = len(self.data) // 2
        for piece in (self.data[:middle], self.data[middle:]):
            await asyncio.sleep(self.world.rng.random() * 0.3)
            yield piece
        if self.error is not None:
            raise self.error


@dataclass
class VirtualTrace:
    """What is known of an order while it is on its way; an answer that arrived counts."""

    witness: Witness
    posting: Posting | None = None
    answer: SubmitOutcome | None = None

    @property
    def bytes_left(self) -> bool:
        return self.posting is not None and self.posting.bytes_left

    def outcome_so_far(self, reason: str) -> SubmitOutcome:
        if self.posting is None:
            return NotSent(reason)
        outcome = self.answer
        if outcome is None:
            outcome = OutcomeUnknown(reason) if self.posting.bytes_left else NotSent(reason)
        self.witness.on_post_ended(self.posting, outcome)
        return outcome


class VirtualClient:
    """The remote service as one session reaches it."""

    def __init__(self, world: World, service: RemoteService, witness: Witness) -> None:
        self._world = world
        self._service = service
        self._witness = witness
        self._session = world.session

    def new_trace(self) -> VirtualTrace:
        return VirtualTrace(self._witness)

    async def create_task(
        self, body: dict[str, object], *, trace: VirtualTrace | None = None
    ) -> SubmitOutcome:
        self._reach("order")
        trace = trace or self.new_trace()
        posting = trace.posting = self._witness.on_post(str(body[TICKET]))
        try:
            outcome = await self._post(trace, posting)
        except asyncio.CancelledError:
            if self._world.session == self._session:
                self._settle_cancelled(posting)
            raise
        self._witness.on_post_ended(posting, outcome)
        return outcome

    async def drop_connections(self) -> None:
        await asyncio.sleep(self._world.rng.random() * 0.01)

    async def rest(self) -> None:
        await asyncio.sleep(self._world.rng.random() * 0.01)

    async def query_task(self, remote_id: str) -> RemoteTask:
        self._reach("query")
        if remote_id in self._service.orders:
            self._witness.on_query(remote_id)
        rates = self._world.weather.rates
        await self._travel(20.0)
        self._refuse_without_key_or_network()
        if self._world.chance(rates.query_slow_down):
            raise RateLimitError("429", self._world.rng.choice((None, 3.0, 1e9)))
        if self._world.chance(rates.query_error):
            raise self._world.rng.choice(
                (
                    ServerError(ErrorCase.SERVICE_FAULT, "503"),
                    NetworkError(ErrorCase.NETWORK_LOST, "reset", sent=True),
                    NetworkError(ErrorCase.NETWORK_LOST, "refused", sent=False),
                    ProtocolError(ErrorCase.NOT_THE_SERVICE, "<html>"),
                )
            )
        if self._world.chance(rates.query_foreign):
            raise ProtocolError(ErrorCase.NOT_THE_SERVICE, "an answer about another task")
        order = self._service.orders.get(remote_id)
        early = order is not None and self._world.monotonic() - order.accepted_at < 20.0
        if order is None or order.is_forgotten:
            raise TaskNotFoundError(ErrorCase.REMOTE_GONE, "no such task")
        if order.fate is Fate.BROKEN:
            raise ServerError(ErrorCase.SERVICE_FAULT, "500")
        if early and self._world.chance(rates.query_not_found):
            order.denied = True
            raise TaskNotFoundError(ErrorCase.REMOTE_GONE, "not visible yet")
        answer = self._service.read(order)
        await self._travel(2.0)
        return answer

    @asynccontextmanager
    async def open_picture(
        self, url: str, *, allow_insecure: bool = False
    ) -> AsyncIterator[VirtualStream]:
        self._reach("picture")
        rates, rng = self._world.weather.rates, self._world.rng
        await self._travel(30.0)
        if self._world.weather.offline:
            raise NetworkError(ErrorCase.NETWORK_LOST, "no route", sent=False)
        order = self._service.order_behind(url)
        if url.startswith("http:") and not allow_insecure:
            raise AppError(ErrorCase.LINK_REFUSED, "not encrypted")
        if self._world.chance(rates.picture_dead):
            self._service.kill_link(order, url)
        if not self._service.is_alive(order, url):
            raise LinkDeadError(ErrorCase.LINK_EXPIRED, "403")
        if self._world.chance(rates.picture_error):
            raise rng.choice(
                (
                    ServerError(ErrorCase.DOWNLOAD_FAILED, "503"),
                    NetworkError(ErrorCase.NETWORK_LOST, "reset", sent=True),
                )
            )
        yield self._stream(order)

    def _stream(self, order: Order) -> VirtualStream:
        rates, rng = self._world.weather.rates, self._world.rng
        data = self._service.picture(order)
        length = len(data) if rng.random() < 0.7 else None
        if self._world.chance(rates.picture_bad):
            return VirtualStream(b"<html" if rng.random() < 0.5 else b"%PDF", None, self._world)
        if self._world.chance(rates.picture_cut):
            reset = NetworkError(ErrorCase.NETWORK_LOST, "reset", sent=True)
            error = reset if rng.random() < 0.5 else None
            return VirtualStream(data[: rng.randrange(len(data))], length, self._world, error)
        return VirtualStream(data, length, self._world)

    async def _post(self, trace: VirtualTrace, posting: Posting) -> SubmitOutcome:
        rates, weather = self._world.weather.rates, self._world.weather
        if weather.key_missing:
            return NotSent("no key", ErrorCase.KEY_MISSING)
        await self._travel(1.0)
        if weather.offline or self._world.chance(rates.post_not_sent):
            return NotSent("connection refused")
        self._witness.on_bytes(posting)
        await self._travel(100.0)
        if weather.key_refused:
            return Refused(ErrorCase.INVALID_KEY, "no", 401)
        if self._world.chance(rates.post_refused):
            return Refused(self._world.rng.choice(REFUSALS), "no", 400)
        if self._world.chance(rates.post_later):
            return RefusedLater(self._world.rng.choice((None, 0.5, 20.0, 1e9)), "slow down")
        arrived = not self._world.chance(rates.post_unknown * 0.4)
        if not arrived:
            return OutcomeUnknown("reset before an answer")
        order = self._service.accept(posting.task_id, posting.attempt)
        self._witness.on_charged(posting, order.remote_id)
        await self._travel(5.0)
        if weather.offline or self._world.chance(rates.post_unknown):
            return OutcomeUnknown("the answer was lost", "half an ans", 502)
        order.told = True
        trace.answer = Accepted(self._first_words(order))
        # The whole answer is here; the program has still to notice.
        await self._travel(0.01)
        return trace.answer

    def _first_words(self, order: Order) -> RemoteTask:
        if self._world.chance(self._world.weather.rates.post_early_news):
            order.queued_for = 0.0
            order.works_for *= self._world.rng.choice((0.0, 1.0))
            if order.fate is not Fate.FORGOTTEN:
                return self._service.read(order)
        return RemoteTask(remote_id=order.remote_id, status=RemoteStatus.QUEUED)

    def _settle_cancelled(self, posting: Posting) -> None:
        """The program no longer waits; what left may still be accepted."""
        if posting.bytes_left and not posting.charged and self._world.chance(0.5):
            order = self._service.accept(posting.task_id, posting.attempt)
            self._witness.on_charged(posting, order.remote_id)

    async def _travel(self, slow: float) -> None:
        """Time on the way: short, or up to `slow` seconds."""
        is_slow = self._world.chance(self._world.weather.rates.slow_answer)
        await asyncio.sleep(self._world.rng.random() * (slow if is_slow else 0.2))
        if self._world.session != self._session:
            raise Fenced("on the way")

    def _refuse_without_key_or_network(self) -> None:
        weather = self._world.weather
        if weather.key_missing:
            raise CredentialsError(ErrorCase.KEY_MISSING, "no key")
        if weather.offline:
            raise NetworkError(ErrorCase.NETWORK_LOST, "no route", sent=False)
        if weather.key_refused:
            raise CredentialsError(ErrorCase.INVALID_KEY, "401")

    def _reach(self, what: str) -> None:
        if self._world.session != self._session:
            raise Fenced(what)
        self._witness.on_request(what)
