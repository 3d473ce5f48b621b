"""Reading an answer's body under a byte limit, whatever its encoding claims."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Final

import httpx

from nanobanana_desktop.api.inline_pictures import INLINE_MARK
from nanobanana_desktop.api.limits import ANSWER_LIMIT, PICTURE_LIMIT

_PIECE: Final = 1024 * 1024


class BodyTooLargeError(Exception):
    """More bytes came than the limit allows."""


class BodyEncodingError(Exception):
    """The body is compressed in a way that was not asked for and cannot be undone."""


class Inflater:
    """Undoes gzip and deflate in pieces of at most 1 MiB, so that a small bomb stays small.

    The requests ask for `identity`; some gateways compress all the same.
    """

    def __init__(self, headers: httpx.Headers) -> None:
        """Raises BodyEncodingError for any other encoding."""
        named = headers.get("content-encoding", "").lower().replace(" ", "").split(",")
        encodings = [part for part in named if part not in ("", "identity")]
        if len(encodings) > 1 or not set(encodings) <= {"gzip", "x-gzip", "deflate"}:
            raise BodyEncodingError(f"content encoding {', '.join(encodings)[:64]!r}")
        self._encoding = encodings[0] if encodings else ""
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._first = True

    @property
    def is_identity(self) -> bool:
        return not self._encoding

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The decoded pieces that `data` completes. Raises BodyEncodingError for broken data."""
        if self.is_identity:
            yield data
            return
        try:
            waiting = data
            while waiting and not self._zlib.eof:
                piece = self._inflate(waiting)
                waiting = self._zlib.unconsumed_tail
                if piece:
                    yield piece
        except zlib.error as error:
            raise BodyEncodingError(f"broken {self._encoding} data: {error}") from None

    def finish(self) -> None:
        """Call at the end of the body. Raises BodyEncodingError when it was cut."""
        if not self.is_identity and not self._first and not self._zlib.eof:
            raise BodyEncodingError(f"the {self._encoding} data ends too early")

    def _inflate(self, data: bytes) -> bytes:
        try:
            piece = self._zlib.decompress(data, _PIECE)
        except zlib.error:
            if self._encoding != "deflate" or not self._first:
                raise
            # Some servers send "deflate" without the zlib wrapper of RFC 9110.
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            piece = self._zlib.decompress(data, _PIECE)
        self._first = False
        return piece


async def end_reading(response: httpx.Response, chunks: AsyncIterator[bytes]) -> None:
    """Close a response whose `aiter_raw()` is `chunks`, wherever the reading stands.

    The response goes first: its generators then end without waiting for anything. Dropped before
    that they would want to wait, which nobody does for them on a Qt loop (it finalizes none).
    """
    await response.aclose()
    if isinstance(chunks, AsyncGenerator):
        await chunks.aclose()


class AnswerBody:
    """Collects the body of an answer of the service; what arrived stays here when reading fails.

    The limit is 1 MiB, and 64 MiB when the first MiB shows that a picture comes inside.
    """

    def __init__(self) -> None:
        self.content = bytearray()

    async def read(self, response: httpx.Response) -> None:
        """Read to the end. Raises BodyTooLargeError, BodyEncodingError and FOREIGN_ERRORS."""
        inflater = Inflater(response.headers)
        limit = ANSWER_LIMIT
        chunks = response.aiter_raw()
        try:
            while chunk := await anext(chunks, b""):
                for piece in inflater.feed(chunk):
                    self.content += piece
                    if len(self.content) > limit:
                        limit = self._raised_limit()
        finally:
            await end_reading(response, chunks)
        inflater.finish()

    def _raised_limit(self) -> int:
        if len(self.content) > PICTURE_LIMIT:
            raise BodyTooLargeError(f"more than {PICTURE_LIMIT} bytes")
        if INLINE_MARK.search(self.content, 0, ANSWER_LIMIT) is None:
            del self.content[ANSWER_LIMIT:]
            raise BodyTooLargeError(f"more than {ANSWER_LIMIT} bytes and no picture inside")
        return PICTURE_LIMIT
