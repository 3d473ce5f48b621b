"""A picture made ready for the clipboard in a worker: other programs must not wait for it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError

PNG: Final = "image/png"
_QUICK: Final = 85
"""Of 100: a larger file that is written several times as fast."""


class PictureKeeper(Protocol):
    """Blocking; called in a thread."""

    def path(self, task: GenerationTask) -> Path: ...
    def decode(self, task: GenerationTask) -> QImage: ...


@dataclass(frozen=True, slots=True)
class ClipboardPicture:
    """The file, the pixels, and the bytes of files by their type: the original's, and PNG.

    They are Qt's bytes, which the clipboard shares instead of copying them on the window's thread.
    """

    path: Path
    image: QImage
    encoded: Mapping[str, QByteArray]


def clipboard_picture(keeper: PictureKeeper, task: GenerationTask) -> ClipboardPicture:
    """Read and encode the picture. Blocking; raises AppError when it cannot be read."""
    path, image = keeper.path(task), keeper.decode(task)
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise StorageError(ErrorCase.FILE_GONE, file.errorString())
    original = file.readAll()
    file.close()
    mime = task.image.mime if task.image is not None else ""
    encoded = {mime: original} if mime else {}
    if mime != PNG:
        encoded = {PNG: _as_png(image), **encoded}
    return ClipboardPicture(path, image, encoded)


def _as_png(image: QImage) -> QByteArray:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(_QUICK)
    if not writer.write(image):
        raise StorageError(ErrorCase.PICTURE_UNREADABLE, writer.errorString())
    return buffer.data()
