"""The feed of newer versions: asked without a key, read with a limit, refused when it is none."""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable

import pytest

from nanobanana_desktop.api.transport import Connections
from nanobanana_desktop.api.update_feed import FEED_LIMIT, fetch_update
from nanobanana_desktop.errors import ErrorCase, NetworkError, ProtocolError
from tests.api.conftest import PATIENT, SILENCE, no_proxies
from tests.api.raw_server import Connection, serve
from tests.domain.test_updates import GOOD

Handler = Callable[[Connection], Awaitable[None]]
FEED = json.dumps(GOOD)


def connections(proxy: str = "") -> Connections:
    return Connections(
        proxy_settings=(lambda: {"all": proxy}) if proxy else no_proxies,
        proxy_bypass=lambda _host: False,
    )


def answering(*replies: tuple[int, bytes | str, dict[str, str]]) -> Handler:
    async def handler(connection: Connection) -> None:
        if await connection.request() is not None:
            await connection.reply(*replies[0])

    return handler


async def test_feed_is_asked_for_without_key_and_cookie() -> None:
    async with serve(answering((200, FEED, {"Set-Cookie": "a=b"}))) as server:
        update = await fetch_update(connections(), server.url("/feed.json"))
    assert update.version == GOOD["version"]
    (request,) = server.requests
    assert (request.method, request.target, request.body) == ("GET", "/feed.json", b"")
    assert set(request.headers) <= {
        "accept",
        "accept-encoding",
        "cache-control",
        "connection",
        "host",
        "user-agent",
    }


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_redirect_is_not_followed(status: int) -> None:
    async with serve(answering((200, FEED, {}))) as other:
        location = {"Location": other.url("/feed.json", "localhost")}
        async with serve(answering((status, "", location))) as server:
            with pytest.raises(ProtocolError, match=f"HTTP {status}"):
                await fetch_update(connections(), server.url("/feed.json"))
    assert other.requests == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>a portal that wants you to log in</html>",
        b"[]",
        json.dumps({**GOOD, "page": "http://example.org"}).encode(),
        b'{"version": "9.9", "version"',
        b"[" * 5_000,
        b" " * (FEED_LIMIT + 1),
    ],
    ids=["empty", "page", "list", "bad link", "cut", "deep", "large"],
)
async def test_what_is_no_feed_is_refused(body: bytes) -> None:
    async with serve(answering((200, body, {}))) as server:
        with pytest.raises(ProtocolError) as raised:
            await fetch_update(connections(), server.url("/"))
    assert raised.value.case is ErrorCase.NOT_THE_SERVICE


async def test_small_bomb_stays_small() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < FEED_LIMIT
    async with serve(answering((200, bomb, {"Content-Encoding": "gzip"}))) as server:
        with pytest.raises(ProtocolError, match=f"more than {FEED_LIMIT} bytes"):
            await fetch_update(connections(), server.url("/"))


async def test_feed_that_never_comes() -> None:
    async def handler(connection: Connection) -> None:
        await connection.request()
        await connection.silence()

    async with serve(handler) as server:
        with pytest.raises(NetworkError):
            await fetch_update(connections(), server.url("/"), SILENCE)


async def test_nobody_there() -> None:
    async with serve(answering((200, FEED, {}))) as server:
        address = server.url("/")
    with pytest.raises(NetworkError):
        await fetch_update(connections(), address, PATIENT)


@pytest.mark.parametrize("address", ["http://example.org/feed.json", "ftp://127.0.0.1/feed", "x"])
async def test_address_that_is_not_secure(address: str) -> None:
    with pytest.raises(ProtocolError, match="not https"):
        await fetch_update(connections(), address)


async def test_proxy_of_the_person_is_used() -> None:
    async with serve(answering((200, FEED, {}))) as proxy:
        with pytest.raises((NetworkError, ProtocolError)):
            await fetch_update(connections(proxy.url()), "https://example.org/feed.json", PATIENT)
    assert [request.method for request in proxy.requests] == ["CONNECT"]
    assert proxy.requests[0].target == "example.org:443"
