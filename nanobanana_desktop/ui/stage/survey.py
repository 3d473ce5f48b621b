"""A survey: which pictures are looked at together, their loading, and who comes and goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import Picture, PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.picture_loading import PREVIEW_PX
from nanobanana_desktop.ui.stage.survey_view import LETTERS, SurveyView
from nanobanana_desktop.ui.task_status import has_picture
from nanobanana_desktop.ui.theme.theme import Theme

_LAST: Final = 2
"""With fewer than these left there is nothing to look at together."""


class Survey(QObject):
    """Shows the pictures of up to six tasks. They are read one after the other.

    A task that is moved to the bin leaves; taken back, it has its place again.

    Signals: `left()` – too few are left –; `changed()` – other pictures are
    shown –; `current_changed(task_id: str)`; `menu_requested(GenerationTask, QPoint)` in global
    coordinates; `file_missing_changed(task_id: str, missing: bool)`.
    """

    left = Signal()
    changed = Signal()
    current_changed = Signal(str)
    menu_requested = Signal(object, object)
    file_missing_changed = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        pictures: PictureSource,
        previews: ThumbnailSource,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._pictures = pictures
        self._previews = previews
        self._ids: list[str] = []
        self._waiting: list[str] = []
        self.view = SurveyView(theme)
        self.view.taken_out.connect(self.take_out)
        self.view.zoom_changed.connect(self._sharpen)
        self.view.current_changed.connect(self.current_changed)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        pictures.picture_loaded.connect(self._on_pictures_picture_loaded)
        pictures.picture_failed.connect(self._on_pictures_picture_failed)
        pictures.screen_loaded.connect(self._on_preview_loaded)
        previews.thumbnail_loaded.connect(self._on_preview_loaded)

    @property
    def ids(self) -> list[str]:
        """The tasks whose pictures are shown, in their order."""
        return [tile.task_id for tile in self.view.tiles]

    @property
    def current(self) -> str:
        return self.view.current

    def begin(self, ids: Sequence[str], current: str) -> None:
        """Show the pictures of these tasks; `current` is the one that commands mean."""
        self._ids = list(ids[: len(LETTERS)])
        self._show(current if current in self._ids else self._ids[0])
        self.current_changed.emit(self.current)

    def end(self) -> None:
        """The stage shows something else."""
        self._ids.clear()
        self._waiting.clear()
        self._model.set_compared()
        self.view.clear()

    def show_current(self, task_id: str) -> bool:
        """The person went to a task elsewhere; False when it is none of these."""
        if task_id not in self.ids:
            return False
        self.view.set_current(task_id)
        return True

    def take_out(self, task_id: str) -> None:
        """Go on without this picture; nothing happens to it."""
        if task_id in self._ids:
            following = self._following(task_id)
            self._ids.remove(task_id)
            self._go_on(following)

    def refresh(self) -> None:
        """A task changed, went or came back."""
        if self._ids:
            self._go_on(self.current)

    def tell_current(self) -> None:
        """While rows go, the history turns to rows that are none of these; commands do not."""
        if self._ids:
            self.current_changed.emit(self.current)

    def show_again(self) -> None:
        """Files that were missing may be back."""
        missing = [tile.task_id for tile in self.view.tiles if tile.trouble]
        for task_id in missing:
            self.view.begin_again(task_id)
        self._waiting += [i for i in missing if i not in self._waiting]
        if missing:
            self._ask_next()

    # -- inside ----------------------------------------------------------------------------------

    def _tasks(self) -> list[GenerationTask]:
        """Those that still are there and have a picture."""
        found = (self._model.task(i) for i in self._ids if self._model.row_of(i) is not None)
        return [task for task in found if task is not None and has_picture(task)]

    def _go_on(self, wanted: str) -> None:
        """Show what is left; the person hears of another current picture only when it is one."""
        before = self.current
        left = [task.id for task in self._tasks()]
        if len(left) < _LAST:
            self.left.emit()
            return
        if wanted not in left:
            wanted = next((i for i in self._ids[self._place(wanted) :] if i in left), left[-1])
        self._show(wanted)
        if self.current != before or wanted != before:
            self.current_changed.emit(self.current)

    def _show(self, current: str) -> None:
        tasks = self._tasks()
        before = self.ids
        new = self.view.show_tasks(tasks, current)
        shown = self.ids
        self._model.set_compared(*shown)
        self._waiting = [i for i in self._waiting if i in shown]
        for task in tasks:
            if task.id in new:
                self._previews.request(task, PREVIEW_PX)
                self._waiting.append(task.id)
        if new:
            self._waiting.sort(key=lambda i: i != current)
            self._ask_next()
        if shown != before:
            self.changed.emit()

    def _sharpen(self) -> None:
        """Of large pictures less is kept than there is: read again those that need more."""
        blurred = [tile.task_id for tile in self.view.tiles if tile.is_blurred]
        new = [i for i in blurred if i not in self._waiting]
        self._waiting += new
        if new:
            self._ask_next()

    def _following(self, task_id: str) -> str:
        """Whose turn it is when this one goes: the next, or the one before the last."""
        ids = self.ids
        if task_id != self.current or task_id not in ids:
            return self.current
        place = ids.index(task_id)
        return (ids[place + 1 :] or ids[:place][-1:] or [""])[0]

    def _place(self, task_id: str) -> int:
        return self._ids.index(task_id) if task_id in self._ids else 0

    def _ask_next(self) -> None:
        task = self._model.task(self._waiting[0]) if self._waiting else None
        if task is not None:
            self._pictures.request(task)

    def _answered(self, task_id: str) -> None:
        """Whatever came, the next one is asked for: others ask for pictures, too."""
        if task_id in self._waiting:
            self._waiting.remove(task_id)
        self._ask_next()

    def _on_view_menu_requested(self, task_id: str, place: QPoint) -> None:
        task = self._model.task(task_id)
        if task is not None:
            self.menu_requested.emit(task, place)

    def _on_pictures_picture_loaded(self, task_id: str, picture: Picture) -> None:
        tile = self.view.tile(task_id)
        if tile is not None:
            tile.show_picture(picture)
            self.file_missing_changed.emit(task_id, False)
        self._answered(task_id)

    def _on_pictures_picture_failed(self, task_id: str, error: AppError) -> None:
        tile = self.view.tile(task_id)
        if tile is not None:
            tile.show_trouble(error_text(error.case).row)
            if error.case is ErrorCase.FILE_GONE:
                self.file_missing_changed.emit(task_id, True)
        self._answered(task_id)

    def _on_preview_loaded(self, task_id: str, image: QImage) -> None:
        tile = self.view.tile(task_id)
        if tile is not None:
            tile.set_preview(image)
