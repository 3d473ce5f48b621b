"""The thumbnails that are kept, and how they are made from the pictures of tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import PictureKey, picture_key
from nanobanana_desktop.storage.picture_reader import read_picture
from nanobanana_desktop.storage.thumbnail_making import make_thumbnail, read_kept
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore


class ThumbnailShelf:
    """All methods block and are thread-safe: call them in a worker.

    `find` gives the file of a task's picture. `make` and `read_file` raise
    StorageError(FILE_GONE) when it is not where it was saved, and PICTURE_UNREADABLE when it is no
    picture any more; `read` when the bytes are no thumbnail.
    """

    def __init__(self, store: ThumbnailStore, find: Callable[[GenerationTask], Path]) -> None:
        self._store = store
        self._find = find

    def kept(self, pictures: Sequence[PictureKey]) -> dict[PictureKey, bytes]:
        return self._store.get_many(pictures)

    def read(self, jpeg: bytes, side: int) -> QImage:
        return read_kept(jpeg, side)

    def make(self, task: GenerationTask, side: int) -> QImage:
        made = make_thumbnail(self._find(task), side)
        self._store.put(picture_key(task), made.jpeg)
        return made.image

    def read_file(self, task: GenerationTask, side: int) -> QImage:
        return read_picture(self._find(task), side)

    def write_made(self) -> None:
        self._store.flush()
