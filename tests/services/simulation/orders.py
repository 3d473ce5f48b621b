"""The service's own memory: orders, what becomes of them, and their picture links."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.errors import ErrorCase
from tests.services.simulation.shelf import picture_of
from tests.services.simulation.world import World


class Fate(StrEnum):
    """What the service makes of an order; all but GOOD and INLINE keep the picture back."""

    GOOD = "good"
    INLINE = "inline"
    FAILED = "failed"
    EMPTY = "empty"
    LATE_LINK = "late_link"
    FORGOTTEN = "forgotten"
    BAD_PICTURE = "bad_picture"
    DEAD_LINK = "dead_link"
    PLAIN_LINK = "plain_link"
    SLOW = "slow"
    INLINE_ONCE = "inline_once"
    BROKEN = "broken"


DELIVERED = frozenset({Fate.GOOD, Fate.INLINE, Fate.LATE_LINK, Fate.SLOW})
"""Fates at whose end a picture must be on the disk."""

RARE_FATES = (Fate.SLOW, Fate.FORGOTTEN, Fate.BROKEN)
"""Half an hour and more of asking: dear to simulate."""
COMMON_FATES = tuple(fate for fate in Fate if fate not in RARE_FATES)


@dataclass
class Order:
    """One charged order. `told` once the id reached the program that asked for it."""

    remote_id: str
    task_id: str
    attempt: int
    accepted_at: float
    queued_for: float
    works_for: float
    fate: Fate
    told: bool = False
    link_number: int = 1
    looks: int = 0
    denied: bool = False
    """Whether the service once said that it does not know the order."""
    dead_links: set[int] = field(default_factory=set)

    @property
    def done_at(self) -> float:
        return self.accepted_at + self.queued_for + self.works_for

    @property
    def is_forgotten(self) -> bool:
        return self.fate is Fate.FORGOTTEN or (self.fate is Fate.INLINE_ONCE and self.looks > 0)

    @property
    def url(self) -> str:
        scheme = "http" if self.fate is Fate.PLAIN_LINK else "https"
        return f"{scheme}://pictures.example/{self.remote_id}/{self.link_number}"


class RemoteService:
    """Takes orders and tells of them; every order it took was charged."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.orders: dict[str, Order] = {}

    def accept(self, task_id: str, attempt: int) -> Order:
        rng = self._world.rng
        fate = rng.choice(COMMON_FATES) if rng.random() < 0.45 else Fate.GOOD
        works_for = rng.choice((0.0, 3.0, 9.0, 20.0))
        if rng.random() < 0.03:
            fate = rng.choice(RARE_FATES)
            if fate is Fate.BROKEN and self._world.weather.is_calm:
                fate = Fate.GOOD
            works_for = 2_500.0 if fate is Fate.SLOW else works_for
        order = Order(
            remote_id=f"order-{len(self.orders) + 1}",
            task_id=task_id,
            attempt=attempt,
            accepted_at=self._world.monotonic(),
            queued_for=rng.choice((0.0, 2.0, 6.0)),
            works_for=works_for,
            fate=fate,
        )
        self.orders[order.remote_id] = order
        self._world.note(f"  service charges {order.remote_id} ({fate}) for {task_id[:8]}")
        return order

    def read(self, order: Order) -> RemoteTask:
        """What a question about the order is answered with."""
        now = self._world.monotonic()
        age = now - order.accepted_at
        if age < order.queued_for:
            return _answer(order, RemoteStatus.QUEUED)
        if now < order.done_at:
            words = (RemoteStatus.PROCESSING, RemoteStatus.UNKNOWN_WORD, RemoteStatus.QUEUED)
            return _answer(order, self._world.rng.choice(words))
        return self._read_end(order)

    def mend(self) -> None:
        """What always failed works from now on."""
        for order in self.orders.values():
            if order.fate is Fate.BROKEN:
                order.fate = Fate.GOOD

    def order_behind(self, url: str) -> Order:
        return self.orders[url.split("/")[3]]

    def is_alive(self, order: Order, url: str) -> bool:
        """Whether the link still leads to the picture."""
        number = int(url.rsplit("/", maxsplit=1)[1])
        return order.fate is not Fate.DEAD_LINK and number not in order.dead_links

    def kill_link(self, order: Order, url: str) -> None:
        """The link dies; the next question brings a fresh one."""
        number = int(url.rsplit("/", maxsplit=1)[1])
        order.dead_links.add(number)
        order.link_number = max(order.link_number, number + 1)

    def picture(self, order: Order) -> bytes:
        if order.fate is Fate.BAD_PICTURE:
            return b"GIF87a" + order.remote_id.encode()
        return picture_of(order.remote_id)

    def _read_end(self, order: Order) -> RemoteTask:
        order.looks += 1
        match order.fate:
            case Fate.FAILED:
                return RemoteTask(
                    remote_id=order.remote_id,
                    status=RemoteStatus.FAILED,
                    raw_status="failed",
                    error_case=ErrorCase.CONTENT,
                    error_text="no",
                )
            case Fate.EMPTY:
                return _answer(order, RemoteStatus.COMPLETED)
            case Fate.LATE_LINK if order.looks < 4:
                return _answer(order, RemoteStatus.COMPLETED)
            case Fate.INLINE | Fate.INLINE_ONCE:
                return RemoteTask(
                    remote_id=order.remote_id,
                    status=RemoteStatus.COMPLETED,
                    raw_status="completed",
                    inline_image=self.picture(order),
                )
        return RemoteTask(
            remote_id=order.remote_id,
            status=RemoteStatus.COMPLETED,
            raw_status="completed",
            image_url=order.url,
            amount="0.1",
        )


def _answer(order: Order, status: RemoteStatus) -> RemoteTask:
    return RemoteTask(remote_id=order.remote_id, status=status, raw_status=status.value)
