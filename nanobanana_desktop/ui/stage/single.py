"""Single: the pages for one task – nothing, picture, work, card – and the caption below them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import POLLED, GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.ports import (
    HoldView,
    Picture,
    PictureSource,
    Prospects,
    ThumbnailSource,
)
from nanobanana_desktop.ui.stage.empty_stage import EmptyStage
from nanobanana_desktop.ui.status_painting import Progress
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import (
    NOTHING_KNOWN,
    StatusKind,
    TaskStatus,
    is_kept_aside,
    status_of,
)
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Pace, Ticker

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.active_view import ActiveView
    from nanobanana_desktop.ui.stage.caption import Caption
    from nanobanana_desktop.ui.stage.card_page import CardPage
    from nanobanana_desktop.ui.stage.error_card import ErrorCard
    from nanobanana_desktop.ui.stage.picture_loading import PictureLoading
    from nanobanana_desktop.ui.stage.picture_view import PictureView


class Single(QObject):
    """Chooses and fills the page for the current task. Pages are made when they are first needed.

    `progress_of` gives what was received of a download by task id; `now` gives UTC seconds.

    Signals: `page_changed()` – another page is due, ask `page`;
    `picture_made(PictureView)` – the page for pictures exists from now on;
    `file_missing_changed(task_id: str, missing: bool)`.
    """

    page_changed = Signal()
    picture_made = Signal(object)
    file_missing_changed = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        pictures: PictureSource,
        previews: ThumbnailSource,
        progress_of: Callable[[str], Progress | None],
        ticker: Ticker,
        requests: TaskRequests,
        now: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticker = ticker
        self._requests = requests
        self._progress_of = progress_of
        self._now = now
        self._sources = (pictures, previews)
        self._trouble: AppError | None = None
        self._hold: HoldView | None = None
        self._prospects: Prospects = NOTHING_KNOWN
        self.task: GenerationTask | None = None
        self.rests = False
        """Pictures are shown elsewhere on the stage: none is read until `show_again`."""
        self._is_followed = False
        self.empty = EmptyStage(theme)
        self.page: QWidget = self.empty
        self.empty.example_chosen.connect(requests.example_chosen)
        ticker.second_passed.connect(self._on_ticker_second_passed)
        ticker.frame_due.connect(self._on_ticker_frame_due)

    @cached_property
    def picture(self) -> PictureView:
        from nanobanana_desktop.ui.stage.picture_view import PictureView

        picture = PictureView(self._theme)
        self.picture_made.emit(picture)
        return picture

    @property
    def shows_picture(self) -> bool:
        """Whether the page is the one for pictures."""
        return self.has_picture_page and self.page is self.picture

    @property
    def has_picture_page(self) -> bool:
        """Whether a picture was ever looked at."""
        return "picture" in self.__dict__

    def held(self, task_id: str) -> Picture | None:
        """The picture of this task, if it is the one that was read for the page."""
        is_here = self.has_picture_page and self.picture.task_id == task_id
        return self.picture.loaded if is_here else None

    def trouble_of(self, task_id: str) -> AppError | None:
        """Why the picture of this task, which is on the stage, could not be read."""
        return self._trouble if self.task is not None and self.task.id == task_id else None

    @cached_property
    def active(self) -> ActiveView:
        from nanobanana_desktop.ui.stage.active_view import ActiveView

        return ActiveView(self._theme, self._ticker, self._now)

    @cached_property
    def card(self) -> ErrorCard:
        from nanobanana_desktop.ui.stage.error_card import ErrorCard

        return ErrorCard(self._theme, self._requests)

    @cached_property
    def card_page(self) -> CardPage:
        from nanobanana_desktop.ui.stage.card_page import CardPage

        page = CardPage(self._theme, self.card)
        self.card.sized.connect(page.refit)
        return page

    @cached_property
    def caption(self) -> Caption:
        from nanobanana_desktop.ui.stage.caption import Caption

        return Caption(self._theme, self._requests)

    def show_task(self, task: GenerationTask | None) -> None:
        """Another task, or the same one changed; None for nothing."""
        if task is None or self.task is None or task.id != self.task.id:
            self._trouble = None
            self._forget_loading()
        self.task = task
        self.refresh()

    def set_holds(self, hold: HoldView | None) -> None:
        self._hold = hold
        self.refresh()

    def set_prospects(self, prospects: Prospects) -> None:
        """Who knows what is expected of tasks."""
        self._prospects = prospects
        self.refresh()

    def read_for_others(self, wanted: bool) -> None:
        """Another window shows what is selected: it is read even while this one rests."""
        self._is_followed = wanted
        self.refresh()

    def show_again(self) -> None:
        """The picture's file may be back: read it once more."""
        self._trouble = None
        self._forget_loading()
        self.refresh()

    def refresh(self) -> None:
        """Fill the page for the task as it is now."""
        before = self.page
        self.page = self._fill()
        if self.task is not None:
            missing = self._status(self.task).kind is StatusKind.FILE_MISSING
            self.caption.file_missing = missing
            self.caption.show_task(self.task, self._now(), self._prospects.saving_folder())
        if self.page is not before:
            self.page_changed.emit()

    def refresh_progress(self) -> None:
        """More of a download came."""
        if self.task is not None and self._is_active_page:
            self._fill_active(self.task, self._status(self.task))

    def focus_target(self) -> QWidget:
        """Where the focus belongs on the page."""
        if "card_page" in self.__dict__ and self.page is self.card_page:
            actions = self.card.actions_shown
            return self.card.button(actions[0]) if actions else self.card
        return self.empty.examples[0] if self.page is self.empty else self.page

    def pace(self, *, window_is_active: bool) -> Pace:
        """How often the page must be woken while it is visible."""
        if self.task is None or not self._is_active_page:
            return Pace.STILL
        if window_is_active and self._status(self.task).moves:
            return Pace.FRAMES
        return Pace.SECONDS if self.task.state in POLLED else Pace.STILL

    @property
    def _is_active_page(self) -> bool:
        return "active" in self.__dict__ and self.page is self.active

    # -- inside ----------------------------------------------------------------------------------

    @cached_property
    def _loading(self) -> PictureLoading:
        from nanobanana_desktop.ui.stage.picture_loading import PictureLoading

        loading = PictureLoading(self.picture, *self._sources, self)
        loading.loaded.connect(lambda task_id: self.file_missing_changed.emit(task_id, False))
        loading.failed.connect(self._on_loading_failed)
        return loading

    def _forget_loading(self) -> None:
        if "_loading" in self.__dict__:
            self._loading.forget()

    def _fill(self) -> QWidget:
        task = self.task
        if task is None:
            return self.empty
        status = self._status(task)
        if status.kind is StatusKind.COMPLETED or (is_kept_aside(task) and self._trouble is None):
            if not self.rests or self._is_followed:
                self._loading.show(task)
            return self.picture
        self._forget_loading()
        if status.kind is StatusKind.STOPPED or status.case not in (None, ErrorCase.SLOW):
            now = self._now()
            folder = self._prospects.saving_folder()
            needed = self._prospects.space_needed(task.id)
            text = texts.card_text(task, status, self._hold, now, folder, needed=needed)
            self.card.show_trouble(task, text, status, now, self._prospects)
            self.card_page.refit()
            return self.card_page
        self._fill_active(task, status)
        return self.active

    def _fill_active(self, task: GenerationTask, status: TaskStatus) -> None:
        note = ""
        if status.kind is StatusKind.SLOW:
            note = texts.card_text(task, status, self._hold, self._now()).body
        elif task.state in POLLED:
            note = texts.usual_text(self._prospects.usual(task))
        self.active.show_task(task, status, self._progress_of(task.id), note)

    def _status(self, task: GenerationTask) -> TaskStatus:
        trouble = self._trouble
        missing = trouble is not None and trouble.case is ErrorCase.FILE_GONE
        status = status_of(
            task,
            self._now(),
            hold=self._hold,
            file_missing=missing,
            prospects=self._prospects,
        )
        if trouble is not None and status.kind is StatusKind.COMPLETED:
            return TaskStatus(StatusKind.FILE_MISSING, trouble.case)
        return status

    def _on_loading_failed(self, task_id: str, error: AppError) -> None:
        if error.case is ErrorCase.FILE_GONE:
            self.file_missing_changed.emit(task_id, True)
        if task_id == self._loading.task_id:
            self._trouble = error
            self.refresh()

    def _on_ticker_second_passed(self) -> None:
        if self._is_active_page and self.active.isVisible():
            self.refresh()

    def _on_ticker_frame_due(self) -> None:
        if self._is_active_page:
            self.active.update()
