"""Clients for the tests of the remote service: no proxies, and a key to look for."""

from __future__ import annotations

import gc
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.picture_links import PictureLinks
from nanobanana_desktop.api.transport import Connections, Timeouts
from nanobanana_desktop.secret import Secret
from tests.certificates import server_context, write_certificate

CANARY = "sk-canary-5f0e2b7c9d1a4e86b3f7a2c4d6e8f0a1"

PATIENT = Timeouts(connect=10.0, submit_read=10.0, query_read=10.0, picture_window=10.0)
"""For tests in which nothing hangs: a busy machine must not look like a fault."""

SILENCE = replace(PATIENT, submit_read=0.2, query_read=0.2, picture_window=0.2, picture_rate=4096)
"""For tests in which nothing more comes once the request is there: these limits begin with it."""

HANDSHAKE = replace(PATIENT, connect=0.25)
"""For tests in which no connection comes about: nothing leaves before that, however slow it is."""

ENDLESS = replace(SILENCE, submit_total=1.0, query_total=1.0)
"""For tests in which it never ends. These limits also hold for the way there, so they are long
enough for a busy machine to have sent the request by then."""

MakeClient = Callable[..., ApiClient]


def no_proxies() -> Mapping[str, str]:
    return {}


@pytest.fixture(scope="module", autouse=True)
def _short_collections() -> Iterator[None]:
    """The collections between the tests pass over what the imports have left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def no_windows_left() -> Iterator[None]:
    """No test here opens a window, but each leaves the timers and notifiers of its event loop.

    They must go on this thread. Python collects on whatever thread happens to allocate, also on the
    workers of these tests, and a timer that is destroyed there crashes the process now and then.
    """
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture
async def make_client() -> AsyncIterator[MakeClient]:
    """`make_client(base_url, key=…, timeouts=…)`; the clients are closed after the test."""
    made: list[ApiClient] = []

    def make(
        base_url: str,
        key: str | None = CANARY,
        timeouts: Timeouts = PATIENT,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        proxies: Callable[[], Mapping[str, str]] = no_proxies,
        allow_private_pictures: bool = False,
        links: PictureLinks | None = None,
    ) -> ApiClient:
        secret = None if key is None else Secret(key)
        client = ApiClient(
            base_url,
            lambda: secret,
            timeouts=timeouts,
            connections=Connections(
                trust=trust, proxy_settings=proxies, proxy_bypass=lambda _host: False
            ),
            allow_private_pictures=allow_private_pictures,
            links=links,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()


@pytest.fixture
def full_backlog() -> Iterator[str]:
    """The address of a listener whose queue is full: connections to it are never accepted."""
    with ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        for _ in range(3):
            filler = sockets.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(address)
        yield f"http://127.0.0.1:{address[1]}"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate with its key, for localhost and pictures.example."""
    return write_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    return server_context(certificate)


@pytest.fixture
def client_tls(certificate: Path) -> Callable[[], ssl.SSLContext]:
    return lambda: ssl.create_default_context(cafile=str(certificate))
