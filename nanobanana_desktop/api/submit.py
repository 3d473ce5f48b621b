"""The one function that sends the paid order.

A create call is paid and cannot be repeated safely: the service knows no idempotency key. So there
is exactly one attempt, on a connection of its own that no earlier request can have left half dead,
and what the trace saw on the wire decides whether the order certainly did not leave.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

import httpx

from nanobanana_desktop.api.body import AnswerBody, BodyEncodingError, BodyTooLargeError
from nanobanana_desktop.api.credentials import KeySource, authorization, scrubber, usable_key
from nanobanana_desktop.api.transport import (
    FOREIGN_ERRORS,
    Connections,
    Timeouts,
    WireTrace,
    describe,
)
from nanobanana_desktop.api.verdicts import LARGE_ANSWER, Answer, judge_order
from nanobanana_desktop.domain.answers import NotSent, OutcomeUnknown, SubmitOutcome
from nanobanana_desktop.errors import AppError, ErrorCase, NetworkError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.secret import Secret

_log = get_logger(__name__)

_CHUNK: Final = 64 * 1024
"""Bytes written at once, so that the write limit holds for a piece and not for a large body."""


class SubmitTrace:
    """What is known about one order, also while it is on its way.

    Hand a new one to `ApiClient.create_task` and keep it: when the call is cancelled there is no
    outcome to return, and `outcome_so_far()` tells it instead.
    """

    def __init__(self) -> None:
        self._wire = WireTrace("POST")
        self._body = AnswerBody()
        self._head: httpx.Response | None = None
        self._scrub: Callable[[str], str] = str

    @property
    def bytes_left(self) -> bool:
        """Whether a byte of the order may have left this computer."""
        return self._wire.request_started

    @property
    def http_status(self) -> int | None:
        return None if self._head is None else self._head.status_code

    def outcome_so_far(self, reason: str) -> SubmitOutcome:
        """What came of the order if nothing more arrives; `reason` tells why nothing does.

        An answer that arrived counts, also a cut one. Without any answer it is NotSent or, once
        bytes left, OutcomeUnknown.
        """
        if self._head is not None:
            received = bytes(self._body.content)
            answer = Answer(
                self._head.status_code, self._head.headers, received, reason, self._scrub
            )
            return judge_order(answer)
        return OutcomeUnknown(reason) if self.bytes_left else NotSent(reason)

    async def exchange(
        self,
        client: httpx.AsyncClient,
        url: httpx.URL,
        payload: bytes,
        secret: Secret,
        timeout: httpx.Timeout,
    ) -> None:
        """Send the request and read its answer. Raises what the transport raises."""
        self._scrub = scrubber(secret)
        async with client.stream(
            "POST",
            url,
            content=_pieces(payload),
            headers=_headers(secret, len(payload)),
            timeout=timeout,
            extensions={"trace": self._wire.observe},
        ) as self._head:
            await self._body.read(self._head)

    @property
    def has_large_answer(self) -> bool:
        return len(self._body.content) > LARGE_ANSWER


async def send_order(
    connections: Connections,
    url: httpx.URL,
    body: Mapping[str, object],
    key: KeySource,
    timeouts: Timeouts,
    trace: SubmitTrace,
) -> SubmitOutcome:
    """POST `body` once. Raises nothing but CancelledError; `trace` then holds what is known."""
    started = time.monotonic()
    try:
        secret = usable_key(key)
        reason = await _sent(connections, url, body, secret, timeouts, trace)
    except AppError as error:
        case = ErrorCase.NOT_SENT if isinstance(error, NetworkError) else error.case
        return NotSent(error.detail, case)
    _log.info(
        "order ended: HTTP %s after %.1f s %s",
        trace.http_status,
        time.monotonic() - started,
        reason,
    )
    if trace.has_large_answer:
        return await asyncio.to_thread(lambda: trace.outcome_so_far(reason))
    return trace.outcome_so_far(reason)


async def _sent(
    connections: Connections,
    url: httpx.URL,
    body: Mapping[str, object],
    secret: Secret,
    timeouts: Timeouts,
    trace: SubmitTrace,
) -> str:
    """Why the answer is not whole, empty when it is.

    Raises AppError when the computer's settings allow no connection at all.
    """
    limits = httpx.Timeout(
        connect=timeouts.connect,
        write=timeouts.write,
        read=timeouts.submit_read,
        pool=timeouts.pool,
    )
    try:
        async with asyncio.timeout(timeouts.submit_total):
            payload = await _payload(body)
            proxy = await connections.proxy_for(url)
            async with await connections.client(url, proxy) as client:
                await trace.exchange(client, url, payload, secret, limits)
    except TimeoutError:
        return f"no complete answer within {timeouts.submit_total:.0f} s"
    except (BodyTooLargeError, BodyEncodingError, *FOREIGN_ERRORS) as error:
        return scrubber(secret)(describe(error))
    except AppError:
        raise
    except Exception as error:
        # A bug of ours must not hide that money may have been spent.
        _log.exception("sending the order failed unexpectedly")
        return f"internal error {type(error).__name__}"
    return ""


async def _payload(body: Mapping[str, object]) -> bytes:
    if any(isinstance(value, list) for value in body.values()):
        # Pictures inside the order make it megabytes.
        return await asyncio.to_thread(lambda: _encoded(body))
    return _encoded(body)


def _encoded(body: Mapping[str, object]) -> bytes:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def _headers(secret: Secret, length: int) -> dict[str, str]:
    return {
        **authorization(secret),
        "Accept": "application/json",
        "Connection": "close",
        "Content-Length": str(length),
        "Content-Type": "application/json",
    }


async def _pieces(payload: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(payload), _CHUNK):
        yield payload[start : start + _CHUNK]
