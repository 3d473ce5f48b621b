"""Pictures: fetched without the key, whole or not at all, and only from where a link may lead."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from nanobanana_desktop.api import limits
from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.pace import Pace
from nanobanana_desktop.api.picture_links import PictureLinks
from nanobanana_desktop.errors import (
    AppError,
    ErrorCase,
    LinkDeadError,
    NetworkError,
    ProtocolError,
    ServerError,
)
from tests.api.conftest import CANARY, HANDSHAKE, PATIENT, SILENCE, MakeClient
from tests.api.raw_server import Connection, Handler, RawServer, answering, free_port, serve

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000
PNG = {"Content-Type": "image/png"}
ON_LOOPBACK = "http://127.0.0.1:9"
"""A service on this computer: links may then lead to this computer."""
ELSEWHERE = "https://service.example"


async def fetch(
    client: ApiClient,
    link: str,
    *,
    allow_insecure: bool = False,
    on_chunk: Callable[[bytes], object] = len,
) -> bytes:
    received = bytearray()
    async with client.open_picture(link, allow_insecure=allow_insecure) as stream:
        async for chunk in stream.chunks():
            on_chunk(chunk)
            received += chunk
    return bytes(received)


async def fetch_error(client: ApiClient, link: str, *, allow_insecure: bool = False) -> AppError:
    with pytest.raises(AppError) as caught:
        await fetch(client, link, allow_insecure=allow_insecure)
    return caught.value


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_cut_picture_is_an_error(chunked: bool, make_client: MakeClient) -> None:
    parts = iter([PICTURE[: int(len(PICTURE) * share)] for share in (0.0, 0.01, 0.5, 0.99)])

    async def cut(connection: Connection) -> None:
        await connection.request()
        if chunked:
            await connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            await connection.send(f"{len(PICTURE):x}\r\n".encode() + next(parts))
        else:
            await connection.reply(200, next(parts), PNG, length=len(PICTURE))

    async with serve(cut) as server:
        client = make_client(ON_LOOPBACK)
        for _ in range(4):
            error = await fetch_error(client, server.url("/a.png"))
            assert isinstance(error, NetworkError)
            assert error.case is ErrorCase.DOWNLOAD_FAILED


async def test_a_reset_in_the_middle_is_an_error(make_client: MakeClient) -> None:
    async def reset(connection: Connection) -> None:
        await connection.request()
        await connection.reply(200, PICTURE[:70_000], PNG, length=len(PICTURE))
        connection.reset()

    async with serve(reset) as server:
        error = await fetch_error(make_client(ON_LOOPBACK), server.url("/a.png"))
        assert isinstance(error, NetworkError)


@pytest.mark.parametrize("burst", [0, 300_000])
async def test_a_drip_ends_at_the_stall_rule(burst: int, make_client: MakeClient) -> None:
    async def drip(connection: Connection) -> None:
        await connection.request()
        await connection.reply(200, PICTURE[:burst], PNG, length=len(PICTURE))
        while not connection.writer.is_closing():
            await connection.send(b"x")
            await asyncio.sleep(0.02)

    # The other rule ends no download of less than an hour.
    patience = replace(SILENCE, picture_window=0.5, picture_total=3600.0)
    async with serve(drip) as server:
        error = await fetch_error(make_client(ON_LOOPBACK, timeouts=patience), server.url("/a.png"))
        assert isinstance(error, NetworkError)
        assert "stalled" in error.detail


async def test_silence_before_the_answer_is_an_error(make_client: MakeClient) -> None:
    async def silent(connection: Connection) -> None:
        await connection.request()
        await connection.silence()

    async with serve(silent) as server:
        error = await fetch_error(make_client(ON_LOOPBACK, timeouts=SILENCE), server.url("/a.png"))
        assert isinstance(error, NetworkError)


async def test_a_slow_receiver_is_not_a_slow_sender(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    real_time, taken = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: real_time() + taken)
    async with serve(answering(200, PICTURE, PNG)) as server:
        client = make_client(ON_LOOPBACK, timeouts=replace(PATIENT, picture_total=30.0))
        received = b""
        async with client.open_picture(server.url("/a.png")) as stream:
            async for chunk in stream:
                received += chunk
                taken += 30.0
        assert received == PICTURE


def test_pace_forgives_a_pause_within_the_window() -> None:
    pace = Pace(window=30.0, rate=1024.0, total=900.0)
    pace.add(0.0, 1_000_000)
    assert pace.patience == pytest.approx(30.0)
    pace.add(29.0, 10)
    assert pace.patience == pytest.approx(1.0)
    pace.add(0.5, 40_000)
    assert pace.patience == pytest.approx(30.0)


def test_pace_ends_a_drip_after_one_window() -> None:
    pace = Pace(window=30.0, rate=1024.0, total=900.0)
    for _ in range(7):
        pace.add(4.0, 1)
        assert pace.patience > 0
    pace.add(4.0, 1)
    assert pace.patience <= 0


def test_pace_ends_after_the_total() -> None:
    pace = Pace(window=30.0, rate=1024.0, total=900.0)
    for _ in range(899):
        pace.add(1.0, 100_000)
        assert pace.patience > 0
    pace.add(1.0, 100_000)
    assert pace.patience <= 0


async def test_what_is_received_and_what_is_sent(make_client: MakeClient) -> None:
    async with serve(answering(200, PICTURE, {**PNG, "Set-Cookie": "a=b"})) as server:
        client = make_client(ON_LOOPBACK)
        async with client.open_picture(server.url("/a.png?sig=1%2F2&x=a+b")) as stream:
            assert stream.content_length == len(PICTURE)
            assert stream.content_type == "image/png"
            assert b"".join([chunk async for chunk in stream]) == PICTURE
        await fetch(client, server.url("/b.png"))
        first, second = server.requests
        assert first.target == "/a.png?sig=1%2F2&x=a+b"
        assert first.headers["host"] == f"127.0.0.1:{server.port}"
        assert first.headers["accept-encoding"] == "identity"
        for request in (first, second):
            assert "authorization" not in request.headers
            assert "cookie" not in request.headers
            assert CANARY.encode() not in request.raw_head


async def test_leaving_early_closes_the_connection(make_client: MakeClient) -> None:
    gone = asyncio.Event()

    async def endless(connection: Connection) -> None:
        await connection.request()
        await connection.reply(200, PICTURE, PNG, length=1_000_000_0)
        await connection.silence()
        gone.set()

    async with serve(endless) as server:
        async with make_client(ON_LOOPBACK).open_picture(server.url("/a")) as stream:
            assert await anext(aiter(stream))
        async with asyncio.timeout(30):
            await gone.wait()


def stumble(_chunk: bytes) -> None:
    raise KeyError


async def test_an_error_of_the_receiver_passes_unchanged(make_client: MakeClient) -> None:
    async with serve(answering(200, PICTURE, PNG)) as server:
        link = server.url("/a")
        with pytest.raises(KeyError):
            await fetch(make_client(ON_LOOPBACK), link, on_chunk=stumble)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PICTURE)),
        ("deflate", zlib.compress(PICTURE)),
        ("deflate", zlib.compress(PICTURE)[2:-4]),
    ],
)
async def test_a_compressed_picture_is_unpacked(
    encoding: str, body: bytes, make_client: MakeClient
) -> None:
    handler = answering(200, body, {**PNG, "Content-Encoding": encoding})
    async with (
        serve(handler) as server,
        make_client(ON_LOOPBACK).open_picture(server.url("/a")) as stream,
    ):
        assert stream.content_length is None
        assert b"".join([chunk async for chunk in stream]) == PICTURE


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PICTURE)[:-100]),
        ("gzip", b"no gzip at all"),
        ("br", PICTURE),
        ("gzip, gzip", gzip.compress(gzip.compress(PICTURE))),
    ],
)
async def test_a_broken_compression_is_an_error(
    encoding: str, body: bytes, make_client: MakeClient
) -> None:
    async with serve(answering(200, body, {**PNG, "Content-Encoding": encoding})) as server:
        error = await fetch_error(make_client(ON_LOOPBACK), server.url("/a"))
        assert error.case is ErrorCase.DOWNLOAD_FAILED


async def test_a_compressed_bomb_ends_at_the_limit(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.api.picture_stream.PICTURE_LIMIT", 3_000_000)
    bomb = gzip.compress(b"\x00" * 200_000_000, 1)
    sizes: list[int] = []
    async with serve(answering(200, bomb, {"Content-Encoding": "gzip"})) as server:
        client, link = make_client(ON_LOOPBACK), server.url("/a")
        with pytest.raises(ProtocolError) as caught:
            await fetch(client, link, on_chunk=lambda chunk: sizes.append(len(chunk)))
        assert caught.value.case is ErrorCase.RESULT_BAD
        assert 0 < max(sizes) <= 1024 * 1024
        assert sum(sizes) <= 3_000_000


@pytest.mark.parametrize("announced", [True, False])
async def test_a_giant_picture_is_refused(announced: bool, make_client: MakeClient) -> None:
    async def giant(connection: Connection) -> None:
        await connection.request()
        if announced:
            await connection.reply(200, PICTURE, PNG, length=limits.PICTURE_LIMIT + 1)
            return
        await connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while not connection.writer.is_closing():
            await connection.send(b"x" * 1_000_000)

    async with serve(giant) as server:
        error = await fetch_error(make_client(ON_LOOPBACK), server.url("/a"))
        assert error.case is ErrorCase.RESULT_BAD
        assert not error.retryable


XML = "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, XML),
        (404, XML),
        (410, ""),
        (401, ""),
        (400, XML),
        (200, XML),
        (200, "\ufeff <!DOCTYPE html><html>expired</html>"),
        (200, "<html>"),
    ],
)
async def test_a_dead_link(status: int, body: str, make_client: MakeClient) -> None:
    kind = {"Content-Type": "application/xml"}
    async with serve(answering(status, body, kind)) as server:
        error = await fetch_error(make_client(ON_LOOPBACK), server.url("/a"))
        assert isinstance(error, LinkDeadError)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (500, ServerError),
        (503, ServerError),
        (429, ServerError),
        (400, ProtocolError),
        (204, ProtocolError),
        (206, ProtocolError),
        (304, ProtocolError),
    ],
)
async def test_other_answers(status: int, kind: type[AppError], make_client: MakeClient) -> None:
    async with serve(answering(status)) as server:
        error = await fetch_error(make_client(ON_LOOPBACK), server.url("/a"))
        assert isinstance(error, kind)
        assert error.retryable


async def test_an_svg_is_left_to_the_checks_of_the_picture(make_client: MakeClient) -> None:
    svg = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"
    async with serve(answering(200, svg)) as server:
        assert await fetch(make_client(ON_LOOPBACK), server.url("/a")) == svg


async def test_an_empty_body_is_left_to_the_checks_of_the_picture(make_client: MakeClient) -> None:
    async with serve(answering(200)) as server:
        assert await fetch(make_client(ON_LOOPBACK), server.url("/a")) == b""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_to_another_host_is_followed_without_anything_of_ours(
    status: int, make_client: MakeClient
) -> None:
    async with serve(answering(200, PICTURE, PNG)) as other:
        redirect = answering(status, "", {"Location": other.url("/b.png"), "Set-Cookie": "a=b"})
        async with serve(redirect) as server:
            assert await fetch(make_client(ON_LOOPBACK), server.url("/a")) == PICTURE
        assert CANARY.encode() not in other.requests[0].raw_head
        assert "cookie" not in other.requests[0].headers
        assert "referer" not in other.requests[0].headers


async def test_a_relative_redirect_stays_on_its_host(make_client: MakeClient) -> None:
    async def two_steps(connection: Connection) -> None:
        while request := await connection.request():
            if request.target == "/x/b.png":
                await connection.reply(200, PICTURE, PNG)
            else:
                await connection.reply(302, "", {"Location": "b.png"})

    async with serve(two_steps) as server:
        assert await fetch(make_client(ON_LOOPBACK), server.url("/x/a.png")) == PICTURE


@pytest.mark.parametrize(("hops", "arrives"), [(3, True), (4, False), (20, False)])
async def test_at_most_three_redirects(hops: int, arrives: bool, make_client: MakeClient) -> None:
    async def chain(connection: Connection) -> None:
        while request := await connection.request():
            number = int(request.target.strip("/"))
            if number == hops:
                await connection.reply(200, PICTURE, PNG)
            else:
                await connection.reply(302, "", {"Location": f"/{number + 1}"})

    async with serve(chain) as server:
        client = make_client(ON_LOOPBACK)
        if arrives:
            assert await fetch(client, server.url("/0")) == PICTURE
        else:
            error = await fetch_error(client, server.url("/0"))
            assert error.case is ErrorCase.LINK_REFUSED
            assert len(server.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "",
        "file:///etc/passwd",
        "ftp://127.0.0.1/a",
        "http://user:pw@127.0.0.1/",
        "//",
        "http://[",
        "javascript:alert(1)",
        "http://127.0.0.1:0/",
    ],
)
async def test_a_redirect_to_what_is_no_link_is_refused(
    location: str, make_client: MakeClient
) -> None:
    async with serve(answering(302, "", {"Location": location})) as server:
        error = await fetch_error(make_client(ON_LOOPBACK), server.url("/a"))
        assert error.case is ErrorCase.LINK_REFUSED
        assert not error.retryable


NAMES = {
    "loopback.example": ["127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "six.example": ["::1"],
    "lan.example": ["192.168.1.10"],
    "metadata.example": ["169.254.169.254"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "both.example": ["127.0.0.1", "10.0.0.1"],
    "0x7f.1": ["127.0.0.1"],
    "2130706433": ["127.0.0.1"],
    "service.example": ["203.0.113.5"],
}


async def resolver(host: str, _port: int) -> Sequence[str]:
    if host not in NAMES:
        raise OSError(f"unknown host {host}")
    return NAMES[host]


def links_of(service_host: str = "service.example") -> PictureLinks:
    return PictureLinks(service_host, resolver=resolver)


REFUSED_LINKS = [
    "",
    "picture.png",
    "//127.0.0.1:{port}/a",
    "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/a",
    "javascript:alert(1)",
    "data:text/html,x",
    "gopher://127.0.0.1:{port}/a",
    "ws://127.0.0.1:{port}/a",
    "http://127.0.0.1:{port}/a",
    "https://127.0.0.1:{port}/a",
    "http://localhost:{port}/a",
    "http://LOCALHOST.:{port}/a",
    "http://x.localhost:{port}/a",
    "http://127.1.2.3:{port}/a",
    "http://[::1]:{port}/a",
    "http://[::ffff:127.0.0.1]:{port}/a",
    "http://0.0.0.0:{port}/a",
    "http://[::]:{port}/a",
    "http://0x7f.1:{port}/a",
    "http://2130706433:{port}/a",
    "http://10.0.0.1:{port}/a",
    "http://172.16.0.1/a",
    "http://192.168.0.1/a",
    "http://100.100.100.200/latest/meta-data",
    "http://169.254.169.254/latest/meta-data",
    "https://[fe80::1]/a",
    "https://[fd00::1]/a",
    "http://198.18.0.1/a",
    "http://user:pw@cdn.example/a",
    "http://@127.0.0.1:{port}/a",
    "https://cdn.example\\@127.0.0.1:{port}/a",
    "https://\u0441dn.example/a",
    "https://\uff11\uff12\uff17.0.0.1:{port}/a",
    "https://cdn.example/\u202egnp.a",
    "https://cdn.example/a\r\nX: y",
    "https://loopback.example:{port}/a",
    "https://mapped.example:{port}/a",
    "https://six.example:{port}/a",
    "https://lan.example/a",
    "https://metadata.example/a",
    "https://nat64.example:{port}/a",
    "https://both.example:{port}/a",
    "https:///a",
    "https://cdn.example/" + "x" * 5000,
]


@pytest.mark.parametrize("allow_insecure", [False, True])
async def test_links_that_are_refused_before_any_connection(
    allow_insecure: bool, make_client: MakeClient
) -> None:
    async with serve(answering(200, PICTURE, PNG)) as sinkhole:
        client = make_client(ELSEWHERE, links=links_of())
        for link in REFUSED_LINKS:
            link_here = link.replace("{port}", str(sinkhole.port))
            error = await fetch_error(client, link_here, allow_insecure=allow_insecure)
            assert isinstance(error, ProtocolError), (link, error)
            assert error.case is ErrorCase.LINK_REFUSED, link
            assert "insecure" not in error.facts, link
        assert sinkhole.connections == 0


async def test_a_redirect_inside_is_refused_before_any_connection(
    make_client: MakeClient,
    server_tls: ssl.SSLContext,
    client_tls: Callable[[], ssl.SSLContext],
) -> None:
    async with serve(answering(200, PICTURE)) as sinkhole:
        redirect = answering(302, "", {"Location": sinkhole.url("/admin")})
        async with serve(redirect, tls=server_tls) as server:
            client = make_client(ELSEWHERE, links=PublicLoopback(), trust=client_tls)
            error = await fetch_error(client, f"https://pictures.example:{server.port}/a")
            assert error.case is ErrorCase.LINK_REFUSED
            assert len(server.requests) == 1
        assert sinkhole.connections == 0


class PublicLoopback(PictureLinks):
    """Rules for the tests: every name leads to loopback, and that counts as public."""

    def __init__(self) -> None:
        super().__init__("service.example", resolver=resolver)

    async def targets(self, url: object, *, through_proxy: bool) -> Sequence[str]:
        return ("127.0.0.1",)


async def test_the_certificate_must_be_for_the_links_host(
    make_client: MakeClient,
    server_tls: ssl.SSLContext,
    client_tls: Callable[[], ssl.SSLContext],
) -> None:
    async with serve(answering(200, PICTURE, PNG), tls=server_tls) as server:
        client = make_client(ELSEWHERE, links=PublicLoopback(), trust=client_tls)
        assert await fetch(client, f"https://pictures.example:{server.port}/a") == PICTURE
        assert server.requests[0].headers["host"] == f"pictures.example:{server.port}"
        error = await fetch_error(client, f"https://other.example:{server.port}/a")
        assert isinstance(error, NetworkError)
        assert "CERTIFICATE_VERIFY_FAILED" in error.detail
        assert len(server.requests) == 1


async def test_an_inner_link_is_fine_when_the_service_is_inner(make_client: MakeClient) -> None:
    async with serve(answering(200, PICTURE, PNG)) as server:
        for service in (ON_LOOPBACK, "https://192.168.1.5/api"):
            assert await fetch(make_client(service), server.url("/a")) == PICTURE
        allowed = make_client(ELSEWHERE, allow_private_pictures=True)
        assert await fetch(allowed, server.url("/a")) == PICTURE


async def test_a_name_of_an_inner_service_makes_inner_names_fine() -> None:
    links = links_of("lan.example")
    url = links.check("https://loopback.example/a")
    assert await links.targets(url, through_proxy=False) == ["127.0.0.1"]


async def test_only_public_addresses_of_a_mixed_name_are_used() -> None:
    async def mixed(_host: str, _port: int) -> Sequence[str]:
        return ["fc00::5", "198.18.0.7", "10.0.0.1", "2001:db8::1"]

    links = PictureLinks("service.example", resolver=mixed)
    url = links.check("https://cdn.example/a")
    assert await links.targets(url, through_proxy=False) == ["198.18.0.7", "2001:db8::1"]


async def test_the_next_address_is_tried(make_client: MakeClient) -> None:
    async def two(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with serve(answering(200, PICTURE, PNG)) as server:
        links = PictureLinks("127.0.0.1", resolver=two)
        client = make_client(ON_LOOPBACK, links=links)
        link = f"http://localhost:{server.port}/a"
        assert await fetch(client, link) == PICTURE
        assert server.requests[0].headers["host"] == f"localhost:{server.port}"


async def test_an_unknown_host_is_a_network_error(make_client: MakeClient) -> None:
    client = make_client(ELSEWHERE, links=links_of())
    error = await fetch_error(client, "https://nobody.example/a")
    assert isinstance(error, NetworkError)
    assert not error.sent


class TestUnencryptedLinks:
    """Plain http to a public host: https first, then only with consent."""

    async def test_https_is_tried_first(
        self,
        make_client: MakeClient,
        server_tls: ssl.SSLContext,
        client_tls: Callable[[], ssl.SSLContext],
    ) -> None:
        async with serve(answering(200, PICTURE, PNG), tls=server_tls) as server:
            client = make_client(ELSEWHERE, links=PublicLoopback(), trust=client_tls)
            link = f"http://pictures.example:{server.port}/a"
            assert await fetch(client, link) == PICTURE

    async def test_without_consent_it_is_refused_and_says_why(
        self, make_client: MakeClient
    ) -> None:
        async with serve(answering(200, PICTURE, PNG)) as server:
            client = make_client(ELSEWHERE, links=PublicLoopback())
            error = await fetch_error(client, f"http://pictures.example:{server.port}/a")
            assert error.case is ErrorCase.LINK_REFUSED
            assert error.facts == {"insecure": 1}
            assert not server.requests

    async def test_with_consent_it_is_fetched(self, make_client: MakeClient) -> None:
        async with serve(answering(200, PICTURE, PNG)) as server:
            client = make_client(ELSEWHERE, links=PublicLoopback())
            link = f"http://pictures.example:{server.port}/a"
            assert await fetch(client, link, allow_insecure=True) == PICTURE

    async def test_a_closed_port_is_a_refusal_and_not_an_outage(
        self, make_client: MakeClient
    ) -> None:
        client = make_client(ELSEWHERE, links=PublicLoopback())
        error = await fetch_error(client, f"http://pictures.example:{free_port()}/a")
        assert error.facts == {"insecure": 1}

    async def test_an_outage_stays_an_outage(self, make_client: MakeClient) -> None:
        client = make_client(ELSEWHERE, links=links_of())
        error = await fetch_error(client, "http://nobody.example/a")
        assert isinstance(error, NetworkError)

    async def test_a_silent_handshake_is_an_outage(self, make_client: MakeClient) -> None:
        async with serve(Connection.silence) as server:
            client = make_client(ELSEWHERE, links=PublicLoopback(), timeouts=HANDSHAKE)
            error = await fetch_error(client, f"http://pictures.example:{server.port}/a")
            assert isinstance(error, NetworkError)

    async def test_a_page_from_the_way_there_is_not_believed(self, make_client: MakeClient) -> None:
        async with serve(answering(200, "<html>log in", PNG)) as server:
            client = make_client(ELSEWHERE, links=PublicLoopback())
            link = f"http://pictures.example:{server.port}/a"
            error = await fetch_error(client, link, allow_insecure=True)
            assert error.case is ErrorCase.NOT_THE_SERVICE
            assert error.retryable

    async def test_a_redirect_to_plain_http_needs_consent_too(
        self,
        make_client: MakeClient,
        server_tls: ssl.SSLContext,
        client_tls: Callable[[], ssl.SSLContext],
    ) -> None:
        async with serve(answering(200, PICTURE, PNG)) as plain:
            location = f"http://pictures.example:{plain.port}/b"
            redirect = answering(302, "", {"Location": location})
            async with serve(redirect, tls=server_tls) as server:
                client = make_client(ELSEWHERE, links=PublicLoopback(), trust=client_tls)
                link = f"https://pictures.example:{server.port}/a"
                error = await fetch_error(client, link)
                assert error.facts == {"insecure": 1}
                assert not plain.requests
                assert await fetch(client, link, allow_insecure=True) == PICTURE


def proxy_to(server: RawServer) -> Handler:
    """A proxy that opens a tunnel to `server`, whatever host is asked for."""

    async def handle(connection: Connection) -> None:
        request = await connection.request()
        assert request is not None
        assert request.method == "CONNECT"
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await connection.send(b"HTTP/1.1 200 Connected\r\n\r\n")

        async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                target.write(data)
            target.close()

        try:
            await asyncio.gather(pump(connection.reader, writer), pump(reader, connection.writer))
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    return handle


async def test_through_a_proxy_the_name_is_passed_on(
    make_client: MakeClient,
    server_tls: ssl.SSLContext,
    client_tls: Callable[[], ssl.SSLContext],
) -> None:
    async with (
        serve(answering(200, PICTURE, PNG), tls=server_tls) as server,
        serve(proxy_to(server)) as proxy,
    ):
        client = make_client(
            ELSEWHERE,
            links=links_of(),
            trust=client_tls,
            proxies=lambda: {"https": proxy.url()},
        )
        assert await fetch(client, "https://pictures.example/a") == PICTURE
        assert proxy.requests[0].target == "pictures.example:443"
        assert CANARY.encode() not in proxy.requests[0].raw_head
