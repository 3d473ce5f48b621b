"""A list of tasks on its way to the disk: written as it comes, so that it may have any length."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage.export_target import as_storage_errors, part_path
from nanobanana_desktop.storage.private_files import (
    SHARED_MODE,
    open_new,
    sync_file,
    sync_folder,
    write_all,
)
from nanobanana_desktop.storage.task_table import table_head, table_rows


class TableFile:
    """A CSV file under a name that nobody sees until it is whole.

    Blocking; calls raise StorageError(DISK_FULL | FOLDER_MISSING). Times in it are those of `zone`,
    this computer's by default.
    """

    def __init__(self, folder: Path, zone: tzinfo | None = None) -> None:
        self._folder = folder
        self._zone = zone
        self.part = part_path(folder, "list")
        with as_storage_errors(folder):
            self._descriptor: int | None = open_new(self.part, SHARED_MODE)
        self._write(table_head())

    def write(self, tasks: Sequence[GenerationTask]) -> None:
        self._write(table_rows(tasks, self._zone))

    def close(self) -> None:
        """Return once all is on the medium."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with as_storage_errors(self._folder):
            try:
                sync_file(descriptor)
            finally:
                os.close(descriptor)

    def replace(self, path: Path) -> None:
        """Give the list its name in the same folder; what had the name is gone then."""
        self.close()
        with as_storage_errors(self._folder):
            self.part.replace(path)
            sync_folder(self._folder)

    def abandon(self) -> None:
        """Remove what is not finished. Twice does no harm."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
        with suppress(OSError):
            self.part.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        if self._descriptor is None:
            raise ValueError("the list is closed")
        try:
            with as_storage_errors(self._folder, len(data)):
                write_all(self._descriptor, data)
        except Exception:
            self.abandon()
            raise
