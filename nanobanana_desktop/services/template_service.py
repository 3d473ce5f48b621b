"""The templates that the person keeps: read, saved, changed, removed, handed on, taken in."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.remote_text import clean
from nanobanana_desktop.domain.template_book import (
    FileProblem,
    ImportedTemplates,
    TemplateBook,
    TemplateFileError,
)
from nanobanana_desktop.errors import StorageError, ValidationError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.reference_service import make_link
from nanobanana_desktop.storage.template_files import decoded, read_import, write_export
from nanobanana_desktop.storage.template_store import NewerTemplatesError, StoredTemplates

_NAME_LIMIT = 120
"""Code points of the name of a reference image."""

_log = get_logger(__name__)

Edit = Callable[[TemplateBook], TemplateBook]


class TemplateKeeper(Protocol):
    """Blocking; called in a thread."""

    def read(self) -> StoredTemplates: ...
    def change(self, edit: Edit) -> StoredTemplates: ...


class PictureKeeper(Protocol):
    """Keeps copies of reference images; blocking, called in a thread."""

    def locate(self, reference: Reference) -> Path | None: ...
    def add_bytes(self, data: bytes, name: str) -> Reference: ...


class TemplateService(QObject):
    """Changes follow one another in the order in which they were asked for.

    Signals: `templates_changed(list[PromptTemplate])` – all of them, in their order –;
    `saved(PromptTemplate)` – a new one, under the name that it was given –;
    `removed(PromptTemplate)`; `imported(list[str], int)` with the new ids and the number of
    unusable entries; `import_failed(FileProblem)`; `exported(Path, int, int)` with how many
    templates it holds and how many of their images it does not; `full()` – there are as many as
    can be kept –; `newer()` – a newer version wrote them: no changes –;
    `set_aside(Path)` – the file could not be read and is kept there –; `trouble(StorageError)`.
    """

    templates_changed = Signal(list)
    saved = Signal(object)
    removed = Signal(object)
    imported = Signal(list, int)
    import_failed = Signal(object)
    exported = Signal(object, int, int)
    full = Signal()
    newer = Signal()
    set_aside = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        keeper: TemplateKeeper,
        pictures: PictureKeeper,
        workers: Workers,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._pictures = pictures
        self._workers = workers
        self._jobs = jobs
        self._turn = asyncio.Lock()
        self._book = TemplateBook()

    @property
    def templates(self) -> tuple[PromptTemplate, ...]:
        """As they were when they were told last."""
        return self._book.templates

    def last_values(self, name: str) -> tuple[str, ...]:
        """What was written for a variable of this name, the last one first."""
        return self._book.last_values.get(name, ())

    def load(self) -> None:
        """Read them; `templates_changed` tells."""
        self._do(self._read)

    def save(self, template: PromptTemplate) -> None:
        """Keep a new one; its id is given here."""
        own = replace(template, id=_new_id())
        self._do(lambda: self._save(own))

    def put(self, template: PromptTemplate) -> None:
        """Replace the one with this id, or bring back one that was removed."""
        self._do(lambda: self._add([template]))

    def remove(self, template: PromptTemplate) -> None:
        self._do(lambda: self._remove(template))

    def remove_all(self, ids: Sequence[str]) -> None:
        """Undo an import; nothing is told but `templates_changed`."""
        self._do(lambda: self._change(lambda book: book.without(ids)))

    def remember(self, values: Mapping[str, str]) -> None:
        """What was written for variables is offered the next time; not worth any trouble."""
        self._do(lambda: self._remember(values))

    def take_in(self, path: Path) -> None:
        """Add what a file of others holds, or nothing of it."""
        self._do(lambda: self._import(path))

    def hand_on(self, path: Path) -> None:
        """Write all of them into a file for others; none is written when there are none."""
        self._do(lambda: self._export(path))

    async def settled(self) -> None:
        """Return when all that was asked for is done; called at the end."""
        async with self._turn:
            return

    # -- inside ----------------------------------------------------------------------------------

    def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        self._jobs.start("templates", self._in_turn(work))

    async def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self._turn:
            try:
                await work()
            except StorageError as error:
                _log.error("the templates cannot be read or changed: %s", error)
                self.trouble.emit(error)
            except NewerTemplatesError:
                self.newer.emit()
            except TemplateFileError as error:
                _log.info("templates were not taken in: %s", error)
                self.import_failed.emit(error.problem)

    async def _read(self) -> None:
        self._take(await self._workers.run(self._keeper.read))

    async def _change(self, edit: Edit) -> None:
        self._take(await self._workers.run(self._keeper.change, edit))

    def _take(self, stored: StoredTemplates) -> None:
        if stored.kept_as is not None:
            self.set_aside.emit(stored.kept_as)
        self._book = stored.book
        self.templates_changed.emit(list(stored.book.templates))

    async def _save(self, template: PromptTemplate) -> None:
        await self._add([template])
        kept = self._book.find(template.id)
        if kept is not None:
            self.saved.emit(kept)

    async def _add(self, added: Sequence[PromptTemplate]) -> None:
        has_room = True

        def edit(book: TemplateBook) -> TemplateBook:
            nonlocal has_room
            new = [template for template in added if book.find(template.id) is None]
            has_room = len(new) <= book.room
            return book.with_templates(added) if has_room else book

        await self._change(edit)
        if not has_room:
            self.full.emit()

    async def _remove(self, template: PromptTemplate) -> None:
        was_there = False

        def edit(book: TemplateBook) -> TemplateBook:
            nonlocal was_there
            was_there = book.find(template.id) is not None
            return book.without([template.id])

        await self._change(edit)
        if was_there:
            self.removed.emit(template)

    async def _remember(self, values: Mapping[str, str]) -> None:
        try:
            await self._change(lambda book: book.with_values(values))
        except (StorageError, NewerTemplatesError) as error:
            _log.info("what was written for variables is not kept: %s", error)

    async def _import(self, path: Path) -> None:
        read: ImportedTemplates = await self._workers.run(read_import, path, _new_id)
        own = await self._workers.run(self._keep_pictures, read.pictures)
        safe = (replace(each, references=_safe(each.references, own)) for each in read.templates)
        added = [template for template in safe if not template.is_empty]
        if not added:
            raise TemplateFileError(FileProblem.NOTHING)

        def edit(book: TemplateBook) -> TemplateBook:
            if len(added) > book.room:
                raise TemplateFileError(FileProblem.TOO_MANY)
            return book.with_templates(added)

        await self._change(edit)
        unusable = read.unusable + len(read.templates) - len(added)
        self.imported.emit([template.id for template in added], unusable)

    async def _export(self, path: Path) -> None:
        await self._read()
        templates, left_out = self.templates, 0
        if templates:
            locate = self._pictures.locate
            left_out = await self._workers.run(write_export, path, templates, locate)
        self.exported.emit(path, len(templates), left_out)

    def _keep_pictures(self, pictures: Mapping[str, str]) -> dict[str, Reference]:
        """Those that are what they say; the others are missing when they are wanted."""
        kept: dict[str, Reference] = {}
        for digest, text in pictures.items():
            data = decoded(text)
            try:
                if data is not None and hashlib.sha256(data).hexdigest() == digest:
                    kept[digest] = self._pictures.add_bytes(data, digest[:8])
            except ValidationError as error:
                _log.info("an image of a template was not taken in: %s", error.case.value)
        return kept


def _new_id() -> str:
    return uuid4().hex


def _safe(
    references: tuple[Reference, ...] | None, own: Mapping[str, Reference]
) -> tuple[Reference, ...] | None:
    """Those of others that may be shown and sent: links have to be public addresses.

    `own` are the pictures that came with them, by their digests.
    """
    if references is None:
        return None
    known = (replace(own.get(one.sha256, one), name=one.name) for one in references)
    cleaned = (replace(one, name=clean(one.name, _NAME_LIMIT)) for one in known)
    return tuple(one for one in cleaned if one.kind is ReferenceKind.FILE or _is_public(one.url))


def _is_public(link: str) -> bool:
    try:
        make_link(link)
    except ValidationError:
        return False
    return True
