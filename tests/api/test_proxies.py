"""Proxy settings as computers have them, also the ones that break the HTTP library."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import httpcore
import httpx
import pytest

from nanobanana_desktop.api.proxies import ProxyRules, chosen_proxy, parse_proxy
from nanobanana_desktop.api.transport import Connections, WireTrace
from nanobanana_desktop.domain.answers import NotSent
from nanobanana_desktop.errors import ErrorCase, NetworkError, ValidationError
from tests.api.conftest import CANARY, MakeClient
from tests.api.raw_server import Connection, Handler, free_port, serve

HOST = "https://service.example/api"


def proxy_for(settings: Mapping[str, str], url: str = HOST) -> str | None:
    return ProxyRules(settings, lambda _host: False).proxy_for(httpx.URL(url))


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("http://127.0.0.1:7890", "http://127.0.0.1:7890"),
        ("127.0.0.1:7890", "http://127.0.0.1:7890"),
        ("socks://127.0.0.1:1080/", "socks5h://127.0.0.1:1080/"),
        ("SOCKS5://127.0.0.1:1080", "socks5h://127.0.0.1:1080"),
        ("socks4://127.0.0.1:1080", "socks5h://127.0.0.1:1080"),
        ("socks5h://[::1]:1080", "socks5h://[::1]:1080"),
        ("https://proxy.example:8443", "https://proxy.example:8443"),
        ("http://user:pw@proxy.example:1", "http://user:pw@proxy.example:1"),
    ],
)
async def test_settings_that_work(setting: str, expected: str) -> None:
    proxy = proxy_for({"all": setting})
    assert proxy == expected
    connections = Connections(trust=ssl.create_default_context)
    client = await connections.client(httpx.URL(HOST), proxy)
    await client.aclose()


@pytest.mark.parametrize(
    "setting", ["ftp://proxy.example", "quic://x", "http://", "http://[::1", "http://h:port", "://"]
)
def test_settings_that_do_not_work_say_so_without_their_password(setting: str) -> None:
    setting = setting.replace("://", "://user:hunter2@", 1) if len(setting) > 8 else setting
    with pytest.raises(NetworkError) as caught:
        proxy_for({"https": setting})
    assert not caught.value.sent
    assert "proxy setting" in caught.value.detail
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("exceptions", "url", "is_exception"),
    [
        ("*", HOST, True),
        ("service.example", HOST, True),
        (".example", HOST, True),
        ("*.example", HOST, True),
        ("https://service.example", HOST, True),
        ("SERVICE.EXAMPLE", HOST, True),
        ("service.example:443", HOST, True),
        ("service.example:8443", HOST, False),
        ("vice.example", HOST, False),
        ("localhost, 127.0.0.0/8 ,::1", HOST, False),
        ("[::1],fe80::/10", HOST, False),
        ("10.0.0.0/8", "https://10.2.3.4/", True),
        ("10.0.0.1", "https://10.0.0.1/", True),
        ("10.0.0.1", "https://10.0.0.10/", False),
        ("[2001:db8::1]", "https://[2001:db8::1]/", True),
        ("2001:db8::/32", "https://[2001:db8::5]/", True),
        (",, ,", HOST, False),
    ],
)
def test_exceptions(exceptions: str, url: str, is_exception: bool) -> None:
    proxy = proxy_for({"all": "http://proxy.example:1", "no": exceptions}, url)
    assert (proxy is None) is is_exception


def test_the_setting_for_the_scheme_comes_first() -> None:
    settings = {"https": "http://one.example:1", "all": "http://two.example:2"}
    assert proxy_for(settings) == "http://one.example:1"
    assert proxy_for(settings, "http://service.example/") == "http://two.example:2"
    assert proxy_for({"http": "http://one.example:1"}) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_computer_is_reached_directly(host: str) -> None:
    assert proxy_for({"all": "ftp://broken"}, f"http://{host}:8000/") is None


def test_the_systems_own_exceptions_are_asked_when_there_are_no_others() -> None:
    asked: list[str] = []

    def bypassed(host: str) -> bool:
        asked.append(host)
        return True

    rules = ProxyRules({"all": "http://proxy.example:1"}, bypassed)
    assert rules.proxy_for(httpx.URL(HOST)) is None
    assert asked == ["service.example"]


def test_the_settings_are_not_shown() -> None:
    assert "hunter2" not in repr(ProxyRules({"all": "http://u:hunter2@p"}, bool))


async def refuse_tunnel(connection: Connection) -> None:
    await connection.request()
    await connection.reply(407, "", {"Proxy-Authenticate": "Basic"})


async def close_at_once(connection: Connection) -> None:
    await connection.request()


async def open_tunnel_to_nothing(connection: Connection) -> None:
    await connection.request()
    await connection.send(b"HTTP/1.1 200 Connected\r\n\r\n")


@pytest.mark.parametrize("fault", [refuse_tunnel, close_at_once, open_tunnel_to_nothing])
async def test_a_tunnel_that_fails_means_not_sent(fault: Handler, make_client: MakeClient) -> None:
    async with serve(fault) as proxy:
        client = make_client(HOST, proxies=lambda: {"https": proxy.url()})
        outcome = await client.create_task({"prompt": "x"})
        assert isinstance(outcome, NotSent), outcome
        (request,) = proxy.requests
        assert request.method == "CONNECT"
        assert request.target == "service.example:443"
        assert CANARY.encode() not in request.raw_head


@pytest.mark.parametrize(
    "setting", ["ftp://127.0.0.1:1", f"http://127.0.0.1:{free_port()}", "socks://127.0.0.1:1"]
)
async def test_a_proxy_that_cannot_be_used_means_not_sent(
    setting: str, make_client: MakeClient
) -> None:
    client = make_client(HOST, proxies=lambda: {"all": setting})
    outcome = await client.create_task({"prompt": "x"})
    assert isinstance(outcome, NotSent)
    assert outcome.case is ErrorCase.NOT_SENT
    with pytest.raises(NetworkError) as caught:
        await client.query_task("abc123")
    assert not caught.value.sent


async def test_a_dead_socks_proxy_means_not_sent(make_client: MakeClient) -> None:
    async def greet_and_refuse(connection: Connection) -> None:
        await connection.reader.readexactly(3)
        await connection.send(b"\x05\x00")
        await connection.reader.readexactly(4)
        await connection.send(b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00")

    async with serve(greet_and_refuse) as proxy:
        setting = proxy.url().replace("http", "socks")
        client = make_client(HOST, proxies=lambda: {"all": setting})
        outcome = await client.create_task({"prompt": "x"})
        assert isinstance(outcome, NotSent), outcome


async def test_the_route_is_looked_up_again_after_trouble(make_client: MakeClient) -> None:
    settings = {"all": f"http://127.0.0.1:{free_port()}"}
    asked = 0

    def current() -> Mapping[str, str]:
        nonlocal asked
        asked += 1
        return settings

    client = make_client(HOST, proxies=current)
    for expected in (1, 2):
        with pytest.raises(NetworkError):
            await client.query_task("abc123")
        assert asked == expected


@pytest.mark.parametrize(("method", "left"), [("CONNECT", False), ("POST", True)])
async def test_only_the_order_itself_counts_as_sent(method: str, left: bool) -> None:
    trace = WireTrace("POST")
    request = httpcore.Request(method, "http://127.0.0.1/")
    await trace.observe("http11.send_request_headers.started", {"request": request})
    assert trace.request_started is left


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" http://127.0.0.1:7890 ", "http://127.0.0.1:7890"),
        ("proxy.example:8080", "http://proxy.example:8080"),
        ("HTTP://Proxy.Example:80/", "http://proxy.example:80"),
        ("https://proxy.example:443", "https://proxy.example:443"),
        ("socks://127.0.0.1:1080", "socks5://127.0.0.1:1080"),
        ("socks5h://[::1]:1080", "socks5://[::1]:1080"),
    ],
)
def test_typed_address_has_one_form(typed: str, address: str) -> None:
    assert parse_proxy(typed) == address
    assert parse_proxy(address) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "proxy.example",
        "http://proxy.example",
        "http://proxy.example:0",
        "http://proxy.example:99999",
        "http://user:hunter2@proxy.example:80",
        "ftp://proxy.example:21",
        "http://proxy.example:80/path",
        "http://proxy.example:80?x",
        "http://prox y:80",
        "http://:80",
        "http://\u202eproxy:80",
    ],
)
def test_what_is_no_proxy_address_is_refused_without_its_password(typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        parse_proxy(typed)
    assert caught.value.case is ErrorCase.BAD_PROXY
    assert "hunter2" not in str(caught.value)


def test_user_and_password_of_any_letters_lead_through_the_proxy() -> None:
    settings = chosen_proxy("socks5://[::1]:1080", "ann@home", "a:b/ü %", "")
    address = proxy_for(settings)
    assert address is not None
    url = httpx.URL(address)
    assert (url.scheme, url.host, url.port) == ("socks5h", "::1", 1080)
    assert (url.username, url.password) == ("ann@home", "a:b/ü %")


def test_exceptions_of_the_person_go_directly() -> None:
    settings = chosen_proxy("http://127.0.0.1:7890", "", "", "*.example, 10.0.0.0/8")
    assert proxy_for(settings) is None
    assert proxy_for(settings, "https://10.1.2.3/") is None
    assert proxy_for(settings, "https://service.test/") == "http://127.0.0.1:7890"
