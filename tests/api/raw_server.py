"""A server of raw bytes on loopback: it can do what no well-behaved server would."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

TLS_HELLO = b"\x16"
ACCEPT_TURNS = 10
"""More turns of the loop than asyncio takes from accepting a connection to its handler."""


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    raw_head: bytes = field(repr=False)


class Connection:
    """One accepted connection, in the hands of a handler."""

    def __init__(
        self,
        server: RawServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._server = server
        self.reader = reader
        self.writer = writer

    async def request(self) -> Request | None:
        """The next request, with its body; None when the client has gone."""
        try:
            head = await self.reader.readexactly(1)
            if head == TLS_HELLO:
                await self.reply(400, "this port speaks no TLS")
                return None
            head += await self.reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            method, target, _ = lines[0].split(" ", 2)
            pairs = (line.split(":", 1) for line in lines[1:] if line)
            headers = {name.lower(): value.strip() for name, value in pairs}
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        request = Request(method, target, headers, body, head)
        self._server.requests.append(request)
        return request

    async def send(self, data: bytes) -> None:
        with suppress(ConnectionError):
            self.writer.write(data)
            await self.writer.drain()

    async def reply(
        self,
        status: int = 200,
        body: bytes | str = b"",
        headers: Mapping[str, str] | None = None,
        *,
        length: int | None = None,
    ) -> None:
        """A whole answer; `length` announces another number of bytes than are sent."""
        content = body.encode() if isinstance(body, str) else body
        fields = {
            "Content-Type": "application/json",
            "Content-Length": str(len(content) if length is None else length),
            **(headers or {}),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        await self.send(f"HTTP/1.1 {status} Word\r\n{head}\r\n".encode("latin-1") + content)

    def reset(self) -> None:
        """Close with RST."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def silence(self) -> None:
        """Say nothing until the client goes away."""
        with suppress(ConnectionError):
            while await self.reader.read(65536):
                pass


Handler = Callable[[Connection], Awaitable[None]]


class RawServer:
    """What came in: `connections` counts accepted connections, `open` those that are not closed,
    `requests` keeps whole requests.
    """

    def __init__(self, port: int, scheme: str) -> None:
        self.port = port
        self.scheme = scheme
        self.connections = 0
        self.open = 0
        self.requests: list[Request] = []

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def count(self, method: str) -> int:
        return sum(request.method == method for request in self.requests)


@asynccontextmanager
async def serve(handler: Handler, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """Run `handler` for every connection until the block ends; a handler's error is raised."""
    busy: set[asyncio.Task[None]] = set()
    errors: list[BaseException] = []

    closing = False

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if closing:
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        server.connections += 1
        server.open += 1
        try:
            await handler(Connection(server, reader, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        except Exception as error:
            errors.append(error)
        finally:
            server.open -= 1
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError, ssl.SSLError, TimeoutError):
                await writer.wait_closed()
            busy.discard(task)

    listener = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
    port = listener.sockets[0].getsockname()[1]
    server = RawServer(port, "http" if tls is None else "https")
    try:
        yield server
    finally:
        closing = True
        # What was accepted but is not in its handler's hands yet gets there, and ends there.
        for sock in listener.sockets:
            asyncio.get_running_loop().remove_reader(sock)
        for _ in range(ACCEPT_TURNS):
            await asyncio.sleep(0)
        listener.close()
        for task in list(busy):
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        await listener.wait_closed()
    assert not errors, errors


def answering(
    status: int = 200,
    body: bytes | str = b"",
    headers: Mapping[str, str] | None = None,
) -> Handler:
    """A handler that gives every request the same answer and keeps the connection."""

    async def handle(connection: Connection) -> None:
        while await connection.request() is not None:
            await connection.reply(status, body, headers)

    return handle


def free_port() -> int:
    """A port on which nobody listens, and nobody will while this process lives."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    port = int(holder.getsockname()[1])
    # The system keeps it for us until the end.
    holder.detach()
    return port
