"""Bytes that are no acceptable picture, kept so that nothing paid for is thrown away unseen."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.file_names import task_tag
from nanobanana_desktop.storage.part_file import PartFile
from nanobanana_desktop.storage.private_files import (
    make_private_folder,
    open_new,
    storage_error,
    unused_name,
    utc_stamp,
)

TOTAL_LIMIT: Final = 512 * 1024 * 1024
"""Bytes; beyond it the oldest files go."""


class Quarantine:
    """A folder of raw results; each at most as large as a picture may be (64 MiB). Thread-safe."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._turn = threading.Lock()

    def keep(self, part: PartFile) -> Path:
        """Move the part file's bytes here, under a name with the time and the task's tag.

        Raises StorageError(DISK_FULL | FOLDER_MISSING); the part file is still there then.
        """
        name = f"{utc_stamp(self._clock())}_{task_tag(part.task_id)}.bin"
        part.close()
        try:
            with self._turn:
                target = self._copy(part, name)
                part.abort()
                self._drop_oldest()
        except OSError as error:
            raise storage_error(error, self._folder, part.size) from error
        return target

    def _copy(self, part: PartFile, name: str) -> Path:
        make_private_folder(self._folder)
        target = unused_name(self._folder / name)
        # The folders may lie on different volumes, so a rename is not enough.
        with os.fdopen(open_new(target), "wb") as copy, part.path.open("rb") as original:
            shutil.copyfileobj(original, copy)
        return target

    def _drop_oldest(self) -> None:
        kept = 0
        for file in sorted(self._folder.glob("*.bin"), reverse=True):
            kept += file.stat().st_size
            if kept > TOTAL_LIMIT:
                file.unlink()
