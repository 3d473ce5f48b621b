"""One listening address of the stand-in, served by uvicorn without its own pulse or noise."""

from __future__ import annotations

import asyncio
import logging
import socket

from starlette.types import ASGIApp
from uvicorn import Config, Server

from nanobanana_desktop.demo.script import Origin, Script
from nanobanana_desktop.demo.wire import protocol_class

ACCEPT_TURNS = 10
"""More turns than asyncio takes from accepting a connection to handing it to its protocol (3)."""


class QuietServer(Server):
    """uvicorn without its ten wake-ups a second, and with a stop that waits for nobody."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._stopping = asyncio.Event()

    async def main_loop(self) -> None:
        await self._stopping.wait()

    def stop(self) -> None:
        """Ends `serve` soon; to be called on the server's loop."""
        self._stopping.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drops every connection; the answers under way notice and end."""
        loop = asyncio.get_running_loop()
        for sock in sockets or []:
            loop.remove_reader(sock)
        # WORKAROUND: asyncio leaks a connection that is accepted while its server is closed, so
        # those on their way arrive first (python/cpython, Server._attach asserts that it is open).
        await self._let_arrive()
        for server in self.servers:
            server.close()
        await self._drop()

    async def drop_connections(self) -> None:
        """Drops every connection that was made so far; the answers under way notice and end."""
        await self._let_arrive()
        await self._drop()

    async def _let_arrive(self) -> None:
        for _ in range(ACCEPT_TURNS):
            await asyncio.sleep(0)

    async def _drop(self) -> None:
        while self.server_state.connections:
            for connection in list(self.server_state.connections):
                connection.transport.abort()
            await asyncio.sleep(0)
        while self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks)


def origin_server(app: ASGIApp, origin: Origin, script: Script, keep_alive: int) -> QuietServer:
    """A server for one origin; `keep_alive` is how long an idle connection stays, in seconds."""
    config = Config(
        app,
        http=protocol_class(origin, script),
        loop="none",
        ws="none",
        lifespan="off",
        interface="asgi3",
        timeout_keep_alive=keep_alive,
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )
    return QuietServer(config)
