"""Fetches pictures: without key, without cookies, only from where a link may lead."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import httpx

from nanobanana_desktop.api.body import BodyEncodingError
from nanobanana_desktop.api.picture_links import PictureLinks, host_of, link_refused
from nanobanana_desktop.api.picture_stream import PictureStream, download_failed, is_markup
from nanobanana_desktop.api.transport import (
    FOREIGN_ERRORS,
    Connections,
    Timeouts,
    WireTrace,
    describe,
    location_of,
    network_error,
)
from nanobanana_desktop.errors import (
    AppError,
    ErrorCase,
    LinkDeadError,
    NetworkError,
    ProtocolError,
    ServerError,
)
from nanobanana_desktop.log import get_logger

_log = get_logger(__name__)

REDIRECT_LIMIT: Final = 3
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({401, 403, 404, 410})
_FINAL: Final = frozenset({ErrorCase.LINK_REFUSED, ErrorCase.RESULT_BAD})
"""Cases that a second try without encryption would not change."""
_WAITING: Final = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""Part of every handshake, no sign of trouble."""
_ADDRESS_LIMIT: Final = 4
_FIRST_ADDRESS_PATIENCE: Final = 4.0
"""Seconds for an address when there are others: IPv6 that leads nowhere is common."""


@asynccontextmanager
async def open_picture(
    connections: Connections,
    links: PictureLinks,
    link: str,
    timeouts: Timeouts,
    *,
    allow_insecure: bool = False,
) -> AsyncIterator[PictureStream]:
    """Open `link` after checking it and every redirect (at most three).

    A plain http link is tried as https first. When that fails it is refused with the fact
    `insecure=1`, unless `allow_insecure` says that it may be fetched as it is.

    Raises LinkDeadError (401, 403, 404, 410, or a document in place of a picture),
    ProtocolError(LINK_REFUSED, RESULT_BAD, NOT_THE_SERVICE), ServerError (429, 5xx) and
    NetworkError.
    """
    fetch = _Fetch(connections, links, timeouts, allow_insecure=allow_insecure)
    try:
        yield await fetch.open(link)
    finally:
        await fetch.aclose()


class _PlainOnlyError(NetworkError):
    """The host is there but does not speak TLS."""


class _Fetch:
    def __init__(
        self,
        connections: Connections,
        links: PictureLinks,
        timeouts: Timeouts,
        *,
        allow_insecure: bool,
    ) -> None:
        self._connections = connections
        self._links = links
        self._timeouts = timeouts
        self._allow_insecure = allow_insecure
        self._resources = AsyncExitStack()

    async def aclose(self) -> None:
        try:
            await self._resources.aclose()
        except FOREIGN_ERRORS as error:
            _log.debug("closing a picture's connection: %s", describe(error))

    async def open(self, link: str) -> PictureStream:
        url = self._links.check(link)
        for _ in range(REDIRECT_LIMIT + 1):
            found = await self._open_securely(url)
            if isinstance(found, PictureStream):
                return found
            url = found
        raise link_refused(f"more than {REDIRECT_LIMIT} redirects")

    async def _open_securely(self, url: httpx.URL) -> PictureStream | httpx.URL:
        """The stream, or where the host sends us."""
        if url.scheme == "https" or self._links.may_be_plain(url):
            return await self._get(url)
        try:
            return await self._get(url.copy_with(scheme="https"))
        except AppError as error:
            if error.case in _FINAL:
                raise
            if not self._allow_insecure:
                if isinstance(error, NetworkError) and not isinstance(error, _PlainOnlyError):
                    raise
                raise ProtocolError(
                    ErrorCase.LINK_REFUSED,
                    f"the link is not encrypted, and https fails: {error}",
                    retryable=False,
                    insecure=1,
                ) from None
            _log.info("a picture is fetched without encryption, https failed: %s", error)
        return await self._get(url)

    async def _get(self, url: httpx.URL) -> PictureStream | httpx.URL:
        proxy = await self._connections.proxy_for(url)
        try:
            async with AsyncExitStack() as resources:
                async with asyncio.timeout(self._timeouts.connect + self._timeouts.picture_window):
                    targets = await self._links.targets(url, through_proxy=proxy is not None)
                    client = await self._connections.client(url, proxy)
                    resources.push_async_callback(client.aclose)
                    response = await self._first_answer(client, url, targets[:_ADDRESS_LIMIT])
                    resources.push_async_callback(response.aclose)
                if response.status_code in _REDIRECTS:
                    return self._links.check(location_of(response), url)
                _check_status(response)
                stream = PictureStream(response, self._timeouts)
                resources.push_async_callback(stream.aclose)
                await self._check_head(stream, url)
                self._resources = resources.pop_all()
                return stream
        except BodyEncodingError as error:
            raise download_failed(str(error)) from None
        except FOREIGN_ERRORS as error:
            raise _opening_error(error, direct=proxy is None) from None

    async def _first_answer(
        self, client: httpx.AsyncClient, url: httpx.URL, targets: Sequence[str]
    ) -> httpx.Response:
        """The answer of the first address that accepts a connection."""
        for target in targets[:-1]:
            patience = min(self._timeouts.connect, _FIRST_ADDRESS_PATIENCE)
            try:
                return await client.send(self._request(client, url, target, patience), stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                _log.debug("picture: one address does not answer: %s", describe(error))
        request = self._request(client, url, targets[-1], self._timeouts.connect)
        return await client.send(request, stream=True)

    def _request(
        self, client: httpx.AsyncClient, url: httpx.URL, target: str, patience: float
    ) -> httpx.Request:
        """A request to the checked address that is meant, and verified, for the link's host."""
        timeout = httpx.Timeout(
            connect=patience,
            write=self._timeouts.write,
            read=self._timeouts.picture_window,
            pool=self._timeouts.pool,
        )
        return client.build_request(
            "GET",
            url.copy_with(host=target),
            headers={
                "Host": url.netloc.decode("ascii"),
                "Accept": "image/png,image/jpeg,image/webp,*/*;q=0.5",
            },
            timeout=timeout,
            extensions={"sni_hostname": host_of(url), "trace": WireTrace("GET").observe},
        )

    async def _check_head(self, stream: PictureStream, url: httpx.URL) -> None:
        """Raise when a document comes where a picture should."""
        head = await stream.head()
        if not is_markup(head) or b"<svg" in head.lower():
            return
        if url.scheme == "http" and not self._links.may_be_plain(url):
            # Without encryption anybody on the way may have put a log-in page here.
            detail = "a web page in place of the picture"
            raise ProtocolError(ErrorCase.NOT_THE_SERVICE, detail)
        raise _link_dead("a document in place of the picture")


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in _GONE:
        raise _link_dead(f"HTTP {status}")
    if status == 429 or status >= 500:
        raise ServerError(ErrorCase.DOWNLOAD_FAILED, f"the picture's host answered HTTP {status}")
    kind = response.headers.get("content-type", "").lower()
    if 400 <= status < 500 and "xml" in kind:
        raise _link_dead(f"HTTP {status} with an error document")
    if status not in (200, 203):
        detail = f"the picture's host answered HTTP {status}"
        raise ProtocolError(ErrorCase.DOWNLOAD_FAILED, detail)


def _opening_error(error: BaseException, *, direct: bool) -> NetworkError:
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 8:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    timed_out = isinstance(error, TimeoutError | httpx.TimeoutException)
    no_tls = any(isinstance(c, ssl.SSLError) and not isinstance(c, _WAITING) for c in causes)
    closed_port = direct and any(isinstance(c, ConnectionRefusedError) for c in causes)
    if not timed_out and (no_tls or closed_port):
        return _PlainOnlyError(ErrorCase.NETWORK_LOST, describe(error), sent=False)
    return network_error(error, sent=False)


def _link_dead(detail: str) -> LinkDeadError:
    return LinkDeadError(ErrorCase.LINK_EXPIRED, detail)
