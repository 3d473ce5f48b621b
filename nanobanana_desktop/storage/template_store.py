"""Templates on disk: a file of their own beside the settings.

Not in the history: they are no tasks, they have to survive a history that is damaged, set aside or
written by a newer version, and a file can be read, copied and mended by hand. Not among the
settings either, which are read before the first paint and reset as a whole. The reference pictures
of a template lie in the reference store under their digests. Nothing is ever removed from there;
whoever wants to clean it has to spare what the templates name.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QLockFile

from nanobanana_desktop.domain.template_book import (
    TemplateBook,
    book_from,
    book_to_mapping,
    is_newer,
)
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.json_file import JsonFile, LoadResult
from nanobanana_desktop.storage.private_files import make_private_folder, storage_error

SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes; as many templates as can be kept, all of the longest, take less."""

TURN_MS: Final = 5_000
"""How long another program may have the file."""


class StoredTemplates(NamedTuple):
    """`is_newer` forbids changes; `kept_as` is where a file went that could not be read."""

    book: TemplateBook
    is_newer: bool = False
    kept_as: Path | None = None


class NewerTemplatesError(Exception):
    """A newer version of the program wrote the templates: they are read, but not changed."""


class TemplateStore:
    """Every change reads the file anew and writes it whole, so that nobody's change is lost.

    Thread-safe, and safe between programs. All calls block; they raise
    StorageError(DISK_FULL | FOLDER_MISSING), and then nothing was changed.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._file = JsonFile(path, clock=clock, size_limit=SIZE_LIMIT)
        self._lock = threading.Lock()
        self._rescued: dict[str, object] = {}
        """The last good copy of a file that was set aside, until it is written again."""

    def read(self) -> StoredTemplates:
        """A file that cannot be read is set aside, and its last good copy is used."""
        with self._turn():
            return self._read()

    def change(self, edit: Callable[[TemplateBook], TemplateBook]) -> StoredTemplates:
        """Write what `edit` makes of the templates as they are now.

        Raises NewerTemplatesError when they may not be changed.
        """
        with self._turn():
            stored = self._read()
            if stored.is_newer:
                raise NewerTemplatesError
            book = edit(stored.book)
            if book != stored.book:
                self._file.save(book_to_mapping(book))
                self._rescued = {}
            return stored._replace(book=book)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        folder = self._path.parent
        with self._lock:
            try:
                make_private_folder(folder)
            except OSError as error:
                raise storage_error(error, folder) from error
            lock = QLockFile(str(self._path.with_name(f".{self._path.name}.lock")))
            if not lock.tryLock(TURN_MS):
                raise StorageError(
                    ErrorCase.FOLDER_MISSING,
                    f"the templates are locked: {lock.error().name}",
                    retryable=True,
                    folder=str(folder),
                )
            try:
                yield
            finally:
                lock.unlock()

    def _read(self) -> StoredTemplates:
        loaded = self._file.load()
        content = loaded.content
        if loaded.result is LoadResult.FROM_BACKUP:
            self._rescued = content
        elif loaded.result is LoadResult.MISSING:
            content = self._rescued
        if self._rescued and content is self._rescued:
            with suppress(StorageError):
                self._file.save(content)
                self._rescued = {}
        return StoredTemplates(book_from(content), is_newer(content), loaded.kept_as)
