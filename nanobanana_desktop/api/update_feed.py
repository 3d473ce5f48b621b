"""Asks for the newest version of the program: no key, no cookies, nothing about the person."""

from __future__ import annotations

import asyncio
from typing import Final

import httpx

from nanobanana_desktop.api.answer_json import NotJsonError, parse_document
from nanobanana_desktop.api.body import BodyEncodingError, BodyTooLargeError, Inflater, end_reading
from nanobanana_desktop.api.hosts import is_loopback
from nanobanana_desktop.api.transport import (
    FOREIGN_ERRORS,
    Connections,
    Timeouts,
    network_error,
)
from nanobanana_desktop.domain.updates import BadFeedError, Update, read_feed
from nanobanana_desktop.errors import ErrorCase, NetworkError, ProtocolError

FEED_LIMIT: Final = 128 * 1024
"""Bytes."""


async def fetch_update(
    connections: Connections, address: str, timeouts: Timeouts | None = None
) -> Update:
    """What the feed at `address` says; https alone, except for this computer itself.

    No redirect is followed. Raises NetworkError, ProtocolError(NOT_THE_SERVICE).
    """
    limits = timeouts or Timeouts()
    try:
        async with asyncio.timeout(limits.query_total):
            body = await _download(connections, httpx.URL(address), limits)
    except TimeoutError:
        slow = f"no complete answer within {limits.query_total:.0f} s"
        raise NetworkError(ErrorCase.NETWORK_LOST, slow, sent=True) from None
    except (BodyTooLargeError, BodyEncodingError) as error:
        raise _bad(str(error)) from None
    except FOREIGN_ERRORS as error:
        raise network_error(error, sent=True) from None
    try:
        return read_feed(parse_document(body).value)
    except (NotJsonError, BadFeedError) as error:
        raise _bad(str(error)) from None


async def _download(connections: Connections, url: httpx.URL, timeouts: Timeouts) -> bytearray:
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise _bad("the feed's address is not https")
    proxy = await connections.proxy_for(url)
    timeout = httpx.Timeout(
        connect=timeouts.connect,
        write=timeouts.write,
        read=timeouts.query_read,
        pool=timeouts.pool,
    )
    headers = {"Accept": "application/json", "Cache-Control": "no-cache"}
    async with (
        await connections.client(url, proxy) as client,
        client.stream("GET", url, headers=headers, timeout=timeout) as response,
    ):
        if response.status_code != httpx.codes.OK:
            raise _bad(f"HTTP {response.status_code}")
        return await _limited(response)


async def _limited(response: httpx.Response) -> bytearray:
    content = bytearray()
    inflater = Inflater(response.headers)
    chunks = response.aiter_raw()
    try:
        while chunk := await anext(chunks, b""):
            for piece in inflater.feed(chunk):
                content += piece
                if len(content) > FEED_LIMIT:
                    raise BodyTooLargeError(f"more than {FEED_LIMIT} bytes")
    finally:
        await end_reading(response, chunks)
    inflater.finish()
    return content


def _bad(detail: str) -> ProtocolError:
    return ProtocolError(ErrorCase.NOT_THE_SERVICE, f"update feed: {detail}")
