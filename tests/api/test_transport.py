"""The one place where HTTP clients are made."""

from __future__ import annotations

import logging
import ssl
import subprocess
import sys

import httpx

from nanobanana_desktop.api import trust
from nanobanana_desktop.api.transport import Connections, Timeouts, describe


def test_only_the_systems_roots_are_trusted_and_always_checked() -> None:
    context = trust.system_trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_without_tls_nobody_is_trusted() -> None:
    context = trust.no_trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.cert_store_stats()["x509"] == 0


def test_the_paid_order_waits_longer_than_a_question() -> None:
    limits = Timeouts()
    assert (limits.connect, limits.write, limits.submit_read) == (10, 30, 120)
    assert limits.submit_total == 180
    assert limits.picture_window == 30
    assert limits.picture_rate == 1024


async def test_the_roots_are_read_once_and_only_for_tls() -> None:
    built = 0

    def build() -> ssl.SSLContext:
        nonlocal built
        built += 1
        return ssl.create_default_context()

    connections = Connections(trust=build)
    plain = await connections.client(httpx.URL("http://127.0.0.1:1"), None)
    assert built == 0
    encrypted = [await connections.client(httpx.URL("https://a.example"), None) for _ in range(3)]
    assert built == 1
    for client in (plain, *encrypted):
        assert not client.follow_redirects
        assert not client.trust_env
        await client.aclose()


def test_the_libraries_stay_quiet_even_when_everything_is_logged() -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    Connections()
    for name in ("httpx", "httpcore"):
        assert logging.getLogger(name).level == logging.WARNING


def test_errors_are_described_without_links_and_bytes() -> None:
    error = httpx.ConnectError("no route to https://a.example/x?sig=abc'")
    assert describe(error) == "ConnectError: no route to https://a.example/x?…'"
    assert describe(httpx.ReadError("")) == "ReadError"
    broken = httpx.RemoteProtocolError("illegal header line: bytearray(b'x: secret')")
    assert "secret" not in describe(broken)


def test_the_first_request_loads_no_more_modules_for_its_sockets() -> None:
    script = (
        "import sys; from nanobanana_desktop.api.transport import Connections;"
        " before = 'anyio._backends._asyncio' in sys.modules; Connections();"
        " print(before, 'anyio._backends._asyncio' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
