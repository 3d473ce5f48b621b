"""The one place where HTTP clients are made, and where their errors become ours."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import re
import socket
import ssl
import sys
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final, cast

import httpcore
import httpx

from nanobanana_desktop import __version__
from nanobanana_desktop.api.hosts import is_loopback
from nanobanana_desktop.api.proxies import ProxyRules
from nanobanana_desktop.api.trust import no_trust, system_trust
from nanobanana_desktop.domain.remote_text import clean_error
from nanobanana_desktop.errors import ErrorCase, NetworkError

USER_AGENT: Final = f"NanoBananaDesktop/{__version__}"

FOREIGN_ERRORS: Final = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    OSError,
    UnicodeError,
)
"""Everything that httpx, the TLS library and sockets raise; TimeoutError is an OSError."""

_SHARED_LIMITS: Final = httpx.Limits(
    max_connections=8, max_keepalive_connections=4, keepalive_expiry=20.0
)
_SINGLE_USE: Final = httpx.Limits(max_connections=1, max_keepalive_connections=0)
_RAW_BYTES: Final = re.compile(r"(bytearray\()?b(['\"]).*", re.DOTALL)
_LINK_QUERY: Final = re.compile(r"\?[^\s'\"]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Limits in seconds (`picture_rate` in bytes per second).

    `submit_*` belong to the paid order, `query_*` to questions about a task. A picture is given up
    when less than `picture_rate` came on average during the last `picture_window`, or after
    `picture_total` of waiting.
    """

    connect: float = 10.0
    write: float = 30.0
    pool: float = 5.0
    submit_read: float = 120.0
    submit_total: float = 180.0
    query_read: float = 20.0
    query_total: float = 45.0
    picture_window: float = 30.0
    picture_rate: float = 1024.0
    picture_total: float = 900.0


class Connections:
    """Makes HTTP clients: HTTP/1.1, no redirects, no cookies, the system's roots and proxies.

    `trust` builds the TLS context (called once, in a thread); `proxy_settings` has the form of
    `urllib.request.getproxies` and is asked again for every client.
    """

    def __init__(
        self,
        *,
        trust: Callable[[], ssl.SSLContext] = system_trust,
        proxy_settings: Callable[[], Mapping[str, str]] = urllib.request.getproxies,
        proxy_bypass: Callable[[str], object] = urllib.request.proxy_bypass,
    ) -> None:
        self._build_trust = trust
        self._proxy_settings = proxy_settings
        self._proxy_bypass = proxy_bypass
        self._trust: ssl.SSLContext | None = None
        self._trust_lock = asyncio.Lock()
        _end_search_for_sniffio()
        _load_sockets()
        for library in ("httpx", "httpcore"):
            # They log whole links and headers, signed picture links among them.
            logger = logging.getLogger(library)
            logger.setLevel(max(logger.level, logging.WARNING))

    async def proxy_for(self, url: httpx.URL) -> str | None:
        """The proxy for `url` as the settings are now; raises NetworkError when unusable."""

        if is_loopback(url.host):
            return None

        def look_up() -> str | None:
            return ProxyRules(self._proxy_settings(), self._proxy_bypass).proxy_for(url)

        return await asyncio.to_thread(look_up)

    async def client(
        self, url: httpx.URL, proxy: str | None, *, shared: bool = False
    ) -> httpx.AsyncClient:
        """A new client for `url`; the caller closes it.

        `shared` keeps connections for the next request; otherwise every request has its own. Raises
        FOREIGN_ERRORS when the roots cannot be read.
        """
        tls_to_proxy = proxy is not None and proxy.startswith("https:")
        needs_tls = url.scheme == "https" or tls_to_proxy
        trust = await self._shared_trust() if needs_tls else no_trust()
        proxy_trust = trust if tls_to_proxy else None
        transport = httpx.AsyncHTTPTransport(
            verify=trust,
            proxy=None if proxy is None else httpx.Proxy(proxy, ssl_context=proxy_trust),
            limits=_SHARED_LIMITS if shared else _SINGLE_USE,
            trust_env=False,
            retries=0,
            socket_options=_keep_alive_options(),
        )
        return httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            cookies=_no_cookies(),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            event_hooks={"response": [_set_location_aside]},
        )

    async def _shared_trust(self) -> ssl.SSLContext:
        async with self._trust_lock:
            if self._trust is None:
                self._trust = await asyncio.to_thread(self._build_trust)
            return self._trust


class WireTrace:
    """What one request did on the wire, told by httpcore's trace events.

    Exceptions do not tell whether a request left this computer: the same ReadError comes for "the
    service never read it" and for "it read everything, then died". `request_started` is true from
    the moment the first byte of the request itself may have been written; the CONNECT that opens a
    tunnel through a proxy does not count.
    """

    def __init__(self, method: str) -> None:
        self._method = method.encode("ascii")
        self.opened_connection = False
        self.request_started = False
        self.answer_started = False
        self._socket: httpcore.AsyncNetworkStream | None = None

    async def observe(self, event: str, info: Mapping[str, Any]) -> None:
        """Pass as the `trace` extension of a request."""
        if event.endswith(".connect_tcp.started"):
            self.opened_connection = True
        elif event.endswith(".connect_tcp.complete"):
            self._socket = info["return_value"]
        elif event.endswith((".start_tls.failed", ".setup_socks5_connection.failed")):
            # WORKAROUND: httpcore 1.0.9 forgets the socket when it is cancelled during the TLS
            # handshake, or when a SOCKS proxy refuses.
            if self._socket is not None:
                await self._socket.aclose()
        elif event == "http11.send_request_headers.started":
            if getattr(info.get("request"), "method", self._method) == self._method:
                self.request_started = True
        elif event == "http11.receive_response_headers.complete" and self.request_started:
            self.answer_started = True


def location_of(response: httpx.Response) -> str:
    """Where a redirect leads, empty when it does not say."""
    return str(response.extensions.get("location", ""))


async def _set_location_aside(response: httpx.Response) -> None:
    """httpx reads the header even when it follows nothing, and loses the answer to a bad one."""
    location = response.headers.pop("location", None)
    if location is not None:
        response.extensions["location"] = location


def describe(error: BaseException) -> str:
    """An error of a foreign library in one line, without raw bytes of the wire or link queries."""
    text = _RAW_BYTES.sub("…", _LINK_QUERY.sub("?…", clean_error(str(error))))
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def network_error(
    error: BaseException, *, sent: bool, case: ErrorCase = ErrorCase.NETWORK_LOST
) -> NetworkError:
    return NetworkError(case, describe(error), sent=sent)


def _load_sockets() -> None:
    """Else the first request loads them, on the thread of its loop, which may be the window's."""
    with suppress(ImportError):
        importlib.import_module("anyio._backends._asyncio")


def _end_search_for_sniffio() -> None:
    """WORKAROUND: httpcore 1.0.9 imports `sniffio`, four times per request, only to hear that there
    is none. Python searches all folders each time, which takes a third of a question's time.
    """
    if importlib.util.find_spec("sniffio") is None:
        # None is how Python notes that a module is not there.
        cast(dict[str, object], sys.modules)["sniffio"] = None


def _no_cookies() -> CookieJar:
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _keep_alive_options() -> list[tuple[int, int, int]]:
    """Probes on silent connections: an answer may take minutes, routers forget sooner."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    idle = getattr(socket, "TCP_KEEPIDLE", None) or getattr(socket, "TCP_KEEPALIVE", None)
    if idle is not None:
        options.append((socket.IPPROTO_TCP, idle, 30))
    return options
