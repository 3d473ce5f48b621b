"""The stand-in as a whole: two addresses on this computer, in a thread of their own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

from nanobanana_desktop.demo.account import Account
from nanobanana_desktop.demo.control import DemoControl
from nanobanana_desktop.demo.memory import TaskMemory
from nanobanana_desktop.demo.request_log import RequestLog
from nanobanana_desktop.demo.scenario import Scenario
from nanobanana_desktop.demo.script import Origin, Script
from nanobanana_desktop.demo.state import BASE_PATH, DemoState
from nanobanana_desktop.demo.tasks import TaskBook
from nanobanana_desktop.errors import AppError, ErrorCase

if TYPE_CHECKING:
    from nanobanana_desktop.demo.origin import QuietServer

HOST = "127.0.0.1"
START_LIMIT = 30.0
"""Seconds until both addresses must be listening; a cold disk takes some of them."""

_logger = logging.getLogger(__name__)


def _listening_sockets(ports: tuple[int, int]) -> list[socket.socket]:
    service = socket.create_server((HOST, ports[0]), backlog=512)
    try:
        pictures = socket.create_server((HOST, ports[1]), backlog=512)
    except OSError:
        service.close()
        raise
    return [service, pictures]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSetup:
    """How a stand-in is set up; the defaults suit tests: no delays, any key, everything logged.

    `markers` are scenarios by a text in the prompt. `seed` fixes durations, ids and pictures;
    `None` lets each run be different.
    `keys` empty: any non-empty key opens. `errors_as_http=False` lets the service's own refusals
    come as HTTP 200 with a code. `keep_alive` in seconds is how long idle connections stay
    (0: none does). Ports of 0 are chosen by the system; a stand-in that was stopped starts again
    on the same ones. With `memory`, a file, tasks and ports outlive the program.
    """

    scenario: Scenario = field(default_factory=Scenario)
    markers: Mapping[str, Scenario] = field(default_factory=lambda: MappingProxyType({}))
    seed: int | None = 0
    keys: tuple[str, ...] = ()
    key_needed: bool = True
    errors_as_http: bool = True
    keep_alive: int = 5
    service_port: int = 0
    picture_port: int = 0
    log_limit: int = 20_000
    log_bodies: bool = True
    cache_bytes: int = 64 * 1024 * 1024
    memory: Path | None = None


class DemoServer:
    """The local stand-in of the image service.

    The service listens at `base_url`, the pictures at `picture_url` (another port, no key).
    Everything runs in one daemon thread with its own event loop, and a second thread draws while
    there is something to draw; pictures as JPEG and WebP want a Qt application in the process,
    whose plug-ins they load. `control` steers and watches it. `start` and `stop` belong to one
    thread; `stop` may be called any number of times.
    """

    def __init__(self, setup: DemoSetup | None = None) -> None:
        self._setup = setup or DemoSetup()
        memory = self._setup.memory
        self._memory = None if memory is None else TaskMemory(memory)
        self._state = DemoState(
            TaskBook(self._setup.seed, self._memory),
            Account(self._setup.keys, key_needed=self._setup.key_needed),
            Script(self._setup.scenario, self._setup.markers),
            RequestLog(self._setup.log_limit),
        )
        self.control = DemoControl(self._state)
        self._ports = (self._setup.service_port, self._setup.picture_port)
        if self._memory is not None:
            self._recall(self._memory)
        self._thread: threading.Thread | None = None
        self._listening = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._servers: list[QuietServer] = []
        self._stop_wanted = False
        self._trouble: Exception | None = None

    def _recall(self, memory: TaskMemory) -> None:
        ports, tasks = memory.load()
        self._state.book.remember(tasks, self._state.script.marked)
        memory.save(tasks)
        if self._ports == (0, 0):
            self._ports = ports

    @property
    def base_url(self) -> str:
        """Address of the service, without a slash at its end; known after the first start."""
        return f"http://{HOST}:{self._ports[0]}{BASE_PATH}"

    @property
    def picture_url(self) -> str:
        """Address of the pictures' origin; known after the first start."""
        return f"http://{HOST}:{self._ports[1]}"

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Returns when both addresses are listening; `AppError` when they are not in time."""
        if self.is_running:
            return
        try:
            sockets = self._bind()
        except OSError as error:
            raise AppError(ErrorCase.UNKNOWN, f"stand-in cannot listen: {error}") from error
        self._listening.clear()
        self._loop = self._stopping = None
        self._stop_wanted = False
        self._trouble = None
        self._thread = threading.Thread(
            target=self._run, args=(sockets,), name="demo-server", daemon=True
        )
        self._thread.start()
        in_time = self._listening.wait(START_LIMIT)
        trouble = self._why_not(in_time=in_time)
        if trouble:
            self.stop()
            raise AppError(ErrorCase.UNKNOWN, f"stand-in did not start: {trouble}")

    def _why_not(self, *, in_time: bool) -> str:
        if self._trouble is not None:
            return repr(self._trouble)
        return "" if in_time else f"not within {START_LIMIT:g} s"

    def stop(self) -> None:
        """Drops every connection, ends both threads and waits for them."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        # Before the look at the loop: one that is not there yet looks at this as soon as it is.
        self._stop_wanted = True
        loop, stopping = self._loop, self._stopping
        if loop is not None and stopping is not None and not loop.is_closed():
            # The loop may be closed since the look at it: then the thread ends by itself.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(stopping.set)
        thread.join()

    def drop_connections(self) -> None:
        """Drops every connection that was made so far; returns when nothing of them goes on.

        Before a `reset` it keeps what was still on its way from counting afterwards. To be called
        from another thread than the stand-in's own.
        """
        loop = self._loop
        if loop is not None and self.is_running:
            asyncio.run_coroutine_threadsafe(self._drop_connections(), loop).result(START_LIMIT)

    async def _drop_connections(self) -> None:
        for server in self._servers:
            await server.drop_connections()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _bind(self) -> list[socket.socket]:
        try:
            sockets = _listening_sockets(self._ports)
        except OSError:
            if self._memory is None:
                raise
            # The ports of the last run are taken by somebody else.
            sockets = _listening_sockets((0, 0))
        self._ports = (sockets[0].getsockname()[1], sockets[1].getsockname()[1])
        if self._memory is not None:
            self._memory.add_ports(self._ports)
        return sockets

    def _run(self, sockets: list[socket.socket]) -> None:
        # Not the policy's loop: the program sets one that belongs to Qt and the main thread.
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self._serve(sockets))
        except Exception as error:
            if self._listening.is_set():
                _logger.exception("the stand-in broke down")
            self._trouble = error
        finally:
            for sock in sockets:
                sock.close()
            self._listening.set()

    async def _serve(self, sockets: list[socket.socket]) -> None:
        # Imported here so that only a run with a stand-in pays for the server and the art.
        from nanobanana_desktop.demo.origin import origin_server
        from nanobanana_desktop.demo.pictures import PictureOrigin
        from nanobanana_desktop.demo.service import ImageService
        from nanobanana_desktop.demo.shelf import PictureShelf

        self._stopping = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        if self._stop_wanted:
            self._stopping.set()
        setup, script = self._setup, self._state.script
        shelf = PictureShelf(setup.cache_bytes)
        service = ImageService(
            self._state,
            shelf,
            self.picture_url,
            errors_as_http=setup.errors_as_http,
            log_bodies=setup.log_bodies,
        )
        pictures = PictureOrigin(self._state, shelf)
        servers = self._servers = [
            origin_server(service.app, Origin.SERVICE, script, setup.keep_alive),
            origin_server(pictures.app, Origin.PICTURES, script, setup.keep_alive),
        ]
        jobs = [
            asyncio.create_task(server.serve([sock]))
            for server, sock in zip(servers, sockets, strict=True)
        ]
        try:
            while not all(server.started for server in servers):
                if any(job.done() for job in jobs):
                    break
                await asyncio.sleep(0)
            else:
                self._listening.set()
                await self._stopping.wait()
        finally:
            shelf.close()
            for server in servers:
                server.stop()
            await asyncio.gather(*jobs)
            shelf.join()
