"""The one client of the service: made when it is needed, replaced when the address changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nanobanana_desktop.errors import AppError, ErrorCase, NetworkError
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Workers

if TYPE_CHECKING:
    from nanobanana_desktop.api.client import ApiClient
    from nanobanana_desktop.api.transport import Connections
    from nanobanana_desktop.demo.server import DemoServer


_CLIENT_MODULE: Final = "nanobanana_desktop.api.client"


class ServiceConnection:
    """`address()` is where the service is wanted now; in the demo it is the demo's own.

    `proxies()` gives the person's own proxy settings, None where those of this computer hold; it is
    asked in threads.

    The libraries behind a client take their time to load, so they load in a worker and after the
    first paint.
    """

    def __init__(
        self,
        address: Callable[[], str],
        key: Callable[[], Secret | None],
        proxies: Callable[[], Mapping[str, str] | None],
        workers: Workers,
        *,
        demo: bool = False,
    ) -> None:
        self._is_demo = demo
        self._address = address
        self._key = key
        self._proxies = proxies
        self._workers = workers
        self._demo: DemoServer | None = None
        self._client: ApiClient | None = None
        self._address_in_use = ""
        self._lock = asyncio.Lock()

    async def start_demo(self, memory: Path) -> None:
        """From now on the service is the demo's, which remembers its tasks in `memory`."""
        starting = self._workers.submit(_start_demo, memory)
        try:
            self._demo = await asyncio.wrap_future(starting)
        except asyncio.CancelledError:
            # The program ends already; a thread that began cannot be broken off.
            starting.add_done_callback(_stop_demo)
            raise

    @property
    def is_outdated(self) -> bool:
        """Whether there is a client and the service is wanted elsewhere now."""
        return self._client is not None and self._address_in_use != self._wanted_address()

    @property
    def address(self) -> str:
        """The normal form of the address in use; empty in the demo, which moves at every start."""
        return "" if self._demo is not None or self._client is None else self._client.address

    async def load_ahead(self, on_trouble: Callable[[AppError], object]) -> None:
        """Load what the client will need while something else is waited for.

        `on_trouble` hears of what stands in the way of every secure connection.
        """
        await self._workers.run(import_module, _CLIENT_MODULE)
        if self._is_demo or not self._wanted_address().startswith("https:"):
            return
        if not await self._workers.run(_has_system_roots):
            detail = "neither files of certificates nor folders of them were found"
            on_trouble(NetworkError(ErrorCase.NO_CERTIFICATES, detail, sent=False))

    async def client(self) -> ApiClient:
        """Raises ValidationError(BAD_BASE_URL)."""
        async with self._lock:
            if self._client is None:
                self._client = await self._workers.run(self._make_client)
            return self._client

    async def replace(self, use: Callable[[ApiClient, str], object]) -> None:
        """Make a new client, hand it and its `address` to `use`, then close the former.

        Raises as `client`.
        """
        async with self._lock:
            former, self._client = self._client, None
        client = await self.client()
        use(client, self.address)
        if former is not None:
            await former.aclose()

    async def check_key(self, candidate: Secret) -> str:
        """The value of `KeyCheck` for this key. Raises as `client`."""
        return (await (await self.client()).check_key(candidate)).value

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.aclose()
        if self._demo is not None:
            self._demo.stop()

    def _wanted_address(self) -> str:
        return self._address() if self._demo is None else self._demo.base_url

    def _make_client(self) -> ApiClient:
        from nanobanana_desktop.api.client import ApiClient

        address = self._wanted_address()
        client = ApiClient(
            address,
            self._key,
            allow_private_pictures=self._demo is not None,
            connections=connections_through(self._proxies),
        )
        self._address_in_use = address
        return client


def connections_through(proxies: Callable[[], Mapping[str, str] | None]) -> Connections:
    """Connections by the person's own proxy settings, or this computer's where there are none."""
    from urllib.request import getproxies, proxy_bypass

    from nanobanana_desktop.api.transport import Connections

    def settings() -> Mapping[str, str]:
        own = proxies()
        return getproxies() if own is None else own

    def is_bypassed(host: str) -> bool:
        return proxies() is None and bool(proxy_bypass(host))

    return Connections(proxy_settings=settings, proxy_bypass=is_bypassed)


def _has_system_roots() -> bool:
    from nanobanana_desktop.api.trust import has_system_roots

    return has_system_roots()


def chosen_proxy(address: str, user: str, password: str, exceptions: str) -> Mapping[str, str]:
    """As the API's own function; its libraries take their time to load."""
    from nanobanana_desktop.api.proxies import chosen_proxy as make

    return make(address, user, password, exceptions)


def parse_address(text: str) -> str:
    """Raises ValidationError(BAD_BASE_URL). Imported late: the HTTP library is slow to load."""
    from nanobanana_desktop.api.address import ServiceAddress

    return str(ServiceAddress.parse(text))


def parse_proxy(text: str) -> str:
    """As the API's own function; its libraries take their time to load."""
    from nanobanana_desktop.api.proxies import parse_proxy as parse

    return parse(text)


def _start_demo(memory: Path) -> DemoServer:
    from nanobanana_desktop.demo.marks import program_setup
    from nanobanana_desktop.demo.server import DemoServer

    server = DemoServer(program_setup(memory))
    server.start()
    return server


def _stop_demo(started: Future[DemoServer]) -> None:
    if not started.cancelled() and started.exception() is None:
        started.result().stop()
