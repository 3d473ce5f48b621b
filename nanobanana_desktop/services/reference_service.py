"""Reference images on their way into the form: copied, checked, shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal
from PySide6.QtGui import QImage, QImageWriter

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.errors import AppError, ErrorCase, ValidationError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)

LINK_LIMIT: Final = 4096
"""Characters of a reference link."""


class ReferenceKeeper(Protocol):
    """Keeps copies of reference images; blocking, called in a thread."""

    def add_file(self, path: Path) -> Reference: ...
    def add_bytes(self, data: bytes, name: str) -> Reference: ...
    def thumbnail(self, reference: Reference, side: int = ...) -> QImage: ...
    def data_uri(self, reference: Reference, byte_cap: int) -> str: ...


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

    def take_link(self, ticket: int, link: str) -> None:
        """Take a public address; the service fetches the picture itself."""
        self._jobs.start("reference", self._take(ticket, lambda: make_link(link)))

    def show_again(self, ticket: int, reference: Reference) -> None:
        """Make the picture of a reference that is already kept (draft, "Reuse settings")."""
        self._jobs.start("reference", self._take(ticket, lambda: reference))

    async def picture(self, reference: Reference, side: int) -> QImage:
        """The kept picture, at most `side` pixels. Raises StorageError(FILE_GONE)."""
        return await self._workers.run(self._keeper.thumbnail, reference, side)

    def _add_image(self, image: QImage, name: str) -> Reference:
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
