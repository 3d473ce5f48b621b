"""The bytes of a picture on their way, under limits of size and pace."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from typing import Final

import httpx

from nanobanana_desktop.api.body import BodyEncodingError, Inflater, end_reading
from nanobanana_desktop.api.limits import PICTURE_LIMIT
from nanobanana_desktop.api.pace import Pace
from nanobanana_desktop.api.transport import FOREIGN_ERRORS, Timeouts, describe
from nanobanana_desktop.errors import ErrorCase, NetworkError, ProtocolError

_HEAD: Final = 16
_DOCUMENT_HEAD: Final = 1_024
_LONGEST_LENGTH: Final = 12


class PictureStream:
    """The bytes of a picture as they come; iterate it, or `chunks()`, once.

    `content_length` is the announced number of bytes, None when unknown; compare it with what came.
    `content_type` is what the host claims and proves nothing. Iteration raises
    NetworkError(DOWNLOAD_FAILED) when the transfer breaks off or stalls, and
    ProtocolError(RESULT_BAD) beyond 64 MiB.
    """

    def __init__(self, response: httpx.Response, timeouts: Timeouts) -> None:
        self._response = response
        self._inflater = Inflater(response.headers)
        self._raw = response.aiter_raw()
        self._pace = Pace(timeouts.picture_window, timeouts.picture_rate, timeouts.picture_total)
        self._pieces: Iterator[bytes] = iter(())
        self._ahead: deque[bytes] = deque()
        self._received = 0
        self.content_type = response.headers.get("content-type", "")[:128]
        self.content_length = self._announced_length()

    def chunks(self) -> AsyncIterator[bytes]:
        return self

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if self._ahead:
            return self._ahead.popleft()
        piece = await self._next_piece()
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def head(self) -> bytes:
        """The first bytes (16, or 1024 of a document), without taking them from the iteration."""
        wanted = _HEAD
        seen = b"".join(self._ahead)
        while len(seen) < wanted:
            piece = await self._next_piece()
            if piece is None:
                break
            self._ahead.append(piece)
            seen += piece
            if is_markup(seen):
                wanted = _DOCUMENT_HEAD
        return seen

    async def aclose(self) -> None:
        await end_reading(self._response, self._raw)

    async def _next_piece(self) -> bytes | None:
        try:
            while True:
                piece = next(self._pieces, None)
                if piece is not None:
                    self._count(piece)
                    return piece
                raw = await self._next_raw()
                if raw is None:
                    self._inflater.finish()
                    return None
                self._pieces = self._inflater.feed(raw)
        except TimeoutError:
            raise download_failed("the transfer stalled") from None
        except BodyEncodingError as error:
            raise download_failed(str(error)) from None
        except FOREIGN_ERRORS as error:
            raise download_failed(describe(error)) from None

    async def _next_raw(self) -> bytes | None:
        clock = asyncio.get_running_loop()
        started = clock.time()
        async with asyncio.timeout(max(0.0, self._pace.patience)):
            raw = await anext(self._raw, None)
        self._pace.add(clock.time() - started, len(raw or b""))
        return raw

    def _count(self, piece: bytes) -> None:
        self._received += len(piece)
        if self._received > PICTURE_LIMIT:
            raise _too_large()

    def _announced_length(self) -> int | None:
        text = self._response.headers.get("content-length", "")
        if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_LENGTH):
            return None
        if int(text) > PICTURE_LIMIT:
            raise _too_large()
        return int(text) if self._inflater.is_identity else None


def is_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def download_failed(detail: str) -> NetworkError:
    return NetworkError(ErrorCase.DOWNLOAD_FAILED, detail, sent=True)


def _too_large() -> ProtocolError:
    detail = f"the picture has more than {PICTURE_LIMIT} bytes"
    return ProtocolError(ErrorCase.RESULT_BAD, detail, retryable=False)
