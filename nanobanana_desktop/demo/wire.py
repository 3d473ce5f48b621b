"""How an answer travels: whole, late, in drops, cut, or not at all."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from dataclasses import dataclass, field
from email.utils import formatdate

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from nanobanana_desktop.demo.scenario import ConnectionFault, Fault, Framing, Wire
from nanobanana_desktop.demo.script import Origin, Script

TRANSPORT = "transport"
"""Where a request's scope holds the connection, under `state`."""

CHUNK = 256 * 1024
GARBAGE = b"\x16\x03\x01 SSH-2.0-what \xff\xfe\r\nnot an answer\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and how it travels. Header `Content-Type` is left out when it is empty."""

    status: int
    body: bytes = b""
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    wire: Wire = field(default_factory=Wire)

    @property
    def logged_status(self) -> int | None:
        """What the request log says: no status when a fault takes the answer's place."""
        silent = (Fault.CLOSE, Fault.RESET, Fault.HANG, Fault.GARBAGE)
        return None if self.wire.fault in silent else self.status


class WireResponse(Response):
    """Sends a `Reply`; ends quietly when the client goes away or the stand-in stops."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _Exchange(scope, receive, send)
        wire = self._reply.wire
        if wire.delay > 0 and not await exchange.pause(wire.delay):
            return
        if wire.fault is Fault.HANG:
            await exchange.until_gone()
        elif wire.fault is Fault.CLOSE:
            await exchange.close_after(b"")
        elif wire.fault is Fault.RESET:
            await exchange.reset()
        elif wire.fault is Fault.GARBAGE:
            await exchange.close_after(GARBAGE)
        elif wire.fault is Fault.CUT:
            await exchange.close_after(_cut(self._reply))
        elif wire.fault is Fault.DRIP:
            await exchange.send(self._reply, wire.drip_bytes, wire.drip_pause)
        elif wire.framing is Framing.UNTIL_CLOSE:
            await exchange.close_after(_head(self._reply, None) + self._reply.body)
        else:
            await exchange.send(self._reply, CHUNK, 0.0)


def _headers(reply: Reply, length: int | None) -> list[tuple[str, str]]:
    headers = [("date", formatdate(usegmt=True))]
    if reply.content_type:
        headers.append(("content-type", reply.content_type))
    if length is not None:
        headers.append(("content-length", str(length)))
    return headers + list(reply.headers)


def _head(reply: Reply, length: int | None, *extra: tuple[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} Demo"]
    lines += [f"{name}: {value}" for name, value in [*_headers(reply, length), *extra]]
    lines.append("connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _cut(reply: Reply) -> bytes:
    """The first part of an answer, as it would stand on the wire."""
    sent = reply.body[: int(len(reply.body) * reply.wire.fraction)]
    framing = reply.wire.framing
    if framing is Framing.CHUNKED:
        head = _head(reply, None, ("transfer-encoding", "chunked"))
        return head + (f"{len(sent):x}\r\n".encode() + sent + b"\r\n" if sent else b"")
    if framing is Framing.UNTIL_CLOSE:
        return _head(reply, None) + sent
    declared = sent if framing is Framing.SHORT_LENGTH else reply.body
    return _head(reply, len(declared)) + sent


def checked_transport(transport: object) -> asyncio.Transport:
    """The connection with its full type; `TypeError` if it is none."""
    if not isinstance(transport, asyncio.Transport):
        raise TypeError(f"not a connection: {transport!r}")
    return transport


class _Exchange:
    """One request whose body was read, and the connection under it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send

    @property
    def _transport(self) -> asyncio.Transport:
        return checked_transport(self._scope["state"][TRANSPORT])

    async def until_gone(self) -> None:
        """Waits until the client has closed the connection or lost it."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def pause(self, seconds: float) -> bool:
        """Waits; `False` at once when the client goes away meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self.until_gone()
        except TimeoutError:
            return True
        return False

    async def close_after(self, data: bytes) -> None:
        """Writes the bytes as they are and closes the connection."""
        if data:
            self._transport.write(data)
        self._transport.close()
        await self.until_gone()

    async def reset(self) -> None:
        reset_connection(self._transport)
        await self.until_gone()

    async def send(self, reply: Reply, portion: int, pause: float) -> None:
        """Sends the answer in portions, with a pause in seconds after each."""
        length = None if reply.wire.framing is Framing.CHUNKED else len(reply.body)
        headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in _headers(reply, length)]
        await self._send(
            {"type": "http.response.start", "status": reply.status, "headers": headers}
        )
        for start in range(0, len(reply.body), portion):
            if self._transport.is_closing():
                # Every further write would be one more complaint in the log.
                await self.until_gone()
                return
            part = reply.body[start : start + portion]
            await self._send({"type": "http.response.body", "body": part, "more_body": True})
            if pause > 0 and not await self.pause(pause):
                return
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def reset_connection(transport: asyncio.Transport) -> None:
    """Ends a connection with RST instead of FIN."""
    sock = transport.get_extra_info("socket")
    sock.setsockopt(
        socket.SOL_SOCKET,
        socket.SO_LINGER,
        struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0),
    )
    transport.abort()


class DemoProtocol(H11Protocol):
    """uvicorn's protocol, which hands its connection to the answers and knows the faults of whole
    connections."""

    origin: Origin
    script: Script

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.app_state = {**self.app_state, TRANSPORT: transport}
        super().connection_made(checked_transport(transport))
        # asyncio leaves Nagle's delay on for sockets that were bound without a protocol number.
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._fault = self.script.take_connection_fault(self.origin)
        if self._fault is ConnectionFault.CLOSE:
            self.transport.close()
        elif self._fault is ConnectionFault.RESET:
            reset_connection(self.transport)

    def data_received(self, data: bytes) -> None:
        if self._fault is None:
            super().data_received(data)
        elif self._fault is ConnectionFault.CLOSE_EARLY:
            self.transport.close()
        elif self._fault is ConnectionFault.GARBAGE:
            self.transport.write(GARBAGE)
            self.transport.close()


def protocol_class(origin: Origin, script: Script) -> type[DemoProtocol]:
    """The protocol of one origin."""
    return type("OriginProtocol", (DemoProtocol,), {"origin": origin, "script": script})
