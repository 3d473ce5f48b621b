"""Reference images on their way into the form: copied, checked, shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers

_log = get_logger(__name__)


class ReferenceKeeper(Protocol):
    """Keeps copies of reference images; blocking, called in a thread."""

    def add_file(self, path: Path) -> Reference: ...
    def add_bytes(self, data: bytes, name: str) -> Reference: ...
    def thumbnail(self, reference: Reference, size: int) -> QImage: ...
    def data_uri(self, reference: Reference, byte_cap: int) -> str: ...


class ReferenceService(QObject):
    """Takes files and pictures in, in a thread, and gives back what the form can show.

    Signals: `prepared(str, Reference, QImage)` – the token of the request, the reference and its
    picture –, `refused(str, AppError)`.
    """

    prepared = Signal(str, object, QImage)
    refused = Signal(str, object)

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

    def take_file(self, token: str, path: Path) -> None:
        self._jobs.start("reference", self._take(token, self._keeper.add_file, path))

    def take_bytes(self, token: str, data: bytes, name: str) -> None:
        self._jobs.start("reference", self._take(token, self._keeper.add_bytes, data, name))

    def show_again(self, token: str, reference: Reference) -> None:
        """Make the picture of a reference that is already kept (draft, "Reuse settings")."""
        self._jobs.start("reference", self._show(token, reference))

    async def _take(self, token: str, take: Callable[..., Reference], *arguments: object) -> None:
        try:
            reference = await self._workers.run(take, *arguments)
        except AppError as error:
            _log.info("reference not taken: %s", error.case.value)
            self.refused.emit(token, error)
            return
        await self._show(token, reference)

    async def _show(self, token: str, reference: Reference) -> None:
        if reference.kind is ReferenceKind.LINK:
            self.prepared.emit(token, reference, QImage())
            return
        try:
            picture = await self._workers.run(self._keeper.thumbnail, reference, 128)
        except AppError as error:
            self.refused.emit(token, error)
            return
        self.prepared.emit(token, reference, picture)


class BodyMaker(Protocol):
    def __call__(
        self, params: GenerationParams, reference_urls: Sequence[str]
    ) -> dict[str, object]: ...


class InlineRequestBuilder:
    """Builds the request with local references as `data:` URIs (experimental at the service).

    Other ways of delivery take this one's place. `total_cap` bounds the bytes of all inline
    references of one request together, before Base64.
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
