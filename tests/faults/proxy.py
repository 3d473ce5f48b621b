"""A TCP proxy that spoils connections on purpose, with the toxics that toxiproxy made known."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

HOST = "127.0.0.1"
CHUNK = 65_536
LIMIT = 30.0
"""Seconds for what takes milliseconds on a quiet computer."""

ACCEPT_TURNS = 10
"""More turns of the loop than asyncio takes from accepting a connection to its handler."""

SEND_BUFFER = 64 * 1024
"""Bytes that may wait on the way to the program."""


class Direction(StrEnum):
    """`UPSTREAM` is from the program to the service, `DOWNSTREAM` the way back."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"


@dataclass(frozen=True, slots=True)
class Latency:
    """Every piece comes `delay` plus at most `jitter` seconds later."""

    delay: float
    jitter: float = 0.0


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """`rate` bytes per second."""

    rate: int


@dataclass(frozen=True, slots=True)
class SlowClose:
    """The end of the connection is passed on `delay` seconds later."""

    delay: float


@dataclass(frozen=True, slots=True)
class Hang:
    """Nothing passes; the connection is closed after `close_after` seconds, None for never."""

    close_after: float | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Nothing passes before `opened`; then everything does."""

    opened: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class ResetPeer:
    """After so many bytes of this direction the program gets an RST."""

    after: int = 0


@dataclass(frozen=True, slots=True)
class Slicer:
    """Pieces of about `size` bytes, `pause` seconds between them."""

    size: int
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class LimitData:
    """The connection is closed after `count` bytes of this direction."""

    count: int


@dataclass(frozen=True, slots=True)
class Down:
    """Upstream: connections are refused. Downstream: they are taken, and closed at once."""


Toxic = Latency | Bandwidth | SlowClose | Hang | Gate | ResetPeer | Slicer | LimitData | Down


class _Link:
    """One connection of the program and the one behind it."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._writers = (near, far)
        self.over = asyncio.Event()
        self.gone = asyncio.Event()
        self.held = 0

    def close(self) -> None:
        self.over.set()

    def reset(self) -> None:
        """The program gets an RST in place of an end."""
        near = self._writers[0]
        raw = near.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        near.transport.abort()
        self.over.set()

    async def hold(self, seconds: float | None) -> None:
        self.held += 1
        try:
            await asyncio.sleep(86_400.0 if seconds is None else seconds)
        finally:
            self.held -= 1


class FaultProxy:
    """Listens on `port` of `host` and passes on to `target`, a port of `HOST`.

    Both are this computer; a `port` of 0 is any free one.

    Runs in a thread of its own; every method may be called from any other. Toxics hold for living
    connections too. `struck` counts how often the toxic of a direction met bytes (or, `Down`, a
    connection), `passed` the bytes that came.
    """

    def __init__(self, host: str = HOST, port: int = 0) -> None:
        self.target = 0
        self._host = host
        self.struck: Counter[Direction] = Counter()
        self.connections = 0
        self.passed: Counter[Direction] = Counter()
        self._toxics: dict[Direction, Toxic] = {}
        self._links: set[_Link] = set()
        self._listener: asyncio.Server | None = None
        self._loop = asyncio.SelectorEventLoop()
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)
        # Keeps the port from everybody else, also while nobody listens there. What an earlier
        # connection leaves of itself at a port does not keep it from us.
        self._holder = socket.socket(family_of(host))
        self._holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._holder.bind((host, port))
        self.port = int(self._holder.getsockname()[1])

    @property
    def links(self) -> int:
        """How many connections are open through the proxy."""
        return len(self._links)

    def poison(self, direction: Direction, toxic: Toxic) -> None:
        """From now on `toxic` works in this direction, in place of an earlier one."""
        self._do(self._poison(direction, toxic))

    def heal(self) -> None:
        """No toxic any more; connections that one of them held are closed."""
        self._do(self._heal())

    def open(self, direction: Direction) -> None:
        """Open the `Gate` of this direction, once and for all."""
        self._do(self._open(direction))

    def settle(self) -> None:
        """Returns when every connection that was made so far is counted."""
        self._do(self._settle())

    def drop(self) -> None:
        """Close every connection; returns when they are closed."""
        self._do(self._drop(lambda _link: True))

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._holder.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(LIMIT)

    async def _listen(self) -> None:
        if self._listener is None:
            self._listener = await asyncio.start_server(self._accept, self._host, self.port)

    async def _poison(self, direction: Direction, toxic: Toxic) -> None:
        self._toxics[direction] = toxic
        if isinstance(toxic, Down):
            if direction is Direction.UPSTREAM and self._listener is not None:
                self._listener.close()
                self._listener = None
            await self._drop(lambda _link: True)

    async def _heal(self) -> None:
        self._toxics.clear()
        self.struck.clear()
        self.passed.clear()
        await self._drop(lambda link: link.held > 0)
        await self._listen()

    async def _drop(self, chosen: Callable[[_Link], bool]) -> None:
        links = [each for each in self._links if chosen(each)]
        for link in links:
            link.close()
        for link in links:
            await link.gone.wait()

    async def _settle(self) -> None:
        for _ in range(ACCEPT_TURNS):
            await asyncio.sleep(0)

    async def _open(self, direction: Direction) -> None:
        gate = self._toxics.pop(direction)
        assert isinstance(gate, Gate)
        gate.opened.set()

    async def _stop(self) -> None:
        self._toxics.clear()
        if self._listener is not None:
            self._listener.close()
        await self._drop(lambda _link: True)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if left:
            await asyncio.wait(left, timeout=LIMIT)

    async def _accept(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self.connections += 1
        far: asyncio.StreamWriter | None = None
        try:
            # Else the system takes megabytes that the program never read, and they count as passed.
            raw = near.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            if isinstance(self._toxics.get(Direction.DOWNSTREAM), Down):
                self.struck[Direction.DOWNSTREAM] += 1
                return
            far_reader, far = await asyncio.open_connection(HOST, self.target)
            await self._join(reader, near, far_reader, far)
        except OSError:
            pass
        finally:
            near.close()
            if far is not None:
                far.transport.abort()

    async def _join(
        self,
        reader: asyncio.StreamReader,
        near: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far: asyncio.StreamWriter,
    ) -> None:
        link = _Link(near, far)
        self._links.add(link)
        pipes = [
            asyncio.create_task(self._pipe(link, reader, far, Direction.UPSTREAM)),
            asyncio.create_task(self._pipe(link, far_reader, near, Direction.DOWNSTREAM)),
        ]
        try:
            await link.over.wait()
        finally:
            self._links.discard(link)
            for pipe in pipes:
                pipe.cancel()
            await asyncio.gather(*pipes, return_exceptions=True)
            near.close()
            far.transport.abort()
            link.gone.set()

    async def _pipe(
        self,
        link: _Link,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        direction: Direction,
    ) -> None:
        passed = 0
        try:
            while data := await reader.read(CHUNK):
                toxic = self._toxics.get(direction)
                if toxic is not None:
                    self.struck[direction] += 1
                await self._pass_on(link, data, passed, writer, toxic)
                passed += len(data)
                self.passed[direction] += len(data)
            toxic = self._toxics.get(direction)
            if isinstance(toxic, SlowClose):
                self.struck[direction] += 1
                await link.hold(toxic.delay)
        except OSError:
            pass
        finally:
            link.close()

    async def _pass_on(
        self,
        link: _Link,
        data: bytes,
        passed: int,
        writer: asyncio.StreamWriter,
        toxic: Toxic | None,
    ) -> None:
        pieces, pause = [data], 0.0
        match toxic:
            case Latency(delay, jitter):
                await link.hold(delay + random.random() * jitter)
            case Gate(opened):
                await opened.wait()
            case Hang(close_after):
                await link.hold(close_after)
                raise ConnectionAbortedError
            case Bandwidth(rate):
                pause = 0.05
                pieces = _cut(data, max(1, round(rate * pause)))
            case Slicer(size, between):
                pause = between
                pieces = _cut(data, size)
            case LimitData(limit) | ResetPeer(limit):
                pieces = [data[: max(0, limit - passed)]]
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if pause:
                await link.hold(pause)
        match toxic:
            case LimitData(limit) if passed + len(data) >= limit:
                raise ConnectionAbortedError
            case ResetPeer(limit) if passed + len(data) >= limit:
                link.reset()
                raise ConnectionResetError


def family_of(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]
