"""A picture on its way to the disk: a file with `.part` at its end, in its final folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from nanobanana_desktop.domain.picture_format import BYTE_LIMIT
from nanobanana_desktop.domain.picture_names import PicturePlace
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import storage_error, sync_file, write_all
from nanobanana_desktop.storage.result_errors import ResultBadError

logger = get_logger(__name__)


class PartFile:
    """Takes the bytes as they come. One thread at a time.

    As a context manager it removes itself at the end, unless the image store placed it or put it
    into quarantine.
    """

    def __init__(
        self,
        path: Path,
        descriptor: int,
        *,
        root: Path,
        task_id: str,
        place: PicturePlace,
        expected_length: int | None,
        on_gone: Callable[[Path], None],
    ) -> None:
        self.path = path
        self.root = root
        self.task_id = task_id
        self.expected_length = expected_length
        self.size = 0
        self._descriptor: int | None = descriptor
        self._place = place
        self._hash = hashlib.sha256()
        self._on_gone = on_gone
        self._is_gone = False

    def write(self, data: bytes) -> None:
        """Append. Raises StorageError(DISK_FULL | FOLDER_MISSING).

        Raises ResultBadError when a picture would be larger than 64 MiB.
        """
        if self.size + len(data) > BYTE_LIMIT:
            raise ResultBadError(f"more than {BYTE_LIMIT} bytes")
        try:
            write_all(self._open_descriptor(), data)
        except OSError as error:
            needed = max(self.expected_length or 0, self.size + len(data))
            raise storage_error(error, self.root, needed) from error
        self.size += len(data)
        self._hash.update(data)

    def abort(self) -> None:
        """Remove the file, as far as the folder is still there; twice does no harm."""
        self.close()
        # Once only: afterwards the name may belong to another download.
        if self._is_gone:
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            logger.info("an unfinished picture stays until the next start: %s", error)
        self.gone()

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of all bytes written."""
        return self._hash.hexdigest()

    def final_stem(self, number: int) -> str:
        """The finished file's name without its ending; `number` from 1 tells namesakes apart."""
        return self._place.numbered(number)

    def content(self) -> BinaryIO:
        """The bytes written so far, to read."""
        return os.fdopen(os.dup(self._open_descriptor()), "rb")

    def sync(self) -> None:
        """Return once all bytes are on the medium; OSError passes through."""
        sync_file(self._open_descriptor())

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def gone(self) -> None:
        """The file is no longer there under its name."""
        self.close()
        self._is_gone = True
        self._on_gone(self.path)

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise ValueError("the part file is closed")
        return self._descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()
