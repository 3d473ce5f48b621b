"""Compare: the pair, its views and caption, and the loading of both pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import Reference
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import Picture, PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.compare_caption import CompareCaption
from nanobanana_desktop.ui.stage.compare_modes import CompareMode, mode_named
from nanobanana_desktop.ui.stage.compare_pair import ComparePair
from nanobanana_desktop.ui.stage.compare_view import CompareView
from nanobanana_desktop.ui.stage.difference_layer import DifferenceLayer
from nanobanana_desktop.ui.stage.picture_loading import PREVIEW_PX
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.reference_side import ReferenceSide, can_compare_references
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme


class Compare(QObject):
    """Shows two pictures. One picture is read after the other: only the last request counts.

    Signals: `left()` – there are no two any more; `pair_changed()`;
    `menu_requested(GenerationTask, QPoint)` in global coordinates;
    `file_missing_changed(task_id: str, missing: bool)`; `first_chosen(task_id: str)` – the person
    made another picture A –; `reference_wanted(Reference)` – its picture is to be given to
    `show_reference`.
    """

    left = Signal()
    pair_changed = Signal()
    menu_requested = Signal(object, object)
    file_missing_changed = Signal(str, bool)
    first_chosen = Signal(str)
    reference_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        pictures: PictureSource,
        previews: ThumbnailSource,
        requests: TaskRequests,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._pictures = pictures
        self._previews = previews
        self.pair = ComparePair(model)
        self.reference = ReferenceSide()
        self.view = CompareView(theme)
        self.caption = CompareCaption(theme, requests)
        self._shown: dict[str, PictureView] = {}
        self._images: dict[str, ImageRecord | None] = {}
        """What was shown of each, or asked for."""
        self._waiting: list[GenerationTask] = []
        self._is_on = False
        self._layer = DifferenceLayer(self.view, pictures, self)
        requests.compare_swap_requested.connect(self._on_requests_compare_swap_requested)
        requests.compare_mode_requested.connect(self._on_requests_compare_mode_requested)
        requests.compare_turn_requested.connect(self._on_requests_compare_turn_requested)
        self.caption.swap_requested.connect(self._on_swap_requested)
        self.view.step_requested.connect(self._on_view_step_requested)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.view.mode_changed.connect(self._on_view_mode_changed)
        self.caption.mode_chosen.connect(self.show_mode)
        pictures.picture_loaded.connect(self._on_pictures_picture_loaded)
        pictures.picture_failed.connect(self._on_pictures_picture_failed)
        pictures.screen_loaded.connect(self._on_preview_loaded)
        previews.thumbnail_loaded.connect(self._on_preview_loaded)

    def begin(self, selected: Sequence[int], current: int) -> bool:
        """Choose the pair and show it; False when there are no two pictures."""
        self.reference.end()
        self._is_on = self.pair.choose(selected, current)
        if self._is_on:
            self._show()
        return self._is_on

    def begin_with(self, first: str, partner: str) -> bool:
        """Show these two; False when one of them has no picture, and nothing changes then."""
        if not self.pair.choose_partner(first, partner):
            return False
        self.reference.end()
        self._is_on = True
        self._show()
        return True

    def begin_with_reference(self, task: GenerationTask) -> bool:
        """Show the picture of this task and the first of its references; False without both.

        The arrows step through its other references then.
        """
        if not (can_compare_references(task) and self.reference.begin(task)):
            return False
        self.pair.a, self.pair.b = task.id, ""
        self._is_on = True
        self._show()
        return True

    def show_reference(self, reference: Reference, picture: Picture) -> None:
        """The picture that `reference_wanted` asked for; a late one is dropped."""
        if reference == self.reference.reference:
            self.view.b.set_picture(picture)
            self._show_difference()

    def show_reference_trouble(self, reference: Reference, error: AppError) -> None:
        """It does not come."""
        if reference == self.reference.reference:
            self.view.b.show_trouble(error_text(error.case).row)
            self._show_difference()

    def show_first(self, first: str) -> None:
        """The person went to another task in the history: it takes the place of A."""
        if self._is_on and not self.reference.is_on and self.pair.choose_first(first):
            self._show()

    def step(self, direction: int) -> None:
        """Replace B by the next picture."""
        self._on_view_step_requested(direction, first=False)

    def end(self) -> None:
        """The stage shows something else."""
        self._is_on = False
        self.reference.end()
        self._model.set_compared()
        self._shown.clear()
        self._waiting.clear()
        self._layer.forget()

    def show_again(self) -> None:
        """A file that was missing may be back."""
        if self._is_on:
            self._shown = {i: view for i, view in self._shown.items() if not view.trouble}
            self._show()

    def show_mode(self, mode: str) -> None:
        """A `CompareMode` by its value; an empty one is the next in the round."""
        wanted = mode_named(mode) if mode else self.view.mode.following
        if wanted is not None:
            self.view.show_mode(wanted)

    def refresh(self) -> None:
        """A task changed or went: show what is left, or say that there are no two any more."""
        if not self._is_on:
            return
        has_a = self._model.row_of(self.pair.a) is not None
        if self.pair.is_complete() or (self.reference.is_on and has_a):
            self._show()
        else:
            self.left.emit()

    def _show(self) -> None:
        stand_in = self.reference.stand_in()
        a, b = self._model.task(self.pair.a), stand_in or self._model.task(self.pair.b)
        if a is None or b is None:
            self.left.emit()
            return
        self._model.set_compared(*(task.id for task in (a, b) if task is not stand_in))
        self.view.show_pair(a, b)
        self.caption.show_pair(a, b, with_reference=stand_in is not None)
        wanted = {a.id: self.view.a, b.id: self.view.b}
        changed = [
            task
            for task in (a, b)
            if self._shown.get(task.id) is not wanted[task.id]
            or self._images[task.id] != task.image
        ]
        self._shown = wanted
        self._images = {task.id: task.image for task in (a, b)}
        self._waiting = [task for task in self._waiting if task.id in wanted]
        for task in changed:
            if task.image is not None:
                size = QSize(task.image.width, task.image.height)
                self.view.begin(wanted[task.id], texts.heading(task), size)
            if task is stand_in:
                self.reference_wanted.emit(self.reference.reference)
            elif task.image is not None:
                self._previews.request(task, PREVIEW_PX)
                if task.id not in [waiting.id for waiting in self._waiting]:
                    self._waiting.append(task)
        if changed:
            self._show_difference()
            self._ask_next()
            self.pair_changed.emit()

    def _show_difference(self) -> None:
        if self.view.mode is CompareMode.DIFFERENCE and self._is_on:
            self._layer.show()

    def _ask_next(self) -> None:
        if self._waiting:
            self._pictures.request(self._waiting[0])

    def _answered(self, task_id: str) -> None:
        """Whatever came, the next one is asked for: others ask for pictures, too."""
        self._waiting = [task for task in self._waiting if task.id != task_id]
        self._ask_next()

    def _on_view_step_requested(self, direction: int, first: bool) -> None:
        if self.reference.is_on:
            if not first and self.reference.step(direction):
                self._show()
        elif self.pair.step(direction, first=first):
            self._show()
            if first:
                self.first_chosen.emit(self.pair.a)

    def _on_requests_compare_swap_requested(self) -> None:
        if self.view.isVisible():
            self._on_swap_requested()

    def _on_requests_compare_mode_requested(self, mode: str) -> None:
        if self.view.isVisible():
            self.show_mode(mode)

    def _on_requests_compare_turn_requested(self) -> None:
        if self.view.isVisible():
            self.view.flicker.turn()

    def _on_view_mode_changed(self, mode: CompareMode) -> None:
        self.caption.show_mode(mode)
        if mode is CompareMode.DIFFERENCE:
            self._show_difference()
        else:
            self._layer.forget()

    def _on_swap_requested(self) -> None:
        if self.reference.is_on:
            return
        self.pair.swap()
        self._show()
        self.first_chosen.emit(self.pair.a)

    def _on_view_menu_requested(self, first: bool, place: QPoint) -> None:
        task_id = self.pair.a if first else self.pair.b
        task = self._model.task(task_id) if task_id else None
        if task is not None:
            self.menu_requested.emit(task, place)

    def _on_pictures_picture_loaded(self, task_id: str, picture: Picture) -> None:
        if self._is_on and task_id in self._shown:
            self._shown[task_id].set_picture(picture)
            self._show_difference()
            self.file_missing_changed.emit(task_id, False)
        self._answered(task_id)

    def _on_pictures_picture_failed(self, task_id: str, error: AppError) -> None:
        if self._is_on and task_id in self._shown:
            self._shown[task_id].show_trouble(error_text(error.case).row)
            self._show_difference()
            if error.case is ErrorCase.FILE_GONE:
                self.file_missing_changed.emit(task_id, True)
        self._answered(task_id)

    def _on_preview_loaded(self, task_id: str, image: QImage) -> None:
        if self._is_on and task_id in self._shown:
            self._shown[task_id].set_preview(image)
