"""Asks about tasks: free to repeat, so a connection may be kept and a lost race is run again."""

from __future__ import annotations

import asyncio
import time
from typing import Final
from urllib.parse import quote

import httpx

from nanobanana_desktop.api.address import ServiceAddress
from nanobanana_desktop.api.body import AnswerBody, BodyEncodingError, BodyTooLargeError
from nanobanana_desktop.api.credentials import KeySource, authorization, scrubber, usable_key
from nanobanana_desktop.api.transport import (
    FOREIGN_ERRORS,
    Connections,
    Timeouts,
    WireTrace,
    describe,
)
from nanobanana_desktop.api.verdicts import LARGE_ANSWER, Answer, judge_query
from nanobanana_desktop.domain.answers import RemoteTask
from nanobanana_desktop.domain.remote_text import is_usable_id
from nanobanana_desktop.errors import ErrorCase, NetworkError, ProtocolError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.secret import Secret

_log = get_logger(__name__)

_QUERY_PATH: Final = "/v1/result/"
_RACE_ERRORS: Final = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
_ROUTE_LIFETIME: Final = 30.0
"""Seconds after which the computer's proxy settings are looked at again."""


class Queries:
    """The keyed GET requests of one service address, over connections that are kept for 20 s."""

    def __init__(
        self, connections: Connections, address: ServiceAddress, timeouts: Timeouts
    ) -> None:
        self._connections = connections
        self._address = address
        self._timeouts = timeouts
        self._clients: dict[str | None, httpx.AsyncClient] = {}
        self._proxy: str | None = None
        self._proxy_known_until = 0.0
        self._drops = 0
        self._opening = asyncio.Lock()
        self._under_way = 0

    async def ask(self, remote_id: str, key: KeySource) -> RemoteTask:
        """Ask about one task; raises what `ApiClient.query_task` raises."""
        self._under_way += 1
        try:
            return await self._ask(remote_id, key)
        finally:
            self._under_way -= 1

    async def rest(self) -> None:
        """Close the kept connections, unless a question is under way: its asker calls again."""
        if not self._under_way:
            await self.drop_connections()

    async def _ask(self, remote_id: str, key: KeySource) -> RemoteTask:
        url = self._url(remote_id)
        secret = usable_key(key)
        started = time.monotonic()
        trace = WireTrace("GET")
        try:
            async with asyncio.timeout(self._timeouts.query_total):
                answer = await self._answer(url, secret, trace)
        except TimeoutError:
            slow = f"no complete answer within {self._timeouts.query_total:.0f} s"
            raise NetworkError(ErrorCase.NETWORK_LOST, slow, sent=trace.request_started) from None
        except (BodyTooLargeError, BodyEncodingError) as error:
            raise ProtocolError(ErrorCase.NOT_THE_SERVICE, str(error)) from None
        except FOREIGN_ERRORS as error:
            self._proxy_known_until = 0.0
            lost = scrubber(secret)(describe(error))
            raise NetworkError(ErrorCase.NETWORK_LOST, lost, sent=trace.request_started) from None
        _log.debug("query: HTTP %d, %.3f s", answer.status, time.monotonic() - started)
        if len(answer.body) > LARGE_ANSWER:
            return await asyncio.to_thread(lambda: judge_query(answer, remote_id))
        return judge_query(answer, remote_id)

    async def drop_connections(self) -> None:
        """Use no connection and no proxy setting of before for the next question.

        A question that is under way ends as lost; cancel it before.
        """
        self._drops += 1
        self._proxy_known_until = 0.0
        try:
            await self.aclose()
        except FOREIGN_ERRORS as error:
            _log.debug("connections not closed in order: %s", describe(error))

    async def aclose(self) -> None:
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()

    def _url(self, remote_id: str) -> httpx.URL:
        if not is_usable_id(remote_id):
            raise ProtocolError(
                ErrorCase.BAD_REQUEST, "the task id has a form that cannot be asked for"
            )
        return httpx.URL(self._address + _QUERY_PATH + quote(remote_id, safe=""))

    async def _answer(self, url: httpx.URL, secret: Secret, trace: WireTrace) -> Answer:
        client = await self._shared_client(url)
        try:
            return await self._exchange(client, url, secret, trace)
        except _RACE_ERRORS:
            # The service may close a kept connection at the very moment it is used again.
            if trace.opened_connection or trace.answer_started:
                raise
        _log.debug("query repeated on a fresh connection")
        async with await self._connections.client(url, self._proxy) as fresh:
            return await self._exchange(fresh, url, secret, trace)

    async def _exchange(
        self, client: httpx.AsyncClient, url: httpx.URL, secret: Secret, trace: WireTrace
    ) -> Answer:
        timeouts = self._timeouts
        body = AnswerBody()
        async with client.stream(
            "GET",
            url,
            headers={
                **authorization(secret),
                "Accept": "application/json",
                "Cache-Control": "no-store",
            },
            timeout=httpx.Timeout(
                connect=timeouts.connect,
                write=timeouts.write,
                read=timeouts.query_read,
                pool=timeouts.pool,
            ),
            extensions={"trace": trace.observe},
        ) as response:
            await body.read(response)
        content = bytes(body.content)
        return Answer(response.status_code, response.headers, content, "", scrubber(secret))

    async def _shared_client(self, url: httpx.URL) -> httpx.AsyncClient:
        """The client for the route of the moment; its connections are kept between questions."""
        async with self._opening:
            now = time.monotonic()
            if now >= self._proxy_known_until:
                drops = self._drops
                self._proxy = await self._connections.proxy_for(url)
                # What was read before a drop, or while it came, may be a setting of before.
                self._proxy_known_until = now + _ROUTE_LIFETIME if drops == self._drops else 0.0
            client = self._clients.get(self._proxy)
            if client is None:
                client = await self._connections.client(url, self._proxy, shared=True)
                self._clients[self._proxy] = client
            return client
