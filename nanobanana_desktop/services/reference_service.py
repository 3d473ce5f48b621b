"""Reference images on their way into the form: copied, checked, shown."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal
from PySide6.QtGui import QImage, QImageWriter

from nanobanana_desktop.domain.parameter_texts import FoundParameters
from nanobanana_desktop.domain.params import (
    REFERENCE_LIMIT,
    GenerationParams,
    Reference,
    ReferenceKind,
)
from nanobanana_desktop.domain.picture_format import BYTE_LIMIT, PIXEL_LIMIT, SIDE_LIMIT
from nanobanana_desktop.errors import AppError, ErrorCase, ValidationError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)

LINK_LIMIT: Final = 4096
"""Characters of a reference link."""
_URI_LIMIT: Final = BYTE_LIMIT * 3 // 2
"""Characters of a `data:` address; a picture of the largest size that is taken fits."""
_SLICE: Final = 256 * 1024
_URI: Final = re.compile(
    r"data:image/[a-z0-9.+-]{1,32}(?:;[^;,]{1,64}){0,4};base64,", re.IGNORECASE
)


class ReferenceKeeper(Protocol):
    """Keeps copies of reference images; blocking, called in a thread."""

    def add_file(self, path: Path) -> Reference: ...
    def locate(self, reference: Reference) -> Path | None: ...
    def find(self, sha256: str, name: str) -> Reference | None: ...
    def parameters(self, path: Path) -> FoundParameters | None: ...
    def add_bytes(self, data: bytes, name: str) -> Reference: ...
    def add_smaller(self, source: Path | bytes | QImage, name: str) -> Reference: ...
    def thumbnail(self, reference: Reference, side: int = ...) -> QImage: ...
    def data_uri(self, reference: Reference, byte_cap: int) -> str: ...


class ToldOrder(NamedTuple):
    """What a picture tells of its making, and which of its `reference_count` images are here."""

    found: FoundParameters
    references: tuple[Reference, ...]
    reference_count: int


class ReferenceService(QObject):
    """Takes files and pictures in, in a thread, and gives back what the form can show.

    Every request carries a ticket that comes back with its answer.

    Signals: `prepared(int, Reference, QImage)` – ticket, reference and its small picture (null for
    a link) –, `refused(int, AppError)`.
    """

    prepared = Signal(int, object, QImage)
    refused = Signal(int, object)

    def __init__(
        self,
        keeper: ReferenceKeeper,
        workers: Workers,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._workers = workers
        self._jobs = jobs

    def take_file(self, ticket: int, path: Path) -> None:
        self._jobs.start("reference", self._take(ticket, lambda: self._keeper.add_file(path)))

    def take_image(self, ticket: int, image: QImage, name: str) -> None:
        """Take pasted pixels; they are kept as PNG."""
        self._jobs.start("reference", self._take(ticket, lambda: self._add_image(image, name)))

    def take_bytes(self, ticket: int, data: bytes, name: str) -> None:
        """Take a picture that came as the bytes of a file."""
        self._jobs.start(
            "reference", self._take(ticket, lambda: self._keeper.add_bytes(data, name))
        )

    def take_data_link(self, ticket: int, link: str, name: str) -> None:
        """Take a picture that came whole as its `data:` address."""
        self._jobs.start(
            "reference",
            self._take(ticket, lambda: self._keeper.add_bytes(decode_data_link(link, name), name)),
        )

    def take_smaller(self, ticket: int, source: Path | bytes | QImage | str, name: str) -> None:
        """Take a picture that is too large, made to fit; text is its `data:` address.

        Refused with REFERENCE_NOT_REDUCED when that cannot be done.
        """

        def take() -> Reference:
            whole = source
            if isinstance(whole, str):
                whole = decode_data_link(whole, name, len(whole))
            return self._keeper.add_smaller(whole, name)

        self._jobs.start("reference", self._take(ticket, take))

    def take_link(self, ticket: int, link: str) -> None:
        """Take a public address; the service fetches the picture itself."""
        self._jobs.start("reference", self._take(ticket, lambda: make_link(link)))

    def show_again(self, ticket: int, reference: Reference) -> None:
        """Make the picture of a reference that is already kept (draft, "Reuse settings")."""
        self._jobs.start("reference", self._take(ticket, lambda: reference))

    async def picture(self, reference: Reference, side: int) -> QImage:
        """The kept picture, at most `side` pixels. Raises StorageError(FILE_GONE)."""
        return await self._workers.run(self._keeper.thumbnail, reference, side)

    async def place(self, reference: Reference) -> Path | None:
        """Where the copy of a picture lies; None when it is gone or the reference is a link."""
        return await self._workers.run(self._keeper.locate, reference)

    async def told_by(self, path: Path) -> ToldOrder | None:
        """The order of which a picture file tells; None when it tells no prompt.

        Raises ValidationError(REFERENCE_UNREADABLE | REFERENCE_IS_FOLDER | REFERENCE_TOO_LARGE).
        """
        return await self._workers.run(self._told_by, path)

    def _told_by(self, path: Path) -> ToldOrder | None:
        found = self._keeper.parameters(path)
        if found is None or not found.prompt.strip():
            return None
        kept = [self._keeper.find(r.sha256, r.name) for r in found.references[:REFERENCE_LIMIT]]
        return ToldOrder(found, tuple(filter(None, kept)), len(found.references))

    def _add_image(self, image: QImage, name: str) -> Reference:
        width, height = image.width(), image.height()
        if max(width, height) > SIDE_LIMIT or width * height > PIXEL_LIMIT:
            # Before it is written out, which takes long for pixels that are refused anyway.
            limit = f"{SIDE_LIMIT} × {PIXEL_LIMIT // SIDE_LIMIT}"
            size = f"{width} × {height}"
            raise ValidationError(ErrorCase.REFERENCE_TOO_LARGE, name=name, size=size, limit=limit)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not QImageWriter(buffer, QByteArray(b"png")).write(image):
            raise ValidationError(ErrorCase.REFERENCE_UNREADABLE, "no pixels", name=name)
        return self._keeper.add_bytes(bytes(buffer.data().data()), name)

    async def _take(self, ticket: int, take: Callable[[], Reference]) -> None:
        try:
            reference = await self._workers.run(take)
            picture = QImage()
            if reference.kind is ReferenceKind.FILE:
                picture = await self._workers.run(self._keeper.thumbnail, reference)
        except AppError as error:
            _log.info("reference not taken: %s", error.case.value)
            self.refused.emit(ticket, error)
            return
        self.prepared.emit(ticket, reference, picture)


def make_link(link: str) -> Reference:
    """A reference to a public picture.

    Raises ValidationError(REFERENCE_LINK_BAD) for anything but an http(s) address of a host.
    """
    cleaned = link.strip()
    url = QUrl(cleaned, QUrl.ParsingMode.StrictMode)
    usable = url.isValid() and url.scheme() in ("http", "https") and url.host()
    if not usable or url.userInfo() or len(cleaned) > LINK_LIMIT:
        raise ValidationError(ErrorCase.REFERENCE_LINK_BAD, "no public address", link=cleaned[:80])
    name = url.fileName() or url.host()
    return Reference(kind=ReferenceKind.LINK, name=name, url=cleaned)


def decode_data_link(link: str, name: str, limit: int = _URI_LIMIT) -> bytes:
    """The bytes in a `data:image/…;base64,` address; `name` is for the trouble.

    `limit` are the characters that it may have. Raises ValidationError: REFERENCE_TOO_LARGE, or
    REFERENCE_UNREADABLE when it is none.
    """
    if len(link) > limit:
        size = len(link) // 4 * 3
        raise ValidationError(ErrorCase.REFERENCE_TOO_LARGE, name=name, size=size, limit=BYTE_LIMIT)
    head = _URI.match(link)
    try:
        if head is None:
            raise ValueError("no base64 picture")
        return _from_base64(unquote_to_bytes(link[head.end() :]))
    except ValueError as error:
        raise ValidationError(ErrorCase.REFERENCE_UNREADABLE, str(error), name=name) from error


def _from_base64(text: bytes) -> bytes:
    """In slices, between which the window's thread gets its turn. Raises ValueError."""
    decoded, waiting = bytearray(), b""
    for start in range(0, len(text), _SLICE):
        waiting += text[start : start + _SLICE].translate(None, b" \t\r\n")
        whole = len(waiting) // 4 * 4
        decoded += binascii.a2b_base64(waiting[:whole], strict_mode=True)
        waiting = waiting[whole:]
    if waiting:
        decoded += binascii.a2b_base64(waiting + b"=" * (4 - len(waiting)), strict_mode=True)
    return bytes(decoded)


class BodyMaker(Protocol):
    def __call__(
        self, params: GenerationParams, reference_urls: Sequence[str]
    ) -> dict[str, object]: ...


class InlineRequestBuilder:
    """Builds the request with local references as `data:` URIs (experimental at the service).

    Other ways of delivery take this one's place. `total_cap` bounds the
    characters of all inline references of one request together.
    """

    def __init__(
        self,
        keeper: ReferenceKeeper,
        workers: Workers,
        make_body: BodyMaker,
        total_cap: int = 6_000_000,
    ) -> None:
        self._keeper = keeper
        self._workers = workers
        self._make_body = make_body
        self._total_cap = total_cap

    async def build(self, params: GenerationParams) -> dict[str, object]:
        """The request body. Raises AppError when a reference cannot be read any more."""
        files = [r for r in params.references if r.kind is ReferenceKind.FILE]
        cap = self._total_cap // max(1, len(files))
        addresses = []
        for reference in params.references:
            if reference.kind is ReferenceKind.LINK:
                addresses.append(reference.url)
            else:
                addresses.append(await self._workers.run(self._keeper.data_uri, reference, cap))
        return self._make_body(params, addresses)
