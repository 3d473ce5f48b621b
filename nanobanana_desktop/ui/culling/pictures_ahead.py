"""The picture that is looked at, and the one after it, read before anybody asks for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.ports import Picture, PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.picture_view import PictureView

PREVIEW_PX = 256


class PicturesAhead(QObject):
    """Fills a picture view. Two pictures at the most are held: the shown one and the next.

    `pictures` must be asked by nobody else: it answers the last request alone.

    Signals: `shown(str)` – the picture of this task is in the view –, `failed(str, AppError)`.
    """

    shown = Signal(str)
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
        self._task: GenerationTask | None = None
        self._following: GenerationTask | None = None
        self._asked = ""
        """Whose picture is being read."""
        self._ready: tuple[str, Picture] | None = None
        self._screen: tuple[str, QImage] | None = None
        """A smaller version of the following picture."""
        self._is_settled = False
        """Whether the current picture came, or is known not to come."""
        pictures.picture_loaded.connect(self._on_pictures_picture_loaded)
        pictures.picture_failed.connect(self._on_pictures_picture_failed)
        pictures.screen_loaded.connect(self._on_pictures_screen_loaded)
        previews.thumbnail_loaded.connect(self._on_previews_thumbnail_loaded)

    def show(self, task: GenerationTask, following: GenerationTask | None) -> None:
        """Show the picture of `task` as soon as it is there; then read that of `following`."""
        self._following = following
        if self._task is not None and self._task.id == task.id:
            self._read_ahead()
            return
        self._task, self._is_settled = task, False
        image = task.image
        size = QSize(0, 0) if image is None else QSize(image.width, image.height)
        self._view.task_id = task.id
        self._view.begin(texts.heading(task), size)
        ready, screen = self._ready, self._screen
        self._ready = self._screen = None
        if ready is not None and ready[0] == task.id:
            self._settle(ready[1])
            return
        self._previews.request(task, PREVIEW_PX)
        if screen is not None and screen[0] == task.id:
            self._view.set_preview(screen[1])
        if self._asked != task.id:
            self._ask(task)

    def stop(self) -> None:
        """Nothing is shown any more; what still comes is dropped."""
        self._task = self._following = self._ready = self._screen = None

    def _settle(self, picture: Picture) -> None:
        self._is_settled = True
        self._view.set_picture(picture)
        self.shown.emit(self._view.task_id)
        self._read_ahead()

    def _read_ahead(self) -> None:
        following = self._following
        if not self._is_settled or following is None or following.id == self._asked:
            return
        if self._ready is None or self._ready[0] != following.id:
            self._ready = None
            self._ask(following)

    def _ask(self, task: GenerationTask) -> None:
        self._asked = task.id
        self._pictures.request(task)

    def _is_current(self, task_id: str) -> bool:
        return self._task is not None and task_id == self._task.id

    def _on_pictures_picture_loaded(self, task_id: str, picture: Picture) -> None:
        if task_id == self._asked:
            self._asked = ""
        if self._is_current(task_id):
            self._settle(picture)
        elif self._following is not None and task_id == self._following.id:
            self._ready = (task_id, picture)

    def _on_pictures_picture_failed(self, task_id: str, error: AppError) -> None:
        if task_id == self._asked:
            self._asked = ""
        # Of the following picture it is told once that is looked at: a drive may be back by then.
        if self._is_current(task_id):
            self._is_settled = True
            self._view.show_trouble(error_text(error.case, error.facts).title)
            self.failed.emit(task_id, error)
            self._read_ahead()

    def _on_pictures_screen_loaded(self, task_id: str, image: QImage) -> None:
        if self._is_current(task_id):
            self._view.set_preview(image)
        elif self._following is not None and task_id == self._following.id:
            self._screen = (task_id, image)

    def _on_previews_thumbnail_loaded(self, task_id: str, image: QImage) -> None:
        if self._is_current(task_id) and not image.isNull():
            self._view.set_preview(image)
