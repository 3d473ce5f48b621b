"""Fills the picture view: the preview at once, a better one of a picture that takes long, then the
picture itself; late answers dropped.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.ports import Picture, PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.picture_view import PictureView

PREVIEW_PX: Final = 256


class PictureLoading(QObject):
    """Asks for the pictures of the task that is on the stage.

    Signals: `loaded(task_id: str)`; `failed(task_id: str, error: AppError)` – also for pictures
    that are no longer looked at.
    """

    loaded = Signal(str)
    failed = Signal(str, object)

    def __init__(
        self,
        view: PictureView,
        pictures: PictureSource,
        previews: ThumbnailSource,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._pictures = pictures
        self._previews = previews
        self._task_id = ""
        pictures.picture_loaded.connect(self._on_pictures_picture_loaded)
        pictures.picture_failed.connect(self.failed)
        pictures.screen_loaded.connect(self._on_preview_loaded)
        previews.thumbnail_loaded.connect(self._on_preview_loaded)

    @property
    def task_id(self) -> str:
        """Whose picture is shown or awaited; empty for none."""
        return self._task_id

    def show(self, task: GenerationTask) -> None:
        """Show the picture of `task`; nothing is read again while it is the same task."""
        if task.image is None or task.id == self._task_id:
            return
        self._task_id = self._view.task_id = task.id
        self._view.begin(texts.heading(task), QSize(task.image.width, task.image.height))
        self._previews.request(task, PREVIEW_PX)
        self._pictures.request(task)

    def forget(self) -> None:
        """The stage shows something else: the next `show` reads anew."""
        self._task_id = ""

    def _on_pictures_picture_loaded(self, task_id: str, picture: Picture) -> None:
        if task_id == self._task_id:
            self._view.set_picture(picture)
            self.loaded.emit(task_id)

    def _on_preview_loaded(self, task_id: str, image: QImage) -> None:
        if task_id == self._task_id:
            self._view.set_preview(image)
