"""Pictures as files, for tests that read them in a thread as the program does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.picture_reader import read_picture

SIZE = (600, 400)


class Folder:
    """PNG files by task id; what a `PictureLoader` reads from."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, task: GenerationTask) -> Path:
        """Raises StorageError(FILE_GONE) when there is no file."""
        found = self._root / f"{task.id}.png"
        if not found.exists():
            raise StorageError(ErrorCase.FILE_GONE, "no such file")
        return found

    def decode(self, task: GenerationTask, largest_side: int | None = None) -> QImage:
        return read_picture(self.path(task), largest_side)

    def write(self, name: str, color: str, spot: tuple[QRect, str] | None = None) -> None:
        """A picture of `SIZE` in one colour, with a rectangle in another one."""
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor(color))
        if spot is not None:
            with QPainter(image) as painter:
                painter.fillRect(spot[0], QColor(spot[1]))
        assert image.save(str(self._root / f"{name}.png"))

    def spoil(self, name: str) -> None:
        """A file that is no picture."""
        (self._root / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture" * 20)

    def remove(self, name: str) -> None:
        (self._root / f"{name}.png").unlink()
